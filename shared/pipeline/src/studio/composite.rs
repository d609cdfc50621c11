use std::sync::Arc;

use lectern_video::{Cancel, Ffmpeg};

use super::{GenerationRef, Studio, set_of};
use crate::{PipelineError, Schedule};

/// Scores, joins and inspects the film of a schedule, draws its title picture, and makes its stream if the settings ask for one.
/// All of it is stored.
///
/// # Errors
/// When the generation is final, the schedule or a clip is not stored, one of the steps fails, or `cancel` is set.
pub async fn composite(
    studio: &Studio,
    ffmpeg: &Ffmpeg,
    at: &GenerationRef,
    schedule: &str,
    cancel: &Cancel,
) -> Result<(), PipelineError> {
    let generation = studio.generation(at).await?;
    let objects = studio.artifacts.as_ref();
    let schedule = Arc::new(Schedule::load(schedule, objects).await?);
    let set = Arc::new(set_of(&schedule, &generation, studio).await?);
    let sound = crate::score(&schedule, objects).await?;
    let film = crate::composite(&schedule, &sound, ffmpeg, objects, cancel).await?;
    crate::inspect(&film, ffmpeg, objects, cancel).await?;
    crate::thumbnail(&schedule, &set, objects).await?;
    if generation.settings.hls {
        crate::stream(&schedule, ffmpeg, objects, cancel).await?;
    }
    Ok(())
}
