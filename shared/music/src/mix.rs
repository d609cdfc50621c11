use ebur128::{EbuR128, Mode};

use crate::{
    MusicError, SAMPLE_RATE,
    ducking::{STEPS_PER_SEC, gains},
    limiter::limit,
    loudness::{integrated, measure},
    resample::double_rate,
};

/// Loudness of a film: what streaming services play at without turning it (AES TD1008).
pub const TARGET_LUFS: f64 = -16.0;

/// Ceiling of true peaks before encoding: half a decibel under the film's −1 dBTP, which AAC may add.
pub const TRUE_PEAK_CEILING_DBTP: f64 = -1.6;

/// How far the bed lies under the voice while that speaks, in LU.
const BED_UNDER_VOICE_LU: f64 = 17.0;

/// How much the bed rises where the voice rests, in dB.
const BED_RISE_DB: f64 = 7.0;

/// Closer to the target than this no further round of gain and limiting is worth its time.
const CLOSE_ENOUGH_LU: f64 = 0.05;

/// What is mixed.
pub struct MixInput<'a> {
    /// The narrations; they may not overlap.
    pub voices: Vec<VoicePart<'a>>,
    /// The music; none for a film without.
    pub bed: Option<Vec<f32>>,
    /// Length of the film in seconds.
    pub duration_secs: f64,
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
    /// Integrated loudness in LUFS.
    pub loudness_lufs: f64,
    /// True peak in dBTP.
    pub true_peak_dbtp: f64,
}

/// Ducks the bed under the voices, mixes them, and brings the mix to [`TARGET_LUFS`] under
/// [`TRUE_PEAK_CEILING_DBTP`]. Silence stays silence. Memory: one film's samples, which the bed already takes.
///
/// # Errors
/// When a voice has an unknown sample rate or an impossible time.
pub fn mix(input: MixInput<'_>) -> Result<Mix, MusicError> {
    if !(0.0..=86_400.0).contains(&input.duration_secs) {
        return Err(MusicError::Time { what: "a film that ends", secs: input.duration_secs });
    }
    let frames = (input.duration_secs * f64::from(SAMPLE_RATE)).round() as usize;
    let mut samples = input.bed.unwrap_or_default();
    samples.resize(frames * 2, 0.0);

    let voice_lufs = voice_loudness(&input.voices)?;
    duck(&mut samples, &input.voices, voice_lufs)?;
    for voice in &input.voices {
        add_voice(&mut samples, voice)?;
    }

    // The limiter takes a little loudness away where it works; a second round gives it back.
    for _ in 0..3 {
        let lufs = integrated(&samples)?;
        if !lufs.is_finite() || (lufs - TARGET_LUFS).abs() < CLOSE_ENOUGH_LU {
            break;
        }
        let gain = decibels(TARGET_LUFS - lufs);
        samples.iter_mut().for_each(|sample| *sample *= gain);
        limit(&mut samples, decibels(TRUE_PEAK_CEILING_DBTP));
    }
    let loudness = measure(&samples)?;
    Ok(Mix { samples, loudness_lufs: loudness.lufs, true_peak_dbtp: loudness.true_peak_dbtp })
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

fn duck(bed: &mut [f32], voices: &[VoicePart<'_>], voice_lufs: f64) -> Result<(), MusicError> {
    let bed_lufs = integrated(bed)?;
    if !bed_lufs.is_finite() || !voice_lufs.is_finite() {
        return Ok(());
    }
    let under_db = voice_lufs - BED_UNDER_VOICE_LU - bed_lufs;
    let step_frames = SAMPLE_RATE as usize / STEPS_PER_SEC;
    let envelope = envelope(voices, bed.len() / 2 / step_frames + 2);
    let gains = gains(&envelope, decibels(under_db), decibels(under_db + BED_RISE_DB));
    for (frame, pair) in bed.chunks_exact_mut(2).enumerate() {
        let (step, within) = (frame / step_frames, (frame % step_frames) as f32 / step_frames as f32);
        let gain = gains[step] + (gains[step + 1] - gains[step]) * within;
        pair[0] *= gain;
        pair[1] *= gain;
    }
    Ok(())
}

/// The voices' loudest sample in each envelope step of the film.
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

fn add_voice(samples: &mut [f32], voice: &VoicePart<'_>) -> Result<(), MusicError> {
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
    let first = (voice.start_secs * f64::from(SAMPLE_RATE)).round() as usize * 2;
    let target = samples.get_mut(first..).unwrap_or_default();
    for (pair, sample) in target.chunks_exact_mut(2).zip(at_rate) {
        pair[0] += sample;
        pair[1] += sample;
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
    use crate::{MusicStyle, ScoreBrief, Section, Stretch, score};

    /// Something with the rhythm of speech: bursts of a buzzing tone, three a second, rests between "sentences".
    fn speech(secs: f64) -> Vec<f32> {
        (0..(secs * 24_000.0) as usize)
            .map(|at| {
                let time = at as f64 / 24_000.0;
                let syllable = (time * 3.0 * std::f64::consts::PI).sin().powi(2);
                let tone: f64 =
                    (1..20).map(|n| (time * 140.0 * f64::from(n) * std::f64::consts::TAU).sin() / f64::from(n)).sum();
                (0.12 * syllable * tone) as f32
            })
            .collect()
    }

    fn bed(secs: f64) -> Vec<f32> {
        score(&ScoreBrief {
            seed: 5,
            style: MusicStyle::default(),
            speech: vec![Stretch { start_secs: 1.0, end_secs: secs - 3.0 }],
            thinking: Vec::new(),
            sections: vec![Section { start_secs: 0.0, mood: Mood::Calm, is_chapter_start: true }],
            duration_secs: secs,
        })
    }

    #[test]
    fn films_come_to_their_loudness_whatever_the_voice() {
        let voice = speech(20.0);
        for scale in [0.01, 0.3, 1.0, 4.0] {
            let scaled: Vec<f32> = voice.iter().map(|sample| sample * scale).collect();
            let voices = vec![VoicePart { start_secs: 2.0, samples: &scaled, sample_rate: 24_000 }];
            let mix = mix(MixInput { voices, bed: Some(bed(26.0)), duration_secs: 26.0 }).expect("it mixes");
            assert_eq!(mix.samples.len(), 26 * 96_000);
            assert!((mix.loudness_lufs - TARGET_LUFS).abs() < 0.3, "{scale}: {} LUFS", mix.loudness_lufs);
            assert!(mix.true_peak_dbtp <= TRUE_PEAK_CEILING_DBTP + 0.3, "{scale}: {} dBTP", mix.true_peak_dbtp);
        }
    }

    #[test]
    fn the_bed_lies_low_under_the_voice_and_rises_in_a_rest() {
        let voice = speech(10.0);
        let silence = vec![0.0; voice.len()];
        let mixed = |samples: &[f32]| {
            let part = |start_secs| VoicePart { start_secs, samples, sample_rate: 24_000 };
            mix(MixInput { voices: vec![part(1.0), part(21.0)], bed: Some(bed(34.0)), duration_secs: 34.0 })
                .expect("it mixes")
        };
        let with_voice = mixed(&voice);
        let level = |samples: &[f32], from: f64, to: f64| {
            let range = (from * 96_000.0) as usize..(to * 96_000.0) as usize;
            let power: f64 = samples[range.clone()].iter().map(|sample| f64::from(sample * sample)).sum();
            10.0 * (power / range.len() as f64).log10()
        };
        let speaking = level(&with_voice.samples, 2.0, 10.0);
        let resting = level(&with_voice.samples, 14.0, 19.0);
        assert!(speaking - resting > 5.0 && speaking - resting < 20.0, "voice {speaking} dB, rest {resting} dB");

        // The bed alone, ducked as under the voice: what is left of the mix when the voice is taken out again.
        let mut ducked = bed(34.0);
        let parts = [1.0, 21.0].map(|start_secs| VoicePart { start_secs, samples: &voice, sample_rate: 24_000 });
        duck(&mut ducked, &parts, voice_loudness(&parts).expect("it measures")).expect("it ducks");
        let raw = bed(34.0);
        let under = level(&ducked, 3.0, 10.0) - level(&raw, 3.0, 10.0);
        let open = level(&ducked, 14.0, 19.0) - level(&raw, 14.0, 19.0);
        assert!((open - under - BED_RISE_DB).abs() < 0.5, "under {under} dB, open {open} dB");
        assert!(mixed(&silence).loudness_lufs.is_finite(), "a silent voice leaves the bed");
    }

    #[test]
    fn silence_stays_silence_and_nonsense_is_refused() {
        let silent = mix(MixInput { voices: Vec::new(), bed: None, duration_secs: 2.0 }).expect("it mixes");
        assert!(silent.samples.iter().all(|sample| *sample == 0.0));
        let part = VoicePart { start_secs: 0.0, samples: &[0.1], sample_rate: 44_100 };
        let refused = mix(MixInput { voices: vec![part], bed: None, duration_secs: 1.0 });
        assert!(matches!(refused, Err(MusicError::SampleRate { sample_rate: 44_100 })));
        let refused = mix(MixInput { voices: Vec::new(), bed: None, duration_secs: f64::NAN });
        assert!(matches!(refused, Err(MusicError::Time { .. })));
    }
}
