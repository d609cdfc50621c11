use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

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
