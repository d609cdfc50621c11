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

#[cfg(test)]
mod tests {
    use lectern_lesson::Mood;

    use super::*;
    use crate::{
        MusicStyle, Section, Stretch,
        instrument::{Instrument, Note},
        weighting::step_powers,
    };

    /// A film of chapters of about 25 s, dense narration with a second between scenes, a question's pause at 70 s.
    fn brief(seed: u64, style: &str, mood: Mood, duration_secs: f64) -> ScoreBrief {
        let section =
            |index: usize| Section { start_secs: index as f64 * 8.3, mood, is_chapter_start: index.is_multiple_of(3) };
        let mut speech = Vec::new();
        let mut at_secs = 0.4;
        for length in [2.2, 5.5, 3.5, 9.0, 4.1, 6.3, 11.0].into_iter().cycle() {
            if at_secs + length > duration_secs - 2.2 {
                break;
            }
            let rest = if (62.0..70.0).contains(&(at_secs + length)) { 5.0 } else { 1.0 };
            speech.push(Stretch { start_secs: at_secs, end_secs: at_secs + length });
            at_secs += length + rest;
        }
        let thinking = speech
            .windows(2)
            .map(|pair| Stretch { start_secs: pair[0].end_secs, end_secs: pair[1].start_secs })
            .filter(|gap| gap.length_secs() > 2.0);
        ScoreBrief {
            seed,
            style: MusicStyle { mood: style.to_owned(), ..MusicStyle::default() },
            sections: (0..(duration_secs / 8.3) as usize + 1).map(section).collect(),
            thinking: thinking.collect(),
            speech,
            duration_secs,
        }
    }

    fn written(brief: &ScoreBrief) -> Vec<Note> {
        notes(&plan(brief), brief)
    }

    #[test]
    fn music_is_as_long_as_its_film_for_any_length() {
        for secs in [0.0, 0.01, 0.5, 3.0, 14.2, 31.37] {
            let music = score(&brief(7, "calm", Mood::Calm, secs));
            assert_eq!(music.len(), (secs * 48_000.0).round() as usize * 2, "{secs} s");
            assert!(music.iter().all(|sample| sample.is_finite() && sample.abs() < 1.0), "{secs} s");
        }
    }

    #[test]
    fn seeds_decide_the_notes_and_nothing_else_does() {
        let (one, other) = (brief(1, "warm", Mood::Bright, 20.0), brief(2, "warm", Mood::Bright, 20.0));
        assert!(score(&one) == score(&one));
        assert!(written(&one) != written(&other));
    }

    #[test]
    fn music_is_heard_until_it_ends_with_the_film() {
        for style in ["calm", "serious", "playful"] {
            let brief = brief(3, style, Mood::Calm, 60.0);
            let music = score(&brief);
            let powers = step_powers(&music);
            let level = |from: f64, to: f64| {
                let steps = &powers[(from * 100.0) as usize..(to * 100.0) as usize];
                10.0 * (steps.iter().sum::<f64>() / steps.len() as f64 + 1e-12).log10()
            };
            for secs in 2..58 {
                let here = level(f64::from(secs), f64::from(secs) + 1.0);
                assert!(here > -58.0, "{style}: {here} dB at {secs} s");
            }
            let landing = brief.last_word_secs();
            assert!(level(landing, landing + 0.5) > level(landing - 2.0, landing - 0.1) - 3.0, "{style}: no landing");
            assert!(level(59.95, 60.0) < level(landing, landing + 0.5) - 30.0, "{style}: the end is cut off");
            let mean = music.iter().map(|sample| f64::from(*sample)).sum::<f64>() / music.len() as f64;
            assert!(mean.abs() < 1e-4, "{style}: an offset of {mean}");
        }
    }

    #[test]
    fn the_last_chord_lands_with_the_last_word_and_is_home() {
        for seed in 0..8 {
            let brief = brief(seed, "museum", Mood::Serious, 45.0);
            let piece = plan(&brief);
            let landing = brief.last_word_secs();
            let last: Vec<Note> = written(&brief).into_iter().filter(|note| note.start_secs > landing - 0.03).collect();
            assert!(last.len() >= 6, "{} notes in the last chord", last.len());
            let lowest = last.iter().min_by_key(|note| note.pitch).expect("notes");
            assert_eq!(lowest.pitch % 12, piece.home.class(0), "the bass is not at home");
            assert!(last.iter().all(|note| note.start_secs < landing + 0.9), "{last:?}");
        }
    }

    /// Chroma (12 pitch classes) and onsets (16 places) of a bar, pads left out, of unit length.
    fn fingerprint(notes: &[Note], start_secs: f64, end_secs: f64) -> Vec<f64> {
        let mut print = vec![0.0; 28];
        for note in notes.iter().filter(|note| (start_secs - 0.02..end_secs - 0.02).contains(&note.start_secs)) {
            if matches!(note.instrument, Instrument::Pad | Instrument::Strings | Instrument::LowStrings) {
                continue;
            }
            let place = (note.start_secs - start_secs) / (end_secs - start_secs) * 16.0;
            print[note.pitch.rem_euclid(12) as usize] += note.velocity;
            print[12 + (place.round().max(0.0) as usize).min(15)] += note.velocity;
        }
        let length = print.iter().map(|one| one * one).sum::<f64>().sqrt().max(1e-9);
        print.iter().map(|one| one / length).collect()
    }

    #[test]
    fn no_loop_is_heard_as_a_loop() {
        for (style, mood) in [
            ("calm", Mood::Calm),
            ("playful", Mood::Bright),
            ("minimal", Mood::Curious),
            ("serious", Mood::Serious),
            ("warm", Mood::Triumphant),
        ] {
            for seed in [1, 77, 4000] {
                let brief = brief(seed, style, mood, 180.0);
                let (piece, notes) = (plan(&brief), written(&brief));
                let prints: Vec<Vec<f64>> = piece
                    .passages
                    .iter()
                    .flat_map(|passage| &passage.bars)
                    .map(|bar| fingerprint(&notes, bar.start_secs, bar.end_secs()))
                    .collect();
                let alike = |one: usize, other: usize| -> f64 {
                    prints[one].iter().zip(&prints[other]).map(|(one, other)| one * other).sum()
                };
                for lag in 1..=16 {
                    let pairs: Vec<f64> = (0..prints.len() - lag).map(|bar| alike(bar, bar + lag)).collect();
                    let mean = pairs.iter().sum::<f64>() / pairs.len() as f64;
                    assert!(mean < 0.8, "{style}, {seed}: bars {lag} apart are alike by {mean}");
                    // Two bars in a row that are both nearly the same would be heard as a repeat.
                    let longest = pairs.windows(2).map(|two| two[0].min(two[1])).fold(0.0, f64::max);
                    assert!(longest < 0.985, "{style}, {seed}: two bars come back after {lag}, alike by {longest}");
                }
            }
        }
    }

    #[test]
    fn less_is_played_under_words_and_thinking_ticks() {
        for seed in 0..6 {
            let brief = brief(seed, "bright", Mood::Bright, 150.0);
            let notes = written(&brief);
            let busy = |note: &&Note| !matches!(note.instrument, Instrument::Pad | Instrument::SoftBass);
            let spoken: f64 = brief.speech.iter().map(Stretch::length_secs).sum();
            let thought: f64 = brief.thinking.iter().map(Stretch::length_secs).sum();
            let under = notes.iter().filter(busy).filter(|note| brief.speaks(note.start_secs)).count() as f64 / spoken;
            let between = notes.iter().filter(busy).filter(|note| !brief.speaks(note.start_secs)).count() as f64
                / (brief.duration_secs - spoken - thought);
            assert!(under < 0.85 * between, "{under} notes a second under words, {between} between them");
            for pause in &brief.thinking {
                let inside = |note: &&Note| (pause.start_secs + 0.02..pause.end_secs - 0.02).contains(&note.start_secs);
                let ticks = notes.iter().filter(inside).filter(|note| note.instrument == Instrument::Woodblock).count();
                assert!(ticks >= 2, "{ticks} ticks in {pause:?}");
                assert!(notes.iter().filter(inside).all(|note| note.instrument != Instrument::Shaker));
            }
        }
    }
}
