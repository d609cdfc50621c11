use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

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
