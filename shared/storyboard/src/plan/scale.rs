//! What a number is as much as: a part of a whole, a number of known things, a length beside a person.

use lectern_lesson::{FactKind, Scale, ScaleForm};

use super::prose::{Guide, Said};
use crate::words::{cardinal, digits_value, normalize};

/// Height of a grown person in meters (mean of the world's adults: NCD Risk Factor Collaboration, eLife 2016).
const PERSON_M: f64 = 1.65;

/// Things drawn one by one.
const COUNT_MAX: f64 = 1_000.0;

/// The comparison for a quantity of a sentence; none when nothing known is as much. `end` is where the quantity ends in the text.
pub(crate) fn scale(
    value: f64,
    figure: &str,
    unit: Option<&str>,
    end: usize,
    said: &Said,
    guide: &Guide<'_>,
) -> Option<Scale> {
    counted(said, guide).or_else(|| part(value, figure)).or_else(|| length(value, unit, end, said))
}

/// "…, as much as 100 elephants".
fn counted(said: &Said, guide: &Guide<'_>) -> Option<Scale> {
    let text = said.facts.iter().find_map(|fact| match &fact.kind {
        FactKind::Comparison { text } => Some(text.as_str()),
        _ => None,
    })?;
    let rest =
        ["as much as ", "as many as ", "as heavy as ", "as long as ", "as high as ", "as tall as ", "as big as "]
            .iter()
            .find_map(|opener| text.trim().strip_prefix(opener))?;
    let words: Vec<&str> = rest.split_whitespace().collect();
    let count = words.iter().find_map(|word| digits_value(&normalize(word)).or_else(|| cardinal(&normalize(word))))?;
    if !(2.0..=COUNT_MAX).contains(&count) || count.fract() != 0.0 {
        return None;
    }
    let thing = words.last().map(|word| normalize(word)).filter(|word| word.chars().all(char::is_alphabetic))?;
    let picture = guide.illustration(&thing, &said.text);
    let text = rest.trim_end_matches(|character: char| !character.is_alphanumeric()).to_owned();
    Some(Scale { text, form: ScaleForm::Count { count: count as u32, picture } })
}

/// "90 percent".
fn part(value: f64, figure: &str) -> Option<Scale> {
    if !figure.contains('%') || !(0.5..=99.5).contains(&value) {
        return None;
    }
    let text =
        if (value / 10.0).fract() == 0.0 { format!("{} of 10", value / 10.0) } else { format!("{value} of 100") };
    Some(Scale { text, form: ScaleForm::Part { part: value / 100.0 } })
}

/// "twelve meters high": beside a person.
fn length(value: f64, unit: Option<&str>, end: usize, said: &Said) -> Option<Scale> {
    let meters = value
        * match unit?.trim().to_lowercase().as_str() {
            "m" | "meter" | "meters" | "metre" | "metres" => 1.0,
            "foot" | "feet" | "ft" => 0.3048,
            _ => return None,
        };
    if !(2.5..=60.0).contains(&meters) {
        return None;
    }
    let after: Vec<String> = said.text.get(end..)?.split_whitespace().take(2).map(normalize).collect();
    let upright = after.iter().any(|word| matches!(word.as_str(), "high" | "tall" | "deep"));
    let lying = after.iter().any(|word| matches!(word.as_str(), "long" | "wide" | "across"));
    (upright || lying).then(|| Scale {
        text: "a person".to_owned(),
        form: ScaleForm::Length { length: meters, other: PERSON_M, picture: None, upright },
    })
}
