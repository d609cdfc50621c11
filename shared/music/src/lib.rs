//! Score and mix: the music composed for a film, effects, ducking and loudness.
//!
//! [`score`] composes the music of a film; [`mix`](fn@mix) lays narration and effects over it, brings the whole to the
//! loudness of a film and keeps its peaks; [`write_wav`] stores it. All sound is 48 kHz, stereo, interleaved.

mod bed;
mod brief;
mod carving;
mod compose;
mod ducking;
mod effects;
mod ensemble;
mod figures;
mod form;
mod harmony;
mod instrument;
mod limiter;
mod loudness;
mod mix;
mod motif;
mod parts;
mod perform;
mod piece;
mod random;
mod resample;
mod reverb;
mod style;
mod voice;
mod voicing;
mod wav;
mod weighting;

use thiserror::Error;

pub use bed::MUSIC_UNDER_VOICE_LU;
pub use brief::{ScoreBrief, Section, Stretch};
pub use compose::{root_at, score};
pub use effects::{Effect, EffectKind};
pub use figures::{CLOSEST_LU, MixFigures, StemDistance, VOICE_TO_MUSIC_LU, stem_distance};
pub use loudness::{Loudness, measure};
pub use mix::{Mix, MixInput, Stems, TARGET_LUFS, TRUE_PEAK_CEILING_DBTP, mix};
pub use style::{Character, MusicStyle};
pub use voice::VoicePart;
pub use wav::{read_wav, write_wav};

/// Samples a second of all sound of this crate.
pub const SAMPLE_RATE: u32 = 48_000;

/// Version of the sound; changed whenever samples change.
pub const MUSIC_VERSION: &str = "4";

/// Why sound could not be made.
#[derive(Debug, Error)]
pub enum MusicError {
    /// A voice with a sample rate that cannot be brought to 48 kHz.
    #[error("a voice of {sample_rate} samples a second cannot be mixed; 24,000 and 48,000 can")]
    SampleRate {
        /// Its rate.
        sample_rate: u32,
    },
    /// A time that is not one.
    #[error("cannot mix {what} at {secs} s")]
    Time {
        /// What was to be placed.
        what: &'static str,
        /// Where.
        secs: f64,
    },
    /// The loudness could not be measured.
    #[error("cannot measure the loudness")]
    Loudness(#[source] ebur128::Error),
    /// The sound could not be read.
    #[error("cannot read the sound of {path}")]
    Read {
        /// The file.
        path: String,
        /// Why.
        #[source]
        source: std::io::Error,
    },
    /// The sound could not be written.
    #[error("cannot write the sound to {path}")]
    Write {
        /// The file.
        path: String,
        /// Why.
        #[source]
        source: std::io::Error,
    },
}
