//! FFmpeg as a process: frames become clips, clips and sound become a film, and the film is measured.
//!
//! [`ClipWriter`] takes a scene's frames one by one; [`composite`] joins clips without encoding them again; [`inspect`]
//! measures the finished file. All calls block. This is the only crate that starts FFmpeg.

mod cancel;
mod clip;
mod encoder;
mod error;
mod ffmpeg;
mod film;
mod fragments;
mod hls;
mod i420;
mod inspection;
mod jpeg;
mod ladder;
mod playlist;
mod probe;
mod sprites;
mod teaser;

pub use cancel::Cancel;
pub use clip::{ClipInfo, ClipWriter, EncodeSettings, Quality};
pub use encoder::{Encoder, UnknownEncoder};
pub use error::VideoError;
pub use ffmpeg::Ffmpeg;
pub use film::{Chapter, Clip, Composite, composite};
pub use hls::{Streaming, stream};
pub use i420::rgba_to_i420;
pub use inspection::{Expected, Inspection, Stretch, inspect};
pub use jpeg::jpeg;
pub use ladder::{Rung, ladder};
pub use probe::{Probe, probe};
pub use teaser::{TEASER_BYTES_MAX, Teaser, teaser};

/// Version of encoding and joining; changed whenever files change.
pub const VIDEO_VERSION: &str = "1";
