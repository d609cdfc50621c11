//! What a sentence could show, and how strongly it calls for it.

use lectern_lesson::Visual;

use super::amounts::amounts;
use super::cause::cause;
use super::contrast::contrast;
use super::definition::{definition, naming};
use super::enumeration::enumeration;
use super::map::maps;
use super::number::{date, quantity};
use super::parts::parts;
use super::plain::plain;
use super::prose::{Grammar, Guide, Known, Said};
use super::sequence::process;
use super::shown::shown;
use super::timeline::timeline;
use super::unparsed::unparsed;
use super::web::webs;
use crate::words::{normalize, same_word};

/// A picture that a sentence could have.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Picture {
    /// What is shown.
    pub visual: Visual,
    /// How weakly the sentence calls for it: 0 for a definition, 2 for plain words, more for makeshifts.
    pub weakness: f64,
    /// Which part comes with which word of the sentence.
    pub cues: Vec<(usize, usize)>,
    /// Parts that come with words of other sentences of the paragraph, for a picture that takes in several.
    pub around: Vec<Around>,
    /// Whether it can stay while the next sentences are spoken.
    pub lasts: bool,
}

/// A part that comes with a word of another sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Around {
    /// Which sentence, counted from the picture's own: −1 is the one before.
    pub offset: isize,
    /// Which part.
    pub part: usize,
    /// Which word of that sentence.
    pub word: usize,
}

impl Picture {
    /// The first and the last sentence that it takes in, counted from its own.
    pub fn reach(&self) -> (isize, isize) {
        let offsets = || self.around.iter().map(|around| around.offset).chain([0]);
        (offsets().min().unwrap_or(0), offsets().max().unwrap_or(0))
    }
}

/// Every picture for the sentence at `index` of a paragraph; at least one.
pub(crate) fn pictures(run: &[Said], index: usize, known: &Known, guide: &Guide<'_>) -> Vec<Picture> {
    if guide.grammar == Grammar::Unknown {
        return unparsed(run, index, known, guide);
    }
    let said = &run[index];
    let before = index.checked_sub(1).and_then(|before| run.get(before));
    let next = run.get(index + 1);
    let mut found = Vec::new();
    found.extend(definition(said, next, known, guide));
    if found.is_empty() {
        found.extend(before.and_then(|before| naming(said, before, known, guide)));
    }
    found.extend(process(run, index, guide));
    found.extend(contrast(run, index, guide));
    found.extend(parts(said, guide));
    found.extend(timeline(said, guide.events));
    found.extend(maps(run, index, known, guide));
    found.extend(amounts(run, index, guide));
    found.extend(date(said));
    found.extend(quantity(said, guide));
    found.extend(cause(said));
    found.extend(webs(run, index, guide));
    found.extend(enumeration(said));
    found.extend(shown(run, index, known, guide));
    found.extend(plain(said, known));
    found
}

pub(crate) fn find(words: &[String], phrase: &str) -> Option<usize> {
    let wanted: Vec<&str> = phrase.split_whitespace().filter(|word| !normalize(word).is_empty()).collect();
    if wanted.is_empty() || wanted.len() > words.len() {
        return None;
    }
    (0..=words.len() - wanted.len())
        .find(|start| wanted.iter().zip(&words[*start..]).all(|(wanted, word)| same_word(wanted, word)))
}

/// Marks that end a clause.
pub(crate) fn ends_clause(word: &str) -> bool {
    word.ends_with([',', ';', ':', '.', '?', '!', '—'])
}

pub(crate) fn trim_marks(text: &str) -> &str {
    text.trim().trim_end_matches([',', ';', ':', '.'])
}
