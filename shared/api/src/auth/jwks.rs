use std::{
    collections::HashMap,
    fmt,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use jsonwebtoken::{
    DecodingKey,
    jwk::{AlgorithmParameters, Jwk, KeyAlgorithm, PublicKeyUse},
};
use lectern_pipeline::{Clock, error_chain};
use serde::Deserialize;
use tokio::sync::Mutex as AsyncMutex;

use super::AuthError;

/// How long the sign-in service may take to answer.
const FETCH_TIMEOUT: Duration = Duration::from_secs(5);

/// Keys are asked for again after this long, so that one that was withdrawn stops working.
const FRESH_SECS: u64 = 600;

/// An unknown key makes us ask again, but not more often than this: anybody can send a token with an unknown key.
const ASKED_AGAIN_SECS: u64 = 60;

/// After a failure without any key to go by, requests fail at once for this long instead of waiting in a row.
const PAUSE_SECS: u64 = 5;

/// Largest key set, in bytes. Real ones have a few thousand.
const SET_BYTES_MAX: usize = 256 << 10;

/// The RSA keys that a sign-in service publishes as a JSON Web Key Set (RFC 7517), fetched when needed and remembered.
pub struct PublishedKeys {
    url: String,
    http: reqwest::Client,
    clock: Arc<dyn Clock>,
    known: Mutex<Known>,
    /// Held while asking, so that many requests ask once.
    asking: AsyncMutex<()>,
}

#[derive(Default)]
struct Known {
    keys: HashMap<String, DecodingKey>,
    /// When keys were received, in seconds since 1970.
    received_secs: Option<u64>,
    /// When they were asked for last.
    asked_secs: Option<u64>,
}

#[derive(Deserialize)]
struct Set {
    keys: Vec<serde_json::Value>,
}

impl PublishedKeys {
    /// The keys at an address; nothing is fetched yet.
    pub fn at(url: impl Into<String>, http: reqwest::Client, clock: Arc<dyn Clock>) -> Self {
        Self { url: url.into(), http, clock, known: Mutex::default(), asking: AsyncMutex::default() }
    }

    /// The key of that id; `None` if the service publishes none.
    ///
    /// # Errors
    /// [`AuthError::Unavailable`] when the service does not answer and the key is not known from before.
    pub async fn key(&self, id: &str) -> Result<Option<DecodingKey>, AuthError> {
        if let Found::Fresh(key) = self.look(id) {
            return Ok(key);
        }
        let _alone = self.asking.lock().await;
        // Somebody else may have asked while this one waited.
        let stale = match self.look(id) {
            Found::Fresh(key) => return Ok(key),
            Found::Stale(key) => key,
        };
        {
            let mut known = self.lock();
            let now = self.now_secs();
            if known.received_secs.is_none() && known.asked_secs.is_some_and(|then| now < then + PAUSE_SECS) {
                return Err(AuthError::Unavailable("it did not answer a moment ago".into()));
            }
            known.asked_secs = Some(now);
        }
        match self.fetch().await {
            Ok(keys) => {
                let mut known = self.lock();
                *known = Known { keys, received_secs: Some(self.now_secs()), asked_secs: known.asked_secs };
                Ok(known.keys.get(id).cloned())
            }
            Err(error) => match stale {
                // The keys from before still hold: a sign-in service that is down for a while keeps nobody out.
                Some(key) => {
                    tracing::warn!(error = error_chain(error.as_ref()), "the sign-in service's keys are not renewed");
                    Ok(Some(key))
                }
                None => Err(AuthError::Unavailable(error)),
            },
        }
    }

    fn look(&self, id: &str) -> Found {
        let now = self.now_secs();
        let known = self.lock();
        let younger = |moment: Option<u64>, secs: u64| moment.is_some_and(|then| now < then + secs);
        let key = known.keys.get(id).cloned();
        let is_settled = match key {
            Some(_) => {
                younger(known.received_secs, FRESH_SECS)
                    || (known.received_secs.is_some() && younger(known.asked_secs, ASKED_AGAIN_SECS))
            }
            None => known.received_secs.is_some() && younger(known.asked_secs, ASKED_AGAIN_SECS),
        };
        if is_settled { Found::Fresh(key) } else { Found::Stale(key) }
    }

    async fn fetch(&self) -> Result<HashMap<String, DecodingKey>, Box<dyn std::error::Error + Send + Sync>> {
        let response = self.http.get(&self.url).timeout(FETCH_TIMEOUT).send().await?.error_for_status()?;
        let bytes = read_at_most(response, SET_BYTES_MAX).await?;
        let set: Set = serde_json::from_slice(&bytes)?;
        // Keys of kinds that we do not know may be among them.
        Ok(set.keys.into_iter().filter_map(|key| serde_json::from_value::<Jwk>(key).ok()).filter_map(usable).collect())
    }

    fn now_secs(&self) -> u64 {
        self.clock.unix_millis() / 1000
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Known> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What is known of a key, and whether that is recent enough to go by.
enum Found {
    Fresh(Option<DecodingKey>),
    Stale(Option<DecodingKey>),
}

/// An RSA key for signatures with its id.
fn usable(key: Jwk) -> Option<(String, DecodingKey)> {
    let is_rsa = matches!(key.algorithm, AlgorithmParameters::RSA(_));
    let is_rs256 = key.common.key_algorithm.is_none_or(|algorithm| algorithm == KeyAlgorithm::RS256);
    let is_for_signatures = key.common.public_key_use.as_ref().is_none_or(|usage| *usage == PublicKeyUse::Signature);
    if !(is_rsa && is_rs256 && is_for_signatures) {
        return None;
    }
    Some((key.common.key_id.clone()?, DecodingKey::from_jwk(&key).ok()?))
}

async fn read_at_most(
    mut response: reqwest::Response,
    limit: usize,
) -> Result<Vec<u8>, Box<dyn std::error::Error + Send + Sync>> {
    let mut bytes = Vec::new();
    while let Some(chunk) = response.chunk().await? {
        if bytes.len() + chunk.len() > limit {
            return Err(format!("the answer has more than {limit} bytes").into());
        }
        bytes.extend_from_slice(&chunk);
    }
    Ok(bytes)
}

impl fmt::Debug for PublishedKeys {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("PublishedKeys").field("url", &self.url).finish_non_exhaustive()
    }
}
