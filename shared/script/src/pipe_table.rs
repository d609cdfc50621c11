//! Tables with pipes (GitHub Flavored Markdown), ragged ones included.

use lectern_lesson::{Finding, Severity, Span};

use crate::mask::{Island, IslandKind};

/// The tables in masked text. GFM drops a table whose header does not match its delimiter row and cells beyond the header;
/// here such a table is filled up instead, with a finding.
pub(crate) fn find(text: &str, protected: &[bool], source: &str, findings: &mut Vec<Finding>) -> Vec<Island> {
    let mut lines = Vec::new();
    let mut offset = 0;
    for line in text.split_inclusive('\n') {
        lines.push((offset, line.trim_end_matches('\n')));
        offset += line.len();
    }
    let is_code = |offset: usize, line: &str| {
        let trimmed = line.trim_start();
        protected.get(offset + line.len() - trimmed.len()).copied().unwrap_or(false)
            && (trimmed.starts_with("```")
                || trimmed.starts_with("~~~")
                || protected.get(offset + line.len()) == Some(&true))
    };
    let mut islands = Vec::new();
    let mut index = 0;
    while index + 1 < lines.len() {
        let ((start, header), (_, delimiter)) = (lines[index], lines[index + 1]);
        let indent = header.len() - header.trim_start_matches(' ').len();
        if !header.contains('|') || indent > 3 || !is_delimiter(delimiter) || is_code(start, header) {
            index += 1;
            continue;
        }
        let mut rows = Vec::new();
        let mut last = index + 1;
        while let Some((_, line)) =
            lines.get(last + 1).filter(|(_, line)| line.contains('|') && !line.trim().is_empty())
        {
            rows.push((last + 1, cells(line)));
            last += 1;
        }
        let mut headers = cells(header);
        let delimiters = cells(delimiter).len();
        let width = rows.iter().map(|row| row.1.len()).max().unwrap_or(0).max(headers.len());
        let ragged: Vec<usize> = rows.iter().filter(|row| row.1.len() != headers.len()).map(|row| row.0 + 1).collect();
        let end = lines[last].0 + lines[last].1.len();
        if !ragged.is_empty() || delimiters != headers.len() {
            let line = ragged.first().copied().unwrap_or(index + 2);
            let (at, text) = lines[line - 1];
            findings.push(
                Finding::new(
                    Severity::Warning,
                    "ragged-table",
                    format!(
                        "a table has {} columns, and line {line} has another number of cells; empty cells were added",
                        headers.len()
                    ),
                )
                .with_hint("give every row as many cells as there are headers")
                .at(Span::locate(source, at, at + text.len())),
            );
        }
        headers.resize(width, String::new());
        let rows = rows
            .into_iter()
            .map(|(_, mut row)| {
                row.resize(width, String::new());
                row
            })
            .collect();
        islands.push(Island { range: start..end, kind: IslandKind::Table { headers, rows, caption: None } });
        index = last + 1;
    }
    islands
}

fn is_delimiter(line: &str) -> bool {
    let trimmed = line.trim();
    trimmed.contains('-')
        && trimmed.contains('|')
        && trimmed.chars().all(|character| matches!(character, '|' | '-' | ':' | ' '))
        && cells(trimmed)
            .iter()
            .all(|cell| !cell.trim_matches(':').is_empty() && cell.trim_matches(':').chars().all(|dash| dash == '-'))
}

/// The cells of a row; pipes in code spans or after a backslash do not count.
fn cells(line: &str) -> Vec<String> {
    let trimmed = line.trim();
    let trimmed = trimmed.strip_prefix('|').unwrap_or(trimmed);
    let trimmed = match trimmed.strip_suffix('|') {
        Some(rest) if !rest.ends_with('\\') => rest,
        _ => trimmed,
    };
    let mut cells = vec![String::new()];
    let mut characters = trimmed.chars().peekable();
    let has_pair = trimmed.matches('`').count() % 2 == 0;
    let mut in_code = false;
    while let Some(character) = characters.next() {
        match character {
            '\\' if characters.peek() == Some(&'|') => {
                characters.next();
                push(&mut cells, '|');
            }
            '|' if !in_code => cells.push(String::new()),
            other => {
                in_code ^= other == '`' && has_pair;
                push(&mut cells, other);
            }
        }
    }
    cells.iter().map(|cell| cell.trim().to_owned()).collect()
}

fn push(cells: &mut [String], character: char) {
    if let Some(cell) = cells.last_mut() {
        cell.push(character);
    }
}
