//! What happens in a stretch of a sentence, in two to four words: a stage of a process, a side of a comparison.

use std::ops::Range;

use super::points::{capitalized, with_small_first};
use super::things::{Thing, is_telling, things};
use crate::tags::Tag;
use crate::words::{BACK_POINTING, normalize};

/// Words of a stage.
const WORDS_MAX: usize = 5;

/// What happens, and the word with which it is said.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Deed {
    /// "Glacier carves valley", "Chromosomes aligned".
    pub text: String,
    /// Who or what it is about, where it is named.
    pub subject: Option<Thing>,
    /// What is said of the subject: "carves valley".
    pub predicate: String,
    /// Index of its verb.
    pub word: usize,
}

/// The first deed of a stretch of a sentence; none when it cannot be told in few words.
pub(crate) fn deed(words: &[String], tags: &[Tag], range: Range<usize>) -> Option<Deed> {
    let named = things(words, tags);
    let verb = range.clone().find(|at| {
        let commands = *at == range.start
            && crate::verbs::is_base(&normalize(&words[*at]))
            && tags.get(at + 1) != Some(&Tag::Verb);
        // The verb of a relative clause is not what happens.
        let relative = *at > range.start && matches!(normalize(&words[at - 1]).as_str(), "that" | "which" | "who");
        let within_group = *at > range.start && tags[*at] == Tag::Verb && tags[at - 1] == Tag::Auxiliary;
        (matches!(tags[*at], Tag::Verb | Tag::Auxiliary) || commands) && !relative && !within_group
    })?;
    let interrupted =
        words[range.start..verb].iter().any(|word| matches!(normalize(word).as_str(), "that" | "which" | "who"));
    let mut main = verb;
    while main + 1 < range.end
        && tags[main] != Tag::Verb
        && matches!(
            tags[main + 1],
            Tag::Adverb | Tag::Auxiliary | Tag::Participle | Tag::Infinitive | Tag::Other | Tag::Verb
        )
    {
        main += 1;
        // What is denied is no deed.
        if matches!(normalize(&words[main]).as_str(), "not" | "never") {
            return None;
        }
        if matches!(tags[main], Tag::Participle | Tag::Infinitive | Tag::Verb) {
            break;
        }
    }
    if matches!(tags[main], Tag::Adverb | Tag::Other) {
        main = verb;
    }
    let subject = named
        .iter()
        .rev()
        .find(|thing| thing.words.start >= range.start && thing.words.end <= verb)
        .filter(|_| verb > range.start)
        .cloned();
    let first = named.iter().find(|thing| thing.words.start >= range.start && thing.words.end <= verb).cloned();
    // "In the G2 phase, the cell …": the subject stands next to its verb.
    let subject = match subject {
        Some(last) if last.words.end == verb && !interrupted || first.is_none() => Some(last),
        _ => first,
    };
    // "Hair cells in the inner ear send": the subject is what the phrase before its verb belongs to.
    let mut subject = subject;
    while let Some(thing) = subject.as_ref()
        && thing.words.start > range.start + 1
        && tags[thing.words.start - 1] == Tag::Preposition
        && let Some(head) = named.iter().find(|other| other.words.end + 1 == thing.words.start)
        && head.words.start >= range.start
        && !words[head.words.end - 1].ends_with(',')
    {
        subject = Some(head.clone());
    }
    let main_word = normalize(&words[main]);
    let is_copula = tags[main] == Tag::Auxiliary;
    // "makes water evaporate": what happens is not in the verb and its object.
    if matches!(
        main_word.as_str(),
        "make"
            | "makes"
            | "made"
            | "let"
            | "lets"
            | "keep"
            | "keeps"
            | "help"
            | "helps"
            | "cause"
            | "causes"
            | "allow"
            | "allows"
    ) {
        return None;
    }
    let mut said = vec![main_word];
    let mut at = main + 1;
    while at < range.end && tags[at] == Tag::Adverb {
        at += 1;
    }
    let object = |start: usize| {
        named
            .iter()
            .find(|thing| thing.words.start == start && thing.words.end <= range.end)
            .filter(|thing| is_telling(thing))
    };
    let ended = words[main].ends_with([',', ';', ':', '.', '?', '!']);
    if !ended && at < range.end {
        if is_copula && object(at).is_some() {
            // What somebody is, is no deed.
            return None;
        } else if let Some(thing) = object(at) {
            said.push(small(&thing.name, words, thing));
        } else if matches!(tags[at], Tag::Preposition) {
            if let Some(thing) = object(at + 1) {
                said.push(normalize(&words[at]));
                said.push(small(&thing.name, words, thing));
            }
        } else if is_copula && matches!(tags[at], Tag::Adjective | Tag::Participle) {
            said.push(normalize(&words[at]));
        }
    }
    if is_copula && said.len() == 1 {
        return None;
    }
    let predicate = said.join(" ");
    let count = |text: &str| text.split_whitespace().count();
    let text = match &subject {
        Some(thing) if count(&thing.name) + count(&predicate) <= WORDS_MAX && !points_back(thing) => {
            format!("{} {predicate}", thing.name)
        }
        Some(_) if said.len() == 1 => return None,
        _ => capitalized(&predicate),
    };
    (count(&text) >= 2 && count(&text) <= WORDS_MAX).then_some(Deed { text, subject, predicate, word: main })
}

/// The name of a thing inside a phrase: names keep their capital.
fn small(name: &str, words: &[String], thing: &Thing) -> String {
    let written = words[thing.words.clone()].join(" ");
    if written.contains(name) { name.to_owned() } else { with_small_first(name) }
}

fn points_back(thing: &Thing) -> bool {
    thing.name.split_whitespace().next().is_none_or(|first| BACK_POINTING.contains(&normalize(first).as_str()))
}
