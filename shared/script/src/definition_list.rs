//! Definition lists as in kramdown and Pandoc: a term on its own line, then `: meaning`.

use crate::mask::{Island, IslandKind};

/// The definitions in masked text.
pub(crate) fn find(text: &str, protected: &[bool]) -> Vec<Island> {
    let mut lines = Vec::new();
    let mut offset = 0;
    for line in text.split_inclusive('\n') {
        lines.push((offset, line.trim_end_matches('\n')));
        offset += line.len();
    }
    let mut islands = Vec::new();
    let mut index = 1;
    while index < lines.len() {
        let (start, line) = lines[index];
        let Some(meaning) = line.trim_start_matches(' ').strip_prefix(": ").or_else(|| line.strip_prefix(":   "))
        else {
            index += 1;
            continue;
        };
        let blank_between = lines[index - 1].1.trim().is_empty();
        let term_index = if blank_between && index >= 2 { index - 2 } else { index - 1 };
        let (term_start, term) = lines[term_index];
        let is_term = !term.trim().is_empty()
            && term.len() < 160
            && !term.starts_with(['#', '>', '|', ':', '-', '*', ' '])
            && (term_index == 0
                || lines[term_index - 1].1.trim().is_empty()
                || term_index + 1 == index
                    && islands.last().is_some_and(|island: &Island| island.range.end + 1 >= term_start));
        if !is_term || protected.get(start).copied().unwrap_or(false) {
            index += 1;
            continue;
        }
        let mut meaning = meaning.trim().to_owned();
        let mut last = index;
        while let Some((_, next)) = lines.get(last + 1) {
            let is_next_term = lines.get(last + 2).is_some_and(|(_, after)| after.starts_with(": "));
            if next.trim().is_empty() || is_next_term || next.starts_with(": ") {
                break;
            }
            meaning.push(' ');
            meaning.push_str(next.trim());
            last += 1;
        }
        let end = lines[last].0 + lines[last].1.len();
        islands.push(Island {
            range: term_start..end,
            kind: IslandKind::Definition { term: term.trim().to_owned(), meaning },
        });
        index = last + 1;
    }
    islands
}
