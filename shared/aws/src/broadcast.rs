use async_trait::async_trait;
use aws_sdk_eventbridge::{
    Client, operation::put_events::PutEventsOutput, primitives::DateTime, types::PutEventsRequestEntry,
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
            match refusal(&self.name, &put) {
                None => return Ok(()),
                Some(refused) if tries == TRIES => return Err(failed(refused.into())),
                Some(_) => tries += 1,
            }
        }
    }
}

/// Why the one event of a request was not taken: the request succeeds also then.
fn refusal(bus: &str, put: &PutEventsOutput) -> Option<Refused> {
    let text = |text: Option<&str>| text.unwrap_or("unnamed").to_owned();
    let entry = put.entries().iter().find(|entry| entry.error_code().is_some());
    (entry.is_some() || put.failed_entry_count() > 0).then(|| Refused {
        bus: bus.to_owned(),
        code: text(entry.and_then(|entry| entry.error_code())),
        message: text(entry.and_then(|entry| entry.error_message())),
    })
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
    use aws_sdk_eventbridge::types::PutEventsResultEntry;

    use super::*;

    #[test]
    fn an_event_that_is_refused_in_a_request_that_succeeds_is_noticed() {
        let taken = PutEventsResultEntry::builder().event_id("1").build();
        assert!(refusal("lectern", &PutEventsOutput::builder().entries(taken).build()).is_none());
        let entry = PutEventsResultEntry::builder().error_code("ThrottlingException").error_message("slower").build();
        let put = PutEventsOutput::builder().failed_entry_count(1).entries(entry).build();
        let refused = refusal("lectern", &put).expect("it is refused");
        assert_eq!(refused.to_string(), "the bus lectern refused it: ThrottlingException: slower");
        let unnamed = PutEventsOutput::builder().failed_entry_count(1).build();
        assert!(refusal("lectern", &unnamed).is_some(), "the count is enough");
    }

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
