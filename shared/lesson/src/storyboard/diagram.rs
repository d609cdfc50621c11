use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

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
