//! Telling webhooks of events, as the Standard Webhooks specify it (standardwebhooks.com).

use std::{fmt, sync::Arc, time::Duration};

use base64::{Engine as _, engine::general_purpose::STANDARD};
use hmac::{Hmac, Mac as _};
use http::StatusCode;
use lectern_lesson::{LoggedEvent, Project, Webhook};
use lectern_pipeline::{Clock, Delivery, DeliveryState, Records, RecordsError, error_chain};
use reqwest::Client;
use sha2::Sha256;
use url::{Host, Url};

use crate::outbound::{guarded_client, is_public};

/// What secrets begin with.
pub const SECRET_PREFIX: &str = "whsec_";

/// How long a receiver may take to answer.
const ANSWER_LIMIT: Duration = Duration::from_secs(10);

/// Seconds to wait after each failed try; when all are used up, the delivery is dead. About two and a half days in all.
const WAITS_SECS: [u64; 9] = [5, 60, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 100_800];

/// What became of a delivery.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The receiver has it, by this call or an earlier one.
    Delivered,
    /// To be tried again, not before this moment in milliseconds since 1970.
    Later {
        /// When.
        due_millis: u64,
    },
    /// Given up.
    Dead,
}

/// Sends events to webhooks.
pub struct Courier {
    http: Client,
    records: Arc<dyn Records>,
    clock: Arc<dyn Clock>,
    allows_private: bool,
}

impl Courier {
    /// A courier. Unless `allows_private`, it goes to no private, loopback or link-local address.
    ///
    /// # Errors
    /// When the system's certificates cannot be read.
    pub fn new(records: Arc<dyn Records>, clock: Arc<dyn Clock>, allows_private: bool) -> reqwest::Result<Self> {
        Ok(Self { http: guarded_client(allows_private)?, records, clock, allows_private })
    }

    /// Delivers an event to a webhook of its project, unless that is done, given up or not due yet. An event that was
    /// delivered is not sent again; when the receiver's answer is lost on the way it is, with the same `webhook-id`.
    ///
    /// # Errors
    /// When the delivery cannot be looked up or noted. That the receiver failed is no error.
    pub async fn deliver(
        &self,
        project: &Project,
        webhook: &Webhook,
        event: &LoggedEvent,
    ) -> Result<Outcome, RecordsError> {
        let opened = Delivery {
            user_id: project.user_id.clone(),
            project_id: project.id.clone(),
            sequence: event.sequence,
            webhook_id: webhook.id.clone(),
            state: DeliveryState::Pending,
            attempts: 0,
            due_millis: 0,
        };
        let mut delivery = self.records.open_delivery(&opened).await?;
        match delivery.state {
            DeliveryState::Delivered => return Ok(Outcome::Delivered),
            DeliveryState::Dead => return Ok(Outcome::Dead),
            DeliveryState::Pending if delivery.due_millis > self.clock.unix_millis() => {
                return Ok(Outcome::Later { due_millis: delivery.due_millis });
            }
            DeliveryState::Pending => {}
        }
        let answer = self.post(webhook, event).await;
        delivery.attempts += 1;
        let outcome = match answer {
            Answer::Taken => Outcome::Delivered,
            Answer::Refused => Outcome::Dead,
            Answer::Failed => match wait_secs(delivery.attempts) {
                Some(secs) => Outcome::Later { due_millis: self.clock.unix_millis() + secs * 1000 },
                None => Outcome::Dead,
            },
        };
        (delivery.state, delivery.due_millis) = match outcome {
            Outcome::Delivered => (DeliveryState::Delivered, 0),
            Outcome::Later { due_millis } => (DeliveryState::Pending, due_millis),
            Outcome::Dead => (DeliveryState::Dead, 0),
        };
        self.records.update_delivery(&delivery).await?;
        tracing::info!(webhook = webhook.id, event = event.event_id, attempts = delivery.attempts, ?outcome, "webhook");
        Ok(outcome)
    }

    async fn post(&self, webhook: &Webhook, event: &LoggedEvent) -> Answer {
        let Ok(url) = Url::parse(&webhook.url) else { return Answer::Refused };
        // Names are checked when they are resolved; an address in the URL is not resolved.
        let address = match url.host() {
            Some(Host::Ipv4(address)) => Some(address.into()),
            Some(Host::Ipv6(address)) => Some(address.into()),
            Some(Host::Domain(_)) | None => None,
        };
        if !self.allows_private && (url.scheme() != "https" || address.is_some_and(|address| !is_public(address))) {
            return Answer::Refused;
        }
        let body = serde_json::to_vec(event).expect("an event is plain data");
        let timestamp_secs = self.clock.unix_millis() / 1000;
        let Some(signature) = signature(&webhook.secret, &event.event_id, timestamp_secs, &body) else {
            return Answer::Refused;
        };
        let request = self
            .http
            .post(url)
            .timeout(ANSWER_LIMIT)
            .header("content-type", "application/json")
            .header("webhook-id", &event.event_id)
            .header("webhook-timestamp", timestamp_secs)
            .header("webhook-signature", signature)
            .body(body);
        // The answer's body is not read.
        match request.send().await {
            Ok(response) if response.status().is_success() => Answer::Taken,
            Ok(response) if response.status() == StatusCode::GONE => Answer::Refused,
            Ok(_) => Answer::Failed,
            Err(error) => {
                // The address, which may carry a secret, stays out of the log.
                let error = error.without_url();
                tracing::debug!(webhook = webhook.id, error = error_chain(&error), "a receiver did not answer");
                Answer::Failed
            }
        }
    }
}

enum Answer {
    Taken,
    /// It will never be taken.
    Refused,
    Failed,
}

/// How long to wait after the `attempts`-th try failed, in seconds; `None` when there is no other.
pub fn wait_secs(attempts: u32) -> Option<u64> {
    WAITS_SECS.get((attempts as usize).checked_sub(1)?).copied()
}

/// The header `webhook-signature`: HMAC-SHA256 over `id.timestamp.body`. `None` if the secret is none.
pub fn signature(secret: &str, id: &str, timestamp_secs: u64, body: &[u8]) -> Option<String> {
    let key = STANDARD.decode(secret.strip_prefix(SECRET_PREFIX)?).ok()?;
    let mut mac = Hmac::<Sha256>::new_from_slice(&key).ok()?;
    mac.update(format!("{id}.{timestamp_secs}.").as_bytes());
    mac.update(body);
    Some(format!("v1,{}", STANDARD.encode(mac.finalize().into_bytes())))
}

impl fmt::Debug for Courier {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Courier").field("allows_private", &self.allows_private).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signatures_are_those_of_the_standard() {
        // The example of the Standard Webhooks' own libraries.
        let secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
        let body = br#"{"test": 2432232314}"#;
        let signed = signature(secret, "msg_p5jXN8AQM9LWM0D4loKWxJek", 1_614_265_330, body);
        assert_eq!(signed.as_deref(), Some("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="));
        assert_eq!(signature("guess", "id", 1, body), None, "no secret of ours");
    }

    #[test]
    fn waits_grow_and_end() {
        let waits: Vec<u64> = (1..).map_while(wait_secs).collect();
        assert!(waits.is_sorted() && waits.len() == 9, "{waits:?}");
        assert_eq!(wait_secs(0), None);
    }
}
