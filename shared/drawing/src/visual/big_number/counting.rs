//! The texts of a number on its way from nothing to its value.

/// Texts of a count: one for each frame at 30 a second.
pub(super) const STEPS: usize = 36;

/// The texts of a count from nothing to the first number in `text`; none when it has no number that can be counted.
pub(super) fn counts(text: &str) -> Option<Vec<String>> {
    let start = text.find(|character: char| character.is_ascii_digit())?;
    let length = text[start..]
        .find(|character: char| !(character.is_ascii_digit() || matches!(character, '.' | ',')))
        .unwrap_or(text.len() - start);
    let figure = text[start..start + length].trim_end_matches(['.', ',']);
    let (before, after) = (&text[..start], &text[start + figure.len()..]);
    // A comma before three digits groups thousands, a point starts decimals; anything else is not counted.
    let (whole, decimals) = figure.split_once('.').unwrap_or((figure, ""));
    let groups: Vec<&str> = whole.split(',').collect();
    let grouped = groups.len() > 1;
    let well_grouped =
        groups.iter().skip(1).all(|group| group.len() == 3) && groups.first().is_some_and(|first| first.len() <= 3);
    if (grouped && !well_grouped) || !decimals.bytes().all(|byte| byte.is_ascii_digit()) || figure.len() > 15 {
        return None;
    }
    let value: f64 = format!("{}.{decimals}0", groups.concat()).parse().ok()?;
    if value == 0.0 || whole.starts_with('0') && whole.len() > 1 {
        return None;
    }
    let shown = |value: f64| {
        let plain = format!("{value:.*}", decimals.len());
        let (whole, rest) =
            plain.split_once('.').map_or((plain.as_str(), String::new()), |(whole, rest)| (whole, format!(".{rest}")));
        let whole = if grouped { with_commas(whole) } else { whole.to_owned() };
        format!("{before}{whole}{rest}{after}")
    };
    Some((0..STEPS).map(|step| shown(value * step as f64 / STEPS as f64)).collect())
}

fn with_commas(digits: &str) -> String {
    let mut grouped = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_count_in_their_own_form() {
        let cases = [
            ("500 tonnes", "0 tonnes", "250 tonnes"),
            ("12,000", "0", "6,000"),
            ("$3.50 a cup", "$0.00 a cup", "$1.75 a cup"),
            ("about 71%", "about 0%", "about 36%"),
        ];
        for (text, first, middle) in cases {
            let steps = counts(text).expect("a number");
            assert_eq!(steps.len(), STEPS);
            assert_eq!((steps[0].as_str(), steps[STEPS / 2].as_str()), (first, middle));
        }
    }

    #[test]
    fn what_cannot_be_counted_is_left_alone() {
        for text in ["", "many", "0", "1,00", "007", "1.2.3", "12345678901234567890", "٣"] {
            assert_eq!(counts(text), None, "{text}");
        }
    }
}
