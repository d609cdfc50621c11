use lectern_lesson::Mood;

use crate::{
    ScoreBrief,
    instrument::Note,
    piece::{Passage, Pattern, Piece},
    random::Random,
};

/// The moving part: runs through the chords in its movement's pattern, which is varied from bar to bar, and thins out
/// while words are said.
pub fn part(piece: &Piece, brief: &ScoreBrief, random: &mut Random) -> Vec<Note> {
    let mut notes = Vec::new();
    let mut turn = 0;
    for (index, passage) in piece.passages.iter().enumerate() {
        for (place, bar) in passage.bars.iter().enumerate() {
            let is_cadence = place + 1 == passage.bars.len();
            // The film opens without it, and a new movement lets its first bar breathe.
            if index == 0 && place < 2 || passage.begins && place == 0 && random.chance(0.5) {
                continue;
            }
            let rhythm = vary(passage.texture.rhythm, bar.beats * 2, random);
            for eighth in 0..bar.beats * 2 {
                let is_lit = rhythm >> (eighth % 16) & 1 == 1;
                let secs = bar.beat(eighth as f64 / 2.0);
                if !is_lit || brief.thinks(secs) || is_cadence && eighth as f64 > bar.beats as f64 * 1.2 {
                    continue;
                }
                let speaks = brief.speaks(secs + 0.1);
                let chance = piece.density * if speaks { 0.62 - 0.2 * bar.coverage } else { 0.95 };
                // The downbeat carries the chord: it is left out less often.
                let chance = if eighth == 0 { chance + 0.25 } else { chance };
                if !random.chance(chance) {
                    continue;
                }
                let accent = if eighth == 0 { 1.0 } else { 0.72 + 0.12 * f64::from(u8::from(eighth % 2 == 0)) };
                let velocity = 0.55 * accent * passage.intensity * if speaks { 0.8 } else { 1.0 };
                for pitch in pitches(passage, secs, turn, random) {
                    notes.push(Note {
                        instrument: passage.ensemble.figure,
                        start_secs: secs,
                        length_secs: bar.beat_secs * 0.9,
                        pitch,
                        velocity: velocity * strength(passage.mood),
                        place: 0.36 + 0.012 * f64::from((pitch - 66).clamp(-12, 20)),
                    });
                }
                turn += 1;
            }
        }
    }
    notes
}

/// One or two of the rhythm's eighths change.
fn vary(rhythm: u16, eighths: usize, random: &mut Random) -> u16 {
    let mut varied = rhythm | rhythm << 8;
    for _ in 0..1 + random.below(2) {
        if random.chance(0.7) {
            varied ^= 1 << (1 + random.below(eighths.clamp(2, 16) - 1));
        }
    }
    varied
}

fn pitches(passage: &Passage, secs: f64, turn: usize, random: &mut Random) -> Vec<i32> {
    let laid = &passage.chord_at(secs).voicing;
    if laid.is_empty() {
        return Vec::new();
    }
    // The layout and its lowest notes an octave up: two octaves to run through.
    let mut ladder: Vec<i32> = laid.iter().map(|pitch| pitch + passage.texture.figure_octave).collect();
    ladder.extend(laid.iter().take(2).map(|pitch| pitch + passage.texture.figure_octave + 12));
    ladder.sort_unstable();
    ladder.dedup();
    let count = ladder.len();
    let at = match passage.texture.pattern {
        _ if random.chance(0.14) => random.below(count),
        Pattern::Rising | Pattern::Pairs => turn % count,
        Pattern::Falling => count - 1 - turn % count,
        Pattern::Broken => [0, count - 1, count / 2, count - 1, 1, count / 2][turn % 6].min(count - 1),
        Pattern::Wave => {
            let place = turn % (2 * count - 2).max(1);
            if place < count { place } else { 2 * count - 2 - place }
        }
        Pattern::Wide => (turn * 3 + turn / count) % count,
    };
    let mut pitches = vec![ladder[at]];
    if passage.texture.pattern == Pattern::Pairs && random.chance(0.6) {
        pitches.push(ladder[(at + 2) % count]);
    }
    pitches
}

fn strength(mood: Mood) -> f64 {
    match mood {
        Mood::Calm => 0.9,
        Mood::Serious => 0.85,
        Mood::Curious | Mood::Bright => 1.0,
        Mood::Triumphant => 1.1,
    }
}
