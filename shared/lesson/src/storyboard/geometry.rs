use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

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
