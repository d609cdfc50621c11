mod chart;
mod code_trace;
mod diagram;
mod dialogue;
mod geometry;
mod picture;
mod place;
mod plot;
mod scale;
mod scene;
mod shot;
mod visual;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

pub use chart::{ChartKind, Series};
pub use code_trace::{TraceFrame, TraceStep};
pub use diagram::{Arrow, Item, Moment, Node, Side};
pub use dialogue::DialogueLine;
pub use geometry::{GeometryShape, Moved, Tint};
pub use picture::{Callout, Picture};
pub use place::{MapPlace, PlaceKind};
pub use plot::{Axis, PlotItem};
pub use scale::{Amount, AmountForm, Scale, ScaleForm};
pub use scene::{Action, Cue, Mood, SCENE_ID_MAX, Scene, Transition};
pub use shot::{Focus, Framing, Movement, Shot};
pub use visual::Visual;

/// A film as planned: typed scenes with narration, visual, shot and cues. Written by the planner, a language model or by
/// hand; its JSON Schema is the contract.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Storyboard {
    /// Title of the film.
    pub title: String,
    /// BCP 47 language tag of the narration.
    pub language: String,
    /// Name of the style, or a style of its own: the text of a style file.
    pub style: String,
    /// Name of the voice.
    pub voice: String,
    /// Speaking rate, 0.5 to 2; 1 is the voice's own.
    #[serde(default = "one")]
    pub pace: f64,
    /// Size and frame rate.
    #[serde(default)]
    pub format: Format,
    /// The scenes in order; at least one.
    pub scenes: Vec<Scene>,
    /// Credit lines (sources, pictures, licences) for the transcript and the metadata.
    #[serde(default)]
    pub credits: Vec<String>,
}

impl Storyboard {
    /// The JSON Schema of storyboard files.
    pub fn json_schema() -> schemars::Schema {
        schemars::schema_for!(Self)
    }
}

fn one() -> f64 {
    1.0
}

/// Size and frame rate of a film.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Format {
    /// Width in pixels, even.
    pub width: u32,
    /// Height in pixels, even.
    pub height: u32,
    /// Frames a second.
    pub fps: u32,
}

impl Default for Format {
    fn default() -> Self {
        Self { width: 1920, height: 1080, fps: 30 }
    }
}
