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
    /// What is said: words with marks (`[[shown|spoken]]`, `[[*stressed*]]`, `[[voice am_puck Student]]`, `[[pause 2]]`).
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
        /// Name of an illustration beside it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        picture: Option<String>,
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
        /// Name of an illustration of it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        picture: Option<String>,
    },
    /// One to six illustrations of what is spoken of, each with its word. Part *i*: item *i*.
    Illustration {
        /// What they are about.
        #[serde(default)]
        heading: Option<String>,
        /// The illustrations.
        items: Vec<Item>,
    },
    /// Stages that follow one another, two to six. Part *i*: stage *i*, with the arrow that leads to it.
    Process {
        /// What they lead to.
        #[serde(default)]
        heading: Option<String>,
        /// The stages.
        stages: Vec<Item>,
    },
    /// Stages that return to the first, three to six. Part *i*: stage *i*, with the arrow that leads to it; the arrow back to the
    /// first comes with the last.
    Cycle {
        /// What goes round.
        #[serde(default)]
        heading: Option<String>,
        /// The stages.
        stages: Vec<Item>,
    },
    /// A whole and its kinds or parts, at most three levels and twelve nodes. Part *i*: node *i*.
    Tree {
        /// What it orders.
        #[serde(default)]
        heading: Option<String>,
        /// The nodes, each after its parent; the first is the root.
        nodes: Vec<Node>,
    },
    /// What leads to what, at most seven things. Part *i*: thing *i*, with the arrows that lead to it.
    Cause {
        /// What it explains.
        #[serde(default)]
        heading: Option<String>,
        /// The things, causes before effects.
        things: Vec<Item>,
        /// Which leads to which.
        arrows: Vec<Arrow>,
    },
    /// Two things side by side. Parts: 0 the left title, 1 the right title, then the left points, then the right points.
    Comparison {
        /// What is compared.
        #[serde(default)]
        heading: Option<String>,
        /// One thing.
        left: Side,
        /// The other.
        right: Side,
    },
    /// Events on a line of time drawn to scale, two to seven. Part *i*: event *i*.
    Timeline {
        /// What it tells.
        #[serde(default)]
        heading: Option<String>,
        /// The events in order of time.
        events: Vec<Moment>,
    },
    /// A map that frames its places. Part *i*: place *i*.
    Map {
        /// What it shows.
        #[serde(default)]
        title: Option<String>,
        /// A year or date under the title.
        #[serde(default)]
        date: Option<String>,
        /// The places, one to eight.
        places: Vec<MapPlace>,
        /// Ways between places, drawn when their end is shown.
        #[serde(default)]
        routes: Vec<Arrow>,
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
        /// What is named in it. Part 2 + *i*: callout *i*.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        callouts: Vec<Callout>,
    },
    /// Two of the user's pictures side by side. Parts: 0 left, 1 right.
    FigurePair {
        /// One picture.
        left: Picture,
        /// The other.
        right: Picture,
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
        /// How it runs, step by step; empty for a listing that only stands there. A step comes with the `focus` cue of its
        /// line where there is one, else between its neighbors.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        trace: Vec<TraceStep>,
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
        /// Something known that is as much, drawn to scale.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        comparison: Option<Scale>,
    },
    /// Several amounts of one kind, drawn to scale against each other, two to four. Part *i*: amount *i*.
    Amounts {
        /// What is measured.
        #[serde(default)]
        heading: Option<String>,
        /// How they are drawn.
        #[serde(default)]
        form: AmountForm,
        /// The amounts.
        amounts: Vec<Amount>,
    },
    /// Curves, points and areas on axes. Part *i*: item *i*.
    Plot {
        /// What it shows.
        #[serde(default)]
        title: Option<String>,
        /// The horizontal axis.
        x: Axis,
        /// The vertical axis.
        y: Axis,
        /// What is drawn, in order.
        items: Vec<PlotItem>,
    },
    /// A construction of points, lines, polygons and angles. Part *i*: shape *i*.
    Geometry {
        /// What it shows.
        #[serde(default)]
        title: Option<String>,
        /// The shapes from back to front, in one coordinate system of any unit, y upwards; the whole is fitted to its place.
        shapes: Vec<GeometryShape>,
        /// A formula beside it, in LaTeX. It comes with the last shape.
        #[serde(default)]
        formula: Option<String>,
    },
    /// What people say to each other, two to six lines. Part *i*: line *i*.
    Dialogue {
        /// The lines.
        lines: Vec<DialogueLine>,
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
        /// Names of the illustrations that recall them, one for each point or none at all.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        pictures: Vec<Option<String>>,
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
            Self::Illustration { .. } => "illustration",
            Self::Process { .. } => "process",
            Self::Cycle { .. } => "cycle",
            Self::Tree { .. } => "tree",
            Self::Cause { .. } => "cause",
            Self::Comparison { .. } => "comparison",
            Self::Timeline { .. } => "timeline",
            Self::Map { .. } => "map",
            Self::FigurePair { .. } => "figure_pair",
            Self::Amounts { .. } => "amounts",
            Self::Plot { .. } => "plot",
            Self::Geometry { .. } => "geometry",
            Self::Dialogue { .. } => "dialogue",
            Self::Steps { .. } => "steps",
            Self::Quotation { .. } => "quotation",
            Self::BigNumber { .. } => "big_number",
            Self::Question { .. } => "question",
            Self::Recap { .. } => "recap",
        }
    }

    /// The words that a diagram shows for good, in the order of its parts where each has one; none for other visuals.
    pub fn names(&self) -> Vec<&str> {
        fn of(items: &[Item]) -> Vec<&str> {
            items.iter().map(|item| item.name.as_str()).collect()
        }
        match self {
            Self::Illustration { items, .. } => of(items),
            Self::Process { stages, .. } | Self::Cycle { stages, .. } => of(stages),
            Self::Cause { things, .. } => of(things),
            Self::Tree { nodes, .. } => nodes.iter().map(|node| node.name.as_str()).collect(),
            Self::Comparison { left, right, .. } => {
                let titles = [left.title.as_str(), right.title.as_str()];
                titles.into_iter().chain(left.points.iter().chain(&right.points).map(String::as_str)).collect()
            }
            Self::Timeline { events, .. } => events.iter().map(|event| event.text.as_str()).collect(),
            Self::Map { places, .. } => places.iter().map(|place| place.name.as_str()).collect(),
            Self::Amounts { amounts, .. } => amounts.iter().map(|amount| amount.caption.as_str()).collect(),
            Self::Dialogue { lines } => lines.iter().map(|line| line.text.as_str()).collect(),
            _ => Vec::new(),
        }
    }

    /// The user's pictures that it shows, by their paths.
    pub fn sources(&self) -> Vec<&str> {
        match self {
            Self::Figure { source, .. } => vec![source],
            Self::FigurePair { left, right } => vec![&left.source, &right.source],
            _ => Vec::new(),
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
            Self::Figure { caption, callouts, .. } if callouts.is_empty() => 1 + usize::from(caption.is_some()),
            Self::Figure { callouts, .. } => 2 + callouts.len(),
            Self::FigurePair { .. } => 2,
            Self::Illustration { items, .. } => items.len(),
            Self::Process { stages, .. } | Self::Cycle { stages, .. } => stages.len(),
            Self::Tree { nodes, .. } => nodes.len(),
            Self::Cause { things, .. } => things.len(),
            Self::Comparison { left, right, .. } => 2 + left.points.len() + right.points.len(),
            Self::Timeline { events, .. } => events.len(),
            Self::Map { places, .. } => places.len(),
            Self::Amounts { amounts, .. } => amounts.len(),
            Self::Plot { items, .. } => items.len(),
            Self::Geometry { shapes, .. } => shapes.len(),
            Self::Dialogue { lines } => lines.len(),
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

/// A thing in a diagram.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Item {
    /// Its name, one to four words.
    pub name: String,
    /// What happens there, in a few words; seen while it is in focus.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// Name of an illustration of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub picture: Option<String>,
}

/// A node of a tree.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Node {
    /// Its name, one to four words.
    pub name: String,
    /// Index of its parent, which stands before it; none for the root.
    #[serde(default)]
    pub parent: Option<usize>,
    /// Name of an illustration of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub picture: Option<String>,
}

/// That one thing leads to another.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Arrow {
    /// Index of where it begins.
    pub from: usize,
    /// Index of where it ends.
    pub to: usize,
    /// A word or two along it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
}

/// One of two things that are compared.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Side {
    /// What it is.
    pub title: String,
    /// What is said of it, at most four points of a few words; point *i* of one side stands beside point *i* of the other.
    pub points: Vec<String>,
    /// Name of an illustration of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub picture: Option<String>,
}

/// An event on a line of time.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Moment {
    /// The date as it is shown, such as "6 April 1453".
    pub date: String,
    /// The same as a decimal year, such as 1453.26; negative before the common era.
    pub year: f64,
    /// What happened, in a few words.
    pub text: String,
}

/// A place on a map.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MapPlace {
    /// Its name as it is shown.
    pub name: String,
    /// Degrees east, −180 to 180.
    pub longitude: f64,
    /// Degrees north, −90 to 90.
    pub latitude: f64,
    /// What it is, which decides how it is drawn.
    #[serde(default)]
    pub kind: PlaceKind,
    /// How far it reaches, in kilometers; 0 for a point.
    #[serde(default)]
    pub extent_km: f64,
    /// What happened there, in a few words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// Kinds of places.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the names say all there is")]
pub enum PlaceKind {
    #[default]
    City,
    Country,
    Region,
    Continent,
    Island,
    Sea,
    Lake,
    River,
    Strait,
    Mountains,
    Desert,
}

/// A name that points into a picture.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Callout {
    /// What it names.
    pub text: String,
    /// Where it points, as a fraction of the picture's width.
    pub x: f64,
    /// Where it points, as a fraction of the picture's height, from the top.
    pub y: f64,
}

/// One of the user's pictures.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Picture {
    /// Its path, relative to the script.
    pub source: String,
    /// What is to be seen.
    pub alt: String,
    /// A word or two under it.
    #[serde(default)]
    pub caption: Option<String>,
    /// Credit line; shown small, never left out.
    #[serde(default)]
    pub credit: Option<String>,
}

/// Something known that a number is as much as.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Scale {
    /// What it is, in words, such as "100 elephants".
    pub text: String,
    /// How it is drawn.
    pub form: ScaleForm,
}

/// How a number is compared to what is known.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case", tag = "kind", deny_unknown_fields)]
pub enum ScaleForm {
    /// That many of a thing, 2 to 1,000, each drawn.
    Count {
        /// How many.
        count: u32,
        /// Name of the illustration of one; a dot without.
        #[serde(default)]
        picture: Option<String>,
    },
    /// A part of a whole, 0 to 1, as a filled ring or a row of ten.
    Part {
        /// The part.
        part: f64,
    },
    /// A length or height beside another, such as a wall beside a person.
    Length {
        /// The length of the number, in any unit.
        length: f64,
        /// The length of what it is compared with, in the same unit.
        other: f64,
        /// Name of the illustration of the other; a bar without.
        #[serde(default)]
        picture: Option<String>,
        /// Whether both stand upright.
        #[serde(default)]
        upright: bool,
    },
}

/// How amounts are drawn.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum AmountForm {
    /// Fields of equal dots or figures: numbers of people or things.
    #[default]
    Count,
    /// Upright bars: heights.
    Height,
    /// Lying bars: lengths, times, weights.
    Length,
}

/// An amount among others.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Amount {
    /// The number as it is shown, with its unit.
    pub number: String,
    /// Its value in a unit that all share; more than 0.
    pub value: f64,
    /// Of what.
    pub caption: String,
    /// Name of the illustration of one of what is counted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub picture: Option<String>,
}

/// An axis of a plot.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Axis {
    /// What it measures.
    #[serde(default)]
    pub label: Option<String>,
    /// Where it begins.
    pub from: f64,
    /// Where it ends; more than `from`.
    pub to: f64,
    /// Whether it has numbers.
    #[serde(default)]
    pub numbers: bool,
}

/// Something on the axes of a plot.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case", tag = "kind", deny_unknown_fields)]
pub enum PlotItem {
    /// A curve y = f(x).
    Function {
        /// The function, such as `x^2 - 2*x + sin(x)`, in x.
        formula: String,
        /// Its name, at its end.
        #[serde(default)]
        label: Option<String>,
    },
    /// A line through points.
    Line {
        /// The points: x, y.
        points: Vec<(f64, f64)>,
        /// Its name, at its end.
        #[serde(default)]
        label: Option<String>,
        /// Whether it is drawn as a smooth curve.
        #[serde(default)]
        smooth: bool,
    },
    /// A point, with lines to both axes.
    Point {
        /// Its x.
        x: f64,
        /// Its y.
        y: f64,
        /// Its name.
        #[serde(default)]
        label: Option<String>,
    },
    /// The area between a function and the horizontal axis.
    Area {
        /// The function.
        formula: String,
        /// From which x.
        from: f64,
        /// To which x.
        to: f64,
        /// Its name.
        #[serde(default)]
        label: Option<String>,
    },
    /// An arrow from a point by an offset.
    Vector {
        /// Where it begins: x, y.
        from: (f64, f64),
        /// Its components.
        by: (f64, f64),
        /// Its name.
        #[serde(default)]
        label: Option<String>,
    },
}

/// Meaning of a shape's color; fixed inside a film.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Tint {
    /// Neither.
    #[default]
    Plain,
    /// The first thing, and what flows.
    First,
    /// The second thing, and what opposes.
    Second,
    /// The result.
    Result,
    /// Structure.
    Structure,
}

/// A shape of a construction. Labels are LaTeX between dollar signs, or plain words.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case", tag = "kind", deny_unknown_fields)]
pub enum GeometryShape {
    /// A polygon. Where `moved` is given it moves there when the part of that index is shown.
    Polygon {
        /// Its corners: x, y.
        points: Vec<(f64, f64)>,
        /// Its color.
        #[serde(default)]
        tint: Tint,
        /// A name in its middle.
        #[serde(default)]
        label: Option<String>,
        /// Whether it is ruled into unit squares.
        #[serde(default)]
        ruled: bool,
        /// Where its corners move to, and with which part.
        #[serde(default)]
        moved: Option<Moved>,
    },
    /// A line from point to point.
    Segment {
        /// Where it begins.
        from: (f64, f64),
        /// Where it ends.
        to: (f64, f64),
        /// Its color.
        #[serde(default)]
        tint: Tint,
        /// A name beside its middle.
        #[serde(default)]
        label: Option<String>,
        /// Whether it is dashed: a helping line.
        #[serde(default)]
        dashed: bool,
    },
    /// The angle at a point between two others; a right angle is drawn as a square.
    Angle {
        /// Its vertex.
        at: (f64, f64),
        /// A point on one leg.
        from: (f64, f64),
        /// A point on the other leg, counterclockwise.
        to: (f64, f64),
        /// Its name.
        #[serde(default)]
        label: Option<String>,
    },
    /// A circle.
    Circle {
        /// Its middle.
        center: (f64, f64),
        /// Its radius.
        radius: f64,
        /// Its color.
        #[serde(default)]
        tint: Tint,
        /// A name in its middle.
        #[serde(default)]
        label: Option<String>,
    },
    /// A point with a name.
    Dot {
        /// Where.
        at: (f64, f64),
        /// Its name.
        #[serde(default)]
        label: Option<String>,
    },
}

/// Where a polygon moves to.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Moved {
    /// Its corners after the move, as many as before.
    pub points: Vec<(f64, f64)>,
    /// The part whose `show` cue starts the move.
    pub with: usize,
}

/// A step of a running program.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TraceStep {
    /// The line that runs, counted from 0.
    pub line: usize,
    /// The variables in sight with their values: name, value.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub variables: Vec<(String, String)>,
    /// The calls under way, the first at the bottom.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub stack: Vec<TraceFrame>,
    /// What was printed so far, line by line.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub output: Vec<String>,
}

/// A call under way.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TraceFrame {
    /// The call, such as `factorial(4)`.
    pub call: String,
    /// What it waits for or gives back, such as `4 × ?`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// A line of a dialogue.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DialogueLine {
    /// Who says it.
    pub speaker: String,
    /// What is said, shortened to what fits a bubble.
    pub text: String,
}

/// Forms of a chart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ChartKind {
    /// Bars from a zero line.
    Bar,
    /// Lines through points.
    Line,
    /// Lines with the area beneath them.
    Area,
    /// Bars whose series stand on each other.
    Stacked,
    /// Points only; categories are numbers.
    Scatter,
    /// A ring of parts of a whole; one series.
    Ring,
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
