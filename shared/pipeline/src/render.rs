use std::{
    path::Path,
    sync::{Arc, Mutex, PoisonError},
};

use futures::{StreamExt, TryStreamExt, stream};
use lectern_drawing::{CanvasKind, DRAWING_VERSION, Easel, Painter, Stage};
use lectern_lesson::{Happening, SceneTiming, Storyboard};
use lectern_video::{Cancel, ClipWriter, EncodeSettings, Encoder, Ffmpeg, Quality, VIDEO_VERSION};
use serde_json::json;
use tokio::task;

use crate::{
    Album, ArtifactKey, Events, Made, Objects, PipelineError, Progress, Schedule, Sources, Step, scene_place, stage,
    take, take::matched,
};

/// What all scenes of a film are drawn with.
pub struct Set {
    /// The stage: style, fonts, world.
    pub stage: Stage,
    /// The user's pictures.
    pub album: Album,
    /// How clips are encoded.
    pub settings: EncodeSettings,
    /// What their frames are painted on.
    pub canvas: CanvasKind,
    /// Hash of the style, among the inputs of every clip.
    pub style_fingerprint: String,
}

impl Set {
    /// The set of a storyboard, with the pictures that it shows.
    ///
    /// # Errors
    /// When its style is not known or its format cannot be drawn.
    pub fn build(
        storyboard: &Storyboard,
        quality: Quality,
        encoder: Encoder,
        canvas: CanvasKind,
        sources: &dyn Sources,
    ) -> Result<Self, PipelineError> {
        let stage = stage(&storyboard.style, storyboard.format)?;
        Ok(Self {
            style_fingerprint: stage.style().fingerprint(),
            stage,
            album: Album::load(storyboard, sources),
            settings: EncodeSettings { format: storyboard.format, quality, encoder },
            canvas,
        })
    }
}

/// Renders `scenes` (by index) of a schedule, `jobs` at a time, the longest first, so that no worker is left alone with a
/// long one at the end. Tells for each of them, in the order given, whether it was made now.
///
/// # Errors
/// When a scene cannot be drawn, encoded or stored, `cancel` was set, or the schedule's encoder or canvas does not work here.
#[expect(clippy::too_many_arguments, reason = "each is one of the film's parts; a struct would be used here only")]
pub async fn render(
    schedule: &Arc<Schedule>,
    scenes: &[usize],
    set: &Arc<Set>,
    ffmpeg: &Ffmpeg,
    objects: &dyn Objects,
    events: &dyn Events,
    jobs: usize,
    cancel: &Cancel,
) -> Result<Vec<Made>, PipelineError> {
    let mut easel = Easel::default();
    if !scenes.is_empty() {
        ffmpeg.check_encoder(schedule.settings.encoder)?;
        let canvas = schedule.canvas;
        easel = task::spawn_blocking(move || Easel::open(canvas))
            .await
            .map_err(|source| PipelineError::Crashed { step: Step::Render, source })??;
        tracing::info!(canvas = canvas.name(), device = easel.device(), "frames are painted");
    }
    let total = scenes.len();
    let mut order: Vec<(usize, usize)> = scenes.iter().copied().enumerate().collect();
    order.sort_by_key(|(_, scene)| (std::cmp::Reverse(schedule.timings[*scene].frames), *scene));
    let painters: Arc<Mutex<Vec<Painter>>> = Arc::default();
    events.progress(Progress { step: Step::Render, done: 0, total });

    let renders = stream::iter(order).map(|(place, scene)| {
        let (painters, easel) = (&painters, &easel);
        async move {
            let key = &schedule.clips[scene];
            if objects.exists(key).await? {
                return Ok((place, scene, Made::Found));
            }
            let draft = objects.draft(key).await?;
            let (schedule, set) = (Arc::clone(schedule), Arc::clone(set));
            let (ffmpeg, cancel, painters) = (ffmpeg.clone(), cancel.clone(), Arc::clone(painters));
            let (clip, span, easel) = (draft.clone(), tracing::Span::current(), easel.clone());
            task::spawn_blocking(move || {
                let scene_id = &schedule.storyboard.scenes[scene].id;
                let _entered = tracing::info_span!(parent: span, "render", scene = scene_id).entered();
                let idle = painters.lock().unwrap_or_else(PoisonError::into_inner).pop();
                let mut painter = idle.unwrap_or_else(|| easel.painter(schedule.storyboard.format));
                draw_scene(&schedule, scene, &set, &mut painter, &ffmpeg, &cancel, &clip)?;
                painters.lock().unwrap_or_else(PoisonError::into_inner).push(painter);
                Ok::<_, PipelineError>(())
            })
            .await
            .map_err(|source| PipelineError::Crashed { step: Step::Render, source })??;
            objects.adopt(key, &draft).await?;
            Ok::<_, PipelineError>((place, scene, Made::Now))
        }
    });

    let mut done = 0;
    let mut made = vec![Made::Found; total];
    let mut finished = renders.buffer_unordered(jobs);
    while let Some((place, scene, now)) = finished.try_next().await? {
        done += 1;
        made[place] = now;
        events.progress(Progress { step: Step::Render, done, total });
        events.happened(&scene_completed(&schedule.storyboard, scene, now)).await?;
    }
    Ok(made)
}

/// What is told when a scene's clip is there.
pub(crate) fn scene_completed(storyboard: &Storyboard, scene: usize, made: Made) -> Happening {
    Happening::SceneCompleted {
        scene: storyboard.scenes[scene].id.clone(),
        number: scene as u32 + 1,
        of: storyboard.scenes.len() as u32,
        made: json!(made),
    }
}

/// The key of the clip of scene `index`: everything that its pixels and their encoding depend on. The narration's words are
/// not among it, only their timing; the scene before is, where this one passes over its last picture or takes something over from it.
///
/// # Panics
/// When there is no such scene or no timing of it.
pub fn clip_key(storyboard: &Storyboard, timings: &[SceneTiming], index: usize, set: &Set) -> ArtifactKey {
    let mut version = format!("{DRAWING_VERSION}/{VIDEO_VERSION}");
    if !set.canvas.is_default() {
        version = format!("{version}/{}", set.canvas.name());
    }
    let picture = |index: usize| {
        let (scene, place) = (&storyboard.scenes[index], scene_place(storyboard, index));
        let pictures: Vec<_> = scene.visual.sources().into_iter().map(|source| set.album.hash(source)).collect();
        (
            (&scene.id, &scene.visual, scene.shot, &scene.cues, scene.transition, scene.mood),
            &timings[index],
            (place.opens, place.is_last, place.begins, place.ends, place.soft_before),
            pictures,
            matched(storyboard, index + 1),
        )
    };
    let needs_before =
        scene_place(storyboard, index).begins.needs_picture_before() || matched(storyboard, index).is_some();
    let before = needs_before.then(|| picture(index - 1));
    let inputs = (picture(index), before, &set.style_fingerprint, set.settings);
    ArtifactKey::new(Step::Render, &version, &inputs, "mp4")
}

/// Draws a scene frame by frame into the encoder. Blocks; one frame is in memory at a time.
///
/// # Errors
/// When drawing or encoding fails, or `cancel` was set; no clip is left then.
fn draw_scene(
    schedule: &Schedule,
    scene: usize,
    set: &Set,
    painter: &mut Painter,
    ffmpeg: &Ffmpeg,
    cancel: &Cancel,
    clip: &Path,
) -> Result<(), PipelineError> {
    let storyboard = &schedule.storyboard;
    let timing = |index: usize| schedule.timings[index].clone();
    let prepared = take(&set.stage, storyboard, scene, timing, &set.album, painter)?;
    let mut writer = ClipWriter::start(ffmpeg, &set.settings, clip)?;
    for frame in 0..prepared.frame_count() {
        if cancel.is_set() {
            return Err(PipelineError::Cancelled);
        }
        prepared.draw(frame, painter)?;
        writer.write_changed(painter.rgba(), painter.changed())?;
    }
    writer.finish()?;
    Ok(())
}
