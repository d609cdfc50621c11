//! A dynamic equalizer: while the voice speaks, the music steps back where consonants are told apart.

use crate::{SAMPLE_RATE, weighting::STEP_FRAMES};

/// Center of the carved band in Hz, and its width as a quality factor: about 1.9 to 4.2 kHz, where the second and third
/// formants and the noise of consonants lie.
const CENTER_HERTZ: f64 = 2800.0;
const QUALITY: f64 = 1.2;
/// How deep the band is carved under the voice, in dB.
pub const DEPTH_DB: f64 = 6.0;

/// A band-pass of unit gain at its center (R. Bristow-Johnson's cookbook), taken away in part: a bell-shaped cut whose
/// depth follows the voice without a change of its form.
struct BandPass {
    gain: f32,
    back: [f32; 2],
    state: [f32; 2],
}

impl BandPass {
    fn new() -> Self {
        let angle = std::f64::consts::TAU * CENTER_HERTZ / f64::from(SAMPLE_RATE);
        let alpha = angle.sin() / (2.0 * QUALITY);
        let norm = 1.0 / (1.0 + alpha);
        Self {
            gain: (alpha * norm) as f32,
            back: [(-2.0 * angle.cos() * norm) as f32, ((1.0 - alpha) * norm) as f32],
            state: [0.0; 2],
        }
    }

    fn next(&mut self, sample: f32) -> f32 {
        let out = self.gain * sample + self.state[0];
        self.state = [self.state[1] - self.back[0] * out, -self.gain * sample - self.back[1] * out];
        out
    }
}

/// Carves interleaved stereo in place; `presence` tells for each step how much the voice is there.
pub fn carve(music: &mut [f32], presence: &[f32]) {
    let deepest = 1.0 - 10_f32.powf(-DEPTH_DB as f32 / 20.0);
    let mut bands = [BandPass::new(), BandPass::new()];
    for (step, chunk) in music.chunks_mut(STEP_FRAMES * 2).enumerate() {
        let at = |step: usize| presence.get(step).or(presence.last()).copied().unwrap_or(0.0) * deepest;
        let (from, to) = (at(step), at(step + 1));
        for (frame, pair) in chunk.chunks_exact_mut(2).enumerate() {
            let share = from + (to - from) * frame as f32 / STEP_FRAMES as f32;
            for (band, sample) in bands.iter_mut().zip(pair) {
                *sample -= band.next(*sample) * share;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_band_of_consonants_is_carved_and_only_under_the_voice() {
        for (hertz, least, most) in
            [(200.0, -0.3, 0.1), (2800.0, -6.2, -5.8), (4200.0, -4.5, -1.5), (12_000.0, -0.6, 0.1)]
        {
            let tone = |hertz: f64| -> Vec<f32> {
                (0..96_000)
                    .map(|at| (std::f64::consts::TAU * hertz * (at / 2) as f64 / 48_000.0).sin() as f32)
                    .collect()
            };
            let level = |samples: &[f32]| -> f64 {
                10.0 * (samples[9600..].iter().map(|sample| f64::from(sample * sample)).sum::<f64>()).log10()
            };
            let (mut carved, mut rested) = (tone(hertz), tone(hertz));
            carve(&mut carved, &[1.0; 100]);
            carve(&mut rested, &[0.0; 100]);
            let change = level(&carved) - level(&tone(hertz));
            assert!((least..most).contains(&change), "{hertz} Hz changes by {change} dB");
            assert!(rested == tone(hertz), "{hertz} Hz is touched where no voice is");
        }
    }
}
