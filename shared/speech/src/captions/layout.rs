//! The lines of a caption.

use super::{Piece, breaks, shown_length};

/// Pieces in one or two lines.
pub(super) struct Block {
    pub lines: Vec<String>,
    pub cost: f64,
}

/// The best lines of at most so many characters for the pieces; none if they do not fit.
pub(super) fn lay_out(pieces: &[Piece], line_characters: usize) -> Option<Block> {
    if shown_length(pieces) <= line_characters {
        return Some(Block { lines: vec![line(pieces)], cost: 0.0 });
    }
    let mut best: Option<(f64, usize)> = None;
    for cut in 1..pieces.len() {
        let (first, second) = (shown_length(&pieces[..cut]), shown_length(&pieces[cut..]));
        if first > line_characters || second > line_characters {
            continue;
        }
        // Even lines, and rather the lower one longer: less of the picture is covered.
        let uneven = first.abs_diff(second) as f64 * 0.25 + if first > second { 2.0 } else { 0.0 };
        let cost = breaks::cost(pieces, cut) * 0.6 + uneven;
        if best.is_none_or(|(least, _)| cost < least) {
            best = Some((cost, cut));
        }
    }
    best.map(|(cost, cut)| Block { lines: vec![line(&pieces[..cut]), line(&pieces[cut..])], cost })
}

fn line(pieces: &[Piece]) -> String {
    let mut text = String::new();
    for piece in pieces {
        if !text.is_empty() && !piece.glued {
            text.push(' ');
        }
        text.push_str(&piece.text);
    }
    text
}
