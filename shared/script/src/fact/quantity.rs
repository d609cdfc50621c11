//! Numbers with what they count, in digits and in words.

use lectern_lesson::{Fact, FactKind};

use super::Word;

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
const TENS: [(&str, f64); 8] = [
    ("twenty", 20.0),
    ("thirty", 30.0),
    ("forty", 40.0),
    ("fifty", 50.0),
    ("sixty", 60.0),
    ("seventy", 70.0),
    ("eighty", 80.0),
    ("ninety", 90.0),
];
const SCALES: [(&str, f64); 6] =
    [("dozen", 12.0), ("hundred", 1e2), ("thousand", 1e3), ("million", 1e6), ("billion", 1e9), ("trillion", 1e12)];

/// Units and irregular plurals that a number may count.
const UNITS: [&str; 64] = [
    "percent",
    "m",
    "km",
    "cm",
    "mm",
    "nm",
    "kg",
    "g",
    "mg",
    "s",
    "h",
    "ms",
    "l",
    "ml",
    "j",
    "kj",
    "kcal",
    "kcal/mol",
    "kj/mol",
    "kcal/mole",
    "mol",
    "k",
    "v",
    "w",
    "kw",
    "hz",
    "°c",
    "°f",
    "km/h",
    "m/s",
    "mph",
    "men",
    "women",
    "people",
    "children",
    "feet",
    "mice",
    "degrees",
    "meter",
    "metre",
    "year",
    "day",
    "hour",
    "minute",
    "second",
    "dollar",
    "euro",
    "pound",
    "mile",
    "ton",
    "tonne",
    "gram",
    "kilogram",
    "liter",
    "litre",
    "inch",
    "foot",
    "week",
    "month",
    "century",
    "joule",
    "watt",
    "volt",
    "newton",
];

const NO_NOUN: [&str; 34] = [
    "of", "and", "or", "the", "in", "to", "from", "is", "was", "has", "this", "its", "his", "as", "times", "plus",
    "minus", "who", "that", "which", "at", "on", "by", "for", "with", "it", "they", "he", "she", "we", "does",
    "always", "thus", "us",
];

/// The quantities of a sentence.
pub(super) fn find(plain: &str, words: &[Word<'_>]) -> Vec<Fact> {
    let mut facts = Vec::new();
    let mut index = 0;
    while index < words.len() {
        let Some(number) = number(words, index) else {
            index += 1;
            continue;
        };
        let mut last = index + number.words - 1;
        let mut unit = number.unit;
        let mut figure = number.figure;
        let touches = |at: usize| words[at].after.is_empty() || words[at].after == "-";
        if unit.is_none()
            && touches(last)
            && let Some(next) = words.get(last + 1).filter(|next| !next.after.starts_with(['⁺', '⁻']))
        {
            let plural = |word: &Word<'_>| {
                let lower = word.lower.as_str();
                UNITS.contains(&lower)
                    || (lower.len() > 3
                        && lower.ends_with('s')
                        && !lower.ends_with("ss")
                        && !lower.ends_with("ous")
                        && !NO_NOUN.contains(&lower))
            };
            let starts_small = next
                .text
                .starts_with(|character: char| character.is_lowercase() || character == '°' || character == '%')
                || UNITS.contains(&next.lower.as_str());
            if matches!(next.lower.as_str(), "percent" | "%") {
                figure = format!("{figure} %");
                unit = Some("%".to_owned());
                last += 1;
            } else if starts_small && plural(next) {
                unit = Some(next.text.to_owned());
                last += 1;
            } else if starts_small
                && !NO_NOUN.contains(&next.lower.as_str())
                && next.after.is_empty()
                && let Some(noun) =
                    words.get(last + 2).filter(|noun| plural(noun) && !UNITS[..32].contains(&noun.lower.as_str()))
            {
                unit = Some(format!("{} {}", next.text, noun.text));
                last += 2;
            }
        }
        let is_small_word = number.in_words && number.value < 20.0;
        if unit.is_some() || !(is_small_word || number.is_vague) {
            let unit_is_percent = unit.as_deref() == Some("%");
            facts.push(Fact {
                kind: FactKind::Quantity {
                    value: number.value,
                    figure,
                    unit: unit
                        .filter(|_| !unit_is_percent)
                        .or(unit_is_percent.then(String::new))
                        .filter(|unit| !unit.is_empty()),
                },
                start: words[index].start,
                end: words[last].end.min(plain.len()),
            });
        }
        index = last + 1;
    }
    facts
}

struct Number {
    value: f64,
    figure: String,
    unit: Option<String>,
    words: usize,
    in_words: bool,
    /// "one", "a third": a quantity only with its unit.
    is_vague: bool,
}

/// Whether a number begins at `index`.
pub(super) fn is_number(words: &[Word<'_>], index: usize) -> bool {
    index < words.len() && number(words, index).is_some()
}

fn number(words: &[Word<'_>], index: usize) -> Option<Number> {
    digits(words, index).or_else(|| spelled(words, index))
}

fn digits(words: &[Word<'_>], index: usize) -> Option<Number> {
    let word = &words[index];
    let mut text = word.text;
    let mut unit = None;
    let mut sign = String::new();
    for (mark, name) in [("US$", "dollars"), ("$", "dollars"), ("€", "euros"), ("£", "pounds")] {
        if let Some(rest) = text.strip_prefix(mark) {
            (text, unit) = (rest, Some(name.to_owned()));
            sign = mark.to_owned();
            break;
        }
    }
    let is_negative = text.starts_with(['−', '-']) || (text.starts_with('–') && text.len() > 3);
    text = text.trim_start_matches(['−', '-', '–']);
    let is_percent = text.ends_with('%');
    text = text.trim_end_matches('%');
    let is_number = |text: &str| {
        text.starts_with(|digit: char| digit.is_ascii_digit())
            && text.ends_with(|digit: char| digit.is_ascii_digit())
            && text.chars().all(|character| character.is_ascii_digit() || matches!(character, '.' | ','))
            && text.matches('.').count() <= 1
    };
    let parse = |text: &str| text.replace(',', "").parse::<f64>().ok().filter(|value| value.is_finite());
    let (mut value, mut figure) = if is_number(text) {
        (parse(text)?, text.to_owned())
    } else {
        let (low, high) = text.split_once(['–', '-'])?;
        if !is_number(low) || !is_number(high) {
            return None;
        }
        (parse(low)?, format!("{low}–{high}"))
    };
    if is_negative {
        value = -value;
        figure = format!("−{figure}");
    }
    figure = sign + &figure;
    let mut count = 1;
    if is_percent {
        return Some(Number {
            value,
            figure: format!("{figure} %"),
            unit: Some("%".to_owned()),
            words: 1,
            in_words: false,
            is_vague: false,
        });
    }
    if word.after.is_empty()
        && let Some((name, scale)) =
            words.get(index + 1).and_then(|next| SCALES.iter().find(|scale| scale.0 == next.lower))
    {
        value *= scale;
        figure = format!("{figure} {name}");
        count = 2;
        if !words[index + 1].after.is_empty() {
            return Some(Number { value, figure, unit, words: count, in_words: false, is_vague: false });
        }
    }
    Some(Number { value, figure, unit, words: count, in_words: false, is_vague: false })
}

/// Value of one word, hyphenated tens included ("fifty-three").
fn small(word: &str) -> Option<f64> {
    if let Some(position) = ONES.iter().position(|one| *one == word) {
        return Some(position as f64);
    }
    if let Some(tens) = TENS.iter().find(|tens| tens.0 == word) {
        return Some(tens.1);
    }
    let (tens, ones) = word.split_once('-')?;
    let tens = TENS.iter().find(|entry| entry.0 == tens)?.1;
    let ones = ONES[1..10].iter().position(|one| *one == ones)? as f64 + 1.0;
    Some(tens + ones)
}

fn spelled(words: &[Word<'_>], index: usize) -> Option<Number> {
    let lower = |at: usize| words.get(at).map_or("", |word| word.lower.as_str());
    let scale =
        |at: usize| SCALES.iter().find(|scale| scale.0 == lower(at) && words.get(at).is_some()).map(|scale| scale.1);
    // "half a million", "a third of".
    if lower(index) == "half"
        && lower(index + 1) == "a"
        && let Some(scale) = scale(index + 2)
    {
        return Some(in_words(scale / 2.0, 3, false));
    }
    if lower(index) == "a" {
        if let Some(scale) = scale(index + 1) {
            return Some(in_words(scale, 2, scale < 1e3));
        }
        let share = match lower(index + 1) {
            "third" => 3.0,
            "quarter" => 4.0,
            "fifth" => 5.0,
            "tenth" => 10.0,
            _ => return None,
        };
        let figure = format!("1/{share}");
        return (lower(index + 2) == "of")
            .then(|| Number { value: 1.0 / share, figure, unit: None, words: 2, in_words: true, is_vague: false })
            .map(|number| Number { in_words: false, ..number });
    }
    let (mut total, mut current, mut at) = (0.0, small(lower(index))?, index + 1);
    loop {
        if at > index && !words[at - 1].after.is_empty() {
            break;
        }
        if let Some(scale) = scale(at) {
            if scale >= 1e3 {
                total += current * scale;
                current = 0.0;
            } else {
                current *= scale;
            }
            at += 1;
            continue;
        }
        let skip = usize::from(lower(at) == "and" && (total > 0.0 || current >= 100.0));
        match small(lower(at + skip)) {
            Some(value)
                if (current >= 100.0 && current % 100.0 == 0.0)
                    || (current == 0.0 && total > 0.0)
                    || (skip == 0 && current >= 20.0 && current % 10.0 == 0.0 && value < 10.0) =>
            {
                current += value;
                at += 1 + skip;
            }
            _ => break,
        }
    }
    let mut value = total + current;
    if lower(at) == "and" && lower(at + 1) == "a" && lower(at + 2) == "half" {
        value += 0.5;
        at += 3;
    }
    Some(in_words(value, at - index, value < 2.0))
}

fn in_words(value: f64, words: usize, is_vague: bool) -> Number {
    Number { value, figure: figure(value), unit: None, words, in_words: true, is_vague }
}

/// A number as a reader likes to see it.
fn figure(value: f64) -> String {
    for (name, scale) in [("trillion", 1e12), ("billion", 1e9), ("million", 1e6)] {
        if value >= scale && (value / scale * 10.0).fract() == 0.0 {
            return format!("{} {name}", value / scale);
        }
    }
    let whole = format!("{}", value.trunc());
    let mut grouped = String::new();
    for (index, digit) in whole.chars().enumerate() {
        if index > 0 && (whole.len() - index) % 3 == 0 {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    if value.fract() == 0.0 { grouped } else { format!("{value}") }
}
