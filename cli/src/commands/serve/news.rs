//! Events of this process: to the sockets, and to whoever delivers webhooks.

use std::sync::Arc;

use async_trait::async_trait;
use lectern_embedded::News;
use lectern_lesson::LoggedEvent;
use lectern_pipeline::{Broadcast, BroadcastError};
use tokio::sync::{mpsc, watch};

/// Events that wait for the courier before announcing waits for it.
pub const EVENTS_HELD: usize = 1024;

/// Announces events to both.
#[derive(Debug)]
pub struct Announcements {
    /// The sockets' side.
    pub news: Arc<News>,
    /// The courier's side.
    pub events: mpsc::Sender<LoggedEvent>,
}

#[async_trait]
impl Broadcast for Announcements {
    async fn announce(&self, event: &LoggedEvent) -> Result<(), BroadcastError> {
        self.news.announce(event).await?;
        let sent = self.events.send(event.clone()).await;
        sent.map_err(|error| BroadcastError { event_id: event.event_id.clone(), source: Box::new(error) })
    }
}

impl lectern_api::News for Announcements {
    fn subscribe(&self, project_id: &str) -> watch::Receiver<u64> {
        self.news.subscribe(project_id)
    }
}
