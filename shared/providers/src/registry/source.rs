use serde::{Deserialize, Serialize};

use crate::Day;

/// Where facts come from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// An address, or the name of a file in a repository.
    #[serde(rename = "where")]
    pub place: String,
    /// The day on which it was looked at.
    pub on: Day,
    /// How far it is to be trusted.
    pub certainty: Certainty,
}

/// How far a fact is to be trusted. What is not `seen` is checked again before a default relies on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Certainty {
    /// Seen in the vendor's own documents.
    Seen,
    /// Told by a third party.
    ThirdParty,
    /// Known from before, not looked up.
    Recalled,
    /// Concluded from other facts, or our own choice.
    Derived,
}

impl Certainty {
    /// Its mark in tables.
    pub fn mark(self) -> char {
        match self {
            Self::Seen => 'S',
            Self::ThirdParty => 'T',
            Self::Recalled => 'R',
            Self::Derived => 'D',
        }
    }
}

/// A fact about a model, by the name of its field.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "each is the field of `Model` with its name")]
pub enum Fact {
    WireName,
    Protocol,
    Endpoint,
    Status,
    Sunset,
    NoSunsetBefore,
    Successor,
    Takes,
    Prices,
    Durations,
    Resolutions,
    Sizes,
    Aspects,
    Audio,
    FramesPerSecond,
    Languages,
    Alignment,
    PromptLimit,
    ReferenceImages,
    Concurrency,
    RequestsPerMinute,
    PollFloorSecs,
    ResultHours,
    Idempotent,
    Regions,
    Quality,
}
