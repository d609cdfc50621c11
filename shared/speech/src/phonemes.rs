//! From spoken words to the model's phonemes, each with the narration word that it belongs to.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use misaki_rs::{G2P, Language};

use crate::letters::{british, spelled};
use crate::spoken::{SpokenItem, atoms::NAME};
use crate::unknown::unknown_phonemes;
use crate::vocabulary::phoneme_id;

/// A phoneme, a stress mark, punctuation or a space.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Phone {
    /// The model's sign for it.
    pub symbol: char,
    /// The narration word; none for punctuation and spaces.
    pub word: Option<usize>,
}

/// The reader of one variety of English. The dictionaries are large and are loaded once per process.
pub(crate) struct Phonemizer {
    g2p: G2P,
    british: bool,
}

static AMERICAN: LazyLock<Phonemizer> =
    LazyLock::new(|| Phonemizer { g2p: G2P::new(Language::EnglishUS), british: false });
static BRITISH: LazyLock<Phonemizer> =
    LazyLock::new(|| Phonemizer { g2p: G2P::new(Language::EnglishGB), british: true });

impl Phonemizer {
    /// The reader for a voice's language tag.
    pub fn of(language: &str) -> &'static Self {
        if language == "en-GB" { &BRITISH } else { &AMERICAN }
    }

    /// The phonemes of one sentence. Words that had to be read by rule are added to `by_rule`.
    pub fn phones(&self, sentence: &[SpokenItem], by_rule: &mut BTreeSet<String>) -> Vec<Phone> {
        let (text, places) = render(sentence);
        let tokens = match self.g2p.g2p(&text) {
            Ok((_, tokens)) => tokens,
            // Without a fallback inside it there is nothing that fails; if it ever does, every word is read by rule.
            Err(error) => {
                tracing::warn!(%error, "the dictionary could not read a sentence");
                Vec::new()
            }
        };
        let mut phones = Vec::new();
        // What the dictionary says for each place; a place may be several tokens.
        let mut at = 0;
        let mut next_place = 0;
        for token in &tokens {
            let start = at;
            at += token.text.len() + token.whitespace.len();
            while places.get(next_place).is_some_and(|place| place.end <= start) {
                next_place += 1;
            }
            let place = places.get(next_place).filter(|place| place.start <= start);
            match place {
                Some(place) if place.is_one => {
                    if place.start == start {
                        let sounds = match place.sounds {
                            Some(sounds) => sounds.to_owned(),
                            None => self.own(&spelled(&text[place.start..place.end])),
                        };
                        push_word(&mut phones, &sounds, place.word);
                    }
                }
                Some(place) => {
                    let sounds = self.sounds(&token.text, token.phonemes.as_deref(), by_rule);
                    push_word(&mut phones, &sounds, place.word);
                }
                None => {
                    let marks = token.phonemes.as_deref().unwrap_or(&token.text);
                    phones.extend(marks.chars().filter_map(mark));
                }
            }
            // Letters are one word even where the dictionary sees several.
            let inside_letters = place.is_some_and(|place| place.is_one && at < place.end);
            if !token.whitespace.is_empty() && !inside_letters {
                phones.push(Phone { symbol: ' ', word: None });
            }
        }
        if tokens.is_empty() {
            for place in &places {
                if let Some(sounds) = place.sounds {
                    push_word(&mut phones, sounds, place.word);
                    phones.push(Phone { symbol: ' ', word: None });
                    continue;
                }
                by_rule.insert(text[place.start..place.end].to_owned());
                push_word(
                    &mut phones,
                    &self.own(&crate::letters::rule_phonemes(&text[place.start..place.end])),
                    place.word,
                );
                phones.push(Phone { symbol: ' ', word: None });
            }
        }
        while phones.last().is_some_and(|phone| phone.symbol == ' ') {
            phones.pop();
        }
        phones
    }

    /// The sounds of a token: the dictionary's, or put together where it has none.
    fn sounds(&self, text: &str, dictionary: Option<&str>, by_rule: &mut BTreeSet<String>) -> String {
        match dictionary {
            Some(sounds) if !sounds.contains('❓') && has_sound(sounds) => sounds.to_owned(),
            _ => {
                let mut sounds = String::new();
                for part in text.split('-').filter(|part| part.chars().any(char::is_alphabetic)) {
                    let word = self.g2p.lexicon.get_word(part, "NN", None, None).map(|(sounds, _)| sounds);
                    match word.filter(|sounds| has_sound(sounds)) {
                        Some(word) => sounds.push_str(&word),
                        None => {
                            let (word, known) = unknown_phonemes(&self.g2p.lexicon, part);
                            if !known {
                                by_rule.insert(part.to_owned());
                            }
                            sounds.push_str(&self.own(&word));
                        }
                    }
                }
                sounds
            }
        }
    }

    fn own(&self, american: &str) -> String {
        if self.british { british(american) } else { american.to_owned() }
    }
}

fn has_sound(sounds: &str) -> bool {
    sounds.chars().any(|sound| sound.is_alphabetic() && phoneme_id(sound).is_some())
}

fn push_word(phones: &mut Vec<Phone>, sounds: &str, word: usize) {
    for symbol in sounds.chars() {
        // The dictionaries write some sounds in a way that the model does not know.
        let symbol = match symbol {
            'g' => 'ɡ',
            'ɾ' => 'T',
            other => other,
        };
        if phoneme_id(symbol).is_some() {
            phones.push(Phone { symbol, word: (symbol != ' ').then_some(word) });
        }
    }
}

fn mark(symbol: char) -> Option<Phone> {
    ",.!?;:—…".contains(symbol).then_some(Phone { symbol, word: None })
}

struct Place<'a> {
    start: usize,
    end: usize,
    word: usize,
    /// Letters or sounds: said as one, whatever the dictionary sees in it.
    is_one: bool,
    sounds: Option<&'a str>,
}

/// The sentence as text for the dictionary, and where its items stand in it.
fn render(sentence: &[SpokenItem]) -> (String, Vec<Place<'_>>) {
    let mut text = String::new();
    let mut places = Vec::new();
    for item in sentence {
        match item {
            SpokenItem::Words { word, .. } | SpokenItem::Letters { word, .. } | SpokenItem::Sounds { word, .. } => {
                let (words, is_one, sounds) = match item {
                    SpokenItem::Letters { text, .. } => (text.as_str(), true, None),
                    SpokenItem::Sounds { sounds, .. } => (NAME, true, Some(sounds.as_str())),
                    SpokenItem::Words { text, .. } => (text.as_str(), false, None),
                    _ => continue,
                };
                if !text.is_empty() {
                    text.push(' ');
                }
                let start = text.len();
                text.push_str(words);
                places.push(Place { start, end: text.len(), word: *word, is_one, sounds });
            }
            SpokenItem::Mark(mark) if *mark == '—' => text.push_str(" —"),
            SpokenItem::Mark(mark) => text.push(*mark),
            SpokenItem::Pause(_) | SpokenItem::Paragraph | SpokenItem::Voice(_) => {}
        }
    }
    (text, places)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::letters::is_vowel_sound;
    use crate::sentences::sentences;
    use crate::spoken::spoken_items;
    use lectern_lesson::{Token, escape_narration, parse_narration};

    fn read(narration: &str, language: &str) -> (String, BTreeSet<String>) {
        let tokens = parse_narration(narration).expect("well-formed");
        let mut by_rule = BTreeSet::new();
        let mut sounds = String::new();
        for sentence in sentences(spoken_items(&tokens).0).1 {
            sounds.extend(
                Phonemizer::of(language).phones(&sentence.items, &mut by_rule).iter().map(|phone| phone.symbol),
            );
        }
        (sounds, by_rule)
    }

    #[test]
    fn words_sound_as_they_should() {
        for (narration, expected) in [
            ("Rain.", "ɹˈAn."),
            ("ATP", "ˌAtˌipˈi"),
            ("H₂O", "ˈAʧ tˈu ˈO"),
            ("photosensitive kilojoules", "fˌOTəsˈɛnsəTɪv kˌɪləʤˈulz"),
            ("waterwheelish", "wˈɔTəɹhwˌilɪʃ"),
            ("the apple", "ði ˈæpᵊl"),
        ] {
            let (sounds, by_rule) = read(narration, "en-US");
            assert_eq!(sounds, expected, "{narration}");
            assert!(by_rule.is_empty(), "{by_rule:?}");
        }
        assert_eq!(read("Gnarf!", "en-US").1, BTreeSet::from(["Gnarf".to_owned()]));
    }

    #[test]
    fn every_word_of_the_lessons_has_sounds_that_the_model_knows() {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../assets/lessons");
        let mut lessons: Vec<_> =
            std::fs::read_dir(&folder).expect("the lessons").map(|entry| entry.expect("an entry").path()).collect();
        lessons.sort();
        let mut read_words = 0;
        for path in lessons {
            // The British dictionary is tried on the short ones: reading takes its time.
            let languages: &[&str] = if path.is_dir() { &["en-US"] } else { &["en-US", "en-GB"] };
            let path = if path.is_dir() { path.join("lesson.md") } else { path };
            let text = std::fs::read_to_string(&path).expect("a lesson");
            for line in text.lines().filter(|line| !line.contains("://")) {
                // Markup is as good a trial as any: whatever has a letter or digit must be heard.
                let tokens = parse_narration(&escape_narration(line)).expect("well-formed");
                let (items, count) = spoken_items(&tokens);
                for language in languages {
                    let mut heard = vec![String::new(); count];
                    for sentence in sentences(items.clone()).1 {
                        for phone in Phonemizer::of(language).phones(&sentence.items, &mut BTreeSet::new()) {
                            assert!(phoneme_id(phone.symbol).is_some(), "{} in {line}", phone.symbol);
                            if let Some(word) = phone.word {
                                heard[word].push(phone.symbol);
                            }
                        }
                    }
                    for (token, sounds) in tokens.iter().zip(&heard) {
                        let Token::Word { shown, .. } = token else { continue };
                        let readable = shown.chars().any(|sign| sign.is_ascii_alphanumeric());
                        assert!(
                            !readable || sounds.chars().any(is_vowel_sound) || ["'s", "s"].contains(&shown.as_str()),
                            "{shown} is silent in {line}"
                        );
                        read_words += usize::from(readable);
                    }
                }
            }
        }
        assert!(read_words > 8_000, "{read_words} words only");
    }
}
