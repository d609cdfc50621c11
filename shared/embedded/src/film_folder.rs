use std::{
    fs, io,
    path::{Path, PathBuf},
    sync::Arc,
};

use async_trait::async_trait;
use lectern_lesson::FilmFile;
use lectern_pipeline::{ArtifactKey, Clock, FilmPlace, Films, FilmsError, Objects, content_type};
use serde::{Deserialize, Serialize};

use crate::{
    AddressError, SigningKey,
    placed_files::{PlacedFiles, absent_is_fine, blocking},
};

/// What addresses of films begin with, after the server's own.
pub const FILES_PATH: &str = "/files";

/// Finished films as files: `<folder>/<project>/<generation>/<name>`.
///
/// Their addresses are `<base url>/files/<project>/<generation>/<name>?expires=<seconds since 1970>&signature=…`; whoever
/// serves them asks [`verify`](Self::verify) for the file.
pub struct FilmFolder {
    files: PlacedFiles,
    objects: Arc<dyn Objects>,
    base_url: String,
    key: SigningKey,
    clock: Arc<dyn Clock>,
}

/// The query of a film's address.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileQuery {
    /// Seconds since 1970 until which the address is valid.
    pub expires: u64,
    /// HMAC-SHA256 of what the address says, as URL-safe base64.
    pub signature: String,
}

impl FilmFolder {
    /// Films in `folder`, published from `objects`, at addresses below `base_url` (`https://studio.example.com`, or empty for
    /// addresses relative to the server). Drafts that another process left in the folder are removed.
    ///
    /// # Errors
    /// When they cannot be removed.
    pub fn at(
        folder: impl Into<PathBuf>,
        objects: Arc<dyn Objects>,
        base_url: &str,
        key: SigningKey,
        clock: Arc<dyn Clock>,
    ) -> io::Result<Self> {
        let files = PlacedFiles::at(folder);
        files.remove_drafts()?;
        Ok(Self { files, objects, base_url: base_url.trim_end_matches('/').to_owned(), key, clock })
    }

    /// The file that a requested address stands for. It may be gone in the meantime.
    ///
    /// # Errors
    /// When the address is forged or has expired.
    pub fn verify(&self, place: &FilmPlace, name: &str, query: &FileQuery) -> Result<PathBuf, AddressError> {
        let expires = query.expires.to_string();
        let parts = signed_parts(place, name, &expires);
        self.key.verify(&parts, &query.signature, query.expires, self.clock.unix_millis() / 1000)?;
        self.path(place, name).map_err(|_| AddressError::Forged)
    }

    fn path(&self, place: &FilmPlace, name: &str) -> io::Result<PathBuf> {
        self.files.path(&[&place.project_id, &place.generation_id, name])
    }

    async fn store(
        &self,
        place: &FilmPlace,
        name: &str,
        fill: impl FnOnce(&Path) -> io::Result<()> + Send + 'static,
    ) -> io::Result<FilmFile> {
        let bytes = self.files.write(self.path(place, name)?, fill).await?;
        Ok(FilmFile { name: name.to_owned(), content_type: content_type(name).to_owned(), bytes })
    }
}

#[async_trait]
impl Films for FilmFolder {
    async fn publish(&self, place: &FilmPlace, name: &str, artifact: &ArtifactKey) -> Result<FilmFile, FilmsError> {
        let failed = |source| failed("publish", place, name, source);
        let file = self.objects.file(artifact).await.map_err(|error| failed(error.into()))?;
        let missing = || io::Error::new(io::ErrorKind::NotFound, format!("{artifact} is not stored"));
        let file = file.ok_or_else(|| failed(missing().into()))?;
        // A copy, not a link: artifacts may be trimmed, and what happens to one file is not to happen to the other.
        let fill = move |draft: &Path| fs::copy(file, draft).map(drop);
        self.store(place, name, fill).await.map_err(|error| failed(error.into()))
    }

    async fn write(&self, place: &FilmPlace, name: &str, bytes: Vec<u8>) -> Result<FilmFile, FilmsError> {
        let fill = move |draft: &Path| fs::write(draft, bytes);
        self.store(place, name, fill).await.map_err(|error| failed("write", place, name, error.into()))
    }

    async fn address(&self, place: &FilmPlace, name: &str, valid_secs: u64) -> Result<String, FilmsError> {
        self.path(place, name).map_err(|error| failed("sign the address of", place, name, error.into()))?;
        let expires = (self.clock.unix_millis() / 1000).saturating_add(valid_secs);
        let signature = self.key.sign(&signed_parts(place, name, &expires.to_string()));
        let FilmPlace { project_id, generation_id } = place;
        let path = format!("{FILES_PATH}/{project_id}/{generation_id}/{name}");
        Ok(format!("{}{path}?expires={expires}&signature={signature}", self.base_url))
    }

    async fn remove(&self, project_id: &str) -> Result<(), FilmsError> {
        let failed = |source: io::Error| FilmsError {
            action: "remove",
            what: format!("the films of {project_id}"),
            source: source.into(),
        };
        let folder = self.files.path(&[project_id]).map_err(failed)?;
        blocking(move || absent_is_fine(fs::remove_dir_all(folder))).await.map_err(failed)
    }
}

/// What a signature covers. The first part keeps it apart from the signatures of uploads.
fn signed_parts<'a>(place: &'a FilmPlace, name: &'a str, expires: &'a str) -> [&'a str; 5] {
    ["film", &place.project_id, &place.generation_id, name, expires]
}

fn failed(
    action: &'static str,
    place: &FilmPlace,
    name: &str,
    source: Box<dyn std::error::Error + Send + Sync>,
) -> FilmsError {
    FilmsError { action, what: format!("{}/{}/{name}", place.project_id, place.generation_id), source }
}
