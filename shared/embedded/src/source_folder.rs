use std::{
    fs, io,
    path::{Component, Path, PathBuf},
};

use lectern_pipeline::Sources;

/// Largest file that is read as a picture.
const PICTURE_LIMIT_BYTES: u64 = 100 << 20;

/// The pictures beside a script. Nothing outside the script's folder is read, whatever the script says.
#[derive(Debug)]
pub struct SourceFolder {
    folder: PathBuf,
}

impl SourceFolder {
    /// The folder of a script file.
    pub fn of(script: &Path) -> Self {
        let folder = script.parent().filter(|folder| !folder.as_os_str().is_empty());
        Self { folder: folder.unwrap_or(Path::new(".")).to_owned() }
    }
}

impl Sources for SourceFolder {
    fn read(&self, name: &str) -> io::Result<Vec<u8>> {
        let path = Path::new(name);
        let inside = path.components().all(|part| matches!(part, Component::Normal(_) | Component::CurDir));
        if !inside {
            return Err(outside());
        }
        let folder = self.folder.canonicalize()?;
        let path = folder.join(path).canonicalize()?;
        // A symbolic link may lead outside.
        if !path.starts_with(&folder) {
            return Err(outside());
        }
        let metadata = fs::metadata(&path)?;
        if !metadata.is_file() {
            return Err(io::Error::new(io::ErrorKind::NotFound, "it is not a file"));
        }
        if metadata.len() > PICTURE_LIMIT_BYTES {
            let message = format!("it has {} bytes, more than the limit of {PICTURE_LIMIT_BYTES}", metadata.len());
            return Err(io::Error::new(io::ErrorKind::FileTooLarge, message));
        }
        fs::read(path)
    }
}

fn outside() -> io::Error {
    io::Error::new(io::ErrorKind::PermissionDenied, "it lies outside the script's folder")
}

#[cfg(test)]
mod tests {
    use std::{fs, io::ErrorKind};

    use lectern_pipeline::Sources;

    use super::SourceFolder;

    #[test]
    fn only_files_inside_the_folder_are_read() {
        let outer = tempfile::tempdir().expect("a temporary folder");
        let folder = outer.path().join("lesson");
        fs::create_dir_all(folder.join("pictures")).expect("folders");
        fs::write(outer.path().join("secret.png"), b"secret").expect("a file");
        fs::write(folder.join("pictures/sun.png"), b"sun").expect("a file");
        std::os::unix::fs::symlink(outer.path().join("secret.png"), folder.join("link.png")).expect("a link");
        let sources = SourceFolder::of(&folder.join("lesson.md"));

        assert_eq!(sources.read("pictures/sun.png").expect("it is there"), b"sun");
        assert_eq!(sources.read("./pictures/sun.png").expect("it is there"), b"sun");
        let absolute = outer.path().join("secret.png");
        let absolute = absolute.to_str().expect("a UTF-8 path");
        for (name, kind) in [
            ("moon.png", ErrorKind::NotFound),
            ("pictures", ErrorKind::NotFound),
            ("../secret.png", ErrorKind::PermissionDenied),
            ("link.png", ErrorKind::PermissionDenied),
            (absolute, ErrorKind::PermissionDenied),
        ] {
            let error = sources.read(name).expect_err(name);
            assert_eq!(error.kind(), kind, "{name}: {error}");
        }
    }
}
