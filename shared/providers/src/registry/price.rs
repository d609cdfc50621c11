use serde::{Deserialize, Serialize};

use crate::{MicroDollars, Model, money::in_dollars};

/// A price.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Price {
    /// What is counted.
    pub unit: Unit,
    /// The resolution that it holds for; all of them if not given.
    #[serde(default)]
    pub resolution: Option<String>,
    /// The amount, in dollars in files; the highest where a range is told.
    #[serde(with = "in_dollars")]
    pub usd: MicroDollars,
    /// The lowest where a range is told.
    #[serde(default, with = "in_dollars::optional")]
    pub from: Option<MicroDollars>,
    /// How many units the amount buys.
    #[serde(default = "one")]
    pub per: u64,
}

fn one() -> u64 {
    1
}

impl Price {
    /// An amount of it as people say it: `$0.12 a second`, `$16 for 1,000,000 characters`.
    fn told(&self, amount: &str) -> String {
        let name = self.unit.name();
        match self.per {
            1 => format!("{amount} a {name}"),
            per => {
                let (first, rest) = name.split_once(' ').map_or((name, String::new()), |(a, b)| (a, format!(" {b}")));
                format!("{amount} for {} {first}s{rest}", grouped(per))
            }
        }
    }
}

/// A number with commas between its thousands.
fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// What is counted for a price.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Unit {
    /// A second of what is made.
    Second,
    /// A clip, whatever its length.
    Clip,
    /// A picture.
    Image,
    /// A piece of music or a sound, whatever its length.
    Track,
    /// A character that is spoken.
    Character,
    /// A token that is read.
    InputToken,
    /// A token that is written.
    OutputToken,
}

impl Unit {
    /// Its word after a number of one.
    pub fn name(self) -> &'static str {
        match self {
            Self::Second => "second",
            Self::Clip => "clip",
            Self::Image => "picture",
            Self::Track => "track",
            Self::Character => "character",
            Self::InputToken => "token read",
            Self::OutputToken => "token written",
        }
    }
}

impl Model {
    /// Its price for a unit at a resolution: the price of that very resolution, else the one that holds for all. Without a
    /// resolution, the dearest.
    pub fn price(&self, unit: Unit, resolution: Option<&str>) -> Option<&Price> {
        let of_unit = || self.prices.iter().filter(|price| price.unit == unit);
        match resolution {
            Some(wanted) => of_unit()
                .find(|price| price.resolution.as_deref() == Some(wanted))
                .or_else(|| of_unit().find(|price| price.resolution.is_none())),
            None => of_unit().max_by_key(|price| price.usd.times(1_000_000, price.per)),
        }
    }

    /// Its prices as people say them, from the lowest to the highest for each unit; none where none is known.
    pub fn told_prices(&self) -> Option<String> {
        let mut units: Vec<(Unit, u64)> = self.prices.iter().map(|price| (price.unit, price.per)).collect();
        units.dedup();
        let told = units.into_iter().filter_map(|(unit, per)| {
            let same = || self.prices.iter().filter(|price| (price.unit, price.per) == (unit, per));
            let least = same().map(|price| price.from.unwrap_or(price.usd)).min()?;
            let most = same().map(|price| price.usd).max()?;
            let amount = match (least, most) {
                (_, MicroDollars::ZERO) => return Some("free".to_owned()),
                (least, most) if least == most => most.to_string(),
                (least, most) => format!("{least} to {most}"),
            };
            same().next().map(|price| price.told(&amount))
        });
        let mut told: Vec<String> = told.collect();
        told.dedup();
        (!told.is_empty()).then(|| told.join(", "))
    }
}
