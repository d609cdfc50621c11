use async_trait::async_trait;
use lectern_lesson::{Event, LoggedEvent};

use crate::Step;

/// Where the events of a production go.
#[async_trait]
pub trait Events: Send + Sync {
    /// Publishes an event. A production does not fail because an event could not be delivered; adapters report that.
    async fn publish(&self, event: &Event);

    /// A step has done `done` of `total` pieces of its work. For progress lines; may be dropped.
    fn progress(&self, progress: Progress);
}

/// How far a step has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// The step.
    pub step: Step,
    /// Pieces done.
    pub done: usize,
    /// Pieces in all.
    pub total: usize,
}

/// Tells the world outside what was logged: sockets, webhooks, other systems.
#[async_trait]
pub trait Broadcast: Send + Sync {
    /// Passes a logged event on. May be called again for the same event, which carries the same `event_id` then; whoever
    /// listens orders and deduplicates by `sequence`.
    ///
    /// # Errors
    /// When it could not be passed on: the caller tries again, or fails so that its step is run again.
    async fn announce(&self, event: &LoggedEvent) -> Result<(), BroadcastError>;
}

/// Why an event could not be passed on.
#[derive(Debug, thiserror::Error)]
#[error("cannot pass on event {event_id}")]
pub struct BroadcastError {
    /// The event.
    pub event_id: String,
    /// Why not.
    #[source]
    pub source: Box<dyn std::error::Error + Send + Sync>,
}
