use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

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
