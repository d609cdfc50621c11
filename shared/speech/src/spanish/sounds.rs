//! Spanish letters to sounds: the spelling tells nearly all of them.
//!
//! The sounds are those that the Spanish voices were trained with: Castilian, as eSpeak writes it, diphthongs that fall in one sign
//! (`I` ai, `A` ei, `Y` oi, `W` au), voiced stops softened between vowels.

/// Little words that bear no stress.
const UNSTRESSED: [&str; 42] = [
    "el", "la", "los", "las", "lo", "le", "les", "un", "de", "del", "al", "a", "en", "con", "por", "para", "sin",
    "que", "y", "e", "o", "u", "ni", "si", "se", "me", "te", "nos", "os", "su", "sus", "mi", "mis", "tu", "tus",
    "como", "cuando", "donde", "pero", "pues", "mas", "desde",
];

/// The sounds of a word in small letters.
pub(crate) fn sounds(word: &str) -> String {
    let mut letters: Vec<char> = word.chars().filter(|letter| letter.is_alphabetic()).collect();
    let count = letters.len();
    // A "y" that ends a word is an "i", and yet such words are stressed as if they ended in a consonant.
    let ends_in_y = count > 1 && letters[count - 1] == 'y' && is_vowel(letters[count - 2]);
    if ends_in_y {
        letters[count - 1] = 'i';
    }
    let stressed = if UNSTRESSED.contains(&word) { None } else { stressed_vowel(&letters, ends_in_y) };
    let mut sounds = String::new();
    let mut at = 0;
    while at < letters.len() {
        at += sound(&letters, at, stressed, &mut sounds);
    }
    sounds
}

/// The name of a letter.
pub(crate) fn letter_name(letter: char) -> Option<&'static str> {
    Some(match letter.to_lowercase().next()? {
        'a' | 'á' => "a",
        'b' => "be",
        'c' => "ce",
        'd' => "de",
        'e' | 'é' => "e",
        'f' => "efe",
        'g' => "ge",
        'h' => "hache",
        'i' | 'í' => "i",
        'j' => "jota",
        'k' => "ka",
        'l' => "ele",
        'm' => "eme",
        'n' => "ene",
        'ñ' => "eñe",
        'o' | 'ó' => "o",
        'p' => "pe",
        'q' => "cu",
        'r' => "erre",
        's' => "ese",
        't' => "te",
        'u' | 'ú' | 'ü' => "u",
        'v' => "uve",
        'w' => "uve doble",
        'x' => "equis",
        'y' => "ye",
        'z' => "zeta",
        _ => return None,
    })
}

pub(crate) fn is_vowel(letter: char) -> bool {
    "aeiouáéíóúü".contains(letter)
}

fn is_strong(letter: char) -> bool {
    "aeoáéíóú".contains(letter)
}

/// The index of the vowel that bears the stress: the one with an accent; else in the last syllable but one of words that end in a
/// vowel, "n" or "s", in the last of others.
fn stressed_vowel(letters: &[char], ends_in_y: bool) -> Option<usize> {
    if let Some(accented) = letters.iter().position(|letter| "áéíóú".contains(*letter)) {
        return Some(accented);
    }
    let nuclei = nuclei(letters);
    let ends_open = !ends_in_y && letters.last().is_some_and(|last| is_vowel(*last) || matches!(last, 'n' | 's'));
    match nuclei.len() {
        0 => None,
        1 => Some(nuclei[0]),
        count if ends_open => Some(nuclei[count - 2]),
        count => Some(nuclei[count - 1]),
    }
}

/// The vowel of each syllable: two strong vowels are two syllables, a weak one beside another vowel is part of its.
fn nuclei(letters: &[char]) -> Vec<usize> {
    let mut nuclei = Vec::new();
    let mut at = 0;
    while at < letters.len() {
        let is_mute = letters[at] == 'u'
            && at > 0
            && (letters[at - 1] == 'q'
                || letters[at - 1] == 'g' && letters.get(at + 1).is_some_and(|next| "eiéí".contains(*next)));
        if !is_vowel(letters[at]) || is_mute {
            at += 1;
            continue;
        }
        let end = at + letters[at..].iter().take_while(|letter| is_vowel(**letter)).count();
        let strong: Vec<usize> = (at..end).filter(|index| is_strong(letters[*index])).collect();
        if strong.is_empty() {
            // "iu", "ui": the second.
            nuclei.push(end - 1);
        } else {
            nuclei.extend(strong);
        }
        at = end;
    }
    nuclei
}

/// Adds the sound at `at` and returns how many letters it takes.
fn sound(letters: &[char], at: usize, stressed: Option<usize>, sounds: &mut String) -> usize {
    let letter = letters[at];
    let next = letters.get(at + 1).copied().unwrap_or(' ');
    let before = at.checked_sub(1).map_or(' ', |before| letters[before]);
    let is_front = |letter: char| "eiéí".contains(letter);
    let is_soft = is_vowel(before) || matches!(before, 'r' | 'l' | 's') && at > 0;
    let (sound, length): (&str, usize) = match letter {
        'b' | 'v' if is_soft => ("β", 1),
        'b' | 'v' => ("b", 1),
        'c' if next == 'h' => ("ʧ", 2),
        'c' if next == 'c' => ("kθ", 2),
        'c' if is_front(next) => ("θ", 1),
        'c' | 'k' => ("k", 1),
        'd' if is_soft && before != 'l' => ("ð", 1),
        'd' => ("d", 1),
        'f' => ("f", 1),
        'g' if is_front(next) => ("x", 1),
        'g' if next == 'u' && letters.get(at + 2).is_some_and(|after| is_front(*after)) => {
            (if is_soft { "ɣ" } else { "ɡ" }, 2)
        }
        'g' if is_soft => ("ɣ", 1),
        'g' => ("ɡ", 1),
        'h' => ("", 1),
        'j' => ("x", 1),
        'l' if next == 'l' => ("ʎ", 2),
        'l' => ("l", 1),
        'm' => ("m", 1),
        'n' if matches!(next, 'c' | 'k' | 'q' | 'g' | 'j')
            && !(next == 'c' && letters.get(at + 2).copied().is_some_and(is_front)) =>
        {
            ("ŋ", 1)
        }
        'n' => ("n", 1),
        'ñ' => ("ɲ", 1),
        'p' if next == 's' && at == 0 => ("", 1),
        'p' => ("p", 1),
        'q' if next == 'u' => ("k", 2),
        'q' => ("k", 1),
        'r' if next == 'r' => ("r", 2),
        'r' if at == 0 || matches!(before, 'n' | 'l' | 's') => ("r", 1),
        'r' => ("ɾ", 1),
        's' => ("s", 1),
        't' => ("t", 1),
        'w' => ("w", 1),
        'x' if at == 0 => ("s", 1),
        'x' => ("ks", 1),
        'y' if next == ' ' || !is_vowel(next) => ("i", 1),
        'y' => ("ʝ", 1),
        'z' => ("θ", 1),
        vowel if is_vowel(vowel) => return vowel_sound(letters, at, stressed, sounds),
        // Letters of other languages, as a Spaniard would read them.
        'ç' => ("s", 1),
        'à' | 'â' | 'ä' | 'ã' => ("a", 1),
        'è' | 'ê' | 'ë' => ("e", 1),
        'ì' | 'î' | 'ï' => ("i", 1),
        'ò' | 'ô' | 'ö' | 'õ' | 'ø' => ("o", 1),
        'ù' | 'û' => ("u", 1),
        _ => ("", 1),
    };
    sounds.push_str(sound);
    length
}

fn vowel_sound(letters: &[char], at: usize, stressed: Option<usize>, sounds: &mut String) -> usize {
    let letter = letters[at];
    let next = letters.get(at + 1).copied().unwrap_or(' ');
    let after = letters.get(at + 2).copied().unwrap_or(' ');
    let is_stressed = stressed == Some(at);
    let is_weak = matches!(letter, 'i' | 'u' | 'ü') && !is_stressed;
    if is_weak && is_vowel(next) {
        // A glide before another vowel.
        sounds.push(if letter == 'i' { 'j' } else { 'w' });
        return 1;
    }
    if is_stressed {
        sounds.push('ˈ');
    }
    // A falling diphthong, unless its second half begins the next syllable ("baia" has none in Spanish) or bears the stress itself.
    let falls = stressed != Some(at + 1) && !is_vowel(after);
    let glide = match next {
        'i' => Some('i'),
        'u' => Some('u'),
        _ => None,
    };
    let diphthong = match (letter, glide.filter(|_| falls)) {
        ('a' | 'á', Some('i')) => Some("I"),
        ('a' | 'á', Some('u')) => Some("W"),
        ('e' | 'é', Some('i')) => Some("A"),
        ('e' | 'é', Some('u')) => Some("eʊ"),
        ('o' | 'ó', Some('i')) => Some("Y"),
        _ => None,
    };
    if let Some(diphthong) = diphthong {
        sounds.push_str(diphthong);
        return 2;
    }
    sounds.push(match letter {
        'a' | 'á' => 'a',
        'e' | 'é' => 'e',
        'i' | 'í' => 'i',
        'o' | 'ó' => 'o',
        _ => 'u',
    });
    1
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vocabulary::phoneme_id;
    use proptest::prelude::*;

    #[test]
    fn words_sound_as_they_are_spelled() {
        for (word, expected) in [
            ("agua", "ˈaɣwa"),
            ("lluvia", "ʎˈuβja"),
            ("cielo", "θjˈelo"),
            ("perro", "pˈero"),
            ("pero", "peɾo"),
            ("quince", "kˈinθe"),
            ("guerra", "ɡˈera"),
            ("pingüino", "piŋɡwˈino"),
            ("aire", "ˈIɾe"),
            ("reina", "rˈAna"),
            ("causa", "kˈWsa"),
            ("país", "paˈis"),
            ("océano", "oθˈeano"),
            ("energía", "eneɾxˈia"),
            ("evaporación", "eβapoɾaθjˈon"),
            ("ciudad", "θjuðˈað"),
            ("niño", "nˈiɲo"),
            ("hoy", "ˈY"),
            ("muy", "mwˈi"),
            ("uruguay", "uɾuɣwˈI"),
            ("yo", "ʝˈo"),
            ("extra", "ˈekstɾa"),
            ("psicología", "sikoloxˈia"),
        ] {
            assert_eq!(sounds(word), expected, "{word}");
        }
    }

    proptest! {
        #[test]
        fn any_word_has_sounds_that_the_model_knows(word in "[a-zñáéíóúü]{1,20}") {
            let sounds = sounds(&word);
            prop_assert!(sounds.chars().all(|sound| phoneme_id(sound).is_some()), "{}", sounds);
            prop_assert!(sounds.matches('ˈ').count() <= 1, "{}", sounds);
        }
    }
}
