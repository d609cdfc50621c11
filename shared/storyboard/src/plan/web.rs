//! Things and what they do to each other, as a diagram: the sentences' nouns as nodes, their verbs along the arrows.

use lectern_lesson::{Arrow, Item, Visual};

use super::pictures::{Around, Picture};
use super::prose::{Guide, Said};
use super::relations::{Relation, relations};
use super::things::things;

/// Nodes that are read at a glance.
const NODES_MAX: usize = 5;

/// Sentences that one diagram takes in.
const REACH: usize = 3;

struct Node {
    name: String,
    key: Vec<String>,
    sentence: usize,
    word: usize,
    picture: Option<String>,
}

/// Diagrams that end with the sentence at `index`: of it alone, and with the sentences before it as far as they speak of the same
/// things.
pub(crate) fn webs(run: &[Said], index: usize, guide: &Guide<'_>) -> Vec<Picture> {
    if run[index].asks() {
        return Vec::new();
    }
    let own = stated(&run[index]);
    if own.is_empty() {
        return Vec::new();
    }
    let mut found = Vec::new();
    let mut all: Vec<(usize, Relation)> = own.into_iter().map(|relation| (index, relation)).collect();
    found.extend(web(run, index, &all, guide));
    for before in (index.saturating_sub(REACH - 1)..index).rev() {
        if run[before].asks() {
            break;
        }
        let mut joined: Vec<(usize, Relation)> = stated(&run[before]).into_iter().map(|one| (before, one)).collect();
        joined.append(&mut all);
        all = joined;
        found.extend(web(run, index, &all, guide));
    }
    found
}

fn stated(said: &Said) -> Vec<Relation> {
    let words = said.words();
    relations(&words, said.tags(), &things(&words, said.tags()))
}

fn web(run: &[Said], index: usize, all: &[(usize, Relation)], guide: &Guide<'_>) -> Option<Picture> {
    let mut nodes: Vec<Node> = Vec::new();
    let mut arrows: Vec<Arrow> = Vec::new();
    let mut taken: Vec<usize> = Vec::new();
    for (sentence, relation) in all {
        let from = known(&nodes, &relation.from.key());
        let to = known(&nodes, &relation.to.key());
        // Every arrow after the first hangs on what stands there, and none leads back.
        let hangs = nodes.is_empty() || from.is_some() || to.is_some();
        let fits = nodes.len() + usize::from(from.is_none()) + usize::from(to.is_none()) <= NODES_MAX;
        let closes = from.zip(to).is_some_and(|(from, to)| leads(&arrows, to, from) || leads(&arrows, from, to));
        if !hangs || !fits || closes {
            continue;
        }
        let mut place = |thing: &super::things::Thing, place: Option<usize>| {
            place.unwrap_or_else(|| {
                nodes.push(Node {
                    name: thing.name.clone(),
                    key: thing.key(),
                    sentence: *sentence,
                    word: thing.words.start,
                    picture: guide.illustration(&thing.name, &run[*sentence].text),
                });
                nodes.len() - 1
            })
        };
        let from = place(&relation.from, from);
        let to = place(&relation.to, to);
        arrows.push(Arrow { from, to, label: Some(relation.label.clone()).filter(|label| !label.is_empty()) });
        taken.push(*sentence);
    }
    // Each sentence that it reaches over has its part in it.
    let first = all.first()?.0;
    if arrows.is_empty() || (first..=index).any(|sentence| !taken.contains(&sentence)) {
        return None;
    }
    let order = in_order(nodes.len(), &arrows);
    let place = |node: usize| order.iter().position(|other| *other == node).unwrap_or(node);
    let mut cues = Vec::new();
    let mut around = Vec::new();
    for (part, node) in order.iter().map(|node| &nodes[*node]).enumerate() {
        if node.sentence == index {
            cues.push((part, node.word));
        } else {
            around.push(Around { offset: node.sentence as isize - index as isize, part, word: node.word });
        }
    }
    let pictured = nodes.iter().filter(|node| node.picture.is_some()).count();
    let items = order
        .iter()
        .map(|node| Item { name: nodes[*node].name.clone(), note: None, picture: nodes[*node].picture.clone() })
        .collect();
    for arrow in &mut arrows {
        (arrow.from, arrow.to) = (place(arrow.from), place(arrow.to));
    }
    let weakness = match arrows.len() {
        1 => 1.3,
        2 => 0.8,
        _ => 0.7,
    } - 0.25 * pictured.min(2) as f64;
    let visual = Visual::Cause { heading: None, things: items, arrows };
    Some(Picture { visual, weakness, cues, around, lasts: true })
}

/// The node of that name, in the same words: fast vibrations are not all vibrations.
fn known(nodes: &[Node], key: &[String]) -> Option<usize> {
    nodes.iter().position(|node| node.key == key)
}

fn leads(arrows: &[Arrow], from: usize, to: usize) -> bool {
    from == to || arrows.iter().any(|arrow| arrow.from == from && leads(arrows, arrow.to, to))
}

/// The nodes so that each stands before what it leads to, else as they are mentioned.
fn in_order(count: usize, arrows: &[Arrow]) -> Vec<usize> {
    let mut order: Vec<usize> = Vec::new();
    while order.len() < count {
        let free = |node: &usize| {
            !order.contains(node) && arrows.iter().all(|arrow| arrow.to != *node || order.contains(&arrow.from))
        };
        let Some(next) = (0..count).find(free) else { break };
        order.push(next);
    }
    order
}
