//! Files below a folder, named from outside and written whole.

use std::{
    fs, io,
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
};

use tokio::task;

/// A folder with files that appear whole or not at all. Clones share it.
#[derive(Clone, Debug)]
pub(crate) struct PlacedFiles {
    folder: PathBuf,
    draft_count: Arc<AtomicU64>,
}

/// Longest part of a name. File systems end at 255 bytes.
const PART_BYTES_MAX: usize = 128;

impl PlacedFiles {
    /// The files in `folder`, which is made when the first is written.
    pub(crate) fn at(folder: impl Into<PathBuf>) -> Self {
        Self { folder: folder.into(), draft_count: Arc::default() }
    }

    /// Where a file lies or would lie.
    ///
    /// # Errors
    /// [`io::ErrorKind::InvalidInput`] if a part of its name has other characters than ASCII letters, digits, `-`, `_` and
    /// `.`, or begins with a dot: nothing leads out of the folder, and no name means something to a file system or in an
    /// address.
    pub(crate) fn path(&self, parts: &[&str]) -> io::Result<PathBuf> {
        let mut path = self.folder.clone();
        for part in parts {
            let plain = part.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.'));
            if !plain || part.is_empty() || part.starts_with('.') || part.len() > PART_BYTES_MAX {
                return Err(io::Error::new(io::ErrorKind::InvalidInput, format!("{part:?} is no name of a file")));
            }
            path.push(part);
        }
        Ok(path)
    }

    /// Writes a file with what `fill` puts into its draft. Gives its size.
    pub(crate) async fn write(
        &self,
        path: PathBuf,
        fill: impl FnOnce(&Path) -> io::Result<()> + Send + 'static,
    ) -> io::Result<u64> {
        let number = self.draft_count.fetch_add(1, Ordering::Relaxed);
        let drafts = self.folder.join(".drafts");
        let draft = drafts.join(format!("{}-{number}", std::process::id()));
        blocking(move || {
            fs::create_dir_all(&drafts)?;
            let written = fill(&draft).and_then(|()| {
                let file = fs::File::open(&draft)?;
                // The records will say that it is there, also after the power failed.
                file.sync_all()?;
                move_into_place(&draft, &path)?;
                Ok(file.metadata()?.len())
            });
            if written.is_err() {
                // The error that led here is the one to report.
                let _ = fs::remove_file(&draft);
            }
            written
        })
        .await
    }

    /// Removes drafts of processes that are gone. To be called before the first write, by the one process that uses the
    /// folder.
    pub(crate) fn remove_drafts(&self) -> io::Result<()> {
        absent_is_fine(fs::remove_dir_all(self.folder.join(".drafts")))
    }
}

fn move_into_place(draft: &Path, path: &Path) -> io::Result<()> {
    let folder = path.parent().ok_or(io::ErrorKind::InvalidInput)?;
    fs::create_dir_all(folder)?;
    match fs::rename(draft, path) {
        // The folder was empty, and swept in between.
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            fs::create_dir_all(folder)?;
            fs::rename(draft, path)
        }
        result => result,
    }
}

/// Does file work off the threads that serve requests.
pub(crate) async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> io::Result<T> + Send + 'static,
) -> io::Result<T> {
    task::spawn_blocking(work).await.map_err(io::Error::other)?
}

/// Removing what is not there is a success.
pub(crate) fn absent_is_fine(result: io::Result<()>) -> io::Result<()> {
    match result {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        result => result,
    }
}
