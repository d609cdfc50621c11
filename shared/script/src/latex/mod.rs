//! LaTeX formulas as readable Unicode and as the words of a teacher.

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
                .map(|character| if character.is_alphanumeric() || "+-=.,".contains(character) { character } else { ' ' })
                .collect();
            let spoken = spoken.split_whitespace().collect::<Vec<_>>().join(" ");
            (FormulaLine { text: latex.clone(), spoken, latex }, Some(error))
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
