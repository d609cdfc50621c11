//! How long a narration will take, told without the model.

use lectern_lesson::parse_narration;

use crate::letters::{is_vowel_sound, rule_phonemes, spelled};
use crate::sentences::sentences;
use crate::speaker::sane_pace;
use crate::spoken::{SpokenItem, spoken_items};

/// What is counted in a narration, and how many seconds each lasts at pace 1 (least squares over the measured speech of
/// `af_heart` reading eleven thousand characters of lessons).
const WEIGHTS: [f64; FEATURES] = [0.0964, 0.0099, 0.2318, 0.0966, 0.0345, 0.082, 0.0547, 0.0874, 0.1123];

const FEATURES: usize = 9;

/// Estimated seconds of a narration at a pace, pauses included, without the model. Over a minute or more it is within a few
/// percent; a narration that is not well-formed is counted as it stands.
pub fn estimate_secs(narration: &str, pace: f64) -> f64 {
    let tokens = parse_narration(narration)
        .unwrap_or_else(|_| narration.split_whitespace().map(lectern_lesson::Token::plain).collect());
    let (items, _) = spoken_items(&tokens);
    let (lead_secs, sentences) = sentences(items);
    let mut spoken_secs = 0.0;
    let mut pause_secs = lead_secs;
    for sentence in &sentences {
        pause_secs += sentence.pause_secs;
        let counts = features(&sentence.items);
        spoken_secs += counts.iter().zip(WEIGHTS).map(|(count, secs)| count * secs).sum::<f64>().max(0.1);
    }
    spoken_secs / sane_pace(pace) + pause_secs
}

/// Counts of one sentence: itself, words, pauses inside it, and sounds by class.
pub(crate) fn features(items: &[SpokenItem]) -> [f64; FEATURES] {
    let mut counts = [0.0; FEATURES];
    counts[0] = 1.0;
    for item in items {
        match item {
            SpokenItem::Words { text, .. } => {
                for word in text.split([' ', '-']).filter(|word| !word.is_empty()) {
                    counts[1] += 1.0;
                    let lower = word.to_lowercase();
                    if is_weak(&lower) {
                        counts[8] += 1.0;
                    } else {
                        count_sounds(&rule_phonemes(word), &mut counts);
                    }
                }
            }
            SpokenItem::Letters { text, .. } => {
                counts[1] += 1.0;
                count_sounds(&spelled(text), &mut counts);
            }
            SpokenItem::Sounds { sounds, .. } => {
                counts[1] += 1.0;
                count_sounds(sounds, &mut counts);
            }
            SpokenItem::Mark(mark) if ",;:—".contains(*mark) => counts[2] += 1.0,
            SpokenItem::Mark(_) | SpokenItem::Pause(_) | SpokenItem::Paragraph | SpokenItem::Voice(_) => {}
        }
    }
    counts
}

fn count_sounds(phonemes: &str, counts: &mut [f64; FEATURES]) {
    for phoneme in phonemes.chars() {
        let class = match phoneme {
            'ˈ' | 'ˌ' => continue,
            'A' | 'I' | 'O' | 'W' | 'Y' | 'i' | 'u' | 'ɔ' | 'ɑ' => 3,
            'ə' | 'ᵊ' => 4,
            vowel if is_vowel_sound(vowel) => 5,
            's' | 'z' | 'ʃ' | 'ʒ' | 'f' | 'θ' | 'ʧ' | 'ʤ' => 6,
            _ => 7,
        };
        counts[class] += 1.0;
    }
}

/// Words that are hurried over.
fn is_weak(word: &str) -> bool {
    matches!(
        word,
        "a" | "an"
            | "the"
            | "of"
            | "to"
            | "in"
            | "is"
            | "are"
            | "was"
            | "were"
            | "and"
            | "or"
            | "but"
            | "it"
            | "its"
            | "as"
            | "at"
            | "by"
            | "for"
            | "from"
            | "on"
            | "that"
            | "this"
            | "with"
            | "be"
            | "been"
            | "has"
            | "have"
            | "had"
            | "he"
            | "she"
            | "they"
            | "we"
            | "you"
            | "his"
            | "her"
            | "their"
            | "our"
            | "your"
            | "can"
            | "will"
            | "not"
            | "which"
            | "than"
            | "into"
            | "so"
            | "do"
            | "does"
            | "if"
            | "when"
            | "then"
    )
}
