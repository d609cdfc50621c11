//! The read step: bytes to a script.

use std::ops::Range;

use lectern_lesson::{Block, BlockKind, Finding, FrontMatter, RichText, Script, Severity, Span};

use crate::{ReadError, attribution, decode::decode, front_matter, markdown, pause, plain_text};

/// Fewer words than this teach nothing.
const FEWEST_WORDS: usize = 3;

/// Reads a script: decodes it, tells its dialect by what is in it, and parses it into blocks with their places.
///
/// # Errors
/// When there is nothing to read: empty, binary, too large, no sentence in it. See [`ReadError`].
pub fn read(name: &str, bytes: &[u8]) -> Result<Script, ReadError> {
    let (source, mut findings) = decode(name, bytes)?;
    if source.trim().is_empty() {
        return Err(ReadError::Empty { name: name.to_owned() });
    }
    let (mut blocks, pauses, front_matter) = if plain_text::is_plain(name, &source) {
        let marks = pause::marks(&source);
        refuse(name, &source, marks.iter().find(|mark| mark.millis.is_none()).map(|mark| &mark.range))?;
        (pause::settle(plain_text::read(&source)), marks.len(), FrontMatter::default())
    } else {
        let located = front_matter::locate(&source);
        let skip = located.as_ref().map_or(0, |(end, _)| *end);
        let matter = located.map(|(_, yaml)| front_matter::parse(&source, yaml, &mut findings)).unwrap_or_default();
        let page = markdown::read(&source, skip, &mut findings);
        refuse(name, &source, page.broken_pauses.first())?;
        (arrange(pause::settle(page.blocks)), page.pauses, matter)
    };
    check(name, &blocks)?;
    findings.extend(untold(&blocks));
    findings.extend(unheard(&mut blocks, pauses));
    findings.sort_by_key(|finding| finding.place.span.map_or(0, |span| span.start));
    Ok(Script { name: name.to_owned(), source, front_matter, blocks, findings })
}

/// The error for a broken pause mark, if there is one.
fn refuse(name: &str, source: &str, broken: Option<&Range<usize>>) -> Result<(), ReadError> {
    let Some(range) = broken else { return Ok(()) };
    let span = Span::locate(source, range.start, range.end);
    let mark = source.get(range.clone()).unwrap_or_default().chars().take(40).collect();
    Err(ReadError::Pause { name: name.to_owned(), mark, line: span.line, column: span.column })
}

/// Tells of pauses that nobody will hear, since what they stand in is not narrated word for word.
fn unheard(blocks: &mut [Block], pauses: usize) -> Option<Finding> {
    let missing = pauses.saturating_sub(pause::heard(blocks));
    let message = match missing {
        0 => return None,
        1 => "a pause is not heard: it stands in a table, a caption, an exercise or a glossary".to_owned(),
        many => format!("{many} pauses are not heard: they stand in tables, captions, exercises or glossaries"),
    };
    let finding = Finding::new(Severity::Warning, "unheard-pause", message);
    Some(finding.with_hint("write it at the end of the paragraph before, or at the start of the one after"))
}

/// Tells which sections are left out of the narration for their title, since a title may mean something else.
fn untold(blocks: &[Block]) -> Vec<Finding> {
    blocks
        .windows(2)
        .filter_map(|pair| match (&pair[0].kind, &pair[1].kind) {
            (BlockKind::Heading { text, .. }, BlockKind::Exercise { .. })
                if UNTOLD.contains(&heading_key(&text.text()).as_str()) =>
            {
                let message = format!("the section {:?} is not narrated", text.text());
                let finding = Finding::new(Severity::Note, "untold-section", message);
                Some(finding.with_hint("give it another title if it teaches").at(pair[0].span))
            }
            _ => None,
        })
        .collect()
}

fn check(name: &str, blocks: &[Block]) -> Result<(), ReadError> {
    let name = || name.to_owned();
    if blocks.is_empty() {
        return Err(ReadError::Empty { name: name() });
    }
    let (mut words, mut teaches, mut first) = (0, false, String::new());
    for block in blocks {
        let text = match &block.kind {
            BlockKind::Heading { text, .. } => {
                if first.is_empty() {
                    first = text.text();
                }
                continue;
            }
            BlockKind::Paragraph { text } | BlockKind::Quotation { text, .. } => text.text(),
            BlockKind::List { items, .. } => items.iter().map(|item| item.text.text() + " ").collect(),
            BlockKind::Code { text, .. } | BlockKind::Exercise { text } => text.clone(),
            BlockKind::GlossaryEntry { term, meaning } => format!("{term} {}", meaning.text()),
            BlockKind::Objectives { items } => items.iter().map(|item| item.text() + " ").collect(),
            BlockKind::Formula(_) | BlockKind::Table(_) | BlockKind::Figure(_) | BlockKind::Question(_) => {
                teaches = true;
                continue;
            }
        };
        if first.is_empty() {
            first.clone_from(&text);
        }
        words += text.split_whitespace().filter(|word| word.chars().any(char::is_alphanumeric)).count();
        // Scripts without blanks between words are counted by their letters.
        words += text.chars().filter(|character| ('\u{3040}'..='\u{9fff}').contains(character)).count() / 2;
    }
    if teaches || words >= FEWEST_WORDS {
        return Ok(());
    }
    if words == 0
        && blocks.iter().all(|block| matches!(block.kind, BlockKind::Heading { .. }))
        && (blocks.len() > 1 || first.split_whitespace().count() > 1)
    {
        return Err(ReadError::OnlyHeadings { name: name() });
    }
    Err(ReadError::NoSentence { name: name(), text: first.chars().take(60).collect() })
}

/// Headings over exercises and over lists of sources: what stands under them is never narrated.
const UNTOLD: [&str; 23] = [
    "art connections",
    "visual connection questions",
    "review questions",
    "free response",
    "critical thinking",
    "critical thinking questions",
    "exercises",
    "exercise",
    "practice problems",
    "practice",
    "homework",
    "problems",
    "references",
    "external links",
    "further reading",
    "see also",
    "bibliography",
    "sources",
    "notes",
    "test prep for ap courses",
    "additional resources",
    "footnotes",
    "works cited",
];

const OBJECTIVES: [&str; 10] = [
    "objectives",
    "learning objectives",
    "learning goals",
    "goals",
    "what you will learn",
    "what you'll learn",
    "learning outcomes",
    "in this lesson",
    "aims",
    "lesson objectives",
];

const GLOSSARY: [&str; 6] = ["glossary", "key terms", "vocabulary", "key vocabulary", "terms", "definitions"];

pub(crate) fn heading_key(text: &str) -> String {
    text.trim_matches(|character: char| !character.is_alphanumeric() && character != '\'')
        .to_lowercase()
        .replace('’', "'")
}

/// Blocks that mean something together: a question and its choices, objectives and their lead-in, a table and its caption,
/// a heading over exercises and what follows it.
fn arrange(blocks: Vec<Block>) -> Vec<Block> {
    let mut arranged: Vec<Block> = Vec::with_capacity(blocks.len());
    let mut untold_level: Option<u8> = None;
    let mut section = String::new();
    for mut block in blocks {
        if let BlockKind::Heading { level, text } = &block.kind {
            section = heading_key(&text.text());
            if untold_level.is_none_or(|open| *level <= open) {
                untold_level = UNTOLD.contains(&section.as_str()).then_some(*level);
            }
        }
        let last = arranged.last_mut();
        match (&mut block.kind, last) {
            (BlockKind::Question(question), last) => {
                let asks = last.filter(|last| match &last.kind {
                    BlockKind::Paragraph { text } | BlockKind::Heading { text, .. } => {
                        text.text().trim_end().ends_with('?')
                    }
                    _ => false,
                });
                match asks {
                    Some(last) => {
                        if let BlockKind::Paragraph { text } | BlockKind::Heading { text, .. } = &last.kind {
                            question.prompt = text.clone();
                        }
                        let mut span = last.span;
                        span.end = block.span.end;
                        *last = Block { kind: block.kind, span };
                        continue;
                    }
                    None if !question.choices.iter().any(|choice| choice.correct) || untold_level.is_none() => {
                        let items = question
                            .choices
                            .drain(..)
                            .map(|choice| lectern_lesson::ListItem { text: choice.text, span: block.span });
                        block.kind = BlockKind::List { ordered: false, items: items.collect() };
                    }
                    None => {}
                }
            }
            (BlockKind::List { items, .. }, Some(last)) => {
                let lead = match &last.kind {
                    BlockKind::Paragraph { text } => text.text().to_lowercase(),
                    _ => String::new(),
                };
                let leads_in = lead.contains("you will be able to")
                    || lead.contains("you should be able to")
                    || (lead.ends_with(':') && OBJECTIVES.contains(&heading_key(&lead).as_str()));
                if leads_in || OBJECTIVES.contains(&section.as_str()) {
                    let kind = BlockKind::Objectives { items: items.drain(..).map(|item| item.text).collect() };
                    if leads_in {
                        *last = Block { kind, span: block.span };
                    } else {
                        arranged.push(Block { kind, span: block.span });
                    }
                    continue;
                }
                if GLOSSARY.contains(&section.as_str()) {
                    let entries: Vec<Block> = items
                        .iter()
                        .filter_map(|item| {
                            let (term, meaning) = entry(&item.text)?;
                            Some(Block { kind: BlockKind::GlossaryEntry { term, meaning }, span: item.span })
                        })
                        .collect();
                    if entries.len() == items.len() {
                        arranged.extend(entries);
                        continue;
                    }
                }
            }
            (BlockKind::Objectives { .. }, Some(last)) => {
                if let BlockKind::Paragraph { text } = &last.kind
                    && text.text().trim_end().ends_with(':')
                {
                    *last = block;
                    continue;
                }
            }
            (BlockKind::Table(table), Some(Block { kind: BlockKind::Paragraph { text }, span }))
                if table.caption.is_none() =>
            {
                if let Some(caption) = table_caption(&text.text()) {
                    table.caption = Some(caption);
                    let start = *span;
                    block.span = Span { end: block.span.end, ..start };
                    arranged.pop();
                }
            }
            (BlockKind::Paragraph { text }, Some(Block { kind: BlockKind::Table(table), span }))
                if table.caption.is_none() =>
            {
                if let Some(caption) = table_caption(&text.text()) {
                    table.caption = Some(caption);
                    span.end = block.span.end;
                    continue;
                }
            }
            (BlockKind::Paragraph { text }, Some(Block { kind: BlockKind::Figure(figure), span }))
                if figure.caption.is_none() =>
            {
                let whole = text.text();
                let is_emphasis = matches!(text.runs.as_slice(), [lectern_lesson::Run::Emphasis { .. }]);
                let is_labelled = ["Figure ", "Fig. ", "Caption:"].iter().any(|label| whole.starts_with(label))
                    && whole.len() < 300
                    && whole.split_whitespace().nth(1).is_some_and(|word| word.ends_with([':', '.']));
                if is_emphasis || is_labelled {
                    figure.caption = Some(whole.trim_start_matches("Caption:").trim().to_owned());
                    attribution::split_credit(figure);
                    span.end = block.span.end;
                    continue;
                }
            }
            _ => {}
        }
        if untold_level.is_some() {
            let text = match &block.kind {
                BlockKind::Paragraph { text } | BlockKind::Quotation { text, .. } => Some(text.text()),
                BlockKind::List { items, .. } => {
                    Some(items.iter().map(|item| item.text.text()).collect::<Vec<_>>().join(" "))
                }
                BlockKind::Code { text, .. } => Some(text.clone()),
                BlockKind::Table(table) => Some(table.headers.join(" ")),
                BlockKind::Formula(formula) => {
                    Some(formula.lines.iter().map(|line| line.text.as_str()).collect::<Vec<_>>().join(" "))
                }
                _ => None,
            };
            if let Some(text) = text {
                block.kind = BlockKind::Exercise { text };
            }
        }
        arranged.push(block);
    }
    arranged
}

/// "**term**: meaning" or "**term** – meaning".
fn entry(text: &RichText) -> Option<(String, RichText)> {
    let plain = text.text();
    let (at, length) =
        [": ", " – ", " — ", " - "].iter().filter_map(|mark| plain.find(mark).map(|at| (at, mark.len()))).min()?;
    let term = plain[..at].trim();
    (!term.is_empty() && term.split_whitespace().count() <= 6)
        .then(|| (term.to_owned(), crate::sentence::slice(text, at + length, plain.len())))
}

/// "Table 2: Reigns of the emperors" without its label.
fn table_caption(text: &str) -> Option<String> {
    let rest = text.strip_prefix("Table")?;
    if text.len() > 240 {
        return None;
    }
    let rest =
        rest.trim_start_matches(|character: char| character.is_ascii_digit() || matches!(character, ' ' | '.' | '-'));
    let is_labelled = text.starts_with("Table:")
        || text[..text.len() - rest.len()].contains(|character: char| character.is_ascii_digit());
    let caption = rest.trim_start_matches([':', '.', ' ', '–', '—']).trim();
    let stops = text[..text.len() - rest.len()].contains('.') || rest.starts_with(':');
    (is_labelled && stops && !caption.is_empty()).then(|| caption.to_owned())
}
