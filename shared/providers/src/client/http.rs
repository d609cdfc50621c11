use std::time::Duration;

use reqwest::header::{DATE, HeaderMap, RETRY_AFTER};
use reqwest::redirect::Policy;
use reqwest::{Client, RequestBuilder};
use serde_json::Value;
use time::OffsetDateTime;
use time::format_description::well_known::Rfc2822;

use super::{Fault, Key, ProviderError};

/// Largest answer that is read. A storyboard of an hour is a tenth of it.
const ANSWER_MAX: usize = 8 << 20;

/// How long a connection may take to come about.
const CONNECT_WITHIN: Duration = Duration::from_secs(20);

/// Longest pause that a server may ask for and is heard.
const PAUSE_MAX: Duration = Duration::from_secs(24 * 3600);

/// Most characters of a server's complaint that are passed on.
const SAID_MAX: usize = 400;

/// One model's address.
#[derive(Debug)]
pub(super) struct Endpoint {
    pub(super) client: Client,
    /// Provider and model, for errors.
    pub(super) model: String,
    pub(super) key: Option<Key>,
    /// How long an answer is waited for.
    pub(super) patience: Duration,
}

/// What a complaint says: the vendor's codes and its words.
pub(super) struct Complaint {
    pub(super) codes: Vec<String>,
    pub(super) message: Option<String>,
}

impl Endpoint {
    /// The address of a model that `model` names, as `provider/model`.
    ///
    /// Its client follows no redirect: of the headers in which vendors want their key, only `Authorization` would stay behind when another
    /// host is pointed to.
    ///
    /// # Errors
    /// [`Fault::BadRequest`] when there is no HTTP client on this machine.
    pub(super) fn new(model: &str, key: Option<Key>, patience: Duration) -> Result<Self, ProviderError> {
        let client = Client::builder().redirect(Policy::none()).connect_timeout(CONNECT_WITHIN).build();
        let client = client.map_err(|error| ProviderError {
            model: model.to_owned(),
            fault: Fault::BadRequest,
            said: format!("no client for HTTP can be had: {}", causes(&error)),
        })?;
        Ok(Self { client, model: model.to_owned(), key, patience })
    }

    /// An error of this model, without its key.
    pub(super) fn error(&self, fault: Fault, said: &str) -> ProviderError {
        let said = self.key.as_ref().map_or_else(|| said.to_owned(), |key| key.hidden_in(said));
        let said = said.split_whitespace().collect::<Vec<_>>().join(" ");
        ProviderError { model: self.model.clone(), fault, said: said.chars().take(SAID_MAX).collect() }
    }

    /// Sends a request and reads its answer as JSON.
    pub(super) async fn answer(
        &self,
        request: RequestBuilder,
        complaint: fn(&Value, &HeaderMap) -> Complaint,
    ) -> Result<Value, ProviderError> {
        let lost = |error: reqwest::Error| {
            // Nothing was sent where no connection came about. Addresses may hold keys: they are left out.
            let fault = if error.is_connect() || error.is_builder() {
                Fault::Transient { retry_after: None }
            } else {
                Fault::UnknownOutcome
            };
            self.error(fault, &causes(&error.without_url()))
        };
        let mut response = request.timeout(self.patience).send().await.map_err(lost)?;
        let status = response.status().as_u16();
        let headers = std::mem::take(response.headers_mut());
        let mut body: Vec<u8> = Vec::new();
        let mut end = Ok(());
        loop {
            match response.chunk().await {
                Ok(Some(chunk)) if body.len() + chunk.len() <= ANSWER_MAX => body.extend_from_slice(&chunk),
                Ok(Some(_)) => {
                    let said = format!("its answer is larger than {} MiB", ANSWER_MAX >> 20);
                    return Err(self.error(Fault::BadAnswer, &said));
                }
                Ok(None) => break,
                Err(error) => {
                    end = Err(error);
                    break;
                }
            }
        }
        let json: Option<Value> = serde_json::from_slice(&body).ok();
        if (200..300).contains(&status) {
            end.map_err(lost)?;
            return json.ok_or_else(|| {
                let begins: String = String::from_utf8_lossy(&body).chars().take(80).collect();
                self.error(Fault::BadAnswer, &format!("its answer is no JSON: {begins:?}"))
            });
        }
        if (300..400).contains(&status) {
            let said = format!(
                "HTTP {status}: it points to another address, which is not followed with a key; correct its address"
            );
            return Err(self.error(Fault::BadRequest, &said));
        }
        // A complaint counts by its status, even when its text is cut off.
        let told = json.map_or(Complaint { codes: Vec::new(), message: None }, |json| complaint(&json, &headers));
        let fault = Fault::of(status, &told.codes, pause(&headers));
        Err(self.error(fault, &format!("HTTP {status}: {}", told.message.as_deref().unwrap_or("no reason was given"))))
    }
}

/// An error with all its causes in one line.
fn causes(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut next = error.source();
    while let Some(cause) = next {
        text = format!("{text}: {cause}");
        next = cause.source();
    }
    text
}

/// The pause that a server asks for: `Retry-After` in seconds, or as a date against the server's own `Date` (RFC 9110, 10.2.3).
fn pause(headers: &HeaderMap) -> Option<Duration> {
    let text = headers.get(RETRY_AFTER)?.to_str().ok()?.trim();
    let asked = match text.parse::<f64>() {
        Ok(secs) => Duration::try_from_secs_f64(secs).ok()?,
        Err(_) => {
            let date = |text: &str| OffsetDateTime::parse(&text.replace("GMT", "+0000"), &Rfc2822).ok();
            let now = date(headers.get(DATE)?.to_str().ok()?)?;
            (date(text)? - now).try_into().unwrap_or(Duration::ZERO)
        }
    };
    Some(asked.min(PAUSE_MAX))
}
