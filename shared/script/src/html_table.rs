//! HTML elements that are taken as a whole.

use crate::mask::IslandKind;
use crate::tag::{Tag, tag_at};

/// The end of the element that begins with `tag` at `start`, nested ones of its kind included.
pub(crate) fn element_end(text: &str, start: usize, tag: &Tag) -> usize {
    if tag.is_empty_element {
        return tag.end;
    }
    let mut depth = 1;
    let mut at = tag.end;
    while let Some(step) = text[at..].find('<') {
        let position = at + step;
        at = position + 1;
        if let Some(other) = tag_at(text, position) {
            if other.name == tag.name && !other.is_empty_element {
                if other.is_closing {
                    depth -= 1;
                } else {
                    depth += 1;
                }
            }
            if depth == 0 {
                return other.end;
            }
        }
    }
    // Never closed: it ends with its paragraph.
    text[start..].find("\n\n").map_or(text.len(), |length| (start + length).max(tag.end))
}

pub(crate) fn html_table(html: &str) -> Option<IslandKind> {
    let mut rows: Vec<(bool, Vec<String>)> = Vec::new();
    let mut caption = None;
    let mut cell: Option<(usize, usize)> = None;
    let mut at = 0;
    let finish = |cell: &mut Option<(usize, usize)>, end: usize, rows: &mut Vec<(bool, Vec<String>)>| {
        if let Some((start, columns)) = cell.take()
            && let Some(row) = rows.last_mut()
        {
            row.1.push(html[start..end].to_owned());
            for _ in 1..columns {
                row.1.push(String::new());
            }
        }
    };
    let mut caption_start = None;
    while let Some(step) = html[at..].find('<') {
        let start = at + step;
        at = start + 1;
        let Some(tag) = tag_at(html, start) else {
            continue;
        };
        at = tag.end;
        match (tag.name.as_str(), tag.is_closing) {
            ("tr", false) => {
                finish(&mut cell, start, &mut rows);
                rows.push((true, Vec::new()));
            }
            ("td" | "th", false) => {
                finish(&mut cell, start, &mut rows);
                let columns = tag.attribute("colspan").and_then(|span| span.parse().ok()).unwrap_or(1).clamp(1, 20);
                if let Some(row) = rows.last_mut() {
                    row.0 &= tag.name == "th";
                }
                cell = Some((tag.end, columns));
                if tag.is_empty_element {
                    finish(&mut cell, tag.end, &mut rows);
                }
            }
            ("td" | "th" | "tr" | "table", true) => finish(&mut cell, start, &mut rows),
            ("caption", false) => caption_start = Some(tag.end),
            ("caption", true) => caption = caption_start.take().map(|from: usize| html[from..start].to_owned()),
            _ => {}
        }
    }
    rows.retain(|row| !row.1.is_empty());
    // A header row of one wide cell is a title.
    if rows.len() > 2 && rows[0].0 && rows[1].0 && rows[0].1.iter().filter(|cell| !cell.trim().is_empty()).count() == 1
    {
        let title = rows.remove(0).1.into_iter().find(|cell| !cell.trim().is_empty());
        caption = caption.or(title);
    }
    if rows.is_empty() {
        return None;
    }
    let headers = if rows[0].0 { rows.remove(0).1 } else { Vec::new() };
    Some(IslandKind::Table { headers, rows: rows.into_iter().map(|row| row.1).collect(), caption })
}
