//! 24 kHz to 48 kHz: every second sample is kept, the ones between are interpolated by a windowed sinc.

/// Taps on each side of an interpolated sample; with the Kaiser window the images of speech are more than 80 dB down.
const HALF: usize = 24;
/// Kaiser window parameter for about 85 dB (Kaiser 1974).
const BETA: f64 = 8.5;

/// Doubles the sample rate.
pub fn double_rate(samples: &[f32]) -> Vec<f32> {
    let taps = half_band();
    let mut doubled = Vec::with_capacity(samples.len() * 2);
    for index in 0..samples.len() {
        doubled.push(samples[index]);
        let mut between = 0.0;
        for (tap, weight) in taps.iter().enumerate() {
            // Neighbors at both sides of the gap between `index` and `index + 1`.
            let before = index.checked_sub(tap).and_then(|at| samples.get(at)).copied().unwrap_or(0.0);
            let after = samples.get(index + 1 + tap).copied().unwrap_or(0.0);
            between += weight * (before + after);
        }
        doubled.push(between);
    }
    doubled
}

/// Weights of the neighbors at distances of half a sample, one and a half …, which sum to a half on each side.
fn half_band() -> [f32; HALF] {
    let mut taps: [f64; HALF] = std::array::from_fn(|tap| {
        let distance = tap as f64 + 0.5;
        let angle = std::f64::consts::PI * distance;
        let window = bessel(BETA * (1.0 - (distance / HALF as f64).powi(2)).max(0.0).sqrt()) / bessel(BETA);
        angle.sin() / angle * window
    });
    let sum: f64 = taps.iter().sum();
    taps.iter_mut().for_each(|tap| *tap *= 0.5 / sum);
    taps.map(|tap| tap as f32)
}

/// The modified Bessel function of order 0, by its series.
fn bessel(x: f64) -> f64 {
    let (mut term, mut sum) = (1.0, 1.0);
    for order in 1..40 {
        term *= (x / (2.0 * f64::from(order))).powi(2);
        sum += term;
    }
    sum
}

#[cfg(test)]
mod tests {
    use super::double_rate;

    #[test]
    fn sines_of_speech_keep_their_shape() {
        for hertz in [100.0_f64, 1000.0, 5000.0, 9500.0] {
            let sine = |rate: f64, at: usize| (std::f64::consts::TAU * hertz * at as f64 / rate).sin();
            let samples: Vec<f32> = (0..4800).map(|at| sine(24_000.0, at) as f32).collect();
            let doubled = double_rate(&samples);
            assert_eq!(doubled.len(), 9600);
            // Away from the ends, where the filter has all its neighbors.
            let worst = (200..9400).map(|at| (f64::from(doubled[at]) - sine(48_000.0, at)).abs()).fold(0.0, f64::max);
            assert!(worst < 2e-3, "{hertz} Hz is off by {worst}");
        }
    }
}
