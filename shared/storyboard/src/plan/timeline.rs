//! Dated sentences on a line of time: what happened before, and now this.

use lectern_lesson::{FactKind, Lesson, Moment, PassageKind, Visual};

use super::deed::deed;
use super::pictures::Picture;
use super::points::capitalized;
use super::prose::Said;
use crate::clauses::{Wanted, clauses};
use crate::tags::{Tag, tags};
use crate::words::{BACK_POINTING, is_content, normalize, word_count};

/// Events on one line.
const EVENTS_MAX: usize = 3;

/// An event that the lesson tells.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Event {
    moment: Moment,
    /// The sentence that tells it, and the word of its date.
    sentence: String,
    word: usize,
}

impl Event {
    /// When it was, as a decimal year.
    pub(crate) fn year(&self) -> f64 {
        self.moment.year
    }
}

/// The dated events of a lesson in the order in which they are told. A date without a year is of the year told last, and "thirty-nine
/// years later" counts from it.
pub(crate) fn events(lesson: &Lesson) -> Vec<Event> {
    let mut year: Option<i32> = None;
    let mut found = Vec::new();
    let sentences =
        lesson.sections.iter().flat_map(|section| &section.passages).flat_map(|passage| match &passage.kind {
            PassageKind::Prose { sentences } | PassageKind::List { items: sentences, .. } => sentences.as_slice(),
            _ => &[],
        });
    for said in sentences.filter_map(Said::of) {
        found.extend(event(&said, &mut year));
    }
    found
}

fn event(said: &Said, year: &mut Option<i32>) -> Option<Event> {
    let dated = said.facts.iter().find_map(|fact| match &fact.kind {
        FactKind::Date { text, year: told } => Some((fact, text.clone(), *told)),
        _ => None,
    });
    let words = said.words();
    let (start, end, shown, decimal) = match dated {
        Some((fact, text, told)) => {
            *year = told.or(*year);
            let of = (*year)?;
            let decimal = f64::from(of) + within_year(&text);
            (fact.start, fact.end, text, decimal)
        }
        None => {
            let fact = said.facts.iter().find(
                |fact| matches!(&fact.kind, FactKind::Quantity { unit: Some(unit), .. } if unit.starts_with("year")),
            )?;
            let FactKind::Quantity { value, .. } = fact.kind else { return None };
            let after = said.text.get(fact.end..)?.split_whitespace().next().map(normalize)?;
            if !matches!(after.as_str(), "later" | "after") || value > 3_000.0 {
                return None;
            }
            let of = (*year)?.checked_add(value as i32)?;
            *year = Some(of);
            (fact.start, fact.end, of.to_string(), f64::from(of))
        }
    };
    let first = said.line.word_at(start)?;
    let last = said.line.word_at(end.checked_sub(1)?)?;
    let text = caption(&words, first, last)?;
    let date = shown.trim().trim_end_matches([',', '.', ';', ':']).trim_start_matches("the ").to_owned();
    Some(Event {
        moment: Moment { date, year: decimal, text: capitalized(&text) },
        sentence: said.text.clone(),
        word: first,
    })
}

/// What happened, in a few words: the rest of the sentence, cut short.
fn caption(words: &[String], first: usize, last: usize) -> Option<String> {
    let mut rest: Vec<String> =
        if first <= 2 { words.get(last + 1..)?.to_vec() } else { words[..first.saturating_sub(1)].to_vec() };
    // "… began after midnight on the": what led to the date goes with it.
    while rest.last().is_some_and(|word| !is_content(&normalize(word))) {
        rest.pop();
    }
    let rest: Vec<String> = match rest.first().map(|word| normalize(word)) {
        Some(word) if matches!(word.as_str(), "later" | "after") => rest[1..].to_vec(),
        _ => rest,
    };
    let condensed = |target: usize, limit: usize| {
        let wanted = Wanted { target, limit, thought: true, key_stems: &[] };
        clauses(&rest, wanted).into_iter().next().map(|clause| clause.text)
    };
    let told = || deed(&rest, &tags(&rest), 0..rest.len()).filter(|told| told.subject.is_some()).map(|told| told.text);
    told().or_else(|| condensed(3, 5)).or_else(|| condensed(4, 6)).or_else(|| condensed(6, 8)).map(without_haver)
}

/// "He had about seventy ships dragged overland": what was done tells more than who had it done.
fn without_haver(text: String) -> String {
    let words: Vec<String> = text.split_whitespace().map(str::to_owned).collect();
    let [who, had, done @ ..] = &words[..] else { return text };
    let had_it_done = BACK_POINTING.contains(&normalize(who).as_str()) && normalize(had) == "had";
    // What was done stands after its object: "ships dragged", not "had dragged ships".
    let is_done = tags(&words).iter().skip(3).any(|tag| matches!(tag, Tag::Participle | Tag::Verb));
    if had_it_done && is_done { done.join(" ") } else { text }
}

/// An event that was told before: who or what it was about is enough to know it again.
fn recalled(text: &str) -> String {
    let words: Vec<String> = text.split_whitespace().map(str::to_owned).collect();
    let tags = tags(&words);
    let verb = tags.iter().position(|tag| matches!(tag, Tag::Verb | Tag::Auxiliary)).unwrap_or(0);
    let about = words.get(..verb).unwrap_or_default();
    let names = about.len() >= 2 && tags[0] != Tag::Determiner && tags[verb - 1] == Tag::Noun;
    if names { about.join(" ") } else { text.to_owned() }
}

/// The picture for a dated sentence: the events told until then, this one on its word.
pub(crate) fn timeline(said: &Said, events: &[Event]) -> Option<Picture> {
    let index = events.iter().position(|event| event.sentence == said.text)?;
    let own = &events[index];
    let opener = normalize(own.moment.text.split_whitespace().next()?);
    if BACK_POINTING.contains(&opener.as_str()) && opener != "he" && opener != "she" {
        return None;
    }
    let mut moments: Vec<Moment> = Vec::new();
    for event in events[..index].iter().rev() {
        let apart = |known: &Moment| (known.year - event.moment.year).abs() > 0.000_5;
        if apart(&own.moment) && moments.iter().all(apart) && moments.len() + 1 < EVENTS_MAX {
            moments.push(Moment { text: recalled(&event.moment.text), ..event.moment.clone() });
        }
    }
    if moments.is_empty() {
        return None;
    }
    // More to read than is said would be read instead of looked at: what is longest ago goes.
    let words = |moment: &Moment| word_count(&moment.date) + word_count(&moment.text);
    while moments.len() > 1 && moments.iter().chain([&own.moment]).map(words).sum::<usize>() > said.words().len() {
        moments.pop();
    }
    moments.push(own.moment.clone());
    // "29th of May" beside "1492": of which year is no longer clear.
    let spans_years = moments.iter().any(|moment| moment.year.floor() != own.moment.year.floor());
    for moment in moments.iter_mut().filter(|moment| spans_years && month_of(&moment.date).is_some()) {
        let year = (moment.year.floor() as i64).to_string();
        if !moment.date.contains(&year) {
            moment.date = format!("{} {year}", moment.date);
        }
    }
    moments.sort_by(|one, two| one.year.total_cmp(&two.year));
    let moments_told = moments.len();
    let part = moments.iter().position(|moment| moment.year == own.moment.year)?;
    Some(Picture {
        visual: Visual::Timeline { heading: None, events: moments },
        weakness: if moments_told > 2 { -0.1 } else { 0.4 },
        cues: vec![(part, own.word)],
        around: Vec::new(),
        lasts: true,
    })
}

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

fn month_of(text: &str) -> Option<usize> {
    text.split_whitespace().map(normalize).find_map(|word| MONTHS.iter().position(|month| *month == word))
}

/// How far into the year a date lies, 0 to 1: by its month and day.
fn within_year(text: &str) -> f64 {
    let Some(month) = month_of(text) else { return 0.0 };
    let day = text
        .split_whitespace()
        .map(normalize)
        .filter_map(|word| word.trim_end_matches(|character: char| character.is_alphabetic()).parse::<u32>().ok())
        .find(|day| (1..=31).contains(day))
        .unwrap_or(15);
    (month as f64 + f64::from(day - 1) / 31.0) / 12.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_event_is_told_in_few_words_and_recalled_in_fewer() {
        let ships = without_haver("He had about seventy ships dragged overland".to_owned());
        assert_eq!(ships, "about seventy ships dragged overland");
        assert_eq!(recalled("About seventy ships dragged overland"), "About seventy ships");
        assert_eq!(recalled("Final assault began after midnight"), "Final assault");
        let had = "He had seventy ships".to_owned();
        assert_eq!(without_haver(had.clone()), had, "what he had is the event");
        assert_eq!(recalled("The city was a shadow"), "The city was a shadow", "a word alone tells nothing");
    }

    #[test]
    fn dates_lie_in_their_year() {
        assert!((within_year("22nd of April") - 3.677 / 12.0).abs() < 0.001);
        assert!(within_year("the 29th of May 1453") > within_year("22nd of April"));
        assert_eq!(within_year("1492"), 0.0);
    }
}
