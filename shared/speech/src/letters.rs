//! Letter-to-sound rules: how a word that no dictionary has is read.
//!
//! The rules have the form of Elovitz, Johnson, McHugh and Shore, "Automatic Translation of English Text to Phonetics by
//! Means of Letter-to-Sound Rules" (NRL Report 7948, 1976, public domain): the first rule of a letter whose letters and
//! contexts match gives the sounds and says how many letters are used up. The stress comes afterwards, by ending and weight.

/// A rule: what stands to the left, the letters, what stands to the right, the sounds.
///
/// Signs in contexts: ` ` edge of the word, `#` one or more vowels, `:` zero or more consonants, `^` one consonant,
/// `.` voiced consonant, `+` front vowel (e, i, y), `%` an ending (e, er, es, ed, ing, ely), `@` a consonant after which a
/// long u is plain, `&` a hissing sound, `*` one or more consonants.
type Rule = (&'static str, &'static str, &'static str, &'static str);

#[rustfmt::skip]
const RULES: &[Rule] = &[
    // a
    (" ", "are", " ", "ɑɹ"), (" ", "ar", "o", "əɹ"), ("", "ar", "#", "ɛɹ"), (" :", "ang", "+", "Anʤ"), ("", "augh", "", "ɔ"),
    ("", "au", "", "ɔ"), ("", "aw", "", "ɔ"), ("", "ay", "", "A"), ("", "ai", "r", "ɛ"), ("", "ai", "", "A"), ("", "ae", "", "i"),
    ("", "aa", "", "ɑ"), ("", "ah", " ", "ɑ"), ("", "able", " ", "əbᵊl"), ("#:", "ally", " ", "əli"), ("#:", "als", " ", "ᵊlz"),
    ("#:", "al", " ", "ᵊl"), ("", "alk", "", "ɔk"), (" ", "al", "^", "æl"), ("", "all", " ", "ɔl"), ("", "al", "d", "ɔl"),
    ("", "al", "t", "ɔl"), ("#:", "ag", "e ", "ɪʤ"), ("^", "ation", "", "AʃƏn"), ("", "a", "tion", "A"), ("", "a", "^^e ", "æ"),
    ("", "a", "^%", "A"), ("", "a", "^ia", "A"), ("", "a", "^io", "A"), ("", "ass", " ", "æs"), ("wh", "a", "t", "ʌ"),
    ("", "ar", "r", "æɹ"), (" :", "ar", "", "ɑɹ"), ("", "ary", " ", "ɛɹi"), ("#:", "ar", " ", "əɹ"), ("", "ar", "", "ɑɹ"),
    (" w", "a", "^", "ɑ"), ("qu", "a", "^", "ɑ"), ("", "a", " ", "ə"), (" ", "a", "", "æ"), ("", "a", "", "æ"),
    // b
    ("", "bb", "", "b"), ("m", "b", " ", ""), ("m", "bs", " ", "z"), ("", "b", "", "b"),
    // c
    (" ", "ch", "^", "k"), ("s", "ch", "", "k"), ("", "ch", "r", "k"), ("", "ch", "l", "k"), ("", "ch", "", "ʧ"), ("", "cc", "+", "ks"),
    ("", "cci", "o", "ʧ"), ("", "ci", "a", "ʃ"), ("", "ci", "o", "ʃ"), ("", "ci", "en", "ʃ"), ("", "ck", "", "k"), ("", "cq", "u", "k"),
    ("s", "c", "+", ""), ("", "c", "+", "s"), ("", "cc", "", "k"), ("", "cz", "", "ʧ"), ("", "c", "", "k"),
    // d
    ("#:", "ded", " ", "dəd"), (".e", "d", " ", "d"), ("#:^e", "d", " ", "t"), ("", "dd", "", "d"), ("", "dge", "", "ʤ"),
    ("", "dg", "+", "ʤ"), ("", "dj", "", "ʤ"), ("", "d", "", "d"),
    // e
    ("#:", "e", " ", ""), ("#:", "es", " ", "z"), (" :", "e", " ", "i"), ("#", "ed", " ", "d"), ("#:", "e", "d ", ""), ("", "ever", "", "ɛvəɹ"), ("", "er", "#", "ɪɹ"),
    ("#:", "er", " ", "əɹ"), ("#:", "ers", " ", "əɹz"), ("", "err", "", "ɛɹ"), (" :", "er", "", "ɜɹ"), ("", "er", "", "əɹ"), ("#:", "e", "s ", ""), ("#:", "ely", " ", "li"),
    ("#:", "ement", "", "mᵊnt"), ("", "eful", "", "fᵊl"), ("", "eer", "", "ɪɹ"), ("", "ee", "", "i"), ("", "earn", "", "ɜɹn"), (" ", "ear", "^", "ɜɹ"),
    ("", "ead", "", "ɛd"), ("#:", "ea", " ", "iə"), ("", "ear", "", "ɪɹ"), ("", "eau", "", "O"), ("", "ea", "", "i"), ("", "eigh", "", "A"),
    ("", "eir", "", "ɛɹ"), ("c", "ei", "", "i"), ("", "ei", "", "I"), ("", "eous", " ", "iəs"), ("", "eo", "", "iO"), ("", "eye", "", "I"), ("", "ey", " ", "i"), ("", "ey", "", "A"),
    ("@", "eu", "", "u"), ("", "eu", "", "ju"), ("@", "ew", "", "u"), ("", "ew", "", "ju"), ("", "el", " ", "ᵊl"), ("", "els", " ", "ᵊlz"), ("", "en", " ", "ᵊn"),
    ("", "ens", " ", "ᵊnz"), ("", "ent", " ", "ᵊnt"), ("", "ence", " ", "ᵊns"), ("", "ene", " ", "in"), ("", "ein", " ", "in"), ("", "e", "^e ", "i"), ("", "e", "", "ɛ"),
    // f
    ("", "ff", "", "f"), ("", "f", "", "f"),
    // g
    (" ", "gn", "", "n"), ("", "gn", " ", "n"), ("", "gg", "", "ɡ"), (" ", "gh", "", "ɡ"), ("n", "gh", "", "h"), ("#", "ght", "", "t"), ("#", "gh", "", ""), ("", "gu", "+", "ɡ"), (" ", "gi", "u", "ʤ"),
    ("", "g", "+", "ʤ"), ("", "g", "", "ɡ"),
    // h
    ("r", "h", "", ""), ("#", "h", " ", ""), ("#", "h", "^", ""), ("", "h", "", "h"),
    // i
    (" ", "in", "", "ɪn"), ("", "in", "d ", "In"), ("#:", "ied", " ", "id"), ("", "ied", " ", "Id"), ("#:", "ies", " ", "iz"), ("", "ies", " ", "Iz"), ("", "ier", " ", "iəɹ"), ("", "ious", " ", "iəs"), ("", "ia", " ", "iə"),
    ("", "ian", " ", "iən"), ("", "ia", "", "iə"), ("", "ie", "t", "Iə"), ("", "ie", " ", "i"), ("", "ie", "", "i"), ("", "io", "n", "iə"), ("", "io", "", "iO"), ("", "iu", "", "iə"), ("", "igh", "", "I"), ("", "ild", " ", "Ild"), ("", "ign", " ", "In"), ("", "ique", " ", "ik"),
    ("", "ir", "#", "Iɹ"), ("", "ir", "", "ɜɹ"), ("", "iz", "%", "Iz"), ("", "is", "%", "Iz"), ("", "ine", " ", "in"), ("", "ite", " ", "It"), ("", "ide", " ", "Id"), ("", "ile", " ", "Il"), ("", "ive", " ", "ɪv"), ("", "i", "^%", "I"), ("", "i", " ", "i"), ("", "i", "", "ɪ"),
    // j
    ("", "j", "", "ʤ"),
    // k
    (" ", "k", "n", ""), ("", "kk", "", "k"), ("", "kh", "", "k"), ("", "k", "", "k"),
    // l
    ("", "lo", "c#", "lO"), ("", "ll", "", "l"), ("^", "l", "% ", "ᵊl"), ("", "l", "", "l"),
    // m
    (" ", "mn", "", "n"), ("", "mm", "", "m"), ("", "m", "", "m"),
    // n
    ("", "ng", "+", "nʤ"), ("", "ng", "r", "ŋɡ"), ("", "ng", "#", "ŋɡ"), ("", "ngl", "%", "ŋɡᵊl"), ("", "ng", "", "ŋ"), ("", "nk", "", "ŋk"), ("", "nx", "", "ŋks"), ("", "nn", "", "n"), ("m", "n", " ", ""), ("", "n", "", "n"),
    // o
    ("", "ology", " ", "ɑləʤi"), ("", "oor", "", "ɔɹ"), ("", "ook", "", "ʊk"), ("", "ood", " ", "ʊd"), ("", "oo", "", "u"), ("", "orough", "", "ɜɹO"), ("", "ough", "t", "ɔ"), ("", "ough", "", "O"),
    ("", "oul", "d", "ʊ"), ("", "our", "", "ɔɹ"), ("", "ous", " ", "əs"), ("", "ou", "", "W"), ("", "ow", " ", "O"), ("", "ow", "", "W"), ("", "oy", "", "Y"), ("", "oing", "", "OɪŋG"), ("", "oi", "", "Y"),
    ("", "oa", "", "O"), ("", "oe", " ", "O"), ("", "oe", "", "i"), ("#:", "or", " ", "əɹ"), ("#:", "ors", " ", "əɹz"), ("", "orr", "", "ɔɹ"), ("", "or", "", "ɔɹ"), ("", "ome", " ", "Om"), ("", "ose", " ", "Os"), ("", "one", " ", "On"), ("", "ol", "d", "Ol"), ("", "ost", " ", "Ost"), ("", "on", " ", "ən"), ("", "of", " ", "ʌv"),
    ("", "o", "^%", "O"), ("", "o", "^e", "O"), ("", "o", "^i#", "O"), (" :", "o", "^#", "O"), ("", "o", " ", "O"), ("", "o", "#", "O"), ("", "o", "", "ɑ"),
    // p
    (" ", "pn", "", "n"), (" ", "ps", "", "s"), (" ", "pt", "", "t"), ("", "ph", "", "f"), ("", "pp", "", "p"), ("", "p", "", "p"),
    // q
    ("", "que", " ", "k"), ("", "quar", "", "kwɔɹ"), ("", "qu", "", "kw"), ("", "q", "", "k"),
    // r
    ("", "rrh", "", "ɹ"), ("", "rr", "", "ɹ"), ("", "rh", "", "ɹ"), ("", "r", "", "ɹ"),
    // s
    ("", "sch", "", "ʃ"), ("", "sh", "", "ʃ"), ("#", "sion", "", "ʒən"), ("", "sion", "", "ʃən"), ("#", "sure", "", "ʒəɹ"), ("", "sur", "#", "ʃəɹ"), ("#", "su", "#", "ʒu"), ("", "ssu", "#", "ʃu"), ("#", "sed", " ", "zd"), ("#", "s", "#", "z"),
    ("", "ssi", "o", "ʃ"), ("", "sc", "+", "s"), ("", "ss", "", "s"), (".", "s", " ", "z"), ("#:.e", "s", " ", "z"), ("#:^#", "s", " ", "s"), ("u", "s", " ", "s"), ("i", "s", " ", "s"), ("a", "s", " ", "z"), (" ", "sch", "", "sk"), ("#", "sm", "", "zᵊm"), ("", "s", "", "s"),
    // t
    ("", "tch", "", "ʧ"), ("", "thm", " ", "ðᵊm"), ("", "ther", "", "ðəɹ"), ("", "th", "", "θ"), ("#:", "ted", " ", "təd"), ("s", "ti", "#n", "ʧ"), ("", "ti", "o", "ʃ"), ("", "tien", "", "ʃən"), ("", "tia", "l", "ʃə"), ("", "tur", "#", "ʧəɹ"), ("", "tu", "a", "ʧu"), ("", "tt", "", "t"), ("", "tz", "", "ts"), ("", "t", "", "t"),
    // u
    (" ", "un", "i", "jun"), (" ", "un", "", "ʌn"), ("@", "ur", "#", "ʊɹ"), ("", "ur", "#", "jʊɹ"), ("", "ur", "", "ɜɹ"), ("", "uy", "", "I"), ("", "us", " ", "əs"), ("", "um", " ", "əm"), ("@", "ue", "", "u"), ("", "ue", "", "ju"), ("@", "ui", "", "u"), ("", "ui", "", "wɪ"), ("g", "u", "#", "w"), ("@", "u", "^#", "u"), ("", "u", "^#", "ju"), ("", "u", " ", "u"), ("@", "u", "#", "u"), ("", "u", "#", "ju"), ("", "u", "", "ʌ"),
    // v
    ("", "vv", "", "v"), ("", "v", "", "v"),
    // w
    (" ", "wr", "", "ɹ"), ("", "who", "", "hu"), ("", "wh", "", "w"), ("", "war", "", "wɔɹ"), ("", "wor", "^", "wɜɹ"), ("#", "w", " ", ""), ("", "w", "", "w"),
    // x
    (" ", "x", "", "z"), ("", "xc", "+", "ks"), ("", "x", "", "ks"),
    // y
    (" ", "y", "#", "j"), (" ", "y", "^", "ɪ"), ("#:^", "y", " ", "i"), ("#:^", "y", "i", "i"), ("#:", "yze", " ", "Iz"), (" :", "y", " ", "I"), (" :", "y", "#", "I"), ("", "y", "^%", "I"), ("", "y", " ", "i"), ("#", "y", "#", "j"), ("", "y", "", "ɪ"),
    // z
    ("", "zz", "", "z"), ("", "z", "", "z"),
];

/// The sounds that carry a syllable, in the model's phonemes.
const VOWELS: &str = "AIOQWYaiuæɐɑɒɔəɛɜɪʊʌᵻᵊ";

/// Whether a phoneme carries a syllable.
pub(crate) fn is_vowel_sound(phoneme: char) -> bool {
    VOWELS.contains(phoneme)
}

/// The name of a letter, with its stress.
pub(crate) fn letter_name(letter: char) -> Option<&'static str> {
    Some(match letter.to_ascii_lowercase() {
        'a' => "ˈA",
        'b' => "bˈi",
        'c' => "sˈi",
        'd' => "dˈi",
        'e' => "ˈi",
        'f' => "ˈɛf",
        'g' => "ʤˈi",
        'h' => "ˈAʧ",
        'i' => "ˈI",
        'j' => "ʤˈA",
        'k' => "kˈA",
        'l' => "ˈɛl",
        'm' => "ˈɛm",
        'n' => "ˈɛn",
        'o' => "ˈO",
        'p' => "pˈi",
        'q' => "kjˈu",
        'r' => "ˈɑɹ",
        's' => "ˈɛs",
        't' => "tˈi",
        'u' => "jˈu",
        'v' => "vˈi",
        'w' => "dˈʌbᵊljˌu",
        'x' => "ˈɛks",
        'y' => "wˈI",
        'z' => "zˈi",
        _ => return None,
    })
}

/// Letters by name, run together as one word with the stress on the last ("ATP").
pub(crate) fn spelled(letters: &str) -> String {
    let names: Vec<&str> = letters.chars().filter_map(letter_name).collect();
    let last = names.len().saturating_sub(1);
    let sounds = names.iter().enumerate();
    sounds.map(|(index, name)| if index < last { name.replace('ˈ', "ˌ") } else { (*name).to_owned() }).collect()
}

/// The sounds of a word by rule, with stress. American English; letters that are not a-z are passed over. A word that cannot
/// be pronounced (no vowel) is spelled.
pub(crate) fn rule_phonemes(word: &str) -> String {
    let letters: Vec<u8> =
        word.bytes().filter(u8::is_ascii_alphabetic).map(|letter| letter.to_ascii_lowercase()).collect();
    if !letters.iter().any(|letter| b"aeiouy".contains(letter)) {
        return spelled(word);
    }
    let mut sounds = String::new();
    let mut at = 0;
    while at < letters.len() {
        let rule = RULES.iter().find(|(left, middle, right, _)| {
            letters[at..].starts_with(middle.as_bytes())
                && matches_left(left.as_bytes(), &letters[..at])
                && matches_right(right.as_bytes(), &letters[at + middle.len()..])
        });
        match rule {
            Some((_, middle, _, phonemes)) => {
                sounds.push_str(phonemes);
                at += middle.len();
            }
            None => at += 1,
        }
    }
    // Two signs of the table that are not phonemes: a weak vowel that never takes the stress, and an "ng" kept whole.
    let sounds = sounds.replace("OɪŋG", "Oɪŋ").replace('Ə', "ə");
    if sounds.chars().any(is_vowel_sound) { stressed(&sounds, &letters) } else { spelled(word) }
}

fn is_vowel(letter: u8) -> bool {
    b"aeiouy".contains(&letter)
}

fn matches_left(context: &[u8], letters: &[u8]) -> bool {
    let Some((sign, context)) = context.split_last() else { return true };
    let last = letters.split_last();
    match sign {
        b' ' => letters.is_empty(),
        b'#' => {
            let vowels = letters.iter().rev().take_while(|letter| is_vowel(**letter)).count();
            vowels > 0 && matches_left(context, &letters[..letters.len() - vowels])
        }
        b':' => {
            let consonants = letters.iter().rev().take_while(|letter| !is_vowel(**letter)).count();
            (0..=consonants).any(|count| matches_left(context, &letters[..letters.len() - count]))
        }
        b'^' => last.is_some_and(|(letter, rest)| !is_vowel(*letter) && matches_left(context, rest)),
        b'.' => last.is_some_and(|(letter, rest)| b"bdvgjlmnrwz".contains(letter) && matches_left(context, rest)),
        b'@' => last.is_some_and(|(letter, rest)| b"tsrdlznj".contains(letter) && matches_left(context, rest)),
        letter => last.is_some_and(|(found, rest)| found == letter && matches_left(context, rest)),
    }
}

fn matches_right(context: &[u8], letters: &[u8]) -> bool {
    let Some((sign, context)) = context.split_first() else { return true };
    let first = letters.split_first();
    match sign {
        b' ' => letters.is_empty(),
        b'#' => {
            let vowels = letters.iter().take_while(|letter| is_vowel(**letter)).count();
            vowels > 0 && matches_right(context, &letters[vowels..])
        }
        b'^' => first.is_some_and(|(letter, rest)| !is_vowel(*letter) && matches_right(context, rest)),
        b'+' => first.is_some_and(|(letter, rest)| b"eiy".contains(letter) && matches_right(context, rest)),
        b'%' => ["er", "es", "ed", "ing", "ely", "e"].iter().any(|ending| letters == ending.as_bytes()),
        letter => first.is_some_and(|(found, rest)| found == letter && matches_right(context, rest)),
    }
}

/// Endings that put the stress on the syllable so many before the last.
#[rustfmt::skip]
const STRESS_BY_ENDING: &[(&str, usize)] = &[
    ("ology", 2), ("ologist", 2), ("ography", 2), ("icity", 2), ("ity", 2), ("ical", 2), ("ically", 2), ("ian", 2), ("ia", 2), ("ium", 2),
    ("ious", 1), ("eous", 1), ("tion", 1), ("sion", 1), ("ics", 1), ("ic", 1), ("ique", 0), ("ee", 0), ("eer", 0), ("ette", 0),
];

fn stressed(sounds: &str, letters: &[u8]) -> String {
    let phonemes: Vec<char> = sounds.chars().collect();
    let vowels: Vec<usize> = (0..phonemes.len()).filter(|index| is_vowel_sound(phonemes[*index])).collect();
    let strong: Vec<usize> = (0..vowels.len()).filter(|index| !"əᵊ".contains(phonemes[vowels[*index]])).collect();
    let count = vowels.len();
    let from_end = |back: usize| count.saturating_sub(back + 1);
    let ending = STRESS_BY_ENDING
        .iter()
        .find(|(ending, _)| letters.ends_with(ending.as_bytes()) && letters.len() > ending.len() + 1);
    let wanted = match (ending, count) {
        (Some((_, back)), _) => from_end(*back),
        (None, 0..=2) => 0,
        // Names from other languages: the last but one ("Alfredo").
        _ if letters.last().is_some_and(|letter| b"aoi".contains(letter)) => from_end(1),
        _ => {
            // Latin stress: the last but one if it is heavy, else the one before.
            let vowel = vowels[count - 2];
            let consonants = vowels[count - 1] - vowel - 1;
            let heavy = consonants > 1 || "AIOWYiuɔ".contains(phonemes[vowel]);
            if heavy { from_end(1) } else { from_end(2) }
        }
    };
    // A weak vowel cannot bear it.
    let primary = strong.iter().copied().min_by_key(|index| index.abs_diff(wanted)).unwrap_or(wanted);
    let mut result = String::new();
    for (index, phoneme) in phonemes.iter().enumerate() {
        match vowels.iter().position(|vowel| *vowel == index) {
            Some(syllable) if syllable == primary => {
                result.push('ˈ');
                result.push(*phoneme);
            }
            Some(syllable) if primary >= 2 && syllable + 2 <= primary && syllable == 0 => {
                result.push('ˌ');
                result.push(*phoneme);
            }
            Some(syllable) => result.push(match phoneme {
                'æ' | 'ʌ' if syllable > 0 => 'ə',
                other => *other,
            }),
            None => result.push(*phoneme),
        }
    }
    result
}

/// American phonemes as a British voice expects them: long vowels marked, no r but before a vowel.
pub(crate) fn british(phonemes: &str) -> String {
    let source: Vec<char> = phonemes.chars().collect();
    let mut result = String::new();
    for (index, phoneme) in source.iter().enumerate() {
        let vowel_follows =
            source[index + 1..].iter().find(|next| !"ˈˌ".contains(**next)).is_some_and(|next| is_vowel_sound(*next));
        match phoneme {
            'ɹ' if !vowel_follows && index > 0 && is_vowel_sound(source[index - 1]) => {}
            'O' => result.push('Q'),
            'æ' => result.push('a'),
            'i' if index + 1 == source.len() && index > 1 && !"ˈˌ".contains(source[index - 1]) => result.push('i'),
            'i' | 'u' | 'ɔ' | 'ɜ' => {
                result.push(*phoneme);
                result.push('ː');
            }
            'ɑ' if source.get(index + 1) == Some(&'ɹ') => result.push_str("ɑː"),
            'ɑ' => result.push('ɒ'),
            'T' => result.push('t'),
            other => result.push(*other),
        }
    }
    result
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vocabulary::phoneme_id;
    use proptest::prelude::*;

    #[test]
    fn words_are_read_as_an_english_reader_would_try() {
        for (word, phonemes) in [
            ("blick", "blˈɪk"),
            ("frane", "fɹˈAn"),
            ("stropping", "stɹˈɑpɪŋ"),
            ("phlogin", "flˈOʤɪn"),
            ("knoth", "nˈɑθ"),
            ("shreem", "ʃɹˈim"),
            ("zorbation", "zɔɹbˈAʃən"),
            ("plonk", "plˈɑŋk"),
            ("quiv", "kwˈɪv"),
            ("cherb", "ʧˈəɹb"),
            ("gnarf", "nˈɑɹf"),
            ("wrilly", "ɹˈɪli"),
        ] {
            let read = rule_phonemes(word);
            let plain = |text: &str| text.replace('ɜ', "ə");
            assert_eq!(plain(&read), plain(phonemes), "{word}");
        }
    }

    #[test]
    fn a_word_without_vowels_is_spelled() {
        assert_eq!(rule_phonemes("ATP"), rule_phonemes("atp"));
        assert_eq!(rule_phonemes("NPN"), "ˌɛnpˌiˈɛn");
    }

    #[test]
    fn every_rule_gives_phonemes_that_the_model_knows() {
        for (_, middle, _, phonemes) in RULES {
            let plain = phonemes.replace("OɪŋG", "Oɪŋ").replace('Ə', "ə");
            assert!(plain.chars().all(|phoneme| phoneme_id(phoneme).is_some()), "{middle}: {phonemes}");
        }
    }

    proptest! {
        #[test]
        fn any_letters_sound_and_have_one_main_stress(word in "[a-zA-Z]{1,24}") {
            for phonemes in [rule_phonemes(&word), british(&rule_phonemes(&word))] {
                prop_assert!(phonemes.chars().all(|phoneme| phoneme_id(phoneme).is_some()), "{phonemes}");
                prop_assert_eq!(phonemes.matches('ˈ').count(), 1, "{}", phonemes);
            }
        }
    }
}
