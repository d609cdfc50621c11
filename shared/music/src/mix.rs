use ebur128::{EbuR128, Mode};
use serde::{Deserialize, Serialize};

use crate::{
    Effect, MusicError, SAMPLE_RATE,
    carving::carve,
    ducking::{presence, speaking},
    effects::add_effects,
    limiter::limit,
    loudness::{integrated, measure},
    resample::double_rate,
    weighting::{STEP_FRAMES, STEPS_PER_SEC, lufs, step_powers},
};

/// Loudness of a film: what streaming services play at without turning it (AES TD1008).
pub const TARGET_LUFS: f64 = -16.0;

/// Ceiling of true peaks before encoding: half a decibel under the film's −1 dBTP, which AAC may add.
pub const TRUE_PEAK_CEILING_DBTP: f64 = -1.6;

/// How far the music lies under the voice while that speaks, in LU.
pub const MUSIC_UNDER_VOICE_LU: f64 = 16.5;

/// How much the music rises where the voice rests, in dB.
const MUSIC_RISE_DB: f64 = 7.0;

/// A hand on the fader: how much of a passage's difference from the mean is taken back, at most how many dB.
const RIDE_SHARE: f64 = 0.6;
const RIDE_MOST_DB: f64 = 5.0;
/// Half of the window in which the hand listens, in steps: 3 s in all, a short-term loudness.
const RIDE_HALF: usize = 3 * STEPS_PER_SEC / 2;

/// Closer to the target than this no further round of gain and limiting is worth its time.
const CLOSE_ENOUGH_LU: f64 = 0.05;

/// What is mixed.
#[derive(Clone, Debug, Default)]
pub struct MixInput<'a> {
    /// The narrations; they may not overlap.
    pub voices: Vec<VoicePart<'a>>,
    /// The music; none for a film without.
    pub music: Option<Vec<f32>>,
    /// The effects.
    pub effects: Vec<Effect>,
    /// Length of the film in seconds.
    pub duration_secs: f64,
    /// Whether the stems are wanted, which take three more films' samples of memory (384 kB a second each).
    pub stems: bool,
}

/// A narration at its place.
#[derive(Clone, Copy, Debug)]
pub struct VoicePart<'a> {
    /// Start in seconds.
    pub start_secs: f64,
    /// Mono samples.
    pub samples: &'a [f32],
    /// 24,000 or 48,000 samples a second.
    pub sample_rate: u32,
}

/// A film's sound.
#[derive(Clone, Debug)]
pub struct Mix {
    /// 48 kHz stereo, interleaved, exactly as long as the film.
    pub samples: Vec<f32>,
    /// What it measures.
    pub figures: MixFigures,
    /// Its parts, if they were wanted.
    pub stems: Option<Stems>,
}

/// What a mix measures.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct MixFigures {
    /// Integrated loudness in LUFS.
    pub loudness_lufs: f64,
    /// True peak in dBTP.
    pub true_peak_dbtp: f64,
    /// How far the music lies under the voice, in LU: integrated loudness of the voice, less that of the music where the
    /// voice speaks. None without voice or music.
    pub voice_to_music_lu: Option<f64>,
    /// The smallest such distance in any 3 s of which the voice speaks in at least half.
    pub closest_voice_to_music_lu: Option<f64>,
    /// Deepest reduction of the limiter in dB, 0 or less, summed over its rounds.
    pub limited_db: f64,
}

/// The parts of a mix, each 48 kHz stereo, interleaved, as long as the film and at the level it has in the mix.
///
/// Their sum is the mix before the limiter: where that rests, the sum is the mix (but for rounding); where it works, the
/// mix is the sum turned down.
#[derive(Clone, Debug)]
pub struct Stems {
    /// The narration.
    pub voice: Vec<f32>,
    /// The music, ducked and carved.
    pub music: Vec<f32>,
    /// The effects.
    pub effects: Vec<f32>,
}

/// Ducks and carves the music under the voices, adds both and the effects, and brings the mix to [`TARGET_LUFS`] under
/// [`TRUE_PEAK_CEILING_DBTP`]. Silence stays silence. Memory: one film's samples, which the music already takes, and the
/// stems if they are wanted.
///
/// # Errors
/// When a voice has an unknown sample rate or an impossible time.
pub fn mix(input: MixInput<'_>) -> Result<Mix, MusicError> {
    if !(0.0..=86_400.0).contains(&input.duration_secs) {
        return Err(MusicError::Time { what: "a film that ends", secs: input.duration_secs });
    }
    let frames = (input.duration_secs * f64::from(SAMPLE_RATE)).round() as usize;
    let mut samples = input.music.unwrap_or_default();
    samples.resize(frames * 2, 0.0);

    let voice_lufs = voice_loudness(&input.voices)?;
    let speaks = speaking(&envelope(&input.voices, frames.div_ceil(STEP_FRAMES) + 1));
    let music_powers = give_way(&mut samples, &speaks, voice_lufs)?;
    let voice_to_music_lu = voice_to_music(&samples, &speaks, voice_lufs)?;

    let mut stems = input.stems.then(|| Stems {
        voice: vec![0.0; frames * 2],
        music: samples.clone(),
        effects: vec![0.0; frames * 2],
    });
    let effects_lufs = if voice_lufs.is_finite() { voice_lufs } else { TARGET_LUFS };
    add_effects(&mut samples, &input.effects, effects_lufs);
    let mut voice_powers = vec![0.0; speaks.len()];
    for voice in &input.voices {
        add_voice(&mut samples, voice, &mut voice_powers)?;
    }
    if let Some(stems) = &mut stems {
        add_effects(&mut stems.effects, &input.effects, effects_lufs);
        for voice in &input.voices {
            add_voice(&mut stems.voice, voice, &mut [])?;
        }
    }

    // The limiter takes a little loudness away where it works; a second round gives it back.
    let (mut gain, mut limited) = (1.0_f32, 1.0_f32);
    for _ in 0..3 {
        let lufs = integrated(&samples)?;
        if !lufs.is_finite() || (lufs - TARGET_LUFS).abs() < CLOSE_ENOUGH_LU {
            break;
        }
        let turn = decibels(TARGET_LUFS - lufs);
        gain *= turn;
        samples.iter_mut().for_each(|sample| *sample *= turn);
        limited *= limit(&mut samples, decibels(TRUE_PEAK_CEILING_DBTP));
    }
    if let Some(Stems { voice, music, effects }) = &mut stems {
        for stem in [voice, music, effects] {
            stem.iter_mut().for_each(|sample| *sample *= gain);
        }
    }
    let loudness = measure(&samples)?;
    let figures = MixFigures {
        loudness_lufs: loudness.lufs,
        true_peak_dbtp: loudness.true_peak_dbtp,
        voice_to_music_lu,
        closest_voice_to_music_lu: voice_to_music_lu.and_then(|_| closest(&voice_powers, &music_powers, &speaks)),
        limited_db: 20.0 * f64::from(limited).log10(),
    };
    Ok(Mix { samples, figures, stems })
}

/// Loudness of the voices alone, as they sound from both channels.
fn voice_loudness(voices: &[VoicePart<'_>]) -> Result<f64, MusicError> {
    let Some(first) = voices.first() else { return Ok(f64::NEG_INFINITY) };
    let mut meter = EbuR128::new(1, first.sample_rate, Mode::I).map_err(MusicError::Loudness)?;
    for voice in voices.iter().filter(|voice| voice.sample_rate == first.sample_rate) {
        meter.add_frames_f32(voice.samples).map_err(MusicError::Loudness)?;
    }
    // The same samples in two channels carry twice the power.
    Ok(meter.loudness_global().map_err(MusicError::Loudness)? + 10.0 * 2.0_f64.log10())
}

/// Carves the music and turns it to its level under the voice, passage by passage. Returns its power in each step, as
/// turned.
fn give_way(music: &mut [f32], speaks: &[bool], voice_lufs: f64) -> Result<Vec<f64>, MusicError> {
    let presence = presence(speaks);
    if !voice_lufs.is_finite() || !speaks.contains(&true) {
        return Ok(step_powers(music));
    }
    carve(music, &presence);
    let mut powers = step_powers(music);
    let ride = ride(&powers);
    powers.iter_mut().zip(&ride).for_each(|(power, ride_db)| *power *= 10_f64.powf(ride_db / 10.0));
    let spoken: Vec<f64> = powers.iter().zip(speaks).filter(|(_, speaks)| **speaks).map(|(power, _)| *power).collect();
    let music_lufs = lufs(spoken.iter().sum::<f64>() / spoken.len().max(1) as f64);
    if !music_lufs.is_finite() {
        return Ok(powers);
    }
    let under_db = voice_lufs - MUSIC_UNDER_VOICE_LU - music_lufs;
    let gain_db = |step: usize| {
        let ride_db = ride.get(step).or(ride.last()).copied().unwrap_or(0.0);
        let presence = presence.get(step).or(presence.last()).copied().unwrap_or(0.0);
        under_db + ride_db + (1.0 - f64::from(presence)) * MUSIC_RISE_DB
    };
    for (step, chunk) in music.chunks_mut(STEP_FRAMES * 2).enumerate() {
        let (from, to) = (decibels(gain_db(step)), decibels(gain_db(step + 1)));
        for (frame, pair) in chunk.chunks_exact_mut(2).enumerate() {
            let gain = from + (to - from) * frame as f32 / STEP_FRAMES as f32;
            pair[0] *= gain;
            pair[1] *= gain;
        }
    }
    for (step, power) in powers.iter_mut().enumerate() {
        let presence = presence.get(step).copied().unwrap_or(0.0);
        *power *= 10_f64.powf((under_db + (1.0 - f64::from(presence)) * MUSIC_RISE_DB) / 10.0);
    }
    Ok(powers)
}

/// The fader's move in each step, in dB: loud passages come down and soft ones up, slowly and in part.
fn ride(powers: &[f64]) -> Vec<f64> {
    let mut sums = vec![0.0];
    for power in powers {
        sums.push(sums.last().copied().unwrap_or_default() + power);
    }
    let mean = |from: usize, to: usize| (sums[to] - sums[from]) / (to - from).max(1) as f64;
    let whole = mean(0, powers.len());
    (0..powers.len())
        .map(|step| {
            let around = mean(step.saturating_sub(RIDE_HALF), (step + RIDE_HALF).min(powers.len()));
            let over_db = 10.0 * ((around + 1e-12) / (whole + 1e-12)).log10();
            (-RIDE_SHARE * over_db).clamp(-RIDE_MOST_DB, RIDE_MOST_DB)
        })
        .collect()
}

/// Integrated loudness of the voice less that of the music where the voice speaks.
fn voice_to_music(music: &[f32], speaks: &[bool], voice_lufs: f64) -> Result<Option<f64>, MusicError> {
    let mut meter = EbuR128::new(2, SAMPLE_RATE, Mode::I).map_err(MusicError::Loudness)?;
    for (chunk, _) in music.chunks(STEP_FRAMES * 2).zip(speaks).filter(|(_, speaks)| **speaks) {
        meter.add_frames_f32(chunk).map_err(MusicError::Loudness)?;
    }
    let distance = voice_lufs - meter.loudness_global().map_err(MusicError::Loudness)?;
    Ok(distance.is_finite().then_some(distance))
}

/// The smallest distance of the powers in any 3 s of which at least half is speech, in LU.
fn closest(voice: &[f64], music: &[f64], speaks: &[bool]) -> Option<f64> {
    let steps = voice.len().min(music.len()).min(speaks.len());
    let window = (2 * RIDE_HALF).min(steps.max(1));
    (0..=steps - window.min(steps))
        .step_by(STEPS_PER_SEC / 2)
        .filter_map(|from| {
            let spoken = (from..(from + window).min(steps)).filter(|step| speaks[*step]);
            let (mut count, mut voices, mut musics) = (0, 0.0, 0.0);
            for step in spoken {
                (count, voices, musics) = (count + 1, voices + voice[step], musics + music[step]);
            }
            (count * 2 >= window && musics > 0.0).then(|| 10.0 * (voices / musics).log10())
        })
        .min_by(f64::total_cmp)
}

/// The voices' loudest sample in each step of the film.
fn envelope(voices: &[VoicePart<'_>], steps: usize) -> Vec<f32> {
    let mut envelope = vec![0.0_f32; steps];
    for voice in voices {
        let step_samples = (voice.sample_rate as usize / STEPS_PER_SEC).max(1);
        let first = (voice.start_secs.max(0.0) * STEPS_PER_SEC as f64) as usize;
        for (index, chunk) in voice.samples.chunks(step_samples).enumerate() {
            let Some(step) = envelope.get_mut(first + index) else { break };
            *step = chunk.iter().fold(*step, |peak, sample| peak.max(sample.abs()));
        }
    }
    envelope
}

/// Adds a voice in the middle, and its power to `powers` by steps.
fn add_voice(samples: &mut [f32], voice: &VoicePart<'_>, powers: &mut [f64]) -> Result<(), MusicError> {
    if !(0.0..=86_400.0).contains(&voice.start_secs) {
        return Err(MusicError::Time { what: "a voice that starts", secs: voice.start_secs });
    }
    let doubled;
    let at_rate = match voice.sample_rate {
        48_000 => voice.samples,
        24_000 => {
            doubled = double_rate(voice.samples);
            &doubled
        }
        sample_rate => return Err(MusicError::SampleRate { sample_rate }),
    };
    let first = (voice.start_secs * f64::from(SAMPLE_RATE)).round() as usize;
    let target = samples.get_mut(first * 2..).unwrap_or_default();
    for (pair, sample) in target.chunks_exact_mut(2).zip(at_rate) {
        pair[0] += sample;
        pair[1] += sample;
    }
    if !powers.is_empty() {
        let stereo: Vec<f32> = at_rate.iter().flat_map(|sample| [*sample, *sample]).collect();
        let steps = powers.get_mut(first / STEP_FRAMES..).unwrap_or_default();
        steps.iter_mut().zip(step_powers(&stereo)).for_each(|(sum, power)| *sum += power);
    }
    Ok(())
}

fn decibels(db: f64) -> f32 {
    10_f64.powf(db / 20.0) as f32
}

#[cfg(test)]
mod tests {
    use lectern_lesson::Mood;

    use super::*;
    use crate::{EffectKind, MusicStyle, ScoreBrief, Section, Stretch, random::Random, score};

    /// Something with the rhythm and the spectrum of speech: a buzz with formants, four syllables a second of changing
    /// strength, hisses between them, breaths every few seconds.
    fn speech(secs: f64, seed: u64) -> Vec<f32> {
        let mut random = Random::new(seed);
        let (mut phase, mut hiss, mut strength) = (0.0_f64, 0.0_f64, 1.0);
        (0..(secs * 24_000.0) as usize)
            .map(|at| {
                let time = at as f64 / 24_000.0;
                if at % 6000 == 0 {
                    strength = 0.35 + 0.65 * random.unit();
                }
                let breathes = time % 4.3 > 3.8;
                let syllable =
                    if breathes { 0.0 } else { (time * 4.0 * std::f64::consts::PI).sin().powi(2) * strength };
                phase += (115.0 + 25.0 * (time * 1.7).sin()) / 24_000.0;
                let tone: f64 = (1..28)
                    .map(|harmonic| {
                        let hertz = 120.0 * f64::from(harmonic);
                        let formant = |center: f64, width: f64| 1.0 / (1.0 + ((hertz - center) / width).powi(2));
                        let level =
                            formant(500.0, 120.0) + 0.5 * formant(1500.0, 200.0) + 0.25 * formant(2500.0, 250.0);
                        level * (std::f64::consts::TAU * phase * f64::from(harmonic)).sin()
                    })
                    .sum();
                let white = random.around();
                let sharp = white - hiss;
                hiss = white;
                (0.12 * (syllable * tone + 0.12 * (1.0 - syllable) * strength * sharp * f64::from(u8::from(!breathes))))
                    as f32
            })
            .collect()
    }

    fn music(style: &str, mood: Mood, secs: f64) -> Vec<f32> {
        let sections =
            [0.0, secs * 0.3, secs * 0.7].map(|start_secs| Section { start_secs, mood, is_chapter_start: true });
        score(&ScoreBrief {
            seed: 5,
            style: MusicStyle { mood: style.to_owned(), ..MusicStyle::default() },
            sections: sections.to_vec(),
            speech: vec![Stretch { start_secs: 0.4, end_secs: secs - 2.2 }],
            thinking: Vec::new(),
            duration_secs: secs,
        })
    }

    fn calm(secs: f64) -> Vec<f32> {
        music("calm", Mood::Calm, secs)
    }

    /// Scenes of a few seconds each with a second between them, as films have them.
    fn scenes<'a>(voice: &'a [f32], secs: f64) -> Vec<VoicePart<'a>> {
        let (mut parts, mut at, mut used) = (Vec::new(), 0.4, 0);
        for length in [2.2, 5.5, 3.5, 9.0, 4.1, 6.3, 11.0].into_iter().cycle() {
            let samples = (length * 24_000.0) as usize;
            if at + length + 2.2 > secs || used + samples > voice.len() {
                return parts;
            }
            parts.push(VoicePart { start_secs: at, samples: &voice[used..used + samples], sample_rate: 24_000 });
            (at, used) = (at + length + 1.0, used + samples);
        }
        parts
    }

    #[test]
    fn films_come_to_their_loudness_whatever_the_voice() {
        let voice = speech(20.0, 1);
        for scale in [0.01, 0.3, 1.0, 4.0] {
            let scaled: Vec<f32> = voice.iter().map(|sample| sample * scale).collect();
            let voices = vec![VoicePart { start_secs: 2.0, samples: &scaled, sample_rate: 24_000 }];
            let input = MixInput { voices, music: Some(calm(26.0)), duration_secs: 26.0, ..MixInput::default() };
            let mix = mix(input).expect("it mixes");
            assert_eq!(mix.samples.len(), 26 * 96_000);
            let MixFigures { loudness_lufs, true_peak_dbtp, .. } = mix.figures;
            assert!((loudness_lufs - TARGET_LUFS).abs() < 0.3, "{scale}: {loudness_lufs} LUFS");
            assert!(true_peak_dbtp <= TRUE_PEAK_CEILING_DBTP + 0.3, "{scale}: {true_peak_dbtp} dBTP");
        }
    }

    #[test]
    fn the_music_lies_15_to_18_lu_under_the_voice_in_films_of_any_manner() {
        let voice = speech(110.0, 2);
        // One film of two minutes; the others are shorter, since this test synthesizes and meters all of it.
        for (style, mood, duration_secs) in [
            ("calm", Mood::Calm, 120.0),
            ("playful", Mood::Bright, 50.0),
            ("serious", Mood::Serious, 50.0),
            ("museum", Mood::Triumphant, 50.0),
            ("minimal", Mood::Curious, 50.0),
        ] {
            let voices = scenes(&voice, duration_secs);
            let music = Some(music(style, mood, duration_secs));
            let mixed = mix(MixInput { voices, music, duration_secs, stems: true, ..MixInput::default() });
            let mixed = mixed.expect("it mixes");
            let (figures, stems) = (mixed.figures, mixed.stems.expect("stems were wanted"));
            let told = figures.voice_to_music_lu.expect("there are voice and music");
            assert!((15.0..=18.0).contains(&told), "{style}: {told} LU");
            let closest = figures.closest_voice_to_music_lu.expect("there are voice and music");
            assert!(closest > 11.0, "{style}: {closest} LU at the closest");

            // The stems, cut to where the voice stem is heard, say the same.
            let (mut voice_meter, mut music_meter) = (Vec::new(), Vec::new());
            for (voice, music) in stems.voice.chunks(4800).zip(stems.music.chunks(4800)) {
                if voice.iter().any(|sample| sample.abs() > 0.01) {
                    voice_meter.extend_from_slice(voice);
                    music_meter.extend_from_slice(music);
                }
            }
            let distance = measure(&voice_meter).expect("a voice").lufs - measure(&music_meter).expect("music").lufs;
            assert!((15.0..=18.0).contains(&distance), "{style}: the stems are {distance} LU apart");
            assert!((figures.loudness_lufs - TARGET_LUFS).abs() < 0.3 && figures.true_peak_dbtp < -1.2, "{figures:?}");
        }
    }

    #[test]
    fn stems_sum_to_the_mix_where_the_limiter_rests() {
        let voice = speech(14.0, 3);
        let voices = vec![VoicePart { start_secs: 2.0, samples: &voice, sample_rate: 24_000 }];
        let effects = vec![Effect { kind: EffectKind::Reveal, at_secs: 17.0, gain: 1.0, pitch_class: 2 }];
        let input = MixInput { voices, music: Some(calm(20.0)), effects, duration_secs: 20.0, stems: true };
        let mixed = mix(input.clone()).expect("it mixes");
        let stems = mixed.stems.as_ref().expect("stems were wanted");
        assert!(
            [&stems.voice, &stems.music, &stems.effects].iter().all(|stem| stem.iter().any(|sample| *sample != 0.0))
        );
        let sum = |at: usize| stems.voice[at] + stems.music[at] + stems.effects[at];
        let (mut equal, mut over) = (0, 0);
        for at in 0..mixed.samples.len() {
            let (sum, mix) = (sum(at), mixed.samples[at]);
            equal += usize::from((sum - mix).abs() < 1e-5);
            over += usize::from(mix.abs() > sum.abs() + 1e-5);
        }
        assert!(equal * 10 > mixed.samples.len() * 9, "{equal} of {} samples are the sum", mixed.samples.len());
        assert_eq!(over, 0, "the limiter only turns down");
        // Asking for stems changes nothing else, and the same input gives the same samples.
        let plain = mix(MixInput { stems: false, ..input }).expect("it mixes");
        assert!(plain.samples == mixed.samples && plain.stems.is_none());
    }

    #[test]
    fn the_music_rises_in_long_rests() {
        let voice = speech(10.0, 4);
        let part = |start_secs| VoicePart { start_secs, samples: &voice, sample_rate: 24_000 };
        let input = MixInput {
            voices: vec![part(1.0), part(21.0)],
            music: Some(calm(34.0)),
            duration_secs: 34.0,
            stems: true,
            ..MixInput::default()
        };
        let stems = mix(input).expect("it mixes").stems.expect("stems were wanted");
        let level = |from: f64, to: f64| {
            let powers = step_powers(&stems.music[(from * 96_000.0) as usize..(to * 96_000.0) as usize]);
            lufs(powers.iter().sum::<f64>() / powers.len() as f64)
        };
        let rise = level(14.0, 19.0) - level(3.0, 10.0).max(level(23.0, 30.0));
        assert!(rise > 3.0, "the music rises by {rise} dB");
    }

    #[test]
    fn silence_stays_silence_and_nonsense_is_refused() {
        let silent = mix(MixInput { duration_secs: 2.0, ..MixInput::default() }).expect("it mixes");
        assert!(silent.samples.iter().all(|sample| *sample == 0.0));
        assert_eq!(silent.figures.voice_to_music_lu, None);
        let part = VoicePart { start_secs: 0.0, samples: &[0.1], sample_rate: 44_100 };
        let refused = mix(MixInput { voices: vec![part], duration_secs: 1.0, ..MixInput::default() });
        assert!(matches!(refused, Err(MusicError::SampleRate { sample_rate: 44_100 })));
        let refused = mix(MixInput { duration_secs: f64::NAN, ..MixInput::default() });
        assert!(matches!(refused, Err(MusicError::Time { .. })));
        let short = [0.1; 100];
        let voices = vec![VoicePart { start_secs: 0.0, samples: &short, sample_rate: 24_000 }];
        assert!(mix(MixInput { voices, duration_secs: 0.01, ..MixInput::default() }).is_ok());
    }
}
