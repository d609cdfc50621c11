//! What does not fit becomes further scenes, or is cut further: nothing is ever drawn smaller than the limit.

mod parting;
mod smaller;

use lectern_lesson::{Action, Visual};

use self::parting::part;
use self::smaller::smaller;
use super::draft::{Draft, Hint};
use super::phrases::Phrases;
use super::worth::explains;
use crate::Layouts;
use crate::words::same_word;

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
    // Rather another of its pictures than words alone.
    if matches!(fitting, None | Some(Visual::Statement { .. }))
        && let Some(other) = draft
            .alternatives
            .iter()
            .find(|other| explains(&other.visual) && layouts.layout(&other.visual).fits())
            .cloned()
    {
        return vec![Draft {
            visual: other.visual,
            hints: other.hints,
            anchor: other.anchor,
            part_lines: Vec::new(),
            ..draft
        }];
    }
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
