use async_trait::async_trait;
use aws_sdk_eventbridge::{
    Client,
    primitives::DateTime,
    types::{PutEventsRequestEntry, PutEventsResultEntry},
};
use lectern_lesson::{EventType, LoggedEvent};
use lectern_pipeline::{Broadcast, BroadcastError};
use thiserror::Error;

/// The `source` of Lectern's events on the bus.
pub const EVENT_SOURCE: &str = "lectern";

/// Tries of an event in all, when the bus takes the request and refuses the event; the SDK retries requests only.
const TRIES: usize = 3;

/// Passes events on to an EventBridge bus: source [`EVENT_SOURCE`], the event's type as detail type, the logged event as
/// detail.
///
/// Needs `events:PutEvents` on the bus.
#[derive(Debug)]
pub struct EventBus {
    client: Client,
    name: String,
}

#[derive(Debug, Error)]
#[error("the bus {bus} refused it: {code}: {message}")]
struct Refused {
    bus: String,
    code: String,
    message: String,
}

impl EventBus {
    /// The bus of that name.
    pub fn new(client: Client, name: impl Into<String>) -> Self {
        Self { client, name: name.into() }
    }

    fn refused(&self, entry: &PutEventsResultEntry) -> Refused {
        let text = |text: Option<&str>| text.unwrap_or("unnamed").to_owned();
        Refused { bus: self.name.clone(), code: text(entry.error_code()), message: text(entry.error_message()) }
    }
}

#[async_trait]
impl Broadcast for EventBus {
    async fn announce(&self, event: &LoggedEvent) -> Result<(), BroadcastError> {
        let failed = |source| BroadcastError { event_id: event.event_id.clone(), source };
        let entry = PutEventsRequestEntry::builder()
            .event_bus_name(&self.name)
            .source(EVENT_SOURCE)
            .detail_type(detail_type(event.event.event_type))
            .detail(serde_json::to_string(event).map_err(|error| failed(error.into()))?)
            .time(DateTime::from_millis(i64::try_from(event.at_millis).unwrap_or(i64::MAX)))
            .build();
        let mut tries = 1;
        loop {
            let put = self.client.put_events().entries(entry.clone()).send().await;
            let put = put.map_err(|error| failed(error.into()))?;
            // The request succeeds also where its events are refused.
            match put.entries().iter().find(|entry| entry.error_code().is_some()) {
                None if put.failed_entry_count() == 0 => return Ok(()),
                Some(entry) if tries == TRIES => return Err(failed(self.refused(entry).into())),
                None if tries == TRIES => {
                    return Err(failed(self.refused(&PutEventsResultEntry::builder().build()).into()));
                }
                _ => tries += 1,
            }
        }
    }
}

/// The detail type of an event: its type's name in JSON.
pub const fn detail_type(event_type: EventType) -> &'static str {
    match event_type {
        EventType::GenerationStarted => "GENERATION_STARTED",
        EventType::SceneCompleted => "SCENE_COMPLETED",
        EventType::GenerationFinished => "GENERATION_FINISHED",
        EventType::GenerationFailed => "GENERATION_FAILED",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_detail_type_is_the_name_in_json() {
        for event_type in [
            EventType::GenerationStarted,
            EventType::SceneCompleted,
            EventType::GenerationFinished,
            EventType::GenerationFailed,
        ] {
            let json = serde_json::to_value(event_type).expect("a name");
            assert_eq!(json, detail_type(event_type));
        }
    }
}
