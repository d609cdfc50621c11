//! What users handed in.

use lectern_pipeline::{ArtifactKey, PipelineError};

use crate::{Studio, problem::Problem};

/// The bytes of a document.
pub(crate) async fn stored(studio: &Studio, key: Option<ArtifactKey>, name: &str) -> Result<Vec<u8>, Problem> {
    let missing = || {
        let what = PipelineError::MissingObject { what: name.to_owned() };
        Problem::internal(&what)
    };
    let key = key.ok_or_else(missing)?;
    studio.documents.get(&key).await?.ok_or_else(missing)
}
