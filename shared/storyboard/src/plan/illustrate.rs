//! Pictures for what is spoken of: the right one or none.

use lectern_lesson::{Action, Item, Node, Visual};

use super::draft::{Draft, Hint};
use super::nouns::nouns;
use super::prose::Guide;
use crate::Layouts;
use crate::words::{normalize, same_word, word_count};

/// Words of a stage or of a branch.
const NAME_MAX: usize = 5;

/// The draft with the pictures of what it speaks of, as far as they fit.
pub(crate) fn illustrate(draft: Draft, guide: &Guide<'_>, layouts: &dyn Layouts) -> Draft {
    let offers = match &draft.visual {
        Visual::KeyPoints { heading, points } => {
            let pictures = pointed(&draft, heading.as_ref(), points, guide);
            pictures.into_iter().chain(branched(&draft, heading.as_ref(), points, guide)).collect()
        }
        Visual::Steps { heading, first: 1, steps } => staged(&draft, heading.as_ref(), steps, guide).into_iter().collect(),
        Visual::Recap { heading, points, .. } => {
            let sentence = spoken(&draft);
            let pictures: Vec<Option<String>> =
                points.iter().map(|point| first_picture(point, &sentence, guide)).collect();
            let enough = pictures.iter().flatten().count() * 2 >= points.len();
            let visual = Visual::Recap { heading: heading.clone(), points: points.clone(), pictures };
            enough.then(|| with_visual(&draft, visual)).into_iter().collect()
        }
        Visual::Cause { heading, things, arrows } => {
            let sentence = spoken(&draft);
            let things = things.iter().map(|thing| pictured(thing, &sentence, guide)).collect();
            vec![with_visual(&draft, Visual::Cause { heading: heading.clone(), things, arrows: arrows.clone() })]
        }
        _ => Vec::new(),
    };
    let offers: Vec<Draft> = offers;
    offers.into_iter().find(|offer| layouts.layout(&offer.visual).fits()).unwrap_or(draft)
}

fn with_visual(draft: &Draft, visual: Visual) -> Draft {
    Draft { visual, ..draft.clone() }
}

fn pictured(item: &Item, sentence: &str, guide: &Guide<'_>) -> Item {
    Item { picture: first_picture(&item.name, sentence, guide), ..item.clone() }
}

/// What a draft says.
fn spoken(draft: &Draft) -> String {
    draft.lines.iter().map(|line| line.shown()).collect::<Vec<_>>().join(" ")
}

/// The picture of the first noun of a text that has one.
pub(crate) fn first_picture(text: &str, sentence: &str, guide: &Guide<'_>) -> Option<String> {
    let words: Vec<String> = text.split_whitespace().map(str::to_owned).collect();
    guide
        .illustration(text, sentence)
        .or_else(|| nouns(&words).into_iter().find_map(|noun| picture_of(&noun.text, sentence, guide)))
}

/// The picture of a noun phrase, or of its last word where the phrase is one of plain words.
fn picture_of(noun: &str, sentence: &str, guide: &Guide<'_>) -> Option<String> {
    guide.illustration(noun, sentence)
}

/// Points of a few words as pictures, where most of them have one.
fn pointed(draft: &Draft, heading: Option<&String>, points: &[String], guide: &Guide<'_>) -> Option<Draft> {
    if !(2..=6).contains(&points.len()) || points.iter().any(|point| word_count(point) > 4) {
        return None;
    }
    let sentence = spoken(draft);
    let items: Vec<Item> = points
        .iter()
        .map(|point| Item { name: point.clone(), note: None, picture: guide.illustration(point, &sentence) })
        .collect();
    let count = items.iter().filter(|item| item.picture.is_some()).count();
    if count * 3 < items.len() * 2 {
        return None;
    }
    // The cues that points find by themselves, found for the pictures.
    let hints = part_hints(draft, points);
    Some(Draft {
        visual: Visual::Illustration { heading: heading.cloned(), items },
        hints,
        part_lines: Vec::new(),
        ..draft.clone()
    })
}

/// Points of a few words under what they belong to.
fn branched(draft: &Draft, heading: Option<&String>, points: &[String], guide: &Guide<'_>) -> Option<Draft> {
    let root = heading.filter(|heading| word_count(heading) <= NAME_MAX)?;
    if !(2..=6).contains(&points.len()) || points.iter().any(|point| word_count(point) > NAME_MAX) {
        return None;
    }
    let sentence = spoken(draft);
    let node = |name: &String, parent: Option<usize>| Node {
        name: name.clone(),
        parent,
        picture: guide.illustration(name, &sentence),
    };
    let nodes = std::iter::once(node(root, None)).chain(points.iter().map(|point| node(point, Some(0)))).collect();
    let mut hints = part_hints(draft, points);
    // The root stands from the first word.
    hints.iter_mut().for_each(|hint| hint.part += 1);
    hints.push(Hint { line: 0, word: 0, action: Action::Show, part: 0 });
    Some(Draft { visual: Visual::Tree { heading: None, nodes }, hints, part_lines: Vec::new(), ..draft.clone() })
}

/// Steps of a few words as stages with arrows between.
fn staged(draft: &Draft, heading: Option<&String>, steps: &[String], guide: &Guide<'_>) -> Option<Draft> {
    if !(2..=6).contains(&steps.len()) || steps.iter().any(|step| word_count(step) > NAME_MAX) {
        return None;
    }
    let sentence = spoken(draft);
    let stages = steps
        .iter()
        .map(|step| Item { name: step.clone(), note: None, picture: first_picture(step, &sentence, guide) })
        .collect();
    let hints = part_hints(draft, steps);
    let heading = heading.filter(|heading| word_count(heading) <= NAME_MAX).cloned();
    Some(Draft { visual: Visual::Process { heading, stages }, hints, part_lines: Vec::new(), ..draft.clone() })
}

/// The cues of points: those that their maker knows, else the lines that speak them, else their first words.
fn part_hints(draft: &Draft, points: &[String]) -> Vec<Hint> {
    if !draft.hints.is_empty() {
        draft.hints.clone()
    } else if draft.part_lines.len() == points.len() {
        let show = |(part, line): (usize, &usize)| Hint { line: *line, word: 0, action: Action::Show, part };
        draft.part_lines.iter().enumerate().map(show).collect()
    } else {
        points_spoken(draft, points)
    }
}

/// Where each point is first spoken.
fn points_spoken(draft: &Draft, points: &[String]) -> Vec<Hint> {
    let mut hints = Vec::new();
    for (part, point) in points.iter().enumerate() {
        let first = point.split_whitespace().map(normalize).find(|word| crate::words::is_content(word));
        let at = first.and_then(|first| {
            draft.lines.iter().enumerate().find_map(|(line, spoken)| {
                spoken.words.iter().position(|word| same_word(&word.shown, &first)).map(|word| (line, word))
            })
        });
        if let Some((line, word)) = at {
            hints.push(Hint { line, word, action: Action::Show, part });
        }
    }
    hints
}
