//! A studio on embedded ports in a folder of its own. What it is asked to start and stop, it only notes.
#![expect(dead_code, reason = "each test uses its part")]

use std::{
    sync::{Arc, Mutex},
    time::Duration,
};

use async_trait::async_trait;
use axum::{Router, body::Body, response::Response};
use http::{Request, StatusCode, header};
use jsonwebtoken::{EncodingKey, Header};
use lectern_api::{
    ApiSettings, Studio,
    auth::{Authority, BearerCallers, Callers},
    limits::PLANNING_SECS,
    router,
};
use lectern_embedded::{ArtifactFiles, FilmFolder, LocalPlanner, News, SigningKey, SqliteRecords, UploadFolder};
use lectern_host::{OsRandomness, SystemClock};
use lectern_pipeline::{Clock, Launcher, LauncherError, Objects};
use serde_json::{Value, json};
use tempfile::TempDir;
use tower::ServiceExt;

pub const SECRET: &[u8] = b"a secret of forty bytes for tests only!!";
pub const ISSUER: &str = "https://sign-in.example.com/";
pub const AUDIENCE: &str = "lectern";

/// What was asked of the launcher, in order.
#[derive(Default)]
pub struct Launches(Mutex<Vec<(&'static str, String)>>);

impl Launches {
    pub fn all(&self) -> Vec<(&'static str, String)> {
        self.0.lock().expect("nothing panicked").clone()
    }
}

#[async_trait]
impl Launcher for Launches {
    async fn start(&self, _: &str, generation_id: &str) -> Result<(), LauncherError> {
        self.0.lock().expect("nothing panicked").push(("start", generation_id.to_owned()));
        Ok(())
    }

    async fn cancel(&self, _: &str, generation_id: &str) -> Result<(), LauncherError> {
        self.0.lock().expect("nothing panicked").push(("cancel", generation_id.to_owned()));
        Ok(())
    }
}

pub struct Desk {
    pub studio: Arc<Studio>,
    pub router: Router,
    pub uploads: Arc<UploadFolder>,
    pub launches: Arc<Launches>,
    folder: TempDir,
}

/// A studio that takes tokens of [`token`].
pub fn desk() -> Desk {
    desk_with(ApiSettings { requests_per_minute: 1_000_000, ..ApiSettings::default() }, tokens)
}

/// Callers by the tokens of [`token`].
pub fn tokens(clock: Arc<dyn Clock>) -> Arc<dyn Callers> {
    let authority = Authority::shared(SECRET, ISSUER, AUDIENCE, clock).expect("the secret is long enough");
    Arc::new(BearerCallers::new(Arc::new(authority)))
}

pub fn desk_with(settings: ApiSettings, callers: impl FnOnce(Arc<dyn Clock>) -> Arc<dyn Callers>) -> Desk {
    let folder = tempfile::tempdir().expect("a folder");
    let at = |name: &str| folder.path().join(name);
    let clock: Arc<dyn Clock> = Arc::new(SystemClock::default());
    let documents: Arc<dyn Objects> = Arc::new(ArtifactFiles::at(at("documents")));
    let key = || SigningKey::kept_in(&at("signing.key"), &OsRandomness).expect("a key");
    let films = FilmFolder::at(at("films"), Arc::clone(&documents), "", key(), Arc::clone(&clock)).expect("films");
    let uploads = UploadFolder::at(at("uploads"), "", key(), Arc::clone(&clock)).expect("uploads");
    let (uploads, launches, news) = (Arc::new(uploads), Arc::new(Launches::default()), Arc::new(News::default()));
    let heard = Arc::clone(&news);
    let studio = Arc::new(Studio {
        records: Arc::new(SqliteRecords::open(&at("records.sqlite")).expect("records")),
        documents: Arc::clone(&documents),
        films: Arc::new(films),
        uploads: Arc::clone(&uploads) as _,
        launcher: Arc::clone(&launches) as _,
        planner: Arc::new(LocalPlanner::new(documents, Duration::from_secs(PLANNING_SECS))),
        broadcast: news,
        clock: Arc::clone(&clock),
        randomness: Arc::new(OsRandomness),
        callers: callers(clock),
        news: Some(Arc::new(move |project: &str| heard.subscribe(project))),
        settings,
        decoders: Studio::decoders(),
    });
    Desk { router: router(Arc::clone(&studio)), studio, uploads, launches, folder }
}

/// A token of a user with roles, that holds for an hour.
pub fn token(user: &str, roles: &[&str]) -> String {
    let now_secs = SystemClock::default().unix_millis() / 1000;
    signed(&json!({ "sub": user, "roles": roles, "iss": ISSUER, "aud": AUDIENCE, "exp": now_secs + 3600 }))
}

pub fn signed(claims: &Value) -> String {
    jsonwebtoken::encode(&Header::default(), claims, &EncodingKey::from_secret(SECRET)).expect("claims are plain data")
}

/// What was answered.
pub struct Answered {
    pub status: StatusCode,
    pub headers: http::HeaderMap,
    pub body: Vec<u8>,
}

impl Answered {
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).expect("the body is JSON")
    }

    pub fn code(&self) -> String {
        assert_eq!(self.headers[header::CONTENT_TYPE], "application/problem+json");
        self.json()["code"].as_str().expect("a problem has a code").to_owned()
    }

    pub fn tag(&self) -> String {
        self.headers[header::ETAG].to_str().expect("a tag is text").to_owned()
    }
}

impl Desk {
    /// Sends a request of Ada, who may do everything.
    pub async fn ada(&self, method: &str, path: &str, body: Option<Value>, headers: &[(&str, &str)]) -> Answered {
        self.send(&token("ada", &["admin"]), method, path, body, headers).await
    }

    pub async fn send(
        &self,
        token: &str,
        method: &str,
        path: &str,
        body: Option<Value>,
        headers: &[(&str, &str)],
    ) -> Answered {
        let mut request = Request::builder().method(method).uri(path);
        if !token.is_empty() {
            request = request.header(header::AUTHORIZATION, format!("Bearer {token}"));
        }
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let body = match body {
            Some(json) => {
                request = request.header(header::CONTENT_TYPE, "application/json");
                Body::from(json.to_string())
            }
            None => Body::empty(),
        };
        self.raw(request.body(body).expect("a request")).await
    }

    pub async fn raw(&self, request: Request<Body>) -> Answered {
        let response: Response = self.router.clone().oneshot(request).await.expect("it cannot fail");
        let (parts, body) = response.into_parts();
        let body = axum::body::to_bytes(body, usize::MAX).await.expect("it is in memory").to_vec();
        Answered { status: parts.status, headers: parts.headers, body }
    }

    /// Creates a project of Ada and tells its id.
    pub async fn project(&self) -> String {
        let answered = self.ada("POST", "/projects", Some(json!({ "title": "Rain" })), &[]).await;
        assert_eq!(answered.status, StatusCode::CREATED, "{:?}", String::from_utf8_lossy(&answered.body));
        answered.json()["id"].as_str().expect("it has an id").to_owned()
    }

    /// Creates a project of Ada with a script and tells its id.
    pub async fn project_with_script(&self) -> String {
        let id = self.project().await;
        let body = json!({ "name": "rain.md", "text": SCRIPT });
        let path = format!("/projects/{id}/script");
        let answered = self.ada("PUT", &path, Some(body), &[("if-match", "\"1\"")]).await;
        assert_eq!(answered.status, StatusCode::OK, "{:?}", String::from_utf8_lossy(&answered.body));
        id
    }

    /// Serves on a port of the loopback, until the test ends, and tells its address.
    pub async fn serve(&self) -> String {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let address = listener.local_addr().expect("it is bound");
        let router = self.router.clone();
        tokio::spawn(async move { axum::serve(listener, router).await });
        address.to_string()
    }
}

pub const SCRIPT: &str = "# Why it rains\n\nWarm air carries water up. The water is invisible there.\n\n\
## Drops\n\nHigh above the ground the air cools, and the water forms drops. Drops that grow heavy fall as rain.\n";
