use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// How words are said, where the voice does not know: names, foreign words, abbreviations.
///
/// A word's reading is spelled as an English reader would say it ("win"), or its sounds in the International Phonetic Alphabet
/// between slashes ("/wɪn/"). A word written with a capital letter is meant in this spelling only ("Polish"); one in small letters
/// however it is written. A name of several words has a reading of as many words.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct Lexicon {
    /// The readings by word.
    pub readings: BTreeMap<String, String>,
}

/// Longest word and longest reading, in characters.
pub const LEXICON_ENTRY_MAX: usize = 60;

/// Most words of a lexicon.
pub const LEXICON_MAX: usize = 500;

impl Lexicon {
    /// Reads a file of lines `word = reading`; empty lines and what follows a `#` at the beginning of a line are passed over. Lines
    /// that are something else are returned by their numbers, counted from 1.
    pub fn parse(text: &str) -> (Self, Vec<usize>) {
        let (mut lexicon, mut broken) = (Self::default(), Vec::new());
        for (index, line) in text.lines().enumerate() {
            let line = line.trim().trim_start_matches('\u{feff}');
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            match line.split_once('=').map(|(word, reading)| (word.trim(), reading.trim())) {
                Some((word, reading)) if is_entry(word, reading) && lexicon.readings.len() < LEXICON_MAX => {
                    lexicon.readings.insert(word.to_owned(), reading.to_owned());
                }
                _ => broken.push(index + 1),
            }
        }
        (lexicon, broken)
    }

    /// Whether it has no reading.
    pub fn is_empty(&self) -> bool {
        self.readings.is_empty()
    }

    /// The same with the readings of `other`, which go before these.
    #[must_use]
    pub fn with(mut self, other: &Self) -> Self {
        self.readings.extend(other.readings.iter().map(|(word, reading)| (word.clone(), reading.clone())));
        self
    }

    /// Narration text in which each word that has a reading is marked with it. Words stay words: their indices are the same. What is
    /// marked already stays as it is.
    pub fn apply(&self, narration: &str) -> String {
        if self.readings.is_empty() {
            return narration.to_owned();
        }
        let entries = self.entries();
        let pieces = pieces(narration);
        let mut text = String::with_capacity(narration.len());
        let mut index = 0;
        while index < pieces.len() {
            let taken = entries.iter().find_map(|entry| entry.said(&pieces[index..]));
            let said = taken.or_else(|| Some(vec![part_said(&entries, pieces[index].text)?]));
            for word in said.unwrap_or_else(|| vec![pieces[index].text.to_owned()]) {
                text.push_str(pieces[index].gap);
                text.push_str(&word);
                index += 1;
            }
        }
        text.push_str(&narration[narration.trim_end().len()..]);
        text
    }

    /// The readings, those of most words first.
    fn entries(&self) -> Vec<Entry> {
        let mut entries: Vec<Entry> = self
            .readings
            .iter()
            .filter(|(word, reading)| is_entry(word, reading))
            .map(|(word, reading)| Entry {
                any_case: !word.contains(char::is_uppercase),
                words: word.split_whitespace().map(str::to_owned).collect(),
                readings: readings(reading),
            })
            .filter(|entry| entry.words.len() == 1 || entry.words.len() == entry.readings.len())
            .collect();
        entries.sort_by_key(|entry| std::cmp::Reverse(entry.words.len()));
        entries
    }

    /// The words that have no reading of as many words, or one that could not stand in a mark.
    pub fn unusable(&self) -> Vec<&str> {
        let is_usable = |word: &str, reading: &str| {
            let words = word.split_whitespace().count();
            is_entry(word, reading) && (words == 1 || words == readings(reading).len())
        };
        self.readings
            .iter()
            .filter(|(word, reading)| !is_usable(word, reading))
            .map(|(word, _)| word.as_str())
            .collect()
    }

    /// The sounds between slashes in all readings, each with its word.
    pub fn sounds(&self) -> impl Iterator<Item = (&str, &str)> {
        self.readings.iter().filter_map(|(word, reading)| Some((word.as_str(), between_slashes(reading)?)))
    }
}

fn is_entry(word: &str, reading: &str) -> bool {
    let is_text = |text: &str| {
        !text.trim().is_empty()
            && text.chars().count() <= LEXICON_ENTRY_MAX
            && !text.contains(['[', ']', '|', '\\', '\n'])
    };
    is_text(word) && is_text(reading) && word.contains(char::is_alphanumeric)
}

fn between_slashes(reading: &str) -> Option<&str> {
    reading.trim().strip_prefix('/')?.strip_suffix('/')
}

/// A reading word by word.
fn readings(reading: &str) -> Vec<String> {
    match between_slashes(reading) {
        Some(sounds) => sounds.split_whitespace().map(|sounds| format!("/{sounds}/")).collect(),
        None => reading.split_whitespace().map(str::to_owned).collect(),
    }
}

struct Entry {
    words: Vec<String>,
    readings: Vec<String>,
    any_case: bool,
}

impl Entry {
    /// The first pieces as narration text, if they are this entry's words.
    fn said(&self, pieces: &[Piece<'_>]) -> Option<Vec<String>> {
        if pieces.len() < self.words.len() {
            return None;
        }
        let last = self.words.len() - 1;
        self.words
            .iter()
            .zip(pieces)
            .enumerate()
            .map(|(index, (word, piece))| {
                let reading =
                    if self.words.len() == 1 { self.readings.join(" ") } else { self.readings.get(index)?.clone() };
                let around = Around::of(piece.text)?;
                // A mark inside a name parts it.
                if index < last && !around.after.is_empty() || index > 0 && !around.before.is_empty() {
                    return None;
                }
                let ending = self.ending(word, around.core)?;
                Some(around.marked(&format!("{reading}{ending}")))
            })
            .collect()
    }

    /// What follows the word in `text`: nothing, or the "'s" of a genitive.
    fn ending(&self, word: &str, text: &str) -> Option<&'static str> {
        let is_same = |text: &str| if self.any_case { text.to_lowercase() == *word } else { text == word };
        if is_same(text) {
            return Some("");
        }
        let owner = text.strip_suffix("'s").or_else(|| text.strip_suffix("’s"))?;
        is_same(owner).then_some("'s")
    }
}

/// A piece of which a part is an entry ("Euler–Lagrange"), as narration text.
fn part_said(entries: &[Entry], piece: &str) -> Option<String> {
    let around = Around::of(piece)?;
    let is_joint = |sign: char| matches!(sign, '-' | '–' | '‑' | '/');
    if !around.core.contains(is_joint) {
        return None;
    }
    let mut found = false;
    let parts = around.core.split(is_joint).map(|part| {
        let known = entries.iter().filter(|entry| entry.words.len() == 1).find_map(|entry| {
            let ending = entry.ending(&entry.words[0], part)?;
            Some(format!("{}{ending}", entry.readings.join(" ")))
        });
        found |= known.is_some();
        known.unwrap_or_else(|| part.to_owned())
    });
    let reading: Vec<String> = parts.collect();
    found.then(|| around.marked(&reading.join(" ")))
}

/// A piece's core and the punctuation around it. A stressed word is one, too.
struct Around<'a> {
    before: &'a str,
    core: &'a str,
    after: &'a str,
    is_stressed: bool,
}

impl<'a> Around<'a> {
    /// None for what is marked with a reading, escaped, or has no letter.
    fn of(piece: &'a str) -> Option<Self> {
        let is_sign = |sign: char| !sign.is_alphanumeric();
        let start = piece.find(|sign: char| !is_sign(sign))?;
        let end = piece.trim_end_matches(is_sign).len();
        let (before, core, after) = (&piece[..start], &piece[start..end], &piece[end..]);
        if core.contains(['[', ']', '|', '\\']) {
            return None;
        }
        if let (Some(before), Some(after)) = (before.strip_suffix("[[*"), after.strip_prefix("*]]")) {
            return Some(Self { before, core, after, is_stressed: true });
        }
        let is_marked = before.contains("[[") || after.contains("]]");
        (!is_marked).then_some(Self { before, core, after, is_stressed: false })
    }

    fn marked(&self, reading: &str) -> String {
        let star = if self.is_stressed { "*" } else { "" };
        format!("{}[[{star}{}{star}|{reading}]]{}", self.before, self.core, self.after)
    }
}

/// A word of narration text with the white space before it.
struct Piece<'a> {
    gap: &'a str,
    text: &'a str,
}

fn pieces(narration: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let mut rest = narration;
    loop {
        let text = rest.trim_start();
        let gap = &rest[..rest.len() - text.len()];
        if text.is_empty() {
            return pieces;
        }
        let mut end = 0;
        while let Some(next) = text[end..].chars().next().filter(|next| !next.is_whitespace()) {
            let is_mark = text[end..].starts_with("[[") && !text[..end].ends_with('\\');
            // White space inside a mark parts nothing.
            end += match text[end..].find("]]") {
                Some(length) if is_mark => length + 2,
                _ => next.len_utf8(),
            };
        }
        pieces.push(Piece { gap, text: &text[..end] });
        rest = &text[end..];
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{parse_narration, shown_text};

    fn marked(word: &str, reading: &str) -> String {
        format!("[[{word}|{reading}]]")
    }

    fn lexicon_of_names() -> Lexicon {
        let text = "\u{feff}# Names\nNguyen = win\nEuler = /ˈɔɪlər/\n\nsievert = SEE vert\nPolish = POH-lish\nvan der Waals = fun dair vahls\nTycho Brahe = /ˈtaɪkoʊ ˈbrɑːə/\n";
        let (lexicon, broken) = Lexicon::parse(text);
        assert!(broken.is_empty());
        lexicon
    }

    #[test]
    fn words_get_their_readings_and_stay_words() {
        for (narration, expected) in [
            ("Nguyen and nguyen.", format!("{} and nguyen.", marked("Nguyen", "win"))),
            ("(Euler's “Euler”,", format!("({} “{}”,", marked("Euler's", "/ˈɔɪlər/'s"), marked("Euler", "/ˈɔɪlər/"))),
            ("A Sievert! SIEVERT", format!("A {}! {}", marked("Sievert", "SEE vert"), marked("SIEVERT", "SEE vert"))),
            ("Polish the Polish car; polish.", format!("{0} the {0} car; polish.", marked("Polish", "POH-lish"))),
            (
                "By van der Waals, van der Berg",
                format!(
                    "By {} {} {}, van der Berg",
                    marked("van", "fun"),
                    marked("der", "dair"),
                    marked("Waals", "vahls")
                ),
            ),
            ("Tycho, Brahe and Tycho Brahe", "Tycho, Brahe and [[Tycho|/ˈtaɪkoʊ/]] [[Brahe|/ˈbrɑːə/]]".to_owned()),
            ("the Euler–Lagrange way\n\nNext ", "the [[Euler–Lagrange|/ˈɔɪlər/ Lagrange]] way\n\nNext ".to_owned()),
            ("[[*Euler*]], yes", "[[*Euler*|/ˈɔɪlər/]], yes".to_owned()),
            (
                "[[Euler|other]] [[pause 2]] [[voice am_puck Euler Nguyen]] \\[Euler]",
                "[[Euler|other]] [[pause 2]] [[voice am_puck Euler Nguyen]] \\[[[Euler|/ˈɔɪlər/]]]".to_owned(),
            ),
            ("Eulers", "Eulers".to_owned()),
        ] {
            let said = lexicon_of_names().apply(narration);
            assert_eq!(said, expected);
            let count = |text: &str| parse_narration(text).expect("well-formed").len();
            assert_eq!(count(&said), count(narration), "{said}");
            assert_eq!(shown_text(&said), shown_text(narration));
        }
    }

    #[test]
    fn what_cannot_be_used_is_named() {
        let (lexicon, broken) = Lexicon::parse("a = b\nno reading\n= x\nLos Alamos = loss\nx = [[y]]\n");
        assert_eq!(broken, [2, 3, 5]);
        assert_eq!(lexicon.unusable(), ["Los Alamos"]);
        assert_eq!(lexicon.apply("a Los Alamos"), "[[a|b]] Los Alamos");
        let sounds = lexicon_of_names();
        assert_eq!(sounds.sounds().count(), 2);
    }
}
