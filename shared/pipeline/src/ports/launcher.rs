use async_trait::async_trait;
use thiserror::Error;

/// Sets productions going and stops them.
#[async_trait]
pub trait Launcher: Send + Sync {
    /// Asks for a stored, queued generation to be made. Returns when the request is safely queued, which may be long before
    /// the work begins. Asking twice makes it once.
    async fn start(&self, user_id: &str, generation_id: &str) -> Result<(), LauncherError>;

    /// Stops the work on a generation, if there is any under way. The caller has recorded the cancellation before, so that
    /// nothing that is not stopped in time changes the generation any more.
    async fn cancel(&self, user_id: &str, generation_id: &str) -> Result<(), LauncherError>;
}

/// Why a production could not be started or stopped.
#[derive(Debug, Error)]
#[error("cannot {action} generation {generation_id}")]
pub struct LauncherError {
    /// What was tried, as a verb.
    pub action: &'static str,
    /// The generation.
    pub generation_id: String,
    /// Why not.
    #[source]
    pub source: Box<dyn std::error::Error + Send + Sync>,
}
