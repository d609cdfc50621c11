//! Whether the service runs and can work.

use std::sync::Arc;

use axum::{Json as Answer, extract::State};
use schemars::JsonSchema;
use serde::Serialize;

use crate::{Studio, problem::Problem};

/// How the service is.
#[derive(Serialize, JsonSchema)]
pub(crate) struct Health {
    /// Always `ok`: a service that is not does not answer so.
    #[schemars(extend("const" = "ok"))]
    status: &'static str,
    /// Its version.
    version: &'static str,
}

const WELL: Health = Health { status: "ok", version: env!("CARGO_PKG_VERSION") };

/// `GET /health`
pub(crate) async fn alive() -> Answer<Health> {
    Answer(WELL)
}

/// `GET /health/ready`
pub(crate) async fn ready(State(studio): State<Arc<Studio>>) -> Result<Answer<Health>, Problem> {
    studio.records.ping().await?;
    Ok(Answer(WELL))
}
