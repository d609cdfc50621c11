//! Objects to and from files, in bounded memory.

use std::{error::Error, io, path::Path};

use aws_sdk_s3::{
    Client,
    primitives::{ByteStream, Length},
    types::{CompletedMultipartUpload, CompletedPart},
};
use lectern_pipeline::ObjectsError;
use tokio::{fs, task::JoinSet};

use super::failed;

/// Files larger than this are uploaded in parts.
const ONE_UPLOAD_BYTES_MAX: u64 = 64 << 20;
/// Size of a part: 10,000 of them, S3's limit, hold 160 GB, far more than a film.
const PART_BYTES: u64 = 16 << 20;
/// Parts on their way at once. Each streams from the file, so this bounds connections, not memory.
const PARTS_AT_ONCE: usize = 4;
/// Downloads that break off are begun anew this many times in all; the SDK retries requests only.
const DOWNLOAD_TRIES: usize = 3;

/// An object's place.
pub(super) struct Place {
    pub(super) client: Client,
    pub(super) bucket: String,
    pub(super) key: String,
}

impl Place {
    /// Size of the object; `None` if it is not there.
    pub(super) async fn bytes(&self) -> Result<Option<u64>, ObjectsError> {
        match self.client.head_object().bucket(&self.bucket).key(&self.key).send().await {
            Ok(head) => Ok(Some(head.content_length().unwrap_or_default().unsigned_abs())),
            Err(error) if error.as_service_error().is_some_and(|error| error.is_not_found()) => Ok(None),
            Err(error) => Err(self.failed("look for", error)),
        }
    }

    pub(super) async fn read(&self) -> Result<Option<Vec<u8>>, ObjectsError> {
        let mut tries = 1;
        loop {
            let Some((body, _)) = self.open().await? else { return Ok(None) };
            match body.collect().await {
                Ok(bytes) => return Ok(Some(bytes.into_bytes().into())),
                Err(error) if tries == DOWNLOAD_TRIES => return Err(self.failed("read", error)),
                Err(_) => tries += 1,
            }
        }
    }

    pub(super) async fn write(&self, body: ByteStream) -> Result<(), ObjectsError> {
        let written = self.client.put_object().bucket(&self.bucket).key(&self.key).body(body).send().await;
        written.map(drop).map_err(|error| self.failed("write", error))
    }

    /// Downloads to a file. False if the object is not there.
    pub(super) async fn download(&self, path: &Path) -> Result<bool, ObjectsError> {
        let mut tries = 1;
        loop {
            let Some((body, bytes)) = self.open().await? else { return Ok(false) };
            match stream(body, bytes, path).await {
                Ok(()) => return Ok(true),
                Err(error) if tries == DOWNLOAD_TRIES => {
                    // What came of it is of no use; the error that matters is the first.
                    let _ = fs::remove_file(path).await;
                    return Err(self.failed("read", error));
                }
                Err(_) => tries += 1,
            }
        }
    }

    async fn open(&self) -> Result<Option<(ByteStream, u64)>, ObjectsError> {
        match self.client.get_object().bucket(&self.bucket).key(&self.key).send().await {
            Ok(object) => {
                let bytes = object.content_length().unwrap_or_default().unsigned_abs();
                Ok(Some((object.body, bytes)))
            }
            Err(error) if error.as_service_error().is_some_and(|error| error.is_no_such_key()) => Ok(None),
            Err(error) => Err(self.failed("read", error)),
        }
    }

    /// Uploads a file.
    pub(super) async fn upload(&self, path: &Path) -> Result<(), ObjectsError> {
        let bytes = fs::metadata(path).await.map_err(|source| failed("read", path, source))?.len();
        if bytes <= ONE_UPLOAD_BYTES_MAX {
            let body = ByteStream::from_path(path).await.map_err(|error| self.failed("write", error))?;
            return self.write(body).await;
        }
        let begun = self.client.create_multipart_upload().bucket(&self.bucket).key(&self.key).send().await;
        let begun = begun.map_err(|error| self.failed("write", error))?;
        let upload_id = begun.upload_id().unwrap_or_default();
        match self.upload_parts(upload_id, path, bytes).await {
            Ok(parts) => {
                let parts = CompletedMultipartUpload::builder().set_parts(Some(parts)).build();
                let completed = self.client.complete_multipart_upload().bucket(&self.bucket).key(&self.key);
                let completed = completed.upload_id(upload_id).multipart_upload(parts).send().await;
                completed.map(drop).map_err(|error| self.failed("write", error))
            }
            Err(error) => {
                // The bucket's lifecycle rule sweeps what cannot be aborted; the error that matters is the first.
                let abort = self.client.abort_multipart_upload().bucket(&self.bucket).key(&self.key);
                let _ = abort.upload_id(upload_id).send().await;
                Err(error)
            }
        }
    }

    async fn upload_parts(&self, upload_id: &str, path: &Path, bytes: u64) -> Result<Vec<CompletedPart>, ObjectsError> {
        let (mut under_way, mut parts) = (JoinSet::new(), Vec::new());
        for (number, offset) in (1..).zip((0..bytes).step_by(PART_BYTES as usize)) {
            if under_way.len() == PARTS_AT_ONCE
                && let Some(part) = under_way.join_next().await
            {
                parts.push(part.map_err(|error| self.failed("write", error))??);
            }
            let length = Length::Exact(PART_BYTES.min(bytes - offset));
            let body = ByteStream::read_from().path(path).offset(offset).length(length).build().await;
            let body = body.map_err(|error| self.failed("write", error))?;
            let place = Self { client: self.client.clone(), bucket: self.bucket.clone(), key: self.key.clone() };
            let upload_id = upload_id.to_owned();
            under_way.spawn(async move { place.upload_part(&upload_id, number, body).await });
        }
        while let Some(part) = under_way.join_next().await {
            parts.push(part.map_err(|error| self.failed("write", error))??);
        }
        parts.sort_by_key(CompletedPart::part_number);
        Ok(parts)
    }

    async fn upload_part(&self, upload_id: &str, number: i32, body: ByteStream) -> Result<CompletedPart, ObjectsError> {
        let request = self.client.upload_part().bucket(&self.bucket).key(&self.key);
        let part = request.upload_id(upload_id).part_number(number).body(body).send().await;
        let part = part.map_err(|error| self.failed("write", error))?;
        Ok(CompletedPart::builder()
            .part_number(number)
            .set_e_tag(part.e_tag)
            .set_checksum_crc32(part.checksum_crc32)
            .build())
    }

    fn failed(&self, action: &'static str, error: impl Error + Send + Sync + 'static) -> ObjectsError {
        ObjectsError { action, what: format!("s3://{}/{}", self.bucket, self.key), source: io::Error::other(error) }
    }
}

async fn stream(body: ByteStream, bytes: u64, path: &Path) -> io::Result<()> {
    let mut file = fs::File::create(path).await?;
    let copied = tokio::io::copy(&mut body.into_async_read(), &mut file).await?;
    // The file closes in the background; this waits until all of it is written.
    tokio::io::AsyncWriteExt::flush(&mut file).await?;
    if copied == bytes {
        Ok(())
    } else {
        Err(io::Error::new(io::ErrorKind::UnexpectedEof, format!("{copied} of {bytes} bytes arrived")))
    }
}
