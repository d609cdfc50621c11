use std::{any::Any, sync::Arc};

use axum::{
    Router,
    body::Bytes,
    middleware,
    response::{IntoResponse, Response},
    routing::{delete, get, post, put},
};
use http::{HeaderValue, Uri, header};
use tower_http::catch_panic::CatchPanicLayer;

use crate::{
    Studio, assets, auth, choices, cors, downloads, generations, health,
    openapi::openapi,
    page::page,
    problem::{Code, Problem},
    projects, script, sockets, storyboard, trace, webhooks,
};

/// The API over its ports. The same for the function behind API Gateway and for `lectern serve`.
pub fn router(studio: Arc<Studio>) -> Router {
    let description = Bytes::from(openapi().to_json().expect("the description is plain data"));
    let describe = move || async move {
        ([(header::CONTENT_TYPE, HeaderValue::from_static("application/json"))], description.clone())
    };
    let mut router = Router::new()
        .route("/health", get(health::alive))
        .route("/health/ready", get(health::ready))
        .route("/openapi.json", get(describe))
        .route("/styles", get(choices::list_styles))
        .route("/voices", get(choices::list_voices))
        .route("/projects", post(projects::create).get(projects::list))
        .route("/projects/{projectId}", get(projects::read).patch(projects::update).delete(projects::delete))
        .route("/projects/{projectId}/script", get(script::read).put(script::write))
        .route("/projects/{projectId}/script/lint", post(script::lint))
        .route(
            "/projects/{projectId}/storyboard",
            get(storyboard::read).put(storyboard::write).delete(storyboard::delete),
        )
        .route("/projects/{projectId}/storyboard/lint", post(storyboard::lint))
        .route("/projects/{projectId}/assets", post(assets::announce).delete(assets::delete))
        .route("/projects/{projectId}/assets/{uploadId}/complete", post(assets::complete))
        .route("/projects/{projectId}/webhooks", get(webhooks::list).post(webhooks::create))
        .route(
            "/projects/{projectId}/webhooks/{webhookId}",
            put(webhooks::update).get(webhooks::read).merge(delete(webhooks::delete)),
        )
        .route("/projects/{projectId}/generations", get(generations::list_of_project))
        .route("/videos/generate", post(generations::create))
        .route("/generations", get(generations::list))
        .route("/generations/{generationId}", get(generations::read))
        .route("/generations/{generationId}/cancel", post(generations::cancel))
        .route("/generations/{generationId}/downloads", get(downloads::list));
    if studio.news.is_some() {
        router = router.route("/ws/projects/{projectId}", get(sockets::follow));
    }
    router
        .merge(page())
        .fallback(unknown)
        .method_not_allowed_fallback(wrong_method)
        // The layers below see every request in the order from the last to the first.
        .layer(middleware::from_fn_with_state(Arc::clone(&studio), auth::guard))
        .layer(CatchPanicLayer::custom(crashed))
        .layer(cors::cors(&studio.settings.cors_origins))
        .layer(middleware::from_fn_with_state(Arc::clone(&studio), trace::trace))
        .with_state(studio)
}

async fn unknown(uri: Uri) -> Problem {
    Problem::new(Code::NotFound, format!("there is nothing at {}", uri.path()))
}

async fn wrong_method() -> Problem {
    Problem::new(Code::MethodNotAllowed, "the header Allow lists the methods of this address")
}

fn crashed(_: Box<dyn Any + Send + 'static>) -> Response {
    // The panic's own message went to the log; what it says is not for callers.
    Problem::new(Code::Internal, "the request failed for a defect of the service, which has been noted").into_response()
}
