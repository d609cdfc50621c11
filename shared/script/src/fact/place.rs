//! Places by name: precision before recall, since a wrong place on a map is worse than none.

use lectern_lesson::{Fact, FactKind};

use super::{Word, date};

/// After these a name is nearly always a place.
const LOCATIVE: [&str; 14] = [
    "in",
    "near",
    "into",
    "across",
    "toward",
    "towards",
    "outside",
    "throughout",
    "within",
    "around",
    "off",
    "inside",
    "beyond",
    "at",
];

/// After these only with a word of motion before.
const DIRECTIONAL: [&str; 4] = ["to", "from", "through", "for"];

const MOTION: [&str; 32] = [
    "went",
    "sailed",
    "came",
    "moved",
    "traveled",
    "travelled",
    "returned",
    "fled",
    "carried",
    "routes",
    "route",
    "way",
    "road",
    "flew",
    "marched",
    "migrated",
    "emigrated",
    "sent",
    "brought",
    "exported",
    "imported",
    "spread",
    "arrived",
    "back",
    "goes",
    "flows",
    "runs",
    "leads",
    "stretches",
    "escaped",
    "journey",
    "voyage",
];

/// Words that make a name a place wherever it stands.
const GEOGRAPHIC: [&str; 24] = [
    "Sea",
    "Ocean",
    "River",
    "Lake",
    "Mount",
    "Mountains",
    "Gulf",
    "Bay",
    "Strait",
    "Straits",
    "Island",
    "Islands",
    "Gate",
    "Cape",
    "Desert",
    "Valley",
    "Peninsula",
    "Coast",
    "Canal",
    "Horn",
    "Walls",
    "Alps",
    "Falls",
    "Bridge",
];

const ADJECTIVE_ENDINGS: [&str; 9] = ["ian", "ean", "ish", "ese", "oman", "ench", "utch", "eek", "erman"];

const NO_PLACE: [&str; 20] = [
    "I",
    "The",
    "A",
    "An",
    "It",
    "This",
    "That",
    "God",
    "Internet",
    "Monday",
    "Tuesday",
    "Wednesday",
    "Thursday",
    "Friday",
    "Saturday",
    "Sunday",
    "Spring",
    "Summer",
    "Autumn",
    "Winter",
];

/// The places of a sentence.
pub(super) fn find(plain: &str, words: &[Word<'_>]) -> Vec<Fact> {
    let mut facts: Vec<Fact> = Vec::new();
    let mut index = 0;
    while index < words.len() {
        let Some(count) = name_length(words, index) else {
            index += 1;
            continue;
        };
        let (first, last) = (&words[index], &words[index + count - 1]);
        let has_article = index > 0 && words[index - 1].lower == "the" && words[index - 1].after.is_empty();
        let before = index
            .checked_sub(1 + usize::from(has_article))
            .and_then(|at| words.get(at))
            .filter(|word| word.after.is_empty());
        let is_geographic = count > 1 && words[index..index + count].iter().any(|word| GEOGRAPHIC.contains(&word.text));
        let follows_motion =
            index > 1 && words[index.saturating_sub(6)..index].iter().any(|word| MOTION.contains(&word.lower.as_str()));
        let is_led = before.is_some_and(|word| {
            LOCATIVE.contains(&word.lower.as_str()) || (DIRECTIONAL.contains(&word.lower.as_str()) && follows_motion)
        });
        let next = words.get(index + count).filter(|_| last.after.is_empty());
        let next_is_noun =
            next.is_some_and(|word| word.text.starts_with(char::is_lowercase) && !is_function_word(&word.lower));
        let is_adjective = ADJECTIVE_ENDINGS.iter().any(|ending| last.lower.ends_with(ending))
            && (next_is_noun || last.lower.ends_with("ish"));
        let is_attribute = has_article && count == 1 && next_is_noun;
        let is_possessive = last.text.ends_with("'s") || last.text.ends_with("’s");
        if (is_led || (is_geographic && index > 0)) && !is_adjective && !is_attribute && !is_possessive {
            facts.push(Fact {
                kind: FactKind::Place { name: plain[first.start..last.end].to_owned() },
                start: first.start,
                end: last.end,
            });
        }
        index += count;
    }
    facts
}

/// How many words from `index` are one name: "Gate of Saint Romanus", "New York".
fn name_length(words: &[Word<'_>], index: usize) -> Option<usize> {
    if !is_name(&words[index]) {
        return None;
    }
    let mut count = 1;
    while words[index + count - 1].after.is_empty() {
        let Some(next) = words.get(index + count) else {
            break;
        };
        if is_name(next) {
            count += 1;
        } else if matches!(next.lower.as_str(), "of" | "de" | "la" | "del")
            && next.after.is_empty()
            && words.get(index + count + 1).is_some_and(is_name)
        {
            count += 2;
        } else {
            break;
        }
    }
    Some(count)
}

fn is_name(word: &Word<'_>) -> bool {
    let mut letters = word.text.chars();
    letters.next().is_some_and(char::is_uppercase)
        && letters.clone().next().is_some_and(char::is_lowercase)
        && letters.all(|letter| letter.is_alphabetic() || matches!(letter, '-' | '\'' | '’'))
        && word.text.chars().count() > 2
        && !date::is_month(&word.lower)
        && !NO_PLACE.contains(&word.text)
}

fn is_function_word(lower: &str) -> bool {
    matches!(
        lower,
        "and"
            | "or"
            | "but"
            | "to"
            | "in"
            | "on"
            | "at"
            | "by"
            | "of"
            | "for"
            | "with"
            | "from"
            | "is"
            | "are"
            | "was"
            | "were"
            | "had"
            | "has"
            | "have"
            | "where"
            | "when"
            | "which"
            | "who"
            | "that"
            | "as"
            | "after"
            | "before"
            | "during"
            | "it"
            | "he"
            | "she"
            | "they"
            | "the"
            | "a"
            | "an"
            | "today"
            | "now"
            | "then"
            | "again"
            | "there"
            | "until"
            | "since"
            | "once"
            | "open"
            | "alone"
            | "itself"
            | "and/or"
            | "could"
            | "would"
            | "can"
            | "will"
            | "into"
            | "over"
    )
}
