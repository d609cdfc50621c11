//! Which glyphs of a line become which of the next: a longest common subsequence, then what changed its place.

use crate::math::Glyph;

/// Lines of more pieces are not matched: the table would grow with the square.
const PIECE_LIMIT: usize = 400;

/// Lines that share less of the shorter one are different lines.
const LEAST_SHARED: f64 = 0.4;

/// What a pair is worth when its glyphs differ in size, as a base and an exponent do.
const RESIZED: f64 = 0.45;

/// For each piece of `new` the piece of `old` that becomes it. None when the lines have too little in common.
pub(super) fn matched(old: &[Glyph], new: &[Glyph]) -> Option<Vec<Option<usize>>> {
    if old.is_empty() || new.is_empty() || old.len().max(new.len()) > PIECE_LIMIT {
        return None;
    }
    let mut matches = in_order(old, new);
    out_of_order(old, new, &mut matches);
    let shared = matches.iter().flatten().count() as f64;
    (shared >= LEAST_SHARED * old.len().min(new.len()) as f64).then_some(matches)
}

/// What it is worth that `old[from]` becomes `new[to]`: more for the same size, and a little for the same place.
fn worth(old: &[Glyph], new: &[Glyph], from: usize, to: usize) -> f64 {
    let (Some(one), Some(two)) = (old.get(from), new.get(to)) else { return 0.0 };
    if one.face != two.face || one.code != two.code {
        return 0.0;
    }
    let size = if (one.scale - two.scale).abs() < 0.01 { 1.0 } else { RESIZED };
    let place = (from as f64 / old.len() as f64 - to as f64 / new.len() as f64).abs();
    size - 0.05 * place
}

/// The most valuable pairs that keep their order.
fn in_order(old: &[Glyph], new: &[Glyph]) -> Vec<Option<usize>> {
    let columns = new.len() + 1;
    // best[from * columns + to]: the value of what stands before `from` and `to`.
    let mut best = vec![0.0_f64; (old.len() + 1) * columns];
    for from in 0..old.len() {
        for to in 0..new.len() {
            let pair = worth(old, new, from, to);
            let with = if pair > 0.0 { best[from * columns + to] + pair } else { 0.0 };
            best[(from + 1) * columns + to + 1] =
                with.max(best[from * columns + to + 1]).max(best[(from + 1) * columns + to]);
        }
    }
    let mut matches = vec![None; new.len()];
    let (mut from, mut to) = (old.len(), new.len());
    while from > 0 && to > 0 {
        let value = best[from * columns + to];
        if value <= best[(from - 1) * columns + to] {
            from -= 1;
        } else if value <= best[from * columns + to - 1] {
            to -= 1;
        } else {
            from -= 1;
            to -= 1;
            matches[to] = Some(from);
        }
    }
    matches
}

/// Pairs what is left by identity, nearest first: terms that went to the other side.
fn out_of_order(old: &[Glyph], new: &[Glyph], matches: &mut [Option<usize>]) {
    let mut used = vec![false; old.len()];
    for from in matches.iter().flatten() {
        used[*from] = true;
    }
    for to in 0..new.len() {
        if matches[to].is_some() {
            continue;
        }
        let free = (0..old.len()).filter(|from| !used[*from] && worth(old, new, *from, to) > 0.6);
        // The neighbor of what the piece before came from keeps a term together.
        let neighbor = to.checked_sub(1).and_then(|before| matches[before]).map(|before| before + 1);
        let found = free.min_by_key(|from| {
            let apart = (from * new.len()).abs_diff(to * old.len());
            (Some(*from) != neighbor, apart, *from)
        });
        if let Some(from) = found {
            used[from] = true;
            matches[to] = Some(from);
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::math::Formula;

    fn glyphs(latex: &str) -> Vec<Glyph> {
        let formula = Formula::parse(latex).expect("is LaTeX");
        let laid_out = formula.lay_out_all(&[]).expect("can be laid out");
        laid_out.pieces.into_iter().map(|piece| piece.glyph).collect()
    }

    #[test]
    fn what_stays_is_found_in_its_order() {
        let (old, new) = (glyphs("a^2+2ab+b^2=2ab+c^2"), glyphs("a^2+b^2=c^2"));
        let matches = matched(&old, &new).expect("they are alike");
        let from: Vec<usize> = matches.into_iter().map(|from| from.expect("each glyph comes from somewhere")).collect();
        assert!(from.windows(2).all(|pair| pair[0] < pair[1]), "{from:?}");
        assert_eq!(from[0], 0);
        assert_eq!(*from.last().expect("not empty"), old.len() - 1);
    }

    #[test]
    fn a_term_that_changes_sides_is_found() {
        let matches = matched(&glyphs("x+p=q"), &glyphs("x=q-p")).expect("they are alike");
        assert_eq!(matches, [Some(0), Some(3), Some(4), None, Some(2)]);
    }

    #[test]
    fn lines_that_share_little_are_not_matched() {
        assert_eq!(matched(&glyphs("E=mc^2"), &glyphs(r"\sin\alpha+\cos\beta<1")), None);
    }

    proptest! {
        #[test]
        fn no_glyph_is_used_twice(old in "[abc+]{1,14}", new in "[abc+]{1,14}") {
            let glyph = |character| Glyph { face: "Main".to_owned(), code: u32::from(character), scale: 1.0 };
            let (old, new): (Vec<Glyph>, Vec<Glyph>) = (old.chars().map(glyph).collect(), new.chars().map(glyph).collect());
            if let Some(matches) = matched(&old, &new) {
                let mut from: Vec<usize> = matches.iter().flatten().copied().collect();
                let count = from.len();
                from.sort_unstable();
                from.dedup();
                prop_assert_eq!(from.len(), count);
                for (to, from) in matches.iter().enumerate() {
                    if let Some(from) = from {
                        prop_assert_eq!(&old[*from], &new[to]);
                    }
                }
            }
        }
    }
}
