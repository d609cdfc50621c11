use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use lectern_lesson::{Finding, Narration, Severity, Token, WordSpan, parse_narration};

use crate::model::{Model, SAMPLES_PER_FRAME, Style};
use crate::phonemes::{Phone, Phonemizer};
use crate::sentences::sentences;
use crate::sound::{fade_ends, normal_gain, samples_in, sounding};
use crate::spanish;
use crate::spoken::spoken_items;
use crate::stress::{lengthen, lift, stress};
use crate::vocabulary::phoneme_id;
use crate::{SpeechError, VoiceFiles, VoiceInfo, voices};

/// Samples a second of all speech.
pub const SAMPLE_RATE: u32 = 24_000;

/// A sentence of more phonemes than this (about ten seconds) is spoken in parts where it has punctuation: the model hurries
/// through long ones, and each second of one call takes about 25 MB of memory.
const PHONEMES_WANTED: usize = 150;

/// A sentence without punctuation is cut between words only beyond this.
const PHONEMES_UNCUT: usize = 240;

/// No part is shorter than this: very short ones sound clipped.
const PHONEMES_LEAST: usize = 25;

/// Silence where a sentence was cut after punctuation, in seconds, about what the model itself makes of a comma.
const CUT_PAUSE_SECS: f64 = 0.15;

/// The local voice: one single-threaded session of the model. Make several to speak several scenes at once; what one says
/// does not depend on the others.
pub struct Speaker {
    files: VoiceFiles,
    model: Model,
    styles: BTreeMap<&'static str, Style>,
}

/// A narration as spoken.
#[derive(Clone, Debug)]
pub struct Speech {
    /// Its length and word spans.
    pub narration: Narration,
    /// Mono samples at [`SAMPLE_RATE`], -1 to 1.
    pub samples: Vec<f32>,
    /// Words that no dictionary has and that were spoken by rule.
    pub findings: Vec<Finding>,
}

impl Speaker {
    /// Loads the model.
    ///
    /// # Errors
    /// When a file is missing or cannot be used.
    pub fn load(files: &VoiceFiles) -> Result<Self, SpeechError> {
        files.check()?;
        Ok(Self { files: files.clone(), model: Model::load(files)?, styles: BTreeMap::new() })
    }

    /// Speaks `narration` with `voice` at `pace` (0.5 to 2, 1 is the voice's own; other numbers are brought into that range).
    /// What is marked as said by others is said by their voices, and all are equally loud.
    ///
    /// # Errors
    /// When the narration is not well-formed, a voice does not exist, or the model fails.
    pub fn speak(&mut self, narration: &str, voice: &str, pace: f64) -> Result<Speech, SpeechError> {
        let tokens = parse_narration(narration)?;
        let own = self.voice(voice)?;
        let (items, word_count) =
            if spanish::is_spanish(own.language) { spanish::spoken_items(&tokens) } else { spoken_items(&tokens) };
        let stressed: Vec<bool> = tokens
            .iter()
            .filter_map(|token| match token {
                Token::Word { is_stressed, .. } => Some(*is_stressed),
                Token::Pause { .. } | Token::Paragraph => None,
            })
            .collect();
        let is_stressed = |word: usize| stressed.get(word).copied().unwrap_or(false);
        let speed = sane_pace(pace) as f32;
        let mut by_rule = BTreeSet::new();
        let mut track = Track::new(word_count);
        let (lead_secs, sentences) = sentences(items);
        track.silence(lead_secs);
        for sentence in sentences {
            let voice = sentence.voice.as_deref().map_or(Ok(own), |name| self.voice(name))?;
            let mut phones = if spanish::is_spanish(own.language) {
                spanish::phones(&sentence.items, &mut by_rule)
            } else {
                Phonemizer::of(voice.language).phones(&sentence.items, &mut by_rule)
            };
            stress(&mut phones, is_stressed);
            for part in breaths(&phones) {
                let paused = part.end < phones.len() && phones[part.end - 1].symbol != ' ';
                let style = &self.styles[voice.name];
                let mut part = speak_part(&mut self.model, style, &phones[part], speed)?;
                part.stress(is_stressed);
                track.append(part, voice.name);
                track.silence(if paused { CUT_PAUSE_SECS } else { 0.0 });
            }
            track.silence(sentence.pause_secs);
        }
        Ok(track.finish(findings(&by_rule)))
    }

    /// The voice of that name, its style at hand.
    fn voice(&mut self, name: &str) -> Result<&'static VoiceInfo, SpeechError> {
        let voice = voices()
            .iter()
            .find(|info| info.name == name)
            .ok_or_else(|| SpeechError::UnknownVoice { name: name.to_owned() })?;
        if !self.styles.contains_key(voice.name) {
            let style = Style::load(&self.files.voice(voice.name))?;
            self.styles.insert(voice.name, style);
        }
        Ok(voice)
    }
}

/// A pace that the voice can follow.
pub(crate) fn sane_pace(pace: f64) -> f64 {
    if pace.is_finite() { pace.clamp(0.5, 2.0) } else { 1.0 }
}

fn findings(by_rule: &BTreeSet<String>) -> Vec<Finding> {
    let finding = |word: &String| {
        Finding::new(Severity::Note, "word-spoken-by-rule", format!("no dictionary has \"{word}\"; it is read by rule"))
            .with_hint(format!("if it sounds wrong, write [[{word}|how it is said]]"))
    };
    by_rule.iter().map(finding).collect()
}

/// A stretch of speech, trimmed to its sound, with the spans of its words in samples.
struct Part {
    samples: Vec<f32>,
    words: Vec<(usize, Range<usize>)>,
}

impl Part {
    /// Makes the stressed words louder and longer.
    fn stress(&mut self, is_stressed: impl Fn(usize) -> bool) {
        for index in (0..self.words.len()).rev() {
            let (word, span) = self.words[index].clone();
            if !is_stressed(word) {
                continue;
            }
            lift(&mut self.samples, span.clone());
            let long = lengthen(&self.samples, span.clone());
            let gained = long.len() - span.len();
            self.samples.splice(span, long);
            self.words[index].1.end += gained;
            for (_, later) in &mut self.words[index + 1..] {
                *later = later.start + gained..later.end + gained;
            }
        }
    }
}

fn speak_part(model: &mut Model, style: &Style, phones: &[Phone], speed: f32) -> Result<Part, SpeechError> {
    let known: Vec<(i64, Phone)> =
        phones.iter().filter_map(|phone| phoneme_id(phone.symbol).map(|id| (id, *phone))).collect();
    if known.iter().all(|(_, phone)| phone.word.is_none()) {
        return Ok(Part { samples: Vec::new(), words: Vec::new() });
    }
    let ids: Vec<i64> = known.iter().map(|(id, _)| *id).collect();
    let mut sound = model.run(&ids, style.row(ids.len()), speed)?;
    let range = sounding(&sound.samples);
    let mut words: Vec<(usize, Range<usize>)> = Vec::new();
    let mut at = sound.lead_frames as usize * SAMPLES_PER_FRAME;
    for ((_, phone), frames) in known.iter().zip(&sound.frames) {
        let span = at..at + *frames as usize * SAMPLES_PER_FRAME;
        at = span.end;
        let Some(word) = phone.word else { continue };
        match words.last_mut() {
            Some((last, whole)) if *last == word => whole.end = span.end,
            _ => words.push((word, span)),
        }
    }
    let inside = |sample: usize| sample.clamp(range.start, range.end) - range.start;
    let words = words.into_iter().map(|(word, span)| (word, inside(span.start)..inside(span.end))).collect();
    sound.samples.truncate(range.end);
    let mut samples = sound.samples.split_off(range.start);
    fade_ends(&mut samples);
    Ok(Part { samples, words })
}

/// Where to draw breath: the ranges of a sentence that are spoken in one call each. Cuts fall after punctuation, as evenly as
/// can be, or between words where there is none for too long; never more than the model takes.
fn breaths(phones: &[Phone]) -> Vec<Range<usize>> {
    let mut parts = Vec::new();
    let mut start = 0;
    while phones.len() - start > PHONEMES_WANTED {
        let rest = phones.len() - start;
        let middle = start + rest / rest.div_ceil(PHONEMES_WANTED);
        let window = start + PHONEMES_LEAST..(start + PHONEMES_UNCUT).min(phones.len() - PHONEMES_LEAST);
        let nearest = |signs: &str| {
            let found = window.clone().filter(|index| signs.contains(phones[*index].symbol));
            found.min_by_key(|index| index.abs_diff(middle))
        };
        let cut = match nearest(",;:—…") {
            Some(mark) => mark,
            None if rest <= PHONEMES_UNCUT => break,
            None => nearest(" ").unwrap_or(middle),
        };
        parts.push(start..cut + 1);
        start = cut + 1;
    }
    if start < phones.len() {
        parts.push(start..phones.len());
    }
    parts
}

/// The scene's samples as they come together.
struct Track {
    samples: Vec<f32>,
    words: Vec<Option<Range<usize>>>,
    /// What each voice says.
    voices: BTreeMap<&'static str, Vec<Range<usize>>>,
}

impl Track {
    fn new(word_count: usize) -> Self {
        Self { samples: Vec::new(), words: vec![None; word_count], voices: BTreeMap::new() }
    }

    fn silence(&mut self, secs: f64) {
        self.samples.resize(self.samples.len() + samples_in(secs), 0.0);
    }

    fn append(&mut self, part: Part, voice: &'static str) {
        let offset = self.samples.len();
        self.samples.extend(part.samples);
        self.voices.entry(voice).or_default().push(offset..self.samples.len());
        for (word, span) in part.words {
            let span = span.start + offset..span.end + offset;
            if let Some(place) = self.words.get_mut(word) {
                // A word that is spoken in two breaths lasts from the first to the second.
                *place = Some(place.as_ref().map_or(span.start, |before| before.start)..span.end);
            }
        }
    }

    /// Brings each voice to the same loudness.
    fn normalize(&mut self) {
        let mut gained = Vec::with_capacity(self.voices.len());
        for parts in self.voices.values() {
            let gain = if self.voices.len() == 1 {
                normal_gain(&self.samples)
            } else {
                // As if it spoke alone.
                let mut alone = vec![0.0; self.samples.len()];
                for part in parts {
                    alone[part.clone()].copy_from_slice(&self.samples[part.clone()]);
                }
                normal_gain(&alone)
            };
            gained.push((gain, parts.clone()));
        }
        for (gain, parts) in gained {
            parts.into_iter().flatten().for_each(|sample| self.samples[sample] *= gain);
        }
    }

    fn finish(mut self, findings: Vec<Finding>) -> Speech {
        self.normalize();
        let secs = |samples: usize| samples as f64 / f64::from(SAMPLE_RATE);
        // A word that is not sounded (a lone symbol) stands for a moment where the one before it ends.
        let mut reached = 0;
        let mut words = Vec::with_capacity(self.words.len());
        for span in &self.words {
            let span = span.clone().unwrap_or(reached..reached);
            let start = span.start.max(reached);
            reached = span.end.max(start);
            words.push(WordSpan { start_secs: secs(start), end_secs: secs(reached) });
        }
        let narration = Narration { sample_rate: SAMPLE_RATE, duration_secs: secs(self.samples.len()), words };
        Speech { narration, samples: self.samples, findings }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::PHONEMES_MAX;
    use proptest::prelude::*;

    fn phones(symbols: &str) -> Vec<Phone> {
        symbols.chars().map(|symbol| Phone { symbol, word: symbol.is_alphabetic().then_some(0) }).collect()
    }

    #[test]
    fn a_long_sentence_is_cut_after_its_middle_comma() {
        let sentence =
            format!("{}, {}, {}", "wɔtəɹ ".repeat(8).trim(), "ɹAn ".repeat(25).trim(), "snO ".repeat(20).trim());
        let parts = breaths(&phones(&sentence));
        let symbols: Vec<char> = sentence.chars().collect();
        assert_eq!(parts.len(), 2);
        assert_eq!(symbols[parts[0].end - 1], ',');
        let unbroken = phones(&"ɹAn ".repeat(50));
        assert_eq!(breaths(&unbroken).len(), 1);
    }

    proptest! {
        #[test]
        fn parts_cover_the_sentence_and_fit_the_model(symbols in "[a-z ,;]{0,1500}|[a-z]{0,1500}") {
            let phones = phones(&symbols);
            let parts = breaths(&phones);
            let mut reached = 0;
            for part in &parts {
                prop_assert_eq!(part.start, reached);
                prop_assert!(part.len() <= PHONEMES_MAX && !part.is_empty());
                reached = part.end;
            }
            prop_assert_eq!(reached, phones.len());
        }
    }
}
