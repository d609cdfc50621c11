use serde::{Deserialize, Serialize};

use super::{GenerationRef, Studio, load_plan};
use crate::{Narrator, PipelineError};

/// What the step hands on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Spoken {
    /// The scene, by index.
    pub scene: usize,
    /// Hash of its narration.
    pub narration: String,
}

/// Speaks a scene of a plan, or finds it spoken.
///
/// # Errors
/// When the generation is final, the plan is not stored, has no such scene, or the voice fails.
pub async fn narrate(
    studio: &Studio,
    narrator: &dyn Narrator,
    at: &GenerationRef,
    storyboard: &str,
    scene: usize,
) -> Result<Spoken, PipelineError> {
    studio.generation(at).await?;
    let plan = load_plan(storyboard, studio).await?;
    let wanted =
        plan.storyboard.scenes.get(scene).ok_or_else(|| PipelineError::MissingObject {
            what: format!("scene {} of plan {storyboard}", scene + 1),
        })?;
    let fingerprint = narrator.fingerprint().await?;
    let objects = studio.artifacts.as_ref();
    let narrated = crate::narrate(wanted, &plan.storyboard, &fingerprint, narrator, objects).await?;
    Ok(Spoken { scene, narration: narrated.key.hash().to_owned() })
}
