use std::{path::Path, sync::Arc};

use crate::{ArtifactKey, Objects, Step};

use super::{Fresh, Suite, together};

/// More than one part of any store's transfer, and more than fits into one page of memory or one packet.
const LARGE_BYTES: usize = 5 << 20;

/// Checks an adapter of [`Objects`].
///
/// # Panics
/// With the names of the checks that failed.
pub async fn objects(objects: Arc<dyn Objects>, prefix: &str) {
    let fresh = Fresh::new(prefix);
    let bench = || Bench { objects: objects.clone(), fresh: fresh.clone() };
    let mut suite = Suite::of("objects");
    suite.check("what_was_never_stored_is_absent", bench().absence()).await;
    suite.check("stored_bytes_come_back", bench().bytes_come_back()).await;
    suite.check("a_file_holds_the_artifact", bench().files()).await;
    suite.check("a_draft_becomes_an_artifact_when_adopted", bench().drafts()).await;
    suite.check("two_files_of_one_output_are_kept_apart", bench().extensions()).await;
    suite.check("two_writers_of_one_key_both_succeed", bench().two_writers()).await;
    suite.check("readers_beside_writers_see_all_or_nothing", bench().whole_or_none()).await;
    suite.finish();
}

struct Bench {
    objects: Arc<dyn Objects>,
    fresh: Fresh,
}

impl Bench {
    fn key(&self, extension: &'static str) -> ArtifactKey {
        ArtifactKey::new(Step::Render, "conformance", &self.fresh.id("obj"), extension)
    }

    async fn get(&self, key: &ArtifactKey) -> Option<Vec<u8>> {
        self.objects.get(key).await.expect("reading succeeds, whether it is there or not")
    }

    async fn absence(self) {
        let key = self.key("mp4");
        assert!(!self.objects.exists(&key).await.expect("asking succeeds"));
        assert_eq!(self.get(&key).await, None);
        assert_eq!(self.objects.file(&key).await.expect("asking succeeds"), None);
    }

    async fn bytes_come_back(self) {
        for bytes in [Vec::new(), b"one".to_vec(), (0..=255).collect(), large(1)] {
            let (key, length) = (self.key("bin"), bytes.len());
            self.objects.put(&key, bytes.clone()).await.expect("it is stored");
            assert!(self.objects.exists(&key).await.expect("asking succeeds"), "{length} bytes exist");
            assert!(self.get(&key).await.as_ref() == Some(&bytes), "{length} bytes come back");
            self.objects.put(&key, bytes.clone()).await.expect("storing again succeeds");
            assert!(self.get(&key).await.as_ref() == Some(&bytes), "{length} bytes come back after storing again");
        }
    }

    async fn files(self) {
        for bytes in [b"film".to_vec(), large(2)] {
            let key = self.key("mp4");
            self.objects.put(&key, bytes.clone()).await.expect("it is stored");
            for time in ["first", "second"] {
                let file = self.objects.file(&key).await.expect("asking succeeds").expect("it is there");
                assert!(file.extension().is_some_and(|ending| ending == "mp4"), "{file:?} has the key's extension");
                assert!(read(&file).await == bytes, "the {time} time, the file holds what was stored");
            }
        }
    }

    async fn drafts(self) {
        let key = self.key("wav");
        let (draft, other) = (self.draft(&key).await, self.draft(&key).await);
        assert_ne!(draft, other, "two tasks never share a draft");
        assert!(draft.extension().is_some_and(|ending| ending == "wav"), "{draft:?} has the key's extension");
        write(&draft, b"half").await;
        assert!(!self.objects.exists(&key).await.expect("asking succeeds"), "a draft is no artifact");
        let bytes = large(3);
        for draft in [draft, other] {
            write(&draft, &bytes).await;
            let place = self.objects.adopt(&key, &draft).await.expect("it is adopted");
            assert!(read(&place).await == bytes, "it lies where adopting says");
            assert!(place == draft || !draft.exists(), "the draft is moved away");
            assert!(self.get(&key).await.as_ref() == Some(&bytes), "an adopted draft is an artifact");
        }
        let lost = self.draft(&key).await;
        self.objects.adopt(&self.key("wav"), &lost).await.expect_err("a draft that was never written is no artifact");
    }

    async fn draft(&self, key: &ArtifactKey) -> std::path::PathBuf {
        let draft = self.objects.draft(key).await.expect("a path");
        assert!(draft.parent().is_some_and(Path::is_dir), "the folder of {draft:?} exists");
        assert!(!draft.exists(), "{draft:?} is new");
        draft
    }

    async fn extensions(self) {
        let key = self.key("json");
        let samples = key.with_extension("f32");
        self.objects.put(&key, b"{}".to_vec()).await.expect("it is stored");
        assert!(!self.objects.exists(&samples).await.expect("asking succeeds"));
        self.objects.put(&samples, b"samples".to_vec()).await.expect("it is stored");
        assert_eq!(self.get(&key).await.as_deref(), Some(&b"{}"[..]));
        assert_eq!(self.get(&samples).await.as_deref(), Some(&b"samples"[..]));
    }

    async fn two_writers(self) {
        let (key, bytes) = (self.key("mp4"), large(4));
        let results = together((0..4).map(|writer| {
            let (objects, key, bytes) = (self.objects.clone(), key.clone(), bytes.clone());
            async move {
                if writer % 2 == 0 {
                    return objects.put(&key, bytes).await;
                }
                let draft = objects.draft(&key).await?;
                write(&draft, &bytes).await;
                objects.adopt(&key, &draft).await.map(drop)
            }
        }))
        .await;
        for result in results {
            result.expect("every writer succeeds");
        }
        assert!(self.get(&key).await == Some(bytes));
    }

    async fn whole_or_none(self) {
        let (key, bytes) = (self.key("mp4"), large(5));
        let writer = {
            let (objects, key, bytes) = (self.objects.clone(), key.clone(), bytes.clone());
            tokio::spawn(async move {
                for _ in 0..4 {
                    objects.put(&key, bytes.clone()).await.expect("it is stored");
                }
            })
        };
        loop {
            let last = writer.is_finished();
            if let Some(read) = self.get(&key).await {
                assert!(read == bytes, "{} of {} bytes were seen", read.len(), bytes.len());
            }
            if let Some(file) = self.objects.file(&key).await.expect("asking succeeds") {
                assert!(read(&file).await == bytes, "the file was seen before it was whole");
            }
            if last {
                break;
            }
        }
        writer.await.expect("the writer succeeds");
        assert!(self.objects.exists(&key).await.expect("asking succeeds"));
    }
}

/// Bytes without a period that a part size could hide.
fn large(seed: u32) -> Vec<u8> {
    let mut state = seed;
    let next = |state: &mut u32| {
        // Numerical Recipes' generator; any full period would do.
        *state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (*state >> 24) as u8
    };
    (0..LARGE_BYTES).map(|_| next(&mut state)).collect()
}

async fn write(path: &Path, bytes: &[u8]) {
    tokio::fs::write(path, bytes).await.expect("a draft can be written");
}

async fn read(path: &Path) -> Vec<u8> {
    tokio::fs::read(path).await.expect("a local file can be read")
}
