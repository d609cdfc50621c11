use crate::{Character, SAMPLE_RATE, ScoreBrief, ensemble::room_secs, parts::notes, perform::perform, piece::plan};

/// Seconds of fade at the start and at the end.
const FADE_IN_SECS: f64 = 0.25;
const FADE_OUT_SECS: f64 = 1.3;

/// Composes and plays the music of a film: 48 kHz stereo, interleaved, exactly as long as the film.
///
/// Its form follows the chapters, its harmony and players the moods, its density the narration; a motif drawn from the
/// seed comes back varied, and the last chord lands with the last word. Memory: the result, 384 kB a second.
pub fn score(brief: &ScoreBrief) -> Vec<f32> {
    let frames = (brief.duration_secs.max(0.0) * f64::from(SAMPLE_RATE)).round() as usize;
    let piece = plan(brief);
    let room = brief.style.room_secs.unwrap_or_else(|| room_secs(Character::named(&brief.style.mood)));
    let mut sound = perform(notes(&piece, brief), frames, room, brief.seed);
    fade_ends(&mut sound);
    sound
}

/// Pitch class (C is 0) of the chord's root at a time: what an effect should agree with.
pub fn root_at(brief: &ScoreBrief, secs: f64) -> i32 {
    let piece = plan(brief);
    let passage = piece.passages.iter().rfind(|passage| passage.start_secs() <= secs).or(piece.passages.first());
    passage.map_or_else(|| piece.home.class(0), |passage| passage.chord_at(secs).chord.root())
}

fn fade_ends(sound: &mut [f32]) {
    let frames = sound.len() / 2;
    let (fade_in, fade_out) = (FADE_IN_SECS * f64::from(SAMPLE_RATE), FADE_OUT_SECS * f64::from(SAMPLE_RATE));
    for (frame, pair) in sound.chunks_exact_mut(2).enumerate() {
        let into = frame as f64 / fade_in;
        let out = (frames - frame) as f64 / fade_out;
        if into < 1.0 || out < 1.0 {
            // A quarter of a cosine: it leaves the level slowly and meets silence without a corner in loudness.
            let gain = (into.min(out).min(1.0) * std::f64::consts::FRAC_PI_2).sin().powi(2) as f32;
            pair[0] *= gain;
            pair[1] *= gain;
        }
    }
}
