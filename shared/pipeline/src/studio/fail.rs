use lectern_lesson::{CANCELLED, Failure, GenerationState, Happening};

use super::{GenerationRef, Studio};
use crate::{Launcher, PipelineError};

/// Leaves a generation in a state that its user can read, with an event, and starts what of the owner's waits. One that is
/// final already stays as it is; its last event is passed on once more. Tells whether it failed by this call: not if it was
/// final, nor if it was cancelled.
///
/// # Errors
/// When it cannot be recorded.
pub async fn fail(
    studio: &Studio,
    launcher: &dyn Launcher,
    at: &GenerationRef,
    failure: Failure,
) -> Result<bool, PipelineError> {
    let happening = if failure.error == CANCELLED { Happening::Cancelled } else { Happening::Failed(failure) };
    let recorded = studio.journal(at).record(&happening).await?;
    studio.start_next(launcher, &at.user_id).await?;
    Ok(recorded.changed && recorded.generation.state == GenerationState::Failed)
}
