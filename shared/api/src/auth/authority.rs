use std::{
    collections::{HashMap, HashSet},
    fmt,
    sync::{Arc, Mutex, PoisonError},
};

use jsonwebtoken::{Algorithm, DecodingKey, Validation, decode, decode_header, errors::ErrorKind};
use lectern_pipeline::Clock;
use serde::Deserialize;
use sha2::{Digest, Sha256};
use thiserror::Error;

use super::{AuthError, Caller, Permissions, PublishedKeys, is_user_id};

/// Shortest shared secret, in bytes: as long as the hash (RFC 7518, section 3.2).
pub const SECRET_BYTES_MIN: usize = 32;

/// Seconds by which the clocks of sign-in service and studio may differ.
const LEEWAY_SECS: u64 = 30;

/// How long a verified token is remembered: checking an RSA signature costs more than most requests.
const REMEMBERED_SECS: u64 = 60;

/// Tokens that are remembered at once.
const REMEMBERED_MAX: usize = 4096;

/// A shared secret that could be guessed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("a shared secret for tokens needs at least {SECRET_BYTES_MIN} bytes; this one has {bytes}")]
pub struct WeakSecret {
    /// Its length.
    pub bytes: usize,
}

/// Verifies access tokens: JSON Web Tokens with one algorithm, one issuer and one audience.
///
/// Claims: `sub` is the user; `roles` and `permissions` are lists of names (see [`ROLES`](super::ROLES)); `exp` is required.
pub struct Authority {
    keys: Keys,
    validation: Validation,
    clock: Arc<dyn Clock>,
    remembered: Mutex<HashMap<[u8; 32], Remembered>>,
}

enum Keys {
    Shared(DecodingKey),
    Published(PublishedKeys),
}

struct Remembered {
    caller: Caller,
    until_secs: u64,
}

#[derive(Deserialize)]
struct Claims {
    sub: String,
    /// A NumericDate, which may have a fraction (RFC 7519, section 2).
    exp: f64,
    #[serde(default)]
    nbf: Option<f64>,
    #[serde(default)]
    roles: Vec<String>,
    #[serde(default)]
    permissions: Vec<String>,
}

impl Authority {
    /// Trusts who has a secret (HS256).
    ///
    /// # Errors
    /// When the secret is shorter than [`SECRET_BYTES_MIN`].
    pub fn shared(secret: &[u8], issuer: &str, audience: &str, clock: Arc<dyn Clock>) -> Result<Self, WeakSecret> {
        if secret.len() < SECRET_BYTES_MIN {
            return Err(WeakSecret { bytes: secret.len() });
        }
        Ok(Self::new(Keys::Shared(DecodingKey::from_secret(secret)), Algorithm::HS256, issuer, audience, clock))
    }

    /// Trusts a sign-in service by the keys that it publishes (RS256).
    pub fn published(keys: PublishedKeys, issuer: &str, audience: &str, clock: Arc<dyn Clock>) -> Self {
        Self::new(Keys::Published(keys), Algorithm::RS256, issuer, audience, clock)
    }

    fn new(keys: Keys, algorithm: Algorithm, issuer: &str, audience: &str, clock: Arc<dyn Clock>) -> Self {
        let mut validation = Validation::new(algorithm);
        validation.set_issuer(&[issuer]);
        validation.set_audience(&[audience]);
        validation.required_spec_claims = HashSet::from(["exp", "iss", "aud", "sub"].map(str::to_owned));
        // Times are compared below, by our own clock.
        validation.validate_exp = false;
        validation.validate_nbf = false;
        Self { keys, validation, clock, remembered: Mutex::default() }
    }

    /// The caller whom a token names.
    ///
    /// # Errors
    /// When it does not hold, or the keys to tell cannot be had.
    pub async fn verify(&self, token: &str) -> Result<Caller, AuthError> {
        let now_secs = self.clock.unix_millis() / 1000;
        let digest: [u8; 32] = Sha256::digest(token.as_bytes()).into();
        if let Some(caller) = self.recall(&digest, now_secs) {
            return Ok(caller);
        }
        let caller = self.check(token, now_secs).await?;
        self.remember(digest, &caller, now_secs);
        Ok(caller)
    }

    async fn check(&self, token: &str, now_secs: u64) -> Result<Caller, AuthError> {
        let header = decode_header(token).map_err(|_| AuthError::Invalid("it is no JSON Web Token"))?;
        if !self.validation.algorithms.contains(&header.alg) {
            return Err(AuthError::Invalid("its algorithm is not the one agreed on"));
        }
        let claims = match &self.keys {
            Keys::Shared(key) => self.claims(token, key)?,
            Keys::Published(keys) => {
                let id = header.kid.ok_or(AuthError::Invalid("it names no key"))?;
                let key = keys.key(&id).await?.ok_or(AuthError::Invalid("its key is not known"))?;
                self.claims(token, &key)?
            }
        };
        let now = now_secs as f64;
        if claims.exp + LEEWAY_SECS as f64 <= now {
            return Err(AuthError::Invalid("it has expired"));
        }
        if claims.nbf.is_some_and(|start| start > now + LEEWAY_SECS as f64) {
            return Err(AuthError::Invalid("it does not hold yet"));
        }
        if !is_user_id(&claims.sub) {
            return Err(AuthError::Invalid("its subject cannot be a user id"));
        }
        let roles = claims.roles.iter().map(String::as_str);
        let permissions = Permissions::named(roles, claims.permissions.iter().map(String::as_str));
        // A float becomes the nearest integer that fits; a date beyond u64 is as good as never.
        Ok(Caller { user_id: claims.sub.into(), permissions, expires_secs: Some(claims.exp as u64) })
    }

    fn claims(&self, token: &str, key: &DecodingKey) -> Result<Claims, AuthError> {
        decode::<Claims>(token, key, &self.validation).map(|data| data.claims).map_err(|error| {
            AuthError::Invalid(match error.kind() {
                ErrorKind::InvalidSignature => "its signature is wrong",
                ErrorKind::InvalidIssuer => "it was issued by somebody else",
                ErrorKind::InvalidAudience => "it is meant for somebody else",
                ErrorKind::MissingRequiredClaim(_) => "it lacks a claim",
                _ => "it cannot be read",
            })
        })
    }

    fn recall(&self, digest: &[u8; 32], now_secs: u64) -> Option<Caller> {
        let remembered = self.remembered.lock().unwrap_or_else(PoisonError::into_inner);
        let known = remembered.get(digest)?;
        (now_secs < known.until_secs).then(|| known.caller.clone())
    }

    fn remember(&self, digest: [u8; 32], caller: &Caller, now_secs: u64) {
        let expires_secs = caller.expires_secs.unwrap_or(u64::MAX);
        let until_secs = expires_secs.min(now_secs + REMEMBERED_SECS);
        let mut remembered = self.remembered.lock().unwrap_or_else(PoisonError::into_inner);
        if remembered.len() >= REMEMBERED_MAX {
            remembered.retain(|_, known| now_secs < known.until_secs);
        }
        if remembered.len() < REMEMBERED_MAX {
            remembered.insert(digest, Remembered { caller: caller.clone(), until_secs });
        }
    }
}

impl fmt::Debug for Authority {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Keys and tokens stay out of logs.
        formatter.debug_struct("Authority").finish_non_exhaustive()
    }
}
