//! The nouns of a sentence that a picture may show.

use crate::verbs::{is_base, is_finite};
use crate::words::{DETERMINERS, PREPOSITIONS, is_content, normalize};

/// A noun or noun phrase of a sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Noun {
    /// The words as they stand, without marks at the ends.
    pub text: String,
    /// Index of its first word in the sentence.
    pub word: usize,
    /// Index of its last word, which names the thing.
    pub head: usize,
}

/// The noun phrases of a sentence's words in their order, each without its determiner.
///
/// There is no tagger: a phrase is what follows a determiner, a preposition, a number or another noun of an enumeration, up to
/// the next word of grammar, verb or mark.
pub(crate) fn nouns(words: &[String]) -> Vec<Noun> {
    let cores: Vec<String> = words.iter().map(|word| normalize(word)).collect();
    let mut found = Vec::new();
    let mut index = 0;
    while index < words.len() {
        let opens = index == 0
            || opens_phrase(&cores[index - 1])
            || words[index - 1].ends_with([',', ':', '—', '(', ';'])
            || matches!(cores[index - 1].as_str(), "and" | "or")
            || cores[index - 1].parse::<f64>().is_ok()
            || is_finite(&cores[index - 1]);
        if !opens || !names(&cores[index]) {
            index += 1;
            continue;
        }
        let first = index;
        while index + 1 < words.len()
            && !ends_phrase(&words[index])
            && names(&cores[index + 1])
            && !is_finite(&cores[index + 1])
            && !(is_base(&cores[index + 1]) && cores[index].ends_with('s'))
        {
            index += 1;
        }
        // "the sun warms": a single word before a verb is the subject.
        let text = words[first..=index].join(" ");
        let text = text.trim_matches(|character: char| !character.is_alphanumeric()).to_owned();
        if !text.is_empty() {
            found.push(Noun { text, word: first, head: index });
        }
        index += 1;
    }
    found
}

fn opens_phrase(core: &str) -> bool {
    DETERMINERS.contains(&core)
        || PREPOSITIONS.contains(&core)
        || matches!(core, "than" | "two" | "three" | "four" | "five" | "six")
}

/// Whether a word can belong to a noun phrase: it carries meaning and is no adverb.
fn names(core: &str) -> bool {
    is_content(core) && core.chars().any(char::is_alphabetic) && !core.ends_with("ly") && !is_finite_alone(core)
}

/// Forms that are verbs and hardly ever nouns.
fn is_finite_alone(core: &str) -> bool {
    crate::verbs::is_auxiliary(core) || core.ends_with("ed") && is_finite(core)
}

fn ends_phrase(word: &str) -> bool {
    word.ends_with([',', ';', ':', '.', '?', '!', '—', ')'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phrases_are_found_in_their_order() {
        for (text, expected) in [
            ("Every day the sun warms the oceans, the lakes and the rivers.", "day sun oceans lakes rivers"),
            ("Plants help too: they release water through their leaves.", "Plants leaves"),
            ("A carpenter wants to know whether a corner is square.", "carpenter corner"),
            ("He also brought something new: a bronze cannon.", "bronze cannon"),
        ] {
            let words: Vec<String> = text.split_whitespace().map(str::to_owned).collect();
            let found: Vec<String> = nouns(&words).into_iter().map(|noun| noun.text).collect();
            for noun in expected.split(' ').filter(|_| !expected.contains("bronze")) {
                assert!(found.iter().any(|known| known == noun), "{noun} in {found:?}");
            }
            if expected.contains("bronze") {
                assert!(found.iter().any(|known| known == expected), "{found:?}");
            }
        }
    }
}
