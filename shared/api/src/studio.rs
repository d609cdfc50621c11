use std::{fmt, sync::Arc};

use lectern_pipeline::{Broadcast, Clock, Films, Launcher, Objects, Planner, Randomness, Records, Uploads};
use tokio::sync::Semaphore;

use crate::{auth::Callers, sockets::News};

/// What the API stands on: ports, who may call, and settings.
pub struct Studio {
    /// Projects and generations.
    pub records: Arc<dyn Records>,
    /// Scripts, storyboards and pictures that users handed in.
    pub documents: Arc<dyn Objects>,
    /// Finished films.
    pub films: Arc<dyn Films>,
    /// Files on their way in.
    pub uploads: Arc<dyn Uploads>,
    /// Sets productions going and stops them.
    pub launcher: Arc<dyn Launcher>,
    /// Plans and lints before a film is asked for.
    pub planner: Arc<dyn Planner>,
    /// Passes on the event of a cancellation.
    pub broadcast: Arc<dyn Broadcast>,
    /// Time.
    pub clock: Arc<dyn Clock>,
    /// Ids and secrets.
    pub randomness: Arc<dyn Randomness>,
    /// Who is calling.
    pub callers: Arc<dyn Callers>,
    /// Tells of new events, where this router serves WebSockets itself. `None` where something in front of it does: then
    /// `/ws/projects/{projectId}` is not found.
    pub news: Option<Arc<dyn News>>,
    /// Settings.
    pub settings: ApiSettings,
    /// Bounds how many pictures are decoded at once: each takes a processor.
    pub decoders: Arc<Semaphore>,
}

/// Settings of the API.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApiSettings {
    /// Requests a user may send in a minute.
    pub requests_per_minute: u64,
    /// Generations a user may have queued and running at once.
    pub queue_limit: usize,
    /// How long signed addresses hold, in seconds.
    pub address_secs: u64,
    /// Address of a project's events, with `{projectId}` where the project's id goes: `/ws/projects/{projectId}`, or on AWS
    /// that of the WebSocket stage.
    pub events_address: String,
    /// Origins of pages that may call the API from a browser; `*` for all.
    pub cors_origins: Vec<String>,
    /// Whether webhooks may go to private, loopback and link-local addresses. For tests and closed networks.
    pub private_webhooks: bool,
}

impl Default for ApiSettings {
    fn default() -> Self {
        Self {
            requests_per_minute: 600,
            queue_limit: 20,
            address_secs: 3600,
            events_address: "/ws/projects/{projectId}".to_owned(),
            cors_origins: Vec::new(),
            private_webhooks: false,
        }
    }
}

impl Studio {
    /// As many decoders as there are processors.
    pub fn decoders() -> Arc<Semaphore> {
        Arc::new(Semaphore::new(std::thread::available_parallelism().map_or(1, usize::from)))
    }
}

impl fmt::Debug for Studio {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Studio").field("settings", &self.settings).finish_non_exhaustive()
    }
}
