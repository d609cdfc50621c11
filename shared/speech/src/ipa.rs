//! Sounds written by people, in the International Phonetic Alphabet, as the model knows them.

use crate::letters::is_vowel_sound;
use crate::vocabulary::phoneme_id;

/// What people write for sounds that the model has signs of its own for; the longer first. The model's signs are those of its
/// dictionaries: `A` as in "day", `I` "my", `O` "go", `W` "now", `Y` "boy", `Q` the British "go", `T` the American "t" in "water".
const SPELLINGS: [(&str, &str); 34] = [
    ("t͡ʃ", "ʧ"),
    ("d͡ʒ", "ʤ"),
    ("tʃ", "ʧ"),
    ("dʒ", "ʤ"),
    ("eɪ", "A"),
    ("aɪ", "I"),
    ("oʊ", "O"),
    ("əʊ", "Q"),
    ("aʊ", "W"),
    ("ɔɪ", "Y"),
    ("ɔi", "Y"),
    ("ei", "A"),
    ("ai", "I"),
    ("ou", "O"),
    ("au", "W"),
    ("ɚ", "əɹ"),
    ("ɝ", "ɜɹ"),
    ("l̩", "ᵊl"),
    ("n̩", "ᵊn"),
    ("m̩", "ᵊm"),
    ("ʦ", "ts"),
    ("ɡ", "ɡ"),
    ("g", "ɡ"),
    ("r", "ɹ"),
    ("ʁ", "ɹ"),
    ("ɫ", "l"),
    ("ʍ", "w"),
    ("ɾ", "T"),
    ("ɐ", "ə"),
    ("e", "ɛ"),
    ("o", "ɔ"),
    ("a", "ɑ"),
    (":", "ː"),
    ("'", "ˈ"),
];

/// Signs that say nothing which the model could follow: syllable dots, ties, the small marks over and under letters.
const PASSED_OVER: &str = ".‿͜͡ ̩̯̃ʰʷˠ̪̥̚()-";

/// The model's phonemes for `text`, or the first sign in it that is no sound. Stress marks go from before the syllable, where
/// people write them, to before its vowel, where the model wants them; a word of several sounds without one gets it on its
/// first vowel.
pub(crate) fn phonemes_of_ipa(text: &str) -> Result<String, char> {
    let mut sounds = String::new();
    let mut stress = None;
    let mut rest = text.trim();
    while let Some(first) = rest.chars().next() {
        let (length, spelled) = SPELLINGS
            .iter()
            .find(|(written, _)| rest.starts_with(written))
            .map_or((first.len_utf8(), None), |(written, sign)| (written.len(), Some(*sign)));
        rest = &rest[length..];
        let mut own = [0; 4];
        let signs: &str = match spelled {
            Some(signs) => signs,
            None if PASSED_OVER.contains(first) => continue,
            // A comma is how a typewriter writes the lesser stress.
            None if first == ',' => "ˌ",
            None if is_sound(first) => first.encode_utf8(&mut own),
            None => return Err(first),
        };
        for sign in signs.chars() {
            match sign {
                'ˈ' | 'ˌ' => stress = Some(sign),
                sign => {
                    if is_vowel(sign) {
                        sounds.extend(stress.take());
                    }
                    sounds.push(sign);
                }
            }
        }
    }
    if !sounds.contains('ˈ')
        && let Some((at, _)) = sounds.char_indices().find(|(_, sign)| is_vowel(*sign))
    {
        sounds.insert(at, 'ˈ');
    }
    Ok(sounds.replace("ˈˌ", "ˈ"))
}

/// The first sign in `text` (sounds in the International Phonetic Alphabet, without slashes) that is no sound, or a blank if
/// nothing in it sounds; none where it can be spoken.
pub fn unspeakable_sign(text: &str) -> Option<char> {
    match phonemes_of_ipa(text) {
        Ok(sounds) => (!sounds.chars().any(char::is_alphabetic)).then_some(' '),
        Err(sign) => Some(sign),
    }
}

fn is_sound(sign: char) -> bool {
    (sign.is_alphabetic() || matches!(sign, 'ː' | 'ˈ' | 'ˌ'))
        && !sign.is_ascii_uppercase()
        && phoneme_id(sign).is_some()
}

/// Also the vowels that other languages than English have.
fn is_vowel(sign: char) -> bool {
    is_vowel_sound(sign) || "eoɤɯɨøœʏy".contains(sign)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sounds_as_people_write_them_become_the_models() {
        for (written, sounds) in [
            ("ˈwɔːtər", "wˈɔːtəɹ"),
            ("ˈɔɪlər", "ˈYləɹ"),
            ("wɪn", "wˈɪn"),
            ("ˌkɒnstæntɪˈnoʊpəl", "kˌɒnstæntɪnˈOpəl"),
            ("t͡ʃaɪ", "ʧˈI"),
            ("'dʒɛn.i", "ʤˈɛni"),
            ("ˈbʌtn̩", "bˈʌtᵊn"),
            ("θɹuː", "θɹˈuː"),
            ("ɡøːtə", "ɡˈøːtə"),
        ] {
            assert_eq!(phonemes_of_ipa(written).as_deref(), Ok(sounds), "{written}");
            assert!(sounds.chars().all(|sign| phoneme_id(sign).is_some()), "{sounds}");
        }
        for (written, sign) in [("WATER", 'W'), ("wɔ3", '3'), ("a_b", '_'), ("日", '日'), ("", ' '), ("ˈ", ' ')] {
            assert_eq!(unspeakable_sign(written), Some(sign), "{written}");
        }
    }
}
