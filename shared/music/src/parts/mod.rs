//! The players' parts: each reads the plan and writes its notes.

mod bass;
mod color;
mod ending;
mod figure;
mod lead;
mod pad;
mod pulse;
mod thinking;

use crate::{ScoreBrief, instrument::Note, piece::Piece, random::Random};

/// How late or early a player is at most, in seconds.
const HUMAN_SECS: f64 = 0.014;
/// How much louder or softer than meant a note is at most, as a share.
const HUMAN_STRENGTH: f64 = 0.16;

/// All notes of a piece, in no order.
pub fn notes(piece: &Piece, brief: &ScoreBrief) -> Vec<Note> {
    let source = Random::new(brief.seed);
    let mut notes = pad::part(piece, brief);
    notes.extend(bass::part(piece, brief, &mut source.fork(20)));
    notes.extend(figure::part(piece, brief, &mut source.fork(21)));
    notes.extend(lead::part(piece, brief, &mut source.fork(22)));
    notes.extend(color::part(piece, &mut source.fork(23)));
    notes.extend(pulse::part(piece, brief, &mut source.fork(24)));
    notes.extend(thinking::part(piece, brief));
    // What is left over of the last bar gives way to the ending.
    notes.retain(|note| note.start_secs < piece.landing_secs - 0.05);
    notes.extend(ending::part(piece));
    humanize(&mut notes, &mut source.fork(25));
    notes
}

fn humanize(notes: &mut [Note], random: &mut Random) {
    for note in notes {
        note.start_secs = (note.start_secs + HUMAN_SECS * random.around()).max(0.0);
        note.velocity = (note.velocity * (1.0 + HUMAN_STRENGTH * random.around())).clamp(0.0, 1.0);
    }
}
