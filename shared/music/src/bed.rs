use lectern_lesson::Mood;

use crate::{
    SAMPLE_RATE,
    chords::{HOME, density, progression},
    random::Random,
    reverb::reverberate,
    voices::{Note, hertz, pad, piano},
};

/// What the music is for.
#[derive(Clone, Debug, PartialEq)]
pub struct ScoreBrief {
    /// Chooses key and notes; the same seed gives the same music.
    pub seed: u64,
    /// Where moods and chapters begin, in order.
    pub sections: Vec<Section>,
    /// Length of the film in seconds.
    pub duration_secs: f64,
}

/// A stretch of the film in one mood.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Section {
    /// Start in seconds.
    pub start_secs: f64,
    /// Its mood.
    pub mood: Mood,
    /// Whether a chapter begins here: the progression starts anew.
    pub is_chapter_start: bool,
}

/// Seconds of a chord: four beats at 64 a minute.
const CHORD_SECS: f64 = 3.75 * 2.0;
/// Beats of a chord that may have a note.
const BEATS: usize = 8;
/// The last chord comes so long before the end, and rings out.
const ENDING_SECS: f64 = 6.0;

/// Composes a quiet bed: a slow progression on a pad, sparse notes of a felt piano over it, and a last chord that comes
/// home as the film ends. 48 kHz stereo, interleaved, exactly as long as the film.
pub fn score(brief: &ScoreBrief) -> Vec<f32> {
    let frames = (brief.duration_secs.max(0.0) * f64::from(SAMPLE_RATE)).round() as usize;
    let mut bed = vec![0.0; frames * 2];
    let mut random = Random::new(brief.seed);
    // Tonics from F to C: the pad's range in which small speakers still carry it.
    let tonic = *random.choose(&[-4, -2, 0, 1, 3]);
    let mut step = 0;
    let mut at_secs = 0.0;
    let mut section = None;
    while at_secs < brief.duration_secs {
        let here = section_at(&brief.sections, at_secs);
        if here != section {
            section = here;
            if here.is_some_and(|index| brief.sections[index].is_chapter_start) {
                step = 0;
            }
        }
        let mood = here.map_or(Mood::Calm, |index| brief.sections[index].mood);
        let remaining = brief.duration_secs - at_secs;
        // What is too short for a chord of its own belongs to the last one.
        let is_last = remaining <= CHORD_SECS + ENDING_SECS;
        let (chord, length_secs) = if is_last { (HOME, remaining) } else { (progression(mood)[step % 4], CHORD_SECS) };
        play(&mut bed, chord, tonic, at_secs, length_secs, mood, is_last, &mut random);
        step += 1;
        at_secs += length_secs;
    }
    reverberate(&mut bed);
    fade_ends(&mut bed);
    bed
}

fn section_at(sections: &[Section], at_secs: f64) -> Option<usize> {
    sections.iter().rposition(|section| section.start_secs <= at_secs + 1e-6)
}

#[expect(clippy::too_many_arguments, reason = "a chord has that many properties")]
fn play(
    bed: &mut [f32],
    chord: [i32; 4],
    tonic: i32,
    at_secs: f64,
    length_secs: f64,
    mood: Mood,
    is_last: bool,
    random: &mut Random,
) {
    let frame = |secs: f64| (secs * f64::from(SAMPLE_RATE)) as usize;
    for (index, semitones) in chord.iter().enumerate() {
        let note = Note {
            start: frame(at_secs),
            length: frame(length_secs),
            hertz: hertz(tonic + semitones),
            gain: if index == 0 { 0.12 } else { 0.075 },
            place: 0.2 + 0.2 * index as f64,
        };
        pad(bed, note, random);
    }
    let (chance, gain) = density(mood);
    let beat_secs = CHORD_SECS / BEATS as f64;
    let beats = if is_last { 3 } else { BEATS };
    let mut last = usize::MAX;
    for beat in 0..beats {
        // The first beat speaks more often than the others; the ending climbs the chord.
        let plays = is_last || random.unit() < if beat == 0 { chance + 0.3 } else { chance };
        let mut tone = if is_last { beat + 1 } else { 1 + (random.next() % 3) as usize };
        if tone == last && !is_last {
            tone = 1 + tone % 3;
        }
        let octave = if random.unit() < 0.3 { 24 } else { 12 };
        let loudness = gain * (0.7 + 0.3 * random.unit());
        let place = 0.3 + 0.4 * random.unit();
        if plays {
            last = tone;
            piano(
                bed,
                Note {
                    start: frame(at_secs + beat as f64 * beat_secs),
                    length: 0,
                    hertz: hertz(tonic + chord[tone] + octave),
                    gain: 0.09 * loudness,
                    place,
                },
            );
        }
    }
}

/// Half a second in, two seconds out.
fn fade_ends(bed: &mut [f32]) {
    let frames = bed.len() / 2;
    let (fade_in, fade_out) = (SAMPLE_RATE as usize / 2, SAMPLE_RATE as usize * 2);
    for (frame, pair) in bed.chunks_exact_mut(2).enumerate() {
        let into = frame as f32 / fade_in as f32;
        let out = (frames - frame) as f32 / fade_out as f32;
        let gain = into.min(out).min(1.0);
        pair[0] *= gain;
        pair[1] *= gain;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn brief(seed: u64, duration_secs: f64) -> ScoreBrief {
        let sections = [(0.0, Mood::Calm), (20.0, Mood::Curious), (45.0, Mood::Serious)]
            .map(|(start_secs, mood)| Section { start_secs, mood, is_chapter_start: start_secs > 0.0 });
        ScoreBrief { seed, sections: sections.to_vec(), duration_secs }
    }

    #[test]
    fn a_bed_is_as_long_as_its_film_for_any_length() {
        for secs in [0.0, 0.01, 3.0, 14.2, 61.37] {
            let bed = score(&brief(7, secs));
            assert_eq!(bed.len(), (secs * 48_000.0).round() as usize * 2, "{secs} s");
            assert!(bed.iter().all(|sample| sample.is_finite() && sample.abs() < 1.0), "{secs} s");
        }
    }

    #[test]
    fn seeds_decide_the_notes() {
        assert!(score(&brief(1, 30.0)) == score(&brief(1, 30.0)));
        assert!(score(&brief(1, 30.0)) != score(&brief(2, 30.0)));
    }

    #[test]
    fn the_bed_never_falls_silent_before_the_end_and_does_not_loop() {
        let bed = score(&brief(3, 60.0));
        let loudness = |secs: usize| {
            let from = secs * 96_000;
            bed[from..from + 96_000].iter().map(|sample| f64::from(sample * sample)).sum::<f64>() / 96_000.0
        };
        for secs in 3..57 {
            assert!(loudness(secs) > 1e-5, "silent at {secs} s: {}", loudness(secs));
        }
        // Four chords take 30 s; the fifth to eighth must not repeat the first four sample by sample.
        assert!(bed[0..960_000] != bed[30 * 96_000..30 * 96_000 + 960_000]);
    }
}
