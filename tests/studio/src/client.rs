use reqwest::{Method, StatusCode, header::HeaderMap};
use serde_json::Value;

/// A client of the REST API, as one user.
#[derive(Clone, Debug)]
pub struct Client {
    http: reqwest::Client,
    base: String,
    token: Option<String>,
}

/// An answer of the API.
#[derive(Clone, Debug)]
pub struct Answer {
    /// Its status.
    pub status: StatusCode,
    /// Its headers.
    pub headers: HeaderMap,
    /// Its body: JSON, or null where there is none.
    pub body: Value,
}

impl Client {
    /// A client of the API at `base`, with a token if it is to have one.
    ///
    /// # Panics
    /// When no HTTP client can be made.
    pub fn new(base: &str, token: Option<String>) -> Self {
        // A second call finds it installed, which is as good.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let http = reqwest::Client::builder().build().expect("an HTTP client");
        Self { http, base: base.trim_end_matches('/').to_owned(), token }
    }

    /// The same API as another user, or as nobody.
    #[must_use]
    pub fn with_token(&self, token: Option<String>) -> Self {
        Self { token, ..self.clone() }
    }

    /// The token, if there is one.
    pub fn token(&self) -> Option<&str> {
        self.token.as_deref()
    }

    /// Sends a request with JSON, if any, and headers.
    ///
    /// # Panics
    /// When no answer comes, or one that claims to be JSON and is none.
    pub async fn send(&self, method: Method, path: &str, body: Option<&Value>, headers: &[(&str, &str)]) -> Answer {
        let mut request = self.http.request(method.clone(), format!("{}{path}", self.base));
        if let Some(token) = &self.token {
            request = request.bearer_auth(token);
        }
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        if let Some(body) = body {
            request = request.json(body);
        }
        let response = request.send().await.unwrap_or_else(|error| panic!("{method} {path}: {error}"));
        let (status, headers) = (response.status(), response.headers().clone());
        let bytes = response.bytes().await.unwrap_or_else(|error| panic!("{method} {path}: {error}"));
        let is_json =
            headers.get("content-type").is_some_and(|kind| kind.as_bytes().windows(4).any(|part| part == b"json"));
        let body = if is_json && !bytes.is_empty() {
            serde_json::from_slice(&bytes)
                .unwrap_or_else(|error| panic!("{method} {path}: {error} in {}", String::from_utf8_lossy(&bytes)))
        } else {
            Value::Null
        };
        Answer { status, headers, body }
    }

    /// `GET`.
    pub async fn get(&self, path: &str) -> Answer {
        self.send(Method::GET, path, None, &[]).await
    }

    /// `POST` with JSON.
    pub async fn post(&self, path: &str, body: Value) -> Answer {
        self.send(Method::POST, path, Some(&body), &[]).await
    }

    /// Fetches the file at a signed address.
    ///
    /// # Panics
    /// When it is not given.
    pub async fn download(&self, address: &str) -> Vec<u8> {
        let address = if address.starts_with('/') { format!("{}{address}", self.base) } else { address.to_owned() };
        let response = self.http.get(&address).send().await.unwrap_or_else(|error| panic!("{address}: {error}"));
        assert!(response.status().is_success(), "{address}: {}", response.status());
        response.bytes().await.unwrap_or_else(|error| panic!("{address}: {error}")).to_vec()
    }

    /// A project with a script, ready to be filmed; its id.
    ///
    /// # Panics
    /// When it cannot be created.
    pub async fn project(&self, title: &str, script: &str, settings: Value) -> String {
        let made = self.post("/projects", serde_json::json!({ "title": title, "settings": settings })).await;
        assert_eq!(made.status, StatusCode::CREATED, "{made:?}");
        let id = made.body["id"].as_str().expect("an id").to_owned();
        let version = made.headers.get("etag").map(|etag| etag.to_str().expect("text").to_owned()).unwrap_or_default();
        let script = serde_json::json!({ "name": "lesson.md", "text": script });
        let headers = [("if-match", version.as_str())];
        let written = self.send(Method::PUT, &format!("/projects/{id}/script"), Some(&script), &headers).await;
        assert_eq!(written.status, StatusCode::OK, "{written:?}");
        id
    }

    /// Has the film of a project made; the generation's id.
    ///
    /// # Panics
    /// When it is not accepted.
    pub async fn generate(&self, project: &str) -> String {
        let accepted = self.post("/videos/generate", serde_json::json!({ "projectId": project })).await;
        assert_eq!(accepted.status, StatusCode::ACCEPTED, "{accepted:?}");
        accepted.body["id"].as_str().expect("an id").to_owned()
    }
}
