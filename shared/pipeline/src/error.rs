use lectern_drawing::{DrawingError, StyleError};
use lectern_lesson::{Failure, Finding, Severity};
use lectern_music::MusicError;
use lectern_script::ReadError;
use lectern_video::VideoError;
use thiserror::Error;

use crate::{EventsError, FilmsError, LauncherError, NarratorError, ObjectsError, RecordsError, Step, error_chain};

/// Why a production ended without a film.
#[derive(Debug, Error)]
pub enum PipelineError {
    /// The script could not be read.
    #[error("cannot read the script")]
    Read(#[from] ReadError),
    /// A storyboard file is not one.
    #[error("cannot read the storyboard {name}")]
    Storyboard {
        /// What the user called it.
        name: String,
        /// What is wrong with it and where.
        #[source]
        source: serde_json::Error,
    },
    /// No style of that name.
    #[error("there is no style named {name:?}")]
    UnknownStyle {
        /// The name asked for.
        name: String,
    },
    /// A style of the user's own cannot be used.
    #[error("cannot use the style")]
    Style(#[from] StyleError),
    /// No voice of that name.
    #[error("there is no voice named {name:?}")]
    UnknownVoice {
        /// The name asked for.
        name: String,
    },
    /// The voice does not speak the lesson's language.
    #[error("the voice {voice} does not speak the language of the lesson ({language})")]
    Language {
        /// The voice.
        voice: String,
        /// BCP 47 tag of the lesson.
        language: String,
    },
    /// The storyboard has errors.
    #[error("the storyboard has {} that would make the film wrong", errors(.findings))]
    Lint {
        /// All findings, errors among them.
        findings: Vec<Finding>,
    },
    /// The length asked for cannot be reached.
    #[error("the lesson cannot be told in {asked_secs:.0} s: its shortest telling takes about {shortest_secs:.0} s")]
    Length {
        /// Seconds asked for.
        asked_secs: f64,
        /// Seconds of the shortest storyboard found.
        shortest_secs: f64,
    },
    /// The finished film failed its own inspection.
    #[error("the film failed its inspection with {}", errors(.findings))]
    Inspection {
        /// All findings, errors among them.
        findings: Vec<Finding>,
    },
    /// A stored output could not be read or written.
    #[error(transparent)]
    Objects(#[from] ObjectsError),
    /// Something that a step needs is not stored (any more).
    #[error("{what} is not stored")]
    MissingObject {
        /// Its key.
        what: String,
    },
    /// A stored output of an earlier step cannot be read.
    #[error("cannot read the stored {what}")]
    Stored {
        /// Its key.
        what: String,
        /// What is wrong with it.
        #[source]
        source: serde_json::Error,
    },
    /// What happened could not be noted.
    #[error(transparent)]
    Events(#[from] EventsError),
    /// A record could not be read or written.
    #[error(transparent)]
    Records(#[from] RecordsError),
    /// A film could not be published.
    #[error(transparent)]
    Films(#[from] FilmsError),
    /// The next production could not be started.
    #[error(transparent)]
    Launcher(#[from] LauncherError),
    /// A scene could not be spoken.
    #[error("cannot narrate scene {scene}")]
    Narrate {
        /// The scene's id.
        scene: String,
        /// Why.
        #[source]
        source: NarratorError,
    },
    /// The voice is not at hand.
    #[error(transparent)]
    Narrator(#[from] NarratorError),
    /// A picture could not be drawn.
    #[error("cannot draw")]
    Drawing(#[from] DrawingError),
    /// FFmpeg failed.
    #[error(transparent)]
    Video(VideoError),
    /// The sound could not be mixed.
    #[error("cannot mix the sound")]
    Music(#[from] MusicError),
    /// A worker panicked: a defect of ours.
    #[error("the {step} step crashed; this is a defect of Lectern, please report it with the script")]
    Crashed {
        /// The step.
        step: Step,
        /// The panic.
        #[source]
        source: tokio::task::JoinError,
    },
    /// The user stopped it.
    #[error("stopped")]
    Cancelled,
}

impl From<VideoError> for PipelineError {
    fn from(error: VideoError) -> Self {
        match error {
            // Stopped is stopped, whoever was at work.
            VideoError::Cancelled => Self::Cancelled,
            error => Self::Video(error),
        }
    }
}

/// Stable names of the reasons why there is no film, for state machines, retry rules, records and users. `Lectern.` and a
/// word; the same on one machine and on AWS.
pub const ERROR_NAMES: [&str; 8] = [
    BAD_SCRIPT,
    BAD_STORYBOARD,
    BAD_SETTINGS,
    MISSING_OBJECT,
    UNAVAILABLE,
    DEFECT,
    lectern_lesson::CANCELLED,
    JOB_FAILED,
];

/// The script cannot be read or told.
pub const BAD_SCRIPT: &str = "Lectern.BadScript";
/// The storyboard is none, or has errors.
pub const BAD_STORYBOARD: &str = "Lectern.BadStoryboard";
/// Style, voice, length or size cannot be had.
pub const BAD_SETTINGS: &str = "Lectern.BadSettings";
/// Something that a step needs is not stored.
pub const MISSING_OBJECT: &str = "Lectern.MissingObject";
/// A store or service does not answer; worth another try.
pub const UNAVAILABLE: &str = "Lectern.Unavailable";
/// Our own mistake, or a machine that lacks a part.
pub const DEFECT: &str = "Lectern.Defect";
/// A job ended without saying why: killed, timed out, out of memory.
pub const JOB_FAILED: &str = "Lectern.JobFailed";

impl PipelineError {
    /// The stable name of the reason, one of [`ERROR_NAMES`].
    pub fn name(&self) -> &'static str {
        match self {
            Self::Read(_) | Self::Language { .. } => BAD_SCRIPT,
            Self::Storyboard { .. } | Self::Lint { .. } | Self::Inspection { .. } => BAD_STORYBOARD,
            Self::UnknownStyle { .. } | Self::Style(_) | Self::UnknownVoice { .. } | Self::Length { .. } => {
                BAD_SETTINGS
            }
            Self::Drawing(DrawingError::UnknownShape { .. } | DrawingError::SizeOutOfRange { .. }) => BAD_SETTINGS,
            Self::MissingObject { .. }
            | Self::Records(RecordsError::NotFound { .. })
            | Self::Events(EventsError::Records(RecordsError::NotFound { .. })) => MISSING_OBJECT,
            Self::Objects(_) | Self::Events(_) | Self::Records(_) | Self::Films(_) | Self::Launcher(_) => UNAVAILABLE,
            Self::Cancelled => lectern_lesson::CANCELLED,
            Self::Stored { .. }
            | Self::Narrate { .. }
            | Self::Narrator(_)
            | Self::Drawing(_)
            | Self::Video(_)
            | Self::Music(_)
            | Self::Crashed { .. } => DEFECT,
        }
    }

    /// What its user is told.
    pub fn failure(&self) -> Failure {
        let findings = match self {
            Self::Lint { findings } | Self::Inspection { findings } => findings.clone(),
            _ => Vec::new(),
        };
        Failure { error: self.name().to_owned(), message: error_chain(self), findings }
    }
}

fn errors(findings: &[Finding]) -> String {
    match findings.iter().filter(|finding| finding.severity == Severity::Error).count() {
        1 => "an error".to_owned(),
        count => format!("{count} errors"),
    }
}
