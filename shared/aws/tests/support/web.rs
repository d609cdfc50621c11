use async_trait::async_trait;
use lectern_pipeline::{
    UploadAddress,
    conformance::{Fetched, Web},
};

/// Requests addresses over HTTP.
pub struct Browser {
    client: reqwest::Client,
}

impl Default for Browser {
    fn default() -> Self {
        // The first browser of the process sets it, for all.
        let _ = rustls::crypto::ring::default_provider().install_default();
        Self { client: reqwest::Client::new() }
    }
}

impl Browser {
    /// Requests an address with `GET` and tells the whole response; `None` if nobody answers.
    pub async fn open(&self, address: &str) -> Option<reqwest::Response> {
        self.client.get(address).send().await.ok()
    }
}

#[async_trait]
impl Web for Browser {
    async fn get(&self, address: &str) -> Result<Fetched, u16> {
        let response = self.open(address).await.expect("an answer");
        if !response.status().is_success() {
            return Err(response.status().as_u16());
        }
        let content_type = response.headers()["content-type"].to_str().expect("a media type is text").to_owned();
        Ok(Fetched { content_type, bytes: response.bytes().await.expect("a body").into() })
    }

    async fn put(&self, address: &UploadAddress, bytes: Vec<u8>) -> Result<(), u16> {
        let mut request = self.client.put(&address.url).body(bytes);
        for (name, value) in &address.headers {
            request = request.header(name, value);
        }
        let status = request.send().await.expect("an answer").status();
        if status.is_success() { Ok(()) } else { Err(status.as_u16()) }
    }
}
