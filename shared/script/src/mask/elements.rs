//! Elements that are taken as a whole: comments, scripts, MathML, HTML tables.

use std::ops::Range;

use lectern_lesson::Severity;

use super::{FILLER, Island, IslandKind, Masker};
use crate::html_table::{element_end, html_table};
use crate::mathml;
use crate::tag::{Tag, tag_at};

impl Masker<'_> {
    /// Comments, scripts, MathML and HTML tables go as a whole.
    pub(super) fn take_elements(&mut self) {
        let source = self.source;
        let mut at = 0;
        let mut removed: Vec<(&str, usize)> = Vec::new();
        while let Some(step) = source[at..].find('<') {
            let start = at + step;
            at = start + 1;
            if self.protected[start] || self.is_masked(start) {
                continue;
            }
            if source[start..].starts_with("<!--") {
                let end = source[start..].find("-->").map_or(source.len(), |length| start + length + 3);
                let filler = if self.begins_line(start) { b'\n' } else { FILLER };
                self.fill(start..end, filler);
                at = end;
                continue;
            }
            if source[start..].starts_with("<!") || source[start..].starts_with("<?") {
                let end = source[start..].find('>').map_or(start + 2, |length| start + length + 1);
                self.fill(start..end, b'\n');
                at = end;
                continue;
            }
            let Some(tag) = tag_at(source, start) else {
                continue;
            };
            if tag.has_handler() {
                removed.push(("event handlers", start));
            }
            if tag.is_closing {
                continue;
            }
            let what = match tag.name.as_str() {
                "script" | "noscript" => "scripts",
                "style" => "styles",
                "iframe" | "object" | "embed" => "embedded pages",
                "template" | "svg" | "canvas" | "head" | "select" | "textarea" => "",
                "math" | "m:math" | "mml:math" | "table" => {
                    let end = element_end(source, start, &tag);
                    if tag.name == "table" {
                        if let Some(kind) = html_table(&source[start..end]) {
                            self.masked.islands.push(Island { range: start..end, kind });
                        }
                        self.fill(start..end, b'\n');
                    } else {
                        self.take_mathml(start..end, &tag);
                    }
                    at = end;
                    continue;
                }
                _ => continue,
            };
            let end =
                if tag.is_empty_element || tag.name == "embed" { tag.end } else { element_end(source, start, &tag) };
            if !what.is_empty() {
                removed.push((what, start));
            }
            let filler = if self.begins_line(start) { b'\n' } else { FILLER };
            self.fill(start..end, filler);
            at = end;
        }
        let mut kinds: Vec<&str> = Vec::new();
        for (kind, _) in &removed {
            if !kinds.contains(kind) {
                kinds.push(kind);
            }
        }
        if let Some((_, first)) = removed.first() {
            let message =
                format!("{} were left out; a film shows text, formulas, tables and pictures", kinds.join(" and "));
            self.find(
                Severity::Note,
                "removed-html",
                message,
                *first..*first + 1,
                "nothing to do, if the page reads well without",
            );
        }
    }

    pub(super) fn take_mathml(&mut self, range: Range<usize>, tag: &Tag) {
        let latex = mathml::latex(&self.source[range.clone()]);
        let is_display =
            tag.attribute("display") == Some("block") || (self.begins_line(range.start) && self.ends_line(range.end));
        match latex {
            Some(latex) if is_display => {
                self.masked.islands.push(Island { range: range.clone(), kind: IslandKind::Formula { latex } });
                self.fill(range, b'\n');
            }
            Some(latex) if !latex.is_empty() => {
                self.put(range.clone(), &format!("${latex}$"), FILLER);
                self.protect(range);
            }
            _ => {
                self.find(
                    Severity::Warning,
                    "broken-formula",
                    "a MathML formula is not well-formed and was left out".to_owned(),
                    range.clone(),
                    "write it in LaTeX between dollar signs",
                );
                self.fill(range, FILLER);
            }
        }
    }
}
