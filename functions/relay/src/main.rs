//! The Lambda `relay`: tells WebSocket followers and webhooks of what EventBridge brings.

use lectern_api::{Courier, Outcome};
use lectern_aws::{Cloud, RelayQueueError, Settings, SocketsError};
use lectern_lambda::{Relay, UnknownMessage, run_messages};
use lectern_lesson::LoggedEvent;
use lectern_pipeline::RecordsError;
use thiserror::Error;

#[derive(Debug, Error)]
enum RelayError {
    #[error(transparent)]
    Message(#[from] UnknownMessage),
    #[error(transparent)]
    Records(#[from] RecordsError),
    #[error(transparent)]
    Sockets(#[from] SocketsError),
    #[error(transparent)]
    Queue(#[from] RelayQueueError),
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), lambda_runtime::Error> {
    lectern_telemetry::start();
    let settings = Settings::from_environment()?;
    let allows_private = settings.private_webhooks;
    let cloud = Cloud::connect(settings).await;
    let (studio, sockets, queue) = (cloud.studio(), cloud.sockets(), cloud.relay_queue());
    let courier = Courier::new(studio.records.clone(), studio.clock.clone(), allows_private)?;
    let records = studio.records.as_ref();
    // Delivers to one webhook, and has it tried again later if need be.
    let deliver = async |event: &LoggedEvent, webhook_id: &str| -> Result<(), RelayError> {
        let project = match records.project(&event.event.user_id, &event.event.project_id).await {
            Ok(project) => project,
            // It was deleted in the meantime; nobody is left to be told.
            Err(RecordsError::NotFound { .. }) => return Ok(()),
            Err(error) => return Err(error.into()),
        };
        let Some(webhook) = project.webhooks.iter().find(|webhook| webhook.id == webhook_id) else { return Ok(()) };
        if let Outcome::Later { due_millis } = courier.deliver(&project, webhook, event).await? {
            let wait_millis = due_millis.saturating_sub(studio.clock.unix_millis());
            queue.send(&Relay::webhook(event, webhook_id), wait_millis.div_ceil(1000)).await?;
        }
        Ok(())
    };
    run_messages(cloud.relay_redelivery(), async |message| {
        match Relay::read(message.body.as_deref().unwrap_or_default())? {
            Relay::Event(event) => {
                sockets.push(&event.event.project_id).await?;
                let project = match records.project(&event.event.user_id, &event.event.project_id).await {
                    Ok(project) => project,
                    Err(RecordsError::NotFound { .. }) => return Ok(()),
                    Err(error) => return Err(error.into()),
                };
                for webhook in &project.webhooks {
                    deliver(&event, &webhook.id).await?;
                }
            }
            Relay::Replay { project_id } => sockets.push(&project_id).await?,
            Relay::Webhook { project_id, sequence, webhook_id } => {
                for event in records.events(&project_id, sequence.saturating_sub(1), 1).await? {
                    deliver(&event, &webhook_id).await?;
                }
            }
        }
        Ok::<_, RelayError>(())
    })
    .await
}
