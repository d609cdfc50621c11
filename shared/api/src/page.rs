//! The page that shows the API's description to people: Swagger UI, of which `page/` holds just what it needs.

use std::{io::Read, sync::OnceLock};

use axum::{
    Router,
    body::Bytes,
    response::{IntoResponse, Response},
    routing::get,
};
use flate2::read::GzDecoder;
use http::{HeaderValue, StatusCode, header};

const INDEX: &str = include_str!("../page/index.html");
static STYLES: Packed = Packed::new(include_bytes!("../page/swagger-ui.css.gz"));
static PROGRAM: Packed = Packed::new(include_bytes!("../page/swagger-ui-bundle.js.gz"));

/// `/docs/` and what it loads.
pub(crate) fn page<S: Clone + Send + Sync + 'static>() -> Router<S> {
    Router::new()
        .route("/docs", get(to_folder))
        .route("/docs/", get(async || file("text/html; charset=utf-8", Bytes::from_static(INDEX.as_bytes()))))
        .route("/docs/swagger-ui.css", get(async || file("text/css; charset=utf-8", STYLES.bytes())))
        .route("/docs/swagger-ui-bundle.js", get(async || file("text/javascript; charset=utf-8", PROGRAM.bytes())))
}

/// The page's addresses are relative to its folder, so that it also works under a stage of API Gateway.
async fn to_folder() -> Response {
    (StatusCode::TEMPORARY_REDIRECT, [(header::LOCATION, HeaderValue::from_static("docs/"))]).into_response()
}

fn file(content_type: &'static str, bytes: Bytes) -> Response {
    ([(header::CONTENT_TYPE, HeaderValue::from_static(content_type))], bytes).into_response()
}

/// A file that is unpacked when it is first asked for. It is sent as text: API Gateway would have to be told of every packed type.
struct Packed {
    gzip: &'static [u8],
    unpacked: OnceLock<Bytes>,
}

impl Packed {
    const fn new(gzip: &'static [u8]) -> Self {
        Self { gzip, unpacked: OnceLock::new() }
    }

    fn bytes(&self) -> Bytes {
        let unpack = || {
            let mut bytes = Vec::new();
            GzDecoder::new(self.gzip).read_to_end(&mut bytes).expect("a file of this program, which a test unpacks");
            Bytes::from(bytes)
        };
        self.unpacked.get_or_init(unpack).clone()
    }
}
