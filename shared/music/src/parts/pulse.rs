use crate::{
    ScoreBrief,
    instrument::{Instrument, Note},
    piece::Piece,
    random::Random,
};

/// The light pulse of some ensembles: off the beat, with bars left out, silent in first and last bars of movements.
pub fn part(piece: &Piece, brief: &ScoreBrief, random: &mut Random) -> Vec<Note> {
    let mut notes = Vec::new();
    for passage in &piece.passages {
        let Some(instrument) = passage.ensemble.pulse else { continue };
        for (place, bar) in passage.bars.iter().enumerate() {
            let rests = passage.begins && place == 0 || passage.ends && place + 1 == passage.bars.len();
            if rests || random.chance(0.15 + 0.25 * bar.coverage / piece.density) {
                continue;
            }
            for eighth in 0..bar.beats * 2 {
                let secs = bar.beat(eighth as f64 / 2.0);
                let (chance, velocity) = match (instrument, eighth % 4) {
                    (Instrument::Shaker, 1 | 3) => (0.85, 0.6),
                    (Instrument::Shaker, _) => (0.4, 0.35),
                    (_, 2) => (0.95, 0.6),
                    (_, 3) => (0.25, 0.3),
                    (_, _) => (0.1, 0.3),
                };
                if random.chance(chance) && !brief.thinks(secs) {
                    let softer = if brief.speaks(secs) { 0.65 } else { 1.0 };
                    notes.push(Note {
                        instrument,
                        start_secs: secs,
                        length_secs: 0.1,
                        pitch: 60,
                        velocity: velocity * softer * passage.intensity,
                        place: 0.7,
                    });
                }
            }
        }
    }
    notes
}
