use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Something known that a number is as much as.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Scale {
    /// What it is, in words, such as "100 elephants".
    pub text: String,
    /// How it is drawn.
    pub form: ScaleForm,
}

/// How a number is compared to what is known.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case", tag = "kind", deny_unknown_fields)]
pub enum ScaleForm {
    /// That many of a thing, 2 to 1,000, each drawn.
    Count {
        /// How many.
        count: u32,
        /// Name of the illustration of one; a dot without.
        #[serde(default)]
        picture: Option<String>,
    },
    /// A part of a whole, 0 to 1, as a filled ring or a row of ten.
    Part {
        /// The part.
        part: f64,
    },
    /// A length or height beside another, such as a wall beside a person.
    Length {
        /// The length of the number, in any unit.
        length: f64,
        /// The length of what it is compared with, in the same unit.
        other: f64,
        /// Name of the illustration of the other; a bar without.
        #[serde(default)]
        picture: Option<String>,
        /// Whether both stand upright.
        #[serde(default)]
        upright: bool,
    },
}

/// How amounts are drawn.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum AmountForm {
    /// Fields of equal dots or figures: numbers of people or things.
    #[default]
    Count,
    /// Upright bars: heights.
    Height,
    /// Lying bars: lengths, times, weights.
    Length,
}

/// An amount among others.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Amount {
    /// The number as it is shown, with its unit.
    pub number: String,
    /// Its value in a unit that all share; more than 0.
    pub value: f64,
    /// Of what.
    pub caption: String,
    /// Name of the illustration of one of what is counted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub picture: Option<String>,
}
