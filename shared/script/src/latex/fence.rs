//! Parentheses and bars that belong together.

use super::Node;

/// Joins matching delimiters into fences; scripts of a closing delimiter belong to the whole fence.
pub(super) fn fences(nodes: Vec<Node>) -> Vec<Node> {
    let mut stack: Vec<(Option<char>, Vec<Node>)> = vec![(None, Vec::new())];
    for node in nodes {
        let delimiter = match &node {
            Node::Delimiter(character) => Some((*character, None)),
            Node::Scripts { base, sub, sup } => match &**base {
                Node::Delimiter(character) => Some((*character, Some((sub.clone(), sup.clone())))),
                _ => None,
            },
            _ => None,
        };
        let Some((character, scripts)) = delimiter else {
            if let Some(top) = stack.last_mut() {
                top.1.push(node);
            }
            continue;
        };
        let open = stack.last().and_then(|top| top.0);
        let closes = match open {
            Some('(' | '[') => matches!(character, ')' | ']'),
            Some('{') => character == '}',
            Some('|') => character == '|',
            Some('‖') => character == '‖',
            Some('⟨') => character == '⟩',
            Some('⌊') => character == '⌋',
            Some('⌈') => character == '⌉',
            _ => false,
        };
        if closes && let (Some(open), Some((_, body))) = (open, stack.pop()) {
            let fence = Node::Fence { open, close: character, body };
            let node = match scripts {
                Some((sub, sup)) => Node::Scripts { base: Box::new(fence), sub, sup },
                None => fence,
            };
            if let Some(top) = stack.last_mut() {
                top.1.push(node);
            }
        } else if matches!(character, '(' | '[' | '{' | '|' | '‖' | '⟨' | '⌊' | '⌈')
            && scripts.is_none()
            && stack.len() < 32
        {
            stack.push((Some(character), Vec::new()));
        } else if let Some(top) = stack.last_mut() {
            top.1.push(node);
        }
    }
    // What was opened and never closed stays a character.
    while stack.len() > 1 {
        if let Some((open, body)) = stack.pop()
            && let Some(top) = stack.last_mut()
        {
            top.1.extend(open.map(Node::Delimiter));
            top.1.extend(body);
        }
    }
    stack.pop().map(|top| top.1).unwrap_or_default()
}
