use crate::{
    ScoreBrief, Stretch,
    instrument::{Instrument, Note},
    piece::Piece,
};

/// The held chords. Notes that two chords share are held over, so the voice leading is heard as lines.
pub fn part(piece: &Piece, brief: &ScoreBrief) -> Vec<Note> {
    let mut notes: Vec<Note> = Vec::new();
    let mut held: Vec<Option<Note>> = vec![None; 4];
    for passage in &piece.passages {
        for chord in &passage.chords {
            let end_secs = (chord.start_secs + chord.length_secs).min(piece.landing_secs);
            let coverage = brief
                .coverage(Stretch { start_secs: chord.start_secs, end_secs: chord.start_secs + chord.length_secs });
            let velocity = (0.62 - 0.16 * coverage) * passage.intensity;
            for (index, seat) in held.iter_mut().enumerate() {
                let Some(pitch) = chord.voicing.get(index) else { continue };
                let goes_on =
                    seat.as_ref().is_some_and(|note| note.pitch == *pitch && note.instrument == passage.ensemble.pad);
                if !goes_on {
                    notes.extend(seat.take());
                    *seat = Some(Note {
                        instrument: passage.ensemble.pad,
                        start_secs: early(passage.ensemble.pad, chord.start_secs),
                        length_secs: 0.0,
                        pitch: *pitch,
                        // Inner voices stand back.
                        velocity: velocity * if index == 1 { 0.85 } else { 1.0 },
                        place: 0.3 + 0.2 * index as f64,
                    });
                }
                if let Some(note) = seat {
                    note.length_secs = end_secs - note.start_secs;
                }
            }
        }
    }
    notes.extend(held.into_iter().flatten());
    notes
}

/// Slow voices begin before the beat, so that they are there on it.
fn early(instrument: Instrument, secs: f64) -> f64 {
    (secs - if instrument == Instrument::Pad { 0.35 } else { 0.15 }).max(0.0)
}
