use std::{collections::BTreeMap, fmt};

use serde::{Deserialize, Serialize};

use crate::{Day, Fact, Kind, Price, Protocol};

/// A model of a provider: what it makes, how it is reached, what it can do and costs. What is not known is left out.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Model {
    /// Its name within its provider: lowercase letters, digits, `.`, `-` and `_`.
    pub name: String,
    /// Its name on the wire; `name` if not given. May hold `{VARIABLES}` of the environment.
    #[serde(default)]
    pub wire_name: Option<String>,
    /// What it makes.
    pub kind: Kind,
    /// How it is spoken to.
    pub protocol: Protocol,
    /// Its address where it is not the provider's.
    #[serde(default)]
    pub endpoint: Option<String>,
    /// Whether it is to be used.
    pub status: Status,
    /// The first day on which it no longer answers.
    #[serde(default)]
    pub sunset: Option<Day>,
    /// A day before which its provider promises not to end it.
    #[serde(default)]
    pub no_sunset_before: Option<Day>,
    /// Who takes its place once it is retired, as `provider/model`.
    #[serde(default)]
    pub successor: Option<ModelId>,
    /// What it can make things from.
    #[serde(default = "text")]
    pub takes: Vec<Input>,
    /// What it costs.
    #[serde(default)]
    pub prices: Vec<Price>,
    /// How long what it makes may be.
    #[serde(default)]
    pub durations: Option<Durations>,
    /// Names of its resolutions: `720p`, `2k`, `4k`.
    #[serde(default)]
    pub resolutions: Vec<String>,
    /// Sizes in pixels where it takes those and no resolution: `1280x720`.
    #[serde(default)]
    pub sizes: Vec<String>,
    /// Ratios of width to height: `16:9`.
    #[serde(default)]
    pub aspects: Vec<String>,
    /// Whether its clips have sound.
    #[serde(default)]
    pub audio: Option<bool>,
    /// Frames a second of its clips.
    #[serde(default)]
    pub frames_per_second: Option<u32>,
    /// Languages as BCP 47 has them.
    #[serde(default)]
    pub languages: Vec<String>,
    /// What a voice tells about when words are said.
    #[serde(default)]
    pub alignment: Option<Alignment>,
    /// Characters that a prompt may have.
    #[serde(default)]
    pub prompt_limit: Option<u32>,
    /// Pictures that a prompt may refer to.
    #[serde(default)]
    pub reference_images: Option<u32>,
    /// Requests that may be under way at once.
    #[serde(default)]
    pub concurrency: Option<u32>,
    /// Requests that may be begun in a minute.
    #[serde(default)]
    pub requests_per_minute: Option<u32>,
    /// The least time between two questions after a result, in seconds.
    #[serde(default)]
    pub poll_floor_secs: Option<f64>,
    /// How long a result can be fetched, in hours.
    #[serde(default)]
    pub result_hours: Option<u32>,
    /// Whether a request that is repeated under the same token is done once.
    #[serde(default)]
    pub idempotent: Option<bool>,
    /// Regions from which it is served, by the provider's names.
    #[serde(default)]
    pub regions: Vec<String>,
    /// How good it is in its owner's eyes, 0 to 1. None is shipped with one: nothing here has measured any.
    #[serde(default)]
    pub quality: Option<f64>,
    /// What else is to be known.
    #[serde(default)]
    pub notes: Vec<String>,
    /// Where its facts come from: the name of one of the file's sources.
    pub source: String,
    /// Where single facts come from, if from elsewhere.
    #[serde(default)]
    pub sources: BTreeMap<Fact, String>,
}

fn text() -> Vec<Input> {
    vec![Input::Text]
}

impl Model {
    /// Whether it no longer answers on a day. The day of its sunset counts: it may end at any hour of it.
    pub fn is_retired(&self, on: Day) -> bool {
        self.status == Status::Retired || self.sunset.is_some_and(|sunset| sunset <= on)
    }

    /// Whether a fact is stated.
    pub fn states(&self, fact: Fact) -> bool {
        match fact {
            Fact::WireName => self.wire_name.is_some(),
            Fact::Protocol | Fact::Status => true,
            Fact::Endpoint => self.endpoint.is_some(),
            Fact::Sunset => self.sunset.is_some(),
            Fact::NoSunsetBefore => self.no_sunset_before.is_some(),
            Fact::Successor => self.successor.is_some(),
            Fact::Takes => !self.takes.is_empty(),
            Fact::Prices => !self.prices.is_empty(),
            Fact::Durations => self.durations.is_some(),
            Fact::Resolutions => !self.resolutions.is_empty(),
            Fact::Sizes => !self.sizes.is_empty(),
            Fact::Aspects => !self.aspects.is_empty(),
            Fact::Audio => self.audio.is_some(),
            Fact::FramesPerSecond => self.frames_per_second.is_some(),
            Fact::Languages => !self.languages.is_empty(),
            Fact::Alignment => self.alignment.is_some(),
            Fact::PromptLimit => self.prompt_limit.is_some(),
            Fact::ReferenceImages => self.reference_images.is_some(),
            Fact::Concurrency => self.concurrency.is_some(),
            Fact::RequestsPerMinute => self.requests_per_minute.is_some(),
            Fact::PollFloorSecs => self.poll_floor_secs.is_some(),
            Fact::ResultHours => self.result_hours.is_some(),
            Fact::Idempotent => self.idempotent.is_some(),
            Fact::Regions => !self.regions.is_empty(),
            Fact::Quality => self.quality.is_some(),
        }
    }
}

/// A model's name among all: `provider/model`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ModelId(pub String);

impl ModelId {
    /// The id of a provider's model.
    pub fn new(provider: &str, model: &str) -> Self {
        Self(format!("{provider}/{model}"))
    }
}

impl fmt::Display for ModelId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(&self.0)
    }
}

/// Whether a model is to be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Status {
    /// It is.
    Active,
    /// It still answers; its end has been announced or is near.
    Deprecated,
    /// It no longer answers, and is never called.
    Retired,
}

impl Status {
    /// Its word in files and lists.
    pub fn name(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Deprecated => "deprecated",
            Self::Retired => "retired",
        }
    }
}

/// How long clips or tracks may be, in seconds.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Durations {
    /// One of these, rising.
    AnyOf(Vec<f64>),
    /// Anything from the first to the second.
    Between(f64, f64),
}

impl Durations {
    /// The shortest length that covers `secs`; none when all are shorter.
    pub fn covering(&self, secs: f64) -> Option<f64> {
        match self {
            Self::AnyOf(lengths) => lengths.iter().copied().find(|length| *length >= secs),
            Self::Between(from, to) => (secs <= *to).then(|| secs.max(*from)),
        }
    }
}

/// What a model makes things from. A text goes with all of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Input {
    /// A text alone.
    Text,
    /// A picture: for video the first frame.
    Image,
    /// A last frame beside the first.
    LastFrame,
    /// Pictures of what is to be seen in it.
    References,
    /// A video that is changed.
    Video,
    /// A drawing that is filled.
    Sketch,
}

/// In what a voice counts when it tells the times of words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Alignment {
    /// Characters.
    Characters,
    /// Words.
    Words,
    /// Bytes of UTF-8.
    Bytes,
    /// It tells none: a local aligner finds them.
    None,
}
