//! Passages that are pictures and words at once: lists, quotations, formulas, questions.

use lectern_lesson::{Action, Formula, Mood, Question, RichText, Run, Sentence, Side, Span, Visual};

use super::draft::{Draft, Hint};
use super::line::Line;
use super::phrases::Phrases;
use super::points::{capitalized, joiner, point_text};
use super::prose::{Known, Said};
use crate::clauses::{Wanted, clauses, condense_phrase};
use crate::verbs::is_finite;
use crate::words::{normalize, same_word, word_count};

/// Seconds to think before an answer is told.
const THINKING_SECS: f64 = 4.0;

/// Seconds in which a formula sinks in.
const FORMULA_PAUSE_SECS: f64 = 0.8;

/// A list: steps or points, with the sentence that leads to it.
pub(crate) fn list(
    steps: bool,
    items: &[Sentence],
    lead: Option<Said>,
    known: &Known,
    phrases: &Phrases,
) -> Option<Draft> {
    let said: Vec<Said> = items.iter().filter_map(Said::of).collect();
    if said.is_empty() {
        return None;
    }
    let points: Vec<String> = said.iter().map(|item| point_text(&item.text, &item.marked)).collect();
    let heading = lead.as_ref().and_then(|lead| {
        let terms = lead.marked.first().cloned();
        terms.or_else(|| condense_phrase(lead.text.trim_end_matches([':', '.', ' ']), 4, 6))
    });
    let heading = heading.or_else(|| (!known.section.is_empty()).then(|| known.section.clone()));
    let mut lines: Vec<Line> = lead.into_iter().map(|lead| lead.line).collect();
    let lead_lines = lines.len();
    let mut hints = Vec::new();
    let mut part_lines = Vec::new();
    if are_bare_phrases(&said) {
        let mut joined = Line { span: said[0].line.span, ..Line::default() };
        for (part, item) in said.iter().enumerate() {
            hints.push(Hint { line: lead_lines, word: joined.words.len(), action: Action::Show, part });
            let tail = joiner(part, said.len(), phrases.and);
            let item = item.line.clone();
            joined.append(if tail.starts_with(',') { item.ending_with(',') } else { item });
            if tail.trim() == phrases.and {
                joined.append(Line::added(phrases.and));
            }
        }
        lines.push(joined.ending_with('.'));
    } else {
        for item in &said {
            part_lines.push(lines.len());
            lines.push(item.line.clone().ending_with('.'));
        }
    }
    if let Some(draft) = two_sides(&said, heading.as_deref(), &lines, &part_lines) {
        return Some(draft);
    }
    let visual =
        if steps { Visual::Steps { heading, first: 1, steps: points } } else { Visual::KeyPoints { heading, points } };
    Some(Draft::new(visual, lines).with_hints(hints).with_part_lines(part_lines))
}

/// Two items that each tell of a term: two things side by side.
fn two_sides(said: &[Said], heading: Option<&str>, lines: &[Line], part_lines: &[usize]) -> Option<Draft> {
    let ([one, other], [first, second]) = (said, part_lines) else { return None };
    let told = |item: &Said| {
        let term = item.marked.first().filter(|term| word_count(term) <= 3)?;
        let words = item.words();
        let at = words.iter().position(|word| same_word(word, term.split_whitespace().next().unwrap_or(term)))?;
        let end = at + term.split_whitespace().count();
        // "A base case, which it can answer at once": what opens the clause says nothing.
        let skipped = words
            .get(end..)?
            .iter()
            .take_while(|word| matches!(normalize(word).as_str(), "which" | "that" | "who" | "it" | "" | "is" | "are"));
        let end = end + skipped.count();
        let rest = words.get(end..)?;
        let wanted = Wanted { target: 4, limit: 6, thought: false, key_stems: &[] };
        let clause = clauses(rest, wanted).into_iter().find(|clause| word_count(&clause.text) >= 2)?;
        Some((capitalized(term), at, capitalized(&clause.text), end + clause.words.first()?))
    };
    let (left, right) = (told(one)?, told(other)?);
    let side = |told: &(String, usize, String, usize)| Side {
        title: told.0.clone(),
        points: vec![told.2.clone()],
        picture: None,
    };
    let show = |line: usize, word: usize, part: usize| Hint { line, word, action: Action::Show, part };
    let hints =
        vec![show(*first, left.1, 0), show(*second, right.1, 1), show(*first, left.3, 2), show(*second, right.3, 3)];
    let heading = heading.filter(|heading| word_count(heading) <= 4).map(str::to_owned);
    let visual = Visual::Comparison { heading, left: side(&left), right: side(&right) };
    Some(Draft::new(visual, lines.to_vec()).with_hints(hints).chosen_for(&one.text))
}

/// Whether the items are noun phrases of a few words, which a person would say in one breath.
fn are_bare_phrases(items: &[Said]) -> bool {
    items.len() <= 6
        && items.iter().all(|item| {
            let words = item.words();
            words.len() <= 4
                && !item.text.trim_end().ends_with(['.', '?', '!', ';', ',', ':'])
                && words.iter().skip(1).all(|word| !is_finite(&normalize(word)))
        })
}

/// A quotation; its author is named after it.
pub(crate) fn quotation(text: &RichText, author: Option<&str>, span: Span) -> Option<Draft> {
    let line = Line::of(text, Some(span)).ending_with('.');
    if line.words.is_empty() {
        return None;
    }
    let plain: String = text.text().split_whitespace().collect::<Vec<_>>().join(" ");
    let shown = plain.trim_matches(['"', '“', '”', '«', '»']).trim();
    let author = author.map(str::trim).filter(|author| !author.is_empty());
    let mut hints = vec![Hint { line: 0, word: 0, action: Action::Show, part: 0 }];
    let mut lines = vec![line];
    if let Some(author) = author {
        let opened = capitalized(author);
        lines.push(Line { span: Some(span), ..Line::added(&opened).ending_with('.') });
        hints.push(Hint { line: 1, word: 0, action: Action::Show, part: 1 });
    }
    let shown = if shown.is_empty() { plain.as_str() } else { shown };
    let visual = Visual::Quotation { text: shown.to_owned(), author: author.map(str::to_owned) };
    Some(Draft::new(visual, lines).with_hints(hints).in_mood(Mood::Calm))
}

/// A formula, read line by line, after the sentence that leads to it.
pub(crate) fn formula(formula: &Formula, span: Span, lead: Option<Line>) -> Option<Draft> {
    let mut lines: Vec<Line> = lead.into_iter().collect();
    let mut hints = Vec::new();
    let mut latex = Vec::new();
    for one in formula.lines.iter().filter(|one| !one.latex.trim().is_empty()) {
        let mut line = Line { span: Some(span), ..Line::default() };
        for (shown, spoken) in sides(&one.text, &one.spoken) {
            line.push_mark(&shown, &spoken);
        }
        if line.words.is_empty() {
            line.push_mark(&one.latex, &one.spoken);
        }
        hints.push(Hint { line: lines.len(), word: 0, action: Action::Show, part: latex.len() });
        latex.push(one.latex.clone());
        lines.push(line.ending_with('.'));
    }
    if latex.is_empty() {
        return None;
    }
    if let Some(last) = lines.last_mut() {
        last.pause_secs = last.pause_secs.max(FORMULA_PAUSE_SECS);
    }
    Some(
        Draft::new(Visual::Formula { lines: latex, caption: None }, lines)
            .with_part_lines(Vec::new())
            .with_hints(hints),
    )
}

/// A line of a formula in words that captions can break between: one for each side of its equals signs, where what is
/// shown and what is spoken have as many.
fn sides(text: &str, spoken: &str) -> Vec<(String, String)> {
    let shown: Vec<&str> = text.split('=').map(str::trim).collect();
    let said: Vec<&str> = spoken.split(" equals ").map(str::trim).collect();
    let whole = shown.len() != said.len()
        || shown.iter().any(|side| side.is_empty())
        || said.iter().any(|side| side.is_empty());
    if whole {
        return vec![(text.to_owned(), spoken.to_owned())];
    }
    shown
        .iter()
        .zip(&said)
        .enumerate()
        .map(|(number, (shown, said))| match number {
            0 => ((*shown).to_owned(), (*said).to_owned()),
            _ => (format!("= {shown}"), format!("equals {said}")),
        })
        .collect()
}

/// A question: asked, a pause to think, answered.
pub(crate) fn question(question: &Question, span: Span, lead: Option<Said>, phrases: &Phrases) -> Option<Draft> {
    let prompt_line = Line::of(&question.prompt, Some(span));
    let mut prompt: String = question.prompt.text().split_whitespace().collect::<Vec<_>>().join(" ");
    let mut lines: Vec<Line> = Vec::new();
    if let Some(lead) = lead {
        if prompt.is_empty() {
            prompt = lead.text.split_whitespace().collect::<Vec<_>>().join(" ");
        }
        lines.push(lead.line);
    }
    if !prompt_line.words.is_empty() {
        lines.push(prompt_line.ending_with('?'));
    }
    let choices: Vec<_> = question.choices.iter().filter(|choice| !choice.text.is_empty()).collect();
    if lines.is_empty() || prompt.is_empty() {
        return None;
    }
    let mut hints = Vec::new();
    let texts: Vec<String> =
        choices.iter().map(|choice| choice.text.text().split_whitespace().collect::<Vec<_>>().join(" ")).collect();
    let short = texts.iter().all(|text| word_count(text) <= 4);
    if short && !choices.is_empty() {
        let mut joined = Line { span: Some(span), ..Line::default() };
        for (part, choice) in choices.iter().enumerate() {
            hints.push(Hint { line: lines.len(), word: joined.words.len(), action: Action::Show, part });
            let spoken = unfinished(&choice.text);
            let tail = joiner(part, choices.len(), phrases.or);
            joined.append(if tail.starts_with(',') { spoken.ending_with(',') } else { spoken });
            if tail.trim() == phrases.or {
                joined.append(Line::added(phrases.or));
            }
        }
        lines.push(joined.ending_with('?'));
    } else {
        for (part, choice) in choices.iter().enumerate() {
            hints.push(Hint { line: lines.len(), word: 0, action: Action::Show, part });
            lines.push(Line { span: Some(span), ..Line::of(&choice.text, None) }.ending_with('.'));
        }
    }
    let correct: Vec<usize> = (0..choices.len()).filter(|index| choices[*index].correct).collect();
    if let Some(last) = lines.last_mut() {
        last.pause_secs = last.pause_secs.max(THINKING_SECS);
    }
    if let Some(first) = correct.first().copied() {
        let several = correct.len() > 1;
        let mut answer = Line::added(if several { phrases.answers } else { phrases.answer });
        let at = answer.words.len();
        for (position, right) in correct.iter().enumerate() {
            let tail = joiner(position, correct.len(), phrases.and);
            let spoken = unfinished(&choices[*right].text).without_pauses();
            answer.append(if tail.starts_with(',') { spoken.ending_with(',') } else { spoken });
            if tail.trim() == phrases.and {
                answer.append(Line::added(phrases.and));
            }
        }
        hints.push(Hint { line: lines.len(), word: at, action: Action::Answer, part: first });
        lines.push(answer.ending_with('.'));
    }
    let visual = Visual::Question { prompt, choices: texts, correct: correct.first().copied(), answer: None };
    Some(Draft::new(visual, lines).with_hints(hints).in_mood(Mood::Curious))
}

/// Text as a line without a mark at its end.
fn unfinished(text: &RichText) -> Line {
    let mut runs = text.runs.clone();
    if let Some(Run::Plain { text } | Run::Emphasis { text } | Run::Strong { text } | Run::Term { text }) =
        runs.iter_mut().rfind(|run| !matches!(run, Run::Pause { .. }))
    {
        let bare = text.trim_end().trim_end_matches(['.', ';', ',']).to_owned();
        if !bare.trim().is_empty() {
            *text = bare;
        }
    }
    Line::of(&RichText { runs }, None)
}
