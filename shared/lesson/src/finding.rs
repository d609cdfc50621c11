use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::Span;

/// How bad a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// Good to know.
    Note,
    /// The film will be made, but look at it.
    Warning,
    /// The film would be wrong.
    Error,
}

/// Where a finding applies.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Place {
    /// The scene's id.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub scene: Option<String>,
    /// The place in the script.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub span: Option<Span>,
}

/// Something that a reader, the linter or the inspection found, with a stable rule id and a hint.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Finding {
    /// Stable id in kebab case, such as `ragged-table`.
    pub rule: String,
    /// How bad it is.
    pub severity: Severity,
    /// What was found, on what.
    pub message: String,
    /// What to do about it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hint: Option<String>,
    /// Where.
    #[serde(default)]
    pub place: Place,
}

impl Finding {
    /// A finding of `severity` without hint or place.
    pub fn new(severity: Severity, rule: &str, message: impl Into<String>) -> Self {
        Self { rule: rule.to_owned(), severity, message: message.into(), hint: None, place: Place::default() }
    }

    /// The same with a hint.
    #[must_use]
    pub fn with_hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// The same with a place in the script.
    #[must_use]
    pub fn at(mut self, span: Span) -> Self {
        self.place.span = Some(span);
        self
    }

    /// The same with a scene.
    #[must_use]
    pub fn in_scene(mut self, scene: &str) -> Self {
        self.place.scene = Some(scene.to_owned());
        self
    }
}
