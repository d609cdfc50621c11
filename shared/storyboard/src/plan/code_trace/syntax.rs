//! The syntax of the subset that is followed: tokens, expressions, statements.

mod expression;
mod token;

use self::expression::Reader;
pub(super) use self::expression::{Expression, Operator};
use self::token::{Token, tokens};

/// Blocks inside of blocks deeper than this are not read.
const DEPTH_LIMIT: usize = 12;

/// A statement with its line in the listing, counted from 0.
#[derive(Clone, Debug)]
pub(super) struct Statement {
    pub(super) line: usize,
    pub(super) kind: StatementKind,
}

#[derive(Clone, Debug)]
pub(super) enum StatementKind {
    Define {
        name: String,
        parameters: Vec<String>,
        body: Vec<Statement>,
    },
    /// To a name or an element, perhaps with an operator.
    Assign {
        target: Expression,
        operator: Option<Operator>,
        value: Expression,
    },
    /// `if`, its `elif`s and its `else`: each condition with its line.
    If {
        branches: Vec<(usize, Option<Expression>, Vec<Statement>)>,
    },
    While {
        condition: Expression,
        body: Vec<Statement>,
    },
    For {
        name: String,
        over: Expression,
        body: Vec<Statement>,
    },
    Return(Option<Expression>),
    Break,
    Continue,
    Pass,
    Call(Expression),
}

/// A line with its indentation.
struct Row {
    line: usize,
    indent: usize,
    tokens: Vec<Token>,
}

/// Reads a program; none when any of it is outside of the subset.
pub(super) fn parse(text: &str) -> Option<Vec<Statement>> {
    let mut rows = Vec::new();
    for (line, source) in text.lines().enumerate() {
        let source = source.replace('\t', "    ");
        let tokens = tokens(&source)?;
        if !tokens.is_empty() {
            rows.push(Row { line, indent: source.len() - source.trim_start().len(), tokens });
        }
    }
    let mut at = 0;
    let statements = block(&rows, &mut at, rows.first()?.indent, 0)?;
    (at == rows.len()).then_some(statements)
}

/// Reads one expression.
pub(super) fn parse_expression(text: &str) -> Option<Expression> {
    let tokens = tokens(text)?;
    let mut reader = Reader::new(&tokens);
    let expression = reader.expression()?;
    reader.is_done().then_some(expression)
}

fn block(rows: &[Row], at: &mut usize, indent: usize, depth: usize) -> Option<Vec<Statement>> {
    if depth > DEPTH_LIMIT {
        return None;
    }
    let mut statements = Vec::new();
    while let Some(row) = rows.get(*at).filter(|row| row.indent == indent) {
        if matches!(row.tokens.first(), Some(Token::Name(word)) if word == "elif" || word == "else") {
            break;
        }
        statements.push(statement(rows, at, depth)?);
    }
    // A row that is further in belongs to no block.
    let stray = rows.get(*at).is_some_and(|row| row.indent > indent);
    (!statements.is_empty() && !stray).then_some(statements)
}

/// The block under a row, or the statement that stands behind its colon.
fn body(rows: &[Row], at: &mut usize, header: usize, depth: usize) -> Option<Vec<Statement>> {
    let row = rows.get(header)?;
    let colon = row.tokens.iter().rposition(|token| token.is(":"))?;
    *at = header + 1;
    if let Some(rest) = row.tokens.get(colon + 1..).filter(|rest| !rest.is_empty()) {
        return Some(vec![simple(rest, row.line)?]);
    }
    let indent = rows.get(*at).map(|next| next.indent).filter(|indent| *indent > row.indent)?;
    block(rows, at, indent, depth + 1)
}

fn statement(rows: &[Row], at: &mut usize, depth: usize) -> Option<Statement> {
    let header = *at;
    let row = rows.get(header)?;
    let head = |row: &Row, skipped: usize| -> Option<Vec<Token>> {
        let colon = row.tokens.iter().rposition(|token| token.is(":"))?;
        row.tokens.get(skipped..colon).map(<[Token]>::to_vec)
    };
    let whole = |tokens: &[Token]| {
        let mut reader = Reader::new(tokens);
        reader.expression().filter(|_| reader.is_done())
    };
    let word = match row.tokens.first() {
        Some(Token::Name(word)) => word.as_str(),
        _ => "",
    };
    let kind = match word {
        "def" => {
            let [Token::Name(name), open, parameters @ .., close] = &head(row, 1)?[..] else { return None };
            if !open.is("(") || !close.is(")") {
                return None;
            }
            let mut names = Vec::new();
            for (index, token) in parameters.iter().enumerate() {
                match token {
                    Token::Name(name) if index.is_multiple_of(2) => names.push(name.clone()),
                    comma if !index.is_multiple_of(2) && comma.is(",") => {}
                    _ => return None,
                }
            }
            StatementKind::Define { name: name.clone(), parameters: names, body: body(rows, at, header, depth)? }
        }
        "if" => {
            let condition = whole(&head(row, 1)?)?;
            let mut branches = vec![(row.line, Some(condition), body(rows, at, header, depth)?)];
            while let Some(next) = rows.get(*at).filter(|next| next.indent == row.indent) {
                let branch = *at;
                let condition = match next.tokens.first() {
                    Some(Token::Name(word)) if word == "elif" => Some(whole(&head(next, 1)?)?),
                    Some(Token::Name(word)) if word == "else" => None,
                    _ => break,
                };
                let ends = condition.is_none();
                branches.push((next.line, condition, body(rows, at, branch, depth)?));
                if ends {
                    break;
                }
            }
            StatementKind::If { branches }
        }
        "while" => StatementKind::While { condition: whole(&head(row, 1)?)?, body: body(rows, at, header, depth)? },
        "for" => {
            let head = head(row, 1)?;
            let [Token::Name(name), Token::Name(within), over @ ..] = &head[..] else { return None };
            if within != "in" {
                return None;
            }
            StatementKind::For { name: name.clone(), over: whole(over)?, body: body(rows, at, header, depth)? }
        }
        _ => {
            *at += 1;
            return simple(&row.tokens, row.line);
        }
    };
    Some(Statement { line: row.line, kind })
}

/// A statement of one row.
fn simple(tokens: &[Token], line: usize) -> Option<Statement> {
    let mut reader = Reader::new(tokens);
    let kind = match tokens.first()? {
        Token::Name(word) if word == "pass" && tokens.len() == 1 => {
            return Some(Statement { line, kind: StatementKind::Pass });
        }
        Token::Name(word) if word == "break" && tokens.len() == 1 => {
            return Some(Statement { line, kind: StatementKind::Break });
        }
        Token::Name(word) if word == "continue" && tokens.len() == 1 => {
            return Some(Statement { line, kind: StatementKind::Continue });
        }
        Token::Name(word) if word == "return" => {
            reader.skip();
            let value = if reader.is_done() { None } else { Some(reader.expression()?) };
            StatementKind::Return(value)
        }
        _ => {
            let first = reader.expression()?;
            if reader.is_done() {
                StatementKind::Call(first)
            } else {
                let operator = match reader.next_sign()? {
                    "=" => None,
                    "+=" => Some(Operator::Add),
                    "-=" => Some(Operator::Subtract),
                    "*=" => Some(Operator::Multiply),
                    "//=" => Some(Operator::Divide),
                    "%=" => Some(Operator::Remainder),
                    _ => return None,
                };
                if !matches!(first, Expression::Name(_) | Expression::Element(..)) {
                    return None;
                }
                StatementKind::Assign { target: first, operator, value: reader.expression()? }
            }
        }
    };
    reader.is_done().then_some(Statement { line, kind })
}
