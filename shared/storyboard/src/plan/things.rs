//! The things that a sentence speaks of: its noun phrases, each with the few words that name it on the screen.

use std::ops::Range;

use super::points::capitalized;
use crate::tags::Tag;
use crate::words::{content_stems, normalize};

/// Words of a name.
const NAME_MAX: usize = 4;

/// Nouns that only measure or point at what follows "of": "a large amount of energy" is energy.
const LIGHT: &[&str] = &[
    "amount",
    "bit",
    "bunch",
    "collection",
    "couple",
    "deal",
    "form",
    "group",
    "kind",
    "lot",
    "majority",
    "number",
    "pair",
    "part",
    "percent",
    "percentage",
    "piece",
    "dozen",
    "hundred",
    "thousand",
    "million",
    "billion",
    "stretch",
    "stream",
    "sheet",
    "layer",
    "portion",
    "process",
    "quantity",
    "range",
    "rest",
    "series",
    "set",
    "share",
    "sort",
    "type",
    "use",
    "variety",
];

/// Nouns that name nothing when they stand alone.
const VAGUE: &[&str] = &[
    "addition",
    "answer",
    "aspect",
    "case",
    "cases",
    "beginning",
    "contrast",
    "end",
    "ends",
    "example",
    "examples",
    "rise",
    "something",
    "start",
    "fact",
    "figure",
    "following",
    "instance",
    "kind",
    "lot",
    "means",
    "one",
    "ones",
    "order",
    "part",
    "place",
    "point",
    "reason",
    "result",
    "role",
    "sense",
    "table",
    "terms",
    "thing",
    "things",
    "time",
    "times",
    "turn",
    "type",
    "types",
    "way",
    "ways",
    "word",
    "words",
];

/// Words that lead to what follows, whole: their nouns name nothing ("with regard to the use of ATP" speaks of its use).
const LEADING: &[&[&str]] = &[
    &["by", "means", "of"],
    &["by", "virtue", "of"],
    &["by", "way", "of"],
    &["in", "accordance", "with"],
    &["in", "addition", "to"],
    &["in", "case", "of"],
    &["in", "charge", "of"],
    &["in", "comparison", "to"],
    &["in", "comparison", "with"],
    &["in", "contrast", "to"],
    &["in", "favor", "of"],
    &["in", "front", "of"],
    &["in", "order", "to"],
    &["in", "place", "of"],
    &["in", "regard", "to"],
    &["in", "relation", "to"],
    &["in", "response", "to"],
    &["in", "search", "of"],
    &["in", "spite", "of"],
    &["in", "terms", "of"],
    &["in", "the", "course", "of"],
    &["in", "view", "of"],
    &["on", "account", "of"],
    &["on", "behalf", "of"],
    &["on", "top", "of"],
    &["with", "reference", "to"],
    &["with", "regard", "to"],
    &["with", "respect", "to"],
];

/// How many words from `at` on lead to what follows.
fn leading(words: &[String], at: usize) -> usize {
    let begins = |phrase: &&&[&str]| {
        words
            .get(at..at + phrase.len())
            .is_some_and(|own| own.iter().zip(**phrase).all(|(own, word)| normalize(own) == *word))
    };
    LEADING.iter().find(begins).map_or(0, |phrase| phrase.len())
}

/// A noun phrase.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Thing {
    /// Its words in the sentence, determiner included.
    pub words: Range<usize>,
    /// What names it: without determiner, at most a few words, with a capital.
    pub name: String,
}

impl Thing {
    /// The stems by which two mentions of one thing are known.
    pub fn key(&self) -> Vec<String> {
        content_stems(&self.name)
    }
}

/// The noun phrases of a sentence, in order. What stands in parentheses is left out.
pub(crate) fn things(words: &[String], tags: &[Tag]) -> Vec<Thing> {
    let mut found: Vec<Thing> = Vec::new();
    let mut at = 0;
    let mut depth = 0_usize;
    while at < words.len() {
        depth += words[at].matches('(').count();
        let aside = depth > 0;
        let closes = words[at].matches(')').count();
        let led = leading(words, at);
        if led > 0 {
            at += led;
            continue;
        }
        if aside || !opens(tags, at) {
            depth = depth.saturating_sub(closes);
            at += 1;
            continue;
        }
        let end = phrase_end(words, tags, at);
        if let Some(thing) = thing(words, tags, at..end) {
            found.push(thing);
        }
        at = end.max(at + 1);
    }
    join_of(words, &found)
}

fn opens(tags: &[Tag], at: usize) -> bool {
    match tags[at] {
        Tag::Noun | Tag::Determiner | Tag::Adjective | Tag::Number => true,
        Tag::Participle => {
            let free =
                at == 0 || matches!(tags[at - 1], Tag::Preposition | Tag::Determiner | Tag::Verb | Tag::Conjunction);
            free && matches!(tags.get(at + 1), Some(Tag::Noun | Tag::Adjective))
        }
        _ => false,
    }
}

fn phrase_end(words: &[String], tags: &[Tag], start: usize) -> usize {
    let mut end = start;
    while end < words.len() {
        let inside = match tags[end] {
            Tag::Noun | Tag::Adjective | Tag::Number => true,
            Tag::Determiner => (start..end).all(|before| tags[before] == Tag::Determiner),
            Tag::Participle => {
                matches!(tags.get(end + 1), Some(Tag::Noun | Tag::Adjective)) && !words[end].ends_with(',')
            }
            Tag::Adverb => end > start && tags.get(end + 1) == Some(&Tag::Adjective) && tags[end - 1] != Tag::Noun,
            _ => false,
        };
        // A new thing begins with a capital or a number after a noun only inside a name.
        if !inside || end > start && words[end].starts_with('(') {
            break;
        }
        end += 1;
        // "Every day germs enter": a time is a phrase of its own.
        if end == start + 2
            && matches!(normalize(&words[start]).as_str(), "every" | "each" | "one" | "this" | "that" | "last")
            && matches!(
                normalize(&words[start + 1]).as_str(),
                "day" | "night" | "morning" | "evening" | "week" | "month" | "year" | "time"
            )
        {
            break;
        }
        if words[end - 1].ends_with([',', ';', ':', '.', '?', '!', '—', ')']) {
            break;
        }
    }
    end
}

fn thing(words: &[String], tags: &[Tag], range: Range<usize>) -> Option<Thing> {
    let mut last = range.end;
    while last > range.start && tags[last - 1] != Tag::Noun {
        last -= 1;
    }
    let mut first = range.start;
    while first < last && matches!(tags[first], Tag::Determiner) {
        first += 1;
    }
    // Numbers and adverbs do not name; what is left of a long phrase is its end.
    while first + 1 < last
        && (last - first > NAME_MAX || tags[first] == Tag::Adverb || is_filler(&normalize(&words[first])))
    {
        first += 1;
    }
    if first >= last {
        return None;
    }
    let name = bare(&words[first..last].join(" "));
    let named =
        name.chars().any(char::is_alphabetic) && (name.chars().count() > 1 || name.starts_with(char::is_uppercase));
    named.then(|| Thing { words: range.start..last, name: capitalized(&name) })
}

/// Adjectives that add nothing to a name.
fn is_filler(core: &str) -> bool {
    matches!(
        core,
        "other"
            | "another"
            | "same"
            | "such"
            | "certain"
            | "particular"
            | "different"
            | "various"
            | "several"
            | "many"
            | "own"
            | "more"
            | "most"
            | "few"
            | "enormous"
            | "sufficient"
            | "necessary"
            | "important"
            | "whole"
            | "entire"
            | "actual"
            | "overall"
            | "much"
    )
}

fn bare(text: &str) -> String {
    let text = text.trim_matches(|character: char| {
        !character.is_alphanumeric() && !matches!(character, '⁺' | '⁻' | '$' | '%' | '°')
    });
    let text = text.strip_suffix("'s").or(text.strip_suffix("’s")).unwrap_or(text);
    text.to_owned()
}

/// "The hydrolysis of ATP" is one thing; "a large amount of energy" is energy.
fn join_of(words: &[String], found: &[Thing]) -> Vec<Thing> {
    let mut joined: Vec<Thing> = Vec::new();
    for thing in found {
        let linked = |before: &Thing| {
            before.words.end + 1 == thing.words.start
                && normalize(&words[before.words.end]) == "of"
                && !words[before.words.end - 1].ends_with(',')
        };
        if let Some(before) = joined.last_mut().filter(|before| linked(before)) {
            let last = before.name.split_whitespace().last().map(normalize).unwrap_or_default();
            let light = LIGHT.contains(&last.as_str()) || LIGHT.contains(&last.trim_end_matches('s'));
            let own: Vec<&str> = thing.name.split_whitespace().collect();
            let total = before.name.split_whitespace().count() + 1 + own.len();
            if light || before.name.ends_with('%') {
                before.name = thing.name.clone();
            } else if total <= NAME_MAX {
                let inner = words[thing.words.start..thing.words.end].join(" ");
                let keeps_case = inner.contains(&thing.name);
                let name = if keeps_case { thing.name.clone() } else { super::points::with_small_first(&thing.name) };
                before.name = format!("{} of {name}", before.name);
            }
            before.words.end = thing.words.end;
            continue;
        }
        joined.push(thing.clone());
    }
    joined
}

/// Whether a thing names something that can stand in a diagram.
pub(crate) fn is_telling(thing: &Thing) -> bool {
    let stems: Vec<String> = thing.name.split_whitespace().map(normalize).collect();
    stems.last().is_some_and(|last| !VAGUE.contains(&last.as_str()) && !LIGHT.contains(&last.as_str()))
        && !content_stems(&thing.name).is_empty()
        // "500 tonnes" is an amount, not a thing.
        && !thing.name.starts_with(|first: char| first.is_numeric() || matches!(first, '$' | '€' | '£'))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tags::tags;

    #[test]
    fn things_are_named_in_few_words() {
        for (text, expected) in [
            ("The sun emits an enormous amount of electromagnetic radiation.", "Sun|Electromagnetic radiation"),
            ("The hydrolysis of ATP releases energy.", "Hydrolysis of ATP|Energy"),
            ("The glacier carves a deep valley (a trough) between the peaks.", "Glacier|Deep valley|Peaks"),
            ("Greek scholars carried their books to Italy.", "Greek scholars|Books|Italy"),
        ] {
            let words: Vec<String> = text.split_whitespace().map(str::to_owned).collect();
            let names: Vec<String> = things(&words, &tags(&words)).into_iter().map(|thing| thing.name).collect();
            assert_eq!(names.join("|"), expected, "{text}");
        }
    }
}
