use std::{
    fs, io,
    os::unix::fs::DirBuilderExt,
    path::{Path, PathBuf},
};

use lectern_pipeline::Randomness;
use thiserror::Error;

use crate::SigningKey;

/// The folder in which a studio on one machine keeps everything. One process at a time has it.
///
/// | below it | what |
/// |---|---|
/// | `records.sqlite` | projects, generations, events, deliveries |
/// | `documents/` | scripts, storyboards and pictures that users handed in |
/// | `films/` | finished films |
/// | `uploads/` | files on their way in |
/// | `signing.key` | the secret of signed addresses |
/// | `lock` | held by the process that has the folder |
#[derive(Debug)]
pub struct DataFolder {
    folder: PathBuf,
    /// Lets go of the folder when it is dropped, or when the process dies.
    _lock: fs::File,
}

/// Why a data folder could not be taken.
#[derive(Debug, Error)]
pub enum DataFolderError {
    /// Another process works on it: two would make each film twice.
    #[error("another process has the data folder {}", .folder.display())]
    InUse {
        /// The folder.
        folder: PathBuf,
    },
    /// It cannot be made or written to.
    #[error("cannot open the data folder {}", .folder.display())]
    Failed {
        /// The folder.
        folder: PathBuf,
        /// Why not.
        #[source]
        source: io::Error,
    },
}

impl DataFolder {
    /// Takes `folder`, which is made if it is not there, for its owner alone (mode 0700).
    ///
    /// # Errors
    /// When another process has it, or it cannot be made or written to.
    pub fn take(folder: &Path) -> Result<Self, DataFolderError> {
        let failed = |source| DataFolderError::Failed { folder: folder.to_owned(), source };
        fs::DirBuilder::new().recursive(true).mode(0o700).create(folder).map_err(failed)?;
        let lock = fs::File::create(folder.join("lock")).map_err(failed)?;
        match lock.try_lock() {
            Ok(()) => Ok(Self { folder: folder.to_owned(), _lock: lock }),
            Err(fs::TryLockError::WouldBlock) => Err(DataFolderError::InUse { folder: folder.to_owned() }),
            Err(fs::TryLockError::Error(source)) => Err(failed(source)),
        }
    }

    /// Where [`SqliteRecords`](crate::SqliteRecords) are.
    pub fn records(&self) -> PathBuf {
        self.folder.join("records.sqlite")
    }

    /// Where the [`ArtifactFiles`](crate::ArtifactFiles) of what users handed in are.
    pub fn documents(&self) -> PathBuf {
        self.folder.join("documents")
    }

    /// Where the [`FilmFolder`](crate::FilmFolder) is.
    pub fn films(&self) -> PathBuf {
        self.folder.join("films")
    }

    /// Where the [`UploadFolder`](crate::UploadFolder) is.
    pub fn uploads(&self) -> PathBuf {
        self.folder.join("uploads")
    }

    /// The secret of signed addresses, made when it is asked for the first time.
    ///
    /// # Errors
    /// When it cannot be read or made.
    pub fn signing_key(&self, randomness: &dyn Randomness) -> Result<SigningKey, DataFolderError> {
        SigningKey::kept_in(&self.folder.join("signing.key"), randomness)
            .map_err(|source| DataFolderError::Failed { folder: self.folder.clone(), source })
    }
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    #[test]
    fn one_at_a_time_has_the_folder() {
        let outer = tempfile::tempdir().expect("a folder");
        let folder = outer.path().join("studio/data");
        let taken = DataFolder::take(&folder).expect("it is free");
        assert_eq!(fs::metadata(&folder).expect("it is there").permissions().mode() & 0o777, 0o700);
        let error = DataFolder::take(&folder).expect_err("it is taken");
        assert!(matches!(error, DataFolderError::InUse { .. }), "{error:?}");
        drop(taken);
        DataFolder::take(&folder).expect("it is free again");
        fs::write(outer.path().join("file"), b"").expect("a file");
        let error = DataFolder::take(&outer.path().join("file/data")).expect_err("there is a file in its place");
        assert!(matches!(error, DataFolderError::Failed { .. }), "{error:?}");
    }
}
