//! From the schedule to the finished film: score, composite, inspect, and what lies beside the film.

use std::sync::Arc;

use lectern_drawing::Pictures;
use lectern_lesson::{FilmSummary, Finding, Severity};
use lectern_music::MixFigures;
use lectern_speech::{caption_findings, caption_statistics, line_characters, to_srt, to_vtt};
use lectern_video::{Expected, Inspection};
use tokio::task;

use crate::{
    ArtifactKey, FilmPlace, Films, Made, Objects, Packaged, PhotographReport, PipelineError, QualityReport,
    SceneReport, Schedule, Set, Step, composite::film_key, package::still, sidecars,
};

/// The texts beside a film, all of which follow from its schedule.
#[derive(Clone, Debug, PartialEq)]
pub struct Sidecars {
    /// Captions as WebVTT.
    pub captions_vtt: String,
    /// Captions as SubRip.
    pub captions_srt: String,
    /// Chapters as WebVTT.
    pub chapters_vtt: String,
    /// Transcript with picture descriptions, in Markdown.
    pub transcript: String,
}

impl Sidecars {
    /// The texts of a schedule's film.
    pub fn of(schedule: &Schedule) -> Self {
        let captions = schedule.captions();
        Self {
            captions_vtt: to_vtt(&captions),
            captions_srt: to_srt(&captions),
            chapters_vtt: sidecars::chapters_vtt(&schedule.chapters()),
            transcript: sidecars::transcript(&schedule.storyboard, &schedule.starts()),
        }
    }
}

/// Where the title picture of a film is stored.
pub fn thumbnail_key(schedule: &Schedule) -> ArtifactKey {
    film_key(schedule).with_extension("jpg")
}

/// Draws the title picture, the opening scene when everything on it is to be seen, or finds it drawn.
///
/// # Errors
/// When it cannot be drawn or stored.
pub async fn thumbnail(
    schedule: &Arc<Schedule>,
    set: &Arc<Set>,
    objects: &dyn Objects,
) -> Result<Vec<u8>, PipelineError> {
    let key = thumbnail_key(schedule);
    if let Some(jpeg) = objects.get(&key).await? {
        return Ok(jpeg);
    }
    let (schedule, set) = (Arc::clone(schedule), Arc::clone(set));
    let jpeg = task::spawn_blocking(move || still(&schedule, &set, 0))
        .await
        .map_err(|source| PipelineError::Crashed { step: Step::Render, source })??;
    objects.put(&key, jpeg.clone()).await?;
    Ok(jpeg)
}

/// Judges a film. `clips` tells for each scene whether its clip was made in this run, `mix` what its sound measures; the steps' costs
/// are left empty.
pub fn judge(
    schedule: &Schedule,
    set: &Set,
    clips: &[Made],
    mix: Option<MixFigures>,
    inspection: Inspection,
) -> QualityReport {
    let (storyboard, starts) = (&schedule.storyboard, schedule.starts());
    let (duration_secs, fps) = (schedule.duration_secs(), storyboard.format.fps);
    let (captions, line_characters) = (schedule.captions(), line_characters(storyboard.format));
    let mut findings = schedule.findings.clone();
    findings.extend(caption_findings(&captions, fps, line_characters));
    findings.extend(inspection.findings(&Expected { format: storyboard.format, duration_secs }));
    findings.extend(mix.iter().flat_map(MixFigures::findings));
    findings.extend(schedule.voice_findings());
    let scenes = storyboard.scenes.iter().zip(&schedule.timings).zip(&starts).zip(clips).map(
        |(((scene, timing), start_secs), made)| SceneReport {
            id: scene.id.clone(),
            visual: scene.visual.kind().to_owned(),
            start_secs: *start_secs,
            duration_secs: timing.duration_secs(),
            words: timing.words.len(),
            clip: *made,
        },
    );
    QualityReport {
        canvas: set.canvas,
        title: storyboard.title.clone(),
        passed: findings.iter().all(|finding: &Finding| finding.severity != Severity::Error),
        duration_secs,
        scenes: scenes.collect(),
        photographs: photographs(set),
        captions: caption_statistics(&captions, fps, line_characters),
        lowest_contrast: lowest_contrast(schedule, set),
        inspection,
        mix,
        findings,
        steps: Vec::new(),
    }
}

/// The photographs that a film shows; drawings keep their colors.
fn photographs(set: &Set) -> Vec<PhotographReport> {
    let all = set.album.all().filter_map(|(source, picture)| {
        let (distance, distance_in_style) = set.stage.style().distances(picture)?;
        Some(PhotographReport { source: source.to_owned(), distance, distance_in_style })
    });
    all.collect()
}

fn lowest_contrast(schedule: &Schedule, set: &Set) -> f64 {
    let album: &dyn Pictures = &set.album;
    schedule
        .storyboard
        .scenes
        .iter()
        .flat_map(|scene| set.stage.layout(&scene.visual, album).texts)
        .map(|text| text.contrast)
        .fold(f64::INFINITY, f64::min)
}

/// Puts a film and everything beside it where its users get them: `film.mp4`, `captions.vtt`, `captions.srt`,
/// `chapters.vtt`, `transcript.md`, `thumbnail.jpg`, `storyboard.json`, `report.json`, and the files of its stream, if it has one,
/// under the names by which they call each other. The film comes last.
///
/// # Errors
/// When one of them cannot be written, or the film is not stored.
pub async fn publish(
    schedule: &Schedule,
    report: &QualityReport,
    stream: Option<&Packaged>,
    films: &dyn Films,
    place: &FilmPlace,
) -> Result<FilmSummary, PipelineError> {
    let sidecars = Sidecars::of(schedule);
    let mut files = Vec::new();
    for file in stream.iter().flat_map(|stream| &stream.files) {
        files.push(films.publish(place, &file.name, &file.key).await?);
    }
    for (name, bytes) in [
        ("captions.vtt", sidecars.captions_vtt.into_bytes()),
        ("captions.srt", sidecars.captions_srt.into_bytes()),
        ("chapters.vtt", sidecars.chapters_vtt.into_bytes()),
        ("transcript.md", sidecars.transcript.into_bytes()),
        ("storyboard.json", json(&schedule.storyboard)),
        ("report.json", json(report)),
    ] {
        // A stream has the captions as well, with a line in their head that only streams have need of.
        if files.iter().all(|file| file.name != name) {
            files.push(films.write(place, name, bytes).await?);
        }
    }
    files.push(films.publish(place, "thumbnail.jpg", &thumbnail_key(schedule)).await?);
    files.push(films.publish(place, "film.mp4", &film_key(schedule)).await?);
    files.reverse();
    Ok(FilmSummary { title: report.title.clone(), duration_secs: report.duration_secs, passed: report.passed, files })
}

fn json(value: &impl serde::Serialize) -> Vec<u8> {
    serde_json::to_vec_pretty(value).expect("plain data with string keys")
}
