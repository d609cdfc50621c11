//! The real binary, as the tests run it.

use std::{
    path::{Path, PathBuf},
    process::{Command, Output},
};

use tempfile::TempDir;

/// A folder of its own with a cache of its own, and the binary to run in it.
pub struct Workplace {
    folder: TempDir,
}

/// What a run of the binary left.
pub struct Run {
    /// Exit code; none if a signal ended it.
    pub code: Option<i32>,
    /// Standard output.
    pub stdout: String,
    /// Standard error.
    pub stderr: String,
}

impl Workplace {
    /// An empty one.
    pub fn new() -> Self {
        Self { folder: tempfile::tempdir().expect("a temporary folder") }
    }

    /// A path in it.
    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Writes a file into it.
    pub fn write(&self, name: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path(name);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("the folder can be made");
        std::fs::write(&path, bytes).expect("the file can be written");
        path
    }

    /// Copies a sample lesson, with its pictures, into it.
    pub fn lesson(&self, name: &str) -> PathBuf {
        let from = Path::new(env!("CARGO_MANIFEST_DIR")).join("../assets/lessons").join(name);
        let folder = from.parent().expect("a folder");
        if folder.join("resources").is_dir() {
            for picture in std::fs::read_dir(folder.join("resources")).expect("the pictures") {
                let picture = picture.expect("a picture");
                let name = format!("resources/{}", picture.file_name().to_string_lossy());
                self.write(&name, std::fs::read(picture.path()).expect("a readable picture"));
            }
        }
        let file = Path::new(name).file_name().expect("a file name").to_string_lossy().into_owned();
        self.write(&file, std::fs::read(from).expect("the lesson"))
    }

    /// The binary, to be run in the folder.
    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_lectern"));
        command.args(arguments).current_dir(self.folder.path()).env("LECTERN_CACHE", self.path("cache"));
        command
    }

    /// Runs the binary to its end.
    pub fn run(&self, arguments: &[&str]) -> Run {
        Run::of(self.command(arguments).output().expect("the binary can be started"))
    }

    /// Runs the binary, which must succeed.
    pub fn succeed(&self, arguments: &[&str]) -> Run {
        let run = self.run(arguments);
        assert_eq!(run.code, Some(0), "lectern {arguments:?}: {}", run.stderr);
        run
    }

    /// The names of the files in the folder, the cache left out, sorted.
    pub fn files(&self) -> Vec<String> {
        let mut names: Vec<String> = std::fs::read_dir(self.folder.path())
            .expect("the folder")
            .map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned())
            .filter(|name| name != "cache")
            .collect();
        names.sort();
        names
    }
}

impl Run {
    /// What a finished run left.
    pub fn of(output: Output) -> Self {
        Self {
            code: output.status.code(),
            stdout: String::from_utf8_lossy(&output.stdout).into_owned(),
            stderr: String::from_utf8_lossy(&output.stderr).into_owned(),
        }
    }
}
