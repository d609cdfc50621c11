//! Numbers in words.

const ONES: [&str; 20] = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
];
const TENS: [&str; 10] = ["", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];
const SCALES: [&str; 7] = ["", "thousand", "million", "billion", "trillion", "quadrillion", "quintillion"];

/// A whole number ("two thousand six hundred").
pub(super) fn cardinal(number: u64) -> String {
    if number == 0 {
        return ONES[0].to_owned();
    }
    let mut groups = Vec::new();
    let mut rest = number;
    for scale in SCALES {
        let group = (rest % 1000) as usize;
        if group > 0 {
            let words = below_thousand(group);
            groups.push(if scale.is_empty() { words } else { format!("{words} {scale}") });
        }
        rest /= 1000;
    }
    groups.reverse();
    groups.join(" ")
}

fn below_thousand(number: usize) -> String {
    match number {
        0..=19 => ONES[number].to_owned(),
        20..=99 if number.is_multiple_of(10) => TENS[number / 10].to_owned(),
        20..=99 => format!("{}-{}", TENS[number / 10], ONES[number % 10]),
        _ if number.is_multiple_of(100) => format!("{} hundred", ONES[number / 100]),
        _ => format!("{} hundred {}", ONES[number / 100], below_thousand(number % 100)),
    }
}

/// A place in an order ("twenty-ninth").
pub(super) fn ordinal(number: u64) -> String {
    let words = cardinal(number);
    let cut = words.rfind([' ', '-']).map_or(0, |at| at + 1);
    let (before, last) = words.split_at(cut);
    let last = match last {
        "one" => "first".to_owned(),
        "two" => "second".to_owned(),
        "three" => "third".to_owned(),
        "five" => "fifth".to_owned(),
        "eight" => "eighth".to_owned(),
        "nine" => "ninth".to_owned(),
        "twelve" => "twelfth".to_owned(),
        tens if tens.ends_with('y') => format!("{}ieth", &tens[..tens.len() - 1]),
        other => format!("{other}th"),
    };
    format!("{before}{last}")
}

/// A year as people say it ("fourteen fifty-three", "nineteen oh five", "two thousand").
pub(super) fn year(number: u64) -> String {
    let (century, rest) = (number / 100, number % 100);
    match number {
        1100..=1999 | 2010..=2099 if rest == 0 => format!("{} hundred", cardinal(century)),
        1100..=1999 | 2010..=2099 if rest < 10 => format!("{} oh {}", cardinal(century), cardinal(rest)),
        1100..=1999 | 2010..=2099 => format!("{} {}", cardinal(century), cardinal(rest)),
        _ => cardinal(number),
    }
}

/// A decade or century ("eighteen fifties", "nineties", "nineteen hundreds").
pub(super) fn decade(number: u64) -> String {
    let words = if number >= 1000 { year(number) } else { cardinal(number) };
    match words.strip_suffix('y') {
        Some(stem) => format!("{stem}ies"),
        None => format!("{words}s"),
    }
}

/// Digits one by one ("oh seven" is "zero seven").
pub(super) fn digits(text: &str) -> String {
    let words: Vec<&str> =
        text.chars().filter_map(|digit| digit.to_digit(10)).map(|digit| ONES[digit as usize]).collect();
    words.join(" ")
}

/// A part of a whole ("a half", "three quarters", "two thirds"; "twelve over thirty-five" beyond twentieths).
pub(super) fn fraction(numerator: u64, denominator: u64) -> String {
    let many = numerator != 1;
    match denominator {
        2 => {
            if many {
                format!("{} halves", cardinal(numerator))
            } else {
                "one half".to_owned()
            }
        }
        4 => format!("{} quarter{}", cardinal(numerator), if many { "s" } else { "" }),
        100 => format!("{} hundredth{}", cardinal(numerator), if many { "s" } else { "" }),
        1000 => format!("{} thousandth{}", cardinal(numerator), if many { "s" } else { "" }),
        3..=20 => format!("{} {}{}", cardinal(numerator), ordinal(denominator), if many { "s" } else { "" }),
        _ => format!("{} over {}", cardinal(numerator), cardinal(denominator)),
    }
}

/// A number as written: `2692537`, `1,000`, `6.5`, `.5`, `1.2.3`, `007`. None if it is not one.
pub(super) fn written(text: &str) -> Option<String> {
    let (whole, decimals) = match text.split_once('.') {
        Some((whole, decimals)) => (whole, Some(decimals)),
        None => (text, None),
    };
    let whole = whole_words(whole)?;
    match decimals {
        None => (!whole.is_empty()).then_some(whole),
        // A version or section number: each part by itself.
        Some(decimals) if decimals.contains('.') => {
            let parts: Option<Vec<String>> = decimals.split('.').map(whole_words).collect();
            Some(format!("{whole} point {}", parts?.join(" point ")))
        }
        Some(decimals) if !decimals.is_empty() && decimals.bytes().all(|digit| digit.is_ascii_digit()) => {
            let lead = if whole.is_empty() { String::new() } else { format!("{whole} ") };
            Some(format!("{lead}point {}", digits(decimals)))
        }
        Some(_) => None,
    }
}

fn whole_words(text: &str) -> Option<String> {
    if text.is_empty() {
        return Some(String::new());
    }
    let plain = match text.contains(',') {
        true => grouped(text)?,
        false => text.to_owned(),
    };
    if !plain.bytes().all(|digit| digit.is_ascii_digit()) {
        return None;
    }
    let leading_zero = plain.len() > 1 && plain.starts_with('0');
    match plain.parse::<u64>() {
        Ok(number) if !leading_zero => Some(cardinal(number)),
        _ => Some(digits(&plain)),
    }
}

/// `1,234,567` without its commas, if they stand where they must.
pub(super) fn grouped(text: &str) -> Option<String> {
    let mut groups = text.split(',');
    let first = groups.next()?;
    let well_formed = (1..=3).contains(&first.len()) && groups.all(|group| group.len() == 3);
    well_formed.then(|| text.replace(',', ""))
}

/// The value of a Roman numeral of I, V, X, L, C, D and M in proper form, up to 3999.
pub(super) fn roman(text: &str) -> Option<u64> {
    const NUMERALS: [(&str, u64); 13] = [
        ("M", 1000),
        ("CM", 900),
        ("D", 500),
        ("CD", 400),
        ("C", 100),
        ("XC", 90),
        ("L", 50),
        ("XL", 40),
        ("X", 10),
        ("IX", 9),
        ("V", 5),
        ("IV", 4),
        ("I", 1),
    ];
    let mut rest = text;
    let mut value = 0;
    for (numeral, worth) in NUMERALS {
        let most = if worth.to_string().starts_with('1') { 3 } else { 1 };
        for _ in 0..most {
            if let Some(after) = rest.strip_prefix(numeral) {
                value += worth;
                rest = after;
            }
        }
    }
    (rest.is_empty() && value > 0).then_some(value)
}
