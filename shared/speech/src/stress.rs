//! Stressed words: louder and longer than the voice would say them.
//!
//! The voice model takes its prosody from the sentence, whatever stress marks stand on a word (measured: they change neither length
//! nor pitch of a word that bears a stress already), so the stress is put on what it has said.

use std::ops::Range;

use crate::SAMPLE_RATE;
use crate::letters::is_vowel_sound;
use crate::phonemes::Phone;

/// How much louder a stressed word is, in dB, and how much longer: what speakers do when they contrast one word with another is
/// 2 to 5 dB and a fifth to a third more time.
const LIFT_DB: f32 = 3.0;
const LENGTHEN: f64 = 1.25;

/// Over how long the lift comes and goes: 25 ms.
const RAMP: usize = SAMPLE_RATE as usize / 40;

/// Lengthened speech is laid together from pieces of 20 ms that overlap by half, each taken from where it continues the one before
/// best, within 8 ms: more than half a period of the lowest voice.
const HOP: usize = SAMPLE_RATE as usize / 100;
const SEARCH: usize = SAMPLE_RATE as usize / 125;

/// Gives each stressed word its main stress, which little words ("the", "and") have none of in a sentence, and with it a full vowel.
pub(crate) fn stress(phones: &mut Vec<Phone>, is_stressed: impl Fn(usize) -> bool) {
    let mut index = 0;
    while index < phones.len() {
        let Some(word) = phones[index].word else {
            index += 1;
            continue;
        };
        let length = phones[index..].iter().take_while(|phone| phone.word == Some(word)).count();
        if is_stressed(word) {
            let sounds = &mut phones[index..index + length];
            if !sounds.iter().any(|phone| phone.symbol == 'ˈ') {
                match sounds.iter().position(|phone| phone.symbol == 'ˌ') {
                    Some(at) => sounds[at].symbol = 'ˈ',
                    None => {
                        if let Some(at) = sounds.iter().position(|phone| is_vowel_sound(phone.symbol)) {
                            // A weak vowel has no stressed form of its own.
                            if sounds[at].symbol == 'ə' {
                                sounds[at].symbol = 'ʌ';
                            }
                            phones.insert(index + at, Phone { symbol: 'ˈ', word: Some(word) });
                            index += 1;
                        }
                    }
                }
            }
        }
        index += length;
    }
}

/// Lifts the samples of a stressed word.
pub(crate) fn lift(samples: &mut [f32], span: Range<usize>) {
    let most = 10_f32.powf(LIFT_DB / 20.0) - 1.0;
    let reach = span.start.saturating_sub(RAMP)..(span.end + RAMP).min(samples.len());
    for at in reach {
        let outside = span.start.saturating_sub(at).max((at + 1).saturating_sub(span.end));
        let share = 0.5 + 0.5 * (std::f32::consts::PI * (outside as f32 / RAMP as f32).min(1.0)).cos();
        samples[at] *= 1.0 + most * share;
    }
}

/// The samples of a stressed word, lengthened; both ends continue as they did. Too short a word is left as it is.
pub(crate) fn lengthen(samples: &[f32], span: Range<usize>) -> Vec<f32> {
    let word = &samples[span];
    let wanted = (word.len() as f64 * LENGTHEN) as usize;
    if word.len() < 4 * HOP + 2 * SEARCH {
        return word.to_vec();
    }
    let mut long = word[..HOP].to_vec();
    // Where the piece that was laid last goes on in the word.
    let mut next = HOP;
    while long.len() + HOP < wanted && next + HOP <= word.len() {
        let ideal = (long.len() as f64 / LENGTHEN) as usize;
        let most = word.len() - 2 * HOP;
        let from = ideal.saturating_sub(SEARCH).min(most)..=(ideal + SEARCH).min(most);
        let piece = best_match(word, from, &word[next..next + HOP]);
        blend(&mut long, &word[next..next + HOP], &word[piece..piece + HOP]);
        next = piece + HOP;
    }
    // The last piece is the word's own end.
    let end = word.len() - HOP;
    if next + HOP <= word.len() {
        let from = end.saturating_sub(SEARCH)..=end;
        let piece = best_match(word, from, &word[next..next + HOP]);
        blend(&mut long, &word[next..next + HOP], &word[piece..piece + HOP]);
        next = piece + HOP;
    }
    long.extend_from_slice(&word[next..]);
    long
}

/// The place in `from` whose samples are most like `wanted`.
fn best_match(word: &[f32], from: std::ops::RangeInclusive<usize>, wanted: &[f32]) -> usize {
    let first = *from.start();
    from.map(|at| {
        let here = &word[at..at + wanted.len()];
        let product: f32 = here.iter().zip(wanted).map(|(one, other)| one * other).sum();
        let power: f32 = here.iter().map(|one| one * one).sum();
        (at, product / (power + 1e-9).sqrt())
    })
    .max_by(|one, other| one.1.total_cmp(&other.1).then(other.0.cmp(&one.0)))
    .map_or(first, |(at, _)| at)
}

/// Goes from one piece over to another of the same length.
fn blend(long: &mut Vec<f32>, from: &[f32], to: &[f32]) {
    let length = from.len() as f32;
    long.extend(from.iter().zip(to).enumerate().map(|(index, (from, to))| {
        let share = 0.5 - 0.5 * (std::f32::consts::PI * (index as f32 + 0.5) / length).cos();
        from + (to - from) * share
    }));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stressed_word_has_one_main_stress() {
        for (sounds, expected) in
            [("nˈɑt", "nˈɑt"), ("ðə", "ðˈʌ"), ("ˌæftəɹ", "ˈæftəɹ"), ("ænd", "ˈænd"), ("ʃ", "ʃ"), ("", "")]
        {
            let mut phones: Vec<Phone> = sounds.chars().map(|symbol| Phone { symbol, word: Some(1) }).collect();
            phones.insert(0, Phone { symbol: 'ɪ', word: Some(0) });
            stress(&mut phones, |word| word == 1);
            let sounded: String = phones.iter().map(|phone| phone.symbol).collect();
            assert_eq!(sounded, format!("ɪ{expected}"));
        }
    }

    #[test]
    fn a_lengthened_word_keeps_its_pitch_and_its_ends() {
        let tone: Vec<f32> =
            (0..24_000).map(|at| (at as f32 * 180.0 * std::f32::consts::TAU / 24_000.0).sin()).collect();
        for span in [2_000..9_000, 100..4_000, 15_000..24_000] {
            let long = lengthen(&tone, span.clone());
            let factor = long.len() as f64 / span.len() as f64;
            assert!((1.15..1.32).contains(&factor), "{span:?} is {factor} as long");
            assert_eq!((long[0], long[long.len() - 1]), (tone[span.start], tone[span.end - 1]));
            let crossings = long.windows(2).filter(|pair| pair[0] < 0.0 && pair[1] >= 0.0).count();
            let hertz = crossings as f64 / (long.len() as f64 / 24_000.0);
            assert!((hertz - 180.0).abs() < 6.0, "{hertz} Hz");
            let steepest = long.windows(2).map(|pair| (pair[1] - pair[0]).abs()).fold(0.0, f32::max);
            assert!(steepest < 0.08, "no clicks: {steepest}");
        }
        assert_eq!(lengthen(&tone, 50..150), &tone[50..150]);
    }

    #[test]
    fn a_lift_has_no_steps_and_leaves_the_rest_alone() {
        let mut samples = vec![0.1_f32; 10_000];
        lift(&mut samples, 4_000..6_000);
        assert!(samples[..3_400].iter().chain(&samples[6_600..]).all(|sample| *sample == 0.1));
        assert!((samples[5_000] / 0.1 - 1.4125).abs() < 0.01, "{}", samples[5_000]);
        assert!(samples.windows(2).all(|pair| (pair[1] - pair[0]).abs() < 0.001));
    }
}
