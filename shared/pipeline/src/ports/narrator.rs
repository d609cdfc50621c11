use async_trait::async_trait;
use lectern_lesson::{Finding, Narration};
use thiserror::Error;

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
