use async_trait::async_trait;
use lectern_lesson::{Happening, LoggedEvent};
use thiserror::Error;

use crate::{RecordsError, Step};

/// Where it is noted what happens to a generation.
#[async_trait]
pub trait Events: Send + Sync {
    /// Notes a happening and sends its event, if it has one and had not happened before.
    ///
    /// # Errors
    /// When it could not be noted; where events go to people only, that is no error.
    async fn happened(&self, happening: &Happening) -> Result<(), EventsError>;

    /// A step has done `done` of `total` pieces of its work. For progress lines; may be dropped.
    fn progress(&self, progress: Progress);
}

/// Why a happening could not be noted.
#[derive(Debug, Error)]
pub enum EventsError {
    /// It could not be recorded.
    #[error(transparent)]
    Records(#[from] RecordsError),
    /// It was recorded, and its event could not be passed on.
    #[error(transparent)]
    Broadcast(#[from] BroadcastError),
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
#[derive(Debug, Error)]
#[error("cannot pass on event {event_id}")]
pub struct BroadcastError {
    /// The event.
    pub event_id: String,
    /// Why not.
    #[source]
    pub source: Box<dyn std::error::Error + Send + Sync>,
}
