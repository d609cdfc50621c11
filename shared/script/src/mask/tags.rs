//! Tags that Markdown has a form for, and the regions that they enclose.

use super::{FILLER, LEVEL, Masker, SCRIPT_END, SUB, SUP, TERM};
use crate::region::{Region, region_kind};
use crate::tag::{Tag, tag_at};

impl Masker<'_> {
    /// Tags become Markdown where Markdown has the same, or filler; what they enclose becomes a region.
    pub(super) fn take_tags(&mut self) {
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
    pub(super) fn is_paired(&self, text: &str, tag: &Tag, start: usize) -> bool {
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
