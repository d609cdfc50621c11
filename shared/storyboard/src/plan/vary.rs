//! No visual three times in a row: what looks like the two scenes before it shows something else that its sentences call for.

use super::draft::Draft;
use super::worth::{explains, look};
use crate::Layouts;

/// Scenes in a row that may look the same.
const SAME_MAX: usize = 2;

/// Gives every third scene of one look another of its pictures, where it has one that fits.
pub(crate) fn vary(drafts: &mut [Draft], layouts: &dyn Layouts) {
    for index in SAME_MAX..drafts.len() {
        let Some(first) = index.checked_sub(SAME_MAX) else { continue };
        if !same(&drafts[first..=index]) {
            continue;
        }
        // The third is changed, else the second, else the first: whichever has something better to show.
        let change = [index, index - 1, first].into_iter().find_map(|at| Some((at, other(drafts, at, layouts)?)));
        if let Some((at, draft)) = change {
            drafts[at] = draft;
        }
    }
}

fn same(drafts: &[Draft]) -> bool {
    drafts.windows(2).all(|pair| look(&pair[0].visual) == look(&pair[1].visual))
}

fn other(drafts: &[Draft], at: usize, layouts: &dyn Layouts) -> Option<Draft> {
    let draft = &drafts[at];
    let candidates = draft.alternatives.iter().filter(|other| look(&other.visual) != look(&draft.visual));
    let mut changed = drafts.to_vec();
    candidates
        .filter(|other| explains(&other.visual) || !explains(&draft.visual))
        .map(|other| Draft {
            visual: other.visual.clone(),
            hints: other.hints.clone(),
            anchor: other.anchor,
            part_lines: Vec::new(),
            ..draft.clone()
        })
        .find(|draft| {
            changed[at] = draft.clone();
            let around = at.saturating_sub(SAME_MAX)..=(at + SAME_MAX).min(changed.len() - 1);
            let again = around.clone().any(|start| changed.get(start..=start + SAME_MAX).is_some_and(same));
            !again && layouts.layout(&draft.visual).fits()
        })
}
