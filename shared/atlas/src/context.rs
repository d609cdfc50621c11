//! A text, read for the places that it may name.

use std::collections::BTreeSet;

use crate::atlas::Atlas;
use crate::gazetteer::{Gazetteer, fold};
use crate::place::Kind;

/// Words after which a place is likely.
const BEFORE_PLACES: [&str; 40] = [
    "in",
    "to",
    "from",
    "near",
    "at",
    "toward",
    "towards",
    "across",
    "through",
    "between",
    "around",
    "outside",
    "inside",
    "into",
    "via",
    "beyond",
    "left",
    "reached",
    "conquered",
    "visited",
    "invaded",
    "entered",
    "over",
    "past",
    "throughout",
    "within",
    "northern",
    "southern",
    "eastern",
    "western",
    "central",
    "modern",
    "ancient",
    "upper",
    "lower",
    "besieged",
    "captured",
    "leaving",
    "off",
    "along",
];

/// Words after which a place is somewhat likely.
const SOMETIMES_BEFORE_PLACES: [&str; 7] = ["of", "with", "against", "like", "for", "called", "and"];

/// Words after which the name of a person follows.
const BEFORE_PERSONS: [&str; 26] = [
    "mr",
    "mrs",
    "ms",
    "dr",
    "sir",
    "lord",
    "lady",
    "queen",
    "king",
    "prince",
    "princess",
    "president",
    "professor",
    "saint",
    "general",
    "captain",
    "colonel",
    "admiral",
    "emperor",
    "pope",
    "father",
    "mother",
    "uncle",
    "aunt",
    "duke",
    "chancellor",
];

/// Words after which a thing follows.
const BEFORE_THINGS: [&str; 14] =
    ["a", "an", "roast", "fine", "cold", "hot", "some", "any", "my", "your", "his", "her", "every", "each"];

/// The longest name in words.
const LONGEST: usize = 6;

/// A text with the names of places in it: what [`Atlas::find`] judges a name by.
#[derive(Debug, Clone, Default)]
pub struct Context {
    pub(crate) mentions: Vec<Mention>,
    /// Entries that are meant beyond doubt, each once.
    pub(crate) certain: Vec<usize>,
    /// Folded words that stand in the text in lower case.
    lower_case: BTreeSet<String>,
    words: usize,
}

/// A name of places, where it stands in a text.
#[derive(Debug, Clone)]
pub(crate) struct Mention {
    pub(crate) text: String,
    pub(crate) folded: String,
    /// Signs that a place is meant, less signs that it is not.
    pub(crate) signs: i32,
    pub(crate) inside_sentence: bool,
    pub(crate) possessive: bool,
    /// The places that may be meant by the name after a comma.
    pub(crate) followed_by: Vec<usize>,
}

struct Word<'a> {
    text: &'a str,
    folded: String,
    /// What stands between this word and the next.
    gap: &'a str,
    capitalized: bool,
    starts_sentence: bool,
}

impl Context {
    /// No text.
    pub fn none() -> Self {
        Self::default()
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.words == 0
    }

    /// Whether a word stands in the text in lower case.
    pub(crate) fn holds_word(&self, folded: &str) -> bool {
        self.lower_case.contains(folded)
    }
}

impl Atlas {
    /// Reads a text for names of places. Read a whole lesson at once: its places support each other.
    ///
    /// Costs some microseconds a word.
    pub fn context(&self, text: &str) -> Context {
        let gazetteer = self.gazetteer();
        let words = words(text);
        let spans = spans(gazetteer, &words);
        let mentions: Vec<Mention> =
            spans.iter().enumerate().map(|(index, _)| mention(gazetteer, text, &words, &spans, index)).collect();
        let mut certain = Vec::new();
        for mention in &mentions {
            if gazetteer.is_word(&mention.folded) || mention.signs <= -2 {
                continue;
            }
            let mut candidates = gazetteer.named(&mention.folded).filter(|candidate| {
                let entry = &gazetteer.entries[*candidate];
                entry.place.kind != Kind::City || entry.rank < 9 || entry.capital || entry.place.population >= 1_000_000
            });
            // A name that two large places share is no support.
            if let (Some(candidate), None) = (candidates.next(), candidates.next())
                && !certain.contains(&candidate)
            {
                certain.push(candidate);
            }
        }
        let lower_case = words.iter().filter(|word| !word.capitalized).map(|word| word.folded.clone()).collect();
        Context { mentions, certain, lower_case, words: words.len() }
    }
}

/// The spans of words that are names of places, the longest first at each word, without overlaps.
fn spans(gazetteer: &Gazetteer, words: &[Word<'_>]) -> Vec<(usize, usize)> {
    let mut spans = Vec::new();
    let mut at = 0;
    while at < words.len() {
        let longest = (1..=LONGEST.min(words.len() - at)).rev().find(|length| {
            let span = &words[at..at + length];
            if !span[0].capitalized || !span[length - 1].capitalized && *length == 1 {
                return false;
            }
            if span[..length - 1].iter().any(|word| !matches!(word.gap, " " | "-" | "–" | ". " | "\n" | ", ")) {
                return false;
            }
            // A comma or a stop within a name is rare: Washington, D.C. and St. Helena.
            let mut name = String::new();
            for (index, word) in span.iter().enumerate() {
                name.push_str(word.text);
                if index + 1 < *length {
                    name.push_str(word.gap);
                }
            }
            gazetteer.named(&fold(&name)).next().is_some()
        });
        match longest {
            Some(length) => {
                spans.push((at, at + length));
                at += length;
            }
            None => at += 1,
        }
    }
    spans
}

fn mention(gazetteer: &Gazetteer, text: &str, words: &[Word<'_>], spans: &[(usize, usize)], index: usize) -> Mention {
    let (from, to) = spans[index];
    let (first, last) = (&words[from], &words[to - 1]);
    let start = first.text.as_ptr() as usize - text.as_ptr() as usize;
    let end = last.text.as_ptr() as usize + last.text.len() - text.as_ptr() as usize;
    let name = &text[start..end];
    let possessive = last.gap.starts_with(['\'', '’']);
    let inside_sentence = !first.starts_sentence;
    let mut signs = 0;
    if inside_sentence && let Some(before) = from.checked_sub(1).map(|before| &words[before]) {
        let joined = before.gap == " ";
        // "In the Bronx": the article does not hide the preposition.
        let word = if before.folded == "the" && from >= 2 { &words[from - 2] } else { before };
        let is_place = index > 0 && spans[index - 1].1 == from;
        if BEFORE_PERSONS.contains(&before.folded.as_str()) && joined {
            signs -= 3;
        } else if BEFORE_PLACES.contains(&word.folded.as_str()) {
            signs += 2;
        } else if SOMETIMES_BEFORE_PLACES.contains(&word.folded.as_str()) {
            signs += 1;
        } else if BEFORE_THINGS.contains(&before.folded.as_str()) {
            signs -= 2;
        } else if joined && before.capitalized && !is_place && !before.starts_sentence {
            signs -= 3;
        } else if joined && before.capitalized && !is_place {
            // "Abraham Lincoln" at the start of a sentence, but not "When Lincoln".
            signs -= if before.folded.len() > 3 && !is_common_opening(&before.folded) { 3 } else { 0 };
        }
    } else if first.starts_sentence && from > 0 && words[from - 1].gap.is_empty() {
        signs -= 1;
    }
    let next_is_place = spans.get(index + 1).is_some_and(|next| next.0 == to);
    if let Some(next) = words.get(to).filter(|_| last.gap == " ")
        && next.capitalized
        && !next_is_place
        && gazetteer.is_word(&fold(name))
    {
        signs -= 3;
    }
    let followed_by = match spans.get(index + 1) {
        Some(&(next, after)) if next == to && matches!(last.gap, ", " | " (") => {
            let start = words[next].text.as_ptr() as usize - text.as_ptr() as usize;
            let end = words[after - 1].text.as_ptr() as usize + words[after - 1].text.len() - text.as_ptr() as usize;
            gazetteer
                .named(&fold(&text[start..end]))
                .filter(|entry| matches!(gazetteer.entries[*entry].place.kind, Kind::Country | Kind::State))
                .collect()
        }
        _ => Vec::new(),
    };
    Mention { text: name.to_owned(), folded: fold(name), signs, inside_sentence, possessive, followed_by }
}

fn is_common_opening(folded: &str) -> bool {
    const OPENINGS: [&str; 24] = [
        "when",
        "while",
        "then",
        "that",
        "this",
        "there",
        "here",
        "where",
        "after",
        "before",
        "because",
        "although",
        "though",
        "once",
        "today",
        "later",
        "since",
        "until",
        "even",
        "only",
        "both",
        "neither",
        "unlike",
        "meanwhile",
    ];
    OPENINGS.contains(&folded)
}

fn words(text: &str) -> Vec<Word<'_>> {
    let is_part = |character: char| character.is_alphanumeric() || matches!(character, '\'' | '’' | 'ʻ');
    let mut found: Vec<(usize, usize)> = Vec::new();
    let mut start = None;
    for (at, character) in text.char_indices() {
        match (is_part(character), start) {
            (true, None) => start = Some(at),
            (false, Some(from)) => {
                found.push((from, at));
                start = None;
            }
            _ => {}
        }
    }
    if let Some(from) = start {
        found.push((from, text.len()));
    }
    let mut words: Vec<Word<'_>> = Vec::with_capacity(found.len());
    let mut starts_sentence = true;
    for (index, &(from, to)) in found.iter().enumerate() {
        let whole = &text[from..to];
        let end = ["'s", "’s", "'", "’"].iter().find_map(|ending| whole.strip_suffix(ending)).unwrap_or(whole).len();
        let text_of_word = whole[..end].trim_start_matches(['\'', '’']);
        let gap = &text[from + end..found.get(index + 1).map_or(text.len(), |next| next.0)];
        let capitalized = text_of_word.chars().next().is_some_and(char::is_uppercase);
        words.push(Word { text: text_of_word, folded: fold(text_of_word), gap, capitalized, starts_sentence });
        // A stop after one or two letters ends an abbreviation, not a sentence.
        let ends =
            gap.contains(['!', '?', '\n', ':', '“', '"']) || gap.contains('.') && text_of_word.chars().count() > 2;
        starts_sentence = ends;
    }
    words
}
