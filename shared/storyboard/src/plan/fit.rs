//! What does not fit becomes further scenes, or is cut further: nothing is ever drawn smaller than the limit.

use lectern_lesson::{Action, Visual};

use super::draft::{Draft, Hint};
use super::line::Line;
use super::phrases::Phrases;
use super::points::point_text;
use crate::Layouts;
use crate::clauses::{Wanted, clauses, condense, condense_phrase};
use crate::words::{same_word, word_count};

/// Points on the screen at once.
const POINTS_MAX: usize = 5;

/// Scenes longer than this are parted where they can be.
const PARTED_SECS: f64 = 20.0;

/// Two or three points stay together up to this length: one point alone is no list.
const PARTED_LATE_SECS: f64 = 26.0;

/// Scenes that a long listing or table may fill.
const PARTS_MAX: usize = 4;

/// The draft as scenes that fit.
pub(crate) fn fit(draft: Draft, layouts: &dyn Layouts, phrases: &Phrases) -> Vec<Draft> {
    fit_within(draft, layouts, phrases, 8)
}

fn fit_within(draft: Draft, layouts: &dyn Layouts, phrases: &Phrases, depth: usize) -> Vec<Draft> {
    let crowded = match &draft.visual {
        Visual::KeyPoints { points, .. } | Visual::Recap { points, .. } | Visual::Steps { steps: points, .. } => {
            let long = if points.len() > 3 { PARTED_SECS } else { PARTED_LATE_SECS };
            points.len() > POINTS_MAX || points.len() > 1 && draft.secs() > long
        }
        _ => false,
    };
    let fits = layouts.layout(&draft.visual).fits();
    if fits && (!crowded || depth == 0) {
        return vec![draft];
    }
    if depth > 0
        && let Some((first, second)) = part(&draft, phrases)
    {
        let mut scenes = fit_within(first, layouts, phrases, depth - 1);
        scenes.extend(fit_within(second, layouts, phrases, depth - 1));
        return scenes;
    }
    if fits {
        return vec![draft];
    }
    let fitting = smaller(&draft).into_iter().find(|visual| layouts.layout(visual).fits());
    match fitting {
        Some(visual) => {
            let keeps_parts = visual.kind() == draft.visual.kind();
            let hints = if keeps_parts { draft.hints.clone() } else { Vec::new() };
            let part_lines = if keeps_parts { draft.part_lines.clone() } else { Vec::new() };
            let mut smaller = Draft { visual, hints, part_lines, ..draft };
            if matches!(smaller.visual, Visual::Statement { .. }) {
                smaller.hints = statement_hints(&smaller);
            }
            match smaller.visual {
                Visual::Table { .. } if depth > 0 => fit_within(smaller, layouts, phrases, depth - 1),
                _ => vec![smaller],
            }
        }
        None => vec![draft],
    }
}

/// Words of a statement come when they are spoken.
fn statement_hints(draft: &Draft) -> Vec<Hint> {
    let Visual::Statement { text, .. } = &draft.visual else { return Vec::new() };
    let Some(line) = draft.lines.get(draft.anchor) else { return Vec::new() };
    let mut from = 0;
    let mut hints = Vec::new();
    for (part, word) in text.split_whitespace().enumerate() {
        if let Some(at) = line.words.iter().skip(from).position(|spoken| same_word(&spoken.shown, word)) {
            from += at;
        }
        if from < line.words.len() {
            hints.push(Hint { line: draft.anchor, word: from, action: Action::Show, part });
        }
    }
    hints
}

/// Two scenes of one, each with its own words.
fn part(draft: &Draft, phrases: &Phrases) -> Option<(Draft, Draft)> {
    match &draft.visual {
        Visual::KeyPoints { points, heading } => {
            part_points(draft, points, |points, _| Visual::KeyPoints { heading: heading.clone(), points })
        }
        Visual::Recap { points, heading, .. } => part_points(draft, points, |points, _| Visual::Recap {
            pictures: Vec::new(),
            heading: heading.clone(),
            points,
        }),
        Visual::Steps { steps, heading, first } => part_points(draft, steps, |steps, offset| Visual::Steps {
            heading: heading.clone(),
            first: first + offset as u32,
            steps,
        }),
        Visual::Formula { lines, caption } => {
            let middle = lines.len() / 2;
            let cut = draft.hints.iter().find(|hint| hint.part == middle).filter(|_| middle > 0)?.line;
            let (mut first, mut second) = cut_lines(draft, cut)?;
            first.visual = Visual::Formula { lines: lines[..middle].to_vec(), caption: caption.clone() };
            second.visual = Visual::Formula { lines: lines[middle..].to_vec(), caption: caption.clone() };
            first.hints.retain(|hint| hint.part < middle);
            second.hints.retain(|hint| hint.part >= middle);
            second.hints.iter_mut().for_each(|hint| hint.part -= middle);
            Some((first, second))
        }
        Visual::Table { headers, rows, caption } if rows.len() > 1 => {
            let pages = rows.len().div_ceil(2).min(rows.len() - 1);
            let (mut first, mut second) = cut_somewhere(draft, phrases);
            let table = |rows: &[Vec<String>]| Visual::Table {
                headers: headers.clone(),
                rows: rows.to_vec(),
                caption: caption.clone(),
            };
            first.visual = table(&rows[..pages]);
            second.visual = table(&rows[pages..]);
            // Rows moved: they find their words anew.
            first.hints.clear();
            second.hints.clear();
            Some((first, second))
        }
        Visual::Code { language, text, .. } if text.lines().count() > 1 => {
            let lines: Vec<&str> = text.lines().collect();
            let middle = blank_near(&lines, lines.len() / 2);
            let (mut first, mut second) = cut_somewhere(draft, phrases);
            let code =
                |lines: &[&str]| Visual::Code { language: language.clone(), text: lines.join("\n"), trace: Vec::new() };
            first.visual = code(&lines[..middle]);
            second.visual = code(&lines[middle..]);
            Some((first, second))
        }
        Visual::Quotation { text, author } => {
            let line = draft.lines.first()?;
            let middle = line.words.len() / 2;
            let ends: Vec<usize> = (0..line.words.len().saturating_sub(1))
                .filter(|at| line.words[*at].shown.trim_end_matches(['”', '"']).ends_with(['.', '?', '!', ';']))
                .collect();
            let cut = ends.into_iter().min_by_key(|at| at.abs_diff(middle))? + 1;
            let words: Vec<&str> = text.split_whitespace().collect();
            if words.len() != line.words.len() {
                return None;
            }
            let show = |line| Hint { line, word: 0, action: Action::Show, part: line };
            let first_line = Line { words: line.words[..cut].to_vec(), ..line.clone() };
            let second_line = Line { words: line.words[cut..].to_vec(), opens_paragraph: false, ..line.clone() };
            let mut first = draft.clone();
            first.visual = Visual::Quotation { text: words[..cut].join(" "), author: None };
            first.lines = vec![first_line];
            first.hints = vec![show(0)];
            let mut second = draft.clone();
            second.visual = Visual::Quotation { text: words[cut..].join(" "), author: author.clone() };
            second.lines = std::iter::once(second_line).chain(draft.lines[1..].iter().cloned()).collect();
            second.chapter = None;
            Some((first, second))
        }
        _ => None,
    }
}

fn part_points(
    draft: &Draft,
    points: &[String],
    visual: impl Fn(Vec<String>, usize) -> Visual,
) -> Option<(Draft, Draft)> {
    if points.len() < 2 || draft.part_lines.len() != points.len() {
        return None;
    }
    let total: f64 = draft.lines.iter().map(Line::secs).sum();
    let balance = |middle: usize| {
        let first: f64 = draft.lines[..draft.part_lines[middle].min(draft.lines.len())].iter().map(Line::secs).sum();
        (2.0 * first - total).abs()
    };
    let middle = (1..points.len()).min_by(|left, right| balance(*left).total_cmp(&balance(*right)))?;
    let cut = draft.part_lines[middle];
    let (mut first, mut second) = cut_lines(draft, cut)?;
    first.visual = visual(points[..middle].to_vec(), 0);
    second.visual = visual(points[middle..].to_vec(), middle);
    first.part_lines.truncate(middle);
    second.part_lines = draft.part_lines[middle..].iter().map(|line| line - cut).collect();
    Some((first, second))
}

/// The draft's lines before and from `cut` on; none if one side would be silent.
fn cut_lines(draft: &Draft, cut: usize) -> Option<(Draft, Draft)> {
    if cut == 0 || cut >= draft.lines.len() {
        return None;
    }
    let mut first = draft.clone();
    let mut second = draft.clone();
    first.lines.truncate(cut);
    first.hints.retain(|hint| hint.line < cut);
    first.anchor = first.anchor.min(cut - 1);
    second.lines.drain(..cut);
    second.hints.retain(|hint| hint.line >= cut);
    second.hints.iter_mut().for_each(|hint| hint.line -= cut);
    second.anchor = second.anchor.saturating_sub(cut);
    second.chapter = None;
    Some((first, second))
}

/// As [`cut_lines`] in the middle of the time; a picture with one sentence says in a few words that it goes on.
fn cut_somewhere(draft: &Draft, phrases: &Phrases) -> (Draft, Draft) {
    let total: f64 = draft.lines.iter().map(Line::secs).sum();
    let middle = (1..draft.lines.len()).min_by(|left, right| {
        let balance = |cut: usize| (2.0 * draft.lines[..cut].iter().map(Line::secs).sum::<f64>() - total).abs();
        balance(*left).total_cmp(&balance(*right))
    });
    middle.and_then(|middle| cut_lines(draft, middle)).unwrap_or_else(|| {
        let mut second = draft.clone();
        let span = draft.lines.last().and_then(|line| line.span);
        second.lines = vec![Line { span, ..Line::added(phrases.goes_on).then_pause(2.0) }];
        second.hints.clear();
        second.anchor = 0;
        second.chapter = None;
        (draft.clone(), second)
    })
}

/// The blank line nearest to `middle`, or `middle` itself.
fn blank_near(lines: &[&str], middle: usize) -> usize {
    let reach = lines.len() / 4;
    (1..lines.len())
        .filter(|at| lines[*at - 1].trim().is_empty() && at.abs_diff(middle) <= reach)
        .min_by_key(|at| at.abs_diff(middle))
        .unwrap_or(middle.max(1))
}

/// Smaller visuals that say the same, largest first; the last fits nearly anywhere.
fn smaller(draft: &Draft) -> Vec<Visual> {
    let mut found = Vec::new();
    match &draft.visual {
        Visual::Title { title, .. } => {
            if let Some((head, tail)) = title.split_once(": ").or_else(|| title.split_once(" — ")) {
                found.push(Visual::Title { title: head.to_owned(), subtitle: Some(tail.to_owned()) });
                found.push(Visual::Title { title: head.to_owned(), subtitle: None });
            }
            found.push(Visual::Title { title: title.clone(), subtitle: None });
            // A title is only cut when it is too long for any stage; else it stands as the author wrote it.
            if word_count(title) <= 8 && title.split_whitespace().all(|word| word.chars().count() <= 20) {
                return found;
            }
            found.extend(shorter(title).into_iter().map(|title| Visual::Title { title, subtitle: None }));
        }
        Visual::Chapter { number, title } => {
            found.extend(shorter(title).into_iter().map(|title| Visual::Chapter { number: *number, title }));
        }
        Visual::Definition { term, meaning, .. } => {
            for (target, limit) in [(9, 13), (6, 9), (4, 6)] {
                found.extend(condense_phrase(meaning, target, limit).map(|meaning| Visual::Definition {
                    picture: None,
                    term: term.clone(),
                    meaning,
                }));
            }
            found.push(Visual::Statement { picture: None, text: term.clone(), emphasis: vec![term.clone()] });
        }
        Visual::BigNumber { number, caption, .. } => {
            for (target, limit) in [(8, 10), (5, 7)] {
                found.extend(condense_phrase(caption, target, limit).map(|caption| Visual::BigNumber {
                    comparison: None,
                    number: number.clone(),
                    caption,
                }));
            }
        }
        Visual::Figure { source, alt, caption, credit, .. } => {
            let figure = |caption: Option<String>, credit: Option<String>| Visual::Figure {
                callouts: Vec::new(),
                source: source.clone(),
                alt: alt.clone(),
                caption,
                credit,
            };
            let short = caption.as_deref().and_then(|caption| condense_phrase(caption, 6, 8));
            found.push(figure(short, credit.clone()));
            found.push(figure(None, credit.clone()));
            for length in [160, 100, 60] {
                found.push(figure(None, credit.as_deref().map(|credit| truncated(credit, length))));
            }
        }
        Visual::Chart { title, x_label, y_label, categories, series, chart } => {
            found.push(Visual::Chart {
                chart: *chart,
                title: None,
                x_label: x_label.clone(),
                y_label: y_label.clone(),
                categories: categories.clone(),
                series: series.clone(),
            });
            let headers =
                std::iter::once(x_label.clone().unwrap_or_default()).chain(series.iter().map(|one| one.name.clone()));
            let rows = categories.iter().enumerate().map(|(row, category)| {
                std::iter::once(category.clone())
                    .chain(series.iter().map(|one| one.values.get(row).map(f64::to_string).unwrap_or_default()))
                    .collect()
            });
            found.push(Visual::Table { headers: headers.collect(), rows: rows.collect(), caption: title.clone() });
        }
        Visual::KeyPoints { points, .. } => {
            found.push(Visual::KeyPoints { heading: None, points: points.clone() });
            found.push(Visual::KeyPoints {
                heading: None,
                points: points.iter().map(|point| first_words(point, 6)).collect(),
            });
        }
        Visual::Recap { points, .. } => {
            found.push(Visual::Recap { pictures: Vec::new(), heading: None, points: points.clone() });
            found.push(Visual::Recap {
                pictures: Vec::new(),
                heading: None,
                points: points.iter().map(|point| first_words(point, 6)).collect(),
            });
        }
        Visual::Steps { steps, first, .. } => {
            found.push(Visual::Steps { heading: None, first: *first, steps: steps.clone() });
            found.push(Visual::Steps {
                heading: None,
                first: *first,
                steps: steps.iter().map(|step| first_words(step, 6)).collect(),
            });
        }
        Visual::Question { prompt, choices, correct, answer } => {
            let asked =
                prompt.split_inclusive(['.', '?', '!']).map(str::trim).rfind(|sentence| sentence.ends_with('?'));
            let brief: Vec<String> = choices.iter().map(|choice| first_words(&point_text(choice, &[]), 8)).collect();
            for prompt in [Some(prompt.as_str()), asked].into_iter().flatten() {
                for choices in [choices, &brief] {
                    found.push(Visual::Question {
                        prompt: prompt.to_owned(),
                        choices: choices.clone(),
                        correct: *correct,
                        answer: answer.clone(),
                    });
                }
            }
        }
        Visual::Table { headers, rows, .. } => {
            found.push(Visual::Table { headers: headers.clone(), rows: rows.clone(), caption: None });
            for words in [4, 2] {
                let brief = |cells: &[String]| cells.iter().map(|cell| first_words(cell, words)).collect::<Vec<_>>();
                found.push(Visual::Table {
                    headers: brief(headers),
                    rows: rows.iter().map(|row| brief(row)).collect(),
                    caption: None,
                });
            }
        }
        _ => {}
    }
    found.extend(smaller_statements(draft));
    found
}

fn smaller_statements(draft: &Draft) -> Vec<Visual> {
    let mut texts: Vec<String> = Vec::new();
    let line = draft.lines.get(draft.anchor).or(draft.lines.first());
    if let Some(line) = line {
        let words: Vec<String> = line.words.iter().map(|word| word.shown.clone()).collect();
        for (target, limit) in [(10, 14), (7, 9), (4, 6)] {
            let wanted = Wanted { target, limit, thought: true, key_stems: &[] };
            texts.extend(clauses(&words, wanted).into_iter().take(1).map(|clause| clause.text));
        }
    }
    if let Visual::Statement { emphasis, .. } = &draft.visual {
        texts.extend(emphasis.iter().cloned());
    }
    if let Some(line) = line {
        let shown = line.shown();
        texts.push(first_words(&shown, 6));
        texts.push(first_words(&shown, 3));
        texts.push(truncated(&first_words(&shown, 1), 16));
    }
    texts.retain(|text| !text.trim().is_empty());
    let stressed = match &draft.visual {
        Visual::Statement { emphasis, .. } => emphasis.clone(),
        _ => Vec::new(),
    };
    texts
        .into_iter()
        .map(|text| {
            let emphasis = stressed.iter().filter(|phrase| text.contains(phrase.as_str())).cloned().collect();
            Visual::Statement { picture: None, text, emphasis }
        })
        .collect()
}

/// Shorter forms of a title.
fn shorter(title: &str) -> Vec<String> {
    let mut found = Vec::new();
    for (target, limit) in [(7, 9), (4, 6)] {
        let wanted = Wanted { target, limit, thought: false, key_stems: &[] };
        found.extend(condense(title, wanted).map(|clause| clause.text));
    }
    found.push(first_words(title, 6));
    found.push(first_words(title, 3));
    found.push(first_words(title, 2));
    found.push(truncated(&first_words(title, 1), 16));
    found
}

/// The first `count` words, or fewer so that none of them hangs.
fn first_words(text: &str, count: usize) -> String {
    if word_count(text) <= count {
        return text.trim().to_owned();
    }
    let words: Vec<&str> = text.split_whitespace().collect();
    let mut end = count.min(words.len());
    // "The" alone says nothing: the first word with meaning is always in.
    let first = words.iter().position(|word| crate::words::is_content(&crate::words::normalize(word))).unwrap_or(0);
    if first >= end {
        return words[first].trim_end_matches([',', ';', ':', '.', '—']).to_owned();
    }
    while end > 1 && !crate::words::is_content(&crate::words::normalize(words[end - 1])) {
        end -= 1;
    }
    words[..end].join(" ").trim_end_matches([',', ';', ':', '.', '—']).to_owned()
}

/// The first `length` characters with an ellipsis.
fn truncated(text: &str, length: usize) -> String {
    if text.chars().count() <= length {
        return text.to_owned();
    }
    let head: String = text.chars().take(length.saturating_sub(1)).collect();
    format!("{}…", head.trim_end())
}

/// A long listing or table that fills too many scenes ends after [`PARTS_MAX`] of them. Scenes with words of the author
/// always stay.
pub(crate) fn limit_parts(scenes: Vec<Draft>, phrases: &Phrases) -> Vec<Draft> {
    let mut kept: Vec<Draft> = Vec::new();
    for scene in scenes {
        let goes_on = matches!(&scene.lines[..], [line] if line.shown() == phrases.goes_on);
        if !(goes_on && kept.len() >= PARTS_MAX) {
            kept.push(scene);
        }
    }
    kept
}
