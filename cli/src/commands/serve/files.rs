//! The signed addresses of films and uploads.

use std::sync::Arc;

use axum::{
    Router,
    body::{Body, to_bytes},
    extract::{Path, Query, Request, State},
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
    routing::{get, put},
};
use lectern_embedded::{
    AddressError, FILES_PATH, FileQuery, FilmFolder, ReceiveError, UPLOADS_PATH, UploadFolder, UploadQuery,
};
use lectern_pipeline::{FilmPlace, error_chain};
use tower::ServiceExt;
use tower_http::services::ServeFile;

/// The routes below `/files` and `/uploads`.
pub fn router(films: Arc<FilmFolder>, uploads: Arc<UploadFolder>) -> Router {
    let films =
        Router::new().route(&format!("{FILES_PATH}/{{project}}/{{generation}}/{{name}}"), get(film)).with_state(films);
    let uploads = Router::new().route(&format!("{UPLOADS_PATH}/{{*key}}"), put(upload)).with_state(uploads);
    films.merge(uploads)
}

/// Serves a film's file, in parts if asked so: players seek.
async fn film(
    State(films): State<Arc<FilmFolder>>,
    Path((project_id, generation_id, name)): Path<(String, String, String)>,
    Query(query): Query<FileQuery>,
    request: Request,
) -> Response {
    let place = FilmPlace { project_id, generation_id };
    match films.verify(&place, &name, &query) {
        Ok(file) => match ServeFile::new(file).oneshot(request).await {
            Ok(response) => response.map(Body::new),
            Err(never) => match never {},
        },
        Err(error) => refuse(&error),
    }
}

async fn upload(
    State(uploads): State<Arc<UploadFolder>>,
    Path(key): Path<String>,
    Query(query): Query<UploadQuery>,
    headers: HeaderMap,
    body: Body,
) -> Response {
    let content_type = headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    // Before a byte is read: the address tells how many there may be.
    if let Err(error) = uploads.verify(&key, content_type, &query) {
        return refuse(&error);
    }
    let Ok(body) = to_bytes(body, usize::try_from(query.bytes).unwrap_or(usize::MAX)).await else {
        return (StatusCode::PAYLOAD_TOO_LARGE, "more bytes than were announced\n").into_response();
    };
    match uploads.receive(&key, content_type, &query, body.to_vec()).await {
        Ok(()) => StatusCode::OK.into_response(),
        Err(ReceiveError::Address(error)) => refuse(&error),
        Err(error @ ReceiveError::Store(_)) => {
            tracing::error!(error = error_chain(&error), "an upload could not be stored");
            (StatusCode::INTERNAL_SERVER_ERROR, "the file could not be stored\n").into_response()
        }
    }
}

fn refuse(error: &AddressError) -> Response {
    (StatusCode::FORBIDDEN, format!("{error}\n")).into_response()
}
