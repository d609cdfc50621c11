//! Looking into a parsed formula: its variables, where its first relation stands, and marks for colored symbols.

use ratex_parser::parse_node::AtomFamily;
use ratex_parser::{Mode, ParseNode};

/// The body of a formula without the author's colors (the style alone decides about those), so that all its top-level
/// atoms lie in one list.
pub(super) fn flatten(nodes: Vec<ParseNode>) -> Vec<ParseNode> {
    let mut flat = Vec::with_capacity(nodes.len());
    for node in nodes {
        match node {
            ParseNode::Color { body, .. } => flat.extend(flatten(body)),
            ParseNode::ColorToken { .. } => {}
            other => flat.push(other),
        }
    }
    flat
}

/// Index of the first top-level relation (`=`, `<`, `→` …), where lines of a derivation are aligned. A relation that
/// opens the formula counts: such a line goes on from the one above.
pub(super) fn first_relation(nodes: &[ParseNode]) -> Option<usize> {
    nodes.iter().position(is_relation)
}

fn is_relation(node: &ParseNode) -> bool {
    match node {
        ParseNode::Atom { family: AtomFamily::Rel, .. } | ParseNode::XArrow { .. } => true,
        ParseNode::SupSub { base: Some(base), .. } => is_relation(base),
        ParseNode::MClass { mclass, .. } => mclass == "mrel",
        ParseNode::Enclose { label, .. } => label == "\\centernot",
        _ => false,
    }
}

/// Indices of the top-level atoms before which a long line may go on in the next: relations first, then `+`, `−` and
/// other binary operators.
pub(super) fn break_points(nodes: &[ParseNode]) -> (Vec<usize>, Vec<usize>) {
    let is_binary = |node: &ParseNode| matches!(node, ParseNode::Atom { family: AtomFamily::Bin, .. });
    let inside = 1..nodes.len();
    let relations = inside.clone().filter(|index| is_relation(&nodes[*index])).collect();
    let binaries = inside
        .filter(|index| is_binary(&nodes[*index]) && !is_relation(&nodes[*index - 1]) && *index + 1 < nodes.len())
        .collect();
    (relations, binaries)
}

/// The variables of a formula, each once, in order of appearance. A variable with a subscript (`x_1`) is another than
/// the same letter without.
pub(super) fn variables(nodes: &[ParseNode]) -> Vec<String> {
    let mut found = Vec::new();
    let mut nodes = nodes.to_vec();
    visit(&mut nodes, &mut |_, name| {
        if !found.contains(&name) {
            found.push(name);
        }
        None
    });
    found
}

/// Wraps every variable of `marked` in the mark of its position there, so that its outlines can be colored.
pub(super) fn mark(nodes: &mut [ParseNode], marked: &[String]) {
    visit(nodes, &mut |_, name| marked.iter().position(|other| *other == name).map(mark_color));
}

/// The color that stands for the mark with that index; RaTeX carries it through its layout.
fn mark_color(index: usize) -> String {
    format!("#0100{:02x}", index.min(254) + 1)
}

/// The mark that a color stands for.
pub(super) fn mark_of(color: ratex_types::color::Color) -> Option<usize> {
    let byte = |channel: f32| (channel * 255.0).round() as u8;
    match (byte(color.r), byte(color.g), byte(color.b)) {
        (1, 0, index @ 1..) => Some(usize::from(index) - 1),
        _ => None,
    }
}

/// Calls `on_variable` on every variable; where it gives a color, the variable with its scripts is wrapped in it.
fn visit(nodes: &mut [ParseNode], on_variable: &mut dyn FnMut(&ParseNode, String) -> Option<String>) {
    for node in nodes {
        visit_node(node, on_variable);
    }
}

fn visit_node(node: &mut ParseNode, on_variable: &mut dyn FnMut(&ParseNode, String) -> Option<String>) {
    if let Some(name) = variable_name(node) {
        let color = on_variable(node, name);
        if let ParseNode::SupSub { sup: Some(sup), .. } = node {
            visit_node(sup, on_variable);
        }
        if let Some(color) = color {
            let inner = std::mem::replace(node, ParseNode::Internal { mode: Mode::Math, loc: None });
            *node = ParseNode::Color { mode: Mode::Math, color, body: vec![inner], loc: None };
        }
        return;
    }
    match node {
        ParseNode::OrdGroup { body, .. }
        | ParseNode::Styling { body, .. }
        | ParseNode::Sizing { body, .. }
        | ParseNode::LeftRight { body, .. }
        | ParseNode::MClass { body, .. }
        | ParseNode::Color { body, .. } => visit(body, on_variable),
        ParseNode::SupSub { base, sup, sub, .. } => {
            // What stands under a sum or an integral is a variable; under a name it is part of the name.
            let is_operator = base
                .as_deref()
                .is_some_and(|base| matches!(base, ParseNode::Op { .. } | ParseNode::OperatorName { .. }));
            let sub = if is_operator { sub.as_mut() } else { None };
            for script in [base.as_mut(), sup.as_mut(), sub].into_iter().flatten() {
                visit_node(script, on_variable);
            }
        }
        ParseNode::GenFrac { numer, denom, .. } => {
            visit_node(numer, on_variable);
            visit_node(denom, on_variable);
        }
        ParseNode::Sqrt { body, .. }
        | ParseNode::Overline { body, .. }
        | ParseNode::Underline { body, .. }
        | ParseNode::HorizBrace { base: body, .. } => visit_node(body, on_variable),
        ParseNode::Array { body, .. } => body.iter_mut().for_each(|row| visit(row, on_variable)),
        _ => {}
    }
}

/// The name of a variable: one letter, perhaps with an accent and a short subscript.
fn variable_name(node: &ParseNode) -> Option<String> {
    match node {
        ParseNode::MathOrd { mode: Mode::Math, text, .. } if is_letter(text) => Some(text.clone()),
        ParseNode::Accent { label, base, .. } => Some(format!("{label}{}", variable_name(base)?)),
        ParseNode::SupSub { base: Some(base), sub, .. } => {
            let base = variable_name(base)?;
            match sub {
                None => Some(base),
                Some(sub) => Some(format!("{base}_{}", plain_name(sub)?)),
            }
        }
        ParseNode::OrdGroup { body, .. } if body.len() == 1 => variable_name(&body[0]),
        _ => None,
    }
}

fn is_letter(text: &str) -> bool {
    // The circle number, Euler's number and the imaginary unit cannot be told from variables by their letters; π nearly
    // always is the number.
    const GREEK: [&str; 30] = [
        "\\alpha",
        "\\beta",
        "\\gamma",
        "\\delta",
        "\\epsilon",
        "\\varepsilon",
        "\\zeta",
        "\\eta",
        "\\theta",
        "\\vartheta",
        "\\iota",
        "\\kappa",
        "\\lambda",
        "\\mu",
        "\\nu",
        "\\xi",
        "\\rho",
        "\\sigma",
        "\\tau",
        "\\phi",
        "\\varphi",
        "\\chi",
        "\\psi",
        "\\omega",
        "\\Gamma",
        "\\Delta",
        "\\Theta",
        "\\Lambda",
        "\\Phi",
        "\\Omega",
    ];
    let mut characters = text.chars();
    let single = matches!((characters.next(), characters.next()), (Some(letter), None) if letter.is_alphabetic());
    (single && text != "π") || GREEK.contains(&text)
}

/// What a subscript says, if it is short and plain.
fn plain_name(node: &ParseNode) -> Option<String> {
    match node {
        ParseNode::MathOrd { text, .. } | ParseNode::TextOrd { text, .. } => Some(text.clone()),
        ParseNode::OrdGroup { body, .. } | ParseNode::Text { body, .. } => {
            body.iter().take(12).map(plain_name).collect::<Option<Vec<_>>>().map(|names| names.concat())
        }
        ParseNode::Font { body, .. } => plain_name(body),
        _ => None,
    }
}
