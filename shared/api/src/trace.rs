//! A span for every request, with an id that the caller sees too.

use std::sync::Arc;

use axum::{
    extract::{MatchedPath, Request, State},
    middleware::Next,
    response::Response,
};
use http::{HeaderName, HeaderValue};
use tracing::{Instrument, field::Empty, info_span};
use ulid::Ulid;

use crate::Studio;

/// The header with a request's id.
pub(crate) const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// Longest id that is taken over from a caller.
const ID_MAX: usize = 64;

/// Runs a request in a span. An id that the caller sends is taken over, so that their traces and ours can be joined.
pub(crate) async fn trace(State(studio): State<Arc<Studio>>, request: Request, next: Next) -> Response {
    let given = request.headers().get(&REQUEST_ID).filter(|value| is_id(value)).cloned();
    let id = given.unwrap_or_else(|| new_id(&studio));
    // The path as it is routed: what is in its place of parameters, and in the query, is the user's.
    let path = request.extensions().get::<MatchedPath>().map_or("", MatchedPath::as_str);
    let id_text = id.to_str().unwrap_or_default();
    let span = info_span!("request", request_id = id_text, method = %request.method(), path, status = Empty);
    let mut response = next.run(request).instrument(span.clone()).await;
    span.record("status", response.status().as_u16());
    span.in_scope(|| tracing::debug!("answered"));
    response.headers_mut().insert(REQUEST_ID, id);
    response
}

fn is_id(value: &HeaderValue) -> bool {
    let is_allowed = |byte: &u8| byte.is_ascii_alphanumeric() || b"._-=;:".contains(byte);
    (1..=ID_MAX).contains(&value.len()) && value.as_bytes().iter().all(is_allowed)
}

fn new_id(studio: &Studio) -> HeaderValue {
    let mut bytes = [0; 16];
    studio.randomness.fill(&mut bytes);
    let id = Ulid::from_parts(studio.clock.unix_millis(), u128::from_le_bytes(bytes));
    HeaderValue::try_from(id.to_string()).expect("a ULID is a header's value")
}
