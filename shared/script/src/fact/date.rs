//! Dates, years, decades and centuries.

use lectern_lesson::{Fact, FactKind};

use super::Word;

const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

const ORDINALS: [&str; 21] = [
    "first",
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
    "eleventh",
    "twelfth",
    "thirteenth",
    "fourteenth",
    "fifteenth",
    "sixteenth",
    "seventeenth",
    "eighteenth",
    "nineteenth",
    "twentieth",
    "twenty-first",
];

/// Words before a bare year.
const YEAR_LEADS: [&str; 20] = [
    "in", "by", "since", "from", "until", "till", "after", "before", "of", "to", "during", "around", "about", "year",
    "between", "and", "circa", "c", "early", "late",
];

pub(super) fn is_month(lower: &str) -> bool {
    MONTHS.contains(&lower)
}

/// The dates of a sentence.
pub(super) fn find(plain: &str, words: &[Word<'_>]) -> Vec<Fact> {
    let mut facts = Vec::new();
    let mut index = 0;
    while index < words.len() {
        match date(words, index) {
            Some((count, year)) => {
                let last = &words[index + count - 1];
                let mut end = last.end;
                // "B.C." loses its last stop with the punctuation.
                if last.after.starts_with('.') && last.text.contains('.') {
                    end += 1;
                }
                let start = words[index].start;
                facts.push(Fact { kind: FactKind::Date { text: plain[start..end].to_owned(), year }, start, end });
                index += count;
            }
            None => index += 1,
        }
    }
    facts
}

fn day(word: &str) -> bool {
    let digits = word.trim_end_matches(
        ["st", "nd", "rd", "th"].as_slice().iter().find(|suffix| word.ends_with(**suffix)).copied().unwrap_or("\u{0}"),
    );
    digits.parse::<u32>().is_ok_and(|day| (1..=31).contains(&day))
}

fn year(word: &Word<'_>) -> Option<i32> {
    (word.text.len() == 4).then(|| word.text.parse::<i32>().ok()).flatten().filter(|year| (1000..=2100).contains(year))
}

fn era(word: Option<&Word<'_>>) -> Option<i32> {
    match word?.text {
        "BC" | "BCE" | "B.C" | "B.C.E" => Some(-1),
        "AD" | "CE" | "A.D" | "C.E" => Some(1),
        _ => None,
    }
}

/// How many words from `index` are a date, and its year.
fn date(words: &[Word<'_>], index: usize) -> Option<(usize, Option<i32>)> {
    let get = |offset: usize| words.get(index + offset);
    let lower = |offset: usize| get(offset).map_or("", |word| word.lower.as_str());
    let first = &words[index];
    // 29th of May 1453, 29 May 1453
    if day(&first.lower) && first.after.is_empty() {
        let month_at = if lower(1) == "of" { 2 } else { 1 };
        let is_name = get(month_at).is_some_and(|word| word.text.starts_with(char::is_uppercase));
        if is_month(lower(month_at)) && is_name {
            if let Some(year) = get(month_at + 1).and_then(year) {
                return Some((month_at + 2, Some(year)));
            }
            return Some((month_at + 1, None));
        }
    }
    // May 29, 1453 and May 1453
    if is_month(&first.lower) && first.text.starts_with(char::is_uppercase) {
        if get(1).is_some_and(|word| day(&word.lower)) && first.after.is_empty() {
            return Some(match get(2).and_then(year) {
                Some(year) => (3, Some(year)),
                None => (2, None),
            });
        }
        if let Some(year) = get(1).and_then(year) {
            return Some((2, Some(year)));
        }
    }
    // AD 79
    if matches!(first.text, "AD" | "A.D")
        && let Some(number) = get(1).and_then(|word| word.text.parse::<i32>().ok())
    {
        return Some((2, Some(number)));
    }
    // 44 BC
    if let (Ok(number), Some(sign)) = (first.text.replace(',', "").parse::<i32>(), era(get(1)))
        && first.after.is_empty()
    {
        return Some((2, Some(number.saturating_mul(sign))));
    }
    // the 1850s; the 19th century (BC)
    let skip = usize::from(first.lower == "the");
    if let Some(decade) = get(skip)
        && let Some(number) =
            decade.lower.strip_suffix('s').and_then(|number| number.trim_end_matches('\'').parse::<i32>().ok())
        && (1000..2100).contains(&number)
        && number % 10 == 0
    {
        return Some((skip + 1, Some(number)));
    }
    if matches!(lower(skip + 1), "century" | "centuries")
        && let Some(word) = get(skip)
    {
        let number = ORDINALS
            .iter()
            .position(|ordinal| *ordinal == word.lower)
            .map(|position| position as i32 + 1)
            .or_else(|| word.lower.trim_end_matches(|character: char| character.is_alphabetic()).parse().ok())
            .filter(|number| (1..=30).contains(number) && word.lower.chars().count() > 2)?;
        return Some(match era(get(skip + 2)) {
            Some(-1) => (skip + 3, Some(-number * 100)),
            Some(_) => (skip + 3, Some((number - 1) * 100 + 1)),
            None => (skip + 2, Some((number - 1) * 100 + 1)),
        });
    }
    // in 1492
    let found = year(first)?;
    let previous = index.checked_sub(1).and_then(|before| words.get(before)).map_or("", |word| word.lower.as_str());
    let counts_something = first.after.is_empty()
        && get(1).is_some_and(|next| {
            next.lower.len() > 3
                && next.lower.ends_with('s')
                && !matches!(next.lower.as_str(), "this" | "his" | "was" | "has")
        });
    let is_listed = previous.parse::<i32>().is_ok();
    (!counts_something && !is_listed && (YEAR_LEADS.contains(&previous) || first.after.starts_with(')')))
        .then_some((1, Some(found)))
}
