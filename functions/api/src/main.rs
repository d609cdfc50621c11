//! The Lambda `api`: the REST API behind API Gateway, whose authorizer has told who is calling.

use std::{sync::Arc, time::Duration};

use axum::{extract::Request, middleware, middleware::Next, response::Response};
use lambda_http::{Error, request::RequestContext};
use lectern_api::{ApiSettings, Studio, auth::AuthorizedCallers, limits::PLANNING_SECS, router};
use lectern_aws::{Cloud, Settings};
use lectern_host::OsRandomness;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    lectern_telemetry::start();
    let settings = Settings::from_environment()?;
    let api_settings = ApiSettings {
        queue_limit: settings.queue_limit,
        events_address: format!("{}?project={{projectId}}", settings.socket_url.as_deref().unwrap_or_default()),
        cors_origins: settings.cors_origins.clone(),
        ..ApiSettings::default()
    };
    let cloud = Cloud::connect(settings).await;
    let studio = Studio {
        records: Arc::new(cloud.records()),
        documents: Arc::new(cloud.documents()),
        films: Arc::new(cloud.films()),
        uploads: Arc::new(cloud.uploads()),
        launcher: Arc::new(cloud.launcher()),
        planner: Arc::new(cloud.planner(Duration::from_secs(PLANNING_SECS))),
        broadcast: Arc::new(cloud.broadcast()),
        clock: cloud.clock(),
        randomness: Arc::new(OsRandomness),
        callers: Arc::new(AuthorizedCallers),
        news: None,
        settings: api_settings,
        decoders: Studio::decoders(),
    };
    lambda_http::run(router(Arc::new(studio)).layer(middleware::from_fn(identify))).await
}

/// Takes the caller from what the authorizer has told API Gateway.
async fn identify(mut request: Request, next: Next) -> Response {
    let caller = match request.extensions().get::<RequestContext>() {
        Some(RequestContext::ApiGatewayV1(context)) => lectern_lambda::caller(&context.authorizer.fields),
        _ => None,
    };
    if let Some(caller) = caller {
        request.extensions_mut().insert(caller);
    }
    next.run(request).await
}
