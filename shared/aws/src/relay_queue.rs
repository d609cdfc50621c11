use std::error::Error;

use aws_sdk_sqs::Client;
use serde::Serialize;
use thiserror::Error;

use crate::SettingsError;

/// Longest that SQS keeps a message back, in seconds (Amazon SQS Developer Guide, "Amazon SQS delay queues").
const DELAY_SECS_MAX: u64 = 900;

/// The queue of what is to be told to sockets and webhooks.
///
/// Needs `sqs:SendMessage` on it.
#[derive(Clone, Debug)]
pub struct RelayQueue {
    client: Client,
    url: Option<String>,
}

/// Why a message could not be queued.
#[derive(Debug, Error)]
pub enum RelayQueueError {
    /// Where the queue is, is not known.
    #[error(transparent)]
    Settings(#[from] SettingsError),
    /// The message is no JSON.
    #[error("cannot write the message")]
    Message(#[from] serde_json::Error),
    /// The queue did not take it.
    #[error("cannot send to the relay queue {url}")]
    Send {
        /// The queue.
        url: String,
        /// Why not.
        #[source]
        source: Box<dyn Error + Send + Sync>,
    },
}

impl RelayQueue {
    /// The queue at an address; without one, nothing can be sent.
    pub fn new(client: Client, url: Option<String>) -> Self {
        Self { client, url }
    }

    /// Sends a message that arrives after `delay_secs`, or after a quarter of an hour if that is less.
    ///
    /// # Errors
    /// When the queue is not known or does not take it.
    pub async fn send(&self, message: &impl Serialize, delay_secs: u64) -> Result<(), RelayQueueError> {
        let url = self.url.as_ref().ok_or(SettingsError::Missing { name: "LECTERN_RELAY_QUEUE_URL" })?;
        let body = serde_json::to_string(message)?;
        let delay = i32::try_from(delay_secs.min(DELAY_SECS_MAX)).unwrap_or_default();
        let sent = self.client.send_message().queue_url(url).message_body(body).delay_seconds(delay).send().await;
        sent.map(drop).map_err(|error| RelayQueueError::Send { url: url.clone(), source: Box::new(error) })
    }
}
