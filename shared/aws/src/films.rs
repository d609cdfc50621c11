//! Finished films in a bucket, at `<project>/<generation>/<name>`.

mod signer;

use std::{error::Error, time::Duration};

use async_trait::async_trait;
use aws_sdk_s3::{
    Client,
    presigning::PresigningConfig,
    primitives::ByteStream,
    types::{Delete, MetadataDirective, ObjectIdentifier},
};
use lectern_lesson::FilmFile;
use lectern_pipeline::{ArtifactKey, FilmPlace, Films, FilmsError, content_type};
use thiserror::Error;

pub use signer::FilmSigner;

/// Largest object that S3 copies in one request.
const COPY_BYTES_MAX: u64 = 5 << 30;

/// Finished films in an S3 bucket.
///
/// Publishing needs `s3:GetObject` on the artifacts and `s3:ListBucket` on their bucket, and `s3:PutObject` on the films. Addresses
/// need `s3:GetObject` on the films, or `secretsmanager:GetSecretValue` on the CloudFront key where there is one. Removing
/// needs `s3:DeleteObject` on the films and `s3:ListBucket` on their bucket.
///
/// An address through S3 is valid for seven days at most, and no longer than the credentials of whoever signs it, which are hours
/// in a function; one through CloudFront is valid for as long as it says.
#[derive(Debug)]
pub struct S3Films {
    client: Client,
    bucket: String,
    artifacts_bucket: String,
    signer: Option<FilmSigner>,
}

#[derive(Debug, Error)]
#[error("it has {bytes} bytes, more than the {COPY_BYTES_MAX} that S3 copies at once")]
struct TooLarge {
    bytes: u64,
}

impl S3Films {
    /// Films in `bucket`, published from the artifacts in `artifacts_bucket` and addressed through S3.
    pub fn new(client: Client, bucket: impl Into<String>, artifacts_bucket: impl Into<String>) -> Self {
        Self { client, bucket: bucket.into(), artifacts_bucket: artifacts_bucket.into(), signer: None }
    }

    /// The same, addressed through CloudFront.
    #[must_use]
    pub fn signed_by(self, signer: FilmSigner) -> Self {
        Self { signer: Some(signer), ..self }
    }

    /// Size of an artifact.
    async fn artifact_bytes(&self, key: &str) -> Result<u64, FilmsError> {
        let what = || format!("s3://{}/{key}", self.artifacts_bucket);
        let head = self.client.head_object().bucket(&self.artifacts_bucket).key(key).send().await;
        let head = head.map_err(|error| failed("publish", what(), error))?;
        match head.content_length().unwrap_or_default().unsigned_abs() {
            bytes if bytes > COPY_BYTES_MAX => Err(failed("publish", what(), TooLarge { bytes })),
            bytes => Ok(bytes),
        }
    }
}

#[async_trait]
impl Films for S3Films {
    async fn publish(&self, place: &FilmPlace, name: &str, artifact: &ArtifactKey) -> Result<FilmFile, FilmsError> {
        let (source, key) = (artifact.to_string(), object_key(place, name));
        let bytes = self.artifact_bytes(&source).await?;
        let copy = self.client.copy_object().bucket(&self.bucket).key(&key);
        let copy = copy.copy_source(format!("{}/{source}", self.artifacts_bucket));
        let copy = copy.metadata_directive(MetadataDirective::Replace).content_type(content_type(name));
        let copied = copy.content_disposition(disposition(name)).send().await;
        copied.map_err(|error| failed("publish", format!("s3://{}/{key}", self.bucket), error))?;
        Ok(film_file(name, bytes))
    }

    async fn write(&self, place: &FilmPlace, name: &str, bytes: Vec<u8>) -> Result<FilmFile, FilmsError> {
        let (key, length) = (object_key(place, name), bytes.len() as u64);
        let put = self.client.put_object().bucket(&self.bucket).key(&key).body(ByteStream::from(bytes));
        let written = put.content_type(content_type(name)).content_disposition(disposition(name)).send().await;
        written.map_err(|error| failed("write", format!("s3://{}/{key}", self.bucket), error))?;
        Ok(film_file(name, length))
    }

    async fn address(&self, place: &FilmPlace, name: &str, valid_secs: u64) -> Result<String, FilmsError> {
        let key = object_key(place, name);
        if let Some(signer) = &self.signer {
            return signer.address(&key, valid_secs).await;
        }
        let what = || format!("s3://{}/{key}", self.bucket);
        let validity = PresigningConfig::expires_in(Duration::from_secs(valid_secs));
        let validity = validity.map_err(|error| failed("sign", what(), error))?;
        let request = self.client.get_object().bucket(&self.bucket).key(&key).presigned(validity).await;
        Ok(request.map_err(|error| failed("sign", what(), error))?.uri().to_owned())
    }

    async fn remove(&self, project_id: &str) -> Result<(), FilmsError> {
        let what = || format!("s3://{}/{project_id}/", self.bucket);
        // With the slash, a project whose id begins like this one's is left alone.
        let list = self.client.list_objects_v2().bucket(&self.bucket).prefix(format!("{project_id}/"));
        let mut pages = list.into_paginator().send();
        while let Some(page) = pages.next().await {
            let page = page.map_err(|error| failed("list", what(), error))?;
            let keys = page.contents().iter().filter_map(|object| object.key());
            let keys: Result<Vec<_>, _> = keys.map(|key| ObjectIdentifier::builder().key(key).build()).collect();
            let keys = keys.map_err(|error| failed("remove", what(), error))?;
            if keys.is_empty() {
                continue;
            }
            // A page holds at most 1,000 keys, as many as one request may remove.
            let keys = Delete::builder().set_objects(Some(keys)).quiet(true).build();
            let keys = keys.map_err(|error| failed("remove", what(), error))?;
            let removed = self.client.delete_objects().bucket(&self.bucket).delete(keys).send().await;
            let removed = removed.map_err(|error| failed("remove", what(), error))?;
            if let Some(error) = removed.errors().first() {
                let code = error.code().unwrap_or("an unnamed error").to_owned();
                return Err(failed(
                    "remove",
                    format!("s3://{}/{}", self.bucket, error.key().unwrap_or_default()),
                    Kept { code },
                ));
            }
        }
        Ok(())
    }
}

#[derive(Debug, Error)]
#[error("S3 kept it: {code}")]
struct Kept {
    code: String,
}

fn object_key(place: &FilmPlace, name: &str) -> String {
    format!("{}/{}/{name}", place.project_id, place.generation_id)
}

/// Browsers save the file under its name when they follow its address; players and pages that load it are not affected.
fn disposition(name: &str) -> String {
    format!("attachment; filename=\"{name}\"")
}

fn film_file(name: &str, bytes: u64) -> FilmFile {
    FilmFile { name: name.to_owned(), content_type: content_type(name).to_owned(), bytes }
}

fn failed(action: &'static str, what: String, error: impl Error + Send + Sync + 'static) -> FilmsError {
    FilmsError { action, what, source: Box::new(error) }
}
