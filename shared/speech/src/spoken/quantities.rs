//! Atoms that begin with a number: amounts, money, dates, times, ranges, fractions, ordinals.

use super::numbers::{self, cardinal, decade, fraction, ordinal, year};
use super::reading::{Place, Said, is_magnitude, is_month};
use super::runs::{runs, runs_within};
use super::symbols::{MONTHS, currency, superscript, vulgar_fraction};
use super::units::unit_words;

/// A number as read.
pub(super) struct Quantity {
    /// The words.
    pub said: Said,
    /// Whether the number is one, if a unit may follow in the next word.
    pub one: Option<bool>,
    /// What is said after the magnitude that follows.
    pub owes: Option<&'static str>,
}

impl Quantity {
    fn complete(words: impl Into<String>) -> Self {
        Self { said: vec![(words.into(), false)], one: None, owes: None }
    }
}

/// The atom as a quantity, if it begins as one.
pub(super) fn quantity(place: &Place) -> Option<Quantity> {
    let core = place.core();
    let (minus, rest) = match core.strip_prefix(['−', '-', '–']) {
        Some(rest) if starts_number(rest) || rest.chars().next().is_some_and(|sign| currency(sign).is_some()) => {
            ("minus ", rest)
        }
        _ => ("", core),
    };
    let (about, rest) = match rest.chars().next() {
        Some('~' | '≈') if starts_number(&rest[rest.chars().next().map_or(0, char::len_utf8)..]) => {
            ("about ", rest.trim_start_matches(['~', '≈']))
        }
        Some('<') if starts_number(&rest[1..]) => ("less than ", &rest[1..]),
        Some('>') if starts_number(&rest[1..]) => ("more than ", &rest[1..]),
        Some('≤') if starts_number(rest.trim_start_matches('≤')) => ("at most ", rest.trim_start_matches('≤')),
        Some('≥') if starts_number(rest.trim_start_matches('≥')) => ("at least ", rest.trim_start_matches('≥')),
        Some('±') if starts_number(rest.trim_start_matches('±')) => ("plus or minus ", rest.trim_start_matches('±')),
        Some('+') if starts_number(&rest[1..]) => ("plus ", &rest[1..]),
        Some('#') if starts_number(&rest[1..]) => ("number ", &rest[1..]),
        Some('×') if starts_number(rest.trim_start_matches('×')) => ("times ", rest.trim_start_matches('×')),
        Some('\'') if starts_number(&rest[1..]) => ("", &rest[1..]),
        _ => ("", rest),
    };
    let mut quantity = money(place, rest).or_else(|| number(place, rest))?;
    let lead = format!("{minus}{about}");
    if !lead.is_empty() {
        match quantity.said.first_mut() {
            Some((first, false)) => first.insert_str(0, &lead),
            _ => quantity.said.insert(0, (lead.trim_end().to_owned(), false)),
        }
    }
    Some(quantity)
}

fn starts_number(text: &str) -> bool {
    let mut characters = text.chars();
    match characters.next() {
        Some('.') => characters.next().is_some_and(|sign| sign.is_ascii_digit()),
        Some(sign) => sign.is_ascii_digit() || vulgar_fraction(sign).is_some(),
        None => false,
    }
}

/// The digits at the beginning (with their commas and points) and what follows them.
fn split_number(text: &str) -> (&str, &str) {
    let end = text.find(|sign: char| !(sign.is_ascii_digit() || sign == ',' || sign == '.')).unwrap_or(text.len());
    let digits = text[..end].trim_end_matches([',', '.']);
    text.split_at(digits.len())
}

/// The value of digits without point.
fn whole(digits: &str) -> Option<u64> {
    let plain = if digits.contains(',') { numbers::grouped(digits)? } else { digits.to_owned() };
    plain.parse().ok()
}

fn magnitude(suffix: &str) -> Option<&'static str> {
    Some(match suffix {
        "k" | "K" => "thousand",
        "M" | "m" | "mn" => "million",
        "B" | "bn" | "b" => "billion",
        "T" | "tn" => "trillion",
        _ => return None,
    })
}

fn money(place: &Place, text: &str) -> Option<Quantity> {
    let sign = text.chars().next()?;
    let (one, many, cent) = currency(sign)?;
    let rest = &text[sign.len_utf8()..];
    if !starts_number(rest) {
        return None;
    }
    let (digits, suffix) = split_number(rest);
    if let Some(scale) = magnitude(suffix) {
        return Some(Quantity::complete(format!("{} {scale} {many}", numbers::written(digits)?)));
    }
    if let Some(upper) = suffix.strip_prefix(['–', '-', '—']) {
        let upper = upper.trim_start_matches(sign);
        let words = numbers::written(digits).zip(numbers::written(upper))?;
        return Some(Quantity::complete(format!("{} to {} {many}", words.0, words.1)));
    }
    if suffix.is_empty() && is_magnitude(place.next()) && place.atoms[place.index].mark.is_none() {
        return Some(Quantity { owes: Some(many), ..Quantity::complete(numbers::written(digits)?) });
    }
    let per = match suffix.strip_prefix('/') {
        Some(unit) => format!(" per {}", unit_words(unit, true).or_else(|| plain_word(unit))?),
        None if suffix.is_empty() || suffix == "+" => String::new(),
        None => return None,
    };
    let name = |number: &str| if number == "one" { one } else { many };
    let words = match digits.split_once('.') {
        Some((before, cents)) if cents.len() == 2 && cents.bytes().all(|digit| digit.is_ascii_digit()) => {
            let (amount, cents) =
                (numbers::written(before).unwrap_or_else(|| "zero".to_owned()), cents.parse::<u64>().ok()?);
            let coins = match (cent, cents) {
                ("penny", 1) | ("cent", 1) => cent.to_owned(),
                ("penny", _) => "pence".to_owned(),
                ("sen" | "jeon" | "paisa", _) => cent.to_owned(),
                _ => format!("{cent}s"),
            };
            match (amount.as_str(), cents) {
                (_, 0) => format!("{amount} {}", name(&amount)),
                ("zero", _) => format!("{} {coins}", cardinal(cents)),
                _ => format!("{amount} {} and {} {coins}", name(&amount), cardinal(cents)),
            }
        }
        _ => {
            let amount = numbers::written(digits)?;
            format!("{amount} {}", name(&amount))
        }
    };
    Some(Quantity::complete(words + &per))
}

fn plain_word(text: &str) -> Option<String> {
    (text.len() > 1 && text.bytes().all(|letter| letter.is_ascii_alphabetic())).then(|| text.to_owned())
}

fn number(place: &Place, text: &str) -> Option<Quantity> {
    if let Some((numerator, denominator)) = text.chars().next().and_then(vulgar_fraction) {
        let rest = &text[text.chars().next().map_or(0, char::len_utf8)..];
        let unit =
            unit_words(rest, true).filter(|_| !rest.is_empty()).map(|unit| format!(" {unit}")).unwrap_or_default();
        return Some(Quantity { one: Some(false), ..Quantity::complete(fraction(numerator, denominator) + &unit) });
    }
    if !starts_number(text) {
        return None;
    }
    if let Some(said) = calendar(text) {
        return Some(said);
    }
    let (digits, suffix) = split_number(text);
    let value = whole(digits);
    let words = numbers::written(digits);
    let is_one = digits == "1";
    if suffix.is_empty() {
        return Some(plain(place, digits, value, words?));
    }
    // "29th", "1850s", "'90s".
    if let (Some(value), "st" | "nd" | "rd" | "th" | "ST" | "ND" | "RD" | "TH") = (value, suffix) {
        return Some(Quantity::complete(ordinal(value)));
    }
    if let (Some(value), "s" | "'s") = (value, suffix)
        && (value.is_multiple_of(10) && value >= 20 && digits.len() != 3 || value.is_multiple_of(100) && value >= 1000)
        && !place.previous().is_empty()
    {
        return Some(Quantity::complete(decade(value)));
    }
    if let Some(raised) = suffix.chars().next().and_then(vulgar_fraction).filter(|_| suffix.chars().count() == 1) {
        let part = fraction(raised.0, raised.1);
        let part = part.strip_prefix("one ").map_or(part.clone(), |half| format!("a {half}"));
        return Some(Quantity { one: Some(false), ..Quantity::complete(format!("{} and {part}", words?)) });
    }
    if matches!(suffix, "am" | "pm" | "AM" | "PM") {
        return Some(Quantity { said: vec![(words?, false), (suffix.to_uppercase(), true)], one: None, owes: None });
    }
    if suffix == "x" || suffix == "×" {
        return Some(Quantity::complete(format!("{} times", words?)));
    }
    if let Some(scale) = magnitude(suffix).filter(|_| matches!(suffix, "k" | "bn" | "mn" | "tn")) {
        return Some(Quantity { one: Some(false), ..Quantity::complete(format!("{} {scale}", words?)) });
    }
    if let Some(other) = suffix.strip_prefix(['–', '-', '—', '‒'])
        && starts_number(other)
    {
        return range(digits, other, suffix.starts_with('-'));
    }
    if let Some(denominator) =
        suffix.strip_prefix('/').filter(|denominator| denominator.bytes().all(|digit| digit.is_ascii_digit()))
    {
        if text == "24/7" {
            return Some(Quantity::complete("twenty-four seven"));
        }
        return Some(Quantity { one: Some(true), ..Quantity::complete(fraction(value?, denominator.parse().ok()?)) });
    }
    if let Some(power) = power_of_ten(suffix) {
        return Some(Quantity { one: Some(false), ..Quantity::complete(format!("{}{power}", words?)) });
    }
    if let Some(other) =
        suffix.strip_prefix(':').filter(|other| other.bytes().all(|digit| digit.is_ascii_digit()) && !other.is_empty())
    {
        return Some(Quantity::complete(clock_or_ratio(value?, other)?));
    }
    if let Some(factor) =
        suffix.strip_prefix('×').or_else(|| suffix.strip_prefix('x')).filter(|factor| starts_number(factor))
    {
        let (factor_digits, unit) = split_number(factor);
        let unit = if unit.is_empty() { String::new() } else { format!(" {}", unit_words(unit, false)?) };
        return Some(Quantity {
            one: Some(false),
            ..Quantity::complete(format!("{} by {}{unit}", words?, numbers::written(factor_digits)?))
        });
    }
    let adjective = suffix.strip_prefix('-');
    if let Some(unit) = unit_words(adjective.unwrap_or(suffix), is_one || adjective.is_some()) {
        return Some(Quantity::complete(format!("{} {unit}", words?)));
    }
    if suffix.chars().all(|sign| superscript(sign).is_some()) {
        return Some(Quantity { said: runs(text), one: Some(false), owes: None });
    }
    // "5-year", "3D", "2ab", "5!".
    let mut said = vec![(words?, false)];
    if suffix != "!" && suffix != "+" {
        said.extend(adjective.map_or_else(|| runs_within(suffix, false), runs));
    } else {
        said.push(((if suffix == "!" { "factorial" } else { "plus" }).to_owned(), false));
    }
    Some(Quantity { said, one: None, owes: None })
}

/// A bare number: a year where it stands like one, a day after a month, else what it counts.
fn plain(place: &Place, digits: &str, value: Option<u64>, words: String) -> Quantity {
    let previous = place.previous();
    let Some(value) = value.filter(|_| digits.bytes().all(|digit| digit.is_ascii_digit())) else {
        return Quantity { one: Some(false), ..Quantity::complete(words) };
    };
    if is_month(previous) && (1..=31).contains(&value) && digits.len() < 3 {
        return Quantity::complete(ordinal(value));
    }
    if digits.len() == 4 && (1100..=2099).contains(&value) && stands_like_a_year(place, value) {
        return Quantity::complete(year(value));
    }
    if digits.len() <= 2 && digits.starts_with('0') && digits.len() > 1 {
        return Quantity::complete(words);
    }
    Quantity { one: Some(value == 1), ..Quantity::complete(words) }
}

fn stands_like_a_year(place: &Place, value: u64) -> bool {
    let previous = place.previous().to_lowercase();
    let next = place.next();
    let closed = place.atoms[place.index].mark.is_some() || next.is_empty();
    if matches!(next, "AD" | "BC" | "CE" | "BCE" | "A.D" | "B.C" | "C.E" | "B.C.E") {
        return true;
    }
    if unit_words(next, false).is_some_and(|_| !closed && super::units::may_follow(next)) || is_magnitude(next) {
        return false;
    }
    let dated = is_month(place.previous())
        || matches!(
            previous.as_str(),
            "in" | "since"
                | "until"
                | "till"
                | "year"
                | "circa"
                | "ca"
                | "c"
                | "ad"
                | "bc"
                | "summer"
                | "winter"
                | "spring"
                | "autumn"
                | "fall"
                | "early"
                | "late"
                | "mid"
                | "around"
                | "during"
        );
    // "May 29, 1453".
    let after_day = place.index > 1 && {
        let day = previous.trim_end_matches(['s', 't', 'n', 'd', 'r', 'h']);
        !day.is_empty()
            && day.len() < 3
            && day.bytes().all(|digit| digit.is_ascii_digit())
            && place.atoms.get(place.index.wrapping_sub(2)).is_some_and(|before| is_month(&before.core))
    };
    let counted = next.starts_with(|letter: char| letter.is_lowercase()) && !closed && !is_function_word(next);
    if after_day || dated && !counted {
        return true;
    }
    let bracketed = place.atoms[place.index].opens;
    let loose = matches!(
        previous.as_str(),
        "by" | "from"
            | "to"
            | "of"
            | "before"
            | "after"
            | "between"
            | "and"
            | "than"
            | "the"
            | "through"
            | "–"
            | "-"
            | "to–"
    ) || bracketed
        || place.cut_off();
    // Round numbers count more often than they date.
    loose && (1400..=2099).contains(&value) && !value.is_multiple_of(100) && !counted
}

fn is_function_word(word: &str) -> bool {
    matches!(
        word,
        "the"
            | "a"
            | "an"
            | "and"
            | "or"
            | "but"
            | "to"
            | "of"
            | "in"
            | "on"
            | "at"
            | "by"
            | "for"
            | "with"
            | "when"
            | "was"
            | "were"
            | "is"
            | "he"
            | "she"
            | "it"
            | "they"
            | "we"
            | "that"
            | "which"
            | "as"
            | "after"
            | "before"
            | "until"
            | "had"
            | "did"
            | "there"
            | "his"
            | "her"
            | "their"
            | "no"
            | "about"
            | "through"
            | "because"
            | "while"
            | "where"
            | "onward"
            | "onwards"
            | "alone"
            | "marked"
            | "saw"
            | "became"
            | "came"
    )
}

/// "1939–1945", "3–5", "9.5-10.5km".
fn range(digits: &str, other: &str, hyphen: bool) -> Option<Quantity> {
    let (upper, suffix) = split_number(other);
    let values = whole(digits).zip(whole(upper));
    let rises = digits
        .replace(',', "")
        .parse::<f64>()
        .ok()
        .zip(upper.replace(',', "").parse::<f64>().ok())
        .is_some_and(|(low, high)| low < high);
    // A hyphen between numbers that do not rise, or of many digits, is a code or a telephone number.
    if hyphen
        && (!rises
            || digits.len() == 3 && upper.len() == 4
            || digits.len() > 4 && values.is_some()
            || upper.len() > digits.len() + 2)
    {
        return Some(Quantity::complete(format!("{} {}", numbers::digits(digits), numbers::digits(upper))));
    }
    let years = values.filter(|(low, high)| {
        (1100..=2099).contains(low)
            && digits.len() == 4
            && (upper.len() == 4 && (1100..=2099).contains(high) || upper.len() == 2)
    });
    if let Some((low, high)) = years.filter(|_| suffix.is_empty()) {
        return Some(Quantity::complete(format!(
            "{} to {}",
            year(low),
            if upper.len() == 2 { cardinal(high) } else { year(high) }
        )));
    }
    let words = format!("{} to {}", numbers::written(digits)?, numbers::written(upper)?);
    if suffix.is_empty() {
        return Some(Quantity { one: Some(false), ..Quantity::complete(words) });
    }
    let unit = unit_words(suffix.trim_start_matches('-'), suffix.starts_with('-'))?;
    Some(Quantity::complete(format!("{words} {unit}")))
}

/// "×10²³", "e-5", "E6".
fn power_of_ten(suffix: &str) -> Option<String> {
    let exponent: String = if let Some(raised) =
        suffix.strip_prefix("×10").or_else(|| suffix.strip_prefix("·10")).or_else(|| suffix.strip_prefix("x10"))
    {
        let raised = raised.trim_start_matches('^');
        raised
            .chars()
            .map(|sign| superscript(sign).or(Some(sign).filter(|sign| sign.is_ascii_digit() || *sign == '-')))
            .collect::<Option<String>>()?
    } else {
        suffix.strip_prefix(['e', 'E'])?.replace('−', "-")
    };
    let digits = exponent.trim_start_matches(['-', '+']);
    let power: u64 = digits.parse().ok()?;
    let minus = if exponent.starts_with('-') { "minus " } else { "" };
    Some(format!(" times ten to the {minus}{}", cardinal(power)))
}

/// "2024-05-29" and "10:30:15".
fn calendar(text: &str) -> Option<Quantity> {
    let parts: Vec<&str> = text.split('-').collect();
    if let [written_year, month, day] = parts[..]
        && written_year.len() == 4
        && parts.iter().all(|part| part.bytes().all(|digit| digit.is_ascii_digit()))
    {
        let name = MONTHS.get(month.parse::<usize>().ok()?.checked_sub(1)?)?;
        let day = day.parse::<u64>().ok().filter(|day| (1..=31).contains(day))?;
        return Some(Quantity::complete(
            format!("{name} {}, {}", ordinal(day), year(written_year.parse().ok()?)).replace(',', ""),
        ));
    }
    let parts: Vec<&str> = text.split(':').collect();
    if let [hours, minutes, seconds] = parts[..]
        && parts
            .iter()
            .all(|part| !part.is_empty() && part.len() < 3 && part.bytes().all(|digit| digit.is_ascii_digit()))
    {
        let part = |digits: &str| digits.parse::<u64>().ok().map(cardinal);
        return Some(Quantity::complete(format!("{} {} {}", part(hours)?, part(minutes)?, part(seconds)?)));
    }
    None
}

fn clock_or_ratio(hours: u64, minutes: &str) -> Option<String> {
    let value: u64 = minutes.parse().ok()?;
    if minutes.len() != 2 || value > 59 || hours > 24 {
        return Some(format!("{} to {}", cardinal(hours), cardinal(value)));
    }
    Some(match value {
        0 if hours <= 12 => format!("{} o'clock", cardinal(hours)),
        0 => format!("{} hundred hours", cardinal(hours)),
        1..=9 => format!("{} oh {}", cardinal(hours), cardinal(value)),
        _ => format!("{} {}", cardinal(hours), cardinal(value)),
    })
}
