//! Which pages may call the API from a browser.

use std::time::Duration;

use http::{HeaderValue, Method, header};
use tower_http::cors::{AllowOrigin, CorsLayer};

use crate::{idempotency::IDEMPOTENCY_KEY, rate, trace::REQUEST_ID};

/// How long browsers remember what is allowed.
const REMEMBERED: Duration = Duration::from_secs(3600);

/// The layer for these origins; `*` for all. Tokens travel in a header, never in cookies, so no credentials are allowed.
pub(crate) fn cors(origins: &[String]) -> CorsLayer {
    let allowed = if origins.iter().any(|origin| origin == "*") {
        AllowOrigin::any()
    } else {
        AllowOrigin::list(origins.iter().filter_map(|origin| HeaderValue::from_str(origin).ok()))
    };
    CorsLayer::new()
        .allow_origin(allowed)
        .allow_methods([Method::GET, Method::POST, Method::PUT, Method::PATCH, Method::DELETE])
        .allow_headers([
            header::AUTHORIZATION,
            header::CONTENT_TYPE,
            header::IF_MATCH,
            header::IF_NONE_MATCH,
            IDEMPOTENCY_KEY,
            REQUEST_ID,
        ])
        .expose_headers([
            header::ETAG,
            header::LOCATION,
            header::RETRY_AFTER,
            rate::LIMIT,
            rate::REMAINING,
            rate::RESET,
            REQUEST_ID,
        ])
        .max_age(REMEMBERED)
}
