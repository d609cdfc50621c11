use ebur128::{EbuR128, Mode};

use crate::SAMPLE_RATE;

/// Loudness that every scene's speech is brought to (LUFS, ITU-R BS.1770-4); the film as a whole is set when it is mixed.
pub(crate) const LOUDNESS_LUFS: f64 = -20.0;

/// Highest sample of a scene's speech: -3 dBFS.
pub(crate) const PEAK: f32 = 0.707;

/// A stretch counts as sound above this share of the loudest (-46 dB).
const SILENCE_SHARE: f32 = 0.005;

/// Length of the stretches that sound is looked for in: 5 ms.
const BLOCK: usize = SAMPLE_RATE as usize / 200;

/// Kept before the first sound (breath of a plosive) and after the last (the tail of an "s"), in seconds.
const MARGIN_BEFORE_SECS: f64 = 0.02;
const MARGIN_AFTER_SECS: f64 = 0.04;

/// Length of the fades at both ends, so that a cut never clicks: 5 ms.
const FADE: usize = SAMPLE_RATE as usize / 200;

/// The range of samples in which there is sound, with a little air around it; empty when all is silent.
pub(crate) fn sounding(samples: &[f32]) -> std::ops::Range<usize> {
    let loudness: Vec<f32> = samples
        .chunks(BLOCK)
        .map(|block| (block.iter().map(|sample| sample * sample).sum::<f32>() / block.len() as f32).sqrt())
        .collect();
    let threshold = loudness.iter().copied().fold(0.0, f32::max) * SILENCE_SHARE;
    let sounds = |level: &f32| *level > threshold && *level > 0.0;
    let (Some(first), Some(last)) = (loudness.iter().position(sounds), loudness.iter().rposition(sounds)) else {
        return 0..0;
    };
    let before = samples_in(MARGIN_BEFORE_SECS);
    let after = samples_in(MARGIN_AFTER_SECS);
    (first * BLOCK).saturating_sub(before)..((last + 1) * BLOCK + after).min(samples.len())
}

/// Samples in so many seconds, rounded.
pub(crate) fn samples_in(secs: f64) -> usize {
    (secs * f64::from(SAMPLE_RATE)).round().max(0.0) as usize
}

/// Raises the first samples from silence and lowers the last to it, along half a cosine.
pub(crate) fn fade_ends(samples: &mut [f32]) {
    let fade = FADE.min(samples.len() / 2);
    let last = samples.len().saturating_sub(1);
    for step in 0..fade {
        let gain = 0.5 - 0.5 * (std::f32::consts::PI * (step as f32 + 0.5) / fade as f32).cos();
        samples[step] *= gain;
        samples[last - step] *= gain;
    }
}

/// The gain that brings speech to [`LOUDNESS_LUFS`], or as near as [`PEAK`] allows. Depends on these samples alone.
pub(crate) fn normal_gain(samples: &[f32]) -> f32 {
    let peak = samples.iter().fold(0.0_f32, |peak, sample| peak.max(sample.abs()));
    if peak <= 0.0 {
        return 1.0;
    }
    let wanted = 10_f64.powf((LOUDNESS_LUFS - loudness_lufs(samples)) / 20.0) as f32;
    wanted.min(PEAK / peak)
}

/// Gated loudness in LUFS. The gate needs 400 ms: shorter speech is repeated until there is enough to measure.
pub(crate) fn loudness_lufs(samples: &[f32]) -> f64 {
    let repeats = (SAMPLE_RATE as usize).div_ceil(samples.len().max(1));
    let mut meter = EbuR128::new(1, SAMPLE_RATE, Mode::I).expect("one channel at 24 kHz is within the meter's limits");
    for _ in 0..repeats {
        meter.add_frames_f32(samples).expect("mono frames of any number fit a mono meter");
    }
    match meter.loudness_global() {
        Ok(loudness) if loudness.is_finite() => loudness,
        // Too quiet for the gate: nothing is gained by raising noise.
        _ => LOUDNESS_LUFS,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tone(secs: f64, amplitude: f32) -> Vec<f32> {
        (0..samples_in(secs))
            .map(|index| amplitude * (index as f32 * 440.0 * std::f32::consts::TAU / SAMPLE_RATE as f32).sin())
            .collect()
    }

    #[test]
    fn every_length_and_level_comes_to_the_same_loudness() {
        for (secs, amplitude) in [(0.05, 0.5), (0.3, 0.02), (2.0, 0.9), (5.0, 0.004)] {
            let mut samples = tone(secs, amplitude);
            let gain = normal_gain(&samples);
            samples.iter_mut().for_each(|sample| *sample *= gain);
            let loudness = loudness_lufs(&samples);
            assert!((loudness - LOUDNESS_LUFS).abs() < 0.3, "{secs} s at {amplitude}: {loudness} LUFS");
        }
    }

    #[test]
    fn a_click_does_not_pass_the_peak() {
        let mut samples = tone(2.0, 0.01);
        samples[1000] = 1.0;
        let gain = normal_gain(&samples);
        assert!(samples.iter().all(|sample| (sample * gain).abs() <= PEAK));
    }

    #[test]
    fn silence_around_sound_is_found() {
        let mut samples = vec![0.0; 24_000];
        samples[10_000..12_000].copy_from_slice(&tone(1.0, 0.5)[..2_000]);
        let range = sounding(&samples);
        assert!((9_400..=10_000).contains(&range.start) && (12_000..=13_200).contains(&range.end), "{range:?}");
        assert_eq!(sounding(&[0.0; 500]), 0..0);
        assert_eq!(sounding(&[]), 0..0);
    }

    #[test]
    fn faded_ends_are_silent() {
        for length in [0, 1, 2, 7, 240, 1000] {
            let mut samples = vec![1.0_f32; length];
            fade_ends(&mut samples);
            if length > 300 {
                assert!(samples[0] < 0.001 && samples[length - 1] < 0.001 && samples[length / 2] == 1.0);
            }
        }
    }
}
