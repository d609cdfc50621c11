use std::path::PathBuf;

use lectern_lesson::TokenError;
use thiserror::Error;

/// Why something could not be spoken.
#[derive(Debug, Error)]
pub enum SpeechError {
    /// Files of the voice are missing.
    #[error("the voice is not complete: {} {} missing in {}", .missing.join(", "), if .missing.len() == 1 { "is" } else { "are" }, .folder.display())]
    MissingFiles {
        /// The folder in which they were looked for.
        folder: PathBuf,
        /// Their names, relative to the folder.
        missing: Vec<String>,
    },
    /// A file of the voice is there and cannot be used.
    #[error("the voice file {} cannot be used: {reason}", .path.display())]
    BrokenFile {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        reason: String,
    },
    /// A file of the voice could not be read.
    #[error("cannot read the voice file {}", .path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// Why.
        #[source]
        source: std::io::Error,
    },
    /// ONNX Runtime's library could not be loaded.
    #[error("cannot load ONNX Runtime from {}", .path.display())]
    Runtime {
        /// The library.
        path: PathBuf,
        /// Why.
        #[source]
        source: Box<ort::LoadDynamicError>,
    },
    /// The model could not be loaded or run.
    #[error("the voice model failed while {doing}")]
    Model {
        /// What was tried.
        doing: &'static str,
        /// Why it failed.
        #[source]
        source: ort::Error,
    },
    /// The model answered with something that cannot be its answer.
    #[error("the voice model gave an impossible answer: {reason}")]
    Answer {
        /// What is impossible about it.
        reason: String,
    },
    /// A voice that does not exist.
    #[error("there is no voice named {name}")]
    UnknownVoice {
        /// The name.
        name: String,
    },
    /// A narration that is not well-formed.
    #[error("the narration is not well-formed")]
    Narration(#[from] TokenError),
}

impl SpeechError {
    /// What to do about it.
    pub fn hint(&self) -> Option<&'static str> {
        match self {
            Self::MissingFiles { .. } | Self::BrokenFile { .. } | Self::Unreadable { .. } | Self::Runtime { .. } => {
                Some("`make setup` fetches the voice files; `lectern doctor` tells how to get what is missing")
            }
            Self::UnknownVoice { .. } => Some("`lectern voices` lists the voices"),
            Self::Narration(_) => Some(
                "a mark is [[shown|spoken]], [[*stressed*]], [[voice NAME]] or [[pause SECONDS]]; write \\[ for a plain bracket",
            ),
            Self::Model { .. } | Self::Answer { .. } => None,
        }
    }
}
