//! A picture of the script stays up while it is spoken of, and is seen again when it is spoken of later.

use std::collections::{BTreeMap, BTreeSet};

use lectern_lesson::Visual;

use super::draft::{Alternative, Draft};
use super::line::Line;
use super::worth::look;
use crate::words::{content_stems, normalize};

/// A picture is left after this long, whatever is said: the eye wants something else.
const HELD_SECS: f64 = 24.0;
/// Words that a picture must share with a sentence to stay up while it is said, and to come back for it. A word that half the
/// lesson uses counts little.
const STAYS: f64 = 1.0;
const RETURNS: f64 = 2.0;
/// The part of what the sentences say that it must share to come back. Of the returns that three textbook pages offered, those below
/// showed something else (0.16 to 0.27), those above what was said (0.33 to 0.61).
const RETURNS_PART: f64 = 0.3;
/// How much more it must share to take the place of a small diagram.
const DIAGRAM: f64 = 1.0;
/// A picture comes back this often at most.
const RETURNS_MAX: usize = 2;
/// Scenes in a row that may look the same.
const SAME_MAX: usize = 2;

/// Words with which a sentence speaks of a picture.
const POINTING: [&str; 10] =
    ["figure", "graph", "diagram", "picture", "image", "illustration", "drawing", "photograph", "notice", "shown"];

/// Lets the pictures of a script stand for scenes that would show words alone, or one arrow between two names: the picture before
/// stays where it is spoken of, one that was seen comes back.
pub(crate) fn hold(drafts: &mut Vec<Draft>) {
    let weights = Weights::of(drafts);
    let mut returns: BTreeMap<String, usize> = BTreeMap::new();
    let mut index = 1;
    while index < drafts.len() {
        let Some(more) = need(&drafts[index]) else {
            index += 1;
            continue;
        };
        let said = stems_of(&drafts[index].lines);
        let points = points(&drafts[index].lines);
        if is_figure(&drafts[index - 1])
            && weights.shared(&stems_about(&drafts[index - 1]), &said) + points >= STAYS + more
            && drafts[index - 1].secs() + drafts[index].secs() <= HELD_SECS
        {
            let lines = drafts.remove(index).lines;
            drafts[index - 1].lines.extend(lines);
            continue;
        }
        let seen = drafts[..index].iter().enumerate().rev().filter(|(_, draft)| is_figure(draft));
        let best = seen
            .map(|(at, draft)| (at, weights.shared(&stems_about(draft), &said)))
            .filter(|(_, shared)| *shared >= (RETURNS + more).max(RETURNS_PART * weights.of_all(&said)))
            .filter(|(at, _)| returns.get(source(&drafts[*at])) < Some(&RETURNS_MAX))
            // The nearer of two that fit alike.
            .reduce(|best, other| if other.1 > best.1 + 0.5 { other } else { best });
        if let Some((at, _)) = best {
            let figure = drafts[at].clone();
            if !looks_same(drafts, index, &figure.visual) {
                *returns.entry(source(&figure).to_owned()).or_default() += 1;
                bring_back(&mut drafts[index], figure);
            }
        }
        index += 1;
    }
}

/// What a picture must share beyond the least to take a scene over; none for a scene that shows what it says.
fn need(draft: &Draft) -> Option<f64> {
    let rests = draft.lines.iter().any(|line| line.pause_secs > 0.0);
    if draft.chapter.is_some() || rests || draft.lines.is_empty() {
        return None;
    }
    match &draft.visual {
        Visual::Statement { picture: None, .. } => Some(0.0),
        Visual::Cause { things, .. } if things.len() <= 2 && things.iter().all(|thing| thing.picture.is_none()) => {
            Some(DIAGRAM)
        }
        _ => None,
    }
}

fn bring_back(draft: &mut Draft, figure: Draft) {
    let own = Alternative {
        visual: std::mem::replace(&mut draft.visual, figure.visual),
        hints: std::mem::take(&mut draft.hints),
        anchor: std::mem::take(&mut draft.anchor),
    };
    draft.alternatives.insert(0, own);
    draft.part_lines.clear();
    draft.about = figure.about;
}

/// Whether the scene would look as those around it for too long.
fn looks_same(drafts: &[Draft], index: usize, visual: &Visual) -> bool {
    let same = |draft: &&Draft| look(&draft.visual) == look(visual);
    let before = drafts[..index].iter().rev().take_while(same).count();
    let after = drafts[index + 1..].iter().take_while(same).count();
    before + after + 1 > SAME_MAX
}

fn is_figure(draft: &Draft) -> bool {
    matches!(&draft.visual, Visual::Figure { .. })
}

fn source(draft: &Draft) -> &str {
    match &draft.visual {
        Visual::Figure { source, .. } => source,
        _ => "",
    }
}

/// What a figure is about, and what is said of it.
fn stems_about(draft: &Draft) -> BTreeSet<String> {
    let mut stems: BTreeSet<String> = content_stems(&draft.about).into_iter().collect();
    if let Visual::Figure { alt, caption, .. } = &draft.visual {
        stems.extend(content_stems(alt));
        stems.extend(content_stems(caption.as_deref().unwrap_or_default()));
    }
    stems
}

fn stems_of(lines: &[Line]) -> BTreeSet<String> {
    let shown = lines.iter().flat_map(|line| &line.words).map(|word| word.shown.as_str());
    shown.flat_map(content_stems).collect()
}

/// What it counts for that the sentences point at something.
fn points(lines: &[Line]) -> f64 {
    let mut words = lines.iter().flat_map(|line| &line.words).map(|word| normalize(&word.shown));
    if words.any(|word| POINTING.contains(&word.as_str())) { STAYS } else { 0.0 }
}

/// How much a word tells scenes apart.
struct Weights {
    scenes: f64,
    counts: BTreeMap<String, usize>,
}

impl Weights {
    fn of(drafts: &[Draft]) -> Self {
        let mut counts = BTreeMap::new();
        for draft in drafts {
            for stem in stems_of(&draft.lines) {
                *counts.entry(stem).or_default() += 1;
            }
        }
        Self { scenes: drafts.len().max(1) as f64, counts }
    }

    /// The weight of what both have: 1 for a word that few other scenes have, nearly nothing for one of every scene.
    fn shared(&self, about: &BTreeSet<String>, said: &BTreeSet<String>) -> f64 {
        let weight = |stem: &String| {
            let others = self.counts.get(stem).copied().unwrap_or(1).saturating_sub(1);
            let share = others as f64 / self.scenes;
            (1.2 - 2.0 * share).clamp(0.1, 1.0)
        };
        about.intersection(said).map(weight).sum()
    }

    /// The weight of all of it.
    fn of_all(&self, said: &BTreeSet<String>) -> f64 {
        self.shared(said, said)
    }
}
