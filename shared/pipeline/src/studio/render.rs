use std::sync::Arc;

use lectern_video::{Cancel, Ffmpeg};

use super::{GenerationRef, Studio, set_of};
use crate::{Made, PipelineError, Schedule};

/// Renders the scenes of one chunk of a schedule. A chunk that the schedule does not have has no scenes.
///
/// # Errors
/// When the generation is final, the schedule is not stored, or a scene cannot be rendered or stored.
pub async fn render(
    studio: &Studio,
    ffmpeg: &Ffmpeg,
    at: &GenerationRef,
    schedule: &str,
    chunk: usize,
    jobs: usize,
    cancel: &Cancel,
) -> Result<Vec<Made>, PipelineError> {
    let generation = studio.generation(at).await?;
    let schedule = Arc::new(Schedule::load(schedule, studio.artifacts.as_ref()).await?);
    let scenes = schedule.chunks.get(chunk).cloned().unwrap_or_default();
    let set = Arc::new(set_of(&schedule, &generation, studio).await?);
    let journal = studio.journal(at);
    crate::render(&schedule, &scenes, &set, ffmpeg, studio.artifacts.as_ref(), &journal, jobs, cancel).await
}
