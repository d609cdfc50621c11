use std::error::Error;

use lectern_lesson::{Event, EventType};
use serde_json::Value;

use crate::Events;

/// Sends the events of one production.
pub struct Announcer<'a> {
    /// Where they go.
    pub events: &'a dyn Events,
    /// The project.
    pub project_id: &'a str,
    /// Its owner.
    pub user_id: &'a str,
}

impl Announcer<'_> {
    /// Publishes an event; `progress` from 0 to 100.
    pub async fn send(&self, event_type: EventType, progress: f64, metadata: Value) {
        let event = Event {
            event_type,
            project_id: self.project_id.to_owned(),
            user_id: self.user_id.to_owned(),
            progress,
            metadata,
        };
        self.events.publish(&event).await;
    }
}

/// An error with its causes, in one line.
pub fn error_chain(error: &dyn Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        let message = error.to_string();
        // Transparent wrappers repeat their cause.
        if !text.ends_with(&message) {
            text.push_str(": ");
            text.push_str(&message);
        }
        cause = error.source();
    }
    text
}
