use std::{
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError},
};

use futures::{StreamExt, TryStreamExt, stream};
use lectern_drawing::{DRAWING_VERSION, Painter, ScenePlace, Stage};
use lectern_lesson::{EventType, Scene, SceneTiming, Storyboard, Visual};
use lectern_video::{Cancel, ClipWriter, EncodeSettings, Ffmpeg, VIDEO_VERSION};
use serde_json::json;
use tokio::task;

use crate::{Album, Announcer, ArtifactKey, Made, Objects, PipelineError, Progress, Step, scene_place};

/// What all scenes of a film are drawn with.
pub struct Set {
    /// The stage: style, fonts, world.
    pub stage: Stage,
    /// The user's pictures.
    pub album: Album,
    /// How clips are encoded.
    pub settings: EncodeSettings,
    /// Hash of the style, among the inputs of every clip.
    pub style_fingerprint: String,
}

/// A scene's encoded picture, stored.
#[derive(Clone, Debug)]
pub struct Clip {
    /// Its key.
    pub key: ArtifactKey,
    /// The file.
    pub file: PathBuf,
    /// Whether it was made now or found.
    pub made: Made,
}

/// Renders all scenes, `jobs` at a time, the longest first, so that no worker is left alone with a long one at the end.
///
/// # Errors
/// When a scene cannot be drawn, encoded or stored, or `cancel` was set.
#[expect(clippy::too_many_arguments, reason = "each is one of the film's parts; a struct would be used here only")]
pub async fn render_all(
    storyboard: &Arc<Storyboard>,
    timings: &Arc<Vec<SceneTiming>>,
    set: &Arc<Set>,
    ffmpeg: &Ffmpeg,
    objects: &dyn Objects,
    announcer: &Announcer<'_>,
    jobs: usize,
    cancel: &Cancel,
) -> Result<Vec<Clip>, PipelineError> {
    let total = storyboard.scenes.len();
    let mut order: Vec<usize> = (0..total).collect();
    order.sort_by_key(|index| (std::cmp::Reverse(timings[*index].frames), *index));
    let painters: Arc<Mutex<Vec<Painter>>> = Arc::default();
    announcer.events.progress(Progress { step: Step::Render, done: 0, total });

    let renders = stream::iter(order).map(|index| {
        let painters = &painters;
        async move {
            let (scene, timing) = (&storyboard.scenes[index], &timings[index]);
            let place = scene_place(storyboard, index);
            let key = clip_key(scene, timing, place, &set.style_fingerprint, &set.album, &set.settings);
            if let Some(file) = objects.file(&key).await? {
                return Ok((index, Clip { key, file, made: Made::Found }));
            }
            let draft = objects.draft(&key).await?;
            let (storyboard, timings, set) = (Arc::clone(storyboard), Arc::clone(timings), Arc::clone(set));
            let (ffmpeg, cancel, painters) = (ffmpeg.clone(), cancel.clone(), Arc::clone(painters));
            let clip = draft.clone();
            task::spawn_blocking(move || {
                let idle = painters.lock().unwrap_or_else(PoisonError::into_inner).pop();
                let mut painter = idle.unwrap_or_else(|| Painter::new(storyboard.format));
                render(&storyboard.scenes[index], &timings[index], place, &set, &mut painter, &ffmpeg, &cancel, &clip)?;
                painters.lock().unwrap_or_else(PoisonError::into_inner).push(painter);
                Ok::<_, PipelineError>(())
            })
            .await
            .map_err(|source| PipelineError::Crashed { step: Step::Render, source })??;
            let file = objects.adopt(&key, &draft).await?;
            Ok::<_, PipelineError>((index, Clip { key, file, made: Made::Now }))
        }
    });

    let mut done = 0;
    let mut clips: Vec<Option<Clip>> = vec![None; total];
    let mut finished = renders.buffer_unordered(jobs);
    while let Some((index, clip)) = finished.try_next().await? {
        done += 1;
        announcer.events.progress(Progress { step: Step::Render, done, total });
        let scene = &storyboard.scenes[index];
        let metadata = json!({ "scene": scene.id, "number": index + 1, "of": total, "made": clip.made });
        // Narration comes before and the film's joining after: rendering moves the bar from 20 to 90.
        announcer.send(EventType::SceneCompleted, 20.0 + 70.0 * done as f64 / total as f64, metadata).await;
        clips[index] = Some(clip);
    }
    Ok(clips.into_iter().flatten().collect())
}

/// The key of a scene's clip: everything that its pixels and their encoding depend on. The narration's words are not
/// among it, only their timing.
pub fn clip_key(
    scene: &Scene,
    timing: &SceneTiming,
    place: ScenePlace,
    style_fingerprint: &str,
    album: &Album,
    settings: &EncodeSettings,
) -> ArtifactKey {
    let picture = match &scene.visual {
        Visual::Figure { source, .. } => album.hash(source),
        _ => None,
    };
    let version = format!("{DRAWING_VERSION}/{VIDEO_VERSION}");
    let inputs = (
        (&scene.id, &scene.visual, scene.shot, &scene.cues, scene.transition, scene.mood),
        timing,
        (place.opens, place.closes, place.is_last),
        style_fingerprint,
        picture,
        settings,
    );
    ArtifactKey::new(Step::Render, &version, &inputs, "mp4")
}

/// Draws a scene frame by frame into the encoder. Blocks; one frame is in memory at a time.
///
/// # Errors
/// When drawing or encoding fails, or `cancel` was set; no clip is left then.
#[expect(clippy::too_many_arguments, reason = "each is one of the scene's parts; a struct would be used here only")]
fn render(
    scene: &Scene,
    timing: &SceneTiming,
    place: ScenePlace,
    set: &Set,
    painter: &mut Painter,
    ffmpeg: &Ffmpeg,
    cancel: &Cancel,
    clip: &Path,
) -> Result<(), PipelineError> {
    let prepared = set.stage.prepare(scene, timing, place, &set.album)?;
    let mut writer = ClipWriter::start(ffmpeg, &set.settings, clip)?;
    for frame in 0..prepared.frame_count() {
        if cancel.is_set() {
            return Err(PipelineError::Cancelled);
        }
        prepared.draw(frame, painter)?;
        writer.write_rgba(painter.rgba())?;
    }
    writer.finish()?;
    Ok(())
}
