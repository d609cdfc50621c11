//! Creations that can be repeated safely.

use axum::extract::{FromRequest, Request};
use http::HeaderName;
use lectern_pipeline::Reservation;
use sha2::{Digest, Sha256};

use crate::{
    Studio,
    auth::Caller,
    ids::{Kind, new_id},
    problem::{Code, Problem},
    request::{self, Checked},
};

/// The header that names a request.
pub(crate) const IDEMPOTENCY_KEY: HeaderName = HeaderName::from_static("idempotency-key");

/// Keys as a regular expression, for the OpenAPI file.
pub(crate) const KEY_PATTERN: &str = "^[A-Za-z0-9._:-]{1,64}$";

/// The body of a request that creates something, and its idempotency key.
pub(crate) struct Creation<T> {
    /// The body.
    pub(crate) value: T,
    key: Option<String>,
    request_hash: String,
}

impl<T: Checked, S: Send + Sync> FromRequest<S> for Creation<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, _: &S) -> Result<Self, Problem> {
        let (parts, body) = request.into_parts();
        let key = match parts.headers.get(&IDEMPOTENCY_KEY) {
            Some(value) => {
                let key = value.to_str().ok().filter(|key| is_key(key)).ok_or_else(|| {
                    let detail = format!("Idempotency-Key must match {KEY_PATTERN}");
                    Problem::new(Code::InvalidParameter, detail)
                })?;
                Some(key.to_owned())
            }
            None => None,
        };
        let (value, bytes) = request::read(&parts.headers, body).await?;
        let mut hash = Sha256::new();
        hash.update(parts.method.as_str());
        hash.update(b"\n");
        hash.update(parts.uri.path());
        hash.update(b"\n");
        hash.update(&bytes);
        let request_hash = hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect();
        Ok(Self { value, key, request_hash })
    }
}

impl<T> Creation<T> {
    /// The id of what is to be created: the same for every repetition of the request under its key.
    ///
    /// # Errors
    /// When the key came with another request before.
    pub(crate) async fn id<K: Kind>(&self, studio: &Studio, caller: &Caller) -> Result<String, Problem> {
        let id = new_id::<K>(studio.clock.as_ref(), studio.randomness.as_ref());
        let Some(key) = &self.key else { return Ok(id) };
        let wanted = Reservation { request_hash: self.request_hash.clone(), id };
        let now_millis = studio.clock.unix_millis();
        // The prefix keeps users' keys apart from our own reservations.
        let reserved = studio.records.reserve(&caller.user_id, &format!("key/{key}"), &wanted, now_millis).await?;
        if reserved.request_hash != self.request_hash {
            return Err(Problem::new(Code::IdempotencyKeyReused, "take a new key for a new request"));
        }
        Ok(reserved.id)
    }

    /// Whether the request may be a repetition of an earlier one.
    pub(crate) fn is_repeatable(&self) -> bool {
        self.key.is_some()
    }
}

fn is_key(text: &str) -> bool {
    let is_allowed = |byte: u8| byte.is_ascii_alphanumeric() || b"._:-".contains(&byte);
    (1..=64).contains(&text.len()) && text.bytes().all(is_allowed)
}
