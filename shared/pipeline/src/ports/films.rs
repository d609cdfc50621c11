use async_trait::async_trait;
use lectern_lesson::FilmFile;
use thiserror::Error;

use crate::ArtifactKey;

/// Where finished films lie for their users.
///
/// A film's files lie under `<project>/<generation>/<name>`.
#[async_trait]
pub trait Films: Send + Sync {
    /// Copies an artifact there, under a name. Idempotent.
    async fn publish(&self, place: &FilmPlace, name: &str, artifact: &ArtifactKey) -> Result<FilmFile, FilmsError>;

    /// Writes a file there. Idempotent.
    async fn write(&self, place: &FilmPlace, name: &str, bytes: Vec<u8>) -> Result<FilmFile, FilmsError>;

    /// A signed address from which anybody who has it can download the file for `valid_secs`.
    async fn address(&self, place: &FilmPlace, name: &str, valid_secs: u64) -> Result<String, FilmsError>;

    /// Removes all films of a project. Removing what is not there is a success.
    async fn remove(&self, project_id: &str) -> Result<(), FilmsError>;
}

/// Where the files of one film lie.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FilmPlace {
    /// The project's id.
    pub project_id: String,
    /// The generation's id.
    pub generation_id: String,
}

/// The media type of a film's file, by its name's ending.
pub fn content_type(name: &str) -> &'static str {
    match name.rsplit_once('.').map(|(_, ending)| ending) {
        Some("mp4") => "video/mp4",
        Some("m3u8") => "application/vnd.apple.mpegurl",
        Some("webp") => "image/webp",
        Some("vtt") => "text/vtt",
        Some("srt") => "application/x-subrip",
        Some("md") => "text/markdown; charset=utf-8",
        Some("jpg") => "image/jpeg",
        Some("png") => "image/png",
        Some("json") => "application/json",
        _ => "application/octet-stream",
    }
}

/// Files on their way in: users put them at signed addresses.
#[async_trait]
pub trait Uploads: Send + Sync {
    /// An address to which anybody who has it can put one file of exactly this type and size for `valid_secs`.
    async fn address(&self, upload: &Upload, valid_secs: u64) -> Result<UploadAddress, FilmsError>;

    /// The uploaded bytes; `None` if nothing was put there. More than `max_bytes` are not read: an
    /// [`std::io::ErrorKind::FileTooLarge`] inside the error.
    async fn read(&self, key: &str, max_bytes: u64) -> Result<Option<Vec<u8>>, FilmsError>;

    /// Removes an upload. Removing what is not there is a success.
    async fn remove(&self, key: &str) -> Result<(), FilmsError>;
}

/// A file that a user announces.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Upload {
    /// Where it will lie among the uploads: `assets/<project>/<upload>`.
    pub key: String,
    /// Its media type.
    pub content_type: String,
    /// Its size.
    pub bytes: u64,
}

/// Where and how to put an upload.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UploadAddress {
    /// To be requested with `PUT`.
    pub url: String,
    /// Headers that the request must carry.
    pub headers: Vec<(String, String)>,
}

/// Why a file could not be published, addressed or read.
#[derive(Debug, Error)]
#[error("cannot {action} {what}")]
pub struct FilmsError {
    /// What was tried, as a verb.
    pub action: &'static str,
    /// On what.
    pub what: String,
    /// Why not.
    #[source]
    pub source: Box<dyn std::error::Error + Send + Sync>,
}
