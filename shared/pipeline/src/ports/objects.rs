use std::{
    io,
    path::{Path, PathBuf},
};

use async_trait::async_trait;
use thiserror::Error;

use crate::ArtifactKey;

/// Stored step outputs.
///
/// Writes are atomic and idempotent: a reader sees a whole artifact or none, and two writers of one key write the same
/// bytes, so the last one may win.
#[async_trait]
pub trait Objects: Send + Sync {
    /// Whether an artifact is there. Cheaper than fetching it.
    async fn exists(&self, key: &ArtifactKey) -> Result<bool, ObjectsError>;

    /// The bytes of an artifact; `None` if it is not there.
    async fn get(&self, key: &ArtifactKey) -> Result<Option<Vec<u8>>, ObjectsError>;

    /// Stores bytes.
    async fn put(&self, key: &ArtifactKey, bytes: Vec<u8>) -> Result<(), ObjectsError>;

    /// A local file that holds the artifact, for programs that read files; `None` if it is not there. Not to be written to.
    async fn file(&self, key: &ArtifactKey) -> Result<Option<PathBuf>, ObjectsError>;

    /// A new path for a file that will become the artifact; its folder exists and its extension is the key's.
    async fn draft(&self, key: &ArtifactKey) -> Result<PathBuf, ObjectsError>;

    /// Stores the file at `draft`, moving it away, and tells where it lies now.
    async fn adopt(&self, key: &ArtifactKey, draft: &Path) -> Result<PathBuf, ObjectsError>;
}

/// Why a stored output could not be read or written.
#[derive(Debug, Error)]
#[error("cannot {action} {what}")]
pub struct ObjectsError {
    /// What was tried, as a verb: "read", "write" …
    pub action: &'static str,
    /// On what: a path or an address.
    pub what: String,
    /// Why not.
    #[source]
    pub source: io::Error,
}
