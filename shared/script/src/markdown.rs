//! Markdown in its dialects to blocks.

use std::ops::Range;

use comrak::Arena;
use comrak::nodes::{AstNode, ListType, NodeValue};
use lectern_lesson::{
    Block, BlockKind, Choice, Figure, Finding, ListItem, Question, RichText, Run, Severity, Span, Table,
};

use crate::attribution::{split_author, split_credit, unquote};
use crate::inline::{self, Part, clean, fragment, options, plain_fragment};
use crate::latex::{self, LatexError};
use crate::line_index::LineIndex;
use crate::mask::{IslandKind, Masked, mask};
use crate::region::RegionKind;
use crate::tag::decode_entities;

/// Block nesting beyond this is read as one text.
const DEPTH_LIMIT: usize = 24;

/// Blocks, how many pauses the source asks for, and where those stand whose marks are broken.
pub(crate) struct Page {
    pub blocks: Vec<Block>,
    pub pauses: usize,
    pub broken_pauses: Vec<Range<usize>>,
}

/// Reads the blocks of `source`, whose first `skip` bytes are front matter.
pub(crate) fn read(source: &str, skip: usize, findings: &mut Vec<Finding>) -> Page {
    let mut masked = mask(source, skip);
    findings.append(&mut masked.findings);
    let line_starts: Vec<usize> =
        std::iter::once(0).chain(masked.text.match_indices('\n').map(|(offset, _)| offset + 1)).collect();
    let mut reader =
        Reader { source, places: LineIndex::new(source), masked: &masked, line_starts, blocks: Vec::new(), findings };
    let arena = Arena::new();
    let root = comrak::parse_document(&arena, &masked.text, &options());
    for child in root.children() {
        reader.block(child, 0);
    }
    for island in &masked.islands {
        reader.island(island.range.clone(), &island.kind);
    }
    let mut blocks = reader.blocks;
    blocks.sort_by_key(|block| block.span.start);
    Page { blocks, pauses: masked.pauses, broken_pauses: masked.broken_pauses }
}

struct Reader<'a> {
    source: &'a str,
    places: LineIndex<'a>,
    masked: &'a Masked,
    line_starts: Vec<usize>,
    blocks: Vec<Block>,
    findings: &'a mut Vec<Finding>,
}

impl Reader<'_> {
    /// The range of a node without filler and blanks at its ends.
    fn range<'b>(&self, node: &'b AstNode<'b>) -> Range<usize> {
        let position = node.data.borrow().sourcepos;
        let offset = |line: usize, column: usize| {
            self.line_starts.get(line.saturating_sub(1)).map_or(self.source.len(), |start| start + column)
        };
        let text = self.masked.text.as_bytes();
        let mut start = offset(position.start.line, position.start.column.saturating_sub(1)).min(text.len());
        let mut end = offset(position.end.line, position.end.column).min(text.len()).max(start);
        let is_blank = |byte: u8| byte <= b' ' && byte != 0x0f;
        while start < end && is_blank(text[start]) {
            start += 1;
        }
        while end > start && is_blank(text[end - 1]) {
            end -= 1;
        }
        start..end
    }

    fn span(&self, range: &Range<usize>) -> Span {
        self.places.span(range.start, range.end)
    }

    fn push(&mut self, kind: BlockKind, range: &Range<usize>) {
        let span = self.span(range);
        self.blocks.push(Block { kind, span });
    }

    fn is_in(&self, at: usize, test: impl Fn(&RegionKind) -> bool) -> bool {
        self.masked.regions.iter().any(|region| region.range.contains(&at) && test(&region.kind))
    }

    fn is_dropped(&self, at: usize) -> bool {
        self.is_in(at, |kind| matches!(kind, RegionKind::Dropped))
    }

    fn is_exercise(&self, at: usize) -> bool {
        self.is_in(at, |kind| matches!(kind, RegionKind::Exercise | RegionKind::Note { .. }))
    }

    fn broken(&mut self, broken: Vec<(String, LatexError)>, range: &Range<usize>) {
        for (latex, error) in broken {
            let start =
                self.source[range.clone()].find(latex.as_str()).map_or(range.start, |offset| range.start + offset);
            let end = (start + latex.len()).min(range.end.max(start));
            let finding = Finding::new(
                Severity::Warning,
                "broken-formula",
                format!("a formula is shown as written, since it cannot be read: {error}"),
            )
            .with_hint("check its braces and commands");
            self.findings.push(finding.at(self.places.span(start, end)));
        }
    }

    fn block<'b>(&mut self, node: &'b AstNode<'b>, depth: usize) {
        let range = self.range(node);
        if self.is_dropped(range.start) || depth > DEPTH_LIMIT {
            return;
        }
        let value = node.data.borrow().value.clone();
        let is_exercise = self.is_exercise(range.start);
        match value {
            NodeValue::Heading(heading) => {
                let read = inline::read(node);
                let level = read.level.unwrap_or(heading.level);
                let text = read.text();
                self.broken(read.broken, &range);
                if is_exercise {
                    self.push(BlockKind::Exercise { text: text.text() }, &range);
                } else if !text.is_empty() {
                    self.push(BlockKind::Heading { level, text }, &range);
                }
            }
            NodeValue::Paragraph => self.paragraph(node, &range),
            NodeValue::List(list) => self.list(node, &range, list.list_type == ListType::Ordered, depth),
            NodeValue::BlockQuote => self.quotation(node, &range, depth),
            NodeValue::CodeBlock(code) => {
                let language =
                    code.info.split_whitespace().next().map(|word| word.trim_matches(['{', '}', '.']).to_lowercase());
                let language = language.filter(|language| !language.is_empty());
                let mut text = clean(code.literal.trim_end_matches('\n'));
                if self.source[..range.start].ends_with("<pre")
                    || self.source[range.start.saturating_sub(1)..].starts_with("<pre")
                {
                    text = decode_entities(text.trim_matches('\n'));
                }
                if is_exercise {
                    self.push(BlockKind::Exercise { text }, &range);
                } else if matches!(language.as_deref(), Some("math" | "latex-math")) {
                    self.formula(&text, &range);
                } else if !text.trim().is_empty() {
                    self.push(BlockKind::Code { language, text }, &range);
                }
            }
            NodeValue::HtmlBlock(html) => {
                let text = plain_fragment(&html.literal);
                if !text.is_empty() && !text.contains('<') {
                    self.push(BlockKind::Paragraph { text: RichText::plain(text) }, &range);
                }
            }
            NodeValue::ThematicBreak => {}
            _ => {
                for child in node.children() {
                    self.block(child, depth + 1);
                }
            }
        }
    }

    fn paragraph<'b>(&mut self, node: &'b AstNode<'b>, range: &Range<usize>) {
        let read = inline::read(node);
        self.broken(read.broken, range);
        if self.is_in(range.start, |kind| matches!(kind, RegionKind::Caption)) {
            return;
        }
        let is_exercise = self.is_exercise(range.start);
        let mut cursor = range.start;
        let mut pictures = Vec::new();
        let mut texts = 0;
        for part in read.parts {
            match part {
                Part::Text(text) => {
                    let at = self.locate(&text.text(), cursor..range.end).unwrap_or(cursor);
                    // Text that goes on after a picture begins where it stands; the first begins with the paragraph.
                    let start = if texts == 0 && pictures.is_empty() { range.start } else { at };
                    texts += 1;
                    let kind = if is_exercise {
                        BlockKind::Exercise { text: text.text() }
                    } else {
                        BlockKind::Paragraph { text }
                    };
                    self.push(kind, &(start..range.end));
                }
                Part::Display(formula) => {
                    let kind = BlockKind::Formula(formula);
                    let start = self.source[cursor..range.end].find("$$").map_or(cursor, |offset| cursor + offset);
                    cursor = (start + 2).min(range.end);
                    let end = self.source[cursor..range.end].find("$$").map_or(range.end, |offset| cursor + offset + 2);
                    if !is_exercise {
                        self.push(kind, &(start..end));
                    }
                    cursor = end;
                }
                Part::Picture(figure) => {
                    let start =
                        self.source[cursor..range.end].find(&figure.source).map_or(cursor, |offset| cursor + offset);
                    cursor = floor(self.source, start + figure.source.len().min(range.end - start));
                    pictures.push((figure, start));
                }
            }
        }
        let is_alone = texts == 0;
        let ends: Vec<usize> =
            (0..pictures.len()).map(|index| pictures.get(index + 1).map_or(range.end, |next| next.1)).collect();
        for (index, (figure, start)) in pictures.into_iter().enumerate() {
            let end = ends[index];
            let block_start = if is_alone && index == 0 { range.start } else { start };
            self.figure(figure, block_start..end, start);
        }
    }

    /// Where the first words of a text stand in `range`.
    fn locate(&self, text: &str, range: Range<usize>) -> Option<usize> {
        let word = text.split_whitespace().next()?;
        self.source.get(range.clone())?.find(word).map(|offset| range.start + offset)
    }

    fn figure(&mut self, mut figure: Figure, range: Range<usize>, at: usize) {
        let is_code_picture = {
            let hay = format!("{} {}", figure.alt, figure.source).to_lowercase();
            hay.contains("qr code") || hay.contains("qr-code") || hay.contains("qrcode")
        };
        let attributes = &self.source[at.min(range.end)..range.end];
        figure.anchor = attributes.find("{:").and_then(|start| {
            let inside = attributes[start..].split('}').next()?;
            let id = inside.split('#').nth(1)?;
            let id: String =
                id.chars().take_while(|character| !character.is_whitespace() && *character != '}').collect();
            (!id.is_empty()).then_some(id)
        });
        let frame = self
            .masked
            .regions
            .iter()
            .rev()
            .find(|region| matches!(region.kind, RegionKind::Figure { .. }) && region.range.contains(&at));
        if let Some(frame) = frame {
            if let RegionKind::Figure { id: Some(id) } = &frame.kind {
                figure.anchor = Some(id.clone());
            }
            let caption = self
                .masked
                .regions
                .iter()
                .find(|region| region.kind == RegionKind::Caption && frame.range.contains(&region.range.start));
            if let (Some(caption), None) = (caption, &figure.caption) {
                let text = fragment(&self.masked.text[caption.range.clone()]).text();
                figure.caption = (!text.is_empty()).then_some(text);
            }
        }
        split_credit(&mut figure);
        let inside_note =
            self.is_in(at, |kind| matches!(kind, RegionKind::Note { is_art: false } | RegionKind::Exercise));
        let is_referred_to = figure.anchor.as_ref().is_some_and(|anchor| {
            let link = format!("](#{anchor})");
            self.source.match_indices(&link).any(|(offset, _)| !self.is_exercise(offset))
        });
        if is_code_picture || (inside_note && !is_referred_to) {
            self.push(BlockKind::Exercise { text: figure.alt }, &range);
            return;
        }
        if figure.alt.is_empty() {
            let span = self.span(&range);
            self.findings.push(
                Finding::new(
                    Severity::Warning,
                    "missing-alt",
                    format!("the picture {} has no alternative text", figure.source),
                )
                .with_hint("say in the square brackets what is to be seen; the transcript needs it")
                .at(span),
            );
        }
        self.push(BlockKind::Figure(figure), &range);
    }

    fn formula(&mut self, latex: &str, range: &Range<usize>) {
        let (formula, problem) = latex::read_display(latex);
        let first = formula.lines.first().map(|line| line.latex.clone()).unwrap_or_default();
        self.broken(problem.map(|problem| (first, problem)).into_iter().collect(), range);
        if !formula.lines.is_empty() {
            self.push(BlockKind::Formula(formula), range);
        }
    }

    fn list<'b>(&mut self, node: &'b AstNode<'b>, range: &Range<usize>, ordered: bool, depth: usize) {
        let mut items: Vec<(ListItem, Option<bool>)> = Vec::new();
        let mut inner = Vec::new();
        self.items(node, &mut items, &mut inner, depth);
        if self.is_exercise(range.start) {
            let text = items.iter().map(|(item, _)| item.text.text()).collect::<Vec<_>>().join(" ");
            self.push(BlockKind::Exercise { text }, range);
        } else if self.is_in(range.start, |kind| *kind == RegionKind::Abstract) {
            self.push(BlockKind::Objectives { items: items.into_iter().map(|(item, _)| item.text).collect() }, range);
        } else if items.len() >= 2 && items.iter().all(|(_, mark)| mark.is_some()) {
            let choices =
                items.into_iter().map(|(item, mark)| Choice { text: item.text, correct: mark == Some(true) }).collect();
            self.push(BlockKind::Question(Question { prompt: RichText::default(), choices }), range);
        } else if !items.is_empty() {
            self.push(BlockKind::List { ordered, items: items.into_iter().map(|(item, _)| item).collect() }, range);
        }
        for block in inner {
            self.block(block, depth + 1);
        }
    }

    fn items<'b>(
        &mut self,
        list: &'b AstNode<'b>,
        items: &mut Vec<(ListItem, Option<bool>)>,
        inner: &mut Vec<&'b AstNode<'b>>,
        depth: usize,
    ) {
        if depth > DEPTH_LIMIT {
            return;
        }
        for item in list.children() {
            let mark = match &item.data.borrow().value {
                NodeValue::TaskItem(task) => Some(task.symbol.is_some()),
                _ => None,
            };
            let mut text: Vec<Run> = Vec::new();
            let mut nested = Vec::new();
            let mut range = self.range(item);
            let mut is_first = true;
            for child in item.children() {
                match &child.data.borrow().value {
                    NodeValue::Paragraph => {
                        let read = inline::read(child);
                        let child_range = self.range(child);
                        if is_first {
                            range.start = child_range.start;
                        }
                        range.end = child_range.end;
                        is_first = false;
                        if !text.is_empty() {
                            text.push(Run::Plain { text: " ".to_owned() });
                        }
                        let has_picture = read.parts.iter().any(|part| matches!(part, Part::Picture(_)));
                        text.extend(read.text().runs);
                        if has_picture {
                            inner.push(child);
                        } else {
                            self.broken(read.broken, &child_range);
                        }
                    }
                    NodeValue::List(_) => nested.push(child),
                    _ => inner.push(child),
                }
            }
            let text = inline::tidy(text);
            if !text.is_empty() {
                let span = self.span(&range);
                items.push((ListItem { text, span }, mark));
            } else if let Some((last, _)) = items.last_mut() {
                // Nothing but silence.
                last.text.runs.extend(text.runs);
            }
            for list in nested {
                self.items(list, items, inner, depth + 1);
            }
        }
        // A paragraph that was taken for its picture gives no second text.
        inner.retain(|node| {
            !matches!(node.data.borrow().value, NodeValue::Paragraph)
                || inline::read(node).parts.iter().all(|part| matches!(part, Part::Picture(_)))
        });
    }

    fn quotation<'b>(&mut self, node: &'b AstNode<'b>, range: &Range<usize>, depth: usize) {
        let only_prose = node.children().all(|child| matches!(child.data.borrow().value, NodeValue::Paragraph));
        let mut paragraphs: Vec<RichText> = Vec::new();
        if only_prose {
            for child in node.children() {
                let read = inline::read(child);
                if read.parts.iter().any(|part| !matches!(part, Part::Text(_))) {
                    paragraphs.clear();
                    break;
                }
                let child_range = self.range(child);
                paragraphs.push(read.text());
                self.broken(read.broken, &child_range);
            }
        }
        if paragraphs.is_empty() {
            for child in node.children() {
                self.block(child, depth + 1);
            }
            return;
        }
        let first = paragraphs[0].text();
        if let Some(kind) = first.strip_prefix("[!").and_then(|rest| rest.split_once(']')) {
            // An alert of GitHub: a paragraph with a label.
            let label = format!("[!{}]", kind.0);
            for child in node.children() {
                let mut text = inline::read(child).text();
                if let Some(Run::Plain { text }) = text.runs.first_mut() {
                    *text = text.replacen(&label, "", 1);
                }
                let text = inline::tidy(text.runs);
                let child_range = self.range(child);
                if !text.is_empty() {
                    self.push(BlockKind::Paragraph { text }, &child_range);
                }
            }
            return;
        }
        let (mut text, author) = split_author(paragraphs);
        if self.is_exercise(range.start) {
            self.push(BlockKind::Exercise { text: text.text() }, range);
            return;
        }
        unquote(&mut text);
        if !text.is_empty() {
            self.push(BlockKind::Quotation { text, author }, range);
        }
    }

    fn island(&mut self, range: Range<usize>, kind: &IslandKind) {
        if self.is_dropped(range.start) {
            return;
        }
        let is_exercise = self.is_exercise(range.start);
        match kind {
            IslandKind::Formula { latex } => {
                if !is_exercise {
                    self.formula(latex, &range);
                }
            }
            IslandKind::Table { headers, rows, caption } => {
                let is_html = self.source[range.clone()].starts_with('<');
                let read = |cell: &String| {
                    if is_html { plain_fragment(cell) } else { fragment(cell).text() }
                };
                let mut headers: Vec<String> = headers.iter().map(read).collect();
                let mut rows: Vec<Vec<String>> = rows.iter().map(|row| row.iter().map(read).collect()).collect();
                let width = rows.iter().map(Vec::len).max().unwrap_or(0).max(headers.len());
                headers.resize(width, String::new());
                for row in &mut rows {
                    row.resize(width, String::new());
                }
                rows.retain(|row| row.iter().any(|cell| !cell.is_empty()));
                if is_exercise {
                    let text = headers.join(" ");
                    self.push(BlockKind::Exercise { text }, &range);
                } else if !rows.is_empty() {
                    let caption =
                        caption.as_ref().map(|caption| plain_fragment(caption)).filter(|caption| !caption.is_empty());
                    self.push(BlockKind::Table(Table { headers, rows, caption }), &range);
                }
            }
            IslandKind::Definition { term, meaning } => {
                let term = fragment(term).text();
                let meaning = fragment(meaning);
                if !term.is_empty() && !meaning.is_empty() && !is_exercise {
                    self.push(BlockKind::GlossaryEntry { term, meaning }, &range);
                }
            }
        }
    }
}

fn floor(text: &str, mut at: usize) -> usize {
    at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}
