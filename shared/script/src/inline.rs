//! Inline Markdown to runs: markup gone, sub- and superscripts in Unicode, formulas read.

use comrak::nodes::{AstNode, NodeValue};
use comrak::{Arena, Options};
use lectern_lesson::{Figure, Formula, RichText, Run};

use crate::latex::{self, LatexError};
use crate::mask::{DOLLAR, FILLER, LEVEL, PAUSE, PAUSE_DIGITS, PAUSE_ZERO, SCRIPT_END, SUB, SUP, TERM};
use crate::pause::is_silence;
use crate::script_characters::{subscript, superscript};
use crate::tag::decode_entities;

/// Inline nesting beyond this is read as plain text.
const DEPTH_LIMIT: usize = 40;

/// The Markdown that we read: CommonMark, task lists, strikethrough, dollar math.
pub(crate) fn options() -> Options<'static> {
    let mut options = Options::default();
    options.extension.strikethrough = true;
    options.extension.tasklist = true;
    options.extension.math_dollars = true;
    options
}

/// Something that inline content consists of.
#[derive(Debug)]
pub(crate) enum Part {
    /// Text.
    Text(RichText),
    /// A picture.
    Picture(Figure),
    /// A display formula.
    Display(Formula),
}

/// What was read, and the broken formulas in it with what is wrong.
#[derive(Debug, Default)]
pub(crate) struct Inline {
    pub parts: Vec<Part>,
    pub broken: Vec<(String, LatexError)>,
    /// Level of an HTML heading.
    pub level: Option<u8>,
}

impl Inline {
    /// All text, without pictures.
    pub fn text(&self) -> RichText {
        let mut runs: Vec<Run> = Vec::new();
        for part in &self.parts {
            match part {
                Part::Text(text) => {
                    if !runs.is_empty() {
                        runs.push(Run::Plain { text: " ".to_owned() });
                    }
                    runs.extend(text.runs.iter().cloned());
                }
                Part::Display(formula) => runs.extend(formula.lines.iter().map(|line| Run::Formula {
                    latex: line.latex.clone(),
                    text: line.text.clone(),
                    spoken: line.spoken.clone(),
                })),
                Part::Picture(_) => {}
            }
        }
        tidy(runs)
    }
}

/// Reads masked inline Markdown that stands on its own: a caption, a cell, a term.
pub(crate) fn fragment(masked: &str) -> RichText {
    let arena = Arena::new();
    // One line cannot be a block of several; a leading marker is text.
    let line = masked.split_whitespace().collect::<Vec<_>>().join(" ");
    let escaped = match line.chars().next() {
        Some('#' | '-' | '+' | '>' | '=') => format!("\\{line}"),
        Some(digit) if digit.is_ascii_digit() => line.replacen(". ", "\\. ", 1).replacen(") ", "\\) ", 1),
        _ => line,
    };
    let root = comrak::parse_document(&arena, &escaped, &options());
    let mut inline = Inline::default();
    for child in root.children() {
        let read = read(child);
        inline.parts.extend(read.parts);
    }
    inline.text()
}

/// A fragment of raw Markdown or HTML as plain text.
pub(crate) fn plain_fragment(source: &str) -> String {
    fragment(&crate::mask::mask(source, 0).text).text()
}

/// Reads the inline children of a block.
pub(crate) fn read<'a>(block: &'a AstNode<'a>) -> Inline {
    let mut writer = Writer::default();
    for child in block.children() {
        writer.node(child, Style::Plain, 0);
    }
    writer.flush_script();
    writer.end_text();
    writer.inline
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Style {
    Plain,
    Emphasis,
    Strong,
}

#[derive(Debug, Default)]
struct Writer {
    inline: Inline,
    runs: Vec<Run>,
    /// A sub- or superscript under way.
    script: Option<(u8, String)>,
    /// A pause under way: how many digits are to come, and what those before tell.
    pause: Option<(u32, u32)>,
}

impl Writer {
    fn node<'a>(&mut self, node: &'a AstNode<'a>, style: Style, depth: usize) {
        if depth > DEPTH_LIMIT {
            return;
        }
        let value = &node.data.borrow().value;
        match value {
            NodeValue::Text(text) => self.text(text, style),
            NodeValue::SoftBreak | NodeValue::LineBreak => self.text(" ", style),
            NodeValue::Code(code) => {
                self.flush_script();
                let text = decode_entities(&clean(&code.literal)).replace(['\t', '\n'], " ");
                if !text.is_empty() {
                    self.runs.push(Run::Code { text });
                }
            }
            NodeValue::Math(math) => {
                self.flush_script();
                let literal = clean(&math.literal);
                if math.display_math {
                    let (formula, problem) = latex::read_display(&literal);
                    self.inline.broken.extend(problem.map(|problem| (literal, problem)));
                    self.end_text();
                    self.inline.parts.push(Part::Display(formula));
                } else {
                    let (line, problem) = latex::read_line(&literal);
                    self.inline.broken.extend(problem.map(|problem| (literal, problem)));
                    self.runs.push(Run::Formula { latex: line.latex, text: line.text, spoken: line.spoken });
                }
            }
            NodeValue::Image(link) => {
                self.flush_script();
                self.end_text();
                let mut alt = String::new();
                for descendant in node.descendants().skip(1) {
                    match &descendant.data.borrow().value {
                        NodeValue::Text(text) => alt.push_str(text),
                        NodeValue::Code(code) => alt.push_str(&code.literal),
                        NodeValue::SoftBreak | NodeValue::LineBreak => alt.push(' '),
                        NodeValue::Math(math) => alt.push_str(&latex::formula_line(&math.literal).text),
                        _ => {}
                    }
                }
                let caption = squeeze(&clean(&link.title));
                self.inline.parts.push(Part::Picture(Figure {
                    source: link.url.clone(),
                    alt: with_scripts(&squeeze(&clean(&alt))),
                    caption: (!caption.is_empty()).then_some(caption),
                    credit: None,
                    anchor: None,
                }));
            }
            NodeValue::HtmlInline(_) | NodeValue::FootnoteReference(_) => {}
            NodeValue::Emph | NodeValue::Strong => {
                let inner = match (value, style) {
                    (NodeValue::Strong, _) | (_, Style::Strong) => Style::Strong,
                    _ => Style::Emphasis,
                };
                // Strong runs that touch are two terms, not one.
                if style == Style::Plain {
                    self.runs.push(Run::Plain { text: String::new() });
                }
                for child in node.children() {
                    self.node(child, inner, depth + 1);
                }
            }
            _ => {
                for child in node.children() {
                    self.node(child, style, depth + 1);
                }
            }
        }
    }

    fn text(&mut self, text: &str, style: Style) {
        for character in text.chars() {
            match character as u32 {
                code if code == u32::from(FILLER) => {}
                code if code == u32::from(PAUSE) => {
                    self.flush_script();
                    self.pause = Some((PAUSE_DIGITS, 0));
                }
                code if (u32::from(PAUSE_ZERO)..u32::from(PAUSE_ZERO) + 9).contains(&code) => {
                    self.pause_digit(code - u32::from(PAUSE_ZERO));
                }
                code if code == u32::from(TERM) => self.mark_term(),
                code if code == u32::from(SUB) || code == u32::from(SUP) => {
                    self.flush_script();
                    self.script = Some((code as u8, String::new()));
                }
                code if code == u32::from(SCRIPT_END) => self.end_script(style),
                code if code == u32::from(DOLLAR) => self.push('$', style),
                code if (u32::from(LEVEL) + 1..=u32::from(LEVEL) + 6).contains(&code) => {
                    self.inline.level = Some((code - u32::from(LEVEL)) as u8);
                }
                _ => match &mut self.script {
                    Some((_, buffer)) => buffer.push(character),
                    None => self.push(character, style),
                },
            }
        }
    }

    fn push(&mut self, character: char, style: Style) {
        match (self.runs.last_mut(), style) {
            (Some(Run::Plain { text }), Style::Plain)
            | (Some(Run::Emphasis { text }), Style::Emphasis)
            | (Some(Run::Strong { text }), Style::Strong) => text.push(character),
            (_, Style::Plain) => self.runs.push(Run::Plain { text: character.into() }),
            (_, Style::Emphasis) => self.runs.push(Run::Emphasis { text: character.into() }),
            (_, Style::Strong) => self.runs.push(Run::Strong { text: character.into() }),
        }
    }

    fn pause_digit(&mut self, digit: u32) {
        let Some((left, told)) = self.pause.take() else { return };
        let millis = told * 9 + digit;
        if left > 1 {
            self.pause = Some((left - 1, millis));
        } else {
            self.runs.push(Run::Pause { millis });
        }
    }

    fn mark_term(&mut self) {
        let position = self.runs.iter().rposition(|run| !run.text().is_empty());
        if let Some(position) = position
            && let Run::Strong { text } | Run::Emphasis { text } = &self.runs[position]
        {
            let text = text.clone();
            self.runs[position] = Run::Term { text };
        }
    }

    fn end_script(&mut self, style: Style) {
        let Some((kind, buffer)) = self.script.take() else {
            return;
        };
        let converted = if kind == SUB { subscript(&buffer) } else { superscript(&buffer) };
        // A blank inside ("G<sub>0 </sub>Phase") belongs after the script.
        let blank = if buffer.ends_with(char::is_whitespace) { " " } else { "" };
        for character in converted.map_or(buffer.clone(), |converted| converted + blank).chars() {
            self.push(character, style);
        }
    }

    fn flush_script(&mut self) {
        if self.script.is_some() {
            self.end_script(Style::Plain);
        }
    }

    fn end_text(&mut self) {
        let text = tidy(std::mem::take(&mut self.runs));
        if !text.is_empty() || is_silence(&text) {
            self.inline.parts.push(Part::Text(text));
        }
    }
}

/// Without our marks.
pub(crate) fn clean(text: &str) -> String {
    text.chars()
        .filter_map(|character| match character {
            '\u{f}' => Some('$'),
            '\u{1}'..='\u{8}' | '\u{10}'..='\u{1f}' => None,
            other => Some(other),
        })
        .collect()
}

/// "G_{1}" in an alternative text, where no markup works, as "G₁".
fn with_scripts(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = rest.find("_{") {
        let inside =
            rest[at + 2..].split('}').next().filter(|inside| inside.len() < 8 && at + 2 + inside.len() < rest.len());
        let Some(inside) = inside else { break };
        out.push_str(&rest[..at]);
        out.push_str(&subscript(inside).unwrap_or_else(|| inside.to_owned()));
        rest = &rest[at + 3 + inside.len()..];
    }
    out + rest
}

pub(crate) fn squeeze(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Runs with single blanks, no blank before a stop, none at the ends, and neighbors of one style joined. A pause stands right
/// after the word before it.
pub(crate) fn tidy(runs: Vec<Run>) -> RichText {
    let mut result: Vec<Run> = Vec::new();
    let mut ends_blank = true;
    // A blank that stood before a pause and follows it instead.
    let mut owes_blank = false;
    for mut run in runs {
        let text = match &mut run {
            Run::Pause { .. } => {
                owes_blank |= take_blank(&mut result);
                result.push(run);
                continue;
            }
            Run::Code { .. } | Run::Formula { .. } => {
                if std::mem::take(&mut owes_blank) {
                    result.push(Run::Plain { text: " ".to_owned() });
                }
                ends_blank = false;
                result.push(run);
                continue;
            }
            Run::Plain { text } | Run::Emphasis { text } | Run::Strong { text } | Run::Term { text } => text,
        };
        let mut tidied = String::with_capacity(text.len());
        for character in text.chars() {
            if character.is_whitespace() {
                if !ends_blank {
                    tidied.push(' ');
                }
                ends_blank = true;
            } else {
                let stops = matches!(character, ',' | '.' | ';' | ')' | '?' | '!');
                if std::mem::take(&mut owes_blank) && !stops {
                    tidied.push(' ');
                }
                if stops && ends_blank && tidied.ends_with(' ') {
                    // "... of the membrane , and": a blank that a reference has left behind. An ellipsis keeps its blank.
                    tidied.pop();
                }
                tidied.push(character);
                ends_blank = false;
            }
        }
        if tidied.is_empty() {
            continue;
        }
        *text = tidied;
        match (result.last_mut(), &run) {
            (Some(Run::Plain { text: before }), Run::Plain { text })
            | (Some(Run::Emphasis { text: before }), Run::Emphasis { text }) => before.push_str(text),
            _ => result.push(run),
        }
    }
    while let Some(Run::Plain { text } | Run::Emphasis { text } | Run::Strong { text } | Run::Term { text }) =
        result.last_mut()
    {
        text.truncate(text.trim_end().len());
        if !text.is_empty() {
            break;
        }
        result.pop();
    }
    RichText { runs: result }
}

/// Takes the blank at the end away, if there is one.
fn take_blank(runs: &mut Vec<Run>) -> bool {
    let Some(Run::Plain { text } | Run::Emphasis { text } | Run::Strong { text } | Run::Term { text }) =
        runs.last_mut()
    else {
        return false;
    };
    let found = text.ends_with(' ');
    text.truncate(text.trim_end().len());
    if text.is_empty() {
        runs.pop();
    }
    found
}
