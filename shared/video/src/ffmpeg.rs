use std::{
    ffi::OsStr,
    io::{self, Read},
    path::{Path, PathBuf},
    process::{Child, Command, ExitStatus, Stdio},
    sync::{
        Arc, OnceLock,
        mpsc::{self, RecvTimeoutError},
    },
    thread,
    time::Duration,
};

use lectern_lesson::{Finding, Severity};

use crate::{Cancel, VideoError};

/// Lines of FFmpeg's own words that an error repeats.
const TOLD_LINES: usize = 6;

/// How often a running program's user is asked whether to go on.
const CANCEL_LOOK: Duration = Duration::from_millis(50);

/// FFmpeg and FFprobe on this machine.
#[derive(Clone, Debug)]
pub struct Ffmpeg {
    ffmpeg: PathBuf,
    ffprobe: PathBuf,
    version: String,
    /// Whether NVENC works here, or why not, once that was asked.
    pub(crate) nvenc_answer: Arc<OnceLock<Result<(), String>>>,
}

impl Ffmpeg {
    /// The programs on the `PATH`.
    ///
    /// # Errors
    /// When one of them cannot be started.
    pub fn find() -> Result<Self, VideoError> {
        Self::from_programs(PathBuf::from("ffmpeg"), PathBuf::from("ffprobe"))
    }

    /// The programs in a folder.
    ///
    /// # Errors
    /// When one of them cannot be started.
    pub fn in_folder(folder: &Path) -> Result<Self, VideoError> {
        Self::from_programs(folder.join("ffmpeg"), folder.join("ffprobe"))
    }

    fn from_programs(ffmpeg: PathBuf, ffprobe: PathBuf) -> Result<Self, VideoError> {
        let version_of = |program: &'static str, path: &Path| {
            let output = Command::new(path).arg("-version").stdin(Stdio::null()).output();
            output.map_err(|source| VideoError::Missing { program, source })
        };
        let output = version_of("ffmpeg", &ffmpeg)?;
        version_of("ffprobe", &ffprobe)?;
        let text = String::from_utf8_lossy(&output.stdout);
        let version = text.lines().next().unwrap_or_default().to_owned();
        Ok(Self { ffmpeg, ffprobe, version, nvenc_answer: Arc::default() })
    }

    /// Its version line.
    pub fn version(&self) -> &str {
        &self.version
    }

    /// What a film needs and this FFmpeg lacks; empty when all is well.
    pub fn check(&self) -> Vec<Finding> {
        let mut findings = Vec::new();
        for (list, names) in [
            ("-encoders", &["libx264", "aac", "mov_text"][..]),
            ("-muxers", &["mp4"]),
            ("-demuxers", &["concat", "rawvideo", "srt", "ffmetadata"]),
            ("-filters", &["ebur128", "blackdetect", "freezedetect", "silencedetect", "astats"]),
        ] {
            let told =
                self.run("list its parts", [list], &Cancel::default()).map(|told| told.stdout).unwrap_or_default();
            // Lists are columns: flags, then the name (several, with commas, for some muxers).
            let known = |name: &str| {
                told.lines().any(|line| {
                    line.split_whitespace().nth(1).is_some_and(|names| names.split(',').any(|one| one == name))
                })
            };
            for name in names.iter().filter(|name| !known(name)) {
                let message = format!("this FFmpeg lacks {name} (ffmpeg {list})");
                findings.push(Finding::new(Severity::Error, "ffmpeg-part", message).with_hint(
                    "Install your distribution's full FFmpeg; on Debian and Ubuntu: apt-get install ffmpeg",
                ));
            }
        }
        findings
    }

    /// A command of FFmpeg that asks nothing and reads no terminal.
    pub(crate) fn command(&self) -> Command {
        let mut command = Command::new(&self.ffmpeg);
        command.args(["-hide_banner", "-nostdin", "-y"]).stdin(Stdio::null());
        command
    }

    /// Runs FFmpeg to its end, or until `cancel` is set: it is killed then. Its words on standard error are returned too,
    /// since its filters speak there.
    pub(crate) fn run<S: AsRef<OsStr>>(
        &self,
        purpose: &str,
        arguments: impl IntoIterator<Item = S>,
        cancel: &Cancel,
    ) -> Result<Told, VideoError> {
        if cancel.is_set() {
            return Err(VideoError::Cancelled);
        }
        let mut command = self.command();
        let started = command.args(arguments).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn();
        let output = match started {
            Ok(child) => output_unless(child, cancel),
            Err(error) => Err(error),
        };
        if cancel.is_set() {
            return Err(VideoError::Cancelled);
        }
        finish("ffmpeg", purpose, output)
    }

    /// Runs FFprobe to its end.
    pub(crate) fn run_probe<S: AsRef<OsStr>>(
        &self,
        purpose: &str,
        arguments: impl IntoIterator<Item = S>,
    ) -> Result<Told, VideoError> {
        let mut command = Command::new(&self.ffprobe);
        command.args(["-hide_banner", "-v", "error"]).args(arguments).stdin(Stdio::null());
        finish("ffprobe", purpose, command.output())
    }
}

/// What a child prints until it ends; it is killed when `cancel` is set before.
fn output_unless(mut child: Child, cancel: &Cancel) -> io::Result<std::process::Output> {
    let (closed, closes) = mpsc::channel::<()>();
    // Both are read at once, or a child with much to say on one would wait for a reader of it.
    let mut readers = Vec::new();
    let pipes: [Option<Box<dyn Read + Send>>; 2] = [
        child.stdout.take().map(|pipe| Box::new(pipe) as Box<dyn Read + Send>),
        child.stderr.take().map(|pipe| Box::new(pipe) as Box<dyn Read + Send>),
    ];
    for mut pipe in pipes.into_iter().flatten() {
        let closed = closed.clone();
        readers.push(thread::spawn(move || {
            let mut bytes = Vec::new();
            let read = pipe.read_to_end(&mut bytes);
            drop(closed);
            read.map(|_| bytes)
        }));
    }
    drop(closed);
    // Nothing is ever sent: the channel closes when the child has closed both pipes, which is when it ends.
    while let Err(RecvTimeoutError::Timeout) = closes.recv_timeout(CANCEL_LOOK) {
        if cancel.is_set() {
            child.kill()?;
            break;
        }
    }
    let status = child.wait()?;
    let mut read = readers.into_iter().map(|reader| reader.join().expect("reading a pipe does not panic"));
    let mut next = || read.next().unwrap_or_else(|| Ok(Vec::new()));
    Ok(std::process::Output { status, stdout: next()?, stderr: next()? })
}

/// What a program said.
pub(crate) struct Told {
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

fn finish(program: &'static str, purpose: &str, output: io::Result<std::process::Output>) -> Result<Told, VideoError> {
    let output = output.map_err(|source| match source.kind() {
        io::ErrorKind::NotFound => VideoError::Missing { program, source },
        _ => VideoError::Run { program, purpose: purpose.to_owned(), source },
    })?;
    let stderr = String::from_utf8_lossy(&output.stderr).into_owned();
    if output.status.success() {
        let stdout = String::from_utf8_lossy(&output.stdout).into_owned();
        return Ok(Told { stdout, stderr });
    }
    Err(failed(program, purpose, output.status, &stderr))
}

/// The error of a program that ended badly.
pub(crate) fn failed(program: &'static str, purpose: &str, status: ExitStatus, stderr: &str) -> VideoError {
    if stderr.contains("No space left on device") {
        return VideoError::DiskFull { purpose: purpose.to_owned() };
    }
    let lines: Vec<&str> = stderr.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    let told = lines[lines.len().saturating_sub(TOLD_LINES)..].join(" | ");
    VideoError::Failed { program, purpose: purpose.to_owned(), status: status.to_string(), told }
}
