//! Plain text without markup: paragraphs, headings that are clearly headings, simple lists.

use std::ops::Range;

use lectern_lesson::{Block, BlockKind, ListItem, RichText, Run, Span};

use crate::dialogue;
use crate::dollar::inline_math_end;
use crate::inline::squeeze;
use crate::line_index::LineIndex;
use crate::pause;

/// Whether `source` has no markup worth speaking of.
pub(crate) fn is_plain(name: &str, source: &str) -> bool {
    let lines: Vec<&str> = source.lines().collect();
    let mut strong = 0;
    let mut weak = 0;
    for (index, line) in lines.iter().enumerate() {
        let trimmed = line.trim();
        let hashes = trimmed.bytes().take_while(|byte| *byte == b'#').count();
        if (1..=6).contains(&hashes) && trimmed[hashes..].starts_with(' ') && line.starts_with('#') {
            strong += 2;
        }
        if trimmed.starts_with("```") || trimmed.starts_with("~~~") || trimmed.starts_with("$$") {
            strong += 2;
        }
        let has_math = || line.match_indices('$').any(|(at, _)| inline_math_end(line, at).is_some());
        let has_link = trimmed.contains("](") || trimmed.contains("{:");
        if has_link || paired(trimmed, "**") || paired(trimmed, "$$") || has_math() {
            strong += 2;
        }
        if trimmed.contains("|") && lines.get(index + 1).is_some_and(|next| next.contains("--") && next.contains('|')) {
            strong += 2;
        }
        if has_html(trimmed) {
            strong += 2;
        }
        let is_underline = trimmed.len() >= 3
            && (trimmed.bytes().all(|byte| byte == b'=') || trimmed.bytes().all(|byte| byte == b'-'));
        if is_underline && index > 0 && !lines[index - 1].trim().is_empty() {
            strong += 2;
        }
        if trimmed.starts_with("- ")
            || trimmed.starts_with("* ")
            || trimmed.starts_with("> ")
            || trimmed.starts_with("+ ")
        {
            weak += 1;
        }
        if trimmed.starts_with("- [ ] ")
            || trimmed.starts_with("- [x] ")
            || paired(trimmed, "`")
            || has_emphasis(trimmed)
        {
            strong += 1;
        }
    }
    let is_text_file = name.to_lowercase().ends_with(".txt");
    if source.starts_with("---\n") { false } else { strong == 0 && (is_text_file || weak == 0) }
}

fn paired(line: &str, mark: &str) -> bool {
    line.matches(mark).count() >= 2
}

/// `*word*`: a star that opens before a letter and one that closes behind a letter.
fn has_emphasis(line: &str) -> bool {
    let is_letter = |character: Option<char>| character.is_some_and(char::is_alphanumeric);
    let mut is_open = false;
    for (at, _) in line.match_indices('*') {
        let (before, after) = (line[..at].chars().next_back(), line[at + 1..].chars().next());
        if is_open && is_letter(before) && !is_letter(after) {
            return true;
        }
        is_open |= !is_letter(before) && is_letter(after);
    }
    false
}

fn has_html(line: &str) -> bool {
    let lower = line.to_lowercase();
    [
        "<p>", "<p ", "<div", "<h1", "<h2", "<h3", "<ul", "<ol", "<li", "<br", "<b>", "<i>", "<em>", "<strong",
        "<sub>", "<sup>", "<img", "<a ", "<table", "<math", "<html", "<!--", "<span",
    ]
    .iter()
    .any(|tag| lower.contains(tag))
}

/// Reads the blocks of plain text.
pub(crate) fn read(source: &str) -> Vec<Block> {
    let chunks = chunks(source);
    let places = LineIndex::new(source);
    let mut blocks: Vec<Block> = Vec::new();
    for (index, lines) in chunks.iter().enumerate() {
        let (Some(first), Some(last)) = (lines.first(), lines.last()) else {
            continue;
        };
        let range = first.start..last.end;
        let has_next = index + 1 < chunks.len();
        let span = places.span(range.start, range.end);
        let marked = squeeze(&source[range.clone()]);
        let text = pause::without(&marked);
        if text.is_empty() {
            blocks.extend(silence(&marked, span));
            continue;
        }
        let is_single = lines.len() == 1;
        if is_single && has_next {
            let next_is_long = chunks
                .get(index + 1)
                .is_some_and(|next| next.iter().map(|line| line.len()).sum::<usize>() > text.len() || next.len() > 1);
            // A conversation that begins at once has no title.
            let answers = |next: &Vec<Range<usize>>| {
                next.first().is_some_and(|line| dialogue::name_of(&source[line.clone()]).is_some())
            };
            let is_said = dialogue::name_of(&text).is_some() && chunks.get(index + 1).is_some_and(answers);
            let is_title = index == 0
                && !is_said
                && !text.ends_with(['.', ',', ';', ':'])
                && text.chars().count() <= 100
                && words(&text) <= 14;
            if is_title {
                blocks.push(Block { kind: heading(1, &text), span });
                blocks.extend(silence(&marked, span));
                continue;
            }
            if let Some(title) = section_title(&text).filter(|_| next_is_long) {
                blocks.push(Block { kind: heading(2, &title), span });
                blocks.extend(silence(&marked, span));
                continue;
            }
        }
        // A heading line right above its paragraph.
        let mut lines = &lines[..];
        if lines.len() > 1
            && let Some(title) = section_title(source[lines[0].clone()].trim()).filter(|title| marker(title).is_none())
            && is_capitals(source[lines[0].clone()].trim())
        {
            let span = places.span(lines[0].start, lines[0].end);
            let title = pause::without(&title);
            blocks.push(Block { kind: heading(if blocks.is_empty() { 1 } else { 2 }, &title), span });
            lines = &lines[1..];
        }
        paragraphs(source, &places, lines, &mut blocks);
    }
    blocks
}

/// The pauses of a text as a block of their own.
fn silence(text: &str, span: Span) -> Option<Block> {
    let mut text = pause::rich_text(text);
    text.runs.retain(|run| matches!(run, Run::Pause { .. }));
    (!text.runs.is_empty()).then_some(Block { kind: BlockKind::Paragraph { text }, span })
}

fn heading(level: u8, text: &str) -> BlockKind {
    BlockKind::Heading { level, text: RichText::plain(title_case(text)) }
}

/// Groups of lines between blank lines; without blank lines, every long line is a paragraph of its own.
fn chunks(source: &str) -> Vec<Vec<Range<usize>>> {
    let mut chunks: Vec<Vec<Range<usize>>> = vec![Vec::new()];
    let mut offset = 0;
    for line in source.split_inclusive('\n') {
        let trimmed = line.trim();
        if trimmed.is_empty() {
            chunks.push(Vec::new());
        } else if let Some(chunk) = chunks.last_mut() {
            let start = offset + (line.len() - line.trim_start().len());
            chunk.push(start..start + trimmed.len());
        }
        offset += line.len();
    }
    chunks.retain(|chunk| !chunk.is_empty());
    chunks
        .into_iter()
        .flat_map(|chunk| {
            // Lines that end with a stop, or are far longer than a page is wide, were not broken by an editor.
            let stops = |line: &&Range<usize>| {
                pause::without(&source[(*line).clone()]).ends_with(['.', '!', '?', '"', '”', ':'])
            };
            let stops = chunk.iter().filter(stops).count();
            let is_unwrapped =
                chunk.iter().any(|line| line.len() > 120) || (chunk.len() > 2 && stops * 4 >= chunk.len() * 3);
            let is_listed = chunk.iter().any(|line| marker(&source[line.clone()]).is_some());
            if is_unwrapped && !is_listed { chunk.into_iter().map(|line| vec![line]).collect() } else { vec![chunk] }
        })
        .collect()
}

fn paragraphs(source: &str, places: &LineIndex<'_>, lines: &[Range<usize>], blocks: &mut Vec<Block>) {
    let mut prose: Option<Range<usize>> = None;
    let mut items: Vec<(bool, Range<usize>, usize)> = Vec::new();
    for line in lines {
        if let Some((ordered, length)) = marker(&source[line.clone()]) {
            if let Some(range) = prose.take() {
                push_prose(source, places, range, blocks);
            }
            items.push((ordered, line.clone(), length));
        } else if let Some(item) = items.last_mut() {
            item.1.end = line.end;
        } else {
            prose = Some(prose.map_or(line.clone(), |range| range.start..line.end));
        }
    }
    if let Some(range) = prose {
        push_prose(source, places, range, blocks);
    }
    if let (Some(first), Some(last)) = (items.first(), items.last()) {
        let span = places.span(first.1.start, last.1.end);
        let ordered = first.0;
        let items: Vec<ListItem> = items
            .iter()
            .map(|(_, range, length)| {
                let start = range.start + length;
                ListItem {
                    text: pause::rich_text(&squeeze(&source[start..range.end])),
                    span: places.span(start, range.end),
                }
            })
            .filter(|item| !item.text.is_empty())
            .collect();
        match blocks.last_mut() {
            Some(Block { kind: BlockKind::List { ordered: before, items: list }, span: whole })
                if *before == ordered && items.len() == 1 =>
            {
                list.extend(items);
                whole.end = span.end;
            }
            _ if !items.is_empty() => blocks.push(Block { kind: BlockKind::List { ordered, items }, span }),
            _ => {}
        }
    }
}

fn push_prose(source: &str, places: &LineIndex<'_>, range: Range<usize>, blocks: &mut Vec<Block>) {
    // Words that the editor broke at the margin with a hyphen are rare; blanks are all that is changed.
    let text = squeeze(&source[range.clone()]);
    if text.chars().any(char::is_alphanumeric) {
        let span = places.span(range.start, range.end);
        blocks.push(Block { kind: BlockKind::Paragraph { text: pause::rich_text(&text) }, span });
    }
}

/// Whether the line is a list item, whether of an ordered list, and the length of its marker.
fn marker(line: &str) -> Option<(bool, usize)> {
    for bullet in ["- ", "* ", "• ", "– ", "+ ", "· "] {
        if let Some(rest) = line.strip_prefix(bullet) {
            return Some((false, line.len() - rest.trim_start().len()));
        }
    }
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    let rest = &line[digits..];
    ((1..=2).contains(&digits) && (rest.starts_with(") ") || rest.starts_with(". ")))
        .then(|| (true, line.len() - rest[2..].trim_start().len()))
}

fn words(text: &str) -> usize {
    text.split_whitespace().count()
}

/// Whether letters are capitals throughout.
fn is_capitals(text: &str) -> bool {
    let letters: Vec<char> = text.chars().filter(|character| character.is_alphabetic()).collect();
    letters.len() >= 4 && letters.iter().all(|letter| !letter.is_lowercase())
}

/// The title if the line is clearly a heading: capitals throughout, a number before it, or "Chapter 3".
fn section_title(text: &str) -> Option<String> {
    if text.ends_with(['.', ',', ';', '!']) || words(text) > 12 || text.chars().count() > 90 {
        return None;
    }
    if is_capitals(text) && words(text) <= 10 {
        return Some(text.trim_end_matches(':').to_owned());
    }
    let digits = text.bytes().take_while(|byte| byte.is_ascii_digit() || *byte == b'.').count();
    if digits > 0 && text.starts_with(|character: char| character.is_ascii_digit()) {
        let title = text[digits..].trim_start_matches(')').trim();
        let is_numbered = text[..digits].contains('.') || text[digits..].starts_with(')');
        if is_numbered && title.starts_with(char::is_uppercase) && words(title) <= 10 {
            return Some(title.to_owned());
        }
    }
    let is_named = ["Chapter ", "Part ", "Section ", "Lesson "].iter().any(|word| text.starts_with(word));
    (is_named && words(text) <= 10).then(|| text.to_owned())
}

/// Capitals throughout are spelled by a voice: "THE LAST WALL" becomes "The Last Wall".
fn title_case(text: &str) -> String {
    if !is_capitals(text) || (words(text) == 1 && text.chars().count() <= 5) {
        return text.to_owned();
    }
    text.split(' ')
        .enumerate()
        .map(|(index, word)| {
            let lower = word.to_lowercase();
            if index > 0
                && matches!(
                    lower.as_str(),
                    "of" | "the" | "and" | "in" | "to" | "a" | "an" | "for" | "on" | "at" | "by"
                )
            {
                return lower;
            }
            let mut characters = lower.chars();
            characters.next().map(|first| first.to_uppercase().chain(characters).collect()).unwrap_or_default()
        })
        .collect::<Vec<String>>()
        .join(" ")
}
