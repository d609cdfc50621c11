//! The source as plain CommonMark of the same length.
//!
//! Textbook pages mix Markdown with kramdown attributes, HTML blocks, MathML and figure links. All of it is overwritten in
//! place with Markdown that says the same, or with filler, so that every byte offset in the masked text is an offset in the
//! source. Marks for the inline reader are control characters, which the decoder has removed from the source before.

mod elements;
mod marks;
mod math;
mod tags;

use std::ops::Range;

use lectern_lesson::{Finding, Severity, Span};

use crate::region::Region;
use crate::{definition_list, pipe_table};

/// A byte that stands for nothing.
pub(crate) const FILLER: u8 = 0x01;
/// The emphasis before it is a term.
pub(crate) const TERM: u8 = 0x02;
/// A subscript, a superscript begins; either ends.
pub(crate) const SUB: u8 = 0x03;
pub(crate) const SUP: u8 = 0x04;
pub(crate) const SCRIPT_END: u8 = 0x05;
/// A dollar sign that is money.
pub(crate) const DOLLAR: u8 = 0x0f;
/// A pause begins; [`PAUSE_DIGITS`] digits to the base of 9 follow, from [`PAUSE_ZERO`] on, and tell its milliseconds.
pub(crate) const PAUSE: u8 = 0x06;
pub(crate) const PAUSE_ZERO: u8 = 0x17;
pub(crate) const PAUSE_DIGITS: u32 = 5;
/// The level of an HTML heading, from 1.
pub(crate) const LEVEL: u8 = 0x10;

/// A block that was lifted out of the text whole.
#[derive(Clone, Debug)]
pub(crate) struct Island {
    pub range: Range<usize>,
    pub kind: IslandKind,
}

/// What an island is, as masked text to be read further.
#[derive(Clone, Debug)]
pub(crate) enum IslandKind {
    Formula { latex: String },
    Table { headers: Vec<String>, rows: Vec<Vec<String>>, caption: Option<String> },
    Definition { term: String, meaning: String },
}

/// The masked text and what was found on the way.
#[derive(Debug, Default)]
pub(crate) struct Masked {
    pub text: String,
    pub regions: Vec<Region>,
    pub islands: Vec<Island>,
    pub findings: Vec<Finding>,
    /// How many pauses there are, and where those stand whose marks are broken.
    pub pauses: usize,
    pub broken_pauses: Vec<Range<usize>>,
}

/// Masks `source`; the first `skip` bytes (front matter) are blanked.
pub(crate) fn mask(source: &str, skip: usize) -> Masked {
    let mut masker = Masker {
        source,
        out: source.as_bytes().to_vec(),
        protected: vec![false; source.len()],
        masked: Masked::default(),
    };
    masker.fill(0..skip, b'\n');
    masker.protect_code();
    masker.take_elements();
    masker.take_math();
    masker.take_tags();
    masker.take_pauses();
    masker.take_attributes();
    masker.take_references();
    let text = masker.text().to_owned();
    for island in pipe_table::find(&text, &masker.protected, source, &mut masker.masked.findings)
        .into_iter()
        .chain(definition_list::find(&text, &masker.protected))
    {
        masker.fill(island.range.clone(), b'\n');
        masker.masked.islands.push(island);
    }
    masker.masked.islands.sort_by_key(|island| island.range.start);
    masker.masked.text = masker.text().to_owned();
    masker.masked
}

struct Masker<'a> {
    source: &'a str,
    out: Vec<u8>,
    protected: Vec<bool>,
    masked: Masked,
}

impl Masker<'_> {
    fn text(&self) -> &str {
        // Only whole characters are ever overwritten, with ASCII or with whole characters.
        std::str::from_utf8(&self.out).unwrap_or_default()
    }

    fn fill(&mut self, range: Range<usize>, byte: u8) {
        self.out[range].fill(byte);
    }

    /// Writes `text` and fills the rest of `range`. Nothing but filler if it does not fit.
    fn put(&mut self, range: Range<usize>, text: &str, filler: u8) {
        self.fill(range.clone(), filler);
        if text.len() <= range.len() {
            self.out[range.start..range.start + text.len()].copy_from_slice(text.as_bytes());
        }
    }

    fn protect(&mut self, range: Range<usize>) {
        self.protected[range].fill(true);
    }

    fn find(&mut self, severity: Severity, rule: &str, message: String, range: Range<usize>, hint: &str) {
        let span = Span::locate(self.source, range.start, range.end);
        self.masked.findings.push(Finding::new(severity, rule, message).with_hint(hint).at(span));
    }

    /// Fenced code and code spans are not looked into.
    fn protect_code(&mut self) {
        let mut offset = 0;
        let mut open: Option<(u8, usize, usize)> = None;
        let source = self.source;
        for line in source.split_inclusive('\n') {
            let trimmed = line.trim_start_matches([' ', '>', '\t']);
            let mark = trimmed.bytes().next().filter(|byte| matches!(byte, b'`' | b'~')).unwrap_or(0);
            let count = trimmed.bytes().take_while(|byte| *byte == mark && mark != 0).count();
            match open {
                None if count >= 3 && !(mark == b'`' && trimmed[count..].contains('`')) && !self.is_blank(offset) => {
                    open = Some((mark, count, offset));
                }
                Some((kind, length, start))
                    if kind == mark && count >= length && trimmed[count..].trim().is_empty() =>
                {
                    self.protect(start..offset + line.len());
                    open = None;
                }
                _ => {}
            }
            offset += line.len();
        }
        if let Some((_, _, start)) = open {
            let end = source[start..].find('\n').map_or(source.len(), |length| start + length);
            self.find(
                Severity::Warning,
                "unclosed-fence",
                "a code fence is opened here and never closed; everything below it is read as code".to_owned(),
                start..end,
                "close it with a line of the same marks",
            );
            self.protect(start..source.len());
        }
        let bytes = source.as_bytes();
        let mut at = 0;
        while at < bytes.len() {
            if bytes[at] != b'`' || self.protected[at] {
                at += 1 + usize::from(bytes[at] == b'\\');
                continue;
            }
            let count = bytes[at..].iter().take_while(|byte| **byte == b'`').count();
            let paragraph_end = source[at..].find("\n\n").map_or(bytes.len(), |length| at + length);
            let mut close = at + count;
            let mut end = None;
            while close < paragraph_end {
                if bytes[close] == b'`' {
                    let run = bytes[close..].iter().take_while(|byte| **byte == b'`').count();
                    if run == count {
                        end = Some(close + run);
                        break;
                    }
                    close += run;
                } else {
                    close += 1;
                }
            }
            if let Some(end) = end {
                self.protect(at..end);
                at = end;
            } else {
                at += count;
            }
        }
    }

    fn is_blank(&self, offset: usize) -> bool {
        self.out.get(offset) == Some(&b'\n') && self.source.as_bytes().get(offset) != Some(&b'\n')
    }

    fn is_masked(&self, at: usize) -> bool {
        self.out[at] != self.source.as_bytes()[at]
    }

    fn begins_line(&self, at: usize) -> bool {
        self.out[..at].iter().rev().find(|byte| !matches!(byte, b' ' | b'\t' | b'>')).is_none_or(|byte| *byte == b'\n')
    }

    fn ends_line(&self, at: usize) -> bool {
        self.out[at..].iter().find(|byte| !matches!(byte, b' ' | b'\t')).is_none_or(|byte| *byte == b'\n')
    }
}
