//! A limiter that looks ahead, on estimated true peaks.

use std::collections::VecDeque;

/// Frames that it looks ahead and smooths over: 5 ms at 48 kHz.
const WINDOW: usize = 240;

/// Keeps interleaved stereo under `ceiling` (linear), in place. Returns the largest reduction as a factor, 1 for none.
///
/// Each frame's needed gain is held for a window and averaged over the same window: the mean of minima never exceeds what
/// a frame needs, and changes by at most 1/window a frame.
pub fn limit(samples: &mut [f32], ceiling: f32) -> f32 {
    let frames = samples.len() / 2;
    let mut needed: VecDeque<(usize, f32)> = VecDeque::new();
    let mut held: VecDeque<f32> = VecDeque::with_capacity(WINDOW + 1);
    let mut sum = 0.0_f64;
    let mut deepest = 1.0_f32;
    let need = |samples: &[f32], frame: usize| {
        if frame < frames { (ceiling / true_peak(samples, frame)).min(1.0) } else { 1.0 }
    };
    // Frames ahead are read before frames behind are written, so one pass in place suffices.
    for step in 0..frames + 2 * WINDOW {
        let gain = need(samples, step);
        while needed.back().is_some_and(|(_, last)| *last >= gain) {
            needed.pop_back();
        }
        needed.push_back((step, gain));
        while needed.front().is_some_and(|(at, _)| at + WINDOW <= step) {
            needed.pop_front();
        }
        let minimum = needed.front().map_or(1.0, |(_, gain)| *gain);
        held.push_back(minimum);
        sum += f64::from(minimum);
        if held.len() > WINDOW {
            sum -= f64::from(held.pop_front().unwrap_or(1.0));
        }
        // The minimum over (step − WINDOW, step] averaged over the last WINDOW steps covers every frame in
        // (step − 2·WINDOW + 1, step]; it is exact for the middle one.
        if let Some(frame) = (step + 1).checked_sub(WINDOW)
            && frame < frames
        {
            let smooth = (sum / held.len() as f64).min(1.0) as f32;
            deepest = deepest.min(smooth);
            samples[frame * 2] *= smooth;
            samples[frame * 2 + 1] *= smooth;
        }
    }
    deepest
}

/// The larger channel's peak around a frame: the sample and a cubic estimate halfway to the next.
fn true_peak(samples: &[f32], frame: usize) -> f32 {
    let at = |frame: usize, channel: usize| samples.get(frame * 2 + channel).copied().unwrap_or(0.0);
    let mut peak = 1e-9_f32;
    for channel in 0..2 {
        let (before, here) = (if frame > 0 { at(frame - 1, channel) } else { 0.0 }, at(frame, channel));
        let (next, after) = (at(frame + 1, channel), at(frame + 2, channel));
        let between = (9.0 * (here + next) - before - after) / 16.0;
        peak = peak.max(here.abs()).max(between.abs());
    }
    peak
}

#[cfg(test)]
mod tests {
    use super::limit;

    #[test]
    fn peaks_are_kept_and_quiet_stretches_are_untouched() {
        let mut samples: Vec<f32> = (0..48_000 * 2)
            .map(|at| {
                let frame = at / 2;
                let loud = if (20_000..20_400).contains(&frame) { 1.6 } else { 0.3 };
                loud * (frame as f32 * 0.13).sin()
            })
            .collect();
        let before = samples.clone();
        let deepest = limit(&mut samples, 0.8);
        assert!(samples.iter().all(|sample| sample.abs() <= 0.8 + 1e-4));
        assert!((0.45..0.55).contains(&deepest), "{deepest}");
        assert_eq!(samples[..30_000], before[..30_000]);
        assert_eq!(samples[60_000..], before[60_000..]);
    }
}
