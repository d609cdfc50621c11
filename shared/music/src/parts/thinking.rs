use crate::{
    ScoreBrief,
    instrument::{Instrument, Note},
    piece::Piece,
};

/// The pause in which the audience thinks: a far woodblock ticks the beats, and every other one a high note of the chord
/// waits with it.
pub fn part(piece: &Piece, brief: &ScoreBrief) -> Vec<Note> {
    let mut notes = Vec::new();
    for passage in &piece.passages {
        for bar in &passage.bars {
            for beat in 0..bar.beats {
                let secs = bar.beat(beat as f64);
                if !brief.thinks(secs) {
                    continue;
                }
                let tick = Note {
                    instrument: Instrument::Woodblock,
                    start_secs: secs,
                    length_secs: 0.1,
                    pitch: if beat % 2 == 0 { 84 } else { 79 },
                    velocity: 0.6,
                    place: 0.35 + 0.3 * f64::from(u8::from(beat % 2 == 1)),
                };
                notes.push(tick);
                if beat % 2 == 0 {
                    let top = passage.chord_at(secs).voicing.last().copied().unwrap_or(72);
                    notes.push(Note {
                        instrument: Instrument::Celesta,
                        pitch: top + 12 + if bar.beats > 2 && beat >= 2 { 12 } else { 0 },
                        velocity: 0.4,
                        place: 0.6,
                        ..tick
                    });
                }
            }
        }
    }
    notes
}
