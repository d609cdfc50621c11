//! Loudness step by step: K-weighted energy (ITU-R BS.1770-4), ten milliseconds at a time.

use crate::SAMPLE_RATE;

/// Steps a second.
pub const STEPS_PER_SEC: usize = 100;
/// Frames of a step.
pub const STEP_FRAMES: usize = SAMPLE_RATE as usize / STEPS_PER_SEC;

/// The two filters of the K weighting at 48 kHz, with the coefficients that the standard prints.
#[derive(Clone, Copy, Debug, Default)]
struct Weighting {
    shelf: [f64; 2],
    high_pass: [f64; 2],
}

impl Weighting {
    fn next(&mut self, sample: f64) -> f64 {
        // Transposed direct form 2.
        let shelved = 1.535_124_859_586_97 * sample + self.shelf[0];
        self.shelf = [
            -2.691_696_189_406_38 * sample + 1.690_659_293_182_41 * shelved + self.shelf[1],
            1.198_392_810_852_85 * sample - 0.732_480_774_215_85 * shelved,
        ];
        let passed = shelved + self.high_pass[0];
        self.high_pass = [
            -2.0 * shelved + 1.990_047_454_833_98 * passed + self.high_pass[1],
            shelved - 0.990_072_250_366_21 * passed,
        ];
        passed
    }
}

/// Mean K-weighted power of each step of interleaved stereo, summed over the channels. The last step may be short.
pub fn step_powers(samples: &[f32]) -> Vec<f64> {
    let mut filters = [Weighting::default(); 2];
    samples
        .chunks(STEP_FRAMES * 2)
        .map(|step| {
            let mut power = 0.0;
            for pair in step.chunks_exact(2) {
                for (filter, sample) in filters.iter_mut().zip(pair) {
                    power += filter.next(f64::from(*sample)).powi(2);
                }
            }
            power / (step.len() / 2).max(1) as f64
        })
        .collect()
}

/// Loudness in LUFS of a mean power.
pub fn lufs(power: f64) -> f64 {
    -0.691 + 10.0 * power.log10()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::measure;

    #[test]
    fn steps_agree_with_the_meter() {
        for hertz in [60.0_f64, 300.0, 997.0, 3000.0, 9000.0] {
            let samples: Vec<f32> = (0..4 * 96_000)
                .map(|at| (0.2 * (std::f64::consts::TAU * hertz * (at / 2) as f64 / 48_000.0).sin()) as f32)
                .collect();
            let powers = step_powers(&samples);
            let mean = powers[20..].iter().sum::<f64>() / powers[20..].len() as f64;
            let metered = measure(&samples).expect("it measures").lufs;
            assert!((lufs(mean) - metered).abs() < 0.1, "{hertz} Hz: {} and {metered} LUFS", lufs(mean));
        }
    }
}
