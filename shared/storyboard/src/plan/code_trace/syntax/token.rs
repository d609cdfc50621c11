//! The tokens of a line.

#[derive(Clone, Debug, PartialEq)]
pub(super) enum Token {
    Name(String),
    Whole(i64),
    Text(String),
    Sign(&'static str),
}

impl Token {
    pub(super) fn is(&self, sign: &str) -> bool {
        matches!(self, Self::Sign(own) if *own == sign)
    }
}

/// Signs, the longest first.
const SIGNS: [&str; 27] = [
    "//=", "**", "//", "==", "!=", "<=", ">=", "+=", "-=", "*=", "%=", "+", "-", "*", "%", "<", ">", "=", "(", ")",
    "[", "]", ",", ":", ".", "{", "}",
];

/// The tokens of a line without its comment; none when it has a character that is not read.
pub(super) fn tokens(line: &str) -> Option<Vec<Token>> {
    let mut found = Vec::new();
    let mut rest = line.trim_start();
    while let Some(first) = rest.chars().next() {
        if first == '#' {
            break;
        }
        let taken = if first.is_alphabetic() || first == '_' {
            let end = rest.find(|one: char| !one.is_alphanumeric() && one != '_').unwrap_or(rest.len());
            found.push(Token::Name(rest[..end].to_owned()));
            end
        } else if first.is_ascii_digit() {
            let end = rest.find(|one: char| !one.is_ascii_digit() && one != '_').unwrap_or(rest.len());
            // Fractions are not followed.
            if rest[end..].starts_with('.') {
                return None;
            }
            found.push(Token::Whole(rest[..end].replace('_', "").parse().ok()?));
            end
        } else if first == '"' || first == '\'' {
            let end = rest[1..].find(first)? + 1;
            let text = &rest[1..end];
            // Escapes and strings of several lines are not followed.
            if text.contains('\\') || rest[end..].starts_with("\"\"") || rest[end..].starts_with("''") {
                return None;
            }
            found.push(Token::Text(text.to_owned()));
            end + 1
        } else {
            let sign = SIGNS.iter().find(|sign| rest.starts_with(**sign))?;
            found.push(Token::Sign(sign));
            sign.len()
        };
        rest = rest[taken..].trim_start();
    }
    Some(found)
}
