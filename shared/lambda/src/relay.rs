//! What the messages of the relay queue mean.

use lectern_lesson::LoggedEvent;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::UnknownMessage;

/// A message of the relay queue.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum Relay {
    /// Something was logged; as EventBridge brings it.
    #[serde(skip)]
    Event(LoggedEvent),
    /// Somebody has begun to follow a project and is to be sent what they missed.
    Replay {
        /// The project.
        project_id: String,
    },
    /// A webhook is to be told of an event once more.
    Webhook {
        /// The event's project.
        project_id: String,
        /// The event's place in the project's log.
        sequence: u64,
        /// The webhook.
        webhook_id: String,
    },
}

impl Relay {
    /// That a webhook is to be told of an event.
    pub fn webhook(event: &LoggedEvent, webhook_id: &str) -> Self {
        let (project_id, sequence) = (event.event.project_id.clone(), event.sequence);
        Self::Webhook { project_id, sequence, webhook_id: webhook_id.to_owned() }
    }

    /// Reads the body of a message.
    ///
    /// # Errors
    /// When it has none of the shapes.
    pub fn read(body: &str) -> Result<Self, UnknownMessage> {
        let mut message: Value = serde_json::from_str(body)?;
        if message.get("detail-type").is_some() {
            return Ok(Self::Event(serde_json::from_value(message["detail"].take())?));
        }
        Ok(serde_json::from_value(message)?)
    }
}

#[cfg(test)]
mod tests {
    use lectern_lesson::{Event, EventType};
    use serde_json::json;

    use super::*;

    #[test]
    fn what_is_sent_is_read_again() {
        let event = Event {
            event_type: EventType::SceneCompleted,
            project_id: "prj_1".to_owned(),
            user_id: "ada".to_owned(),
            progress: 55.0,
            metadata: json!({ "scene": "s1" }),
        };
        let logged = LoggedEvent::new(7, 1_000, event);
        let envelope = json!({ "source": "lectern", "detail-type": "SCENE_COMPLETED", "detail": logged });
        assert_eq!(Relay::read(&envelope.to_string()).expect("an event"), Relay::Event(logged.clone()));
        for message in [Relay::webhook(&logged, "whk_1"), Relay::Replay { project_id: "prj_1".to_owned() }] {
            let body = serde_json::to_string(&message).expect("plain data");
            assert_eq!(Relay::read(&body).expect("a message"), message);
        }
        for poison in ["", "{}", r#"{"detail-type":"x","detail":{}}"#, r#"{"kind":"event"}"#] {
            assert!(Relay::read(poison).is_err(), "{poison}");
        }
    }
}
