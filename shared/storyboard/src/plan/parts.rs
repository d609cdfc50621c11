//! A whole and its parts or kinds: "interphase is divided into …", "the three kinds of rock are …".

use lectern_lesson::{Item, Node, Visual};

use super::pictures::Picture;
use super::points::capitalized;
use super::prose::{Guide, Said};
use super::things::{Thing, things};
use crate::tags::Tag;
use crate::words::{DETERMINERS, normalize, stem};

/// What parts are called.
const PARTS: &[&str] = &[
    "kind",
    "type",
    "part",
    "form",
    "class",
    "group",
    "layer",
    "branch",
    "sort",
    "element",
    "component",
    "state",
    "category",
    "member",
    "organ",
    "section",
];
/// Parts that follow one another.
const STAGES: &[&str] = &["stage", "phase", "step", "period", "act"];

/// The parts of a list that a screen holds.
const PARTS_MAX: usize = 6;

/// The tree, or for stages the process, that a sentence tells.
pub(crate) fn parts(said: &Said, guide: &Guide<'_>) -> Option<Picture> {
    if said.asks() {
        return None;
    }
    let words = said.words();
    let tags = said.tags();
    let cores: Vec<String> = words.iter().map(|word| normalize(word)).collect();
    let named = things(&words, tags);
    let (verb, from, kind) = trigger(&cores, tags, &named)?;
    let whole = named.iter().rev().find(|thing| thing.words.end <= verb)?;
    // "The water in rivers contains …": the whole stands right before its verb.
    let between = words.get(whole.words.end..verb).unwrap_or_default();
    let relative =
        between.iter().all(|word| word.starts_with('(') || word.ends_with([')', ',']) || normalize(word) == "which");
    if between.len() > 3 || !relative {
        return None;
    }
    let members = listed(&words, tags, from);
    if !(2..=PARTS_MAX).contains(&members.len()) {
        return None;
    }
    let pictures: Vec<Option<String>> = members.iter().map(|(name, _)| guide.illustration(name, &said.text)).collect();
    let staged = kind == Kind::Stages;
    let mut cues: Vec<(usize, usize)> = Vec::new();
    let visual = if staged {
        cues.extend(members.iter().enumerate().map(|(part, (_, word))| (part, *word)));
        let stages = members
            .iter()
            .zip(pictures)
            .map(|((name, _), picture)| Item { name: name.clone(), note: None, picture })
            .collect();
        Visual::Process { heading: Some(whole.name.clone()), stages }
    } else {
        cues.push((0, whole.words.start));
        cues.extend(members.iter().enumerate().map(|(part, (_, word))| (part + 1, *word)));
        let root =
            Node { name: whole.name.clone(), parent: None, picture: guide.illustration(&whole.name, &said.text) };
        let nodes = members.iter().zip(pictures).map(|((name, _), picture)| Node {
            name: name.clone(),
            parent: Some(0),
            picture,
        });
        Visual::Tree { heading: None, nodes: std::iter::once(root).chain(nodes).collect() }
    };
    Some(Picture {
        visual,
        weakness: if members.len() > 2 { -0.4 } else { 0.4 },
        cues,
        around: Vec::new(),
        lasts: true,
    })
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Parts,
    Stages,
}

/// The verb that tells of parts, where the list begins, and whether the parts are stages.
fn trigger(cores: &[String], tags: &[Tag], named: &[Thing]) -> Option<(usize, usize, Kind)> {
    let core = |at: usize| cores.get(at).map_or("", String::as_str);
    for (at, tag) in tags.iter().enumerate().skip(1) {
        let follows = |phrase: &[&str]| phrase.iter().enumerate().all(|(offset, word)| core(at + offset) == *word);
        let be = matches!(core(at), "is" | "are" | "was" | "were");
        let divided = be
            && matches!(core(at + 1), "divided" | "split" | "grouped" | "classified" | "separated")
            && core(at + 2) == "into";
        let composed = be
            && (core(at + 1) == "composed" && core(at + 2) == "of" || core(at + 1) == "made" && core(at + 2) == "of");
        let made_up = be && core(at + 1) == "made" && core(at + 2) == "up" && core(at + 3) == "of";
        let from = if divided || composed {
            at + 3
        } else if made_up {
            at + 4
        } else if follows(&["consists", "of"]) || follows(&["consist", "of"]) || follows(&["consisted", "of"]) {
            at + 2
        } else if matches!(core(at), "comprises" | "comprise" | "includes" | "include" | "contains" | "contain")
            && *tag == Tag::Verb
        {
            at + 1
        } else if be {
            let plural = named.iter().rev().find(|thing| thing.words.end == at)?;
            let words: Vec<String> = plural.name.split_whitespace().map(stem).collect();
            let holds = |list: &[&str]| words.iter().any(|word| list.iter().any(|part| stem(part) == *word));
            if !holds(PARTS) && !holds(STAGES) || core(at) == "is" || core(at) == "was" {
                continue;
            }
            let from = at + if core(at + 1) == "called" || core(at + 1) == "named" { 2 } else { 1 };
            return Some((at, from, if holds(STAGES) { Kind::Stages } else { Kind::Parts }));
        } else {
            continue;
        };
        let staged = cores.get(from..).is_some_and(|rest| {
            rest.iter().flat_map(|word| word.split('—')).any(|word| STAGES.iter().any(|part| stem(part) == stem(word)))
        });
        return Some((at, from, if staged { Kind::Stages } else { Kind::Parts }));
    }
    None
}

/// The members of a list that begins at a word: each in at most four words, with its first word.
fn listed(words: &[String], tags: &[Tag], from: usize) -> Vec<(String, usize)> {
    let mut members: Vec<(String, usize)> = Vec::new();
    let mut own: Vec<usize> = Vec::new();
    let close = |own: &mut Vec<usize>, members: &mut Vec<(String, usize)>| -> bool {
        while own.first().is_some_and(|at| {
            DETERMINERS.contains(&normalize(&words[*at]).as_str()) || normalize(&words[*at]).is_empty()
        }) {
            own.remove(0);
        }
        if own.is_empty() {
            return true;
        }
        let text = own.iter().map(|at| words[*at].as_str()).collect::<Vec<_>>().join(" ");
        // "a series of phases—prophase, …": the dash opens the list.
        let text = text.rsplit('—').next().unwrap_or_default().to_owned();
        if text.len() < own.iter().map(|at| words[*at].len() + 1).sum::<usize>().saturating_sub(1) {
            own.drain(..own.len() - 1);
        }
        let text = text
            .trim_matches(|character: char| !character.is_alphanumeric() && !matches!(character, '⁺' | '⁻'))
            .to_owned();
        let fits = own.len() <= 4 && !text.is_empty();
        if fits {
            members.push((capitalized(&text), own[0]));
        }
        own.clear();
        fits
    };
    let mut whole = true;
    for at in from..words.len() {
        let core = normalize(&words[at]);
        let joins = matches!(core.as_str(), "and" | "or");
        if let Some((last, _)) = words[at].split_once('—').filter(|_| !members.is_empty()) {
            // "… and telophase—that result in": the dash closes the list.
            if own.is_empty() {
                members.push((capitalized(last), at));
            }
            own.clear();
            break;
        }
        // The list ends where another clause begins.
        if matches!(tags[at], Tag::Verb | Tag::Auxiliary | Tag::Subordinator)
            || matches!(core.as_str(), "which" | "that" | "who" | "where" | "with" | "as")
            || tags[at] == Tag::Pronoun
        {
            break;
        }
        if joins {
            whole &= close(&mut own, &mut members);
            continue;
        }
        own.push(at);
        // "three estates: the clergy, …": the list itself begins here.
        if words[at].ends_with(':') && members.is_empty() {
            own.clear();
        } else if words[at].ends_with(',') {
            whole &= close(&mut own, &mut members);
        } else if words[at].ends_with([';', '.', ':', '—']) {
            break;
        }
    }
    whole &= close(&mut own, &mut members);
    if whole { members } else { Vec::new() }
}
