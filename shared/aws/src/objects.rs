//! Artifacts in a bucket.
//!
//! An artifact lies at `<prefix><step>/<hash>.<extension>`. Local copies, for programs that read files, lie in a scratch
//! folder at `<bucket>/<prefix><step>/<hash>.<extension>`; files that are being written lie in `drafts/` beside the buckets.

mod transfer;

use std::{
    io,
    path::{Path, PathBuf},
    sync::atomic::{AtomicU64, Ordering},
};

use async_trait::async_trait;
use aws_sdk_s3::{Client, primitives::ByteStream};
use lectern_pipeline::{ArtifactKey, Objects, ObjectsError};
use tokio::fs;

use transfer::Place;

/// Artifacts in an S3 bucket, with local copies in a scratch folder.
///
/// Needs `s3:GetObject` and `s3:PutObject` on the bucket's objects, `s3:AbortMultipartUpload` to write, and `s3:ListBucket` on
/// the bucket, without which S3 calls a missing object forbidden.
#[derive(Debug)]
pub struct S3Objects {
    client: Client,
    bucket: String,
    prefix: String,
    scratch: PathBuf,
    draft_count: AtomicU64,
}

impl S3Objects {
    /// Artifacts in `bucket`, with local copies below the folder `scratch`, which is made when it is needed.
    pub fn new(client: Client, bucket: impl Into<String>, scratch: impl Into<PathBuf>) -> Self {
        let (bucket, scratch) = (bucket.into(), scratch.into());
        Self { client, bucket, prefix: String::new(), scratch, draft_count: AtomicU64::new(0) }
    }

    /// The same below a prefix of the bucket's keys, of characters that need no escape in an address.
    #[must_use]
    pub fn under(self, prefix: impl Into<String>) -> Self {
        Self { prefix: prefix.into(), ..self }
    }

    fn object_key(&self, key: &ArtifactKey) -> String {
        format!("{}{key}", self.prefix)
    }

    fn place(&self, key: &ArtifactKey) -> Place {
        Place { client: self.client.clone(), bucket: self.bucket.clone(), key: self.object_key(key) }
    }

    fn local(&self, key: &ArtifactKey) -> PathBuf {
        self.scratch.join(&self.bucket).join(self.object_key(key))
    }
}

#[async_trait]
impl Objects for S3Objects {
    async fn exists(&self, key: &ArtifactKey) -> Result<bool, ObjectsError> {
        Ok(self.place(key).bytes().await?.is_some())
    }

    async fn get(&self, key: &ArtifactKey) -> Result<Option<Vec<u8>>, ObjectsError> {
        self.place(key).read().await
    }

    async fn put(&self, key: &ArtifactKey, bytes: Vec<u8>) -> Result<(), ObjectsError> {
        self.place(key).write(ByteStream::from(bytes)).await
    }

    async fn file(&self, key: &ArtifactKey) -> Result<Option<PathBuf>, ObjectsError> {
        let place = self.place(key);
        let Some(bytes) = place.bytes().await? else { return Ok(None) };
        let local = self.local(key);
        // A key's bytes never change, and a local file is renamed into place when it is whole: the size is enough.
        if fs::metadata(&local).await.is_ok_and(|metadata| metadata.is_file() && metadata.len() == bytes) {
            return Ok(Some(local));
        }
        let draft = self.draft(key).await?;
        if !place.download(&draft).await? {
            return Ok(None);
        }
        move_into_place(&draft, &local).await?;
        Ok(Some(local))
    }

    async fn draft(&self, key: &ArtifactKey) -> Result<PathBuf, ObjectsError> {
        let drafts = self.scratch.join("drafts");
        fs::create_dir_all(&drafts).await.map_err(|source| failed("create", &drafts, source))?;
        let number = self.draft_count.fetch_add(1, Ordering::Relaxed);
        // Process id, bucket and count keep two runs, two stores and two tasks apart.
        let name = format!("{}-{}-{number}-{}", std::process::id(), self.bucket, key.to_string().replace('/', "-"));
        Ok(drafts.join(name))
    }

    async fn adopt(&self, key: &ArtifactKey, draft: &Path) -> Result<PathBuf, ObjectsError> {
        self.place(key).upload(draft).await?;
        let local = self.local(key);
        move_into_place(draft, &local).await?;
        Ok(local)
    }
}

async fn move_into_place(draft: &Path, path: &Path) -> Result<(), ObjectsError> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).await.map_err(|source| failed("create", folder, source))?;
    }
    fs::rename(draft, path).await.map_err(|source| failed("write", path, source))
}

fn failed(action: &'static str, path: &Path, source: io::Error) -> ObjectsError {
    ObjectsError { action, what: path.display().to_string(), source }
}
