//! LaTeX formulas as readable Unicode and as the words of a teacher.

mod chemistry;
mod fence;
mod lines;
mod parse;
mod speak;
mod symbols;
mod write;

use lectern_lesson::{Formula, FormulaLine};

pub(crate) use parse::LatexError;

/// What a formula is made of.
#[derive(Clone, Debug, PartialEq)]
enum Node {
    Number(String),
    Letter { text: String, spoken: String },
    Text(String),
    Function { text: String, spoken: String },
    Operator { text: &'static str, spoken: &'static str, class: Class },
    Big { text: &'static str, spoken: &'static str },
    Delimiter(char),
    Fence { open: char, close: char, body: Vec<Node> },
    Group(Vec<Node>),
    Scripts { base: Box<Node>, sub: Option<Vec<Node>>, sup: Option<Vec<Node>> },
    Prime { base: Box<Node>, count: usize },
    Fraction(Vec<Node>, Vec<Node>),
    Choose(Vec<Node>, Vec<Node>),
    Root { index: Option<Vec<Node>>, body: Vec<Node> },
    Accent { mark: char, word: &'static str, first: bool, body: Vec<Node> },
    Modulo(Vec<Node>),
    Grid { name: String, rows: Vec<Vec<Vec<Node>>> },
    Percent,
    Gap,
    WideGap,
}

/// How an operator binds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Class {
    Sum,
    Product,
    Slash,
    Relation,
    Arrow,
    Comma,
    Colon,
}

/// Reads a formula of one line as text and as words. LaTeX that cannot be understood stays as written, and its letters are
/// read as they stand.
pub fn formula_line(latex: &str) -> FormulaLine {
    read_line(latex).0
}

/// A line and what is wrong with it, if anything.
pub(crate) fn read_line(latex: &str) -> (FormulaLine, Option<LatexError>) {
    let latex = latex.trim().to_owned();
    match parse::parse(&latex) {
        Ok(nodes) => {
            let (text, spoken) = (write::text(&nodes), speak::words(&nodes));
            (FormulaLine { latex, text, spoken }, None)
        }
        Err(error) => {
            let spoken: String = latex
                .chars()
                .map(
                    |character| {
                        if character.is_alphanumeric() || "+-=.,".contains(character) { character } else { ' ' }
                    },
                )
                .collect();
            let spoken = spoken.split_whitespace().collect::<Vec<_>>().join(" ");
            (FormulaLine { text: latex.split_whitespace().collect::<Vec<_>>().join(" "), spoken, latex }, Some(error))
        }
    }
}

/// A display formula with one line for each row of its derivation, and what is wrong with it, if anything.
pub(crate) fn read_display(latex: &str) -> (Formula, Option<LatexError>) {
    let mut problem = None;
    let lines = lines::split(latex)
        .iter()
        .map(|line| {
            let (line, error) = read_line(line);
            problem = problem.take().or(error);
            line
        })
        .collect();
    (Formula { lines }, problem)
}

#[cfg(test)]
mod tests {
    use super::{formula_line, read_line};

    #[test]
    fn formulas_are_written_and_spoken() {
        for (latex, text, spoken) in [
            ("a^2 + b^2 = c^2", "a² + b² = c²", "a squared plus b squared equals c squared"),
            ("(a+b)^2", "(a + b)²", "the quantity a plus b, squared"),
            (
                "h = \\sqrt{6.5^2 - 2.5^2} = 6",
                "h = √(6.5² − 2.5²) = 6",
                "h equals the square root of 6.5 squared minus 2.5 squared equals 6",
            ),
            ("\\tfrac{1}{2}ab", "½ab", "one half a b"),
            ("\\frac{a+b}{c}", "(a + b)/c", "the quantity a plus b, over c"),
            ("\\frac{2}{3}", "⅔", "two thirds"),
            ("x_1 + x_i", "x₁ + xᵢ", "x sub 1 plus x sub i"),
            ("x_1^2", "x₁²", "x sub 1, squared"),
            ("\\Delta G = -7.3", "ΔG = −7.3", "delta G equals minus 7.3"),
            ("E = mc^2", "E = mc²", "E equals m c squared"),
            ("f(x) = 3x + 2", "f(x) = 3x + 2", "f of x equals 3 x plus 2"),
            ("n(n+1)", "n(n + 1)", "n times the quantity n plus 1"),
            ("n!", "n!", "n factorial"),
            ("|x| \\geq 0", "|x| ≥ 0", "the absolute value of x is greater than or equal to 0"),
            (
                "\\sin^2\\theta + \\cos^2\\theta = 1",
                "sin² θ + cos² θ = 1",
                "sine squared of theta plus cosine squared of theta equals 1",
            ),
            ("\\log_2 8 = 3", "log₂ 8 = 3", "log base 2 of 8 equals 3"),
            ("\\sum_{i=1}^{n} i", "∑ᵢ₌₁ⁿ i", "the sum from i equals 1 to n of i"),
            ("\\int_0^1 x^2 \\, dx", "∫₀¹ x²dx", "the integral from 0 to 1 of x squared d x"),
            ("\\lim_{x \\to 0} f(x)", "lim_(x → 0) f(x)", "the limit as x approaches 0 of f of x"),
            ("\\frac{dy}{dx}", "dy/(dx)", "the derivative of y with respect to x"),
            ("\\vec{F} = m\\vec{a}", "F\u{20d7} = ma\u{20d7}", "vector F equals m vector a"),
            ("f'(x)", "f′(x)", "f prime of x"),
            ("\\text{H}_2\\text{O}", "H₂O", "H 2 O"),
            ("\\ce{2H2 + O2 -> 2H2O}", "2H₂ + O₂ → 2H₂O", "2 H 2 plus O 2 yields 2 H 2 O"),
            ("\\mathrm{Na}^+", "Na⁺", "Na plus"),
            ("y \\propto x", "y ∝ x", "y is proportional to x"),
            ("\\forall x \\in \\mathbb{R}", "∀x ∈ ℝ", "for all x is in the real numbers"),
            ("a \\Rightarrow b", "a ⇒ b", "a implies b"),
            ("90^\\circ", "90°", "90 degrees"),
            ("5\\%", "5%", "5 percent"),
            ("10^{-3}", "10⁻³", "10 to the power of minus 3"),
            ("\\sqrt[3]{8}", "∛8", "the cube root of 8"),
            ("\\binom{n}{k}", "C(n, k)", "n choose k"),
            ("7{,}000", "7,000", "7,000"),
            ("P(A \\mid B)", "P(A ∣ B)", "P of A such that B"),
            (
                "\\begin{pmatrix} 1 & 2 \\\\ 3 & 4 \\end{pmatrix}",
                "[1, 2; 3, 4]",
                "the 2 by 2 matrix with rows 1, 2; 3, 4",
            ),
            ("", "", ""),
        ] {
            let line = formula_line(latex);
            assert_eq!((line.text.as_str(), line.spoken.as_str()), (text, spoken), "{latex}");
        }
    }

    #[test]
    fn broken_latex_stays_as_written() {
        for latex in ["\\frac{1}{2", "a}", "\\unknowncommand{x}", "\\left( x", "\\begin{aligned} x", "x^2^3"] {
            let (line, error) = read_line(latex);
            assert!(error.is_some(), "{latex}");
            assert_eq!(line.text, latex);
            assert!(!line.spoken.contains(['\\', '{', '}']), "{}", line.spoken);
        }
        assert!(read_line(&"{".repeat(100_000)).1.is_some());
        assert!(read_line(&"\\sqrt".repeat(10_000)).1.is_some());
        assert!(read_line(&"(".repeat(10_000)).1.is_none());
    }
}
