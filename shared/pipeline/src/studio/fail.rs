use lectern_lesson::{CANCELLED, Failure, Happening};

use super::{GenerationRef, Studio};
use crate::{Events, PipelineError};

/// Leaves a generation in a state that its user can read, with an event, and starts what of the owner's waits. One that is
/// final already stays as it is; its last event is passed on once more.
///
/// # Errors
/// When it cannot be recorded.
pub async fn fail(studio: &Studio, at: &GenerationRef, failure: Failure) -> Result<(), PipelineError> {
    let happening = if failure.error == CANCELLED { Happening::Cancelled } else { Happening::Failed(failure) };
    studio.journal(at).happened(&happening).await?;
    studio.start_next(&at.user_id).await
}
