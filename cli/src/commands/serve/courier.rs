//! Webhooks are told of events as they come, and again where a receiver failed, also after a restart.

use std::{sync::Arc, time::Duration};

use lectern_api::Courier;
use lectern_embedded::SqliteRecords;
use lectern_lesson::LoggedEvent;
use lectern_pipeline::{Clock, Records, RecordsError, error_chain};
use tokio::{
    sync::{Semaphore, mpsc},
    time,
};

/// Receivers that are talked to at once.
const TALKS_AT_ONCE: usize = 16;

/// Deliveries taken up at once when they are due.
const DUE_AT_ONCE: usize = 50;

/// Longest wait before the records are asked again what is due.
const LONGEST_WAIT: Duration = Duration::from_secs(60);

/// Delivers until it is aborted.
pub async fn run(
    records: Arc<SqliteRecords>,
    courier: Arc<Courier>,
    clock: Arc<dyn Clock>,
    mut events: mpsc::Receiver<LoggedEvent>,
) {
    let talks = Arc::new(Semaphore::new(TALKS_AT_ONCE));
    loop {
        let wait = match records.next_due_millis().await {
            Ok(due) => due.map_or(LONGEST_WAIT, |due| {
                // A second at least, so that a delivery that cannot be noted does not spin.
                Duration::from_millis(due.saturating_sub(clock.unix_millis()).max(1000)).min(LONGEST_WAIT)
            }),
            Err(error) => {
                report(&error);
                LONGEST_WAIT
            }
        };
        let deliveries = tokio::select! {
            event = events.recv() => match event {
                Some(event) => of_event(&records, event).await,
                None => return,
            },
            () = time::sleep(wait) => due(&records, &clock).await,
        };
        for (event, webhook_id) in deliveries.unwrap_or_else(|error| {
            report(&error);
            Vec::new()
        }) {
            let permit = Arc::clone(&talks).acquire_owned().await.expect("the semaphore is never closed");
            let (records, courier) = (Arc::clone(&records), Arc::clone(&courier));
            tokio::spawn(async move {
                if let Err(error) = deliver(&records, &courier, &event, &webhook_id).await {
                    report(&error);
                }
                drop(permit);
            });
        }
    }
}

async fn of_event(records: &SqliteRecords, event: LoggedEvent) -> Result<Vec<(LoggedEvent, String)>, RecordsError> {
    match records.project(&event.event.user_id, &event.event.project_id).await {
        Ok(project) => Ok(project.webhooks.into_iter().map(|webhook| (event.clone(), webhook.id)).collect()),
        Err(RecordsError::NotFound { .. }) => Ok(Vec::new()),
        Err(error) => Err(error),
    }
}

async fn due(records: &SqliteRecords, clock: &Arc<dyn Clock>) -> Result<Vec<(LoggedEvent, String)>, RecordsError> {
    let mut found = Vec::new();
    for delivery in records.due_deliveries(clock.unix_millis(), DUE_AT_ONCE).await? {
        let events = records.events(&delivery.project_id, delivery.sequence.saturating_sub(1), 1).await?;
        found.extend(events.into_iter().map(|event| (event, delivery.webhook_id.clone())));
    }
    Ok(found)
}

async fn deliver(
    records: &SqliteRecords,
    courier: &Courier,
    event: &LoggedEvent,
    webhook_id: &str,
) -> Result<(), RecordsError> {
    let project = match records.project(&event.event.user_id, &event.event.project_id).await {
        Ok(project) => project,
        Err(RecordsError::NotFound { .. }) => return Ok(()),
        Err(error) => return Err(error),
    };
    match project.webhooks.iter().find(|webhook| webhook.id == webhook_id) {
        Some(webhook) => courier.deliver(&project, webhook, event).await.map(drop),
        None => Ok(()),
    }
}

fn report(error: &RecordsError) {
    tracing::error!(error = error_chain(error), "webhooks could not be told; they are tried again");
}
