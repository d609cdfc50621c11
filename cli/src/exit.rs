//! Exit codes and how errors are told.

use std::{
    fmt::Write as _,
    io::{self, IsTerminal, Write as _},
    process::ExitCode,
};

use lectern_drawing::DrawingError;
use lectern_lesson::{Finding, Severity};
use lectern_music::MusicError;
use lectern_pipeline::{NarratorError, ObjectsError, PipelineError, error_chain};
use lectern_speech::SpeechError;
use lectern_video::VideoError;

/// Whose error it was, as the exit code tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Fault {
    /// A defect of Lectern.
    Defect = 1,
    /// What was typed.
    Usage = 2,
    /// The script or storyboard.
    Input = 3,
    /// Something is not installed.
    Missing = 4,
    /// Cannot write, or the disk is full.
    Output = 5,
    /// The film failed its inspection.
    Inspection = 6,
    /// Stopped by the user (128 + SIGINT, as shells have it).
    Stopped = 130,
}

/// An error on its way to the user.
#[derive(Debug)]
pub struct Failure {
    fault: Fault,
    message: String,
    findings: Vec<Finding>,
    hint: Option<String>,
}

impl Failure {
    /// A failure with a message.
    pub fn new(fault: Fault, message: impl Into<String>) -> Self {
        Self { fault, message: message.into(), findings: Vec::new(), hint: None }
    }

    /// The same with the next step.
    pub fn with_hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }
}

impl From<PipelineError> for Failure {
    fn from(error: PipelineError) -> Self {
        let (fault, hint) = judge(&error);
        let findings = match &error {
            PipelineError::Lint { findings } | PipelineError::Inspection { findings } => findings.clone(),
            _ => Vec::new(),
        };
        Self { fault, message: error_chain(&error), findings, hint }
    }
}

impl From<ObjectsError> for Failure {
    fn from(error: ObjectsError) -> Self {
        PipelineError::from(error).into()
    }
}

fn judge(error: &PipelineError) -> (Fault, Option<String>) {
    let hint = |text: &str| Some(text.to_owned());
    match error {
        PipelineError::Read(error) => (Fault::Input, hint(error.hint())),
        PipelineError::Storyboard { .. } => {
            (Fault::Input, hint("`lectern schema` prints what a storyboard looks like."))
        }
        PipelineError::UnknownStyle { .. } => (Fault::Usage, hint("`lectern styles` lists them.")),
        PipelineError::Style(_) => {
            (Fault::Usage, hint("`lectern styles night-sky` prints a style that works, to compare with."))
        }
        PipelineError::UnknownVoice { .. } => (Fault::Usage, hint("`lectern voices` lists them.")),
        PipelineError::Language { .. } => (
            Fault::Input,
            hint(
                "The voices speak English and Spanish: `lectern voices` tells which, --voice chooses one. If the language was \
                 taken for another, say `language: en` or `language: es` in the front matter.",
            ),
        ),
        PipelineError::Lint { .. } => (
            Fault::Input,
            hint("Mend the script, or mend its storyboard: `lectern plan` prints it, `lectern make` takes it."),
        ),
        PipelineError::Length { .. } => (Fault::Usage, hint("Ask for more time with --length, or shorten the script.")),
        PipelineError::Inspection { .. } => {
            (Fault::Inspection, hint("The film and its report were written; look at them before you use them."))
        }
        PipelineError::Objects(error) => (Fault::Output, hint(output_hint(&error.source))),
        PipelineError::Narrate { source: NarratorError::Missing(source), .. }
        | PipelineError::Narrator(NarratorError::Missing(source)) => {
            let told = source.downcast_ref::<SpeechError>().and_then(SpeechError::hint);
            (Fault::Missing, hint(told.unwrap_or("`lectern doctor` tells how to get it.")))
        }
        PipelineError::Narrate { .. } | PipelineError::Narrator(_) => (Fault::Defect, None),
        PipelineError::Video(VideoError::Missing { .. }) => {
            (Fault::Missing, hint("Install FFmpeg, on Debian and Ubuntu: apt-get install ffmpeg"))
        }
        PipelineError::Video(VideoError::Encoder { .. }) => {
            (Fault::Missing, hint("Leave out --encoder, or take --encoder x264: it works everywhere."))
        }
        PipelineError::Drawing(DrawingError::NoGraphics { .. } | DrawingError::GraphicsFailed { .. }) => {
            (Fault::Missing, hint("Take --canvas cpu: it works everywhere."))
        }
        PipelineError::Video(VideoError::DiskFull { .. }) => (Fault::Output, hint(MAKE_ROOM)),
        PipelineError::Video(VideoError::Write { source, .. })
        | PipelineError::Music(MusicError::Write { source, .. }) => (Fault::Output, hint(output_hint(source))),
        PipelineError::Drawing(DrawingError::UnknownShape { .. } | DrawingError::SizeOutOfRange { .. }) => {
            (Fault::Usage, hint("Take another --size, such as 1080p, 720p or 4k."))
        }
        PipelineError::Drawing(_)
        | PipelineError::Music(_)
        | PipelineError::Video(_)
        | PipelineError::MissingObject { .. }
        | PipelineError::Stored { .. }
        | PipelineError::Events(_)
        | PipelineError::Records(_)
        | PipelineError::Films(_)
        | PipelineError::Launcher(_)
        | PipelineError::Crashed { .. } => (Fault::Defect, None),
        PipelineError::Cancelled => {
            (Fault::Stopped, hint("What was made is kept; the same command goes on from there."))
        }
    }
}

const MAKE_ROOM: &str =
    "Make room: `lectern cache trim --keep 1GB` frees what Lectern keeps; the same command then goes on.";

fn output_hint(error: &io::Error) -> &'static str {
    match error.kind() {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => MAKE_ROOM,
        _ => "Choose another place with -o, or set LECTERN_CACHE to a folder that can be written to.",
    }
}

/// Tells the user, and gives the exit code.
pub fn report(failure: &Failure, json: bool) -> ExitCode {
    let mut text = String::new();
    if !json {
        for finding in &failure.findings {
            let _ = writeln!(text, "{}", finding_line(finding));
        }
    }
    let _ = writeln!(text, "{} {}", paint("error:", "31;1"), failure.message);
    if let Some(hint) = &failure.hint {
        let _ = writeln!(text, "{} {hint}", paint("hint:", "36;1"));
    }
    // Where standard error is gone there is nobody to tell.
    let _ = io::stderr().lock().write_all(text.as_bytes());
    ExitCode::from(failure.fault as u8)
}

/// A finding in one or two lines.
pub fn finding_line(finding: &Finding) -> String {
    let (word, color) = match finding.severity {
        Severity::Error => ("error", "31;1"),
        Severity::Warning => ("warning", "33;1"),
        Severity::Note => ("note", "34"),
    };
    let mut line = paint(word, color);
    if let Some(span) = &finding.place.span {
        let _ = write!(line, " at line {}, column {}", span.line, span.column);
    }
    if let Some(scene) = &finding.place.scene {
        let _ = write!(line, " in scene {scene}");
    }
    let _ = write!(line, ": {} [{}]", finding.message, finding.rule);
    if let Some(hint) = &finding.hint {
        let _ = write!(line, "\n  {} {hint}", paint("hint:", "36"));
    }
    line
}

fn paint(text: &str, color: &str) -> String {
    let plain = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty()) || !io::stderr().is_terminal();
    if plain { text.to_owned() } else { format!("\x1b[{color}m{text}\x1b[0m") }
}
