use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A line of a dialogue.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DialogueLine {
    /// Who says it.
    pub speaker: String,
    /// What is said, shortened to what fits a bubble.
    pub text: String,
}
