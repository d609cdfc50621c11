//! The Lambda `intake`: requests from the API, uploads and events of other systems become executions of the state machine.

use lectern_aws::{Cloud, Settings};
use lectern_lambda::{FilmRequest, Intake, UnknownMessage, run_messages};
use lectern_pipeline::{
    FilmsError, LauncherError, PipelineError, RecordsError, Uploads,
    studio::{self, GenerationRef, Order, Ordered, SCRIPT_BYTES_MAX, Studio},
};
use thiserror::Error;

#[derive(Debug, Error)]
enum IntakeError {
    #[error(transparent)]
    Message(#[from] UnknownMessage),
    #[error("the upload {key} is gone")]
    Gone { key: String },
    #[error(transparent)]
    Upload(#[from] FilmsError),
    #[error(transparent)]
    Pipeline(#[from] PipelineError),
    #[error(transparent)]
    Records(#[from] RecordsError),
    #[error(transparent)]
    Launcher(#[from] LauncherError),
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), lambda_runtime::Error> {
    lectern_telemetry::start();
    let settings = Settings::from_environment()?;
    let (running_limit, queue_limit) = (settings.running_limit, settings.queue_limit);
    let cloud = Cloud::connect(settings).await;
    let (studio, uploads, executions) = (cloud.studio(), cloud.uploads(), cloud.executions());
    run_messages(cloud.intake_redelivery(), async |message| {
        for intake in Intake::read(message.body.as_deref().unwrap_or_default())? {
            let Some(at) = generation(intake, &studio, &uploads, queue_limit).await? else { continue };
            let now = studio.clock.unix_millis();
            match studio.records.admit(&at.user_id, &at.generation_id, running_limit, now).await {
                Ok(true) => executions.start(&at.user_id, &at.generation_id).await?,
                // It waits in its owner's queue; the end of another one brings it up again.
                Ok(false) => tracing::info!(generation = at.generation_id, "waits"),
                // Its project was deleted in the meantime.
                Err(RecordsError::NotFound { .. }) => tracing::info!(generation = at.generation_id, "is gone"),
                Err(error) => return Err(error.into()),
            }
        }
        Ok::<_, IntakeError>(())
    })
    .await
}

/// The generation that a message asks for, made from what was ordered where it is not there yet.
async fn generation(
    intake: Intake,
    studio: &Studio,
    uploads: &impl Uploads,
    queue_limit: usize,
) -> Result<Option<GenerationRef>, IntakeError> {
    let order = match intake {
        Intake::Test => return Ok(None),
        Intake::Generation(at) => return Ok(Some(at)),
        Intake::Upload { key, user_id, name, identity, at_millis } => {
            // One byte more than allowed tells that it is too large; the order becomes a failed generation then.
            let script = match uploads.read(&key, SCRIPT_BYTES_MAX).await {
                Ok(script) => script.ok_or(IntakeError::Gone { key })?,
                Err(error) if is_too_large(&error) => vec![0; SCRIPT_BYTES_MAX as usize + 1],
                Err(error) => return Err(error.into()),
            };
            let of = Ordered::Script { name, title: None, script, settings: Default::default() };
            Order { user_id, of, identity, at_millis }
        }
        Intake::Request { request, identity, at_millis } => {
            Order { user_id: request.user_id.clone(), of: ordered(request), identity, at_millis }
        }
    };
    Ok(Some(studio::order(studio, &order, queue_limit).await?))
}

fn is_too_large(error: &FilmsError) -> bool {
    let source = error.source.downcast_ref::<std::io::Error>();
    source.is_some_and(|source| source.kind() == std::io::ErrorKind::FileTooLarge)
}

fn ordered(request: FilmRequest) -> Ordered {
    match request.project_id {
        Some(id) => Ordered::Project { id },
        None => Ordered::Script {
            name: request.name.unwrap_or_else(|| "script.md".to_owned()),
            title: request.title,
            script: request.script.unwrap_or_default().into_bytes(),
            settings: request.settings,
        },
    }
}
