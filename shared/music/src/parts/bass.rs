use lectern_lesson::Mood;

use crate::{
    ScoreBrief,
    instrument::{Instrument, Note},
    piece::Piece,
    random::Random,
};

/// Lowest note of the bass: F sharp, 92 Hz an octave up is what small speakers give of it.
const LOWEST: i32 = 38;

/// The roots: held in calm and serious passages, walking to the fifth in bright ones, marked in triumph. The film's first
/// bars have none, and each new phrase is led into by a step now and then.
pub fn part(piece: &Piece, brief: &ScoreBrief, random: &mut Random) -> Vec<Note> {
    let mut notes = Vec::new();
    for (index, passage) in piece.passages.iter().enumerate() {
        for (place, chord) in passage.chords.iter().enumerate() {
            if index == 0 && place == 0 && passage.chords.len() > 1 || brief.thinks(chord.start_secs + 0.3) {
                continue;
            }
            let root = LOWEST + (chord.chord.root() - LOWEST).rem_euclid(12);
            let velocity = 0.6 * passage.intensity;
            let mut play = |start_secs: f64, length_secs: f64, pitch: i32, velocity: f64| {
                notes.push(Note {
                    instrument: passage.ensemble.bass,
                    start_secs,
                    length_secs,
                    pitch,
                    velocity,
                    place: 0.5,
                });
            };
            let (start, length) = (chord.start_secs, chord.length_secs);
            let moves = match passage.mood {
                Mood::Calm | Mood::Serious => 0.12,
                Mood::Curious => 0.4,
                Mood::Bright => 0.75,
                Mood::Triumphant => 0.9,
            };
            let beat_secs = passage.bars[0].beat_secs;
            if length >= 2.0 * beat_secs && random.chance(moves) && passage.ensemble.bass == Instrument::SoftBass {
                let turn = length * if random.chance(0.6) { 0.5 } else { 0.625 };
                play(start, turn * 0.95, root, velocity);
                let fifth = chord.chord.classes.last().copied().filter(|_| chord.chord.classes.len() == 3);
                let other = fifth.map_or(root, |class| root + (class - root).rem_euclid(12));
                let other = if other > root + 7 { other - 12 } else { other };
                play(start + turn, (length - turn) * 0.9, other, velocity * 0.8);
            } else {
                play(start, length * 0.97, root, velocity);
            }
        }
    }
    notes
}
