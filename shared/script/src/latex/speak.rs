//! A formula in the words of a teacher.

use super::write::{is_compound, is_sign};
use super::{Class, Node};

/// Letters that name functions: `f(x)` is "f of x", while `n(n + 1)` is a product.
const FUNCTION_LETTERS: [&str; 15] = ["f", "g", "h", "F", "G", "H", "P", "E", "φ", "ψ", "Φ", "Γ", "u", "p", "O"];

const ORDINALS: [(&str, &str, &str); 11] = [
    ("2", "half", "halves"),
    ("3", "third", "thirds"),
    ("4", "quarter", "quarters"),
    ("5", "fifth", "fifths"),
    ("6", "sixth", "sixths"),
    ("7", "seventh", "sevenths"),
    ("8", "eighth", "eighths"),
    ("9", "ninth", "ninths"),
    ("10", "tenth", "tenths"),
    ("100", "hundredth", "hundredths"),
    ("1000", "thousandth", "thousandths"),
];

const SMALL: [&str; 10] = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"];

/// The formula as words.
pub(super) fn words(nodes: &[Node]) -> String {
    let speaker = Speaker { is_chemistry: is_chemistry(nodes) };
    let spoken = speaker.sequence(nodes);
    let spoken = spoken.split_whitespace().collect::<Vec<_>>().join(" ");
    spoken
        .replace(" ,", ",")
        .replace(",,", ",")
        .replace(" .", ".")
        .replace(" ?", "?")
        .trim_matches([',', ' '])
        .to_owned()
}

/// Whether it is a chemical equation: upright capitals around an arrow, or element symbols with numbers below them.
fn is_chemistry(nodes: &[Node]) -> bool {
    fn symbols(nodes: &[Node]) -> usize {
        nodes
            .iter()
            .map(|node| match node {
                Node::Text(text) => usize::from(
                    text.trim().chars().count() <= 5
                        && text.trim().starts_with(|character: char| character.is_uppercase()),
                ),
                Node::Group(inner) => symbols(inner),
                Node::Scripts { base, .. } => symbols(std::slice::from_ref(&**base)),
                _ => 0,
            })
            .sum()
    }
    symbols(nodes) >= 1
}

struct Speaker {
    is_chemistry: bool,
}

impl Speaker {
    fn sequence(&self, nodes: &[Node]) -> String {
        let mut out: Vec<String> = Vec::new();
        let mut index = 0;
        while index < nodes.len() {
            let node = &nodes[index];
            index += 1;
            match node {
                Node::Operator { text, spoken, class } => out.push(match class {
                    Class::Comma => (*spoken).to_owned(),
                    Class::Colon if matches!(nodes.get(index), Some(Node::Number(_))) => "to".to_owned(),
                    Class::Arrow if self.is_chemistry => "yields".to_owned(),
                    Class::Arrow
                        if nodes[..index]
                            .iter()
                            .any(|node| matches!(node, Node::Operator { class: Class::Colon, .. })) =>
                    {
                        "to".to_owned()
                    }
                    Class::Arrow => "approaches".to_owned(),
                    Class::Sum if is_sign(nodes, index - 1) && *text == "+" => "plus".to_owned(),
                    _ => (*spoken).to_owned(),
                }),
                Node::Gap => {}
                Node::WideGap => out.push(",".to_owned()),
                Node::Delimiter('!') => out.push("factorial".to_owned()),
                Node::Delimiter(_) => {}
                Node::Function { .. } => out.push(self.function(node, nodes.get(index))),
                Node::Scripts { base, .. } if matches!(**base, Node::Function { .. }) => {
                    out.push(self.function(node, nodes.get(index)));
                }
                Node::Fence { open, body, .. } => {
                    let previous = nodes[..index - 1].iter().rev().find(|node| !matches!(node, Node::Gap));
                    let is_bracket = matches!(open, '(' | '[');
                    if is_bracket && previous.is_some_and(|previous| takes_argument(previous, body)) {
                        out.push(format!("of {}", self.sequence(body)));
                        if is_compound(body) && index < nodes.len() {
                            out.push(",".to_owned());
                        }
                    } else {
                        if is_bracket && previous.is_some_and(is_operand) {
                            out.push("times".to_owned());
                        }
                        out.push(self.fence(*open, body, index < nodes.len()));
                    }
                }
                Node::Scripts { base, .. } if matches!(**base, Node::Fence { open: '(' | '[', .. }) => {
                    let previous = nodes[..index - 1].iter().rev().find(|node| !matches!(node, Node::Gap));
                    if previous.is_some_and(is_operand) {
                        out.push("times".to_owned());
                    }
                    out.push(self.one(node));
                }
                Node::Root { body, .. } => {
                    out.push(self.one(node));
                    let goes_on = nodes.get(index).is_some_and(|next| {
                        !matches!(next, Node::Operator { class: Class::Relation | Class::Comma | Class::Arrow, .. })
                    });
                    if is_compound(body) && goes_on {
                        out.push(",".to_owned());
                    }
                }
                other => out.push(self.one(other)),
            }
        }
        out.retain(|word| !word.is_empty());
        out.join(" ")
    }

    fn fence(&self, open: char, body: &[Node], goes_on: bool) -> String {
        let inside = self.sequence(body);
        match open {
            '|' => format!("the absolute value of {inside}"),
            '‖' => format!("the norm of {inside}"),
            '⌊' => format!("the floor of {inside}"),
            '⌈' => format!("the ceiling of {inside}"),
            '{' => format!("the set of {inside}"),
            _ if body.iter().any(|node| matches!(node, Node::Operator { class: Class::Comma, .. })) => inside,
            _ if is_compound(body) => {
                format!("the quantity {inside}{}", if goes_on { "," } else { "" })
            }
            _ => inside,
        }
    }

    /// A function with its power or base; "of" when something follows.
    fn function(&self, node: &Node, next: Option<&Node>) -> String {
        let (base, sub, sup) = match node {
            Node::Scripts { base, sub, sup } => (&**base, sub.as_deref(), sup.as_deref()),
            other => (other, None, None),
        };
        let Node::Function { text, spoken } = base else {
            return self.one(base);
        };
        let mut out = spoken.clone();
        if let Some(sup) = sup {
            let power = self.sequence(sup);
            if power == "minus 1" {
                out = format!("the inverse {out}");
            } else {
                out = format!("{out} {}", self.power(sup));
            }
        }
        if let Some(sub) = sub {
            let below = self.sequence(sub);
            out = match text.as_str() {
                "log" | "lg" => format!("{out} base {below}"),
                "max" | "min" | "sup" | "inf" => format!("{out} over {below}"),
                _ => format!("{out} sub {below}"),
            };
        }
        if matches!(next, None | Some(Node::Operator { .. } | Node::Fence { .. })) {
            // Parentheses bring their own "of".
            return out;
        }
        format!("{out} of")
    }

    fn power(&self, sup: &[Node]) -> String {
        let power = self.sequence(sup);
        match power.as_str() {
            "" => String::new(),
            "2" => "squared".to_owned(),
            "3" => "cubed".to_owned(),
            "of" | "degrees" => "degrees".to_owned(),
            "times" | "star" => "star".to_owned(),
            "plus" | "minus" | "+" | "-" | "−" => power.replace('+', "plus").replace(['-', '−'], "minus"),
            "top" => "transpose".to_owned(),
            "T" => "transpose".to_owned(),
            _ => format!("to the power of {power}"),
        }
    }

    fn one(&self, node: &Node) -> String {
        match node {
            Node::Number(digits) => digits.clone(),
            Node::Letter { spoken, .. } => spoken.clone(),
            Node::Text(text) => text.trim().to_owned(),
            Node::Function { spoken, .. } => spoken.clone(),
            Node::Operator { spoken, .. } => (*spoken).to_owned(),
            Node::Big { spoken, .. } => format!("{spoken} of"),
            Node::Delimiter(_) | Node::Gap => String::new(),
            Node::WideGap => ",".to_owned(),
            Node::Fence { open, body, .. } => self.fence(*open, body, false),
            Node::Group(nodes) => self.sequence(nodes),
            Node::Prime { base, count } => {
                let word = match count {
                    1 => "prime",
                    2 => "double prime",
                    _ => "triple prime",
                };
                format!("{} {word}", self.one(base))
            }
            Node::Percent => "percent".to_owned(),
            Node::Modulo(body) => format!(", modulo {}", self.sequence(body)),
            Node::Choose(upper, lower) => {
                format!("{} choose {}", self.sequence(upper), self.sequence(lower))
            }
            Node::Accent { word, first, body, .. } => {
                let inside = self.sequence(body);
                if *first { format!("{word} {inside}") } else { format!("{inside} {word}") }
            }
            Node::Root { index, body } => {
                let inside = self.sequence(body);
                match index.as_deref().map(|index| self.sequence(index)).as_deref() {
                    None | Some("2") => format!("the square root of {inside}"),
                    Some("3") => format!("the cube root of {inside}"),
                    Some(index) => {
                        format!("the {}th root of {inside}", index.trim_end_matches("th"))
                    }
                }
            }
            Node::Fraction(upper, lower) => self.fraction(upper, lower),
            Node::Scripts { base, sub, sup } => self.scripts(base, sub.as_deref(), sup.as_deref()),
            Node::Grid { name, rows } => self.grid(name, rows),
        }
    }

    fn fraction(&self, upper: &[Node], lower: &[Node]) -> String {
        if let Some(derivative) = self.derivative(upper, lower) {
            return derivative;
        }
        let (numerator, denominator) = (self.sequence(upper), self.sequence(lower));
        if let (Ok(count), Some(ordinal)) =
            (numerator.parse::<usize>(), ORDINALS.iter().find(|ordinal| ordinal.0 == denominator))
            && let (Some(count_word), true) = (SMALL.get(count), count > 0)
        {
            return format!("{count_word} {}", if count == 1 { ordinal.1 } else { ordinal.2 });
        }
        let quantity = |nodes: &[Node], spoken: String, comma: &str| {
            if is_compound(nodes) { format!("the quantity {spoken}{comma}") } else { spoken }
        };
        format!("{} over {}", quantity(upper, numerator, ","), quantity(lower, denominator, ""))
    }

    /// `dy/dx` and its partial sister.
    fn derivative(&self, upper: &[Node], lower: &[Node]) -> Option<String> {
        let sign = |node: &Node| match node {
            Node::Letter { text, .. } | Node::Text(text) if text == "d" || text == "∂" => Some(text.clone()),
            _ => None,
        };
        let (first, below) = lower.split_first()?;
        let kind = sign(first)?;
        if below.is_empty() {
            return None;
        }
        let (top, above) = upper.split_first()?;
        let order = match top {
            Node::Scripts { base, sub: None, sup: Some(power) } if sign(base).as_ref() == Some(&kind) => {
                match self.sequence(power).as_str() {
                    "2" => "second ",
                    "3" => "third ",
                    _ => return None,
                }
            }
            other if sign(other).as_ref() == Some(&kind) => "",
            _ => return None,
        };
        let variable = match below {
            [Node::Scripts { base, sup: Some(_), .. }] if !order.is_empty() => self.one(base),
            other => self.sequence(other),
        };
        let kind = if kind == "∂" { "partial " } else { "" };
        Some(if above.is_empty() {
            format!("the {order}{kind}derivative with respect to {variable} of")
        } else {
            format!("the {order}{kind}derivative of {} with respect to {variable}", self.sequence(above))
        })
    }

    fn scripts(&self, base: &Node, sub: Option<&[Node]>, sup: Option<&[Node]>) -> String {
        if let Node::Big { text, spoken } = base {
            let mut out = (*spoken).to_owned();
            if text.starts_with("lim") {
                if let Some(sub) = sub {
                    let below = Self { is_chemistry: false }.sequence(sub);
                    out = format!("{out} as {below}");
                }
                return format!("{out} of");
            }
            if let Some(sub) = sub {
                let has_relation = sub
                    .iter()
                    .any(|node| matches!(node, Node::Operator { class: Class::Relation, text, .. } if *text != "="));
                let word = if has_relation || (sup.is_none() && text != &"∫") { "over" } else { "from" };
                out = format!("{out} {word} {}", self.sequence(sub));
            }
            if let Some(sup) = sup {
                out = format!("{out} to {}", self.sequence(sup));
            }
            return format!("{out} of");
        }
        let mut out = match base {
            Node::Fence { open: open @ ('(' | '['), body, .. } if sup.is_some() && is_compound(body) => {
                self.fence(*open, body, true)
            }
            other => self.one(other),
        };
        if let Some(sub) = sub {
            let below = self.sequence(sub);
            out = match base {
                // Chemical symbols are read with their numbers: H two O.
                Node::Text(_) => format!("{out} {below}"),
                _ if below.is_empty() => out,
                _ => format!("{out} sub {below}"),
            };
        }
        if let Some(sup) = sup {
            let is_ion = matches!(base, Node::Text(_))
                && sup.iter().all(|node| match node {
                    Node::Text(text) => {
                        text.chars().all(|character| character.is_ascii_digit() || "+-−".contains(character))
                    }
                    Node::Number(_) => true,
                    Node::Operator { class, .. } => *class == Class::Sum,
                    _ => false,
                });
            let power = if is_ion && !matches!(sup, [Node::Number(_)]) {
                self.sequence(sup).replace('+', " plus").replace(['-', '−'], " minus")
            } else {
                self.power(sup)
            };
            // "squared" would seem to belong to the subscript alone without a pause.
            out = if sub.is_some() && !power.is_empty() { format!("{out}, {power}") } else { format!("{out} {power}") };
        }
        out
    }

    fn grid(&self, name: &str, rows: &[Vec<Vec<Node>>]) -> String {
        let spoken: Vec<String> = rows
            .iter()
            .map(|row| {
                let cells: Vec<String> =
                    row.iter().map(|cell| self.sequence(cell)).filter(|cell| !cell.is_empty()).collect();
                cells.join(", ")
            })
            .collect();
        if name.contains("matrix") || name == "array" {
            let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
            let what = if name == "vmatrix" { "determinant" } else { "matrix" };
            format!("the {} by {columns} {what} with rows {}", rows.len(), spoken.join("; "))
        } else {
            spoken.join("; ")
        }
    }
}

fn is_operand(node: &Node) -> bool {
    !matches!(
        node,
        Node::Operator { .. }
            | Node::Gap
            | Node::WideGap
            | Node::Delimiter(_)
            | Node::Function { .. }
            | Node::Big { .. }
            | Node::Text(_)
    ) && !matches!(node, Node::Scripts { base, .. } if matches!(**base, Node::Function { .. } | Node::Big { .. } | Node::Text(_)))
}

/// Whether `node` is applied to the parentheses that follow it: f(x), sin(x), v(t).
fn takes_argument(node: &Node, body: &[Node]) -> bool {
    match node {
        Node::Function { .. } => true,
        Node::Letter { text, .. } => {
            let is_named = FUNCTION_LETTERS.contains(&text.as_str());
            let is_variable = matches!(body, [Node::Letter { text: inner, .. }] if inner != text);
            is_named || is_variable
        }
        Node::Prime { .. } => true,
        Node::Scripts { base, sup, .. } => {
            matches!(**base, Node::Function { .. }) || (takes_argument(base, body) && sup.is_none())
        }
        _ => false,
    }
}
