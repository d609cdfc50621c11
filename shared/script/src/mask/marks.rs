//! Pauses, kramdown attributes, figure links, citation marks, footnotes.

use super::{FILLER, Masker, PAUSE, PAUSE_DIGITS, PAUSE_ZERO, TERM};
use crate::pause;
use crate::reference::{citation, parenthesized_references, reference};

impl Masker<'_> {
    /// `[[pause 2]]` as control characters between two blanks.
    pub(super) fn take_pauses(&mut self) {
        for mark in pause::marks(self.text()) {
            if self.protected[mark.range.start] {
                continue;
            }
            let Some(millis) = mark.millis else {
                self.masked.broken_pauses.push(mark.range);
                continue;
            };
            self.masked.pauses += 1;
            let mut code = vec![b' ', PAUSE];
            code.extend((0..PAUSE_DIGITS).rev().map(|place| PAUSE_ZERO + (millis / 9_u32.pow(place) % 9) as u8));
            code.push(b' ');
            // The shortest mark, "[[pause]]", has one byte more.
            self.fill(mark.range.clone(), FILLER);
            self.out[mark.range.start..mark.range.start + code.len()].copy_from_slice(&code);
        }
    }

    /// kramdown attributes: `{: data-type="term"}` marks the emphasis before it, everything else goes.
    pub(super) fn take_attributes(&mut self) {
        let text = self.text().to_owned();
        for (opening, closing) in [("{:", "}"), ("{#", "}"), ("{.", "}")] {
            let mut at = 0;
            while let Some(step) = text[at..].find(opening) {
                let start = at + step;
                at = start + 2;
                if self.protected[start] {
                    continue;
                }
                let Some(length) = text[start..].find(closing).filter(|length| *length < 400) else {
                    continue;
                };
                let end = start + length + 1;
                let inside = &text[start..end];
                if inside.contains('\n') || (opening != "{:" && !self.ends_line(end)) {
                    continue;
                }
                let is_alone = self.begins_line(start) && self.ends_line(end);
                self.fill(start..end, if is_alone { b' ' } else { FILLER });
                if inside.contains("\"term\"") || inside.contains(".term") {
                    self.out[start] = TERM;
                }
                at = end;
            }
        }
        // A lone caret ends a kramdown block.
        let mut offset = 0;
        for line in text.split_inclusive('\n') {
            if line.trim() == "^" && !self.protected[offset] {
                self.fill(offset..offset + line.trim_end().len(), b' ');
            }
            offset += line.len();
        }
    }

    /// `([link](#figure))` goes with its parentheses; a reference that is part of the sentence becomes "the figure".
    pub(super) fn take_references(&mut self) {
        let text = self.text().to_owned();
        let bytes = text.as_bytes();
        let mut at = 0;
        while let Some(step) = text[at..].find(['(', '[']) {
            let start = at + step;
            at = start + 1;
            if self.protected[start] {
                continue;
            }
            if bytes[start] == b'(' {
                if let Some(end) = parenthesized_references(&text, start) {
                    let blank = text[..start].len() - text[..start].trim_end_matches([' ', '\t']).len();
                    self.fill(start - blank..end, FILLER);
                    at = end;
                }
                continue;
            }
            if let Some((end, target)) = reference(&text, start) {
                let word = if target.starts_with("tab") { "the table" } else { "the figure" };
                let begins = self.begins_line(start);
                self.put(start..end, if begins { "" } else { word }, FILLER);
                if !begins {
                    // The words stand in for a link; nothing more to do with them.
                    self.protect(start..end);
                }
                at = end;
            } else if let Some(end) = citation(&text, start) {
                self.fill(start..end, FILLER);
                at = end;
            }
        }
        // Footnotes are no narration.
        let mut offset = 0;
        for line in text.split_inclusive('\n') {
            if line.starts_with("[^") && line.contains("]:") && !self.protected[offset] {
                self.fill(offset..offset + line.trim_end().len(), b' ');
            }
            offset += line.len();
        }
    }
}
