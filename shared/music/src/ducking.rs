//! How loud the bed may be: low under the voice, a little louder where the voice rests.

/// Envelope steps a second.
pub const STEPS_PER_SEC: usize = 100;

/// A step counts as voice above this share of the voice's loudest step (−34 dB: breaths do not).
const VOICE_SHARE: f32 = 0.02;
/// Rests shorter than this do not lift the bed.
const REST_SECS: f64 = 0.8;
/// The bed is down this long before the voice comes.
const LOOK_AHEAD_SECS: f64 = 0.25;
/// Time of a fall and of a rise.
const FALL_SECS: f64 = 0.35;
const RISE_SECS: f64 = 1.4;

/// The bed's gain for each envelope step, from `under` (while the voice speaks) to `open` (while it rests). `voice` is the
/// loudest sample of the voice in each step.
pub fn gains(voice: &[f32], under: f32, open: f32) -> Vec<f32> {
    let loudest = voice.iter().copied().fold(0.0, f32::max);
    let mut speaks: Vec<bool> = voice.iter().map(|peak| loudest > 0.0 && *peak > loudest * VOICE_SHARE).collect();
    fill_short_rests(&mut speaks);
    let look_ahead = (LOOK_AHEAD_SECS * STEPS_PER_SEC as f64) as usize;
    let (fall, rise) = (
        (open - under) / (FALL_SECS * STEPS_PER_SEC as f64) as f32,
        (open - under) / (RISE_SECS * STEPS_PER_SEC as f64) as f32,
    );
    let soon = |step: usize, ahead: usize| speaks[step..(step + ahead).min(speaks.len())].contains(&true);
    let ahead = look_ahead + (FALL_SECS * STEPS_PER_SEC as f64) as usize;
    let mut gain = if soon(0, ahead.min(speaks.len())) { under } else { open };
    (0..speaks.len())
        .map(|step| {
            gain = if soon(step, ahead) { (gain - fall).max(under) } else { (gain + rise).min(open) };
            gain
        })
        .collect()
}

fn fill_short_rests(speaks: &mut [bool]) {
    let shortest = (REST_SECS * STEPS_PER_SEC as f64) as usize;
    let mut last_voice: Option<usize> = None;
    for step in 0..speaks.len() {
        if speaks[step] {
            if let Some(last) = last_voice
                && step - last <= shortest
            {
                speaks[last..step].fill(true);
            }
            last_voice = Some(step);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::gains;

    #[test]
    fn the_bed_is_down_before_the_voice_and_up_in_long_rests_only() {
        // One second of rest, two of voice with a gap of half a second, four of rest, one of voice.
        let mut voice = vec![0.0; 900];
        voice[100..180].fill(0.5);
        voice[230..300].fill(0.5);
        voice[700..800].fill(0.5);
        let gain = gains(&voice, 0.1, 0.4);
        assert!((gain[0] - 0.4).abs() < 1e-6, "open before the voice: {}", gain[0]);
        assert!(gain[90..300].iter().all(|gain| (*gain - 0.1).abs() < 1e-6), "down early and through the short gap");
        assert!((gain[500] - 0.4).abs() < 1e-6, "up in the long rest: {}", gain[500]);
        assert!((gain[690] - 0.1).abs() < 1e-6, "down again in time: {}", gain[690]);
        let steepest = gain.windows(2).map(|pair| (pair[1] - pair[0]).abs()).fold(0.0, f32::max);
        assert!(steepest < 0.01, "no jumps: {steepest}");
    }
}
