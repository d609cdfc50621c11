//! The narrations of a film at their places.

use ebur128::{EbuR128, Mode};

use crate::{
    MusicError, SAMPLE_RATE,
    resample::double_rate,
    weighting::{STEP_FRAMES, STEPS_PER_SEC, step_powers},
};

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

/// Loudness of the voices alone, as they sound from both channels.
pub(crate) fn voice_loudness(voices: &[VoicePart<'_>]) -> Result<f64, MusicError> {
    let Some(first) = voices.first() else { return Ok(f64::NEG_INFINITY) };
    let mut meter = EbuR128::new(1, first.sample_rate, Mode::I).map_err(MusicError::Loudness)?;
    for voice in voices.iter().filter(|voice| voice.sample_rate == first.sample_rate) {
        meter.add_frames_f32(voice.samples).map_err(MusicError::Loudness)?;
    }
    // The same samples in two channels carry twice the power.
    Ok(meter.loudness_global().map_err(MusicError::Loudness)? + 10.0 * 2.0_f64.log10())
}

/// The voices' loudest sample in each step of the film.
pub(crate) fn envelope(voices: &[VoicePart<'_>], steps: usize) -> Vec<f32> {
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
pub(crate) fn add_voice(samples: &mut [f32], voice: &VoicePart<'_>, powers: &mut [f64]) -> Result<(), MusicError> {
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
