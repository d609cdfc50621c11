//! What the planner and the linter know of words: which carry meaning, which are the same, what numbers they spell.

/// Words that bind others together; they carry no meaning of their own on a screen.
const FUNCTION_WORDS: &[&str] = &[
    "a", "about", "above", "after", "again", "all", "also", "although", "am", "among", "an", "and", "any", "are", "as",
    "at", "be", "because", "been", "before", "being", "below", "between", "both", "but", "by", "can", "cannot",
    "could", "did", "do", "does", "doing", "down", "during", "each", "either", "even", "ever", "every", "few", "for",
    "from", "further", "had", "has", "have", "having", "he", "her", "here", "hers", "him", "his", "how", "however",
    "i", "if", "in", "into", "is", "it", "its", "itself", "just", "less", "many", "may", "me", "might", "more", "most",
    "much", "must", "my", "no", "nor", "not", "now", "of", "off", "on", "once", "only", "onto", "or", "other", "our",
    "ours", "out", "over", "own", "per", "quite", "rather", "same", "shall", "she", "should", "since", "so", "some",
    "such", "than", "that", "the", "their", "theirs", "them", "then", "there", "these", "they", "this", "those",
    "through", "thus", "to", "too", "toward", "under", "until", "up", "upon", "us", "very", "was", "we", "were",
    "what", "when", "where", "whether", "which", "while", "who", "whom", "whose", "why", "will", "with", "within",
    "without", "would", "yet", "you", "your", "yours",
];

/// Determiners that open a noun phrase.
pub(crate) const DETERMINERS: &[&str] = &[
    "a", "all", "an", "another", "any", "both", "each", "every", "her", "his", "its", "many", "most", "my", "no",
    "our", "several", "some", "such", "that", "the", "their", "these", "this", "those", "your",
];

/// Pronouns that can be a subject.
pub(crate) const SUBJECT_PRONOUNS: &[&str] = &[
    "everybody",
    "everyone",
    "everything",
    "he",
    "i",
    "it",
    "nobody",
    "nothing",
    "one",
    "she",
    "somebody",
    "someone",
    "something",
    "that",
    "there",
    "these",
    "they",
    "this",
    "those",
    "we",
    "what",
    "you",
];

/// Pronouns that point back to something that must have been named.
pub(crate) const BACK_POINTING: &[&str] =
    &["he", "it", "its", "she", "that", "their", "them", "these", "they", "this", "those", "his", "her"];

/// Prepositions.
pub(crate) const PREPOSITIONS: &[&str] = &[
    "about",
    "above",
    "across",
    "after",
    "against",
    "along",
    "among",
    "around",
    "as",
    "at",
    "before",
    "behind",
    "below",
    "beneath",
    "beside",
    "between",
    "beyond",
    "by",
    "despite",
    "down",
    "during",
    "except",
    "for",
    "from",
    "in",
    "inside",
    "into",
    "like",
    "near",
    "of",
    "off",
    "on",
    "onto",
    "outside",
    "over",
    "per",
    "through",
    "throughout",
    "to",
    "toward",
    "towards",
    "under",
    "unlike",
    "until",
    "up",
    "upon",
    "via",
    "with",
    "within",
    "without",
];

/// Whether `word` (normalized) carries meaning of its own.
pub(crate) fn is_content(word: &str) -> bool {
    word.chars().any(char::is_alphanumeric) && FUNCTION_WORDS.binary_search(&word).is_err()
}

/// A word as it is compared: lower case, without surrounding punctuation and without a possessive ending.
pub(crate) fn normalize(word: &str) -> String {
    let core = word.trim_matches(|character: char| !character.is_alphanumeric());
    let lower = core.to_lowercase().replace('’', "'");
    lower.strip_suffix("'s").map(str::to_owned).unwrap_or(lower)
}

/// The stem that plural and singular (and most verb endings) share. Crude on purpose: it is only compared with itself.
pub(crate) fn stem(word: &str) -> String {
    let word = normalize(word);
    let ends = |ending: &str| word.len() > ending.len() + 2 && word.ends_with(ending) && word.is_ascii();
    let cut = |count: usize| word[..word.len() - count].to_owned();
    let base = if ends("ies") {
        cut(3) + "y"
    } else if ends("sses") || ends("xes") || ends("ches") || ends("shes") {
        cut(2)
    } else if ends("s") && !word.ends_with("ss") && !word.ends_with("us") && !word.ends_with("is") {
        cut(1)
    } else if ends("ing") && word.len() > 6 {
        cut(3)
    } else if ends("ed") && word.len() > 4 {
        cut(2)
    } else {
        word.clone()
    };
    if base.len() > 4 && base.is_ascii() && base.ends_with('e') { base[..base.len() - 1].to_owned() } else { base }
}

/// Whether two words are the same to a listener: same stem, or the same number in digits and in letters.
pub(crate) fn same_word(left: &str, right: &str) -> bool {
    let (left, right) = (normalize(left), normalize(right));
    if left.is_empty() || right.is_empty() {
        return false;
    }
    left == right
        || stem(&left) == stem(&right)
        || matches!((digits_value(&left).or_else(|| cardinal(&left)), digits_value(&right).or_else(|| cardinal(&right))),
            (Some(left), Some(right)) if left == right)
}

/// The stems of the words with meaning in `text`, in order.
pub(crate) fn content_stems(text: &str) -> Vec<String> {
    text.split(|character: char| character.is_whitespace() || matches!(character, '—' | '/' | '(' | ')'))
        .map(normalize)
        .filter(|word| is_content(word))
        .map(|word| stem(&word))
        .collect()
}

/// Estimated seconds that a calm narrator needs for `text` at pace 1: 2.6 words of average length a second, more for long
/// words, and a digit as long as a short word.
pub(crate) fn speech_secs(text: &str) -> f64 {
    text.split_whitespace()
        .map(|word| {
            let letters = word.chars().filter(|character| character.is_alphabetic()).count();
            let digits = word.chars().filter(|character| character.is_numeric()).count();
            if letters + digits == 0 { 0.0 } else { 0.145 + 0.05 * letters as f64 + 0.22 * digits as f64 }
        })
        .sum()
}

/// How many words `text` has.
pub(crate) fn word_count(text: &str) -> usize {
    text.split_whitespace().filter(|word| word.chars().any(char::is_alphanumeric)).count()
}

/// The value of digits with group separators, such as `7,000`.
pub(crate) fn digits_value(word: &str) -> Option<f64> {
    if !word.starts_with(|character: char| character.is_ascii_digit()) {
        return None;
    }
    word.replace(',', "").parse().ok()
}

const CARDINALS: &[(&str, f64)] = &[
    ("zero", 0.0),
    ("one", 1.0),
    ("two", 2.0),
    ("three", 3.0),
    ("four", 4.0),
    ("five", 5.0),
    ("six", 6.0),
    ("seven", 7.0),
    ("eight", 8.0),
    ("nine", 9.0),
    ("ten", 10.0),
    ("eleven", 11.0),
    ("twelve", 12.0),
    ("thirteen", 13.0),
    ("fourteen", 14.0),
    ("fifteen", 15.0),
    ("sixteen", 16.0),
    ("seventeen", 17.0),
    ("eighteen", 18.0),
    ("nineteen", 19.0),
    ("twenty", 20.0),
    ("thirty", 30.0),
    ("forty", 40.0),
    ("fifty", 50.0),
    ("sixty", 60.0),
    ("seventy", 70.0),
    ("eighty", 80.0),
    ("ninety", 90.0),
    ("hundred", 100.0),
    ("thousand", 1e3),
    ("million", 1e6),
    ("billion", 1e9),
    ("trillion", 1e12),
];

/// The value of one number word, hyphens included ("twenty-one").
pub(crate) fn cardinal(word: &str) -> Option<f64> {
    if let Some((_, value)) = CARDINALS.iter().find(|(name, _)| *name == word) {
        return Some(*value);
    }
    let (tens, ones) = word.split_once('-')?;
    match (cardinal_plain(tens)?, cardinal_plain(ones)?) {
        (tens, ones) if (20.0..100.0).contains(&tens) && (1.0..10.0).contains(&ones) => Some(tens + ones),
        _ => None,
    }
}

fn cardinal_plain(word: &str) -> Option<f64> {
    CARDINALS.iter().find(|(name, _)| *name == word).map(|(_, value)| *value)
}

/// Every number that `words` say, in digits or in letters ("seven thousand", "one hundred and twenty").
pub(crate) fn spoken_numbers<'a>(words: impl Iterator<Item = &'a str>) -> Vec<f64> {
    let mut numbers = Vec::new();
    let (mut total, mut group, mut open) = (0.0, 0.0, false);
    for word in words.map(normalize).chain([String::new()]) {
        let value = digits_value(&word).or_else(|| cardinal(&word));
        match value {
            Some(100.0) if open && group > 0.0 && word == "hundred" => group *= 100.0,
            Some(scale) if scale >= 1000.0 && cardinal(&word).is_some() => {
                total += (if group == 0.0 { 1.0 } else { group }) * scale;
                group = 0.0;
                open = true;
            }
            Some(value) => {
                numbers.push(value);
                group += value;
                open = true;
            }
            None if word == "and" && open => {}
            None => {
                if open {
                    numbers.push(total + group);
                }
                (total, group, open) = (0.0, 0.0, false);
            }
        }
    }
    numbers
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_of_function_words_is_sorted_for_its_search() {
        assert!(FUNCTION_WORDS.is_sorted());
    }

    #[test]
    fn words_are_the_same_across_number_plural_and_digits() {
        for (left, right, same) in [
            ("Clouds,", "cloud", true),
            ("berries", "berry", true),
            ("five", "5", true),
            ("“7,000”", "7000", true),
            ("twenty-one", "21", true),
            ("glass", "glas", false),
            ("supply", "supplies", true),
            ("two", "three", false),
            ("—", "—", false),
            ("the sun’s", "the sun", true),
        ] {
            assert_eq!(same_word(left, right), same, "{left} and {right}");
        }
    }

    #[test]
    fn numbers_in_letters_are_heard() {
        for (text, value) in [
            ("about seven thousand men", 7000.0),
            ("one hundred and twenty", 120.0),
            ("half of 2,692,537 calls", 2_692_537.0),
            ("twenty-one years", 21.0),
            ("two million five hundred thousand", 2_500_000.0),
        ] {
            let numbers = spoken_numbers(text.split_whitespace());
            assert!(numbers.contains(&value), "{text}: {numbers:?}");
        }
    }
}
