//! How much the voice is there: the music gives way before it comes and returns in long rests only.

use crate::weighting::STEPS_PER_SEC;

/// A step counts as voice above this share of the voice's loudest step (−34 dB: breaths do not).
const VOICE_SHARE: f32 = 0.02;
/// Rests shorter than this do not lift the music.
const REST_SECS: f64 = 0.8;
/// The music is down this long before the voice comes.
const LOOK_AHEAD_SECS: f64 = 0.25;
/// Time of a fall and of a rise.
const FALL_SECS: f64 = 0.35;
const RISE_SECS: f64 = 1.4;

/// In which steps the voice speaks; `peaks` is its loudest sample in each. Short rests between words count as speech.
pub fn speaking(peaks: &[f32]) -> Vec<bool> {
    let loudest = peaks.iter().copied().fold(0.0, f32::max);
    let mut speaks: Vec<bool> = peaks.iter().map(|peak| loudest > 0.0 && *peak > loudest * VOICE_SHARE).collect();
    fill_short_rests(&mut speaks);
    speaks
}

/// The voice's presence in each step, from 0 (rests) to 1 (speaks): it is at 1 a look-ahead before each word.
pub fn presence(speaks: &[bool]) -> Vec<f32> {
    let steps = |secs: f64| (secs * STEPS_PER_SEC as f64) as usize;
    let (fall, rise) = (1.0 / steps(FALL_SECS) as f32, 1.0 / steps(RISE_SECS) as f32);
    let ahead = steps(LOOK_AHEAD_SECS) + steps(FALL_SECS);
    // From the end: how far the next word is.
    let mut distances = vec![usize::MAX; speaks.len()];
    let mut distance = usize::MAX;
    for step in (0..speaks.len()).rev() {
        distance = if speaks[step] { 0 } else { distance.saturating_add(1) };
        distances[step] = distance;
    }
    let mut presence = if distances.first().is_some_and(|distance| *distance < ahead) { 1.0_f32 } else { 0.0 };
    distances
        .into_iter()
        .map(|distance| {
            presence = if distance < ahead { (presence + fall).min(1.0) } else { (presence - rise).max(0.0) };
            presence
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
    use super::*;

    #[test]
    fn the_music_is_down_before_the_voice_and_up_in_long_rests_only() {
        // One second of rest, two of voice with a gap of half a second, four of rest, one of voice.
        let mut voice = vec![0.0; 900];
        voice[100..180].fill(0.5);
        voice[230..300].fill(0.5);
        voice[700..800].fill(0.5);
        let presence = presence(&speaking(&voice));
        assert!(presence[0] < 1e-6, "open before the voice: {}", presence[0]);
        assert!(presence[76..300].iter().all(|one| (*one - 1.0).abs() < 1e-6), "down early and through the short gap");
        assert!(presence[500] < 1e-6, "up in the long rest: {}", presence[500]);
        assert!((presence[676] - 1.0).abs() < 1e-6, "down again in time: {}", presence[676]);
        let steepest = presence.windows(2).map(|pair| (pair[1] - pair[0]).abs()).fold(0.0, f32::max);
        assert!(steepest < 0.04, "no jumps: {steepest}");
    }
}
