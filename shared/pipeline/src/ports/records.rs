use async_trait::async_trait;
use lectern_lesson::{Generation, Happening, LoggedEvent, Project, Queue};
use thiserror::Error;

/// What is kept of projects and generations.
///
/// Every method that names a user sees that user's items only: another user's item is [`RecordsError::NotFound`], as is one
/// that never was. Writes are conditional and atomic: of two writers that read the same version one wins and the other gets
/// [`RecordsError::Conflict`]. Reads after a write see it.
#[async_trait]
pub trait Records: Send + Sync {
    /// Stores a new project (`version` 1). Storing the same project again is a success; another one under its id is a
    /// [`RecordsError::Conflict`].
    async fn create_project(&self, project: &Project) -> Result<(), RecordsError>;

    /// A project.
    async fn project(&self, user_id: &str, id: &str) -> Result<Project, RecordsError>;

    /// A user's projects, the newest first.
    async fn projects(&self, user_id: &str, page: &PageRequest) -> Result<Page<Project>, RecordsError>;

    /// Replaces a project whose stored version is `project.version`; what is stored gets the next version and is returned.
    async fn update_project(&self, project: &Project) -> Result<Project, RecordsError>;

    /// Removes a project with its generations, events and deliveries. [`RecordsError::Conflict`] while one of its generations
    /// is not final. Removing what is not there is [`RecordsError::NotFound`].
    async fn delete_project(&self, user_id: &str, id: &str) -> Result<(), RecordsError>;

    /// Stores a new generation (state queued, `version` 1) and puts it at the end of its owner's queue.
    /// [`RecordsError::Quota`] if the owner has `quota` queued and running ones already, [`RecordsError::NotFound`] if they
    /// have no such project (any more). Storing the same one again is a success, whatever has become of it.
    async fn create_generation(&self, generation: &Generation, quota: usize) -> Result<(), RecordsError>;

    /// A generation.
    async fn generation(&self, user_id: &str, id: &str) -> Result<Generation, RecordsError>;

    /// A user's generations, of one project if given, the newest first.
    async fn generations(
        &self,
        user_id: &str,
        project_id: Option<&str>,
        page: &PageRequest,
    ) -> Result<Page<Generation>, RecordsError>;

    /// What of a user's is not final.
    async fn queue(&self, user_id: &str) -> Result<Queue, RecordsError>;

    /// Moves a queued generation to running if it is among the `limit - running` oldest of its owner's queue: fair, and
    /// never more than `limit` at once. True if it is running now, also when it was already.
    async fn admit(&self, user_id: &str, id: &str, limit: usize, now_millis: u64) -> Result<bool, RecordsError>;

    /// Applies a happening ([`Generation::apply`]) and, in the same transaction, logs its event at the next place of the
    /// project's log and keeps the owner's queue. Retries by itself when another writer was faster.
    async fn record(
        &self,
        user_id: &str,
        id: &str,
        happening: &Happening,
        now_millis: u64,
    ) -> Result<Recorded, RecordsError>;

    /// A project's logged events after a place in its log (0 for all), in order, at most `limit`.
    async fn events(&self, project_id: &str, after: u64, limit: usize) -> Result<Vec<LoggedEvent>, RecordsError>;

    /// Reserves an id under a user's idempotency key, for a day. The first call stores `reservation` and returns it; a later
    /// one returns what was stored, whose `request_hash` tells whether it was the same request.
    async fn reserve(
        &self,
        user_id: &str,
        key: &str,
        reservation: &Reservation,
        now_millis: u64,
    ) -> Result<Reservation, RecordsError>;

    /// Counts a request in a user's window of time and returns how many there were in it, this one included. Windows are
    /// `window_secs` long and aligned to 1970.
    async fn count_request(&self, user_id: &str, window_secs: u64, now_millis: u64) -> Result<u64, RecordsError>;

    /// Takes up the delivery of an event to a webhook: stores it as pending if it is new, and returns what is stored.
    async fn open_delivery(&self, delivery: &Delivery) -> Result<Delivery, RecordsError>;

    /// Stores how a delivery stands.
    async fn update_delivery(&self, delivery: &Delivery) -> Result<(), RecordsError>;

    /// Whether the store answers. For health checks.
    async fn ping(&self) -> Result<(), RecordsError>;
}

/// Which part of a list is wanted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PageRequest {
    /// The id of the last item of the page before; from the newest if not given.
    pub after: Option<String>,
    /// Most items of a page, 1 to 100.
    pub limit: usize,
}

/// Part of a list.
#[derive(Clone, Debug, PartialEq)]
pub struct Page<T> {
    /// The items.
    pub items: Vec<T>,
    /// The id to go on after; `None` at the end.
    pub next: Option<String>,
}

/// What became of a happening.
#[derive(Clone, Debug, PartialEq)]
pub struct Recorded {
    /// The generation as it is now.
    pub generation: Generation,
    /// Whether this call changed it.
    pub changed: bool,
    /// The event that this call logged. When nothing changed because the generation is final already: its last event, so
    /// that a caller that died between logging and announcing announces it when it comes again.
    pub event: Option<LoggedEvent>,
}

/// An id promised to a request.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Reservation {
    /// SHA-256 of the request, in hexadecimal.
    pub request_hash: String,
    /// The id that the request's resource has or will have.
    pub id: String,
}

/// The delivery of an event to a webhook.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Delivery {
    /// The project's owner.
    pub user_id: String,
    /// The project.
    pub project_id: String,
    /// The event's place in the project's log.
    pub sequence: u64,
    /// The webhook.
    pub webhook_id: String,
    /// How it stands.
    pub state: DeliveryState,
    /// Tries so far.
    pub attempts: u32,
    /// When to try next, in milliseconds since 1970; of pending ones.
    pub due_millis: u64,
}

/// How a delivery stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DeliveryState {
    /// To be tried (again).
    Pending,
    /// The receiver has it.
    Delivered,
    /// Given up after the last try.
    Dead,
}

/// Why the records did not do what was asked.
#[derive(Debug, Error)]
pub enum RecordsError {
    /// It is not there, or belongs to somebody else.
    #[error("there is no {what}")]
    NotFound {
        /// Kind and id.
        what: String,
    },
    /// Somebody else changed it in the meantime, or its state does not allow it.
    #[error("{what} was changed in the meantime")]
    Conflict {
        /// Kind and id.
        what: String,
    },
    /// The owner has as much under way as allowed.
    #[error("{limit} films are under way already, which is the limit")]
    Quota {
        /// The limit.
        limit: usize,
    },
    /// The store does not answer or holds what cannot be read.
    #[error("cannot {action} {what}")]
    Unavailable {
        /// What was tried, as a verb.
        action: &'static str,
        /// On what.
        what: String,
        /// Why not.
        #[source]
        source: Box<dyn std::error::Error + Send + Sync>,
    },
}
