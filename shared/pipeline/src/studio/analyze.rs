use lectern_lesson::{Generation, Lesson};
use serde::{Deserialize, Serialize};
use tokio::task;

use super::{GenerationRef, Studio, documents};
use crate::{PipelineError, Step, schedule::store_by_content};

/// What the step hands on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Analyzed {
    /// Hash of the lesson; `None` where a storyboard is filmed as it is.
    pub lesson: Option<String>,
}

/// Reads and analyzes the script of a generation.
///
/// # Errors
/// When the generation is final, or its script is not stored or cannot be read.
pub async fn analyze(studio: &Studio, at: &GenerationRef) -> Result<Analyzed, PipelineError> {
    let generation = studio.generation(at).await?;
    if generation.storyboard.is_some() {
        return Ok(Analyzed { lesson: None });
    }
    let lesson = lesson(studio, &generation).await?;
    let hash = store_by_content(Step::Analyze, &lesson, studio.artifacts.as_ref()).await?;
    Ok(Analyzed { lesson: Some(hash) })
}

/// The lesson of a generation's script.
pub(super) async fn lesson(studio: &Studio, generation: &Generation) -> Result<Lesson, PipelineError> {
    let script = generation
        .script
        .as_ref()
        .ok_or_else(|| PipelineError::MissingObject { what: format!("the script of {}", generation.project_id) })?;
    let bytes = documents::read(documents::script_key(script), &script.name, studio.documents.as_ref()).await?;
    let (name, pace) = (script.name.clone(), generation.settings.pace);
    task::spawn_blocking(move || crate::analyze(&name, &bytes, pace))
        .await
        .map_err(|source| PipelineError::Crashed { step: Step::Analyze, source })?
}
