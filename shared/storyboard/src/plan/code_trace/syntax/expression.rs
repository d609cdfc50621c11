//! Expressions.

use super::token::Token;

/// Deeper expressions are not read: each level takes room on the stack.
const DEPTH_LIMIT: usize = 120;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in super::super) enum Operator {
    Add,
    Subtract,
    Multiply,
    Divide,
    Remainder,
    Power,
    Equal,
    Unequal,
    Less,
    AtMost,
    More,
    AtLeast,
    And,
    Or,
    In,
}

impl Operator {
    /// As it is shown on the screen.
    pub(in super::super) fn shown(self) -> &'static str {
        match self {
            Self::Add => "+",
            Self::Subtract => "−",
            Self::Multiply => "×",
            Self::Divide => "//",
            Self::Remainder => "%",
            Self::Power => "**",
            Self::Equal => "==",
            Self::Unequal => "!=",
            Self::Less => "<",
            Self::AtMost => "<=",
            Self::More => ">",
            Self::AtLeast => ">=",
            Self::And => "and",
            Self::Or => "or",
            Self::In => "in",
        }
    }
}

#[derive(Clone, Debug, PartialEq)]
pub(in super::super) enum Expression {
    None,
    Truth(bool),
    Whole(i64),
    Text(String),
    List(Vec<Expression>),
    Name(String),
    Not(Box<Expression>),
    Negative(Box<Expression>),
    Pair(Box<Expression>, Operator, Box<Expression>),
    /// A list or string, and which of it.
    Element(Box<Expression>, Box<Expression>),
    /// A part of a list or string: from, to.
    Slice(Box<Expression>, Option<Box<Expression>>, Option<Box<Expression>>),
    Call(String, Vec<Expression>),
    /// `list.append(value)` and the like.
    Method(Box<Expression>, String, Vec<Expression>),
}

impl Expression {
    /// Whether it is a call of literals only.
    pub(in super::super) fn is_of_literals(&self) -> bool {
        fn literal(expression: &Expression) -> bool {
            match expression {
                Expression::None | Expression::Truth(_) | Expression::Whole(_) | Expression::Text(_) => true,
                Expression::Negative(inner) => literal(inner),
                Expression::List(inner) => inner.iter().all(literal),
                _ => false,
            }
        }
        matches!(self, Self::Call(_, arguments) if arguments.iter().all(literal))
    }
}

/// Reads expressions from tokens, by precedence.
pub(super) struct Reader<'a> {
    tokens: &'a [Token],
    at: usize,
    depth: usize,
}

/// Operators by how tightly they bind, loosest first.
const LEVELS: [&[(&str, Operator)]; 5] = [
    &[("or", Operator::Or)],
    &[("and", Operator::And)],
    &[
        ("==", Operator::Equal),
        ("!=", Operator::Unequal),
        ("<=", Operator::AtMost),
        (">=", Operator::AtLeast),
        ("<", Operator::Less),
        (">", Operator::More),
        ("in", Operator::In),
    ],
    &[("+", Operator::Add), ("-", Operator::Subtract)],
    &[("*", Operator::Multiply), ("//", Operator::Divide), ("%", Operator::Remainder)],
];

/// Words that are no names.
const RESERVED: [&str; 26] = [
    "and", "or", "not", "in", "is", "if", "elif", "else", "while", "for", "def", "return", "break", "continue", "pass",
    "class", "import", "from", "lambda", "try", "except", "with", "yield", "global", "del", "raise",
];

impl<'a> Reader<'a> {
    pub(super) fn new(tokens: &'a [Token]) -> Self {
        Self { tokens, at: 0, depth: 0 }
    }

    pub(super) fn is_done(&self) -> bool {
        self.at >= self.tokens.len()
    }

    pub(super) fn skip(&mut self) {
        self.at += 1;
    }

    /// The sign that follows; none when it is something else.
    pub(super) fn next_sign(&mut self) -> Option<&'static str> {
        let Some(Token::Sign(sign)) = self.tokens.get(self.at) else { return None };
        self.at += 1;
        Some(sign)
    }

    fn takes(&mut self, sign: &str) -> bool {
        let found = match self.tokens.get(self.at) {
            Some(Token::Sign(own)) => *own == sign,
            Some(Token::Name(own)) => own == sign,
            _ => false,
        };
        self.at += usize::from(found);
        found
    }

    pub(super) fn expression(&mut self) -> Option<Expression> {
        self.level(0)
    }

    fn level(&mut self, level: usize) -> Option<Expression> {
        if self.depth > DEPTH_LIMIT {
            return None;
        }
        self.depth += 1;
        let read = self.level_inside(level);
        self.depth -= 1;
        read
    }

    fn level_inside(&mut self, level: usize) -> Option<Expression> {
        let Some(operators) = LEVELS.get(level) else { return self.unary() };
        if level == 2 && self.takes("not") {
            return Some(Expression::Not(Box::new(self.level(2)?)));
        }
        let mut left = self.level(level + 1)?;
        let mut count = 0;
        while let Some((_, operator)) = operators.iter().find(|(sign, _)| self.takes(sign)) {
            count += 1;
            // `a < b < c` means something else than it looks like.
            if count > 60 || level == 2 && count > 1 {
                return None;
            }
            left = Expression::Pair(Box::new(left), *operator, Box::new(self.level(level + 1)?));
        }
        Some(left)
    }

    fn unary(&mut self) -> Option<Expression> {
        if self.depth > DEPTH_LIMIT {
            return None;
        }
        self.depth += 1;
        let read = if self.takes("-") {
            self.unary().map(|inner| Expression::Negative(Box::new(inner)))
        } else {
            self.power()
        };
        self.depth -= 1;
        read
    }

    fn power(&mut self) -> Option<Expression> {
        let base = self.postfix()?;
        if self.takes("**") {
            return Some(Expression::Pair(Box::new(base), Operator::Power, Box::new(self.unary()?)));
        }
        Some(base)
    }

    fn postfix(&mut self) -> Option<Expression> {
        let mut value = self.atom()?;
        loop {
            if self.takes("(") {
                let Expression::Name(name) = value else { return None };
                value = Expression::Call(name, self.listed(")")?);
            } else if self.takes("[") {
                let from = if self.takes(":") { None } else { Some(Box::new(self.expression()?)) };
                let is_slice = from.is_none() || self.takes(":");
                if is_slice {
                    let to = if self.takes("]") { None } else { Some(Box::new(self.expression()?)) };
                    if to.is_some() && !self.takes("]") {
                        return None;
                    }
                    value = Expression::Slice(Box::new(value), from, to);
                } else {
                    let index = from.filter(|_| self.takes("]"))?;
                    value = Expression::Element(Box::new(value), index);
                }
            } else if self.takes(".") {
                let Some(Token::Name(name)) = self.tokens.get(self.at) else { return None };
                self.at += 1;
                if !self.takes("(") {
                    return None;
                }
                value = Expression::Method(Box::new(value), name.clone(), self.listed(")")?);
            } else {
                return Some(value);
            }
        }
    }

    fn atom(&mut self) -> Option<Expression> {
        let token = self.tokens.get(self.at)?;
        self.at += 1;
        Some(match token {
            Token::Whole(number) => Expression::Whole(*number),
            Token::Text(text) => Expression::Text(text.clone()),
            Token::Name(name) => match name.as_str() {
                "None" => Expression::None,
                "True" => Expression::Truth(true),
                "False" => Expression::Truth(false),
                reserved if RESERVED.contains(&reserved) => return None,
                _ => Expression::Name(name.clone()),
            },
            open if open.is("(") => {
                let inner = self.expression()?;
                if !self.takes(")") {
                    return None;
                }
                inner
            }
            open if open.is("[") => Expression::List(self.listed("]")?),
            Token::Sign(_) => return None,
        })
    }

    /// Expressions between commas, up to a closing sign.
    fn listed(&mut self, close: &str) -> Option<Vec<Expression>> {
        let mut found = Vec::new();
        if self.takes(close) {
            return Some(found);
        }
        loop {
            found.push(self.expression()?);
            if self.takes(close) {
                return Some(found);
            }
            if !self.takes(",") || found.len() > 100 {
                return None;
            }
        }
    }
}
