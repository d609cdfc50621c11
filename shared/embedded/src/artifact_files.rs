//! Artifacts as files in a cache folder.
//!
//! An artifact lies at its key below the folder. Files are written in `drafts/` beside it and renamed into place, so a
//! reader, a killed run or a second run at the same time never meets half of one. The time of last use is the file's
//! modification time; trimming removes the longest unused first.

use std::{
    collections::BTreeMap,
    fs, io,
    path::{Path, PathBuf},
    sync::atomic::{AtomicU64, Ordering},
    time::{Duration, SystemTime},
};

use async_trait::async_trait;
use lectern_pipeline::{ArtifactKey, Objects, ObjectsError};
use tokio::task;

/// Drafts older than this belong to a run that is gone.
const ABANDONED_DRAFT: Duration = Duration::from_secs(24 * 60 * 60);

/// A cache folder.
#[derive(Debug)]
pub struct ArtifactFiles {
    folder: PathBuf,
    draft_count: AtomicU64,
}

/// What a cache folder holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CacheUse {
    /// By step.
    pub steps: BTreeMap<String, StepUse>,
}

/// What a cache folder holds of one step.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct StepUse {
    /// Number of files.
    pub files: u64,
    /// Their bytes.
    pub bytes: u64,
}

impl CacheUse {
    /// Bytes in all.
    pub fn bytes(&self) -> u64 {
        self.steps.values().map(|step| step.bytes).sum()
    }
}

struct StoredFile {
    path: PathBuf,
    step: String,
    bytes: u64,
    used: SystemTime,
}

impl ArtifactFiles {
    /// The cache in `folder`, which is made when the first artifact is written.
    pub fn at(folder: impl Into<PathBuf>) -> Self {
        Self { folder: folder.into(), draft_count: AtomicU64::new(0) }
    }

    /// The folder.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// What it holds.
    ///
    /// # Errors
    /// When the folder cannot be read.
    pub fn usage(&self) -> Result<CacheUse, ObjectsError> {
        let mut usage = CacheUse::default();
        for file in self.stored()? {
            let step = usage.steps.entry(file.step).or_default();
            step.files += 1;
            step.bytes += file.bytes;
        }
        Ok(usage)
    }

    /// Removes the longest unused artifacts until at most `keep_bytes` remain, and the drafts of runs that are gone.
    /// Tells how many bytes were freed.
    ///
    /// # Errors
    /// When a file cannot be removed.
    pub fn trim(&self, keep_bytes: u64) -> Result<u64, ObjectsError> {
        let mut files = self.stored()?;
        files.sort_by(|a, b| a.used.cmp(&b.used).then_with(|| a.path.cmp(&b.path)));
        let mut remaining: u64 = files.iter().map(|file| file.bytes).sum();
        let mut freed = 0;
        for file in files {
            if remaining <= keep_bytes {
                break;
            }
            remove(&file.path)?;
            remaining -= file.bytes;
            freed += file.bytes;
        }
        Ok(freed + self.remove_abandoned_drafts()?)
    }

    fn remove_abandoned_drafts(&self) -> Result<u64, ObjectsError> {
        let mut freed = 0;
        for (path, metadata) in files_in(&self.folder.join("drafts"))? {
            let age = metadata.modified().ok().and_then(|modified| modified.elapsed().ok()).unwrap_or_default();
            if age > ABANDONED_DRAFT {
                remove(&path)?;
                freed += metadata.len();
            }
        }
        freed += remove_abandoned_folders(&self.folder.join("drafts"))?;
        Ok(freed)
    }

    fn stored(&self) -> Result<Vec<StoredFile>, ObjectsError> {
        let mut stored = Vec::new();
        let steps = match fs::read_dir(&self.folder) {
            Ok(steps) => steps,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(stored),
            Err(error) => return Err(failed("read", &self.folder, error)),
        };
        for step in steps {
            let step = step.map_err(|error| failed("read", &self.folder, error))?;
            let name = step.file_name().to_string_lossy().into_owned();
            if name == "drafts" || !step.path().is_dir() {
                continue;
            }
            for (path, metadata) in files_in(&step.path())? {
                let used = metadata.modified().unwrap_or(SystemTime::UNIX_EPOCH);
                stored.push(StoredFile { path, step: name.clone(), bytes: metadata.len(), used });
            }
        }
        Ok(stored)
    }

    fn path(&self, key: &ArtifactKey) -> PathBuf {
        self.folder.join(key.to_string())
    }

    fn draft_path(&self, key: &ArtifactKey) -> Result<PathBuf, ObjectsError> {
        let drafts = self.folder.join("drafts");
        fs::create_dir_all(&drafts).map_err(|error| failed("create", &drafts, error))?;
        let number = self.draft_count.fetch_add(1, Ordering::Relaxed);
        // Process id and count keep two runs, and two tasks of one run, apart.
        Ok(drafts.join(format!("{}-{number}-{}", std::process::id(), key.to_string().replace('/', "-"))))
    }
}

#[async_trait]
impl Objects for ArtifactFiles {
    async fn exists(&self, key: &ArtifactKey) -> Result<bool, ObjectsError> {
        Ok(self.file(key).await?.is_some())
    }

    async fn get(&self, key: &ArtifactKey) -> Result<Option<Vec<u8>>, ObjectsError> {
        let path = self.path(key);
        blocking(move || match fs::read(&path) {
            Ok(bytes) => {
                mark_used(&path);
                Ok(Some(bytes))
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(failed("read", &path, error)),
        })
        .await
    }

    async fn put(&self, key: &ArtifactKey, bytes: Vec<u8>) -> Result<(), ObjectsError> {
        let (draft, path) = (self.draft_path(key)?, self.path(key));
        blocking(move || {
            fs::write(&draft, bytes).map_err(|error| {
                // What could be written of it is of no use; the error that matters is the first.
                let _ = fs::remove_file(&draft);
                failed("write", &draft, error)
            })?;
            move_into_place(&draft, &path)
        })
        .await
    }

    async fn file(&self, key: &ArtifactKey) -> Result<Option<PathBuf>, ObjectsError> {
        let path = self.path(key);
        blocking(move || match fs::metadata(&path) {
            Ok(metadata) if metadata.is_file() => {
                mark_used(&path);
                Ok(Some(path))
            }
            Ok(_) => Ok(None),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(failed("read", &path, error)),
        })
        .await
    }

    async fn draft(&self, key: &ArtifactKey) -> Result<PathBuf, ObjectsError> {
        self.draft_path(key)
    }

    async fn adopt(&self, key: &ArtifactKey, draft: &Path) -> Result<PathBuf, ObjectsError> {
        let (draft, path) = (draft.to_owned(), self.path(key));
        blocking(move || {
            move_into_place(&draft, &path)?;
            Ok(path)
        })
        .await
    }
}

/// Removes the folders among the drafts in which a run that is gone made several files.
fn remove_abandoned_folders(drafts: &Path) -> Result<u64, ObjectsError> {
    let Ok(entries) = fs::read_dir(drafts) else { return Ok(0) };
    let mut freed = 0;
    for path in entries.flatten().map(|entry| entry.path()).filter(|path| path.is_dir()) {
        let modified = fs::metadata(&path).and_then(|metadata| metadata.modified());
        let age = modified.ok().and_then(|modified| modified.elapsed().ok()).unwrap_or_default();
        if age > ABANDONED_DRAFT {
            freed += files_in(&path)?.iter().map(|(_, metadata)| metadata.len()).sum::<u64>();
            fs::remove_dir_all(&path).map_err(|error| failed("remove", &path, error))?;
        }
    }
    Ok(freed)
}

async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, ObjectsError> + Send + 'static,
) -> Result<T, ObjectsError> {
    task::spawn_blocking(work).await.expect("file work neither panics nor is aborted")
}

fn move_into_place(draft: &Path, path: &Path) -> Result<(), ObjectsError> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(|error| failed("create", folder, error))?;
    }
    // Whoever finds an artifact may use it, also after the power failed: what is named is on the disk.
    fs::File::open(draft).and_then(|draft| draft.sync_all()).map_err(|error| failed("write", draft, error))?;
    fs::rename(draft, path).map_err(|error| failed("write", path, error))
}

fn mark_used(path: &Path) {
    // A read-only cache still serves; only the order of trimming suffers.
    if let Ok(file) = fs::File::options().append(true).open(path) {
        let _ = file.set_modified(SystemTime::now());
    }
}

fn files_in(folder: &Path) -> Result<Vec<(PathBuf, fs::Metadata)>, ObjectsError> {
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(failed("read", folder, error)),
    };
    let mut files = Vec::new();
    for entry in entries {
        let entry = entry.map_err(|error| failed("read", folder, error))?;
        // Another run may have moved or removed it in the meantime.
        if let Ok(metadata) = entry.metadata()
            && metadata.is_file()
        {
            files.push((entry.path(), metadata));
        }
    }
    Ok(files)
}

fn remove(path: &Path) -> Result<(), ObjectsError> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(failed("remove", path, error)),
        _ => Ok(()),
    }
}

fn failed(action: &'static str, path: &Path, source: io::Error) -> ObjectsError {
    ObjectsError { action, what: path.display().to_string(), source }
}

#[cfg(test)]
mod tests {
    use lectern_pipeline::Step;

    use super::*;

    fn key(name: &str) -> ArtifactKey {
        ArtifactKey::new(Step::Render, "1", &name, "mp4")
    }

    #[tokio::test]
    async fn artifacts_are_there_whole_or_not_at_all() {
        let folder = tempfile::tempdir().expect("a folder");
        let files = ArtifactFiles::at(folder.path().join("cache"));
        assert_eq!(files.get(&key("a")).await.expect("no error"), None);
        assert_eq!(files.file(&key("a")).await.expect("no error"), None);

        files.put(&key("a"), b"one".to_vec()).await.expect("it is written");
        assert_eq!(files.get(&key("a")).await.expect("no error").as_deref(), Some(&b"one"[..]));
        files.put(&key("a"), b"one".to_vec()).await.expect("writing again changes nothing");

        // A draft is no artifact before it is adopted, whoever looks.
        let draft = files.draft(&key("b")).await.expect("a path");
        assert_ne!(draft, files.draft(&key("b")).await.expect("a path"), "two tasks never share a draft");
        fs::write(&draft, b"half").expect("a draft");
        let other = ArtifactFiles::at(folder.path().join("cache"));
        assert_eq!(other.file(&key("b")).await.expect("no error"), None);
        let place = files.adopt(&key("b"), &draft).await.expect("it is moved");
        assert_eq!(other.file(&key("b")).await.expect("no error"), Some(place));
        assert!(!draft.exists());
    }

    #[tokio::test]
    async fn trimming_takes_the_longest_unused_first() {
        let folder = tempfile::tempdir().expect("a folder");
        let files = ArtifactFiles::at(folder.path());
        for (index, name) in ["old", "middle", "new"].into_iter().enumerate() {
            files.put(&key(name), vec![0; 1000]).await.expect("it is written");
            let path = files.file(&key(name)).await.expect("no error").expect("it is there");
            let used = SystemTime::UNIX_EPOCH + Duration::from_secs(1_000 * (index as u64 + 1));
            fs::File::options().append(true).open(path).and_then(|file| file.set_modified(used)).expect("a time");
        }
        // Reading is using.
        files.get(&key("old")).await.expect("no error").expect("it is there");
        assert_eq!(files.usage().expect("it is read").steps["render"], StepUse { files: 3, bytes: 3000 });
        assert_eq!(files.trim(1500).expect("it is trimmed"), 2000);
        assert!(files.get(&key("old")).await.expect("no error").is_some(), "the one used last remains");
        assert!(files.get(&key("middle")).await.expect("no error").is_none());
        assert_eq!(files.trim(0).expect("it is trimmed"), 1000);
        assert_eq!(files.usage().expect("it is read").bytes(), 0);
    }

    #[test]
    fn drafts_of_runs_that_are_gone_are_swept() {
        let folder = tempfile::tempdir().expect("a folder");
        let drafts = folder.path().join("drafts");
        fs::create_dir(&drafts).expect("a folder");
        for (name, age) in [("gone", ABANDONED_DRAFT * 2), ("at work", Duration::ZERO)] {
            fs::write(drafts.join(name), b"half").expect("a draft");
            let time = SystemTime::now() - age;
            fs::File::options()
                .append(true)
                .open(drafts.join(name))
                .and_then(|file| file.set_modified(time))
                .expect("a time");
        }
        assert_eq!(ArtifactFiles::at(folder.path()).trim(u64::MAX).expect("it is swept"), 4);
        assert!(!drafts.join("gone").exists() && drafts.join("at work").exists());
    }
}
