use crate::{
    Effect, MixFigures, MusicError, SAMPLE_RATE, VoicePart,
    bed::give_way,
    ducking::speaking,
    effects::add_effects,
    figures::{closest, voice_to_music},
    limiter::limit,
    loudness::{integrated, measure},
    voice::{add_voice, envelope, voice_loudness},
    weighting::STEP_FRAMES,
};

/// Loudness of a film: what streaming services play at without turning it (AES TD1008).
pub const TARGET_LUFS: f64 = -16.0;

/// Ceiling of true peaks before encoding: half a decibel under the film's −1 dBTP, which AAC may add.
pub const TRUE_PEAK_CEILING_DBTP: f64 = -1.6;

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

/// A gain of so many decibels as a factor.
pub(crate) fn decibels(db: f64) -> f32 {
    10_f64.powf(db / 20.0) as f32
}

#[cfg(test)]
mod tests {
    use lectern_lesson::Mood;

    use super::*;
    use crate::{
        EffectKind, MusicStyle, ScoreBrief, Section, Stretch,
        random::Random,
        score, stem_distance,
        weighting::{lufs, step_powers},
    };

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
            ("warm", Mood::Calm, 30.0),
            ("curious", Mood::Curious, 30.0),
            ("bright", Mood::Bright, 30.0),
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
            let measured = stem_distance(&stems.voice, &stems.music).expect("both sound");
            assert!(
                measured.voice_to_music_lu.is_some_and(|lu| (lu - told).abs() < 0.3),
                "{style}: {measured:?}, {told}"
            );
            let apart = measured.closest_voice_to_music_lu.map(|lu| (lu - closest).abs());
            assert!(apart.is_some_and(|apart| apart < 0.3), "{style}: {measured:?}, {closest}");
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
