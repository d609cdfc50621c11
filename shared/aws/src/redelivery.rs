use std::error::Error;

use aws_sdk_sqs::Client;
use thiserror::Error;

use crate::SettingsError;

/// Sets when a message that could not be handled comes again: soon at first, four times as late each further time. Without
/// it, a message comes again only when its visibility ends, which must be later than any handling takes.
///
/// Needs `sqs:ChangeMessageVisibility` on its queue.
#[derive(Clone, Debug)]
pub struct Redelivery {
    client: Client,
    queue_url: Option<String>,
    first_secs: usize,
}

/// Why it could not be set when a message comes again.
#[derive(Debug, Error)]
pub enum RedeliveryError {
    /// Where the queue is, is not known.
    #[error(transparent)]
    Settings(#[from] SettingsError),
    /// The queue refuses.
    #[error("cannot set when a message of {queue_url} comes again")]
    Change {
        /// The queue.
        queue_url: String,
        /// Why not.
        #[source]
        source: Box<dyn Error + Send + Sync>,
    },
}

/// Longest wait, in seconds; SQS allows twelve hours.
const WAIT_SECS_MAX: usize = 3600;

impl Redelivery {
    /// Of messages of the queue at an address.
    pub fn new(client: Client, queue_url: Option<String>, first_secs: usize) -> Self {
        Self { client, queue_url, first_secs }
    }

    /// Has a message come again that was received `receive_count` times.
    ///
    /// # Errors
    /// When the queue is not known or refuses. The message comes when its visibility ends then.
    pub async fn again(&self, receipt_handle: &str, receive_count: u32) -> Result<(), RedeliveryError> {
        let queue_url = self.queue_url.as_ref().ok_or(SettingsError::Missing { name: "LECTERN_RELAY_QUEUE_URL" })?;
        let change = self.client.change_message_visibility().queue_url(queue_url).receipt_handle(receipt_handle);
        let changed = change.visibility_timeout(wait_secs(self.first_secs, receive_count)).send().await;
        changed
            .map(drop)
            .map_err(|error| RedeliveryError::Change { queue_url: queue_url.clone(), source: Box::new(error) })
    }
}

fn wait_secs(first_secs: usize, receive_count: u32) -> i32 {
    let factor = 4_usize.saturating_pow(receive_count.saturating_sub(1));
    first_secs.saturating_mul(factor).min(WAIT_SECS_MAX) as i32
}

#[cfg(test)]
mod tests {
    use super::wait_secs;

    #[test]
    fn waits_grow_and_are_bounded() {
        assert_eq!([1, 2, 3, 4, 5, 99].map(|count| wait_secs(5, count)), [5, 20, 80, 320, 1280, 3600]);
        assert_eq!(wait_secs(0, 5), 0);
    }
}
