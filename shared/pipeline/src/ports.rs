//! What the steps need of the world around them. `lectern-embedded` serves them on one machine.

use std::{
    io,
    path::{Path, PathBuf},
};

use async_trait::async_trait;
use lectern_lesson::{Event, Finding, Narration};
use serde::Serialize;
use thiserror::Error;

use crate::{ArtifactKey, Step};

/// Stored step outputs.
///
/// Writes are atomic and idempotent: a reader sees a whole artifact or none, and two writers of one key write the same
/// bytes, so the last one may win.
#[async_trait]
pub trait Objects: Send + Sync {
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

/// A scene's narration with its samples.
#[derive(Clone, Debug)]
pub struct Speech {
    /// Word spans and length.
    pub narration: Narration,
    /// Mono samples at the narration's sample rate.
    pub samples: Vec<f32>,
    /// Words that were spoken by rule and the like.
    pub findings: Vec<Finding>,
}

/// A voice.
#[async_trait]
pub trait Narrator: Send + Sync {
    /// What, beside text, voice and pace, the sound depends on: model files and rules. Part of artifact keys; cheap.
    async fn fingerprint(&self) -> Result<String, NarratorError>;

    /// Speaks a scene's narration. Deterministic: the same arguments and fingerprint give the same samples.
    async fn narrate(&self, narration: &str, voice: &str, pace: f64) -> Result<Speech, NarratorError>;

    /// Tells that nothing more will be spoken for now, so that memory can be given back.
    async fn rest(&self) {}
}

/// Why a narration could not be spoken.
#[derive(Debug, Error)]
pub enum NarratorError {
    /// The voice's files are not on this machine.
    #[error("the voice is not installed")]
    Missing(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// It failed on this text.
    #[error("the voice could not speak")]
    Failed(#[source] Box<dyn std::error::Error + Send + Sync>),
}

/// Where the events of a production go.
#[async_trait]
pub trait Events: Send + Sync {
    /// Publishes an event. A production does not fail because an event could not be delivered; adapters report that.
    async fn publish(&self, event: &Event);

    /// A step has done `done` of `total` pieces of its work. For progress lines; may be dropped.
    fn progress(&self, progress: Progress);
}

/// How far a step has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// The step.
    pub step: Step,
    /// Pieces done.
    pub done: usize,
    /// Pieces in all.
    pub total: usize,
}

/// Time and resources of this process and the programs it started.
pub trait Clock: Send + Sync {
    /// Seconds since some fixed moment.
    fn now_secs(&self) -> f64;

    /// Processor seconds so far, and the peak of memory since the last call of this function.
    fn usage(&self) -> Usage;
}

/// Resources used.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct Usage {
    /// User and system seconds of this process and of the programs it has waited for.
    pub cpu_secs: f64,
    /// Largest resident memory of this process since the last reading, in bytes; 0 where the system does not tell.
    pub peak_memory_bytes: u64,
}

/// What lies beside the script: the user's pictures.
///
/// A script is not trusted: an adapter gives only what lies inside the script's own folder (or project).
pub trait Sources: Send + Sync {
    /// The bytes of `name`, a path as written in the script.
    ///
    /// # Errors
    /// [`io::ErrorKind::NotFound`] if it is not there, [`io::ErrorKind::PermissionDenied`] if it lies outside.
    fn read(&self, name: &str) -> io::Result<Vec<u8>>;
}
