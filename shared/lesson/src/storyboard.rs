use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::Span;

/// Longest scene id in characters; ids are `[a-z0-9-]+` and unique in a storyboard.
pub const SCENE_ID_MAX: usize = 48;

/// A film as planned: typed scenes with narration, visual, shot and cues. Written by the planner, a language model or by
/// hand; its JSON Schema is the contract.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Storyboard {
    /// Title of the film.
    pub title: String,
    /// BCP 47 language tag of the narration.
    pub language: String,
    /// Name of the style.
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

/// A scene: one thought, one picture.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Scene {
    /// Stable id: lower-case letters, digits and hyphens.
    pub id: String,
    /// The chapter that begins with this scene.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub chapter: Option<String>,
    /// What is said: words with marks (`[[shown|spoken]]`, `[[pause 2]]`).
    pub narration: String,
    /// What is shown.
    pub visual: Visual,
    /// Picture description for those who cannot see it.
    pub description: String,
    /// How the camera looks at it.
    #[serde(default)]
    pub shot: Shot,
    /// What happens on which word. Parts without a `show` cue are there from the start.
    #[serde(default)]
    pub cues: Vec<Cue>,
    /// How the scene begins.
    #[serde(default)]
    pub transition: Transition,
    /// Its mood, for music and light.
    #[serde(default)]
    pub mood: Mood,
    /// The places in the script that it comes from.
    #[serde(default)]
    pub sources: Vec<Span>,
}

/// Something that happens on a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Cue {
    /// Index of the word in the narration, counted from 0.
    pub word: usize,
    /// What happens.
    pub action: Action,
    /// The part of the visual that it happens to; see [`Visual`] for what its parts are.
    #[serde(default)]
    pub part: usize,
    /// The last part, where it happens to several (lines of code).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_part: Option<usize>,
}

/// What a cue does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Action {
    /// The part enters.
    Show,
    /// The part is in focus until the next focus; the others step back.
    Focus,
    /// The answer of a question is revealed.
    Answer,
}

/// What a scene shows: a closed set. Each variant tells what its *parts* are, the things that cues can show and focus.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum Visual {
    /// The film's title. Parts: 0 title, 1 subtitle.
    Title {
        /// The title.
        title: String,
        /// A short line under it.
        #[serde(default)]
        subtitle: Option<String>,
    },
    /// A chapter begins. Part 0: its title.
    Chapter {
        /// Number, counted from 1.
        number: u32,
        /// Its title.
        title: String,
    },
    /// A thought in moving type. Part *i*: the *i*-th white-space separated word of `text`.
    Statement {
        /// At most about twenty words.
        text: String,
        /// Words or phrases of `text` in the accent color.
        #[serde(default)]
        emphasis: Vec<String>,
    },
    /// Two to five points. Part *i*: point *i*.
    KeyPoints {
        /// What they are about.
        #[serde(default)]
        heading: Option<String>,
        /// The points, a few words each.
        points: Vec<String>,
    },
    /// A term and its meaning. Parts: 0 term, 1 meaning.
    Definition {
        /// The term.
        term: String,
        /// Its meaning.
        meaning: String,
    },
    /// The user's picture, slowly panned and zoomed. Part 0: the picture, 1: its caption.
    Figure {
        /// Path of the picture, relative to the script.
        source: String,
        /// What is to be seen.
        alt: String,
        /// A short caption.
        #[serde(default)]
        caption: Option<String>,
        /// Credit line; shown small, never left out.
        #[serde(default)]
        credit: Option<String>,
    },
    /// A formula. Part *i*: line *i*.
    Formula {
        /// The lines, in LaTeX.
        lines: Vec<String>,
        /// What it says in a few words.
        #[serde(default)]
        caption: Option<String>,
    },
    /// A table. Part *i*: row *i* (headers are always there).
    Table {
        /// Column headers.
        headers: Vec<String>,
        /// Rows of cells, as many as there are headers.
        rows: Vec<Vec<String>>,
        /// Its caption.
        #[serde(default)]
        caption: Option<String>,
    },
    /// A chart. Part *i*: series *i*.
    Chart {
        /// Its form.
        chart: ChartKind,
        /// What it shows.
        #[serde(default)]
        title: Option<String>,
        /// What the categories are.
        #[serde(default)]
        x_label: Option<String>,
        /// What the values are.
        #[serde(default)]
        y_label: Option<String>,
        /// Categories along the x axis; numeric for a line chart when they all parse as numbers.
        categories: Vec<String>,
        /// One or several series, a value for each category.
        series: Vec<Series>,
    },
    /// Code. Part *i*: line *i*.
    Code {
        /// Language word, such as `python`.
        #[serde(default)]
        language: Option<String>,
        /// The lines.
        text: String,
    },
    /// Steps in order. Part *i*: step *i*.
    Steps {
        /// What they lead to.
        #[serde(default)]
        heading: Option<String>,
        /// Number of the first step, counted from 1; more than 1 when a long list goes on in another scene.
        #[serde(default = "first")]
        first: u32,
        /// The steps.
        steps: Vec<String>,
    },
    /// A quotation. Parts: 0 words, 1 author.
    Quotation {
        /// The words, without quotation marks.
        text: String,
        /// Who said it.
        #[serde(default)]
        author: Option<String>,
    },
    /// A number that matters. Parts: 0 number, 1 caption.
    BigNumber {
        /// The number with its unit, such as "500 tonnes".
        number: String,
        /// What it says.
        caption: String,
    },
    /// A question, a pause to think, the answer. Part *i*: choice *i*; the answer comes with an `answer` cue.
    Question {
        /// What is asked.
        prompt: String,
        /// Two to six choices; none for an open question.
        #[serde(default)]
        choices: Vec<String>,
        /// Index of the right choice.
        #[serde(default)]
        correct: Option<usize>,
        /// The answer in words, for an open question.
        #[serde(default)]
        answer: Option<String>,
    },
    /// What to remember. Part *i*: point *i*.
    Recap {
        /// A heading.
        #[serde(default)]
        heading: Option<String>,
        /// The points, a few words each.
        points: Vec<String>,
    },
}

fn first() -> u32 {
    1
}

impl Visual {
    /// The name of its kind, as in the JSON form.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Title { .. } => "title",
            Self::Chapter { .. } => "chapter",
            Self::Statement { .. } => "statement",
            Self::KeyPoints { .. } => "key_points",
            Self::Definition { .. } => "definition",
            Self::Figure { .. } => "figure",
            Self::Formula { .. } => "formula",
            Self::Table { .. } => "table",
            Self::Chart { .. } => "chart",
            Self::Code { .. } => "code",
            Self::Steps { .. } => "steps",
            Self::Quotation { .. } => "quotation",
            Self::BigNumber { .. } => "big_number",
            Self::Question { .. } => "question",
            Self::Recap { .. } => "recap",
        }
    }

    /// How many parts it has.
    pub fn part_count(&self) -> usize {
        match self {
            Self::Title { subtitle, .. } => 1 + usize::from(subtitle.is_some()),
            Self::Chapter { .. } => 1,
            Self::Statement { text, .. } => text.split_whitespace().count(),
            Self::KeyPoints { points, .. } | Self::Recap { points, .. } => points.len(),
            Self::Definition { .. } | Self::BigNumber { .. } => 2,
            Self::Figure { caption, .. } => 1 + usize::from(caption.is_some()),
            Self::Formula { lines, .. } => lines.len(),
            Self::Table { rows, .. } => rows.len(),
            Self::Chart { series, .. } => series.len(),
            Self::Code { text, .. } => text.lines().count(),
            Self::Steps { steps, .. } => steps.len(),
            Self::Quotation { author, .. } => 1 + usize::from(author.is_some()),
            Self::Question { choices, .. } => choices.len(),
        }
    }
}

/// Forms of a chart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ChartKind {
    /// Bars from a zero line.
    Bar,
    /// Lines through points.
    Line,
}

/// A series of a chart.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Series {
    /// Its name.
    pub name: String,
    /// A value for each category; finite.
    pub values: Vec<f64>,
}

/// How the camera looks at a scene. The next scene of the same chapter begins where this one ends, so that the world
/// behind does not jump at a cut.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Shot {
    /// Framing at the start.
    pub from: Framing,
    /// Framing at the end.
    pub to: Framing,
}

impl Default for Shot {
    fn default() -> Self {
        Self { from: Framing::Wide, to: Framing::Close }
    }
}

/// Framings that a slow camera moves between.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Framing {
    /// The whole stage.
    Wide,
    /// A few percent closer.
    Close,
}

/// How a scene begins, seen from the scene before it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Transition {
    /// The world stays; only the subject changes.
    #[default]
    Continue,
    /// The scenery changes by way of the open sky.
    Dissolve,
}

/// Moods for music and light.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the names say all there is")]
pub enum Mood {
    #[default]
    Calm,
    Curious,
    Bright,
    Serious,
    Triumphant,
}
