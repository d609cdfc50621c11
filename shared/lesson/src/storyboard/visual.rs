use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    Amount, AmountForm, Arrow, Axis, Callout, ChartKind, DialogueLine, GeometryShape, Item, MapPlace, Moment, Node,
    Picture, PlotItem, Scale, Series, Side, TraceStep,
};

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
        /// Name of an illustration of what it is about.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        picture: Option<String>,
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
        /// Whether it shows former times: the borders and countries of today are left out.
        #[serde(default)]
        historical: bool,
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

    /// The illustrations that it shows, by their names, in the order of its parts.
    pub fn pictures(&self) -> Vec<&str> {
        fn of(items: &[Item]) -> Vec<&str> {
            items.iter().filter_map(|item| item.picture.as_deref()).collect()
        }
        match self {
            Self::Chapter { picture, .. } | Self::Statement { picture, .. } | Self::Definition { picture, .. } => {
                picture.as_deref().into_iter().collect()
            }
            Self::Illustration { items, .. } => of(items),
            Self::Process { stages, .. } | Self::Cycle { stages, .. } => of(stages),
            Self::Cause { things, .. } => of(things),
            Self::Tree { nodes, .. } => nodes.iter().filter_map(|node| node.picture.as_deref()).collect(),
            Self::Comparison { left, right, .. } => {
                [left, right].into_iter().filter_map(|side| side.picture.as_deref()).collect()
            }
            Self::Recap { pictures, .. } => pictures.iter().flatten().map(String::as_str).collect(),
            _ => Vec::new(),
        }
    }

    /// The illustration that this visual and the one of the next scene have in common; of several the next scene's first.
    pub fn in_common<'a>(&self, next: &'a Self) -> Option<&'a str> {
        let own = self.pictures();
        next.pictures().into_iter().find(|name| own.contains(name))
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
