//! Parts of speech: what each word of a sentence is.
//!
//! A small trained tagger of English (`harper-brill`, 27,000 words and 200 rules of context) tells what it knows; what it does not know
//! is told by the word's ending and by the verbs of [`crate::verbs`], since the words of lessons are rarely in its dictionary.

use harper_brill::{Tagger, UPOS, brill_tagger};

use crate::verbs::{is_auxiliary, is_base, is_finite};
use crate::words::{DETERMINERS, PREPOSITIONS, normalize};

/// What a word is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Tag {
    /// A thing: "membrane", "Mehmed".
    Noun,
    /// How a thing is: "small".
    Adjective,
    /// What happens, a form with a subject: "splits".
    Verb,
    /// A form without a subject of its own: "splitting", "split" after "is".
    Participle,
    /// A base form after "to" or a modal verb.
    Infinitive,
    /// "is", "has", "can".
    Auxiliary,
    /// How it happens: "slowly".
    Adverb,
    /// "in", "of", "to" before a thing.
    Preposition,
    /// "the", "each".
    Determiner,
    /// "it", "which".
    Pronoun,
    /// "and", "or", "but".
    Conjunction,
    /// "because", "when", "that".
    Subordinator,
    /// "seven", "12".
    Number,
    /// "not", "to" before a verb, and what else there is.
    Other,
}

/// The tag of each word of a sentence; words keep their marks.
pub(crate) fn tags(words: &[String]) -> Vec<Tag> {
    let mut tokens: Vec<String> = Vec::new();
    let mut places: Vec<usize> = Vec::new();
    for word in words {
        let core = word.trim_matches(|character: char| !character.is_alphanumeric());
        places.push(tokens.len());
        // A compound is what its last part is: "medium-sized", "ATP-driven".
        let last = core.rsplit(['-', '–', '—']).next().unwrap_or(core);
        tokens.push(if core.is_empty() { word.clone() } else { last.to_owned() });
        if let Some(mark) = word.chars().next_back().filter(|mark| !mark.is_alphanumeric() && !core.is_empty()) {
            tokens.push(mark.to_string());
        }
    }
    let known = brill_tagger().tag_sentence(&tokens);
    let cores: Vec<String> = words.iter().map(|word| normalize(word)).collect();
    let mut found: Vec<Tag> = (0..words.len())
        .map(|at| first_guess(&cores[at], &words[at], known.get(places[at]).copied().flatten()))
        .collect();
    for at in 0..words.len() {
        found[at] = in_context(words, &cores, &found, at);
    }
    find_lost_verbs(words, &cores, &mut found);
    found
}

/// "Cells couple the reaction with …", "It then binds potassium": a stretch without a verb in which a word that can be one stands
/// between a thing and what a thing begins with.
fn find_lost_verbs(words: &[String], cores: &[String], found: &mut [Tag]) {
    let mut start = 0;
    while start < words.len() {
        let end = (start..words.len())
            .find(|at| words[*at].ends_with([',', ';', ':', '.', '—', '?', '!']))
            .map_or(words.len(), |at| at + 1);
        let verbless = !(start..end).any(|at| matches!(found[at], Tag::Verb | Tag::Auxiliary));
        if verbless {
            let lost = (start + 1..end.saturating_sub(1)).find(|at| {
                let before = found[at - 1];
                let plural = cores[at - 1].ends_with('s');
                let form = is_finite(&cores[*at]) && !plural || is_base(&cores[*at]) && plural;
                matches!(found[*at], Tag::Noun | Tag::Adjective)
                    && form
                    && matches!(before, Tag::Noun | Tag::Adverb | Tag::Pronoun)
                    && matches!(
                        found[at + 1],
                        Tag::Determiner | Tag::Noun | Tag::Adjective | Tag::Number | Tag::Pronoun | Tag::Preposition
                    )
            });
            if let Some(lost) = lost {
                found[lost] = Tag::Verb;
            }
        }
        start = end;
    }
}

fn first_guess(core: &str, word: &str, known: Option<UPOS>) -> Tag {
    if core.is_empty() {
        return Tag::Other;
    }
    if core.chars().next().is_some_and(|first| first.is_numeric()) {
        return Tag::Number;
    }
    if crate::words::cardinal(core).is_some() {
        return Tag::Number;
    }
    if is_auxiliary(core) {
        return Tag::Auxiliary;
    }
    if matches!(core, "which" | "who" | "whose" | "whom" | "what") {
        return Tag::Pronoun;
    }
    if matches!(core, "not" | "never") {
        return Tag::Other;
    }
    if matches!(
        core,
        "because"
            | "when"
            | "if"
            | "although"
            | "while"
            | "whereas"
            | "unless"
            | "until"
            | "once"
            | "whether"
            | "though"
    ) {
        return Tag::Subordinator;
    }
    let by_form = || {
        let capital = word.chars().next().is_some_and(char::is_uppercase);
        if core.ends_with("ly") && core.len() > 4 {
            Tag::Adverb
        } else if is_finite(core) {
            Tag::Verb
        } else if core.ends_with("ing") && core.len() > 5 || core.ends_with("ed") && core.len() > 4 {
            Tag::Participle
        } else if !capital
            && ["ic", "al", "ous", "ive", "ary", "less", "ful", "able", "ible", "ar"]
                .iter()
                .any(|end| core.ends_with(end))
        {
            Tag::Adjective
        } else {
            Tag::Noun
        }
    };
    match known {
        None => by_form(),
        Some(UPOS::NOUN | UPOS::PROPN) => Tag::Noun,
        Some(UPOS::ADJ) => Tag::Adjective,
        Some(UPOS::ADV) => Tag::Adverb,
        Some(UPOS::AUX) => Tag::Auxiliary,
        Some(UPOS::VERB) if core.ends_with("ing") => Tag::Participle,
        Some(UPOS::VERB) => Tag::Verb,
        Some(UPOS::ADP) => Tag::Preposition,
        Some(UPOS::DET) => Tag::Determiner,
        Some(UPOS::PRON)
            if DETERMINERS.contains(&core)
                && !matches!(
                    core,
                    "this" | "that" | "these" | "those" | "all" | "both" | "each" | "some" | "many" | "most"
                ) =>
        {
            Tag::Determiner
        }
        Some(UPOS::PRON) => Tag::Pronoun,
        Some(UPOS::CCONJ) => Tag::Conjunction,
        Some(UPOS::SCONJ) if PREPOSITIONS.contains(&core) => Tag::Preposition,
        Some(UPOS::SCONJ) => Tag::Subordinator,
        // Symbols of chemistry look like numbers and cries to a tagger of prose: K⁺, Na⁺.
        Some(UPOS::NUM) if !core.chars().any(char::is_numeric) => by_form(),
        Some(UPOS::INTJ | UPOS::SYM) if word.chars().next().is_some_and(char::is_uppercase) => Tag::Noun,
        Some(UPOS::NUM) => Tag::Number,
        Some(UPOS::PART | UPOS::INTJ | UPOS::PUNCT | UPOS::SYM) => Tag::Other,
    }
}

/// The tag of a word once its neighbors are known.
fn in_context(words: &[String], cores: &[String], found: &[Tag], at: usize) -> Tag {
    let core = cores[at].as_str();
    let before = at.checked_sub(1).map(|before| found[before]);
    let before_core = at.checked_sub(1).map_or("", |before| cores[before].as_str());
    let parted = at > 0 && words[at - 1].ends_with([',', ';', ':', '.', '—', ')']);
    let next = found.get(at + 1).copied();
    let own = found[at];
    let verbal = is_base(core) || is_finite(core);
    if before_core == "to" && verbal && !parted && !matches!(own, Tag::Determiner | Tag::Pronoun) && is_base(core) {
        return Tag::Infinitive;
    }
    match own {
        // "the Estates General": a part of a name.
        Tag::Adjective
            if before == Some(Tag::Noun)
                && !parted
                && words[at].starts_with(char::is_uppercase)
                && words[at - 1].starts_with(char::is_uppercase) =>
        {
            Tag::Noun
        }
        Tag::Verb | Tag::Noun | Tag::Participle | Tag::Adjective if !parted => {
            let modal = matches!(
                before_core,
                "can"
                    | "could"
                    | "will"
                    | "would"
                    | "shall"
                    | "should"
                    | "may"
                    | "might"
                    | "must"
                    | "cannot"
                    | "do"
                    | "does"
                    | "did"
            );
            let after_adverb_modal =
                matches!(before, Some(Tag::Adverb | Tag::Other)) && at > 1 && matches!(found[at - 2], Tag::Auxiliary);
            if modal && is_base(core) {
                return Tag::Infinitive;
            }
            let passive = before == Some(Tag::Auxiliary) || after_adverb_modal;
            if passive && is_past(core) && own != Tag::Adjective {
                return Tag::Participle;
            }
            if passive && is_base(core) && own == Tag::Verb {
                return Tag::Infinitive;
            }
            // "the increase", "a split": after a determiner or an adjective stands a thing.
            if matches!(before, Some(Tag::Determiner | Tag::Number)) && own == Tag::Verb {
                return if is_past(core) && matches!(next, Some(Tag::Noun | Tag::Adjective)) {
                    Tag::Adjective
                } else {
                    Tag::Noun
                };
            }
            if matches!(before, Some(Tag::Adjective)) && own == Tag::Verb && !is_past(core) && !core.ends_with('s') {
                return Tag::Noun;
            }
            if matches!(before, Some(Tag::Preposition)) && own == Tag::Verb && !is_past(core) {
                return Tag::Noun;
            }
            own
        }
        other => other,
    }
}

/// Whether a word has the form of a past participle.
fn is_past(core: &str) -> bool {
    core.ends_with("ed")
        || core.ends_with("en")
        || core.ends_with("wn")
        || {
            const IRREGULAR: &str = "built bought brought caught cut done dug felt found held hit kept laid led left let lost made met paid put read said sent set shed shut spent split spread stood stuck struck sung sunk sold taught told thought understood won wound gone become begun come run";
            IRREGULAR.split_whitespace().any(|form| form == core)
        }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_told_by_their_neighbors() {
        use Tag::{Auxiliary, Determiner, Infinitive, Noun, Participle, Preposition, Verb};
        for (text, word, expected) in [
            ("The sun warms the oceans.", "warms", Verb),
            ("Light energy is converted into sugar.", "converted", Participle),
            ("Cells use ATP to perform work.", "perform", Infinitive),
            ("The increase is small.", "increase", Noun),
            ("The increase is small.", "is", Auxiliary),
            ("It has a phosphorylated intermediate.", "phosphorylated", Participle),
            ("Telophase follows anaphase.", "Telophase", Noun),
            ("The glacier carves a valley between the peaks.", "between", Preposition),
            ("Each pigment absorbs light.", "Each", Determiner),
        ] {
            let words: Vec<String> = text.split_whitespace().map(str::to_owned).collect();
            let at = words.iter().position(|other| other == word).expect("the word is in the text");
            assert_eq!(tags(&words)[at], expected, "{word} in {text}");
        }
    }
}
