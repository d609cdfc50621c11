//! What a mix measures, and what of that is out of bounds.

use std::ops::RangeInclusive;

use ebur128::{EbuR128, Mode};
use lectern_lesson::{Finding, Severity};
use serde::{Deserialize, Serialize};

use crate::{
    MusicError, SAMPLE_RATE,
    bed::RIDE_HALF,
    ducking::speaking,
    loudness::integrated,
    weighting::{STEP_FRAMES, STEPS_PER_SEC, step_powers},
};

/// How far the music of a film lies under its voice, in LU.
pub const VOICE_TO_MUSIC_LU: RangeInclusive<f64> = 15.0..=18.0;

/// Closer than this the music may come in no 3 s of speech, in LU: ten times the power is understood without effort, and a
/// listener who hears less well still has the whole film's distance on the mean.
pub const CLOSEST_LU: f64 = 10.0;

/// What a mix measures.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct MixFigures {
    /// Integrated loudness in LUFS.
    pub loudness_lufs: f64,
    /// True peak in dBTP.
    pub true_peak_dbtp: f64,
    /// How far the music lies under the voice, in LU: integrated loudness of the voice, less that of the music where the
    /// voice speaks. None without voice or music.
    pub voice_to_music_lu: Option<f64>,
    /// The smallest such distance in any 3 s of which the voice speaks in at least half.
    pub closest_voice_to_music_lu: Option<f64>,
    /// Deepest reduction of the limiter in dB, 0 or less, summed over its rounds.
    pub limited_db: f64,
}

impl MixFigures {
    /// What of the mix is out of bounds. Loudness and peaks are judged on the finished film, which the encoder has a say in.
    pub fn findings(&self) -> Vec<Finding> {
        distance_findings(self.voice_to_music_lu, self.closest_voice_to_music_lu)
    }
}

/// What of the distances between a voice and its music is out of bounds.
fn distance_findings(mean_lu: Option<f64>, closest_lu: Option<f64>) -> Vec<Finding> {
    let mut findings = Vec::new();
    if let Some(lu) = mean_lu.filter(|lu| !VOICE_TO_MUSIC_LU.contains(lu)) {
        let (least, most) = (VOICE_TO_MUSIC_LU.start(), VOICE_TO_MUSIC_LU.end());
        let message = format!("the music lies {lu:.1} LU under the voice, not {least} to {most}");
        findings.push(Finding::new(Severity::Warning, "voice-to-music", message));
    }
    if let Some(lu) = closest_lu.filter(|lu| *lu < CLOSEST_LU) {
        let message =
            format!("for three seconds the music comes within {lu:.1} LU of the voice, nearer than {CLOSEST_LU}");
        findings.push(Finding::new(Severity::Warning, "voice-covered", message));
    }
    findings
}

/// How far music lies under a voice, measured on the stems of a film.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct StemDistance {
    /// As [`MixFigures::voice_to_music_lu`].
    pub voice_to_music_lu: Option<f64>,
    /// As [`MixFigures::closest_voice_to_music_lu`].
    pub closest_voice_to_music_lu: Option<f64>,
}

impl StemDistance {
    /// What of it is out of bounds.
    pub fn findings(&self) -> Vec<Finding> {
        distance_findings(self.voice_to_music_lu, self.closest_voice_to_music_lu)
    }
}

/// Measures how far `music` lies under `voice`, both 48 kHz stereo, interleaved.
///
/// # Errors
/// When the meter refuses the samples.
pub fn stem_distance(voice: &[f32], music: &[f32]) -> Result<StemDistance, MusicError> {
    let loudest = |step: &[f32]| step.iter().fold(0.0_f32, |peak, sample| peak.max(sample.abs()));
    let peaks: Vec<f32> = voice.chunks(STEP_FRAMES * 2).map(loudest).collect();
    let speaks = speaking(&peaks);
    let voice_to_music_lu = voice_to_music(music, &speaks, integrated(voice)?)?;
    let closest_voice_to_music_lu =
        voice_to_music_lu.and_then(|_| closest(&step_powers(voice), &step_powers(music), &speaks));
    Ok(StemDistance { voice_to_music_lu, closest_voice_to_music_lu })
}

/// Integrated loudness of the voice less that of the music where the voice speaks.
pub(crate) fn voice_to_music(music: &[f32], speaks: &[bool], voice_lufs: f64) -> Result<Option<f64>, MusicError> {
    let mut meter = EbuR128::new(2, SAMPLE_RATE, Mode::I).map_err(MusicError::Loudness)?;
    for (chunk, _) in music.chunks(STEP_FRAMES * 2).zip(speaks).filter(|(_, speaks)| **speaks) {
        meter.add_frames_f32(chunk).map_err(MusicError::Loudness)?;
    }
    let distance = voice_lufs - meter.loudness_global().map_err(MusicError::Loudness)?;
    Ok(distance.is_finite().then_some(distance))
}

/// The smallest distance of the powers in any 3 s of which at least half is speech, in LU.
pub(crate) fn closest(voice: &[f64], music: &[f64], speaks: &[bool]) -> Option<f64> {
    let steps = voice.len().min(music.len()).min(speaks.len());
    let window = (2 * RIDE_HALF).min(steps.max(1));
    (0..=steps - window.min(steps))
        .step_by(STEPS_PER_SEC / 2)
        .filter_map(|from| {
            let spoken = (from..(from + window).min(steps)).filter(|step| speaks[*step]);
            let (mut count, mut voices, mut musics) = (0, 0.0, 0.0);
            for step in spoken {
                (count, voices, musics) = (count + 1, voices + voice[step], musics + music[step]);
            }
            (count * 2 >= window && musics > 0.0).then(|| 10.0 * (voices / musics).log10())
        })
        .min_by(f64::total_cmp)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn distances_out_of_bounds_are_told() {
        for (mean, closest, rules) in [
            (Some(16.5), Some(12.0), vec![]),
            (None, None, vec![]),
            (Some(14.9), Some(12.0), vec!["voice-to-music"]),
            (Some(18.1), None, vec!["voice-to-music"]),
            (Some(16.5), Some(9.0), vec!["voice-covered"]),
        ] {
            let findings = distance_findings(mean, closest);
            let found: Vec<&str> = findings.iter().map(|finding| finding.rule.as_str()).collect();
            assert_eq!(found, rules, "{mean:?} {closest:?}");
        }
    }
}
