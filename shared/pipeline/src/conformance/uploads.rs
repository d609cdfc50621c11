use std::{error::Error, io, sync::Arc};

use crate::{FilmsError, Upload, UploadAddress, Uploads};

use super::{Fresh, Suite, Web};

/// How long the addresses of the checks are valid: longer than any suite runs.
const VALID_SECS: u64 = 3600;

/// Checks an adapter of [`Uploads`].
///
/// # Panics
/// With the names of the checks that failed.
pub async fn uploads(uploads: Arc<dyn Uploads>, web: Arc<dyn Web>, prefix: &str) {
    let fresh = Fresh::new(prefix);
    let bench = || Bench { uploads: uploads.clone(), web: web.clone(), fresh: fresh.clone() };
    let mut suite = Suite::of("uploads");
    suite.check("what_was_put_is_read", bench().put_and_read()).await;
    suite.check("what_was_never_put_is_absent", bench().absence()).await;
    suite.check("too_much_is_not_read", bench().limits()).await;
    suite.check("a_removed_upload_is_gone", bench().remove()).await;
    suite.check("an_address_takes_what_was_announced_only", bench().other_than_announced()).await;
    suite.finish();
}

struct Bench {
    uploads: Arc<dyn Uploads>,
    web: Arc<dyn Web>,
    fresh: Fresh,
}

impl Bench {
    fn upload(&self, bytes: usize) -> Upload {
        Upload {
            key: format!("assets/{}/{}", self.fresh.project(), self.fresh.id("upl")),
            content_type: "image/png".to_owned(),
            bytes: bytes as u64,
        }
    }

    async fn address(&self, upload: &Upload) -> UploadAddress {
        self.uploads.address(upload, VALID_SECS).await.expect("an address")
    }

    async fn put(&self, bytes: &[u8]) -> Upload {
        let upload = self.upload(bytes.len());
        let address = self.address(&upload).await;
        self.web.put(&address, bytes.to_vec()).await.expect("what was announced is taken");
        upload
    }

    async fn read(&self, upload: &Upload, max_bytes: u64) -> Result<Option<Vec<u8>>, FilmsError> {
        self.uploads.read(&upload.key, max_bytes).await
    }

    async fn put_and_read(self) {
        for bytes in [b"png".to_vec(), vec![9; 1 << 20]] {
            let upload = self.put(&bytes).await;
            let read = self.read(&upload, upload.bytes).await.expect("it is read");
            assert!(read == Some(bytes), "{} bytes come back", upload.bytes);
        }
    }

    async fn absence(self) {
        let upload = self.upload(3);
        self.address(&upload).await;
        assert_eq!(self.read(&upload, 100).await.expect("asking succeeds"), None, "an address alone is no upload");
    }

    async fn limits(self) {
        let upload = self.put(&[1; 1000]).await;
        let error = self.read(&upload, 999).await.expect_err("it is larger than allowed");
        let mut cause: Option<&(dyn Error + 'static)> = Some(&error);
        let mut kinds = Vec::new();
        while let Some(error) = cause {
            kinds.extend(error.downcast_ref::<io::Error>().map(io::Error::kind));
            cause = error.source();
        }
        assert!(kinds.contains(&io::ErrorKind::FileTooLarge), "{error:?} tells that the file is too large");
        assert!(self.read(&upload, 1000).await.expect("it is read").is_some());
    }

    async fn remove(self) {
        let (removed, kept) = (self.put(b"one").await, self.put(b"two").await);
        for _ in 0..2 {
            self.uploads.remove(&removed.key).await.expect("removing succeeds, also what is not there");
        }
        assert_eq!(self.read(&removed, 100).await.expect("asking succeeds"), None);
        assert_eq!(self.read(&kept, 100).await.expect("it is read").as_deref(), Some(&b"two"[..]));
    }

    async fn other_than_announced(self) {
        if !self.web.checks_signatures() {
            return;
        }
        let (upload, other) = (self.upload(3), self.upload(3));
        let address = self.address(&upload).await;
        let of_other_type = UploadAddress {
            headers: address
                .headers
                .iter()
                .map(|(name, value)| (name.clone(), value.replace("image/png", "text/html")))
                .collect(),
            ..address.clone()
        };
        let of_other_key = UploadAddress { url: address.url.replace(&upload.key, &other.key), ..address.clone() };
        assert_ne!(of_other_type, address, "the media type is among the headers");
        assert_ne!(of_other_key, address, "the key is in the address");
        for (address, bytes, why) in [
            (&address, &b"four"[..], "more than announced"),
            (&address, &b"2"[..], "less than announced"),
            (&of_other_type, &b"png"[..], "another type than announced"),
            (&of_other_key, &b"png"[..], "another place than announced"),
        ] {
            let status = self.web.put(address, bytes.to_vec()).await.expect_err(why);
            assert!((400..500).contains(&status), "{why}: status {status}");
        }
        for upload in [&upload, &other] {
            assert_eq!(self.read(upload, 100).await.expect("asking succeeds"), None, "what is refused is not kept");
        }
    }
}
