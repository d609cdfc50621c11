use futures::{StreamExt, TryStreamExt, stream};
use lectern_drawing::CanvasKind;
use lectern_video::Encoder;
use serde::{Deserialize, Serialize};

use super::{GenerationRef, Spoken, Studio, load_plan, pictures, quality};
use crate::{
    Events, Made, Narrated, PipelineError, Schedule, Set, composite::film_key, inspect::stored_inspection,
    render::scene_completed, thumbnail_key,
};

/// What the step hands on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Scheduled {
    /// Hash of the schedule.
    pub schedule: String,
    /// Number of render jobs; 0 if all clips are stored, else at least 2.
    pub chunks: usize,
    /// Whether the film is stored, inspected and has its title picture.
    pub composited: bool,
}

/// Frames of a render job: about three minutes of work on a small machine, so that starting a machine is worth it and a
/// lost one costs little.
const FRAMES_PER_JOB: u64 = 3600;

/// Narrations fetched at once.
const FETCHES_AT_ONCE: usize = 16;

/// Times a film by its narrations, looks what of it is stored, and shares the rest among render jobs. Notes the scenes whose
/// clips are stored as completed. `encoder` is what all render jobs encode with and `canvas` what they paint on; each makes sure that
/// it can.
///
/// # Errors
/// When the generation is final, or the plan or a narration is not stored.
pub async fn schedule(
    studio: &Studio,
    at: &GenerationRef,
    storyboard: &str,
    narrations: &[Spoken],
    encoder: Encoder,
    canvas: CanvasKind,
) -> Result<Scheduled, PipelineError> {
    let generation = studio.generation(at).await?;
    let objects = studio.artifacts.as_ref();
    let plan = load_plan(storyboard, studio).await?;
    let mut spoken = narrations.to_vec();
    spoken.sort_by_key(|spoken| spoken.scene);
    let has_all = spoken.len() == plan.storyboard.scenes.len()
        && spoken.iter().enumerate().all(|(index, spoken)| spoken.scene == index);
    if !has_all {
        return Err(PipelineError::MissingObject { what: format!("a narration of plan {storyboard}") });
    }
    let narrated: Vec<Narrated> = stream::iter(spoken.iter().map(|spoken| Narrated::load(&spoken.narration, objects)))
        .buffered(FETCHES_AT_ONCE)
        .try_collect()
        .await?;

    let pictures = pictures(&plan.storyboard, &generation, studio.documents.as_ref()).await?;
    let set = Set::build(&plan.storyboard, quality(&generation), encoder, canvas, &pictures)?;
    let mut schedule = Schedule::new(&plan, &set, narrated);
    let missing = schedule.missing_clips(objects).await?;
    if !missing.is_empty() {
        schedule.share(&missing, FRAMES_PER_JOB);
    }
    let journal = studio.journal(at);
    for scene in (0..schedule.clips.len()).filter(|scene| !missing.contains(scene)) {
        journal.happened(&scene_completed(&schedule.storyboard, scene, Made::Found)).await?;
    }
    let film = film_key(&schedule);
    let composited = objects.exists(&film).await?
        && objects.exists(&thumbnail_key(&schedule)).await?
        && stored_inspection(&film, objects).await?.is_some();
    Ok(Scheduled { schedule: schedule.store(objects).await?, chunks: schedule.chunks.len(), composited })
}
