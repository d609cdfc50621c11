//! How long the film of a lesson will be, by estimate: the speech and what the pictures need around it.

use lectern_lesson::{LEAD_SECS, Lesson, Passage, PassageKind, RichText, Run, Section, TAIL_SECS};

/// Around the speech of every passage: a scene's lead and tail.
pub(crate) const PASSAGE_SECS: f64 = LEAD_SECS + TAIL_SECS;
/// A title or chapter card, besides the words of its title.
pub(crate) const CARD_SECS: f64 = 1.2;
/// A picture that is looked at without words of its own.
const FIGURE_SECS: f64 = 2.5;
/// A table that is looked at without words of its own.
const TABLE_SECS: f64 = 3.0;
/// A line of code that is read by the viewer.
const CODE_LINE_SECS: f64 = 0.6;
/// Time to think before an answer.
const THINK_SECS: f64 = 4.0;

/// The text as it is spoken: formulas in words, pauses as marks.
pub(crate) fn spoken(text: &RichText) -> String {
    text.runs
        .iter()
        .map(|run| match run {
            Run::Formula { spoken, .. } => spoken.clone(),
            Run::Pause { millis } => format!(" [[pause {}]] ", f64::from(*millis) / 1000.0),
            other => other.text().to_owned(),
        })
        .collect()
}

/// Seconds of a passage without its sentences, for prose; the whole for every other kind.
pub(crate) fn passage_secs(passage: &Passage, estimate: &dyn Fn(&str) -> f64) -> f64 {
    PASSAGE_SECS
        + match &passage.kind {
            PassageKind::Prose { .. } => 0.0,
            PassageKind::List { items, .. } => items.iter().map(|item| estimate(&spoken(&item.text))).sum(),
            PassageKind::Quotation { text, author } => {
                estimate(&spoken(text)) + author.as_deref().map_or(0.0, estimate)
            }
            PassageKind::Dialogue { turns } => {
                turns.iter().flat_map(|turn| &turn.sentences).map(|sentence| estimate(&spoken(&sentence.text))).sum()
            }
            PassageKind::Code { text, .. } => text.lines().count().min(12) as f64 * CODE_LINE_SECS,
            PassageKind::Formula(formula) => formula.lines.iter().map(|line| estimate(&line.spoken)).sum(),
            PassageKind::Table(_) => TABLE_SECS,
            PassageKind::Figure(_) => FIGURE_SECS,
            PassageKind::Question(question) => {
                let choices: f64 = question.choices.iter().map(|choice| estimate(&spoken(&choice.text))).sum();
                estimate(&spoken(&question.prompt)) + choices + THINK_SECS
            }
        }
}

/// Seconds of a section's chapter card.
pub(crate) fn heading_secs(section: &Section, estimate: &dyn Fn(&str) -> f64) -> f64 {
    section.title.as_deref().map_or(0.0, |title| CARD_SECS + estimate(title))
}

/// Seconds before the first section.
pub(crate) fn opening_secs(title: &str, estimate: &dyn Fn(&str) -> f64) -> f64 {
    CARD_SECS + PASSAGE_SECS + estimate(title)
}

/// Seconds of the whole film.
pub(crate) fn lesson_secs(lesson: &Lesson, estimate: &dyn Fn(&str) -> f64) -> f64 {
    let sections: f64 = lesson
        .sections
        .iter()
        .map(|section| {
            let passages: f64 = section
                .passages
                .iter()
                .map(|passage| {
                    let sentences: f64 = match &passage.kind {
                        PassageKind::Prose { sentences } => {
                            sentences.iter().map(|sentence| estimate(&spoken(&sentence.text))).sum()
                        }
                        _ => 0.0,
                    };
                    sentences + passage_secs(passage, estimate)
                })
                .sum();
            passages + heading_secs(section, estimate)
        })
        .sum();
    sections + opening_secs(&lesson.title, estimate)
}
