use lectern_lesson::{FilmSummary, GenerationState, Happening};
use serde::{Deserialize, Serialize};

use super::{GenerationRef, Studio, film_place, set_of};
use crate::{
    Films, Launcher, Made, PipelineError, Schedule, composite::film_key, inspect::stored_inspection, judge,
    package::stored_stream, score::stored_figures,
};

/// What the step hands on.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Published {
    /// The film.
    pub film: FilmSummary,
    /// Seconds from the request to the film; `None` if an earlier run of this step had finished it.
    #[serde(skip)]
    pub took_secs: Option<f64>,
}

/// Puts the film of a schedule where its users get it, notes that it is finished, and starts what of the owner's waits.
///
/// # Errors
/// When the generation ended otherwise, or the film is not stored or cannot be copied.
pub async fn publish(
    studio: &Studio,
    films: &dyn Films,
    launcher: &dyn Launcher,
    at: &GenerationRef,
    schedule: &str,
) -> Result<Published, PipelineError> {
    let generation = studio.records.generation(&at.user_id, &at.generation_id).await?;
    let film = match generation.state {
        // An earlier run of this step got as far as noting the end.
        GenerationState::Succeeded => generation
            .film
            .clone()
            .ok_or_else(|| PipelineError::MissingObject { what: format!("the film of {}", generation.id) })?,
        GenerationState::Failed | GenerationState::Cancelled => return Err(PipelineError::Cancelled),
        GenerationState::Queued | GenerationState::Running => {
            let objects = studio.artifacts.as_ref();
            let schedule = Schedule::load(schedule, objects).await?;
            let key = film_key(&schedule);
            let inspection = stored_inspection(&key, objects)
                .await?
                .ok_or_else(|| PipelineError::MissingObject { what: format!("the inspection of {key}") })?;
            let set = set_of(&schedule, &generation, studio).await?;
            let clips = vec![Made::Found; schedule.clips.len()];
            let mix = stored_figures(&schedule, objects).await?;
            let report = judge(&schedule, &set, &clips, mix, inspection);
            let stream = if generation.settings.hls { Some(stored_stream(&schedule, objects).await?) } else { None };
            crate::publish(&schedule, &report, stream.as_ref(), films, &film_place(&generation)).await?
        }
    };
    let recorded = studio.journal(at).record(&Happening::Finished(film.clone())).await?;
    studio.start_next(launcher, &at.user_id).await?;
    let ended_millis = recorded.generation.ended_millis.filter(|_| recorded.changed);
    let took_secs = ended_millis.map(|ended| ended.saturating_sub(recorded.generation.created_millis) as f64 / 1000.0);
    Ok(Published { film, took_secs })
}
