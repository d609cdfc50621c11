//! The bed gives way: the music carved, ridden and turned to its level under the voice.

use crate::{
    MusicError,
    carving::carve,
    ducking::presence,
    mix::decibels,
    weighting::{STEP_FRAMES, STEPS_PER_SEC, lufs, step_powers},
};

/// How far the music lies under the voice while that speaks, in LU.
pub const MUSIC_UNDER_VOICE_LU: f64 = 16.5;

/// How much the music rises where the voice rests, in dB.
const MUSIC_RISE_DB: f64 = 7.0;

/// A hand on the fader: how much of a passage's difference from the mean is taken back, at most how many dB.
const RIDE_SHARE: f64 = 0.6;
const RIDE_MOST_DB: f64 = 5.0;
/// Half of the window in which the hand listens, in steps: 3 s in all, a short-term loudness.
pub(crate) const RIDE_HALF: usize = 3 * STEPS_PER_SEC / 2;

/// Carves the music and turns it to its level under the voice, passage by passage. Returns its power in each step, as
/// turned.
pub(crate) fn give_way(music: &mut [f32], speaks: &[bool], voice_lufs: f64) -> Result<Vec<f64>, MusicError> {
    let presence = presence(speaks);
    if !voice_lufs.is_finite() || !speaks.contains(&true) {
        return Ok(step_powers(music));
    }
    carve(music, &presence);
    let mut powers = step_powers(music);
    let ride = ride(&powers);
    powers.iter_mut().zip(&ride).for_each(|(power, ride_db)| *power *= 10_f64.powf(ride_db / 10.0));
    let spoken: Vec<f64> = powers.iter().zip(speaks).filter(|(_, speaks)| **speaks).map(|(power, _)| *power).collect();
    let music_lufs = lufs(spoken.iter().sum::<f64>() / spoken.len().max(1) as f64);
    if !music_lufs.is_finite() {
        return Ok(powers);
    }
    let under_db = voice_lufs - MUSIC_UNDER_VOICE_LU - music_lufs;
    let gain_db = |step: usize| {
        let ride_db = ride.get(step).or(ride.last()).copied().unwrap_or(0.0);
        let presence = presence.get(step).or(presence.last()).copied().unwrap_or(0.0);
        under_db + ride_db + (1.0 - f64::from(presence)) * MUSIC_RISE_DB
    };
    for (step, chunk) in music.chunks_mut(STEP_FRAMES * 2).enumerate() {
        let (from, to) = (decibels(gain_db(step)), decibels(gain_db(step + 1)));
        for (frame, pair) in chunk.chunks_exact_mut(2).enumerate() {
            let gain = from + (to - from) * frame as f32 / STEP_FRAMES as f32;
            pair[0] *= gain;
            pair[1] *= gain;
        }
    }
    for (step, power) in powers.iter_mut().enumerate() {
        let presence = presence.get(step).copied().unwrap_or(0.0);
        *power *= 10_f64.powf((under_db + (1.0 - f64::from(presence)) * MUSIC_RISE_DB) / 10.0);
    }
    Ok(powers)
}

/// The fader's move in each step, in dB: loud passages come down and soft ones up, slowly and in part.
fn ride(powers: &[f64]) -> Vec<f64> {
    let mut sums = vec![0.0];
    for power in powers {
        sums.push(sums.last().copied().unwrap_or_default() + power);
    }
    let mean = |from: usize, to: usize| (sums[to] - sums[from]) / (to - from).max(1) as f64;
    let whole = mean(0, powers.len());
    (0..powers.len())
        .map(|step| {
            let around = mean(step.saturating_sub(RIDE_HALF), (step + RIDE_HALF).min(powers.len()));
            let over_db = 10.0 * ((around + 1e-12) / (whole + 1e-12)).log10();
            (-RIDE_SHARE * over_db).clamp(-RIDE_MOST_DB, RIDE_MOST_DB)
        })
        .collect()
}
