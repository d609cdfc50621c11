//! Formulas between dollar signs, and dollar signs that are money.

use std::ops::Range;

use lectern_lesson::Severity;

use super::{DOLLAR, FILLER, Island, IslandKind, Masker};
use crate::dollar::inline_math_end;

impl Masker<'_> {
    /// Display formulas become islands; dollar signs that are money are hidden from the Markdown parser.
    pub(super) fn take_math(&mut self) {
        let text = self.text().to_owned();
        let bytes = text.as_bytes();
        let mut at = 0;
        while at < bytes.len() {
            if self.protected[at] {
                at += 1;
                continue;
            }
            let rest = &text.as_bytes()[at..];
            let display = if rest.starts_with(b"$$") {
                Some(("$$", 2))
            } else if rest.starts_with(b"\\[") && self.begins_line(at) && !rest.starts_with(b"\\[link") {
                Some(("\\]", 2))
            } else if rest.starts_with(b"\\begin{") && self.begins_line(at) {
                Some(("\\end{", 0))
            } else {
                None
            };
            if let Some((close, skip)) = display {
                at = self.take_display(&text, at, close, skip);
                continue;
            }
            if rest.starts_with(b"\\(")
                && let Some(length) = text[at..].find("\\)").filter(|length| !text[at..at + length].contains("\n\n"))
            {
                let end = at + length + 2;
                let latex = text[at + 2..end - 2].trim().to_owned();
                self.put(at..end, &format!("${latex}$"), FILLER);
                self.protect(at..end);
                at = end;
                continue;
            }
            match bytes[at] {
                b'\\' => at += 2,
                b'$' => match inline_math_end(&text, at) {
                    Some(end) => {
                        self.protect(at..end);
                        at = end;
                    }
                    None => {
                        self.out[at] = DOLLAR;
                        at += 1;
                    }
                },
                _ => at += 1,
            }
        }
    }

    /// A display formula that begins at `start`; returns where to go on.
    pub(super) fn take_display(&mut self, text: &str, start: usize, close: &str, skip: usize) -> usize {
        let body = start + skip;
        let is_environment = skip == 0;
        let environment_end = |from: usize| {
            let name = text[from..].strip_prefix("\\begin{")?.split_once('}')?.0;
            let is_math = matches!(
                name.trim_end_matches('*'),
                "equation"
                    | "align"
                    | "aligned"
                    | "gather"
                    | "multline"
                    | "eqnarray"
                    | "split"
                    | "cases"
                    | "displaymath"
            );
            let end = format!("\\end{{{name}}}");
            is_math.then(|| text[from..].find(&end).map(|length| from + length + end.len())).flatten()
        };
        let found = if is_environment {
            environment_end(start).map(|end| (end, end))
        } else {
            text[body..].find(close).map(|length| (body + length, body + length + close.len()))
        };
        let Some((latex_end, end)) = found else {
            if is_environment {
                return start + 1;
            }
            // Never closed: it is taken to end with its paragraph.
            let end = text[body..].find("\n\n").map_or(text.len(), |length| body + length);
            self.find(
                Severity::Warning,
                "unclosed-formula",
                "a formula is opened here and never closed; it is taken to end with its paragraph".to_owned(),
                start..end.min(start + 40),
                "close it with the marks that opened it",
            );
            self.lift_formula(text, start..end, body..end);
            return end;
        };
        let latex_range = if is_environment { start..latex_end } else { body..latex_end };
        if self.begins_line(start) && self.ends_line(end) || is_environment {
            self.lift_formula(text, start..end, latex_range);
        } else if text[latex_range.clone()].contains("\n\n") {
            self.fill(start..start + skip, FILLER);
            return body;
        } else {
            self.protect(start..end);
        }
        end
    }

    pub(super) fn lift_formula(&mut self, text: &str, range: Range<usize>, latex: Range<usize>) {
        // Marks of a quotation around the lines are no part of the formula.
        let lines: Vec<&str> = text[latex].lines().map(|line| line.trim_start_matches(['>', ' '])).collect();
        let latex = lines.join("\n").trim().to_owned();
        if !latex.is_empty() {
            self.masked.islands.push(Island { range: range.clone(), kind: IslandKind::Formula { latex } });
        }
        self.fill(range, b'\n');
    }
}
