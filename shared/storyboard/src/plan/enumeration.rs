//! What a sentence lists.

use lectern_lesson::{FactKind, Item, Visual};

use super::pictures::{Picture, find, trim_marks};
use super::points::capitalized;
use super::prose::Said;
use super::things::{is_telling, things};
use crate::clauses::condense_phrase;
use crate::words::{BACK_POINTING, cardinal, digits_value, normalize, word_count};

/// "…, smaller copies of itself: trees, folders, fractals": the members as points.
pub(crate) fn enumeration(said: &Said) -> Option<Picture> {
    let items = said.facts.iter().find_map(|fact| match &fact.kind {
        FactKind::Enumeration { items } if (3..=6).contains(&items.len()) => Some(items),
        _ => None,
    })?;
    let points: Vec<String> = items
        .iter()
        .map(|item| {
            let item = trim_marks(item);
            item.strip_prefix("and ").or_else(|| item.strip_prefix("or ")).unwrap_or(item).to_owned()
        })
        .collect();
    if points.iter().any(|point| point.is_empty() || word_count(point) > 6) {
        return None;
    }
    let words = said.words();
    let mut cues = Vec::new();
    let mut from = 0;
    for (part, point) in points.iter().enumerate() {
        let at = from + find(&words[from..], point)?;
        cues.push((part, at));
        from = at + point.split_whitespace().count().max(1);
        from = from.min(words.len());
    }
    let first = cues.first().map(|(_, at)| *at)?;
    let lead: Vec<String> = words[..first].to_vec();
    let announced = lead.last().is_some_and(|word| word.ends_with([':', '—']));
    let links = ["are", "is", "were", "was", "called", "named", "include", "includes", "including", "namely"];
    let mut subject = lead.as_slice();
    while let Some((last, rest)) = subject.split_last()
        && links.contains(&normalize(last).as_str())
    {
        subject = rest;
    }
    let linked = subject.len() < lead.len()
        && (2..=7).contains(&subject.len())
        && !BACK_POINTING.contains(&normalize(&subject[0]).as_str());
    // "… ran the Theodosian Walls: a moat, an outer wall …": what stands before the colon is the whole.
    let tags = said.tags();
    let whole = || {
        let thing = things(&words, tags).into_iter().find(|thing| thing.words.end == first)?;
        is_telling(&thing).then_some(thing.name)
    };
    // Numbers one after the other are a row, not a list.
    let counted = points.iter().all(|point| digits_value(point).or_else(|| cardinal(&normalize(point))).is_some());
    if announced && counted && points.len() <= 6 {
        let stages = points.iter().map(|point| Item { name: capitalized(point), ..Item::default() }).collect();
        let visual = Visual::Process { heading: None, stages };
        return Some(Picture { visual, weakness: 0.4, cues, lasts: true, around: Vec::new() });
    }
    let heading = announced
        .then(whole)
        .flatten()
        .or_else(|| announced.then(|| condense_phrase(&lead.join(" "), 5, 8)).flatten())
        .or_else(|| linked.then(|| trim_marks(&subject.join(" ")).to_owned()))
        .or_else(|| said.marked.iter().find(|term| !points.iter().any(|point| point.contains(term.as_str()))).cloned());
    let weakness = if heading.is_some() { 0.9 } else { 2.6 };
    Some(Picture { visual: Visual::KeyPoints { heading, points }, weakness, cues, lasts: true, around: Vec::new() })
}
