//! `lesson.report.json`: what was made, how good it is, and what it cost.

use lectern_drawing::CanvasKind;
use lectern_lesson::Finding;
use lectern_music::MixFigures;
use lectern_speech::CaptionStatistics;
use lectern_video::Inspection;
use serde::Serialize;

use crate::Step;

/// The report of a film.
#[derive(Clone, Debug, Serialize)]
pub struct QualityReport {
    /// Title of the film.
    pub title: String,
    /// Whether the film passed: no finding is an error.
    pub passed: bool,
    /// Length in seconds, by the frames.
    pub duration_secs: f64,
    /// What its frames were painted on.
    pub canvas: CanvasKind,
    /// The scenes, in order.
    pub scenes: Vec<SceneReport>,
    /// The user's photographs, and how far their colors lie from the style's.
    pub photographs: Vec<PhotographReport>,
    /// Caption statistics.
    pub captions: CaptionStatistics,
    /// Lowest contrast of any text against what lies behind it.
    pub lowest_contrast: f64,
    /// What the finished file measures.
    pub inspection: Inspection,
    /// What its sound measured when it was mixed; none where an earlier version mixed it.
    pub mix: Option<MixFigures>,
    /// Everything that reader, linter, voice and inspection found.
    pub findings: Vec<Finding>,
    /// The steps: what was made, what was found made, time and memory.
    pub steps: Vec<StepReport>,
}

/// A scene of the report.
#[derive(Clone, Debug, Serialize)]
pub struct SceneReport {
    /// Its id.
    pub id: String,
    /// Kind of its visual.
    pub visual: String,
    /// Start in the film.
    pub start_secs: f64,
    /// Length.
    pub duration_secs: f64,
    /// Number of words.
    pub words: usize,
    /// Its clip: made now or found made.
    pub clip: Made,
}

/// A photograph of the report. Distances of colors are 0 for the same colors as the style's frames, about 1 for black on white.
#[derive(Clone, Debug, Serialize)]
pub struct PhotographReport {
    /// Its path, as the script names it.
    pub source: String,
    /// Distance of its own colors from those of the style.
    pub distance: f64,
    /// Distance as the film shows it, brought to the style's look.
    pub distance_in_style: f64,
}

/// Whether a step's output was made in this run or found stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Made {
    /// Made in this run.
    Now,
    /// Found stored by an earlier run.
    Found,
}

/// What a step did in this run.
#[derive(Clone, Debug, Serialize)]
pub struct StepReport {
    /// The step.
    pub step: Step,
    /// Outputs made now.
    pub made: usize,
    /// Outputs found stored by an earlier run: what a resumed run did not need to make again.
    pub found: usize,
    /// Seconds by the clock.
    pub wall_secs: f64,
    /// Processor seconds, programs started included.
    pub cpu_secs: f64,
    /// Largest resident memory of the process in this step, in bytes.
    pub peak_memory_bytes: u64,
}
