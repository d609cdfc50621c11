use std::{error::Error, io, time::Duration};

use async_trait::async_trait;
use aws_sdk_s3::{Client, config::RequestChecksumCalculation, presigning::PresigningConfig};
use lectern_pipeline::{FilmsError, Upload, UploadAddress, Uploads};

/// Files on their way in, in an S3 bucket.
///
/// Addresses need `s3:PutObject` on the bucket's objects, reading `s3:GetObject` and, on the bucket, `s3:ListBucket`, without which
/// S3 calls a missing object forbidden; removing needs `s3:DeleteObject`.
#[derive(Debug)]
pub struct S3Uploads {
    client: Client,
    bucket: String,
}

impl S3Uploads {
    /// Uploads to `bucket`.
    pub fn new(client: Client, bucket: impl Into<String>) -> Self {
        // The body of an address's request is not known yet, so no checksum of it must be signed.
        let config = client.config().to_builder();
        let config = config.request_checksum_calculation(RequestChecksumCalculation::WhenRequired).build();
        Self { client: Client::from_conf(config), bucket: bucket.into() }
    }

    fn failed(&self, action: &'static str, key: &str, error: impl Error + Send + Sync + 'static) -> FilmsError {
        FilmsError { action, what: format!("s3://{}/{key}", self.bucket), source: Box::new(error) }
    }
}

#[async_trait]
impl Uploads for S3Uploads {
    async fn address(&self, upload: &Upload, valid_secs: u64) -> Result<UploadAddress, FilmsError> {
        let length = i64::try_from(upload.bytes).map_err(|error| self.failed("sign", &upload.key, error))?;
        let validity = PresigningConfig::expires_in(Duration::from_secs(valid_secs));
        let validity = validity.map_err(|error| self.failed("sign", &upload.key, error))?;
        let put = self.client.put_object().bucket(&self.bucket).key(&upload.key);
        let put = put.content_type(&upload.content_type).content_length(length);
        let request = put.presigned(validity).await.map_err(|error| self.failed("sign", &upload.key, error))?;
        // The length is signed as well, and every client sends that of its body by itself.
        let headers = request.headers().filter(|(name, _)| !name.eq_ignore_ascii_case("content-length"));
        Ok(UploadAddress {
            url: request.uri().to_owned(),
            headers: headers.map(|(name, value)| (name.to_owned(), value.to_owned())).collect(),
        })
    }

    async fn read(&self, key: &str, max_bytes: u64) -> Result<Option<Vec<u8>>, FilmsError> {
        let object = match self.client.get_object().bucket(&self.bucket).key(key).send().await {
            Ok(object) => object,
            Err(error) if error.as_service_error().is_some_and(|error| error.is_no_such_key()) => return Ok(None),
            Err(error) => return Err(self.failed("read", key, error)),
        };
        let length = object.content_length().unwrap_or_default().unsigned_abs();
        if length > max_bytes {
            let message = format!("it has {length} bytes, and {max_bytes} are allowed");
            return Err(self.failed("read", key, io::Error::new(io::ErrorKind::FileTooLarge, message)));
        }
        let bytes = object.body.collect().await.map_err(|error| self.failed("read", key, error))?;
        Ok(Some(bytes.into_bytes().into()))
    }

    async fn remove(&self, key: &str) -> Result<(), FilmsError> {
        let removed = self.client.delete_object().bucket(&self.bucket).key(key).send().await;
        removed.map(drop).map_err(|error| self.failed("remove", key, error))
    }
}
