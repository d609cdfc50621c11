//! Upright letters and chemical formulas.

use super::{Node, symbols};

/// Upright letters: a unit, a chemical symbol, a function or a differential.
pub(super) fn upright(text: String) -> Node {
    let trimmed = text.trim();
    if let Some((text, spoken)) = symbols::function(trimmed) {
        return Node::Function { text: text.to_owned(), spoken: spoken.to_owned() };
    }
    if trimmed.chars().any(|character| matches!(character, '_' | '^')) {
        return Node::Group(chemistry(trimmed));
    }
    Node::Text(text)
}

/// Chemical formulas as in `\ce{2H2 + O2 -> 2H2O}`.
pub(super) fn chemistry(text: &str) -> Vec<Node> {
    let text = text.replace("<=>", "⇌").replace("->", "→");
    let mut nodes: Vec<Node> = Vec::new();
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        let take = |characters: &mut std::iter::Peekable<std::str::Chars<'_>>, first: Option<char>, charge: bool| {
            let mut taken: String = first.into_iter().collect();
            while let Some(next) = characters.next_if(|next| {
                next.is_ascii_digit() || (charge && matches!(next, '+' | '-')) || (!charge && *next == '.')
            }) {
                taken.push(next);
            }
            taken
        };
        match character {
            digit if digit.is_ascii_digit() => {
                let number = take(&mut characters, Some(digit), false);
                match nodes.pop() {
                    Some(base @ (Node::Text(_) | Node::Fence { .. } | Node::Delimiter(')'))) => nodes
                        .push(Node::Scripts { base: Box::new(base), sub: Some(vec![Node::Number(number)]), sup: None }),
                    other => {
                        nodes.extend(other);
                        nodes.push(Node::Number(number));
                    }
                }
            }
            '^' | '_' => {
                let script = take(&mut characters, None, character == '^');
                let script = vec![Node::Text(script)];
                let base = Box::new(nodes.pop().unwrap_or(Node::Group(Vec::new())));
                let (sub, sup) = if character == '^' { (None, Some(script)) } else { (Some(script), None) };
                nodes.push(Node::Scripts { base, sub, sup });
            }
            '+' | '-' if characters.peek().is_none_or(|next| !next.is_whitespace()) && !nodes.is_empty() => {
                let base = Box::new(nodes.pop().unwrap_or(Node::Group(Vec::new())));
                nodes.push(Node::Scripts { base, sub: None, sup: Some(vec![Node::Text(character.to_string())]) });
            }
            upper if upper.is_alphabetic() => {
                let mut symbol = upper.to_string();
                if let Some(lower) = characters.next_if(|next| next.is_lowercase()) {
                    symbol.push(lower);
                }
                nodes.push(Node::Text(symbol));
            }
            space if space.is_whitespace() => nodes.push(Node::Gap),
            '(' | ')' | '[' | ']' => nodes.push(Node::Delimiter(character)),
            other => {
                if let Some((text, spoken, class)) = symbols::operator(&other.to_string()) {
                    nodes.push(Node::Operator { text, spoken, class });
                }
            }
        }
    }
    nodes
}
