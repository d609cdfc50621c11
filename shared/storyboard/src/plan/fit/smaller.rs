//! Smaller visuals that say the same.

use lectern_lesson::Visual;

use super::super::draft::Draft;
use super::super::points::point_text;
use crate::clauses::{Wanted, clauses, condense, condense_phrase};
use crate::words::word_count;

/// Smaller visuals that say the same, largest first; the last fits nearly anywhere.
pub(super) fn smaller(draft: &Draft) -> Vec<Visual> {
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
        Visual::Chapter { number, title, picture } => {
            if picture.is_some() {
                found.push(Visual::Chapter { number: *number, title: title.clone(), picture: None });
            }
            let plain = |title| Visual::Chapter { number: *number, title, picture: None };
            found.extend(shorter(title).into_iter().map(plain));
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
        Visual::Process { heading: Some(_), stages } => {
            found.push(Visual::Process { heading: None, stages: stages.clone() });
        }
        Visual::Cycle { heading: Some(_), stages } => {
            found.push(Visual::Cycle { heading: None, stages: stages.clone() });
        }
        Visual::Comparison { heading: Some(_), left, right } => {
            found.push(Visual::Comparison { heading: None, left: left.clone(), right: right.clone() });
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
