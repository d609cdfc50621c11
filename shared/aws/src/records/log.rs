use lectern_lesson::{Applied, Event, Happening, LoggedEvent};
use lectern_pipeline::{Recorded, RecordsError};
use serde::{Deserialize, Serialize};

use crate::table::{Key, Span, Table, TableError, Write, Written};

use super::{DynamoRecords, conflict, generations::StoredGeneration};

/// An event as it is stored: as JSON, so that the numbers among its details come back as they were sent.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct StoredEvent {
    sequence: u64,
    event: String,
}

impl StoredEvent {
    fn of(event: &LoggedEvent) -> Self {
        let json = serde_json::to_string(event).expect("an event is plain data with string keys");
        Self { sequence: event.sequence, event: json }
    }

    fn read(&self, project_id: &str) -> Result<LoggedEvent, TableError> {
        serde_json::from_str(&self.event).map_err(|error| TableError {
            action: "understand",
            what: format!("event {} of project {project_id}", self.sequence),
            source: Box::new(error),
        })
    }
}

/// A project's events after a place in its log, at most `limit`.
pub(crate) async fn events(
    table: &Table,
    project_id: &str,
    after: u64,
    limit: usize,
) -> Result<Vec<LoggedEvent>, TableError> {
    let stored: Vec<StoredEvent> = table.list(&Span::events(project_id, after), limit).await?;
    stored.iter().map(|event| event.read(project_id)).collect()
}

impl DynamoRecords {
    pub(super) async fn record_happening(
        &self,
        user_id: &str,
        id: &str,
        happening: &Happening,
        now_millis: u64,
    ) -> Result<Recorded, RecordsError> {
        let mut backoff = self.backoff();
        loop {
            let before = self.read_generation(user_id, id).await?;
            let mut generation = before.generation.clone();
            let event = match generation.apply(happening, now_millis) {
                Applied::Unchanged => {
                    let event = self.last_event(&before).await?;
                    return Ok(Recorded { generation, changed: false, event });
                }
                Applied::Changed(event) => event,
            };
            // Read after the generation: whoever changed it last has logged before, so the generation's events are in order.
            let event = match event {
                Some(event) => Some(self.place(event, now_millis).await?),
                None => None,
            };
            let last_event = event.as_ref().map(|event| event.sequence).or(before.last_event);
            let after = StoredGeneration { generation, last_event };
            if self.write_happening(&before, &after, event.as_ref()).await? == Written::Done {
                return Ok(Recorded { generation: after.generation, changed: true, event });
            }
            if !backoff.pause().await {
                return Err(conflict("generation", id));
            }
        }
    }

    async fn write_happening(
        &self,
        before: &StoredGeneration,
        after: &StoredGeneration,
        event: Option<&LoggedEvent>,
    ) -> Result<Written, RecordsError> {
        let generation = &after.generation;
        let key = Key::generation(&generation.user_id, &generation.id);
        let mut writes = vec![Write::replacement(&key, after, before.generation.version)?];
        if let Some(event) = event {
            let key = Key::event(&generation.project_id, event.sequence);
            writes.push(Write::new_item(&key, &StoredEvent::of(event))?);
        }
        if generation.state != before.generation.state {
            let queue = self.read_queue(&generation.user_id).await?;
            writes.push(queue.with(generation).write(&generation.user_id)?);
        }
        Ok(self.table.write("a happening", writes).await?)
    }

    /// An event at the next place of its project's log.
    async fn place(&self, event: Event, now_millis: u64) -> Result<LoggedEvent, TableError> {
        let last: Vec<StoredEvent> = self.table.list(&Span::last_events(&event.project_id), 1).await?;
        let sequence = last.first().map_or(0, |last| last.sequence) + 1;
        Ok(LoggedEvent::new(sequence, now_millis, event))
    }

    /// The last event of a generation that is final.
    async fn last_event(&self, stored: &StoredGeneration) -> Result<Option<LoggedEvent>, TableError> {
        let generation = &stored.generation;
        let Some(sequence) = stored.last_event.filter(|_| generation.state.is_final()) else { return Ok(None) };
        let event = self.table.get::<StoredEvent>(&Key::event(&generation.project_id, sequence)).await?;
        event.map(|event| event.read(&generation.project_id)).transpose()
    }
}
