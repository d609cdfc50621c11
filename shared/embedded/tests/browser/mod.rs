//! Requests the addresses of films and uploads as a server would that has them, without a socket between.

use std::sync::Arc;

use async_trait::async_trait;
use lectern_embedded::{FILES_PATH, FileQuery, FilmFolder, ReceiveError, UPLOADS_PATH, UploadFolder, UploadQuery};
use lectern_pipeline::conformance::{Fetched, Web};
use lectern_pipeline::{FilmPlace, UploadAddress, content_type};

pub struct Browser {
    base_url: String,
    films: Option<Arc<FilmFolder>>,
    uploads: Option<Arc<UploadFolder>>,
}

impl Browser {
    pub fn of_films(base_url: &str, films: Arc<FilmFolder>) -> Self {
        Self { base_url: base_url.trim_end_matches('/').to_owned(), films: Some(films), uploads: None }
    }

    pub fn of_uploads(base_url: &str, uploads: Arc<UploadFolder>) -> Self {
        Self { base_url: base_url.trim_end_matches('/').to_owned(), films: None, uploads: Some(uploads) }
    }

    /// What follows `path` in an address, and its query.
    fn split<'a>(&self, address: &'a str, path: &str) -> (&'a str, &'a str) {
        let rest = address.strip_prefix(&self.base_url).expect("addresses begin with the base");
        let rest = rest.strip_prefix(path).and_then(|rest| rest.strip_prefix('/')).expect("and go on with the path");
        rest.split_once('?').unwrap_or((rest, ""))
    }
}

fn value(query: &str, name: &str) -> Option<String> {
    let pair = query.split('&').filter_map(|pair| pair.split_once('=')).find(|(key, _)| *key == name);
    pair.map(|(_, value)| value.to_owned())
}

fn number(query: &str, name: &str) -> Option<u64> {
    value(query, name)?.parse().ok()
}

#[async_trait]
impl Web for Browser {
    async fn get(&self, address: &str) -> Result<Fetched, u16> {
        let (path, query) = self.split(address, FILES_PATH);
        let [project_id, generation_id, name] = path.split('/').collect::<Vec<_>>()[..] else {
            return Err(404);
        };
        let place = FilmPlace { project_id: project_id.to_owned(), generation_id: generation_id.to_owned() };
        let query = FileQuery {
            expires: number(query, "expires").ok_or(400_u16)?,
            signature: value(query, "signature").ok_or(400_u16)?,
        };
        let films = self.films.as_ref().expect("a browser of films");
        let file = films.verify(&place, name, &query).map_err(|_| 403_u16)?;
        let bytes = tokio::fs::read(file).await.map_err(|_| 404_u16)?;
        Ok(Fetched { content_type: content_type(name).to_owned(), bytes })
    }

    async fn put(&self, address: &UploadAddress, bytes: Vec<u8>) -> Result<(), u16> {
        let (key, query) = self.split(&address.url, UPLOADS_PATH);
        let query = UploadQuery {
            bytes: number(query, "bytes").ok_or(400_u16)?,
            expires: number(query, "expires").ok_or(400_u16)?,
            signature: value(query, "signature").ok_or(400_u16)?,
        };
        let header = address.headers.iter().find(|(name, _)| name == "content-type");
        let content_type = header.map_or("", |(_, value)| value.as_str());
        let uploads = self.uploads.as_ref().expect("a browser of uploads");
        uploads.receive(key, content_type, &query, bytes).await.map_err(|error| match error {
            ReceiveError::Address(_) => 403,
            ReceiveError::Store(error) => panic!("{error:?}"),
        })
    }
}
