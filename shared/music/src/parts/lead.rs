use crate::{
    ScoreBrief,
    instrument::{Instrument, Note},
    motif::Variation,
    piece::{Passage, Piece},
    random::Random,
};

/// A gap in the narration shorter than this is no place for a melody.
const SHORTEST_GAP_SECS: f64 = 0.7;

/// The motif: plain in the opening, varied at the start of each movement, in fragments under words, and as an answer in
/// the gaps between them.
pub fn part(piece: &Piece, brief: &ScoreBrief, random: &mut Random) -> Vec<Note> {
    let mut notes: Vec<Note> = Vec::new();
    let mut last_variation = Variation::Plain;
    for (index, passage) in piece.passages.iter().enumerate() {
        for (place, bar) in passage.bars.iter().enumerate() {
            let opens_film = index == 0 && place == 0;
            let states = opens_film || passage.begins && place == 0 || index == 0 && place == 2;
            let chance = piece.density * if bar.coverage < 0.5 { 0.6 } else { 0.22 };
            if !(states || random.chance(chance)) {
                continue;
            }
            let variation = if opens_film { Variation::Plain } else { fresh(last_variation, states, random) };
            last_variation = variation;
            let near = passage.texture.lead_near + if random.chance(0.2) { 5 } else { 0 };
            let chord = passage.chord_at(bar.start_secs);
            let line = piece.motif.varied(variation).over(chord.scale, &chord.chord, near);
            // A statement in the last bar would blur the cadence: only its head.
            let is_cadence = place + 1 == passage.bars.len();
            let shift = if states && !opens_film { 0.0 } else { *random.choose(&[0.0, 0.0, 0.5, 1.0]) };
            for (at, (motif_note, pitch)) in line.into_iter().enumerate() {
                let secs = bar.beat(motif_note.beat + shift);
                if brief.thinks(secs) || is_cadence && at >= 3 || secs >= bar.end_secs() + bar.beat_secs * 4.0 {
                    continue;
                }
                let speaks = brief.speaks(secs);
                // Under words only a part of the line is heard, softly.
                if speaks && !states && random.chance(0.45) {
                    continue;
                }
                let velocity = if opens_film {
                    0.8
                } else if states {
                    0.7
                } else {
                    0.6
                } * if speaks { 0.72 } else { 1.0 };
                notes.push(note(passage, secs, motif_note.beats * bar.beat_secs, pitch, velocity));
            }
        }
    }
    answer_gaps(piece, brief, random, &mut notes);
    notes
}

fn fresh(last: Variation, states: bool, random: &mut Random) -> Variation {
    let choices: &[Variation] = if states {
        &[Variation::Plain, Variation::Inverted, Variation::Ornamented, Variation::Broad, Variation::Reversed]
    } else {
        &Variation::ALL
    };
    let others: Vec<Variation> = choices.iter().filter(|one| **one != last).copied().collect();
    *random.choose(&others)
}

/// Two or three notes of the motif in gaps of the narration, on the eighths of the bar, unless the lead plays there anyway.
fn answer_gaps(piece: &Piece, brief: &ScoreBrief, random: &mut Random, notes: &mut Vec<Note>) {
    for pair in brief.speech.windows(2) {
        let (from, to) = (pair[0].end_secs, pair[1].start_secs);
        if to - from < SHORTEST_GAP_SECS || brief.thinks((from + to) / 2.0) {
            continue;
        }
        if notes.iter().any(|note| note.start_secs > from - 0.8 && note.start_secs < to + 0.4) || !random.chance(0.7) {
            continue;
        }
        let Some(passage) = piece.passages.iter().rfind(|passage| passage.start_secs() <= from) else { continue };
        let Some(bar) = passage.bars.iter().rfind(|bar| bar.start_secs <= from) else { continue };
        let first = ((from - bar.start_secs) / bar.beat_secs * 2.0).ceil() / 2.0;
        let chord = passage.chord_at(bar.beat(first));
        let variation = *random.choose(&[Variation::Head, Variation::Tail]);
        let line = piece.motif.varied(variation).over(chord.scale, &chord.chord, passage.texture.lead_near + 3);
        for (motif_note, pitch) in line.into_iter().take(3) {
            let secs = bar.beat(first + motif_note.beat);
            if secs < to {
                notes.push(note(passage, secs, motif_note.beats * bar.beat_secs, pitch, 0.55));
            }
        }
    }
}

fn note(passage: &Passage, start_secs: f64, length_secs: f64, pitch: i32, velocity: f64) -> Note {
    let instrument = passage.ensemble.lead;
    // Small metal sounds where it is written an octave higher.
    let octave = if matches!(instrument, Instrument::Celesta | Instrument::Bell) { 12 } else { 0 };
    Note {
        instrument,
        start_secs,
        length_secs: length_secs.max(0.15),
        pitch: pitch + octave,
        velocity: velocity * passage.intensity,
        place: 0.6,
    }
}
