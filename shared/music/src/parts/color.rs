use crate::{
    instrument::{Instrument, Note},
    piece::{Passage, Piece},
    random::Random,
};

/// What marks the form: a stroke where a movement begins, a swell that leads into it, and a touch at the end of some
/// phrases.
pub fn part(piece: &Piece, random: &mut Random) -> Vec<Note> {
    let mut notes = Vec::new();
    for passage in &piece.passages {
        let (Some(first), Some(last)) = (passage.bars.first(), passage.bars.last()) else { continue };
        let color = passage.ensemble.color;
        let mut stroke = |secs: f64, velocity: f64| {
            let class = passage.chord_at(secs).chord.root();
            let floor = if color == Instrument::Timpani { 41 } else { 79 };
            notes.push(Note {
                instrument: color,
                start_secs: secs,
                length_secs: 1.0,
                pitch: floor + (class - floor).rem_euclid(12),
                velocity: velocity * passage.intensity,
                place: if color == Instrument::Timpani { 0.42 } else { 0.68 },
            });
        };
        if passage.begins && passage.movement > 0 {
            stroke(first.start_secs, 0.6);
        } else if random.chance(0.4) {
            stroke(first.beat(*random.choose(&[0.0, 1.0, 2.0])), 0.35);
        }
        if passage.ends {
            let length_secs = (2.0 * last.beat_secs).min(last.end_secs() - last.start_secs);
            notes.push(Note {
                instrument: Instrument::Swell,
                start_secs: last.end_secs() - length_secs,
                length_secs,
                pitch: 60,
                velocity: 0.5 * passage.intensity,
                place: 0.5,
            });
            run_up(passage, &mut notes);
        }
    }
    notes
}

/// Four rising notes of the figure's player on the last beat of a movement: the bar leads over instead of stopping.
fn run_up(passage: &Passage, notes: &mut Vec<Note>) {
    let Some(last) = passage.bars.last() else { return };
    if last.beats < 2 {
        return;
    }
    let chord = passage.chord_at(last.end_secs() - 0.01);
    let mut ladder: Vec<i32> = chord.voicing.iter().flat_map(|pitch| [pitch + 12, pitch + 24]).collect();
    ladder.sort_unstable();
    for (index, pitch) in ladder.into_iter().take(4).enumerate() {
        notes.push(Note {
            instrument: passage.ensemble.figure,
            start_secs: last.beat(last.beats as f64 - 1.0 + index as f64 * 0.25),
            length_secs: last.beat_secs * 0.5,
            pitch,
            velocity: (0.3 + 0.06 * index as f64) * passage.intensity,
            place: 0.4 + 0.06 * index as f64,
        });
    }
}
