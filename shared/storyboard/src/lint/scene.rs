//! Rules about what one scene says and shows.

use lectern_lesson::{Action, Finding, Visual};

use super::Heard;
use super::rule;
use crate::words::{content_stems, digits_value, normalize, same_word, spoken_numbers, stem, word_count};

/// Checks one scene; `before` are the scenes before it.
pub(super) fn check(heard: &Heard<'_>, before: &[Heard<'_>], findings: &mut Vec<Finding>) {
    let scene = heard.scene;
    if let Some(error) = &heard.broken {
        findings.push(rule::NARRATION_MARKS.about(scene, error.to_string()));
    } else if heard.words.is_empty() {
        findings.push(rule::EMPTY_NARRATION.about(scene, "the scene says nothing"));
    }
    let id_is_plain = scene.id.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-');
    if scene.id.is_empty() || scene.id.len() > lectern_lesson::SCENE_ID_MAX || !id_is_plain {
        findings.push(rule::SCENE_ID.about(scene, format!("“{}” cannot be the id of a scene", scene.id)));
    } else if before.iter().any(|other| other.scene.id == scene.id) {
        findings.push(rule::SCENE_ID.about(scene, format!("two scenes have the id “{}”", scene.id)));
    }
    if scene.description.trim().is_empty() {
        findings.push(
            rule::MISSING_DESCRIPTION
                .about(scene, format!("the {} has no picture description", kind_name(&scene.visual))),
        );
    }
    let twin =
        before.iter().find(|other| other.scene.narration == scene.narration && other.scene.visual == scene.visual);
    if let Some(twin) = twin {
        findings.push(rule::DUPLICATE_SCENE.about(scene, format!("the scene repeats scene {}", twin.scene.id)));
    }
    check_visual(heard, findings);
    check_cues(heard, findings);
    if heard.broken.is_none() && !heard.words.is_empty() {
        check_words(heard, before, findings);
    }
}

/// The name of a visual's kind for people.
fn kind_name(visual: &Visual) -> String {
    visual.kind().replace('_', " ")
}

fn check_visual(heard: &Heard<'_>, findings: &mut Vec<Finding>) {
    let scene = heard.scene;
    let mut add = |rule: &super::Rule, message: String| findings.push(rule.about(scene, message));
    for (name, text) in required_texts(&scene.visual) {
        if text.trim().is_empty() {
            add(rule::VISUAL_EMPTY, format!("the {} of the {} is empty", name, kind_name(&scene.visual)));
        }
    }
    match &scene.visual {
        Visual::KeyPoints { points, .. } => count_parts("points", points.len(), 2, 5, &mut add),
        Visual::Recap { points, .. } => count_parts("points", points.len(), 1, 5, &mut add),
        Visual::Steps { steps, .. } => count_parts("steps", steps.len(), 1, 5, &mut add),
        Visual::Formula { lines, .. } => count_parts("lines", lines.len(), 1, 6, &mut add),
        Visual::Table { headers, rows, .. } => {
            if headers.is_empty() || rows.is_empty() {
                add(rule::VISUAL_EMPTY, "the table has no cells".to_owned());
            }
            for (number, row) in rows.iter().enumerate().filter(|(_, row)| row.len() != headers.len()) {
                let message =
                    format!("row {} of the table has {} cells under {} headers", number + 1, row.len(), headers.len());
                add(rule::RAGGED_TABLE, message);
            }
        }
        Visual::Chart { categories, series, .. } => {
            if categories.is_empty() || series.is_empty() {
                add(rule::VISUAL_EMPTY, "the chart has no values".to_owned());
            }
            for one in series {
                if one.values.len() != categories.len() {
                    let message =
                        format!("“{}” has {} values for {} categories", one.name, one.values.len(), categories.len());
                    add(rule::CHART_VALUES, message);
                } else if one.values.iter().any(|value| !value.is_finite()) {
                    add(rule::CHART_VALUES, format!("“{}” has a value that is not a number", one.name));
                }
            }
        }
        Visual::Figure { source, alt, .. } if alt.trim().is_empty() => {
            add(rule::MISSING_PICTURE_ALT, format!("the picture {source} has no alternative text"));
        }
        Visual::Statement { text, emphasis, .. } => {
            for phrase in emphasis.iter().filter(|phrase| phrase.trim().is_empty() || !text.contains(phrase.as_str())) {
                add(rule::EMPHASIS, format!("“{phrase}” is stressed but does not stand in “{text}”"));
            }
        }
        Visual::Question { choices, correct, answer, .. } => {
            if choices.len() == 1 || choices.len() > 6 {
                add(rule::PART_COUNT, format!("the question has {} choices", choices.len()));
            }
            if let Some(correct) = correct.filter(|correct| *correct >= choices.len()) {
                add(rule::QUESTION_ANSWER, format!("choice {correct} is right but there are only {}", choices.len()));
            }
            let reveals: Vec<usize> =
                scene.cues.iter().filter(|cue| cue.action == Action::Answer).map(|cue| cue.word).collect();
            let has_answer = correct.is_some() || answer.as_ref().is_some_and(|answer| !answer.trim().is_empty());
            if has_answer && reveals.is_empty() {
                add(rule::QUESTION_ANSWER, "the answer is never revealed".to_owned());
            }
            if !has_answer && !reveals.is_empty() {
                add(rule::QUESTION_ANSWER, "an answer is revealed that the question does not have".to_owned());
            }
            let last_choice = scene.cues.iter().filter(|cue| cue.action == Action::Show).map(|cue| cue.word).max();
            if let (Some(shown), Some(revealed)) = (last_choice, reveals.first())
                && *revealed <= shown
            {
                add(rule::QUESTION_ANSWER, "the answer is revealed before every choice is shown".to_owned());
            }
        }
        _ => {}
    }
}

fn count_parts(name: &str, count: usize, least: usize, most: usize, add: &mut impl FnMut(&super::Rule, String)) {
    if count == 0 {
        add(rule::VISUAL_EMPTY, format!("there are no {name}"));
    } else if count < least || count > most {
        add(rule::PART_COUNT, format!("there are {count} {name}"));
    }
}

/// Texts that a visual cannot do without.
fn required_texts(visual: &Visual) -> Vec<(&'static str, &str)> {
    fn all<'a>(name: &'static str, texts: &'a [String]) -> Vec<(&'static str, &'a str)> {
        texts.iter().map(|text| (name, text.as_str())).collect()
    }
    match visual {
        Visual::Title { title, .. } | Visual::Chapter { title, .. } => vec![("title", title)],
        Visual::Statement { text, .. } | Visual::Code { text, .. } | Visual::Quotation { text, .. } => {
            vec![("text", text)]
        }
        Visual::Definition { term, meaning, .. } => vec![("term", term), ("meaning", meaning)],
        Visual::BigNumber { number, caption, .. } => vec![("number", number), ("caption", caption)],
        Visual::Figure { source, .. } => vec![("source", source)],
        Visual::Question { prompt, choices, .. } => {
            let mut texts = all("choice", choices);
            texts.push(("prompt", prompt));
            texts
        }
        Visual::KeyPoints { points, .. } | Visual::Recap { points, .. } => all("point", points),
        Visual::Steps { steps, .. } => all("step", steps),
        Visual::Formula { lines, .. } => all("line", lines),
        Visual::FigurePair { left, right } => vec![("source", left.source.as_str()), ("source", &right.source)],
        Visual::Illustration { .. }
        | Visual::Process { .. }
        | Visual::Cycle { .. }
        | Visual::Tree { .. }
        | Visual::Cause { .. }
        | Visual::Comparison { .. }
        | Visual::Timeline { .. }
        | Visual::Map { .. }
        | Visual::Amounts { .. }
        | Visual::Dialogue { .. } => visual.names().into_iter().map(|name| ("name", name)).collect(),
        Visual::Table { .. } | Visual::Chart { .. } | Visual::Plot { .. } | Visual::Geometry { .. } => Vec::new(),
    }
}

fn check_cues(heard: &Heard<'_>, findings: &mut Vec<Finding>) {
    let scene = heard.scene;
    let parts = scene.visual.part_count();
    let words = heard.words.len();
    for (number, cue) in scene.cues.iter().enumerate() {
        if heard.broken.is_none() && cue.word >= words {
            let message =
                format!("cue {} is bound to word {} but the narration has {words} words", number + 1, cue.word);
            findings.push(rule::CUE_WORD.about(scene, message));
        }
        let last = cue.last_part.unwrap_or(cue.part);
        // The answer of an open question is no part.
        let exempt = cue.action == Action::Answer && parts == 0;
        if !exempt && (last >= parts || last < cue.part) {
            let range = if last == cue.part { format!("part {last}") } else { format!("parts {} to {last}", cue.part) };
            let message =
                format!("cue {} is about {range} but the {} has {parts} parts", number + 1, kind_name(&scene.visual));
            findings.push(rule::CUE_PART.about(scene, message));
        }
        if cue.action == Action::Answer && !matches!(scene.visual, Visual::Question { .. }) {
            findings.push(rule::CUE_ANSWER.about(scene, format!("a {} has no answer", kind_name(&scene.visual))));
        }
    }
    if scene.cues.windows(2).any(|pair| pair[1].word < pair[0].word) {
        findings.push(rule::CUE_ORDER.about(scene, "the cues are not in the order of their words"));
    }
    for (number, cue) in scene.cues.iter().enumerate().filter(|(_, cue)| cue.action == Action::Show) {
        if scene.cues[..number].iter().any(|other| other.action == Action::Show && other.part == cue.part) {
            findings.push(rule::CUE_ORDER.about(scene, format!("part {} enters twice", cue.part)));
        }
        if scene
            .cues
            .iter()
            .any(|other| other.action == Action::Focus && other.part == cue.part && other.word < cue.word)
        {
            findings.push(rule::CUE_ORDER.about(scene, format!("part {} is in focus before it enters", cue.part)));
        }
    }
}

/// Words of prose in a row, on the screen as in the voice, that are too many.
const REPEATED_WORDS: usize = 20;

fn check_words(heard: &Heard<'_>, before: &[Heard<'_>], findings: &mut Vec<Finding>) {
    let scene = heard.scene;
    let spoken: Vec<String> = heard.words.iter().flat_map(|word| word.split_whitespace()).map(normalize).collect();
    if let Visual::Definition { term, .. } = &scene.visual
        && !says(&spoken, term)
    {
        findings.push(rule::TERM_SHOWN.about(scene, format!("the term “{term}” is shown but not spoken")));
    }
    let numbers = spoken_numbers(heard.words.iter().map(String::as_str));
    let (bodies, headings) = texts_to_be_spoken(&scene.visual);
    let mut heard_stems: Vec<String> = heard.words.iter().flat_map(|word| content_stems(word)).collect();
    for body in bodies {
        let missing = unheard(body, &heard_stems, &numbers);
        // One strange word in many may be another form of a spoken one; several are another text.
        let content = content_stems(body).len();
        if missing.len() * 3 > content {
            let message = format!("“{body}” is on the screen, but {} is never said", quoted(&missing));
            findings.push(rule::UNSPOKEN.about(scene, message));
        }
    }
    heard_stems.extend(before.iter().flat_map(|other| other.words.iter()).flat_map(|word| content_stems(word)));
    for heading in headings {
        let missing = unheard(heading, &heard_stems, &numbers);
        let own_word = matches!(scene.visual, Visual::Recap { .. } | Visual::KeyPoints { .. } | Visual::Steps { .. });
        if !missing.is_empty() && !own_word {
            findings.push(rule::UNSPOKEN.about(scene, format!("“{heading}” is on the screen but never said")));
        }
    }
    if let Some(text) = prose_of(&scene.visual) {
        let shown: Vec<String> = text.split_whitespace().map(normalize).filter(|word| !word.is_empty()).collect();
        let repeated = longest_common_run(&shown, &spoken);
        if repeated > REPEATED_WORDS {
            findings.push(
                rule::REDUNDANCY.about(scene, format!("{repeated} words in a row are both on the screen and spoken")),
            );
        }
    }
}

fn says(spoken: &[String], phrase: &str) -> bool {
    let wanted: Vec<String> = phrase.split_whitespace().map(normalize).filter(|word| !word.is_empty()).collect();
    wanted.is_empty()
        || spoken.len() >= wanted.len()
            && (0..=spoken.len() - wanted.len())
                .any(|start| wanted.iter().zip(&spoken[start..]).all(|(wanted, spoken)| same_word(wanted, spoken)))
}

/// What must be said in the scene, and what must have been said in it or before it.
fn texts_to_be_spoken(visual: &Visual) -> (Vec<&str>, Vec<&str>) {
    fn list<'a>(points: &'a [String], heading: &'a Option<String>) -> (Vec<&'a str>, Vec<&'a str>) {
        (points.iter().map(String::as_str).collect(), heading.iter().map(String::as_str).collect())
    }
    match visual {
        Visual::Title { title, subtitle } => (vec![title], subtitle.iter().map(String::as_str).collect()),
        Visual::Chapter { title, .. } => (vec![title], Vec::new()),
        Visual::Statement { text, .. } => (Vec::new(), vec![text]),
        Visual::KeyPoints { heading, points } | Visual::Recap { heading, points, .. } => list(points, heading),
        Visual::Steps { heading, steps, .. } => list(steps, heading),
        Visual::Definition { meaning, .. } => (vec![meaning], Vec::new()),
        Visual::Quotation { text, author } => {
            (std::iter::once(text.as_str()).chain(author.as_deref()).collect(), Vec::new())
        }
        Visual::BigNumber { number, caption, .. } => (vec![number, caption], Vec::new()),
        Visual::Question { prompt, choices, answer, .. } => (
            std::iter::once(prompt.as_str())
                .chain(choices.iter().map(String::as_str))
                .chain(answer.as_deref())
                .collect(),
            Vec::new(),
        ),
        Visual::Figure { .. }
        | Visual::Formula { .. }
        | Visual::Table { .. }
        | Visual::Chart { .. }
        | Visual::Code { .. }
        | Visual::FigurePair { .. }
        | Visual::Plot { .. }
        | Visual::Geometry { .. } => (Vec::new(), Vec::new()),
        Visual::Illustration { .. }
        | Visual::Process { .. }
        | Visual::Cycle { .. }
        | Visual::Tree { .. }
        | Visual::Cause { .. }
        | Visual::Comparison { .. }
        | Visual::Timeline { .. }
        | Visual::Map { .. }
        | Visual::Amounts { .. }
        | Visual::Dialogue { .. } => (Vec::new(), visual.names()),
    }
}

/// Content words of `text` that are not among `stems`; a number counts as said when its value was.
fn unheard(text: &str, stems: &[String], numbers: &[f64]) -> Vec<String> {
    text.split(|character: char| character.is_whitespace() || matches!(character, '—' | '/'))
        .map(normalize)
        .filter(|word| crate::words::is_content(word))
        .filter(|word| {
            let as_number = digits_value(word.trim_end_matches('%'));
            let said_number = as_number
                .is_some_and(|value| numbers.iter().any(|number| (number - value).abs() <= value.abs() * 1e-9));
            !stems.contains(&stem(word)) && !said_number
        })
        .collect()
}

fn quoted(words: &[String]) -> String {
    let quoted: Vec<String> = words.iter().map(|word| format!("“{word}”")).collect();
    quoted.join(", ")
}

/// Running prose on the screen, where repeating the voice word for word tires.
fn prose_of(visual: &Visual) -> Option<&str> {
    match visual {
        Visual::Statement { text, .. } => Some(text),
        Visual::Definition { meaning, .. } => Some(meaning),
        Visual::BigNumber { caption, .. } => Some(caption),
        Visual::KeyPoints { points, .. } | Visual::Recap { points, .. } => {
            points.iter().max_by_key(|point| word_count(point)).map(String::as_str)
        }
        Visual::Steps { steps, .. } => steps.iter().max_by_key(|step| word_count(step)).map(String::as_str),
        _ => None,
    }
}

fn longest_common_run(shown: &[String], spoken: &[String]) -> usize {
    let mut longest = 0;
    let mut runs = vec![0_usize; spoken.len() + 1];
    for word in shown {
        for at in (0..spoken.len()).rev() {
            runs[at + 1] = if *word == spoken[at] { runs[at] + 1 } else { 0 };
            longest = longest.max(runs[at + 1]);
        }
    }
    longest
}
