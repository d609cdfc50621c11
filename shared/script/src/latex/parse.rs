//! LaTeX to a tree of what it means, by recursive descent with a bounded depth.

use thiserror::Error;

use super::chemistry::{chemistry, upright};
use super::fence::fences;
use super::{Class, Node, symbols};

/// Nesting beyond this is no formula of a lesson.
const DEPTH_LIMIT: usize = 48;

/// Why LaTeX could not be understood.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub(crate) enum LatexError {
    #[error("a brace is opened and never closed")]
    OpenBrace,
    #[error("a closing brace has no opening one")]
    CloseBrace,
    #[error("\\{0} is not known")]
    Unknown(String),
    #[error("\\begin{{{0}}} is never closed")]
    OpenEnvironment(String),
    #[error("\\left is without its \\right")]
    OpenFence,
    #[error("it is nested too deeply")]
    TooDeep,
    #[error("there are two {0} in a row")]
    DoubleScript(&'static str),
}

#[derive(Clone, Debug, PartialEq)]
enum Token {
    Command(String),
    Open,
    Close,
    Sub,
    Sup,
    Align,
    NewRow,
    Space,
    Character(char),
}

/// Parses a formula.
pub(super) fn parse(latex: &str) -> Result<Vec<Node>, LatexError> {
    let tokens = tokenize(latex);
    let mut parser = Parser { tokens, at: 0, depth: 0 };
    let nodes = parser.sequence(&|token| matches!(token, Token::Close))?;
    if parser.peek() == Some(&Token::Close) { Err(LatexError::CloseBrace) } else { Ok(nodes) }
}

fn tokenize(latex: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut characters = latex.chars().peekable();
    while let Some(character) = characters.next() {
        tokens.push(match character {
            '\\' => match characters.peek().copied() {
                Some('\\') => {
                    characters.next();
                    Token::NewRow
                }
                Some(letter) if letter.is_ascii_alphabetic() => {
                    let mut name = String::new();
                    while let Some(letter) = characters.next_if(char::is_ascii_alphabetic) {
                        name.push(letter);
                    }
                    Token::Command(name)
                }
                Some(other) => {
                    characters.next();
                    Token::Command(other.to_string())
                }
                None => continue,
            },
            '{' => Token::Open,
            '}' => Token::Close,
            '_' => Token::Sub,
            '^' => Token::Sup,
            '&' => Token::Align,
            '~' => Token::Space,
            '%' => {
                // A comment to the end of the line.
                while characters.next_if(|character| *character != '\n').is_some() {}
                continue;
            }
            other if other.is_whitespace() => Token::Space,
            other => Token::Character(other),
        });
    }
    tokens
}

struct Parser {
    tokens: Vec<Token>,
    at: usize,
    depth: usize,
}

impl Parser {
    fn peek(&self) -> Option<&Token> {
        self.tokens.get(self.at)
    }

    fn next(&mut self) -> Option<Token> {
        let token = self.tokens.get(self.at).cloned();
        self.at += 1;
        token
    }

    fn skip_space(&mut self) {
        while self.peek() == Some(&Token::Space) {
            self.at += 1;
        }
    }

    /// Nodes up to a token that `stop` knows (not taken) or the end.
    fn sequence(&mut self, stop: &dyn Fn(&Token) -> bool) -> Result<Vec<Node>, LatexError> {
        self.depth += 1;
        if self.depth > DEPTH_LIMIT {
            return Err(LatexError::TooDeep);
        }
        let mut nodes = Vec::new();
        loop {
            self.skip_space();
            match self.peek() {
                None => break,
                Some(token) if stop(token) => break,
                Some(_) => {}
            }
            let before = self.at;
            if let Some(node) = self.scripted(stop)? {
                nodes.push(node);
            }
            if self.at == before {
                break;
            }
        }
        self.depth -= 1;
        Ok(fences(nodes))
    }

    /// An atom with its scripts and primes.
    fn scripted(&mut self, stop: &dyn Fn(&Token) -> bool) -> Result<Option<Node>, LatexError> {
        let base = match self.peek() {
            Some(Token::Sub | Token::Sup) => Some(Node::Group(Vec::new())),
            _ => self.atom(stop)?,
        };
        let Some(base) = base else { return Ok(None) };
        let (mut sub, mut sup) = (None, None);
        let mut primes = 0;
        loop {
            let before = self.at;
            self.skip_space();
            match self.peek() {
                Some(Token::Sub) => {
                    self.at += 1;
                    if sub.replace(self.argument()?).is_some() {
                        return Err(LatexError::DoubleScript("subscripts"));
                    }
                }
                Some(Token::Sup) => {
                    self.at += 1;
                    if sup.replace(self.argument()?).is_some() {
                        return Err(LatexError::DoubleScript("superscripts"));
                    }
                }
                Some(Token::Character('\'' | '′')) => {
                    self.at += 1;
                    primes += 1;
                }
                Some(Token::Command(name)) if name == "limits" || name == "nolimits" => self.at += 1,
                _ => {
                    self.at = before;
                    break;
                }
            }
        }
        if let Some([Node::Letter { text, .. }]) = sup.as_deref()
            && text == "′"
        {
            sup = None;
            primes = 1;
        }
        let base = if primes > 0 { Node::Prime { base: Box::new(base), count: primes } } else { base };
        Ok(Some(if sub.is_some() || sup.is_some() { Node::Scripts { base: Box::new(base), sub, sup } } else { base }))
    }

    /// A braced group, or the next single atom.
    fn argument(&mut self) -> Result<Vec<Node>, LatexError> {
        self.skip_space();
        match self.peek() {
            Some(Token::Open) => {
                self.at += 1;
                let nodes = self.sequence(&|token| matches!(token, Token::Close))?;
                if self.next() == Some(Token::Close) { Ok(nodes) } else { Err(LatexError::OpenBrace) }
            }
            // `x^23` is x squared, then 3: an argument without braces is one character.
            Some(Token::Character(digit)) if digit.is_ascii_digit() => {
                let text = digit.to_string();
                self.at += 1;
                Ok(vec![Node::Number(text)])
            }
            _ => {
                self.depth += 1;
                if self.depth > DEPTH_LIMIT {
                    return Err(LatexError::TooDeep);
                }
                let atom = self.atom(&|token| matches!(token, Token::Close))?;
                self.depth -= 1;
                Ok(atom.into_iter().collect())
            }
        }
    }

    /// A braced argument as written, for text.
    fn raw_argument(&mut self) -> Result<String, LatexError> {
        self.skip_space();
        if self.peek() != Some(&Token::Open) {
            return Ok(match self.next() {
                Some(Token::Character(character)) => character.to_string(),
                _ => String::new(),
            });
        }
        self.at += 1;
        let mut depth = 1;
        let mut text = String::new();
        while let Some(token) = self.next() {
            match token {
                Token::Open => depth += 1,
                Token::Close => {
                    depth -= 1;
                    if depth == 0 {
                        return Ok(text);
                    }
                }
                Token::Space => text.push(' '),
                Token::Character(character) => text.push(character),
                Token::Sub => text.push('_'),
                Token::Sup => text.push('^'),
                Token::Align => text.push('&'),
                Token::NewRow => text.push(' '),
                Token::Command(name) if name.chars().all(|character| character.is_ascii_alphabetic()) => {
                    text.push_str(symbols::letter(&name).map_or("", |(text, _)| text));
                }
                Token::Command(name) => text.push_str(&name),
            }
        }
        Err(LatexError::OpenBrace)
    }

    fn optional_argument(&mut self) -> Result<Option<Vec<Node>>, LatexError> {
        self.skip_space();
        if self.peek() != Some(&Token::Character('[')) {
            return Ok(None);
        }
        self.at += 1;
        let nodes = self.sequence(&|token| matches!(token, Token::Character(']') | Token::Close))?;
        self.at += 1;
        Ok(Some(nodes))
    }

    fn atom(&mut self, stop: &dyn Fn(&Token) -> bool) -> Result<Option<Node>, LatexError> {
        let Some(token) = self.peek().cloned() else {
            return Ok(None);
        };
        if stop(&token) {
            return Ok(None);
        }
        self.at += 1;
        Ok(Some(match token {
            Token::Open => {
                self.at -= 1;
                let mut nodes = self.argument()?;
                if nodes.len() == 1 { nodes.remove(0) } else { Node::Group(nodes) }
            }
            Token::Close => return Err(LatexError::CloseBrace),
            Token::Space | Token::Align | Token::NewRow => Node::Gap,
            Token::Sub | Token::Sup => Node::Group(Vec::new()),
            Token::Character(character) if character.is_ascii_digit() => self.number(character),
            Token::Character(character) => self.character(character),
            Token::Command(name) => return self.command(&name),
        }))
    }

    fn number(&mut self, first: char) -> Node {
        let mut digits = first.to_string();
        loop {
            let digit_after =
                |at: usize| matches!(self.tokens.get(at), Some(Token::Character(d)) if d.is_ascii_digit());
            match self.peek() {
                Some(Token::Character(digit)) if digit.is_ascii_digit() => digits.push(*digit),
                Some(Token::Character('.')) if digit_after(self.at + 1) => digits.push('.'),
                Some(Token::Character(','))
                    if (1..=3).all(|step| digit_after(self.at + step)) && !digit_after(self.at + 4) =>
                {
                    digits.push(',');
                }
                // `7{,}000` is LaTeX for 7,000.
                Some(Token::Open)
                    if self.tokens.get(self.at + 1) == Some(&Token::Character(','))
                        && self.tokens.get(self.at + 2) == Some(&Token::Close) =>
                {
                    digits.push(',');
                    self.at += 2;
                }
                _ => return Node::Number(digits),
            }
            self.at += 1;
        }
    }

    fn character(&mut self, character: char) -> Node {
        let text = character.to_string();
        if let Some((text, spoken)) = symbols::letter_character(&text) {
            return Node::Letter { text: text.to_owned(), spoken: spoken.to_owned() };
        }
        if let Some((text, spoken)) = symbols::big(&text) {
            return Node::Big { text, spoken };
        }
        if let Some((text, spoken, class)) = symbols::operator(&text) {
            return Node::Operator { text, spoken, class };
        }
        match character {
            '(' | ')' | '[' | ']' | '|' | '!' => Node::Delimiter(character),
            _ => Node::Letter { spoken: text.clone(), text },
        }
    }

    fn command(&mut self, name: &str) -> Result<Option<Node>, LatexError> {
        // Spaces, before the punctuation marks of the same name.
        match name {
            "," | ";" | ":" | " " | ">" | "thinspace" => return Ok(Some(Node::Gap)),
            "!" | "-" => return Ok(None),
            _ => {}
        }
        if let Some((text, spoken)) = symbols::letter(name) {
            return Ok(Some(Node::Letter { text: text.to_owned(), spoken: spoken.to_owned() }));
        }
        if let Some((text, spoken)) = symbols::function(name) {
            return Ok(Some(Node::Function { text: text.to_owned(), spoken: spoken.to_owned() }));
        }
        if let Some((text, spoken)) = symbols::big(name) {
            return Ok(Some(Node::Big { text, spoken }));
        }
        if let Some((mark, word, first)) = symbols::accent(name) {
            return Ok(Some(Node::Accent { mark, word, first, body: self.argument()? }));
        }
        if name == "xrightarrow" {
            self.optional_argument()?;
            self.argument()?;
        }
        if let Some((text, spoken, class)) = symbols::operator(name) {
            return Ok(Some(Node::Operator { text, spoken, class }));
        }
        Ok(match name {
            "frac" | "tfrac" | "dfrac" | "cfrac" => Some(Node::Fraction(self.argument()?, self.argument()?)),
            "binom" | "tbinom" | "dbinom" => Some(Node::Choose(self.argument()?, self.argument()?)),
            "sqrt" => Some(Node::Root { index: self.optional_argument()?, body: self.argument()? }),
            "text" | "textrm" | "mbox" | "textnormal" | "textit" | "textbf" | "texttt" | "textsf" => {
                Some(Node::Text(self.raw_argument()?))
            }
            "mathrm" | "operatorname" | "mathsf" | "mathtt" => {
                self.next_if_star();
                Some(upright(self.raw_argument()?))
            }
            "mathbf" | "mathit" | "boldsymbol" | "bm" | "mathcal" | "mathfrak" | "mathscr" | "displaystyle"
            | "textstyle" | "boxed" | "fbox" | "phantom" | "hphantom" | "vphantom" | "color" | "ensuremath"
            | "mathop" | "mathbin" | "mathrel" | "mathord" | "smash" | "cancel" | "overbrace" | "underbrace"
            | "pmb" | "scriptstyle" => match name {
                "displaystyle" | "textstyle" | "scriptstyle" => None,
                "phantom" | "hphantom" | "vphantom" | "color" => {
                    self.argument()?;
                    None
                }
                _ => {
                    let mut nodes = self.argument()?;
                    Some(if nodes.len() == 1 { nodes.remove(0) } else { Node::Group(nodes) })
                }
            },
            "mathbb" => {
                let letter = self.raw_argument()?;
                let (text, spoken) = symbols::blackboard(&letter).unwrap_or((&letter, &letter));
                Some(Node::Letter { text: text.to_owned(), spoken: spoken.to_owned() })
            }
            "overset" | "stackrel" | "underset" => {
                self.argument()?;
                Some(Node::Group(self.argument()?))
            }
            "pmod" => Some(Node::Modulo(self.argument()?)),
            "ce" => Some(Node::Group(chemistry(&self.raw_argument()?))),
            "left" => return self.fence().map(Some),
            "right" => return Err(LatexError::OpenFence),
            "middle" | "big" | "Big" | "bigg" | "Bigg" | "bigl" | "bigr" | "Bigl" | "Bigr" | "biggl" | "biggr" => None,
            "begin" => return self.environment().map(Some),
            "end" => return Err(LatexError::OpenEnvironment(self.raw_argument()?)),
            "tag" | "label" | "ref" | "eqref" | "hspace" | "vspace" | "mspace" => {
                self.next_if_star();
                self.raw_argument()?;
                None
            }
            "nonumber" | "notag" | "limits" | "nolimits" | "!" | "hline" | "-" => None,
            "," | ";" | ":" | " " | ">" | "thinspace" => Some(Node::Gap),
            "quad" | "qquad" => Some(Node::WideGap),
            "{" | "lbrace" => Some(Node::Delimiter('{')),
            "}" | "rbrace" => Some(Node::Delimiter('}')),
            "|" | "Vert" | "lVert" | "rVert" => Some(Node::Delimiter('‖')),
            "vert" | "lvert" | "rvert" => Some(Node::Delimiter('|')),
            "langle" => Some(Node::Delimiter('⟨')),
            "rangle" => Some(Node::Delimiter('⟩')),
            "lfloor" => Some(Node::Delimiter('⌊')),
            "rfloor" => Some(Node::Delimiter('⌋')),
            "lceil" => Some(Node::Delimiter('⌈')),
            "rceil" => Some(Node::Delimiter('⌉')),
            "%" => Some(Node::Percent),
            "$" => Some(Node::Letter { text: "$".to_owned(), spoken: "dollars".to_owned() }),
            "#" | "&" | "_" => Some(Node::Letter { text: name.to_owned(), spoken: String::new() }),
            "not" => {
                let node = self.atom(&|_| false)?;
                Some(match node {
                    Some(Node::Operator { text: "=", .. }) => {
                        Node::Operator { text: "≠", spoken: "is not equal to", class: Class::Relation }
                    }
                    Some(Node::Operator { text: "∈", .. }) => {
                        Node::Operator { text: "∉", spoken: "is not in", class: Class::Relation }
                    }
                    other => Node::Group(
                        std::iter::once(Node::Letter { text: "¬".to_owned(), spoken: "not".to_owned() })
                            .chain(other)
                            .collect(),
                    ),
                })
            }
            _ => return Err(LatexError::Unknown(name.to_owned())),
        })
    }

    fn next_if_star(&mut self) {
        if self.peek() == Some(&Token::Character('*')) {
            self.at += 1;
        }
    }

    fn delimiter(&mut self) -> char {
        self.skip_space();
        match self.next() {
            Some(Token::Character(character)) => character,
            Some(Token::Command(name)) => match name.as_str() {
                "{" | "lbrace" => '{',
                "}" | "rbrace" => '}',
                "|" | "Vert" => '‖',
                "langle" => '⟨',
                "rangle" => '⟩',
                "lfloor" => '⌊',
                "rfloor" => '⌋',
                "lceil" => '⌈',
                "rceil" => '⌉',
                "vert" => '|',
                _ => '.',
            },
            _ => '.',
        }
    }

    fn fence(&mut self) -> Result<Node, LatexError> {
        let open = self.delimiter();
        let is_right =
            |token: &Token| matches!(token, Token::Command(name) if name == "right") || *token == Token::Close;
        let body = self.sequence(&is_right)?;
        if self.next() != Some(Token::Command("right".to_owned())) {
            return Err(LatexError::OpenFence);
        }
        let close = self.delimiter();
        Ok(Node::Fence { open, close, body })
    }

    fn environment(&mut self) -> Result<Node, LatexError> {
        let name = self.raw_argument()?;
        if matches!(name.as_str(), "array" | "tabular" | "alignedat" | "alignat" | "alignat*") {
            self.raw_argument()?;
        }
        let is_stop = |token: &Token| {
            matches!(token, Token::Align | Token::NewRow | Token::Close)
                || matches!(token, Token::Command(name) if name == "end")
        };
        let mut rows = vec![Vec::new()];
        loop {
            let cell = self.sequence(&is_stop)?;
            if let Some(row) = rows.last_mut() {
                row.push(cell);
            }
            match self.next() {
                Some(Token::Align) => {}
                Some(Token::NewRow) => {
                    self.optional_argument()?;
                    rows.push(Vec::new());
                }
                Some(Token::Command(_)) => {
                    if self.raw_argument()? != name {
                        return Err(LatexError::OpenEnvironment(name));
                    }
                    break;
                }
                _ => return Err(LatexError::OpenEnvironment(name)),
            }
        }
        rows.retain(|row| row.iter().any(|cell| !cell.is_empty()));
        Ok(Node::Grid { name, rows })
    }
}
