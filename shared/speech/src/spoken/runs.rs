//! Words in which letters, digits and signs stand side by side: formulas, identifiers, names.

use super::numbers;
use super::reading::Said;
use super::symbols::{greek, sign, subscript, superscript, vulgar_fraction};

/// Everything else, run by run: letters, digits, raised and lowered signs, symbols.
pub(super) fn runs(core: &str) -> Said {
    runs_within(core, true)
}

/// The same; `whole` tells whether nothing of the word came before.
pub(super) fn runs_within(core: &str, whole: bool) -> Said {
    let characters: Vec<char> = core.chars().collect();
    let mut said = Said::new();
    let mut at = 0;
    let run = |from: usize, belongs: &dyn Fn(char) -> bool| -> String {
        characters[from..].iter().copied().take_while(|sign| belongs(*sign)).collect()
    };
    while let Some(&current) = characters.get(at) {
        let before = at.checked_sub(1).and_then(|index| characters.get(index)).copied();
        let after = characters.get(at + 1).copied();
        let letter = |sign: Option<char>| sign.is_some_and(|sign| sign.is_ascii_alphabetic());
        if current.is_ascii_alphabetic() {
            // Hyphens and apostrophes inside a word stay: "empty-handed", "mustn't".
            let mut end = at;
            while letter(characters.get(end).copied())
                || matches!(characters.get(end), Some('\'' | '-')) && letter(characters.get(end + 1).copied())
            {
                end += 1;
            }
            let alone = whole && end == characters.len() && at == 0;
            say_letters(&characters[at..end].iter().collect::<String>(), alone, &mut said);
            at = end;
        } else if current.is_ascii_digit() {
            let digits = run(at, &|sign| sign.is_ascii_digit() || sign == ',' || sign == '.');
            at += digits.len();
            let digits = digits.trim_end_matches([',', '.']);
            said.push((numbers::written(digits).unwrap_or_else(|| numbers::digits(digits)), false));
        } else if superscript(current).is_some() {
            let raised: String = run(at, &|sign| superscript(sign).is_some());
            at += raised.chars().count();
            let raised: String = raised.chars().filter_map(superscript).collect();
            say_raised(&raised, before == Some(')'), &mut said);
        } else if let Some(low) = subscript(current) {
            let lowered: String = run(at, &|sign| subscript(sign).is_some());
            at += lowered.chars().count().max(1);
            if low.is_alphabetic() {
                let letters: String =
                    lowered.chars().filter_map(subscript).filter(char::is_ascii_alphanumeric).collect();
                said.extend(runs(&letters.to_uppercase()));
            } else {
                let number: String = lowered.chars().filter_map(subscript).filter(char::is_ascii_digit).collect();
                let lead = if low == '+' { Some("plus") } else { (low == '-').then_some("minus") };
                said.extend(lead.map(|lead| (lead.to_owned(), false)));
                if !number.is_empty() {
                    said.push((numbers::written(&number).unwrap_or_else(|| numbers::digits(&number)), false));
                }
            }
        } else if let Some((numerator, denominator)) = vulgar_fraction(current) {
            said.push((numbers::fraction(numerator, denominator), false));
            at += 1;
        } else if let Some(name) = greek(current) {
            said.push((name.to_owned(), false));
            at += 1;
        } else {
            let two: String = characters[at..].iter().take(2).collect();
            let word = |text: &str| (text.to_owned(), false);
            match current {
                // "f(x)" f of x, "f()" f.
                '(' if letter(before) && after.is_some_and(|next| next.is_alphanumeric()) => said.push(word("of")),
                '[' if letter(before) && after.is_some_and(|next| next.is_alphanumeric()) => said.push(word("sub")),
                '-' | '−' if before.is_none_or(|sign| "(=<>+*/×".contains(sign)) && after.is_some() => {
                    said.push(word("minus"))
                }
                '−' if after.is_some() => said.push(word("minus")),
                '-' if is_formula(&characters) => said.push(word("minus")),
                '/' if is_formula(&characters) => said.push(word("over")),
                '*' if is_formula(&characters) => said.push(word("times")),
                '–' if before.is_some_and(|sign| sign.is_ascii_digit())
                    && after.is_some_and(|sign| sign.is_ascii_digit()) =>
                {
                    said.push(word("to"))
                }
                '.' if letter(before) && letter(after) => said.push(word("dot")),
                '%' | '°' => said.extend(sign(current.encode_utf8(&mut [0; 4])).map(word)),
                _ => {
                    if let Some(name) = sign(&two).filter(|_| two.chars().count() == 2) {
                        said.push(word(name));
                        at += 1;
                    } else if at > 0 || after.is_some() {
                        said.extend(sign(current.encode_utf8(&mut [0; 4])).map(word));
                    }
                }
            }
            at += 1;
        }
    }
    said
}

/// Whether an atom is a formula of single letters and numbers, such as `a/b` or `n-1`.
fn is_formula(characters: &[char]) -> bool {
    let mut letters = 0;
    for sign in characters {
        letters = if sign.is_ascii_alphabetic() { letters + 1 } else { 0 };
        if letters > 1 {
            return false;
        }
    }
    true
}

/// A run of letters: a word, a name in camel case, or letters.
fn say_letters(text: &str, alone: bool, said: &mut Said) {
    if text.len() == 1 && !alone {
        said.push((text.to_uppercase(), true));
        return;
    }
    if text == "pH" {
        said.push(("PH".to_owned(), true));
        return;
    }
    let characters: Vec<char> = text.chars().collect();
    let mut start = 0;
    for index in 1..=characters.len() {
        let boundary = match (characters.get(index - 1), characters.get(index), characters.get(index + 1)) {
            (_, None, _) => true,
            // "camelCase", "HTMLParser", but not "McDonald" nor "PDFs".
            (Some(before), Some(current), after) => {
                before.is_ascii_lowercase() && current.is_ascii_uppercase() && characters[start..index] != ['M', 'c']
                    || before.is_ascii_uppercase()
                        && current.is_ascii_uppercase()
                        && index > start + 1
                        && after.is_some_and(char::is_ascii_lowercase)
                        && characters.get(index + 2).is_some()
            }
            _ => false,
        };
        if boundary {
            let piece: String = characters[start..index].iter().collect();
            let piece = piece.trim_matches(['-', '\'']);
            match piece.len() {
                0 => {}
                1 if characters.len() > 1 => said.push((piece.to_uppercase(), true)),
                // Letters side by side in a formula ("2ab", "πr").
                2..=3 if !alone && !piece.bytes().any(|letter| b"aeiouyAEIOUY".contains(&letter)) => {
                    said.push((piece.to_uppercase(), true))
                }
                2 if !alone
                    && text.len() == 2
                    && piece != piece.to_uppercase()
                    && !matches!(
                        piece,
                        "in" | "of" | "to" | "is" | "or" | "at" | "on" | "by" | "as" | "it" | "st" | "nd" | "rd" | "th"
                    ) =>
                {
                    said.push((piece.to_uppercase(), true))
                }
                _ => said.push((piece.to_owned(), false)),
            }
            start = index;
        }
    }
}

fn say_raised(raised: &str, bracket: bool, said: &mut Said) {
    let word = |text: String| (text, false);
    let all = if bracket { "all " } else { "" };
    match raised {
        "2" => said.push(word(format!("{all}squared"))),
        "3" => said.push(word(format!("{all}cubed"))),
        "+" => said.push(word("plus".to_owned())),
        "-" => said.push(word("minus".to_owned())),
        _ if raised.ends_with(['+', '-']) && raised.len() > 1 => {
            let (digits, charge) = raised.split_at(raised.len() - 1);
            said.extend(numbers::written(digits).map(word));
            said.push(word((if charge == "+" { "plus" } else { "minus" }).to_owned()));
        }
        _ => {
            said.push(word("to the".to_owned()));
            let negative = raised.starts_with('-');
            if negative {
                said.push(word("minus".to_owned()));
            }
            said.extend(runs_within(raised.trim_start_matches(['-', '+']), false));
        }
    }
}
