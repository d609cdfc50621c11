use std::sync::Arc;

use lectern_api::{
    auth::{Authority, PublishedKeys, WeakSecret},
    trusted_client,
};
use lectern_aws::{JwtKey, Settings, SettingsError};
use lectern_host::SystemClock;
use lectern_pipeline::Clock;
use thiserror::Error;

/// Why access tokens cannot be verified.
#[derive(Debug, Error)]
pub enum AuthorityError {
    /// The environment does not say how.
    #[error(transparent)]
    Settings(#[from] SettingsError),
    /// The shared secret could be guessed.
    #[error(transparent)]
    Weak(#[from] WeakSecret),
    /// No HTTP client for the keys of the sign-in service.
    #[error("cannot make an HTTP client")]
    Http(#[from] reqwest::Error),
}

/// Who verifies access tokens, as the settings say.
///
/// # Errors
/// When they do not say it, or the shared secret is too short.
pub fn authority(settings: &Settings) -> Result<Authority, AuthorityError> {
    let jwt = settings.jwt.as_ref().ok_or(SettingsError::Missing { name: "LECTERN_JWT_ISSUER" })?;
    let clock: Arc<dyn Clock> = Arc::new(SystemClock::default());
    Ok(match &jwt.key {
        JwtKey::Published(url) => {
            let keys = PublishedKeys::at(url, trusted_client()?, Arc::clone(&clock));
            Authority::published(keys, &jwt.issuer, &jwt.audience, clock)
        }
        JwtKey::Shared(secret) => Authority::shared(secret.reveal().as_bytes(), &jwt.issuer, &jwt.audience, clock)?,
    })
}
