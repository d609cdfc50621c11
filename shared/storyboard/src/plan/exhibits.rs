//! Exhibits: pictures that stand beside the prose (figures, tables, charts, code) and the sentences that they are shown with.

use lectern_lesson::{Action, ChartKind, Figure, Node, Series, Span, Table, Visual};

use super::code_trace::trace_of;
use super::draft::{Draft, Hint};
use super::line::Line;
use super::phrases::Phrases;
use super::points::{capitalized, with_small_first};
use super::things::{is_telling, things};
use crate::clauses::condense_phrase;
use crate::tags::{Tag, tags};
use crate::words::{DETERMINERS, content_stems, normalize, stem, word_count};

/// A picture that waits for the sentences that it is shown with.
#[derive(Clone, Debug)]
pub(crate) struct Exhibit {
    /// What is shown.
    pub visual: Visual,
    /// What it is about: sentences that share its words are spoken with it.
    pub about: String,
    /// Words that it must share with a sentence to be shown with it.
    pub least_shared: usize,
    /// How much better the sentences after it are than those before it.
    pub after: f64,
    /// Its scene when no sentence goes with it.
    pub alone: Option<Draft>,
}

/// A figure. Alone, its caption is spoken.
pub(crate) fn figure(figure: &Figure, span: Span) -> Exhibit {
    let caption = figure.caption.as_deref().map(str::trim).filter(|caption| !caption.is_empty());
    let short = caption.and_then(short_caption).map(|caption| capitalized(&caption));
    let visual = Visual::Figure {
        callouts: Vec::new(),
        source: figure.source.clone(),
        alt: alt_text(figure),
        caption: short,
        credit: figure.credit.clone().filter(|credit| !credit.trim().is_empty()),
    };
    let spoken = caption.or((!figure.alt.trim().is_empty()).then_some(figure.alt.trim()));
    let lines: Vec<Line> = spoken.map(|text| opening_sentences(text, span)).unwrap_or_default();
    let about = format!("{} {}", caption.unwrap_or_default(), figure.alt);
    let alone = (!lines.is_empty()).then(|| Draft::new(visual.clone(), lines));
    Exhibit { visual, about, least_shared: 0, after: -0.5, alone }
}

fn alt_text(figure: &Figure) -> String {
    if figure.alt.trim().is_empty() {
        figure.caption.clone().unwrap_or_default().trim().to_owned()
    } else {
        figure.alt.trim().to_owned()
    }
}

/// Words of a caption that is shown whole.
const CAPTION_MAX: usize = 6;

/// A caption for the screen, or none: its first sentence where that is short, else what the sentence is about, since the narration
/// tells the rest; else in at most about ten words.
fn short_caption(caption: &str) -> Option<String> {
    let first = sentences(caption).next()?;
    let told = subject(&first).filter(|_| word_count(&first) > CAPTION_MAX);
    told.or_else(|| condense_phrase(&first, 10, 12)).or_else(|| {
        crate::clauses::condense(
            &first,
            crate::clauses::Wanted { target: 10, limit: 15, thought: true, key_stems: &[] },
        )
        .map(|clause| clause.text)
    })
}

/// What a sentence is about, where that stands before its verb in a few words: "Chlorophyll a, chlorophyll b, and β-carotene are …".
fn subject(sentence: &str) -> Option<String> {
    let words: Vec<String> = sentence.split_whitespace().map(str::to_owned).collect();
    let tags = tags(&words);
    let verb = tags.iter().position(|tag| matches!(tag, Tag::Verb | Tag::Auxiliary))?;
    let first = tags.iter().position(|tag| *tag != Tag::Determiner)?;
    let own = words.get(first..verb)?;
    let names = |at: &usize| matches!(tags[*at], Tag::Noun | Tag::Adjective | Tag::Number | Tag::Participle);
    let joins = |at: &usize| matches!(tags[*at], Tag::Preposition | Tag::Conjunction | Tag::Determiner);
    let is_name = (first..verb).all(|at| names(&at) || joins(&at)) && names(&first) && tags[verb - 1] == Tag::Noun;
    let text = own.join(" ");
    (is_name && own.len() <= CAPTION_MAX && !content_stems(&text).is_empty()).then_some(text)
}

/// The first sentences of a text, about twelve seconds of them.
fn opening_sentences(text: &str, span: Span) -> Vec<Line> {
    let mut lines: Vec<Line> = Vec::new();
    let mut secs = 0.0;
    for sentence in sentences(text) {
        let line = Line { span: Some(span), ..Line::added(&sentence).ending_with('.') };
        if line.words.is_empty() || (!lines.is_empty() && secs + line.secs() > 12.0) {
            break;
        }
        secs += line.secs();
        lines.push(line);
    }
    lines
}

/// Sentences of a caption: a mark followed by space and a capital ends one.
fn sentences(text: &str) -> impl Iterator<Item = String> {
    let words: Vec<&str> = text.split_whitespace().collect();
    let mut found = Vec::new();
    let mut current: Vec<&str> = Vec::new();
    for (index, word) in words.iter().enumerate() {
        current.push(word);
        let next_opens = words
            .get(index + 1)
            .is_none_or(|next| next.starts_with(|first: char| first.is_uppercase() || first == '('));
        if word.ends_with(['.', '?', '!']) && next_opens && word.len() > 3 {
            found.push(current.join(" "));
            current.clear();
        }
    }
    if !current.is_empty() {
        found.push(current.join(" "));
    }
    found.into_iter()
}

/// A table, or a chart where its numbers make one. Alone, its first and last rows are read.
pub(crate) fn table(table: &Table, span: Span, phrases: &Phrases) -> Option<Exhibit> {
    let columns = table.headers.len();
    let rows: Vec<Vec<String>> = table
        .rows
        .iter()
        .filter(|row| row.iter().any(|cell| !cell.trim().is_empty()))
        .map(|row| row.iter().cloned().chain(std::iter::repeat(String::new())).take(columns.max(1)).collect())
        .collect();
    if columns == 0 || rows.is_empty() {
        return None;
    }
    let clean = Table { headers: table.headers.clone(), rows: rows.clone(), caption: table.caption.clone() };
    let visual =
        chart(&clean).unwrap_or(Visual::Table { headers: clean.headers.clone(), rows, caption: clean.caption.clone() });
    let about = format!("{} {}", clean.headers.join(" "), clean.caption.clone().unwrap_or_default());
    let alone = reading(&clean, &visual, span, phrases);
    Some(Exhibit { visual, about, least_shared: 1, after: 0.0, alone })
}

/// "Leg a, leg b, hypotenuse c: 3, 4, 5; …": a small table as a person would read from it.
fn reading(table: &Table, visual: &Visual, span: Span, phrases: &Phrases) -> Option<Draft> {
    let headers: Vec<&str> =
        table.headers.iter().map(|header| header.trim()).filter(|header| !header.is_empty()).collect();
    let mut lines = Vec::new();
    if let Some(caption) = table.caption.as_deref().filter(|caption| !caption.trim().is_empty()) {
        lines.push(Line { span: Some(span), ..Line::added(caption).ending_with('.') });
    }
    let wordy = table.rows.iter().flatten().any(|cell| word_count(cell) > 5) || table.headers.len() > 4;
    let mut hints = Vec::new();
    if !headers.is_empty() {
        let (last, first) = headers.split_last()?;
        let names = if wordy && !first.is_empty() {
            format!("{} {} {last}.", first.join(", "), phrases.and)
        } else {
            format!("{}:", headers.join(", "))
        };
        lines.push(Line { span: Some(span), ..Line::added(&names) });
    }
    if !wordy {
        let count = table.rows.len();
        let read: Vec<usize> = if count <= 3 { (0..count).collect() } else { vec![0, 1, count - 1] };
        for row in read {
            let cells: Vec<&str> =
                table.rows[row].iter().map(|cell| cell.trim()).filter(|cell| !cell.is_empty()).collect();
            if cells.is_empty() {
                continue;
            }
            if matches!(visual, Visual::Table { .. }) {
                hints.push(Hint { line: lines.len(), word: 0, action: Action::Focus, part: row });
            }
            lines.push(Line { span: Some(span), ..Line::added(&cells.join(", ")).ending_with('.') });
        }
    }
    lines.retain(|line| !line.words.is_empty());
    (!lines.is_empty()).then(|| Draft::new(visual.clone(), lines).with_hints(hints))
}

/// The number in a cell, if it is one: currency, per cent and group separators are allowed.
fn number(cell: &str) -> Option<f64> {
    let bare: String = cell
        .trim()
        .trim_start_matches(['$', '€', '£'])
        .trim_end_matches(['%', '€', '$', '£'])
        .trim()
        .replace(',', "")
        .replace('−', "-");
    if !bare.starts_with(|first: char| first.is_ascii_digit() || matches!(first, '-' | '.' | '+')) {
        return None;
    }
    bare.parse().ok().filter(|value: &f64| value.is_finite())
}

/// Values further apart than this are not seen in one chart.
const MAGNITUDES: f64 = 1000.0;

/// The chart of a table: one to three columns of comparable numbers over a column of categories or of growing numbers.
fn chart(table: &Table) -> Option<Visual> {
    let columns = table.headers.len();
    if !(2..=4).contains(&columns) || table.rows.len() < 2 {
        return None;
    }
    let categories: Vec<String> = table.rows.iter().map(|row| row[0].trim().to_owned()).collect();
    if categories.iter().any(String::is_empty) || table.headers[1..].iter().any(|header| header.trim().is_empty()) {
        return None;
    }
    let mut series = Vec::new();
    for column in 1..columns {
        let values: Vec<f64> = table.rows.iter().map(|row| number(&row[column])).collect::<Option<_>>()?;
        series.push(Series { name: table.headers[column].trim().to_owned(), values });
    }
    let sizes: Vec<f64> =
        series.iter().flat_map(|one| &one.values).map(|value| value.abs()).filter(|value| *value > 0.0).collect();
    let largest = sizes.iter().copied().fold(0.0, f64::max);
    let smallest = sizes.iter().copied().fold(f64::INFINITY, f64::min);
    let tops: Vec<f64> =
        series.iter().map(|one| one.values.iter().map(|value| value.abs()).fold(0.0, f64::max)).collect();
    let comparable = tops.iter().all(|top| *top * 20.0 >= largest);
    if sizes.is_empty() || largest / smallest > MAGNITUDES || !comparable {
        return None;
    }
    let steps: Option<Vec<f64>> = categories.iter().map(|category| number(category)).collect();
    let kind = match steps {
        Some(steps) => {
            let grows = steps.windows(2).all(|pair| pair[0] < pair[1]);
            // Numbers that do not grow are names of nothing: a table tells more.
            if !grows || steps.len() < 3 || steps.len() > 40 {
                return None;
            }
            ChartKind::Line
        }
        None if categories.len() <= 8 => ChartKind::Bar,
        None => return None,
    };
    let y_label = match &series[..] {
        [only] => Some(only.name.clone()),
        several => shared_words(several),
    };
    if let (Some(shared), true) = (&y_label, series.len() > 1) {
        let shared: Vec<&str> = shared.split_whitespace().collect();
        let names: Vec<String> = series
            .iter()
            .map(|one| one.name.split_whitespace().filter(|word| !shared.contains(word)).collect::<Vec<_>>().join(" "))
            .collect();
        if names.iter().all(|name| !name.is_empty()) {
            for (one, name) in series.iter_mut().zip(names) {
                one.name = name;
            }
        }
    }
    let x_label = Some(table.headers[0].trim().to_owned()).filter(|label| !label.is_empty());
    Some(Visual::Chart { chart: kind, title: table.caption.clone(), x_label, y_label, categories, series })
}

/// Words that the names of all series share, in their order: "coffees per day".
fn shared_words(series: &[Series]) -> Option<String> {
    let (first, rest) = series.split_first()?;
    let shared: Vec<&str> = first
        .name
        .split_whitespace()
        .filter(|word| rest.iter().all(|one| one.name.split_whitespace().any(|other| other == *word)))
        .collect();
    let joined = shared.join(" ");
    (!content_stems(&joined).is_empty()).then_some(joined)
}

/// A listing. Alone, it is announced.
pub(crate) fn code(language: Option<&str>, text: &str, prose: &str, span: Span, phrases: &Phrases) -> Option<Exhibit> {
    let body = text.trim_matches('\n').trim_end();
    if body.trim().is_empty() {
        return None;
    }
    let visual = Visual::Code {
        language: language.map(str::to_owned),
        text: body.to_owned(),
        trace: trace_of(language, body, prose).unwrap_or_default(),
    };
    let name = language.map(language_name).filter(|name| !name.is_empty());
    let announced = match name {
        Some(name) => format!("{} in {name}.", phrases.code),
        None => format!("{}.", phrases.code),
    };
    let line = Line { span: Some(span), ..Line::added(&announced).then_pause(2.0) };
    let alone = Draft::new(visual.clone(), vec![line]);
    let about: String =
        body.chars().map(|character| if character.is_alphanumeric() { character } else { ' ' }).collect();
    Some(Exhibit { visual, about, least_shared: 0, after: 2.2, alone: Some(alone) })
}

/// The name of a programming language as it is spoken.
fn language_name(word: &str) -> String {
    match word.to_ascii_lowercase().as_str() {
        "js" | "javascript" => "JavaScript".to_owned(),
        "ts" | "typescript" => "TypeScript".to_owned(),
        "py" | "python" => "Python".to_owned(),
        "cpp" | "c++" => "C plus plus".to_owned(),
        "cs" | "csharp" => "C sharp".to_owned(),
        "sh" | "bash" | "shell" => "the shell".to_owned(),
        "sql" | "html" | "css" | "json" | "xml" => word.to_uppercase(),
        "text" | "plain" | "txt" => String::new(),
        other => capitalized(other),
    }
}

/// What an objective is about: the thing after its verb ("Describe the three stages of interphase").
fn topic(objective: &str) -> Option<String> {
    let words: Vec<String> = objective.split_whitespace().map(str::to_owned).collect();
    let things = things(&words, &tags(&words));
    let name = things.into_iter().find(|thing| thing.words.start > 0 && is_telling(thing))?.name;
    // "the three stages of interphase": what they are stages of is the topic.
    match name.split_once(" of ") {
        Some((head, whole)) if head.split_whitespace().last().is_some_and(is_aspect) => Some(capitalized(whole)),
        _ => Some(name),
    }
}

/// What of a thing is learned: words of an objective that the thing itself says better.
const ASPECTS: &[&str] = &[
    "aspect",
    "behavior",
    "component",
    "feature",
    "function",
    "part",
    "phase",
    "property",
    "stage",
    "step",
    "structure",
];

fn is_aspect(word: &str) -> bool {
    ASPECTS.iter().any(|aspect| stem(aspect) == stem(word))
}

/// A title as the root of a tree: without its article and what follows a colon.
fn root_name(title: &str) -> String {
    let title = title.trim();
    let head = title.split_once(':').map_or(title, |(head, _)| head.trim());
    let words: Vec<&str> = head.split_whitespace().collect();
    match words.split_first() {
        Some((first, rest)) if !rest.is_empty() && DETERMINERS.contains(&normalize(first).as_str()) => rest.join(" "),
        _ => head.to_owned(),
    }
}

/// The objectives as said: "By the end, you will be able to explain …, describe … and define …."
pub(crate) fn objectives(title: &str, objectives: &[lectern_lesson::RichText], phrases: &Phrases) -> Option<Draft> {
    let texts: Vec<&lectern_lesson::RichText> = objectives.iter().filter(|objective| !objective.is_empty()).collect();
    if texts.is_empty() {
        return None;
    }
    let mut lines: Vec<Line> = Vec::new();
    let mut points = Vec::new();
    for (number, objective) in texts.iter().enumerate() {
        let plain = objective.text();
        points.push(super::points::point_text(&plain, &[]));
        let mut line = if number == 0 { Line::added(phrases.objectives) } else { Line::default() };
        if number > 0 && number + 1 == texts.len() {
            line.append(Line::added(phrases.and));
        }
        let mut spoken = Line::of(objective, None);
        if let Some(first) = spoken.words.first_mut().filter(|first| !first.narration.starts_with("[[")) {
            first.shown = with_small_first(&first.shown);
            first.narration = with_small_first(&first.narration);
        }
        line.append(spoken);
        let ends = number + 1 == texts.len();
        lines.push(line.with_last_mark(if ends { "." } else { "," }));
    }
    let parts: Vec<usize> = (0..points.len()).collect();
    if let Some(topics) = texts.iter().map(|objective| topic(&objective.text())).collect::<Option<Vec<_>>>()
        && (2..=5).contains(&topics.len())
        && !title.trim().is_empty()
    {
        let root = Node { name: root_name(title), parent: None, picture: None };
        let branches = topics.into_iter().map(|name| Node { name, parent: Some(0), picture: None });
        let hints = parts.iter().map(|line| Hint { line: *line, word: 0, action: Action::Show, part: line + 1 });
        let root_hint = Hint { line: 0, word: 0, action: Action::Show, part: 0 };
        let hints = std::iter::once(root_hint).chain(hints).collect();
        let visual = Visual::Tree { heading: None, nodes: std::iter::once(root).chain(branches).collect() };
        return Some(Draft::new(visual, lines).with_hints(hints));
    }
    let visual = Visual::KeyPoints { heading: Some(phrases.objectives_heading.to_owned()), points };
    Some(Draft::new(visual, lines).with_part_lines(parts))
}

/// How much of `about` a sentence speaks of: the number of different words that they share.
pub(crate) fn shared(about: &[String], sentence: &str) -> usize {
    let mut stems = content_stems(sentence);
    stems.sort();
    stems.dedup();
    stems.iter().filter(|stem| about.contains(stem)).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_caption_is_what_its_sentence_is_about() {
        for (caption, expected) in [
            (
                "Chlorophyll a, chlorophyll b, and β-carotene are organic pigments found in the membrane.",
                "Chlorophyll a, chlorophyll b, and β-carotene",
            ),
            ("A photosystem consists of a light-harvesting complex and a reaction center.", "photosystem"),
            ("The pump moves sodium.", "The pump moves sodium"),
        ] {
            assert_eq!(short_caption(caption).as_deref(), Some(expected), "{caption}");
        }
        let pointing = short_caption("It carries seven kinds of small green boats over the river.").unwrap_or_default();
        assert!(pointing.split_whitespace().count() > 2, "{pointing}: a pronoun names nothing");
    }

    #[test]
    fn the_topic_of_an_objective_is_the_thing_itself() {
        for (objective, expected) in [
            ("Describe the three stages of interphase", "Interphase"),
            ("Discuss the behavior of chromosomes during karyokinesis", "Chromosomes"),
            ("Explain how the cytoplasmic content is divided", "Cytoplasmic content"),
        ] {
            assert_eq!(topic(objective).as_deref(), Some(expected), "{objective}");
        }
        assert_eq!(root_name("The Cell Cycle"), "Cell Cycle");
        assert_eq!(root_name("ATP: Adenosine Triphosphate"), "ATP");
        assert_eq!(root_name("The"), "The");
    }
}
