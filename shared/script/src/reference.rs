//! Figure links and citation marks.

/// The end of a figure link at `start` (`[\[link\]](#x)`, `[[link]](#x)`, `[link](#x)`) and its target.
pub(crate) fn reference(text: &str, start: usize) -> Option<(usize, &str)> {
    let rest = &text[start..];
    let after = ["[\\[link\\]](#", "[[link]](#", "[link](#"].iter().find_map(|prefix| rest.strip_prefix(prefix))?;
    let length = after.find(')').filter(|length| *length < 200)?;
    Some((text.len() - after.len() + length + 1, &after[..length]))
}

/// The end of parentheses that hold nothing but figure links and the words between them.
pub(crate) fn parenthesized_references(text: &str, start: usize) -> Option<usize> {
    let mut at = start + 1;
    let mut count = 0;
    for _ in 0..64 {
        let rest = text.get(at..)?;
        if rest.starts_with(')') {
            return (count > 0).then_some(at + 1);
        }
        if let Some((end, _)) = rest.starts_with('[').then(|| reference(text, at)).flatten() {
            at = end;
            count += 1;
            continue;
        }
        let word = ["see also ", "see ", "See ", "and ", "also ", "Figure ", "figure ", ", ", "; ", " "]
            .iter()
            .find(|word| rest.starts_with(**word))?;
        at += word.len();
    }
    None
}

/// The end of a citation mark such as `[12]`, `[^1]` or `[citation needed]`.
pub(crate) fn citation(text: &str, start: usize) -> Option<usize> {
    let previous = text[..start].chars().next_back();
    let follows_text =
        previous.is_some_and(|previous| !previous.is_whitespace() && !matches!(previous, ']' | '!' | '\\' | '('));
    if !follows_text {
        return None;
    }
    let mut end = start;
    // Several may stand in a row.
    while let Some(inside) = text[end..].strip_prefix('[').and_then(|rest| rest.split(']').next()) {
        let is_citation = inside.len() < 24
            && (inside.starts_with('^')
                || (!inside.is_empty() && inside.chars().all(|character| character.is_ascii_digit()))
                || matches!(inside, "citation needed" | "clarification needed")
                || inside
                    .strip_prefix("note ")
                    .is_some_and(|number| number.chars().all(|digit| digit.is_ascii_digit())));
        let after = end + inside.len() + 2;
        let is_link = matches!(text.as_bytes().get(after), Some(b'(' | b':'));
        if !is_citation || is_link || after > text.len() || text.contains(&format!("\n[{inside}]: ")) {
            break;
        }
        end = after;
    }
    (end > start).then_some(end)
}
