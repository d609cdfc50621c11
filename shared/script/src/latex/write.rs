//! A formula as one line of readable Unicode.

use super::{Class, Node};
use crate::script_characters::{subscript, superscript};

const VULGAR: [(&str, &str, &str); 11] = [
    ("1", "2", "½"),
    ("1", "3", "⅓"),
    ("2", "3", "⅔"),
    ("1", "4", "¼"),
    ("3", "4", "¾"),
    ("1", "5", "⅕"),
    ("2", "5", "⅖"),
    ("3", "5", "⅗"),
    ("4", "5", "⅘"),
    ("1", "6", "⅙"),
    ("1", "8", "⅛"),
];

/// The formula as text.
pub(super) fn text(nodes: &[Node]) -> String {
    let mut out = String::new();
    for (index, node) in nodes.iter().enumerate() {
        match node {
            Node::Operator { text, class, .. } => match class {
                Class::Sum if is_sign(nodes, index) => out.push_str(text),
                Class::Slash => out.push_str(text),
                Class::Comma | Class::Colon => {
                    out.truncate(out.trim_end().len());
                    out.push_str(text);
                    out.push(' ');
                }
                _ => {
                    space(&mut out);
                    out.push_str(text);
                    out.push(' ');
                }
            },
            Node::Function { text, .. } => {
                if out.ends_with(|character: char| character.is_alphanumeric()) {
                    out.push(' ');
                }
                out.push_str(text);
                if !matches!(nodes.get(index + 1), Some(Node::Fence { .. }) | None) {
                    out.push(' ');
                }
            }
            Node::Gap => {}
            Node::WideGap => {
                space(&mut out);
                out.push(' ');
            }
            other => {
                let written = one(other);
                // Words of \text keep their distance from letters and numbers.
                let wordy = |node: Option<&Node>| matches!(node, Some(Node::Text(text)) if text.chars().count() > 2);
                if (wordy(Some(other)) || (index > 0 && wordy(nodes.get(index - 1))))
                    && out.ends_with(|character: char| character.is_alphanumeric())
                    && written.starts_with(|character: char| character.is_alphanumeric())
                {
                    out.push(' ');
                }
                out.push_str(&written);
                let is_limit = match other {
                    Node::Big { .. } => true,
                    Node::Scripts { base, .. } => {
                        matches!(**base, Node::Big { .. } | Node::Function { .. })
                    }
                    _ => false,
                };
                if is_limit && index + 1 < nodes.len() {
                    out.push(' ');
                }
            }
        }
    }
    out.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn space(out: &mut String) {
    if !out.is_empty() && !out.ends_with(' ') {
        out.push(' ');
    }
}

/// Whether the operator at `index` is a sign and not an operation between two things.
pub(super) fn is_sign(nodes: &[Node], index: usize) -> bool {
    nodes[..index]
        .iter()
        .rev()
        .find(|node| !matches!(node, Node::Gap | Node::WideGap))
        .is_none_or(|node| matches!(node, Node::Operator { .. } | Node::Delimiter('(' | '[' | '{')))
}

/// Whether a sum, a relation or a word stands in it, so that it needs parentheses as a whole.
pub(super) fn is_compound(nodes: &[Node]) -> bool {
    nodes.iter().enumerate().any(|(index, node)| match node {
        Node::Operator { class, .. } => !(*class == Class::Sum && is_sign(nodes, index)),
        Node::Group(inner) => is_compound(inner),
        _ => false,
    })
}

fn atomic(nodes: &[Node]) -> String {
    let written = text(nodes);
    if is_compound(nodes) || written.contains(' ') { format!("({written})") } else { written }
}

fn one(node: &Node) -> String {
    match node {
        Node::Number(digits) => digits.clone(),
        Node::Letter { text, .. } | Node::Function { text, .. } => text.clone(),
        Node::Text(text) => text.clone(),
        Node::Operator { text, .. } | Node::Big { text, .. } => (*text).to_owned(),
        Node::Delimiter(character) => character.to_string(),
        Node::Fence { open, close, body } => {
            let (open, close) = (Some(open).filter(|open| **open != '.'), Some(close).filter(|close| **close != '.'));
            let inside = text(body);
            open.into_iter().copied().chain(inside.chars()).chain(close.into_iter().copied()).collect()
        }
        Node::Group(nodes) => text(nodes),
        Node::Prime { base, count } => format!("{}{}", one(base), "′".repeat(*count)),
        Node::Percent => "%".to_owned(),
        Node::Gap | Node::WideGap => " ".to_owned(),
        Node::Modulo(body) => format!(" (mod {})", text(body)),
        Node::Choose(upper, lower) => format!("C({}, {})", text(upper), text(lower)),
        Node::Accent { mark, body, .. } => {
            let inside = text(body);
            match inside.chars().count() {
                1 => format!("{inside}{mark}"),
                _ => inside,
            }
        }
        Node::Root { index, body } => {
            let sign = match index.as_deref().map(text).as_deref() {
                None | Some("2") => "√".to_owned(),
                Some("3") => "∛".to_owned(),
                Some("4") => "∜".to_owned(),
                Some(other) => format!("{}√", superscript(other).unwrap_or_else(|| other.to_owned())),
            };
            let inside = text(body);
            let is_single = body.len() == 1 && matches!(body[0], Node::Number(_) | Node::Letter { .. });
            if is_single { format!("{sign}{inside}") } else { format!("{sign}({inside})") }
        }
        Node::Fraction(upper, lower) => {
            let (numerator, denominator) = (text(upper), text(lower));
            match VULGAR.iter().find(|entry| entry.0 == numerator && entry.1 == denominator) {
                Some(entry) => entry.2.to_owned(),
                None => {
                    let lower = if lower.len() > 1
                        && !is_compound(lower)
                        && lower.iter().any(|n| !matches!(n, Node::Number(_)))
                    {
                        format!("({denominator})")
                    } else {
                        atomic(lower)
                    };
                    format!("{}/{lower}", atomic(upper))
                }
            }
        }
        Node::Scripts { base, sub, sup } => {
            let mut out = one(base);
            if let Some(sub) = sub {
                let inside = text(sub);
                out.push_str(&subscript(&inside).unwrap_or_else(|| match inside.chars().count() {
                    0 => String::new(),
                    _ if is_compound(sub) => format!("_({inside})"),
                    _ => format!("_{inside}"),
                }));
            }
            if let Some(sup) = sup {
                let inside = text(sup);
                out.push_str(&match inside.as_str() {
                    "∘" | "°" => "°".to_owned(),
                    "∗" => "*".to_owned(),
                    "⊤" => "ᵀ".to_owned(),
                    _ => superscript(&inside).unwrap_or_else(|| match inside.chars().count() {
                        0 => String::new(),
                        1 => format!("^{inside}"),
                        _ => format!("^({inside})"),
                    }),
                });
            }
            out
        }
        Node::Grid { name, rows } => {
            let rows: Vec<String> = rows
                .iter()
                .map(|row| {
                    row.iter().map(|cell| text(cell)).filter(|cell| !cell.is_empty()).collect::<Vec<_>>().join(", ")
                })
                .collect();
            let rows = rows.join("; ");
            if name == "cases" {
                format!("{{ {rows}")
            } else if name.contains("matrix") || name == "array" {
                format!("[{rows}]")
            } else {
                rows
            }
        }
    }
}
