use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

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
