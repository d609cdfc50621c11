//! Numbers of one kind in neighboring sentences, drawn to scale against each other: "seven thousand men … eighty thousand".

use lectern_lesson::{Amount, AmountForm, FactKind, Visual};

use super::pictures::{Around, Picture};
use super::points::capitalized;
use super::prose::{Guide, Said};
use crate::words::{normalize, stem};

/// Sentences that a comparison may reach over.
const REACH: usize = 2;

/// The smaller of two amounts is at most this part of the larger: nearer ones look the same, farther ones are a dot.
const RATIOS: std::ops::RangeInclusive<f64> = 0.000_5..=0.8;

/// Handfuls need no scale: they are seen at a glance.
const LARGE: f64 = 10.0;

/// Words for people: they are counted as one kind.
const PEOPLE: &[&str] = &[
    "people",
    "men",
    "women",
    "soldiers",
    "defenders",
    "inhabitants",
    "workers",
    "children",
    "students",
    "persons",
    "troops",
];

struct Quantity {
    value: f64,
    figure: String,
    unit: Option<String>,
    /// Index of the sentence in the run, and of the number's first word.
    sentence: usize,
    word: usize,
    caption: String,
}

/// The comparison that ends with the sentence at `index`; the sentences before it that take part are taken in.
pub(crate) fn amounts(run: &[Said], index: usize, guide: &Guide<'_>) -> Option<Picture> {
    let first = index.saturating_sub(REACH);
    let mut all: Vec<Quantity> = (first..=index).flat_map(|sentence| quantities(&run[sentence], sentence)).collect();
    let kind = all.iter().find_map(|one| kind_of(one.unit.as_deref()?))?;
    // A number without a noun counts what was counted before.
    let mut seen = false;
    all.retain(|one| match &one.unit {
        Some(unit) => {
            let same = kind_of(unit).is_some_and(|own| own == kind);
            seen |= same;
            same
        }
        None => seen && one.value >= 10.0,
    });
    let own = all.iter().rposition(|one| one.sentence == index)?;
    let mut chosen: Vec<&Quantity> = vec![&all[own]];
    for one in all[..own].iter().rev() {
        let ratio = one.value.min(all[own].value) / one.value.max(all[own].value);
        if RATIOS.contains(&ratio) && chosen.len() < 2 && chosen.iter().all(|known| known.caption != one.caption) {
            chosen.push(one);
        }
    }
    chosen.reverse();
    let largest = chosen.iter().map(|one| one.value).fold(0.0, f64::max);
    if chosen.len() < 2 || largest < LARGE || chosen.iter().any(|one| one.caption.is_empty()) {
        return None;
    }
    let picture = if kind == "people" { None } else { guide.illustration(&kind, &run[index].text) };
    let amounts = chosen
        .iter()
        .map(|one| Amount {
            number: one.figure.clone(),
            value: one.value,
            caption: capitalized(&one.caption),
            picture: picture.clone(),
        })
        .collect();
    let place = |part: usize, one: &Quantity| (part, one.word);
    let cues = chosen.iter().enumerate().filter(|(_, one)| one.sentence == index).map(|(part, one)| place(part, one));
    let around = chosen.iter().enumerate().filter(|(_, one)| one.sentence != index).map(|(part, one)| Around {
        offset: one.sentence as isize - index as isize,
        part,
        word: one.word,
    });
    Some(Picture {
        visual: Visual::Amounts { heading: None, form: AmountForm::Count, amounts },
        weakness: -1.2,
        cues: cues.collect(),
        around: around.collect(),
        lasts: true,
    })
}

/// The kind of thing that is counted, as one word; none for units of measurement, which are shown otherwise.
fn kind_of(unit: &str) -> Option<String> {
    let unit = normalize(unit.split_whitespace().last()?);
    if PEOPLE.contains(&unit.as_str()) {
        return Some("people".to_owned());
    }
    let counted = unit.len() > 3 && unit.ends_with('s') && !MEASURES.contains(&unit.as_str());
    counted.then(|| stem(&unit))
}

/// Plural units that are measures, not things.
const MEASURES: &[&str] = &[
    "meters",
    "metres",
    "kilometers",
    "kilometres",
    "centimeters",
    "miles",
    "feet",
    "inches",
    "tonnes",
    "tons",
    "kilograms",
    "grams",
    "pounds",
    "liters",
    "litres",
    "years",
    "days",
    "hours",
    "minutes",
    "seconds",
    "months",
    "weeks",
    "centuries",
    "degrees",
    "dollars",
    "euros",
    "cents",
    "percents",
    "joules",
    "volts",
    "watts",
    "times",
];

fn quantities(said: &Said, sentence: usize) -> Vec<Quantity> {
    let words = said.words();
    let dated = |start: usize, end: usize| {
        said.facts.iter().any(|fact| matches!(fact.kind, FactKind::Date { .. }) && fact.start < end && start < fact.end)
    };
    said.facts
        .iter()
        .filter(|fact| !dated(fact.start, fact.end))
        .filter_map(|fact| match &fact.kind {
            FactKind::Quantity { value, figure, unit } if *value >= 2.0 && !figure.contains('%') => {
                let first = said.line.word_at(fact.start)?;
                let last = said.line.word_at(fact.end.checked_sub(1)?)?.max(first);
                Some(Quantity {
                    value: *value,
                    figure: figure.clone(),
                    unit: unit.clone(),
                    sentence,
                    word: first,
                    caption: caption(&words, first, last, unit.as_deref()).unwrap_or_default(),
                })
            }
            _ => None,
        })
        .collect()
}

/// What the number counts, of whom or when: what is counted with the short rest of its clause, else the clause's subject.
fn caption(words: &[String], first: usize, last: usize, unit: Option<&str>) -> Option<String> {
    let ends = |word: &str| word.ends_with([',', ';', ':', '.', '?', '!', '—']);
    let stops = |word: &str| {
        matches!(normalize(word).as_str(), "where" | "who" | "which" | "while" | "and" | "but" | "when" | "than" | "to")
    };
    let bare =
        |words: &[String]| words.join(" ").trim_matches(|character: char| !character.is_alphanumeric()).to_owned();
    let mut after = Vec::new();
    if !ends(&words[last]) {
        for word in &words[last + 1..] {
            if stops(word) {
                break;
            }
            after.push(word.clone());
            if ends(word) {
                break;
            }
        }
    }
    // "people lived", "had lived before": what was done is in the voice; who and when stay.
    let kept: Vec<String> =
        after.iter().filter(|word| !crate::verbs::can_be_finite(&normalize(word))).cloned().collect();
    let told = bare(&kept);
    if (1..=4).contains(&after.len()) && !(told.is_empty() && unit.is_none()) {
        return Some([unit.unwrap_or_default(), told.as_str()].join(" ").trim().to_owned());
    }
    let start = (0..first).rev().find(|at| ends(&words[*at])).map_or(0, |at| at + 1);
    let clause = &words[start..first];
    let subject = super::plain::subject_of(clause).or_else(|| super::plain::subject_of(words));
    let short = subject.map(|(subject, _)| subject).filter(|subject| subject.split_whitespace().count() <= 4);
    match (unit, short) {
        (Some(unit), Some(subject)) => Some(format!("{unit} of {}", super::points::with_small_first(&subject))),
        (unit, subject) => unit.map(str::to_owned).or(subject),
    }
}
