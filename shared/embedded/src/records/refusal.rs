use lectern_pipeline::RecordsError;
use thiserror::Error;

/// Why a transaction was not carried out.
#[derive(Debug, Error)]
pub(super) enum Refusal {
    /// What was asked for may not be done.
    #[error(transparent)]
    Records(#[from] RecordsError),
    /// SQLite failed.
    #[error(transparent)]
    Sqlite(#[from] rusqlite::Error),
    /// A stored document is none.
    #[error(transparent)]
    Document(#[from] serde_json::Error),
}

impl Refusal {
    pub(super) fn into_error(self, action: &'static str, what: String) -> RecordsError {
        match self {
            Self::Records(error) => error,
            Self::Sqlite(source) => unavailable(action, what, source),
            Self::Document(source) => unavailable(action, what, source),
        }
    }
}

pub(super) fn unavailable(
    action: &'static str,
    what: impl Into<String>,
    source: impl Into<Box<dyn std::error::Error + Send + Sync>>,
) -> RecordsError {
    RecordsError::Unavailable { action, what: what.into(), source: source.into() }
}

pub(super) fn not_found(kind: &str, id: &str) -> Refusal {
    Refusal::Records(RecordsError::NotFound { what: format!("{kind} {id}") })
}

pub(super) fn conflict(kind: &str, id: &str) -> Refusal {
    Refusal::Records(RecordsError::Conflict { what: format!("{kind} {id}") })
}
