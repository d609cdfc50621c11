//! Dollar signs: money or math.

/// The end of inline math that begins with the dollar sign at `start`; nothing if the sign is money.
pub(crate) fn inline_math_end(text: &str, start: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    if bytes.get(start + 1).is_none_or(|next| next.is_ascii_whitespace()) {
        return None;
    }
    let mut at = start + 1;
    while at < bytes.len() {
        match bytes[at] {
            b'\\' => at += 1,
            b'\n' if bytes.get(at + 1) == Some(&b'\n') => return None,
            b'$' => {
                let follows_space = bytes[at - 1].is_ascii_whitespace();
                let before_digit = bytes.get(at + 1).is_some_and(u8::is_ascii_digit);
                let is_math = !follows_space && !before_digit && at > start + 1 && is_math(&text[start + 1..at]);
                return is_math.then_some(at + 1);
            }
            _ => {}
        }
        at += 1;
    }
    None
}

/// "5 and US" between two dollar signs is prose about money, "3x + 2" is a formula.
fn is_math(inside: &str) -> bool {
    let mut words = inside.split_whitespace();
    let is_amount = words.next().is_some_and(|word| word.starts_with(|digit: char| digit.is_ascii_digit()));
    let names = |word: &str| word.chars().count() > 2 && word.chars().all(char::is_alphabetic);
    if is_amount && words.next().is_some_and(names) {
        return false;
    }
    if inside.contains(['\\', '^', '_', '=', '<', '>', '+', '{']) {
        return true;
    }
    // "ab" and "2ab" are products; a word among blanks is prose.
    !inside.contains(char::is_whitespace)
        || !inside.split_whitespace().any(|word| word.chars().count() > 1 && word.chars().all(char::is_alphabetic))
}

#[cfg(test)]
mod tests {
    use super::inline_math_end;

    #[test]
    fn money_is_no_math() {
        for (text, is_math) in [
            ("$x$", true),
            ("$2ab$ from", true),
            ("$a + b$,", true),
            ("$\\frac{1}{2}$", true),
            ("$5 and $6", false),
            ("$5 to US$ 6", false),
            ("$5-$10", false),
            ("$ x $", false),
            ("$5 in one shop and 3$ in another", false),
            ("$x\n\ny$", false),
        ] {
            assert_eq!(inline_math_end(text, 0).is_some(), is_math, "{text}");
        }
    }
}
