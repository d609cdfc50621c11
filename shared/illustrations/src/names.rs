use std::collections::BTreeMap;
use std::sync::OnceLock;

use crate::nouns::{singular, words_of};

/// Approved nouns; the file itself tells its form.
const NAMES: &str = include_str!("../../../assets/illustrations/names.txt");

/// What a noun stands among, to tell its meanings apart.
#[derive(Clone, Copy, Debug, Default)]
pub struct Context<'a> {
    /// The sentence or paragraph that it stands in.
    pub text: &'a str,
    /// What the lesson is about.
    pub subject: &'a str,
}

/// A meaning of a noun: the picture, the words of which one must stand near it, and the words that rule it out.
#[derive(Debug)]
struct Sense {
    /// None: the phrase is known and nothing may be shown for it.
    picture: Option<&'static str>,
    only: Vec<&'static str>,
    unless: Vec<&'static str>,
}

#[derive(Debug, Default)]
struct Names {
    senses: BTreeMap<String, Vec<Sense>>,
}

/// Words before a noun that do not change what it is: what it is made of, how it is, how many there are.
const HARMLESS: &[&str] = &[
    "ancient",
    "bare",
    "beautiful",
    "big",
    "bronze",
    "bright",
    "broken",
    "cold",
    "common",
    "deep",
    "distant",
    "dry",
    "empty",
    "enormous",
    "entire",
    "every",
    "famous",
    "fast",
    "few",
    "final",
    "five",
    "four",
    "fresh",
    "full",
    "giant",
    "golden",
    "good",
    "great",
    "greek",
    "growing",
    "heavy",
    "high",
    "hot",
    "huge",
    "hungry",
    "iron",
    "large",
    "last",
    "little",
    "living",
    "local",
    "long",
    "low",
    "many",
    "marble",
    "massive",
    "medieval",
    "medium",
    "modern",
    "mountain",
    "narrow",
    "nearby",
    "new",
    "old",
    "open",
    "ordinary",
    "other",
    "own",
    "plastic",
    "poor",
    "powerful",
    "real",
    "red",
    "rich",
    "roman",
    "royal",
    "second",
    "several",
    "sharp",
    "short",
    "silver",
    "simple",
    "single",
    "sized",
    "small",
    "steep",
    "stone",
    "strong",
    "sweet",
    "tall",
    "thick",
    "thin",
    "third",
    "three",
    "tiny",
    "traditional",
    "two",
    "typical",
    "urban",
    "vast",
    "warm",
    "western",
    "whole",
    "wide",
    "wild",
    "wooden",
    "young",
];

/// The picture that may be shown for a noun or short noun phrase in its context; none when no right one is known.
///
/// The whole phrase is looked up first; its last word alone only where the words before it do not change what it is ("stone
/// walls", but not "cell walls").
pub fn find(term: &str, context: Context<'_>) -> Option<&'static str> {
    let words = words_of(term);
    let names = names();
    let whole = words.join(" ");
    if let Some(picture) = names.sense(&whole, context) {
        return picture;
    }
    let (head, modifiers) = words.split_last()?;
    let harmless = |word: &String| HARMLESS.contains(&word.as_str()) || word.parse::<f64>().is_ok();
    (!modifiers.is_empty() && modifiers.len() <= 2 && modifiers.iter().all(harmless))
        .then(|| names.sense(head, context))
        .flatten()
        .flatten()
}

impl Names {
    /// What a noun means in its context: none when it is unknown, none inside when nothing may be shown for it.
    fn sense(&self, noun: &str, context: Context<'_>) -> Option<Option<&'static str>> {
        let near = |word: &str| {
            let around = format!("{} {}", context.text, context.subject).to_lowercase();
            around
                .split(|character: char| !character.is_alphanumeric())
                .any(|other| other == word || singular(other) == word)
        };
        let senses = self.senses.get(noun)?;
        let agrees = |sense: &&Sense| {
            (sense.only.is_empty() || sense.only.iter().any(|word| near(word)))
                && !sense.unless.iter().any(|word| near(word))
        };
        let sense = senses.iter().find(agrees)?;
        Some(sense.picture)
    }
}

/// The approved nouns with their pictures, read once: about half a millisecond.
fn names() -> &'static Names {
    static KNOWN: OnceLock<Names> = OnceLock::new();
    KNOWN.get_or_init(|| {
        let mut names = Names::default();
        for line in NAMES.lines().filter(|line| !line.starts_with('#')) {
            let Some((picture, rest)) = line.split_once(':') else { continue };
            let (rest, unless) = rest.split_once('!').unwrap_or((rest, ""));
            let (nouns, only) = rest.split_once('?').unwrap_or((rest, ""));
            for noun in nouns.split(',') {
                let sense = Sense {
                    picture: (picture != "none").then_some(picture),
                    only: only.split_whitespace().collect(),
                    unless: unless.split_whitespace().collect(),
                };
                names.senses.entry(words_of(noun).join(" ")).or_default().push(sense);
            }
        }
        names
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_has_its_picture() {
        for line in NAMES.lines().filter(|line| !line.starts_with('#')) {
            if let Some((picture, _)) = line.split_once(':') {
                assert!(picture == "none" || crate::picture(picture).is_some(), "{picture} is not stored");
            }
        }
    }

    #[test]
    fn meanings_are_told_apart_by_what_stands_near() {
        let found = |term: &str, text: &str, subject: &str| find(term, Context { text, subject });
        assert_eq!(found("mouse", "The cat hunts a mouse.", "biology"), Some("mouse"));
        assert_eq!(found("mouse", "Click with the mouse on the screen.", ""), Some("computer-mouse"));
        assert_eq!(found("stone walls", "", ""), Some("brick"));
        assert_eq!(found("cell walls", "", "biology"), None);
        assert_eq!(found("water cycle", "", ""), None);
        assert_eq!(found("plane", "The cells divide in the plane.", "biology"), None);
        assert_eq!(found("plane", "The pilot lands the plane.", ""), Some("airplane"));
        assert_eq!(found("mountain lion", "", ""), None);
        assert_eq!(found("the Oceans", "", ""), Some("water-wave"));
    }
}
