use std::path::{Path, PathBuf};

use lectern_lesson::{Finding, Format, Severity, Storyboard};
use lectern_music::{MixFigures, StemDistance, read_wav, stem_distance};
use lectern_video::{Cancel, Expected, Ffmpeg, Inspection, VIDEO_VERSION};
use serde::{Deserialize, Serialize};
use tokio::task;

use crate::{ArtifactKey, Composited, Made, Objects, PipelineError, Step};

/// Measures the finished film, or finds it measured.
///
/// # Errors
/// When FFmpeg cannot decode the film, the measurements cannot be stored, or `cancel` is set.
#[tracing::instrument(skip_all)]
pub async fn inspect(
    film: &Composited,
    ffmpeg: &Ffmpeg,
    objects: &dyn Objects,
    cancel: &Cancel,
) -> Result<(Inspection, Made), PipelineError> {
    let key = inspection_key(&film.key);
    if let Some(inspection) = stored_inspection(&film.key, objects).await? {
        return Ok((inspection, Made::Found));
    }
    let (program, file, cancel) = (ffmpeg.clone(), film.file.clone(), cancel.clone());
    let inspection = task::spawn_blocking(move || lectern_video::inspect(&program, &file, &cancel))
        .await
        .map_err(|source| PipelineError::Crashed { step: Step::Inspect, source })??;
    objects.put(&key, serde_json::to_vec(&inspection).expect("measurements are plain data")).await?;
    Ok((inspection, Made::Now))
}

/// What the film of that key measures, if it was inspected already.
pub(crate) async fn stored_inspection(
    film: &ArtifactKey,
    objects: &dyn Objects,
) -> Result<Option<Inspection>, PipelineError> {
    let json = objects.get(&inspection_key(film)).await?;
    Ok(json.and_then(|json| serde_json::from_slice(&json).ok()))
}

fn inspection_key(film: &ArtifactKey) -> ArtifactKey {
    ArtifactKey::new(Step::Inspect, VIDEO_VERSION, &film.hash(), "json")
}

/// What lies beside a film and tells more of it than the file alone.
#[derive(Clone, Debug, Default)]
pub struct FilmParts {
    /// What was filmed.
    pub storyboard: Option<Storyboard>,
    /// The report that was written with it, as JSON.
    pub report: Option<Vec<u8>>,
    /// Its voice and its music as WAV files.
    pub stems: Option<(PathBuf, PathBuf)>,
}

/// What a film file measures.
#[derive(Clone, Debug, Serialize)]
pub struct FileInspection {
    /// What was measured on the file.
    pub inspection: Inspection,
    /// How far its music lies under its voice; none where that cannot be told.
    pub voice_and_music: Option<VoiceAndMusic>,
    /// What is not as it shall be.
    pub findings: Vec<Finding>,
}

/// How far a film's music lies under its voice. A mix does not tell: it takes the parts.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct VoiceAndMusic {
    /// Over the film, and in the three seconds in which it is least.
    #[serde(flatten)]
    pub distance: StemDistance,
    /// What told.
    pub told_by: ToldBy,
}

/// What told how far a film's music lies under its voice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ToldBy {
    /// The stems, measured now.
    Stems,
    /// The film's report: the mixer measured it.
    Report,
}

/// What of a report is needed to know whether it is the film's, and how that was mixed.
#[derive(Deserialize)]
struct StoredReport {
    inspection: Inspection,
    mix: Option<MixFigures>,
}

/// Stems are a film's if they are as long as its sound, to this many seconds.
const STEM_TOLERANCE_SECS: f64 = 0.1;

/// Measures a film file, and with its parts what the file alone does not tell. Parts of another film, or of an earlier state of
/// this one, are not used; a finding tells.
///
/// # Errors
/// When FFmpeg cannot decode the film, a stem cannot be read, or `cancel` is set.
pub fn inspect_file(
    film: &Path,
    parts: &FilmParts,
    ffmpeg: &Ffmpeg,
    cancel: &Cancel,
) -> Result<FileInspection, PipelineError> {
    let inspection = lectern_video::inspect(ffmpeg, film, cancel)?;
    let mut findings = Vec::new();
    let mut of_another = |what: &str| {
        let message = format!("the {what} beside the film is not of this film, or of an earlier state of it");
        findings.push(Finding::new(Severity::Note, "part-of-another-film", message));
    };
    let mut voice_and_music = None;
    if let Some((voice, music)) = &parts.stems {
        let (voice, music) = (read_wav(voice)?, read_wav(music)?);
        let is_as_long = |stem: &[f32]| {
            let secs = stem.len() as f64 / (2.0 * f64::from(lectern_music::SAMPLE_RATE));
            (secs - inspection.probe.sound_secs).abs() <= STEM_TOLERANCE_SECS
        };
        if is_as_long(&voice) && is_as_long(&music) {
            voice_and_music = Some(VoiceAndMusic { distance: stem_distance(&voice, &music)?, told_by: ToldBy::Stems });
        } else {
            of_another("stem");
        }
    }
    let report = parts.report.as_deref().map(serde_json::from_slice::<StoredReport>);
    match report {
        Some(Ok(report)) if is_same(&report.inspection, &inspection) => {
            if let (None, Some(mix)) = (voice_and_music, report.mix) {
                let distance = StemDistance {
                    voice_to_music_lu: mix.voice_to_music_lu,
                    closest_voice_to_music_lu: mix.closest_voice_to_music_lu,
                };
                voice_and_music = Some(VoiceAndMusic { distance, told_by: ToldBy::Report });
            }
        }
        Some(_) => of_another("report"),
        None => {}
    }
    let probe = &inspection.probe;
    let format = parts.storyboard.as_ref().map_or_else(|| own_format(probe), |storyboard| storyboard.format);
    findings.extend(inspection.findings(&Expected { format, duration_secs: probe.picture_secs }));
    findings.extend(voice_and_music.iter().flat_map(|told| told.distance.findings()));
    Ok(FileInspection { inspection, voice_and_music, findings })
}

/// Whether two inspections are of the same film. Numbers that were stored and read may differ in their last bit.
fn is_same(one: &Inspection, other: &Inspection) -> bool {
    let near = |one: f64, other: f64| (one - other).abs() < 1e-6;
    one.probe.frames == other.probe.frames
        && near(one.probe.sound_secs, other.probe.sound_secs)
        && near(one.loudness_lufs, other.loudness_lufs)
        && near(one.true_peak_dbtp, other.true_peak_dbtp)
}

/// The format that a film says it has.
fn own_format(probe: &lectern_video::Probe) -> Format {
    let (numerator, denominator) = probe.frame_rates.0.split_once('/').unwrap_or((&probe.frame_rates.0, "1"));
    let rate = numerator.parse::<f64>().unwrap_or_default() / denominator.parse::<f64>().unwrap_or(1.0).max(1.0);
    Format { width: probe.width, height: probe.height, fps: rate.round() as u32 }
}
