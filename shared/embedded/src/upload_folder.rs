use std::{
    fs, io,
    io::Read,
    path::{Path, PathBuf},
    sync::Arc,
    time::{Duration, SystemTime},
};

use async_trait::async_trait;
use lectern_pipeline::{Clock, FilmsError, Upload, UploadAddress, Uploads};
use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::{
    AddressError, SigningKey,
    placed_files::{PlacedFiles, absent_is_fine, blocking},
};

/// What addresses of uploads begin with, after the server's own.
pub const UPLOADS_PATH: &str = "/uploads";

/// Uploads as files: `<folder>/<key>`.
///
/// Their addresses are `<base url>/uploads/<key>?bytes=<size>&expires=<seconds since 1970>&signature=…`, to be requested with
/// `PUT` and the announced `content-type`; whoever serves them hands what comes to [`receive`](Self::receive).
pub struct UploadFolder {
    files: PlacedFiles,
    folder: PathBuf,
    base_url: String,
    key: SigningKey,
    clock: Arc<dyn Clock>,
}

/// The query of an upload's address.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UploadQuery {
    /// How many bytes it takes, exactly.
    pub bytes: u64,
    /// Seconds since 1970 until which the address is valid.
    pub expires: u64,
    /// HMAC-SHA256 of what the address says, as URL-safe base64.
    pub signature: String,
}

/// Why an upload was not taken.
#[derive(Debug, Error)]
pub enum ReceiveError {
    /// The address does not allow it.
    #[error(transparent)]
    Address(#[from] AddressError),
    /// It could not be stored.
    #[error(transparent)]
    Store(#[from] FilmsError),
}

impl UploadFolder {
    /// Uploads in `folder`, at addresses below `base_url`, as of [`FilmFolder::at`](crate::FilmFolder::at). Drafts that
    /// another process left in the folder are removed.
    ///
    /// # Errors
    /// When they cannot be removed.
    pub fn at(folder: impl Into<PathBuf>, base_url: &str, key: SigningKey, clock: Arc<dyn Clock>) -> io::Result<Self> {
        let folder = folder.into();
        let files = PlacedFiles::at(folder.clone());
        files.remove_drafts()?;
        Ok(Self { files, folder, base_url: base_url.trim_end_matches('/').to_owned(), key, clock })
    }

    /// Checks whether a requested address takes a file of this type, before its body is read. The body may then be read up
    /// to `query.bytes`.
    ///
    /// # Errors
    /// When the address is forged, made for another type, or has expired.
    pub fn verify(&self, key: &str, content_type: &str, query: &UploadQuery) -> Result<(), AddressError> {
        let (bytes, expires) = (query.bytes.to_string(), query.expires.to_string());
        let parts = signed_parts(key, content_type, &bytes, &expires);
        self.key.verify(&parts, &query.signature, query.expires, self.clock.unix_millis() / 1000)
    }

    /// Takes what was put at an address, after checking it as [`verify`](Self::verify) does, and its size.
    ///
    /// # Errors
    /// When the address does not allow it, or it cannot be stored.
    pub async fn receive(
        &self,
        key: &str,
        content_type: &str,
        query: &UploadQuery,
        body: Vec<u8>,
    ) -> Result<(), ReceiveError> {
        self.verify(key, content_type, query)?;
        let put = body.len() as u64;
        if put != query.bytes {
            return Err(AddressError::OtherSize { announced: query.bytes, put }.into());
        }
        let failed = |error: io::Error| failed("store", key, error);
        let path = self.path(key).map_err(failed)?;
        self.files.write(path, move |draft| fs::write(draft, body)).await.map_err(failed)?;
        Ok(())
    }

    /// Removes uploads that were put `age` ago or earlier: whoever announced them has gone away. Tells how many there were.
    ///
    /// # Errors
    /// When the folder cannot be read or a file not be removed.
    pub async fn remove_older_than(&self, age: Duration) -> Result<usize, FilmsError> {
        let folder = self.folder.clone();
        let now = SystemTime::UNIX_EPOCH + Duration::from_millis(self.clock.unix_millis());
        let sweep = move || remove_older_than(&folder, age, now);
        blocking(sweep).await.map_err(|error| failed("remove", "old uploads", error))
    }

    fn path(&self, key: &str) -> io::Result<PathBuf> {
        self.files.path(&key.split('/').collect::<Vec<_>>())
    }
}

#[async_trait]
impl Uploads for UploadFolder {
    async fn address(&self, upload: &Upload, valid_secs: u64) -> Result<UploadAddress, FilmsError> {
        let Upload { key, content_type, bytes } = upload;
        self.path(key).map_err(|error| failed("sign the address of", key, error))?;
        let expires = (self.clock.unix_millis() / 1000).saturating_add(valid_secs);
        let parts = (bytes.to_string(), expires.to_string());
        let signature = self.key.sign(&signed_parts(key, content_type, &parts.0, &parts.1));
        let path = format!("{UPLOADS_PATH}/{key}?bytes={bytes}&expires={expires}&signature={signature}");
        Ok(UploadAddress {
            url: format!("{}{path}", self.base_url),
            headers: vec![("content-type".to_owned(), content_type.clone())],
        })
    }

    async fn read(&self, key: &str, max_bytes: u64) -> Result<Option<Vec<u8>>, FilmsError> {
        let failed = |error| failed("read", key, error);
        let path = self.path(key).map_err(failed)?;
        let read = move || {
            let file = match fs::File::open(&path) {
                Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
                result => result?,
            };
            let length = file.metadata()?.len();
            if length > max_bytes {
                let message = format!("it has {length} bytes, more than the {max_bytes} allowed");
                return Err(io::Error::new(io::ErrorKind::FileTooLarge, message));
            }
            let mut bytes = Vec::with_capacity(length as usize);
            file.take(max_bytes).read_to_end(&mut bytes)?;
            Ok(Some(bytes))
        };
        blocking(read).await.map_err(failed)
    }

    async fn remove(&self, key: &str) -> Result<(), FilmsError> {
        let failed = |error| failed("remove", key, error);
        let path = self.path(key).map_err(failed)?;
        blocking(move || absent_is_fine(fs::remove_file(path))).await.map_err(failed)
    }
}

/// What a signature covers. The first part keeps it apart from the signatures of films.
fn signed_parts<'a>(key: &'a str, content_type: &'a str, bytes: &'a str, expires: &'a str) -> [&'a str; 5] {
    ["upload", key, content_type, bytes, expires]
}

fn remove_older_than(folder: &Path, age: Duration, now: SystemTime) -> io::Result<usize> {
    let entries = match fs::read_dir(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(0),
        result => result?,
    };
    let mut removed = 0;
    for entry in entries {
        let entry = entry?;
        let metadata = entry.metadata()?;
        if metadata.is_dir() {
            removed += remove_older_than(&entry.path(), age, now)?;
            // Fails where something is left inside, as it should.
            let _ = fs::remove_dir(entry.path());
        } else if now.duration_since(metadata.modified()?).unwrap_or_default() >= age {
            absent_is_fine(fs::remove_file(entry.path()))?;
            removed += 1;
        }
    }
    Ok(removed)
}

fn failed(action: &'static str, what: &str, source: io::Error) -> FilmsError {
    FilmsError { action, what: what.to_owned(), source: source.into() }
}
