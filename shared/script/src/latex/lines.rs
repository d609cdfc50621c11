//! A display formula split into the lines of its derivation.

/// Environments whose rows are lines of their own. `cases` and matrices are one thing and stay whole.
const LINED: [&str; 16] = [
    "aligned",
    "align",
    "align*",
    "alignat",
    "alignat*",
    "alignedat",
    "gather",
    "gather*",
    "gathered",
    "split",
    "eqnarray",
    "eqnarray*",
    "equation",
    "equation*",
    "multline",
    "multline*",
];

/// The lines of `latex`, without alignment marks; none for blank LaTeX.
pub(super) fn split(latex: &str) -> Vec<String> {
    let mut inner = latex.trim();
    let mut is_lined = false;
    // equation around aligned, and so on; a few levels at most.
    for _ in 0..4 {
        match unwrap(inner) {
            Some(body) => {
                inner = body.trim();
                is_lined = true;
            }
            None => break,
        }
    }
    rows(inner)
        .into_iter()
        .map(|row| if is_lined || row.contains("\\\\") { without_marks(&row) } else { row })
        .map(|row| row.split_whitespace().collect::<Vec<_>>().join(" "))
        .filter(|row| !row.is_empty())
        .collect()
}

/// The body of the one environment that `latex` consists of.
fn unwrap(latex: &str) -> Option<&str> {
    let rest = latex.strip_prefix("\\begin{")?;
    let (name, body) = rest.split_once('}')?;
    if !LINED.contains(&name) {
        return None;
    }
    let end = format!("\\end{{{name}}}");
    let body = body.strip_suffix(end.as_str())?;
    if body.contains(end.as_str()) {
        return None;
    }
    if name.starts_with("alignat") || name == "alignedat" {
        return body.trim_start().strip_prefix('{')?.split_once('}').map(|(_, body)| body);
    }
    Some(body)
}

/// Splits at row breaks outside braces and inner environments.
fn rows(latex: &str) -> Vec<String> {
    let mut rows = vec![String::new()];
    let (mut braces, mut environments) = (0_i32, 0_i32);
    let mut rest = latex;
    while let Some(character) = rest.chars().next() {
        let mut taken = character.len_utf8();
        if rest.starts_with("\\\\") {
            taken = 2;
            if braces <= 0 && environments <= 0 {
                rows.push(String::new());
                rest = &rest[2..];
                // `\\[4pt]` asks for space.
                if rest.starts_with('[')
                    && let Some(end) = rest.find(']')
                {
                    rest = &rest[end + 1..];
                }
                continue;
            }
        } else if rest.starts_with("\\begin{") {
            environments += 1;
            taken = 6;
        } else if rest.starts_with("\\end{") {
            environments -= 1;
            taken = 4;
        } else if rest.starts_with("\\{") || rest.starts_with("\\}") || rest.starts_with("\\&") {
            taken = 2;
        } else if character == '{' {
            braces += 1;
        } else if character == '}' {
            braces -= 1;
        }
        if let Some(row) = rows.last_mut() {
            row.push_str(&rest[..taken]);
        }
        rest = &rest[taken..];
    }
    rows
}

/// Drops `&` outside inner environments.
fn without_marks(row: &str) -> String {
    let mut result = String::new();
    let mut environments = 0_i32;
    let mut rest = row;
    while let Some(character) = rest.chars().next() {
        if rest.starts_with("\\begin{") {
            environments += 1;
        } else if rest.starts_with("\\end{") {
            environments -= 1;
        }
        if rest.starts_with("\\&") {
            result.push_str("\\&");
            rest = &rest[2..];
            continue;
        }
        if character != '&' || environments > 0 {
            result.push(character);
        }
        rest = &rest[character.len_utf8()..];
    }
    result
}

#[cfg(test)]
mod tests {
    use super::split;

    #[test]
    fn derivations_become_lines() {
        for (latex, lines) in [
            ("a^2 + b^2 = c^2", vec!["a^2 + b^2 = c^2"]),
            ("\\begin{aligned} x &= 1 \\\\[2pt] &= 2 \\end{aligned}", vec!["x = 1", "= 2"]),
            ("\\begin{equation}\\begin{split}a&=b\\\\c&=d\\end{split}\\end{equation}", vec!["a=b", "c=d"]),
            ("a = b \\\\ c = d", vec!["a = b", "c = d"]),
            (
                "f = \\begin{cases} 1 & x>0 \\\\ 0 & x<0 \\end{cases}",
                vec!["f = \\begin{cases} 1 & x>0 \\\\ 0 & x<0 \\end{cases}"],
            ),
            ("  ", vec![]),
        ] {
            assert_eq!(split(latex), lines, "{latex}");
        }
    }
}
