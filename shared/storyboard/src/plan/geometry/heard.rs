//! Words as they are looked for: normalized, with where they are spoken.

use crate::words::{cardinal, normalize};

/// Where a word is spoken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct At {
    pub(super) sentence: usize,
    pub(super) word: usize,
}

/// A length as it was said.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Length {
    pub(super) value: f64,
    /// As it is shown, such as `6.5 m`.
    pub(super) shown: String,
    /// Index among all words.
    pub(super) index: usize,
}

/// Sentences that are read for a construction.
pub(super) struct Heard {
    words: Vec<(At, String, String)>,
}

/// Units as they are said and as they are shown.
const UNITS: [(&[&str], &str); 10] = [
    (&["m", "meter", "meters", "metre", "metres"], "m"),
    (&["cm", "centimeter", "centimeters", "centimetre", "centimetres"], "cm"),
    (&["mm", "millimeter", "millimeters", "millimetre", "millimetres"], "mm"),
    (&["km", "kilometer", "kilometers", "kilometre", "kilometres"], "km"),
    (&["ft", "foot", "feet"], "ft"),
    (&["in", "inch", "inches"], "in"),
    (&["yd", "yard", "yards"], "yd"),
    (&["mi", "mile", "miles"], "mi"),
    (&["step", "steps"], "steps"),
    (&["unit", "units"], ""),
];

impl Heard {
    pub(super) fn new(sentences: &[Vec<String>]) -> Self {
        let words = sentences.iter().enumerate().flat_map(|(sentence, words)| {
            words.iter().enumerate().map(move |(word, shown)| (At { sentence, word }, normalize(shown), shown.clone()))
        });
        Self { words: words.collect() }
    }

    pub(super) fn at(&self, index: usize) -> Option<At> {
        self.words.get(index).map(|word| word.0)
    }

    pub(super) fn word(&self, index: usize) -> &str {
        self.words.get(index).map_or("", |word| word.1.as_str())
    }

    /// Index of the first word at or after `from` that is one of these.
    pub(super) fn find(&self, from: usize, wanted: &[&str]) -> Option<usize> {
        (from..self.words.len()).find(|index| wanted.contains(&self.word(*index)))
    }

    /// Index of the first word of a phrase at or after `from`. A hyphen counts as a space.
    pub(super) fn find_phrase(&self, from: usize, phrases: &[&str]) -> Option<usize> {
        (from..self.words.len()).find(|index| phrases.iter().any(|phrase| self.is_phrase(*index, phrase)))
    }

    fn is_phrase(&self, index: usize, phrase: &str) -> bool {
        let mut spoken = self.words.iter().skip(index).flat_map(|word| word.1.split('-'));
        phrase.split(' ').all(|wanted| spoken.next() == Some(wanted))
    }

    /// Whether both indices are in one sentence.
    pub(super) fn together(&self, one: usize, two: usize) -> bool {
        self.at(one).map(|at| at.sentence) == self.at(two).map(|at| at.sentence)
    }

    /// The words from an index on, as written.
    pub(super) fn rest(&self, from: usize) -> String {
        let shown: Vec<&str> = self.words.iter().skip(from).map(|word| word.2.as_str()).collect();
        shown.join(" ")
    }

    /// Every length: a number with its unit (`5 m`, `ten feet`, `10-foot`); bare digits too.
    pub(super) fn lengths(&self) -> Vec<Length> {
        let mut found = Vec::new();
        for (index, (_, normal, _)) in self.words.iter().enumerate() {
            let (number, joined) = match normal.split_once('-') {
                Some((number, unit)) if unit_of(unit).is_some() => (number, Some(unit)),
                _ => (normal.as_str(), None),
            };
            let Some(value) = number_of(number) else { continue };
            let next = self.word(index + 1);
            // "in" after a number is more often the preposition.
            let unit = joined.or(Some(next).filter(|next| *next != "in")).and_then(unit_of);
            // "One wall", "the two squares": a small number in words counts things unless it has a unit.
            if unit.is_none() && !number.starts_with(|first: char| first.is_ascii_digit()) {
                continue;
            }
            let number = if number.starts_with(|first: char| first.is_ascii_digit()) {
                number.to_owned()
            } else {
                shown_number(value)
            };
            let shown = match unit {
                Some(unit) if !unit.is_empty() => format!("{number} {unit}"),
                _ => number,
            };
            found.push(Length { value, shown, index });
        }
        found
    }
}

fn number_of(word: &str) -> Option<f64> {
    if word.starts_with(|first: char| first.is_ascii_digit()) {
        return word.parse().ok().filter(|value: &f64| value.is_finite() && *value > 0.0 && *value < 1e6);
    }
    cardinal(word).filter(|value| *value >= 1.0)
}

fn unit_of(word: &str) -> Option<&'static str> {
    UNITS.iter().find(|(names, _)| names.contains(&word)).map(|(_, shown)| *shown)
}

/// A number in at most two places behind the point.
pub(super) fn shown_number(value: f64) -> String {
    let text = format!("{value:.2}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}
