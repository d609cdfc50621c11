//! MathML, as textbooks publish it, to LaTeX.

use roxmltree::{Document, Node};

/// Nesting beyond this is no formula of a lesson.
const DEPTH_LIMIT: usize = 40;

const OPERATORS: [(&str, &str); 46] = [
    ("→", "\\rightarrow "),
    ("⟶", "\\rightarrow "),
    ("⇌", "\\rightleftharpoons "),
    ("⇒", "\\Rightarrow "),
    ("⇔", "\\Leftrightarrow "),
    ("←", "\\leftarrow "),
    ("−", "-"),
    ("–", "-"),
    ("×", "\\times "),
    ("⋅", "\\cdot "),
    ("·", "\\cdot "),
    ("÷", "\\div "),
    ("±", "\\pm "),
    ("≤", "\\leq "),
    ("≥", "\\geq "),
    ("≠", "\\neq "),
    ("≈", "\\approx "),
    ("≡", "\\equiv "),
    ("∝", "\\propto "),
    ("∑", "\\sum "),
    ("∏", "\\prod "),
    ("∫", "\\int "),
    ("∞", "\\infty "),
    ("∂", "\\partial "),
    ("∇", "\\nabla "),
    ("∆", "\\Delta "),
    ("Δ", "\\Delta "),
    ("{", "\\{"),
    ("}", "\\}"),
    ("%", "\\%"),
    ("∈", "\\in "),
    ("∀", "\\forall "),
    ("∃", "\\exists "),
    ("…", "\\ldots "),
    ("°", "^{\\circ}"),
    ("′", "'"),
    ("\u{2061}", ""),
    ("\u{2062}", ""),
    ("\u{2063}", ""),
    ("\u{a0}", " "),
    ("⟨", "\\langle "),
    ("⟩", "\\rangle "),
    ("∼", "\\sim "),
    ("&", "\\&"),
    ("#", "\\#"),
    ("$", "\\$"),
];

const GREEK: [(&str, &str); 24] = [
    ("α", "\\alpha "),
    ("β", "\\beta "),
    ("γ", "\\gamma "),
    ("δ", "\\delta "),
    ("ε", "\\epsilon "),
    ("ζ", "\\zeta "),
    ("η", "\\eta "),
    ("θ", "\\theta "),
    ("κ", "\\kappa "),
    ("λ", "\\lambda "),
    ("μ", "\\mu "),
    ("ν", "\\nu "),
    ("ξ", "\\xi "),
    ("π", "\\pi "),
    ("ρ", "\\rho "),
    ("σ", "\\sigma "),
    ("τ", "\\tau "),
    ("φ", "\\phi "),
    ("χ", "\\chi "),
    ("ψ", "\\psi "),
    ("ω", "\\omega "),
    ("Ω", "\\Omega "),
    ("Σ", "\\Sigma "),
    ("Φ", "\\Phi "),
];

/// The LaTeX of a `<math>` element, or nothing if it is not well-formed.
pub(crate) fn latex(element: &str) -> Option<String> {
    let xml = element
        .replace("&nbsp;", " ")
        .replace("&minus;", "−")
        .replace("&times;", "×")
        .replace("&rarr;", "→")
        .replace("&middot;", "·")
        .replace("&Delta;", "Δ");
    // A prefix such as `m:math` needs its name space declared.
    let xml = if xml.starts_with("<m:math") && !xml.contains("xmlns:m=") {
        xml.replacen("<m:math", "<m:math xmlns:m=\"http://www.w3.org/1998/Math/MathML\"", 1)
    } else {
        xml
    };
    let document = Document::parse(&xml).ok()?;
    let latex = convert(document.root_element(), 0);
    Some(latex.split_whitespace().collect::<Vec<_>>().join(" "))
}

fn convert(node: Node<'_, '_>, depth: usize) -> String {
    if depth > DEPTH_LIMIT {
        return String::new();
    }
    let children: Vec<Node<'_, '_>> = node.children().filter(Node::is_element).collect();
    let arg = |index: usize| children.get(index).map(|child| convert(*child, depth + 1)).unwrap_or_default();
    let all = || children.iter().map(|child| convert(*child, depth + 1)).collect::<String>();
    let text = || node.text().unwrap_or_default().trim().to_owned();
    match node.tag_name().name() {
        "mi" => identifier(&text()),
        "mn" => text(),
        "mo" => operator(&text()),
        "mtext" | "ms" => {
            let text = node.text().unwrap_or_default();
            let trimmed = text.trim();
            if !trimmed.is_empty() && trimmed.chars().all(|character| character.is_ascii_digit()) {
                trimmed.to_owned()
            } else if let Some(latex) = lookup(trimmed) {
                latex
            } else if trimmed.is_empty() {
                "\\ ".to_owned()
            } else {
                format!("\\text{{{}}}", text.replace(['{', '}', '\\', '$'], " "))
            }
        }
        "msub" => format!("{}_{{{}}}", base(&arg(0)), arg(1)),
        "msup" => format!("{}^{{{}}}", base(&arg(0)), arg(1)),
        "msubsup" => format!("{}_{{{}}}^{{{}}}", base(&arg(0)), arg(1), arg(2)),
        "mfrac" => format!("\\frac{{{}}}{{{}}}", arg(0), arg(1)),
        "msqrt" => format!("\\sqrt{{{}}}", all()),
        "mroot" => format!("\\sqrt[{}]{{{}}}", arg(1), arg(0)),
        "munder" => under_or_over(&arg(0), Some(&arg(1)), None),
        "mover" => match arg(1).trim() {
            "\\rightarrow" => format!("\\vec{{{}}}", arg(0)),
            "¯" | "-" | "\\text{¯}" => format!("\\bar{{{}}}", arg(0)),
            "^" | "ˆ" => format!("\\hat{{{}}}", arg(0)),
            over => under_or_over(&arg(0), None, Some(over)),
        },
        "munderover" => under_or_over(&arg(0), Some(&arg(1)), Some(&arg(2))),
        "mfenced" => {
            let open = node.attribute("open").unwrap_or("(");
            let close = node.attribute("close").unwrap_or(")");
            let inside = children.iter().map(|child| convert(*child, depth + 1)).collect::<Vec<_>>().join(", ");
            format!("\\left{} {inside} \\right{}", fence(open), fence(close))
        }
        "mtable" => format!("\\begin{{matrix}} {} \\end{{matrix}}", {
            children.iter().map(|child| convert(*child, depth + 1)).collect::<Vec<_>>().join(" \\\\ ")
        }),
        "mtr" => children.iter().map(|child| convert(*child, depth + 1)).collect::<Vec<_>>().join(" & "),
        "semantics" => arg(0),
        "annotation" | "annotation-xml" | "mphantom" | "maligngroup" | "malignmark" => String::new(),
        "mspace" => "\\ ".to_owned(),
        _ => all(),
    }
}

fn base(latex: &str) -> String {
    let is_single = latex.chars().count() == 1 || latex.starts_with("\\text{");
    if is_single { latex.to_owned() } else { format!("{{{latex}}}") }
}

fn fence(text: &str) -> &str {
    match text {
        "" => ".",
        "{" => "\\{",
        "}" => "\\}",
        other => other,
    }
}

fn under_or_over(base: &str, under: Option<&str>, over: Option<&str>) -> String {
    let trimmed = base.trim();
    if matches!(trimmed, "\\sum" | "\\prod" | "\\int" | "\\lim" | "\\max" | "\\min") {
        let under = under.map(|under| format!("_{{{under}}}")).unwrap_or_default();
        let over = over.map(|over| format!("^{{{over}}}")).unwrap_or_default();
        return format!("{trimmed}{under}{over}");
    }
    // What stands over an arrow is a condition of the reaction; it does not change what the formula says.
    match (under, over) {
        (_, Some(over)) => format!("\\overset{{{over}}}{{{base}}}"),
        (Some(under), None) => format!("\\underset{{{under}}}{{{base}}}"),
        (None, None) => base.to_owned(),
    }
}

fn lookup(text: &str) -> Option<String> {
    OPERATORS.iter().chain(&GREEK).find(|entry| entry.0 == text).map(|entry| entry.1.to_owned())
}

fn identifier(text: &str) -> String {
    if let Some(latex) = lookup(text) {
        return latex;
    }
    match text {
        "sin" | "cos" | "tan" | "log" | "ln" | "lim" | "max" | "min" | "exp" | "det" => {
            format!("\\{text} ")
        }
        _ if text.chars().count() > 1 => {
            format!("\\mathrm{{{}}}", text.replace(['{', '}', '\\'], ""))
        }
        _ => text.to_owned(),
    }
}

fn operator(text: &str) -> String {
    lookup(text).unwrap_or_else(|| match text {
        "lim" | "max" | "min" => format!("\\{text} "),
        _ if text.chars().count() > 1 && text.chars().all(char::is_alphabetic) => {
            format!("\\mathrm{{{text}}}")
        }
        _ => text.replace('\\', "\\backslash "),
    })
}

#[cfg(test)]
mod tests {
    use super::latex;
    use crate::formula_line;

    #[test]
    fn mathml_becomes_latex() {
        for (mathml, expected, text) in [
            ("<math><msup><mi>a</mi><mn>2</mn></msup></math>", "a^{2}", "a²"),
            ("<math><mfrac><mn>1</mn><mn>2</mn></mfrac><mi>m</mi></math>", "\\frac{1}{2}m", "½m"),
            (
                "<math><msub><mtext>H</mtext><mtext>2</mtext></msub><mtext>O</mtext></math>",
                "\\text{H}_{2}\\text{O}",
                "H₂O",
            ),
            (
                "<math><munderover><mo>∑</mo><mrow><mi>i</mi><mo>=</mo><mn>1</mn></mrow><mi>n</mi></munderover><mi>i</mi></math>",
                "\\sum_{i=1}^{n}i",
                "∑ᵢ₌₁ⁿ i",
            ),
            ("<math><msqrt><mi>x</mi><mo>+</mo><mn>1</mn></msqrt></math>", "\\sqrt{x+1}", "√(x + 1)"),
            ("<math><mfenced><mi>x</mi><mi>y</mi></mfenced></math>", "\\left( x, y \\right)", "(x, y)"),
        ] {
            assert_eq!(latex(mathml).as_deref(), Some(expected));
            assert_eq!(formula_line(expected).text, text);
        }
        assert_eq!(latex("<math><mi>x</math>"), None);
    }
}
