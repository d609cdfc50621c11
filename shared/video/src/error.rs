use std::{io, path::PathBuf};

use thiserror::Error;

use crate::Encoder;

/// Why FFmpeg did not do its work.
#[derive(Debug, Error)]
pub enum VideoError {
    /// The program is not there.
    #[error("{program} is not installed")]
    Missing {
        /// `ffmpeg` or `ffprobe`.
        program: &'static str,
        /// What starting it said.
        #[source]
        source: io::Error,
    },
    /// It could not be started or spoken to.
    #[error("cannot run {program} to {purpose}")]
    Run {
        /// The program.
        program: &'static str,
        /// What for.
        purpose: String,
        /// Why not.
        #[source]
        source: io::Error,
    },
    /// It ended with an error.
    #[error("{program} failed to {purpose} ({status}): {told}")]
    Failed {
        /// The program.
        program: &'static str,
        /// What it was to do.
        purpose: String,
        /// Exit code or signal.
        status: String,
        /// The last lines that it printed.
        told: String,
    },
    /// It had no room to write.
    #[error("no space left on the disk to {purpose}")]
    DiskFull {
        /// What was to be written.
        purpose: String,
    },
    /// A frame of the wrong size.
    #[error("a frame of {got} bytes was given where {expected} were expected")]
    FrameSize {
        /// Bytes given.
        got: usize,
        /// Bytes of a frame of the format.
        expected: usize,
    },
    /// A file beside the film could not be written.
    #[error("cannot write {}", .path.display())]
    Write {
        /// The file.
        path: PathBuf,
        /// Why.
        #[source]
        source: io::Error,
    },
    /// Something that FFmpeg printed could not be understood.
    #[error("cannot understand what {program} said about {what}: {told}")]
    Answer {
        /// The program.
        program: &'static str,
        /// What was asked.
        what: String,
        /// What it said.
        told: String,
    },
    /// An encoder that does not work on this machine.
    #[error("this machine cannot encode with {encoder}: {told}")]
    Encoder {
        /// The encoder.
        encoder: Encoder,
        /// What FFmpeg said.
        told: String,
    },
    /// It was told to stop.
    #[error("stopped")]
    Cancelled,
    /// A picture could not be encoded as JPEG.
    #[error("cannot encode a picture as JPEG")]
    Jpeg(#[source] image::ImageError),
}
