//! The whole flow from storyboard to film, readable from top to bottom.

use std::{path::PathBuf, sync::Arc};

use lectern_drawing::{Painter, Pictures};
use lectern_lesson::{EventType, Finding, SceneTiming, Severity, Storyboard};
use lectern_speech::{Caption, SpokenScene, caption_findings, caption_statistics, captions, to_srt, to_vtt};
use lectern_video::{Cancel, EncodeSettings, Expected, Ffmpeg, Inspection, Quality};
use serde_json::json;
use tokio::task;

use crate::{
    Album, Announcer, Clip, Clock, Diary, Events, Narrator, Objects, PipelineError, Plan, QualityReport, SceneReport,
    Set, Sources, Step, composite, error_chain, inspect, narrate_all, render_all, scene_place, scene_starts,
    scene_timing, score, sidecars, stage,
};

/// The world around a production.
#[derive(Clone)]
pub struct Ports {
    /// Stored step outputs.
    pub objects: Arc<dyn Objects>,
    /// The voice.
    pub narrator: Arc<dyn Narrator>,
    /// Where events go.
    pub events: Arc<dyn Events>,
    /// The user's pictures.
    pub sources: Arc<dyn Sources>,
    /// Time and resources.
    pub clock: Arc<dyn Clock>,
    /// The encoder.
    pub ffmpeg: Ffmpeg,
}

/// A film to be made.
#[derive(Clone, Debug)]
pub struct Production {
    /// The project, for events.
    pub project_id: String,
    /// Its owner, for events.
    pub user_id: String,
    /// The approved plan.
    pub plan: Plan,
    /// Final or draft.
    pub quality: Quality,
    /// How many scenes are worked on at once, at least 1.
    pub jobs: usize,
    /// Stops the production when set.
    pub cancel: Cancel,
}

/// A finished film with its sidecars.
#[derive(Clone, Debug)]
pub struct Film {
    /// The MP4 among the stored outputs.
    pub video: PathBuf,
    /// Captions as WebVTT.
    pub captions_vtt: String,
    /// Captions as SubRip.
    pub captions_srt: String,
    /// Chapters as WebVTT.
    pub chapters_vtt: String,
    /// Transcript with picture descriptions, in Markdown.
    pub transcript: String,
    /// The title picture as JPEG.
    pub thumbnail: Vec<u8>,
    /// The storyboard that was filmed.
    pub storyboard: Storyboard,
    /// What was made and how good it is.
    pub report: QualityReport,
}

/// Makes a film: narrate → render → score → composite → inspect, with the production's events around.
///
/// The film is made even if it fails its inspection; the report says so ([`QualityReport::passed`]).
///
/// # Errors
/// When a step fails or the production is cancelled. What was made until then stays stored, so that the next run goes on
/// from there.
pub async fn produce(ports: &Ports, production: &Production) -> Result<Film, PipelineError> {
    let announcer =
        Announcer { events: ports.events.as_ref(), project_id: &production.project_id, user_id: &production.user_id };
    let storyboard = &production.plan.storyboard;
    let start = json!({ "title": storyboard.title, "scenes": storyboard.scenes.len() });
    announcer.send(EventType::GenerationStarted, 0.0, start).await;
    let outcome = make(ports, production, &announcer).await;
    match &outcome {
        Ok(film) => {
            let end = json!({ "durationSecs": film.report.duration_secs, "passed": film.report.passed });
            announcer.send(EventType::GenerationFinished, 100.0, end).await;
        }
        Err(error) => {
            announcer.send(EventType::GenerationFailed, 100.0, json!({ "error": error_chain(error) })).await;
        }
    }
    outcome
}

async fn make(ports: &Ports, production: &Production, announcer: &Announcer<'_>) -> Result<Film, PipelineError> {
    let storyboard = Arc::new(production.plan.storyboard.clone());
    let objects = ports.objects.as_ref();
    let jobs = production.jobs.max(1);
    let mut diary = Diary::new(ports.clock.as_ref());
    let set = Arc::new(build_set(ports, production)?);

    let narrated =
        narrate_all(&storyboard, ports.narrator.as_ref(), objects, announcer.events, jobs, &production.cancel).await?;
    ports.narrator.rest().await;
    diary.close(Step::Narrate, narrated.iter().map(|narrated| narrated.made));

    let timings: Arc<Vec<SceneTiming>> = Arc::new(
        narrated
            .iter()
            .enumerate()
            .map(|(index, narrated)| scene_timing(&storyboard, index, &narrated.narration))
            .collect(),
    );
    let starts = scene_starts(&timings);
    let clips =
        render_all(&storyboard, &timings, &set, &ports.ffmpeg, objects, announcer, jobs, &production.cancel).await?;
    diary.close(Step::Render, clips.iter().map(|clip| clip.made));

    let sound = score(&storyboard, &narrated, &timings, objects).await?;
    diary.close(Step::Score, [sound.made]);

    let captions = film_captions(&storyboard, &timings, &starts);
    let captions_srt = to_srt(&captions);
    let chapters = sidecars::chapters(&storyboard, &starts);
    let film =
        composite(&storyboard, &clips, &timings, &sound, &chapters, &captions_srt, &ports.ffmpeg, objects).await?;
    diary.close(Step::Composite, [film.made]);

    let (inspection, made) = inspect(&film, &ports.ffmpeg, objects).await?;
    diary.close(Step::Inspect, [made]);

    let thumbnail = thumbnail(&storyboard, &timings, &set).await?;
    let mut report = report(production, &timings, &starts, &clips, &captions, &set, inspection);
    report.findings.extend(
        narrated
            .iter()
            .zip(&storyboard.scenes)
            .flat_map(|(narrated, scene)| narrated.findings.iter().map(|finding| finding.clone().in_scene(&scene.id))),
    );
    report.steps = diary.steps;
    Ok(Film {
        video: film.file,
        captions_vtt: to_vtt(&captions),
        captions_srt,
        chapters_vtt: sidecars::chapters_vtt(&chapters),
        transcript: sidecars::transcript(&storyboard, &starts),
        thumbnail,
        storyboard: Storyboard::clone(&storyboard),
        report,
    })
}

fn build_set(ports: &Ports, production: &Production) -> Result<Set, PipelineError> {
    let storyboard = &production.plan.storyboard;
    let stage = stage(&storyboard.style, storyboard.format)?;
    let settings = EncodeSettings { format: storyboard.format, quality: production.quality };
    Ok(Set {
        style_fingerprint: stage.style().fingerprint(),
        stage,
        album: Album::load(storyboard, ports.sources.as_ref()),
        settings,
    })
}

fn film_captions(storyboard: &Storyboard, timings: &[SceneTiming], starts: &[f64]) -> Vec<Caption> {
    let scenes: Vec<SpokenScene<'_>> = storyboard
        .scenes
        .iter()
        .zip(timings)
        .zip(starts)
        .map(|((scene, timing), start_secs)| SpokenScene {
            start_secs: *start_secs,
            narration: &scene.narration,
            timing,
        })
        .collect();
    captions(&scenes)
}

/// The opening scene when everything on it is to be seen.
async fn thumbnail(
    storyboard: &Arc<Storyboard>,
    timings: &Arc<Vec<SceneTiming>>,
    set: &Arc<Set>,
) -> Result<Vec<u8>, PipelineError> {
    let (storyboard, timings, set) = (Arc::clone(storyboard), Arc::clone(timings), Arc::clone(set));
    task::spawn_blocking(move || {
        let timing = &timings[0];
        let prepared = set.stage.prepare(&storyboard.scenes[0], timing, scene_place(&storyboard, 0), &set.album)?;
        let mut painter = Painter::new(storyboard.format);
        prepared.draw(timing.rest_frame(), &mut painter)?;
        Ok(lectern_video::jpeg(painter.rgba(), storyboard.format)?)
    })
    .await
    .map_err(|source| PipelineError::Crashed { step: Step::Render, source })?
}

fn report(
    production: &Production,
    timings: &[SceneTiming],
    starts: &[f64],
    clips: &[Clip],
    captions: &[Caption],
    set: &Set,
    inspection: Inspection,
) -> QualityReport {
    let storyboard = &production.plan.storyboard;
    let duration_secs = starts.last().copied().unwrap_or_default();
    let fps = storyboard.format.fps;
    let mut findings = production.plan.findings.clone();
    findings.extend(caption_findings(captions, fps));
    findings.extend(inspection.findings(&Expected { format: storyboard.format, duration_secs }));
    let scenes =
        storyboard.scenes.iter().zip(timings).zip(starts).zip(clips).map(|(((scene, timing), start_secs), clip)| {
            SceneReport {
                id: scene.id.clone(),
                visual: scene.visual.kind().to_owned(),
                start_secs: *start_secs,
                duration_secs: timing.duration_secs(),
                words: timing.words.len(),
                clip: clip.made,
            }
        });
    QualityReport {
        title: storyboard.title.clone(),
        passed: findings.iter().all(|finding: &Finding| finding.severity != Severity::Error),
        duration_secs,
        scenes: scenes.collect(),
        captions: caption_statistics(captions, fps),
        lowest_contrast: lowest_contrast(storyboard, set),
        inspection,
        findings,
        steps: Vec::new(),
    }
}

fn lowest_contrast(storyboard: &Storyboard, set: &Set) -> f64 {
    let album: &dyn Pictures = &set.album;
    storyboard
        .scenes
        .iter()
        .flat_map(|scene| set.stage.layout(&scene.visual, album).texts)
        .map(|text| text.contrast)
        .fold(f64::INFINITY, f64::min)
}
