//! What went wrong, as RFC 9457 tells it.

use axum::response::{IntoResponse, Response};
use http::{HeaderName, HeaderValue, StatusCode, header};
use lectern_lesson::Finding;
use lectern_pipeline::{FilmsError, LauncherError, ObjectsError, RecordsError, error_chain};
use schemars::JsonSchema;
use serde::Serialize;

/// The kinds of problem. Their names are stable: clients branch on them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "`row` says what each means, in the words that clients read")]
pub enum Code {
    MalformedJson,
    InvalidParameter,
    Unauthenticated,
    Forbidden,
    NotFound,
    MethodNotAllowed,
    Conflict,
    NothingToFilm,
    Unplannable,
    NoFilm,
    Ended,
    UploadMissing,
    UnusableUpload,
    VersionMismatch,
    TooLarge,
    UnsupportedMediaType,
    InvalidBody,
    IdempotencyKeyReused,
    VersionRequired,
    RateLimited,
    FilmsUnderWay,
    Internal,
    Unavailable,
}

impl Code {
    /// All of them, by status.
    pub const ALL: [Self; 23] = [
        Self::MalformedJson,
        Self::InvalidParameter,
        Self::Unauthenticated,
        Self::Forbidden,
        Self::NotFound,
        Self::MethodNotAllowed,
        Self::Conflict,
        Self::NothingToFilm,
        Self::Unplannable,
        Self::NoFilm,
        Self::Ended,
        Self::UploadMissing,
        Self::UnusableUpload,
        Self::VersionMismatch,
        Self::TooLarge,
        Self::UnsupportedMediaType,
        Self::InvalidBody,
        Self::IdempotencyKeyReused,
        Self::VersionRequired,
        Self::RateLimited,
        Self::FilmsUnderWay,
        Self::Internal,
        Self::Unavailable,
    ];

    /// Status, name and meaning.
    const fn row(self) -> (StatusCode, &'static str, &'static str) {
        match self {
            Self::MalformedJson => (StatusCode::BAD_REQUEST, "malformed-json", "The body is not JSON."),
            Self::InvalidParameter => {
                (StatusCode::BAD_REQUEST, "invalid-parameter", "A query parameter or header is not as described.")
            }
            Self::Unauthenticated => {
                (StatusCode::UNAUTHORIZED, "unauthenticated", "There is no valid access token in the request.")
            }
            Self::Forbidden => (StatusCode::FORBIDDEN, "forbidden", "The access token does not permit this."),
            Self::NotFound => (StatusCode::NOT_FOUND, "not-found", "It is not there, or belongs to somebody else."),
            Self::MethodNotAllowed => {
                (StatusCode::METHOD_NOT_ALLOWED, "method-not-allowed", "The address does not know this method.")
            }
            Self::Conflict => (StatusCode::CONFLICT, "conflict", "The state of the resource does not allow this now."),
            Self::NothingToFilm => {
                (StatusCode::CONFLICT, "nothing-to-film", "The project has neither script nor storyboard.")
            }
            Self::Unplannable => (StatusCode::CONFLICT, "unplannable", "No storyboard can be planned from the script."),
            Self::NoFilm => (StatusCode::CONFLICT, "no-film", "The generation has no film (yet)."),
            Self::Ended => (StatusCode::CONFLICT, "ended", "The generation has ended already."),
            Self::UploadMissing => {
                (StatusCode::CONFLICT, "upload-missing", "Nothing was put at the upload's address yet.")
            }
            Self::UnusableUpload => {
                (StatusCode::CONFLICT, "unusable-upload", "What was uploaded is not the picture that was announced.")
            }
            Self::VersionMismatch => {
                (StatusCode::PRECONDITION_FAILED, "version-mismatch", "The resource was changed in the meantime.")
            }
            Self::TooLarge => (StatusCode::PAYLOAD_TOO_LARGE, "too-large", "The body is larger than allowed."),
            Self::UnsupportedMediaType => {
                (StatusCode::UNSUPPORTED_MEDIA_TYPE, "unsupported-media-type", "The body must be application/json.")
            }
            Self::InvalidBody => {
                (StatusCode::UNPROCESSABLE_ENTITY, "invalid-body", "The body is JSON, but not as described.")
            }
            Self::IdempotencyKeyReused => (
                StatusCode::UNPROCESSABLE_ENTITY,
                "idempotency-key-reused",
                "The idempotency key was sent with another request before.",
            ),
            Self::VersionRequired => {
                (StatusCode::PRECONDITION_REQUIRED, "version-required", "A change must name its version in If-Match.")
            }
            Self::RateLimited => (StatusCode::TOO_MANY_REQUESTS, "rate-limited", "Too many requests in this minute."),
            Self::FilmsUnderWay => {
                (StatusCode::TOO_MANY_REQUESTS, "films-under-way", "As many films as allowed are under way.")
            }
            Self::Internal => (StatusCode::INTERNAL_SERVER_ERROR, "internal", "A defect of the service."),
            Self::Unavailable => {
                (StatusCode::SERVICE_UNAVAILABLE, "unavailable", "A part of the service does not answer; try again.")
            }
        }
    }

    /// The status of responses.
    pub const fn status(self) -> StatusCode {
        self.row().0
    }

    /// The stable name.
    pub const fn name(self) -> &'static str {
        self.row().1
    }

    /// What it means.
    pub const fn title(self) -> &'static str {
        self.row().2
    }
}

/// Something wrong at one place of a request.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Fault {
    /// JSON pointer (RFC 6901) into the body, or the name of a parameter.
    pub place: String,
    /// What is wrong there.
    pub detail: String,
}

/// A problem response.
#[derive(Debug)]
pub struct Problem(Box<Parts>);

#[derive(Debug)]
struct Parts {
    code: Code,
    detail: String,
    errors: Vec<Fault>,
    findings: Vec<Finding>,
    retry_after_secs: Option<u64>,
}

/// The body of a problem response.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Problem")]
pub struct ProblemBody<'a> {
    /// `urn:lectern:problem:` and the code.
    #[serde(rename = "type")]
    kind: String,
    /// What the code means.
    title: &'a str,
    /// The response's status.
    #[schemars(range(min = 400, max = 599))]
    status: u16,
    /// Stable name of the problem.
    code: &'a str,
    /// What was tried, on what, and why it did not work.
    detail: &'a str,
    /// Places that are wrong.
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    #[schemars(default)]
    errors: &'a [Fault],
    /// What reader or linter found.
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    #[schemars(default)]
    findings: &'a [Finding],
}

impl Problem {
    /// A problem with what is special about this one.
    pub fn new(code: Code, detail: impl Into<String>) -> Self {
        let detail = detail.into();
        Self(Box::new(Parts { code, detail, errors: Vec::new(), findings: Vec::new(), retry_after_secs: None }))
    }

    /// What cannot be found. Says nothing about whether it is somebody else's.
    pub fn not_found(what: &str) -> Self {
        Self::new(Code::NotFound, format!("there is no such {what}"))
    }

    /// A body with faults.
    pub fn invalid(errors: Vec<Fault>) -> Self {
        let mut problem = Self::new(Code::InvalidBody, "the body is not as described");
        problem.0.errors = errors;
        problem
    }

    /// A defect of ours. The cause is logged, not told.
    pub fn internal(error: &(dyn std::error::Error + 'static)) -> Self {
        tracing::error!(error = error_chain(error), "a request failed for a defect");
        Self::new(Code::Internal, "the request failed for a defect of the service, which has been noted")
    }

    /// A part that does not answer. The cause is logged, not told.
    pub fn unavailable(error: &(dyn std::error::Error + 'static)) -> Self {
        tracing::error!(error = error_chain(error), "a request failed for a part that does not answer");
        Self::new(Code::Unavailable, "a part of the service does not answer").retry_after(5)
    }

    /// The same, with what was found.
    #[must_use]
    pub fn with_findings(mut self, findings: Vec<Finding>) -> Self {
        self.0.findings = findings;
        self
    }

    /// The same, with when to try again.
    #[must_use]
    pub fn retry_after(mut self, secs: u64) -> Self {
        self.0.retry_after_secs = Some(secs);
        self
    }

    /// Its code.
    pub fn code(&self) -> Code {
        self.0.code
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let Parts { code, detail, errors, findings, retry_after_secs } = *self.0;
        let body = ProblemBody {
            kind: format!("urn:lectern:problem:{}", code.name()),
            title: code.title(),
            status: code.status().as_u16(),
            code: code.name(),
            detail: &detail,
            errors: &errors,
            findings: &findings,
        };
        let json = serde_json::to_vec(&body).expect("a problem is plain data");
        let mut response = (code.status(), json).into_response();
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        let mut tell = |name: HeaderName, value: HeaderValue| headers.insert(name, value);
        if let Some(secs) = retry_after_secs {
            tell(header::RETRY_AFTER, HeaderValue::from(secs));
        }
        if code == Code::Unauthenticated {
            tell(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        response
    }
}

impl From<RecordsError> for Problem {
    fn from(error: RecordsError) -> Self {
        match &error {
            RecordsError::NotFound { what } => Self::not_found(what.split_whitespace().next().unwrap_or("item")),
            RecordsError::Conflict { .. } => Self::new(Code::Conflict, error.to_string()),
            RecordsError::Quota { .. } => Self::new(Code::FilmsUnderWay, error.to_string()).retry_after(60),
            RecordsError::Unavailable { .. } => Self::unavailable(&error),
        }
    }
}

impl From<ObjectsError> for Problem {
    fn from(error: ObjectsError) -> Self {
        Self::unavailable(&error)
    }
}

impl From<FilmsError> for Problem {
    fn from(error: FilmsError) -> Self {
        Self::unavailable(&error)
    }
}

impl From<LauncherError> for Problem {
    fn from(error: LauncherError) -> Self {
        Self::unavailable(&error)
    }
}
