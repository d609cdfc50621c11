use lectern_drawing::DrawingError;
use lectern_lesson::{Finding, Severity};
use lectern_music::MusicError;
use lectern_script::ReadError;
use lectern_video::VideoError;
use thiserror::Error;

use crate::{NarratorError, ObjectsError, Step};

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
    Video(#[from] VideoError),
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

fn errors(findings: &[Finding]) -> String {
    match findings.iter().filter(|finding| finding.severity == Severity::Error).count() {
        1 => "an error".to_owned(),
        count => format!("{count} errors"),
    }
}
