//! Pictures for what is spoken of: the right one or none.

use lectern_lesson::{Action, Item, Node, Visual};

use super::draft::{Draft, Hint};
use super::nouns::nouns;
use super::points::capitalized;
use super::prose::{Grammar, Guide};
use super::things::{is_telling, things};
use super::unparsed;
use crate::Layouts;
use crate::tags::tags;
use crate::words::{DETERMINERS, normalize, same_word, word_count};

/// Words of a stage or of a branch.
const NAME_MAX: usize = 5;

/// The draft with the pictures of what it speaks of, as far as they fit.
pub(crate) fn illustrate(draft: Draft, guide: &Guide<'_>, layouts: &dyn Layouts) -> Draft {
    let offers = match &draft.visual {
        Visual::KeyPoints { heading, points } => {
            let pictures = pointed(&draft, heading.as_ref(), points, guide);
            pictures.into_iter().chain(branched(&draft, heading.as_ref(), points, guide)).collect()
        }
        Visual::Steps { heading, first: 1, steps } => {
            staged(&draft, heading.as_ref(), steps, guide).into_iter().collect()
        }
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
    if guide.grammar == Grammar::Unknown {
        let (name, _) = unparsed::named(&words, sentence, guide).into_iter().next()?;
        return guide.illustration(&name, sentence);
    }
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
    let names: Vec<String> = points.iter().map(|point| without_determiner(point)).collect();
    let points = names.as_slice();
    if !(2..=6).contains(&points.len()) || points.iter().any(|point| word_count(point) > NAME_MAX) {
        return None;
    }
    let sentence = spoken(draft);
    let node = |name: &String, parent: Option<usize>| Node {
        name: capitalized(name),
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
    // "It needs two things: …": numbered, but not one after the other.
    if let Some(root) = whole_of_lead(draft) {
        return branched(draft, Some(&root), steps, guide);
    }
    let stages = steps
        .iter()
        .map(|step| Item { name: step.clone(), note: None, picture: first_picture(step, &sentence, guide) })
        .collect();
    let hints = part_hints(draft, steps);
    let heading = heading.filter(|heading| word_count(heading) <= NAME_MAX).cloned();
    Some(Draft { visual: Visual::Process { heading, stages }, hints, part_lines: Vec::new(), ..draft.clone() })
}

/// "A moat" as a name: "moat".
fn without_determiner(point: &str) -> String {
    match point.split_once(' ') {
        Some((first, rest)) if DETERMINERS.contains(&normalize(first).as_str()) => rest.to_owned(),
        _ => point.to_owned(),
    }
}

/// What a lead such as "Every recursive function needs two things" is about; none where it does not speak of parts.
fn whole_of_lead(draft: &Draft) -> Option<String> {
    let lead = draft.lines.first().filter(|_| draft.part_lines.first().is_some_and(|line| *line > 0))?;
    let words: Vec<String> = lead.words.iter().map(|word| word.shown.clone()).collect();
    let parts = words.iter().any(|word| {
        matches!(
            normalize(word).as_str(),
            "things" | "parts" | "kinds" | "types" | "ways" | "reasons" | "rules" | "forms"
        )
    });
    let whole = things(&words, &tags(&words)).into_iter().next().filter(is_telling)?;
    parts.then_some(whole.name)
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
