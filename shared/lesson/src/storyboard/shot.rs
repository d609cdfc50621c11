use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

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
