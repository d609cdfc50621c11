use std::collections::BTreeMap;
use std::sync::OnceLock;

use crate::nouns::{singular, words_of};
use crate::spanish;

/// Approved nouns; the file itself tells its form.
const NAMES: &str = include_str!("../../../assets/illustrations/names.txt");
const SPANISH_NAMES: &str = include_str!("../../../assets/illustrations/names.es.txt");

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

/// [`find`] for a Spanish noun, or a short phrase that is known whole: "gota de agua".
pub fn find_spanish(term: &str, context: Context<'_>) -> Option<&'static str> {
    let around = format!("{} {}", context.text, context.subject);
    let words: Vec<String> = around.split_whitespace().map(spanish::bare).collect();
    let near = |wanted: &str| {
        let wanted = spanish::bare(wanted);
        words.iter().any(|word| spanish::singulars(word).contains(&wanted))
    };
    let names = spanish_names();
    spanish::singulars(&spanish::key_of(term)).iter().find_map(|key| names.sense(key, near)).flatten()
}

/// The picture that may be shown for an English noun or short noun phrase in its context; none when no right one is known.
///
/// The whole phrase is looked up first; its last word alone only where the words before it do not change what it is ("stone
/// walls", but not "cell walls").
pub fn find(term: &str, context: Context<'_>) -> Option<&'static str> {
    let words = words_of(term);
    let names = names();
    let whole = words.join(" ");
    let around = format!("{} {}", context.text, context.subject).to_lowercase();
    let near = |word: &str| {
        around
            .split(|character: char| !character.is_alphanumeric())
            .any(|other| other == word || singular(other) == word)
    };
    if let Some(picture) = names.sense(&whole, near) {
        return picture;
    }
    let (head, modifiers) = words.split_last()?;
    let harmless = |word: &String| HARMLESS.contains(&word.as_str()) || word.parse::<f64>().is_ok();
    (!modifiers.is_empty() && modifiers.len() <= 2 && modifiers.iter().all(harmless))
        .then(|| names.sense(head, near))
        .flatten()
        .flatten()
}

impl Names {
    /// The nouns of a file, each under its key.
    fn read(file: &'static str, key: impl Fn(&str) -> String) -> Self {
        let mut names = Self::default();
        for line in file.lines().filter(|line| !line.starts_with('#')) {
            let Some((picture, rest)) = line.split_once(':') else { continue };
            let (rest, unless) = rest.split_once('!').unwrap_or((rest, ""));
            let (nouns, only) = rest.split_once('?').unwrap_or((rest, ""));
            for noun in nouns.split(',') {
                let sense = Sense {
                    picture: (picture != "none").then_some(picture),
                    only: only.split_whitespace().collect(),
                    unless: unless.split_whitespace().collect(),
                };
                names.senses.entry(key(noun)).or_default().push(sense);
            }
        }
        names
    }

    /// What a noun means among what stands near it: none when it is unknown, none inside when nothing may be shown for it.
    fn sense(&self, noun: &str, near: impl Fn(&str) -> bool) -> Option<Option<&'static str>> {
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
    KNOWN.get_or_init(|| Names::read(NAMES, |noun| words_of(noun).join(" ")))
}

fn spanish_names() -> &'static Names {
    static KNOWN: OnceLock<Names> = OnceLock::new();
    KNOWN.get_or_init(|| Names::read(SPANISH_NAMES, spanish::key_of))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_has_its_picture() {
        for line in NAMES.lines().chain(SPANISH_NAMES.lines()).filter(|line| !line.starts_with('#')) {
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
        let found = |term: &str, text: &str| find_spanish(term, Context { text, subject: "" });
        assert_eq!(found("los océanos", ""), Some("water-wave"));
        assert_eq!(found("gotas", "Las gotas forman una nube."), Some("droplet"));
        assert_eq!(found("gota", "Padece gota."), None);
        assert_eq!(found("nubes", "Guarda los datos en servidores de la nube."), None);
        assert_eq!(found("ciclo del agua", ""), None);
    }
}
