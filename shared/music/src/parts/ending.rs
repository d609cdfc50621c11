use crate::{
    harmony::Chord,
    instrument::{Instrument, Note},
    piece::Piece,
    voicing::{Register, voicing},
};

/// The last chord: it lands with the last word, rolled from the bass up, with the motif's home note on top, and rings out
/// until the film's end.
pub fn part(piece: &Piece) -> Vec<Note> {
    let Some(last) = piece.passages.last() else { return Vec::new() };
    let left = piece.end_secs - piece.landing_secs;
    if left < 0.2 {
        return Vec::new();
    }
    let chord = Chord::homecoming(piece.home);
    let before = last.chords.last().map(|chord| chord.voicing.clone()).unwrap_or_default();
    let laid = voicing(&chord, &before, 3, Register { lowest: 52, highest: 74 });
    let bass = 38 + (chord.root() - 38).rem_euclid(12);
    let note = |instrument: Instrument, after: f64, pitch: i32, velocity: f64, place: f64| Note {
        instrument,
        start_secs: piece.landing_secs + after,
        length_secs: (left - after - 0.8).max(0.3),
        pitch,
        velocity,
        place,
    };
    let mut notes = vec![note(last.ensemble.bass, 0.0, bass, 0.5, 0.5)];
    for (index, pitch) in laid.iter().enumerate() {
        notes.push(note(last.ensemble.pad, 0.0, *pitch, 0.46, 0.3 + 0.2 * index as f64));
    }
    // Rolled in about a third of a second.
    let mut ladder: Vec<i32> =
        [bass + 12].into_iter().chain(laid.iter().flat_map(|pitch| [*pitch, pitch + 12])).collect();
    ladder.sort_unstable();
    ladder.dedup();
    for (index, pitch) in ladder.iter().enumerate() {
        notes.push(note(last.ensemble.figure, 0.055 * index as f64, *pitch, 0.38, 0.35 + 0.05 * index as f64));
    }
    let top = 79 + (chord.root() - 79).rem_euclid(12);
    let lead_secs = 0.055 * ladder.len() as f64;
    if left > 1.0 {
        notes.push(note(last.ensemble.lead, lead_secs, top, 0.5, 0.6));
    }
    if last.ensemble.color == Instrument::Timpani {
        notes.push(note(Instrument::Timpani, 0.0, bass, 0.4, 0.42));
    }
    notes
}
