use async_trait::async_trait;

use crate::UploadAddress;

/// Requests addresses as a user's browser does, for the suites of what hands out addresses.
#[async_trait]
pub trait Web: Send + Sync {
    /// Requests `address` with `GET`: what came back, or the status with which it was refused.
    async fn get(&self, address: &str) -> Result<Fetched, u16>;

    /// Requests `address.url` with `PUT`, its headers and `bytes` as the body: nothing, or the status with which it was
    /// refused.
    async fn put(&self, address: &UploadAddress, bytes: Vec<u8>) -> Result<(), u16>;

    /// Whether signatures are checked behind these addresses. Emulators of a cloud may let everything pass.
    fn checks_signatures(&self) -> bool {
        true
    }
}

/// What an address gave.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fetched {
    /// Its media type.
    pub content_type: String,
    /// The body.
    pub bytes: Vec<u8>,
}
