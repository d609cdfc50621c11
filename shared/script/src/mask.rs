//! The source as plain CommonMark of the same length.
//!
//! Textbook pages mix Markdown with kramdown attributes, HTML blocks, MathML and figure links. All of it is overwritten in
//! place with Markdown that says the same, or with filler, so that every byte offset in the masked text is an offset in the
//! source. Marks for the inline reader are control characters, which the decoder has removed from the source before.

use std::ops::Range;

use lectern_lesson::{Finding, Severity, Span};

use crate::dollar::inline_math_end;
use crate::html_table::{element_end, html_table};
use crate::reference::{citation, parenthesized_references, reference};
use crate::region::{Region, region_kind};
use crate::tag::{Tag, tag_at};
use crate::{definition_list, mathml, pipe_table};

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

    /// Comments, scripts, MathML and HTML tables go as a whole.
    fn take_elements(&mut self) {
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

    fn is_masked(&self, at: usize) -> bool {
        self.out[at] != self.source.as_bytes()[at]
    }

    fn begins_line(&self, at: usize) -> bool {
        self.out[..at].iter().rev().find(|byte| !matches!(byte, b' ' | b'\t' | b'>')).is_none_or(|byte| *byte == b'\n')
    }

    fn ends_line(&self, at: usize) -> bool {
        self.out[at..].iter().find(|byte| !matches!(byte, b' ' | b'\t')).is_none_or(|byte| *byte == b'\n')
    }

    fn take_mathml(&mut self, range: Range<usize>, tag: &Tag) {
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

    /// Display formulas become islands; dollar signs that are money are hidden from the Markdown parser.
    fn take_math(&mut self) {
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
    fn take_display(&mut self, text: &str, start: usize, close: &str, skip: usize) -> usize {
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

    fn lift_formula(&mut self, text: &str, range: Range<usize>, latex: Range<usize>) {
        // Marks of a quotation around the lines are no part of the formula.
        let lines: Vec<&str> = text[latex].lines().map(|line| line.trim_start_matches(['>', ' '])).collect();
        let latex = lines.join("\n").trim().to_owned();
        if !latex.is_empty() {
            self.masked.islands.push(Island { range: range.clone(), kind: IslandKind::Formula { latex } });
        }
        self.fill(range, b'\n');
    }

    /// Tags become Markdown where Markdown has the same, or filler; what they enclose becomes a region.
    fn take_tags(&mut self) {
        let text = self.text().to_owned();
        let mut open: Vec<(String, Option<usize>)> = Vec::new();
        let mut lists: Vec<bool> = Vec::new();
        let mut after_quote = 0;
        let mut at = 0;
        while let Some(step) = text[at..].find('<') {
            let start = at + step;
            at = start + 1;
            if self.protected[start] || (start > 0 && text.as_bytes()[start - 1] == b'\\') {
                continue;
            }
            let Some(tag) = tag_at(&text, start) else {
                continue;
            };
            let range = start..tag.end;
            at = tag.end;
            let is_block = is_block(&tag.name);
            let mut written = String::new();
            let mut filler = if is_block { b'\n' } else { FILLER };
            match (tag.name.as_str(), tag.is_closing) {
                ("b" | "strong", _) if self.is_paired(&text, &tag, start) => written.push_str("**"),
                ("em" | "i" | "cite", _) if self.is_paired(&text, &tag, start) => written.push('*'),
                ("dfn", false) if self.is_paired(&text, &tag, start) => written.push_str("**"),
                ("dfn", true) if self.is_paired(&text, &tag, start) => {
                    written.push_str("**");
                    written.push(TERM as char);
                }
                ("code" | "kbd" | "tt" | "samp", _) if self.is_paired(&text, &tag, start) => written.push('`'),
                ("sub", false) => written.push(SUB as char),
                ("sup", false) => written.push(SUP as char),
                ("sub" | "sup", true) => written.push(SCRIPT_END as char),
                ("br", _) => filler = b' ',
                ("hr", _) => {}
                ("pre", _) => written.push_str("\n```\n"),
                ("blockquote", false) => {
                    written.push_str("\n\n> ");
                    filler = FILLER;
                    after_quote = tag.end;
                }
                ("p", false) if after_quote > 0 && text[after_quote..start].trim().is_empty() => filler = FILLER,
                ("ol" | "ul", false) => lists.push(tag.name == "ol"),
                ("ol" | "ul", true) => {
                    lists.pop();
                }
                ("li", false) => {
                    written.push_str(if lists.last() == Some(&true) { "\n1. " } else { "\n- " });
                    filler = FILLER;
                }
                ("h1" | "h2" | "h3" | "h4" | "h5" | "h6", false) => {
                    let level = tag.name.as_bytes()[1] - b'0';
                    written.push_str("\n# ");
                    written.push((LEVEL + level) as char);
                    filler = FILLER;
                }
                ("img", _) => {
                    let clean = |text: &str| {
                        text.replace(['[', '(', '\n', '\\'], " ").replace([']', ')'], " ").replace('"', "'")
                    };
                    let alt = clean(tag.attribute("alt").unwrap_or(""));
                    let source = tag.attribute("src").unwrap_or("").replace(' ', "%20");
                    written = match tag.attribute("title").filter(|title| !title.is_empty()) {
                        Some(title) => {
                            format!("![{}]({source} \"{}\")", alt.trim(), clean(title).trim())
                        }
                        None => format!("![{}]({source})", alt.trim()),
                    };
                }
                _ => {}
            }
            self.put(range.clone(), &written, filler);
            // A code span or an image that was written here is not to be looked into again.
            if tag.is_closing {
                if let Some(position) = open.iter().rposition(|(name, _)| *name == tag.name) {
                    for (_, region) in open.drain(position..) {
                        if let Some(region) = region {
                            self.masked.regions[region].range.end = start;
                        }
                    }
                }
            } else if !tag.is_empty_element && !is_void(&tag.name) {
                let region = region_kind(&tag).map(|kind| {
                    self.masked.regions.push(Region { kind, range: tag.end..text.len() });
                    self.masked.regions.len() - 1
                });
                if region.is_some() || is_block {
                    open.push((tag.name.clone(), region));
                }
            }
        }
    }

    /// Whether an inline tag has its partner in the same paragraph, so that its Markdown cannot be left open.
    fn is_paired(&self, text: &str, tag: &Tag, start: usize) -> bool {
        if tag.is_closing {
            let begin = text[..start].rfind("\n\n").unwrap_or(0);
            let before = &text[begin..start];
            let opened = format!("<{}", tag.name);
            let closed = format!("</{}", tag.name);
            before.rfind(&opened).is_some_and(|position| before.rfind(&closed).is_none_or(|close| close < position))
        } else {
            let end = text[tag.end..].find("\n\n").map_or(text.len(), |length| tag.end + length);
            let inside = &text[tag.end..end];
            inside.find(&format!("</{}", tag.name)).is_some_and(|close| {
                close > 0
                    && !inside[..close].contains(&format!("<{}", tag.name))
                    && !inside.starts_with(char::is_whitespace)
                    && !inside[..close].ends_with(char::is_whitespace)
            })
        }
    }

    /// kramdown attributes: `{: data-type="term"}` marks the emphasis before it, everything else goes.
    fn take_attributes(&mut self) {
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
    fn take_references(&mut self) {
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

fn is_block(name: &str) -> bool {
    matches!(
        name,
        "address"
            | "article"
            | "aside"
            | "blockquote"
            | "body"
            | "center"
            | "dd"
            | "details"
            | "div"
            | "dl"
            | "dt"
            | "fieldset"
            | "figcaption"
            | "figure"
            | "footer"
            | "form"
            | "h1"
            | "h2"
            | "h3"
            | "h4"
            | "h5"
            | "h6"
            | "header"
            | "hr"
            | "html"
            | "li"
            | "main"
            | "nav"
            | "ol"
            | "p"
            | "pre"
            | "section"
            | "summary"
            | "ul"
            | "tbody"
            | "thead"
            | "tr"
            | "td"
            | "th"
    )
}

fn is_void(name: &str) -> bool {
    matches!(name, "br" | "hr" | "img" | "input" | "link" | "meta" | "source" | "wbr" | "area" | "col" | "track")
}
