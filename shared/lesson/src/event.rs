use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The four kinds of event that a production sends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum EventType {
    /// Work has begun.
    GenerationStarted,
    /// A scene's picture is encoded.
    SceneCompleted,
    /// The film is complete.
    GenerationFinished,
    /// The production ended without a film.
    GenerationFailed,
}

/// An event of a production, as sent over WebSocket and EventBridge and printed by `lectern make --json`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Event {
    /// What happened.
    pub event_type: EventType,
    /// The project; on the command line a name derived from the script's file name.
    pub project_id: String,
    /// The user; `local` on the command line.
    pub user_id: String,
    /// Share of the work that is done, 0 to 100.
    pub progress: f64,
    /// Details by event type: scene id and number, file names, error …
    pub metadata: serde_json::Value,
}
