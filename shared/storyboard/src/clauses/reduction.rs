//! What can be left out of a clause without breaking it, and what that costs.

use super::parting::COORDINATORS;
use super::piece::{Piece, has_verb, is_clause, until_mark};
use crate::verbs::{can_be_finite, is_auxiliary, is_base, is_finite};
use crate::words::{DETERMINERS, PREPOSITIONS, is_content};

const ASIDE_OPENERS: &[&str] =
    &["such", "including", "especially", "namely", "like", "particularly", "e.g", "i.e", "as"];
const REASON_OPENERS: &[&str] = &["because", "although", "though", "whereas", "while", "since"];
pub(super) const RELATIVE_OPENERS: &[&str] = &["which", "who", "whom", "whose", "where"];

/// Openers without which a sentence may say something else.
const CONDITIONS: &[&str] = &["if", "unless", "when", "once", "until", "without", "unlike", "only", "instead"];
/// Adverbs that open a sentence and may go.
const ADVERBS: &[&str] = &[
    "also",
    "eventually",
    "every",
    "finally",
    "first",
    "furthermore",
    "hence",
    "here",
    "however",
    "indeed",
    "meanwhile",
    "moreover",
    "next",
    "now",
    "often",
    "second",
    "so",
    "sometimes",
    "sooner",
    "still",
    "then",
    "therefore",
    "third",
    "thus",
    "today",
    "together",
];
/// Words that open a last part that only adds something.
const LAST_OPENERS: &[&str] = &[
    "a", "after", "an", "as", "at", "before", "called", "cast", "even", "from", "hence", "however", "in", "just",
    "like", "meaning", "midway", "not", "on", "once", "one", "rather", "the", "then", "through", "too", "with",
];
/// Prepositions with which a phrase begins that may go from the end.
const TRAILING: &[&str] = &[
    "across", "after", "around", "at", "before", "by", "for", "from", "in", "into", "on", "over", "through", "toward",
    "under", "with", "within", "without",
];

/// A clause and what can be left out of it, each with its cost.
pub(super) fn reductions(pieces: &[Piece], main: &[usize]) -> Vec<(Vec<usize>, f64)> {
    let mut segments: Vec<&[usize]> = Vec::new();
    let mut rest = main;
    while !rest.is_empty() {
        let segment = until_mark(pieces, rest);
        segments.push(segment);
        rest = &rest[segment.len()..];
    }
    let prices: Vec<Option<f64>> = (0..segments.len()).map(|number| price(pieces, &segments, number)).collect();
    let mut found = without_segments(main, &segments, &prices);
    cut_reasons(pieces, &mut found);
    cut_trailing_phrases(pieces, &mut found);
    found.retain(|(kept, _)| !kept.is_empty());
    found
}

/// What it costs to leave out segment `number`; none where it cannot be left out.
fn price(pieces: &[Piece], segments: &[&[usize]], number: usize) -> Option<f64> {
    let segment = segments[number];
    let first = opener(pieces, segment);
    if number == 0 {
        return opening_price(pieces, segments);
    }
    let is_last = number + 1 == segments.len();
    let listed = list_like(pieces, segments, number);
    let second = segment.get(1).map_or("", |next| pieces[*next].core.as_str());
    let next_is_finite = segments.get(number + 1).is_some_and(|next| is_finite(opener(pieces, next)));
    if RELATIVE_OPENERS.contains(&first) || PREPOSITIONS.contains(&first) && RELATIVE_OPENERS.contains(&second) {
        Some(0.3)
    } else if !listed
        && (ASIDE_OPENERS.contains(&first)
            || REASON_OPENERS.contains(&first)
            || is_last && first.len() > 5 && first.ends_with("ing"))
    {
        Some(0.4)
    } else if is_last
        && COORDINATORS.contains(&first)
        && (is_finite(second) || is_base(second))
        && !listed
        && !(number > 1 && can_be_finite(opener(pieces, segments[number - 1])))
    {
        Some(0.9)
    } else if number == 1 && is_aside_to_opener(pieces, segments) {
        Some(0.3)
    } else if number == 1
        && next_is_finite
        && !has_verb(pieces, segment)
        && segments[0].len() <= 6
        && !COORDINATORS.contains(&first)
    {
        // "The emperor, Constantine the Eleventh, could find": an apposition between subject and verb.
        Some(0.5)
    } else if is_last && LAST_OPENERS.contains(&first) && !is_clause(pieces, segment) && !listed {
        Some(0.6)
    } else {
        None
    }
}

/// What it costs to leave out the words before the first comma.
fn opening_price(pieces: &[Piece], segments: &[&[usize]]) -> Option<f64> {
    let (segment, tail) = segments.split_first()?;
    let next = tail.first()?;
    let first = opener(pieces, segment);
    let rest: Vec<usize> = tail.concat();
    // "To make a rope move in short, tight waves, …": a comma between adjectives does not end the opener.
    let next_stands = is_clause(pieces, next)
        || PREPOSITIONS.contains(&opener(pieces, next))
        || is_aside_to_opener(pieces, segments)
        || is_base(opener(pieces, next));
    if !next_stands || !(is_clause(pieces, &rest) || is_base(opener(pieces, &rest))) {
        None
    } else if CONDITIONS.contains(&first) {
        Some(1.8)
    } else if PREPOSITIONS.contains(&first)
        || REASON_OPENERS.contains(&first)
        || first.ends_with("ly")
        || ADVERBS.contains(&first)
        || segment.len() == 1 && !can_be_finite(first)
    {
        Some(0.2)
    } else {
        None
    }
}

fn opener<'a>(pieces: &'a [Piece], segment: &[usize]) -> &'a str {
    segment.first().map_or("", |first| pieces[*first].core.as_str())
}

/// The clause, whole and without the segments that have a price.
fn without_segments(main: &[usize], segments: &[&[usize]], prices: &[Option<f64>]) -> Vec<(Vec<usize>, f64)> {
    let count = segments.len();
    let mut found: Vec<(Vec<usize>, f64)> = vec![(main.to_vec(), 0.0)];
    let keep = |drop: &dyn Fn(usize) -> bool| -> (Vec<usize>, f64) {
        let mut kept = Vec::new();
        let mut cost = 0.0;
        for (number, segment) in segments.iter().enumerate() {
            match prices[number] {
                Some(price) if drop(number) => cost += price,
                _ => kept.extend_from_slice(segment),
            }
        }
        (kept, cost)
    };
    if prices.iter().any(Option::is_some) {
        found.push(keep(&|number| number == 0));
        found.push(keep(&|number| number > 0));
        found.push(keep(&|_| true));
        for single in 1..count {
            found.push(keep(&|number| number == single));
            found.push(keep(&|number| number == single || number == 0));
        }
        // Everything from a relative clause or participle to the end.
        for from in 1..count {
            if prices[from].is_some() {
                for skip_first in [false, true] {
                    let mut kept = Vec::new();
                    for (number, segment) in segments.iter().enumerate().take(from) {
                        if !(number == 0 && skip_first && prices[0].is_some() && from > 1) {
                            kept.extend_from_slice(segment);
                        }
                    }
                    found.push((kept, 0.8 + if skip_first { 0.2 } else { 0.0 }));
                }
            }
        }
    }
    found
}

/// Reasons and examples without a comma before them.
fn cut_reasons(pieces: &[Piece], found: &mut Vec<(Vec<usize>, f64)>) {
    let base: Vec<(Vec<usize>, f64)> = found.clone();
    for (kept, cost) in base {
        for cut in 3..kept.len() {
            let core = pieces[kept[cut]].core.as_str();
            let next = kept.get(cut + 1).map_or("", |next| pieces[*next].core.as_str());
            let cuts = matches!(core, "because" | "although" | "whereas")
                || core == "such" && next == "as"
                || core == "so" && next == "that"
                || core == "in" && next == "order"
                || matches!(core, "during" | "throughout")
                || core == "rather" && next == "than"
                || core == "as" && next == "well";
            if cuts
                && has_verb(pieces, &kept[..cut])
                && pieces[kept[cut - 1]].mark.is_none()
                && ends_whole(&pieces[kept[cut - 1]].core)
            {
                found.push((kept[..cut].to_vec(), cost + 0.7));
            }
        }
    }
}

/// The last resort: a phrase with a preposition at the end, where what remains is a whole thought without it.
fn cut_trailing_phrases(pieces: &[Piece], found: &mut Vec<(Vec<usize>, f64)>) {
    let base: Vec<(Vec<usize>, f64)> = found.clone();
    for (kept, cost) in base.into_iter().filter(|(kept, _)| kept.len() > 12) {
        for cut in 5..kept.len() {
            let core = pieces[kept[cut]].core.as_str();
            // "is coupled with", "is converted into": the participle needs its phrase.
            let needed =
                pieces[kept[cut - 1]].core.ends_with("ed") && matches!(core, "with" | "into" | "on" | "for" | "toward");
            if TRAILING.contains(&core) && !needed && thought_ends(pieces, &kept[..cut]) {
                found.push((kept[..cut].to_vec(), cost + 1.1));
            }
        }
    }
}

/// Whether a thought can end here: a verb, and after it a noun that is not just "the" something.
fn thought_ends(pieces: &[Piece], kept: &[usize]) -> bool {
    let [.., before, last] = kept else { return false };
    let (before, last) = (&pieces[*before], &pieces[*last]);
    let passive =
        last.core.ends_with("ed") && matches!(before.core.as_str(), "is" | "are" | "was" | "were" | "be" | "been");
    let verb = (1..kept.len()).find(|position| has_verb(pieces, &kept[..=*position]));
    last.mark.is_none()
        && is_content(&last.core)
        && (passive || !can_be_finite(&last.core))
        && !last.core.ends_with("ing")
        && !last.core.ends_with("ly")
        && (passive || !last.core.ends_with("ed"))
        && !DETERMINERS.contains(&before.core.as_str())
        && verb.is_some_and(|verb| kept.len() - verb > if passive { 1 } else { 3 })
}

/// "During metaphase, the “change phase,” all the chromosomes …": a few words about the opener before the clause begins.
fn is_aside_to_opener(pieces: &[Piece], segments: &[&[usize]]) -> bool {
    let [first, aside, rest @ ..] = segments else { return false };
    let opens = first.first().is_some_and(|first| PREPOSITIONS.contains(&pieces[*first].core.as_str()));
    opens && aside.len() <= 4 && !has_verb(pieces, aside) && rest.first().is_some_and(|rest| is_clause(pieces, rest))
}

/// Whether a segment is a member of a list ("rain, snow, and hail"): its neighbors are as short as itself and end alike.
fn list_like(pieces: &[Piece], segments: &[&[usize]], number: usize) -> bool {
    let is_short = |segment: &&[usize]| segment.len() <= 3 && !has_verb(pieces, segment);
    number > 0
        && segments.get(number..).is_some_and(|rest| {
            rest.iter().any(|segment| {
                segment.first().is_some_and(|first| matches!(pieces[*first].core.as_str(), "and" | "or"))
            })
        })
        && segments[number..].iter().filter(|segment| is_short(segment)).count() + 1 >= segments.len() - number
        && segments.len() - number >= 2
}

/// "The theorem says that …" without the words that only report.
pub(super) fn without_matrix(pieces: &[Piece], kept: &[usize]) -> Option<Vec<usize>> {
    let that = kept.iter().take(7).position(|index| pieces[*index].core == "that")?;
    let verb = pieces[kept[that.checked_sub(1)?]].core.as_str();
    let reports = matches!(
        verb,
        "says" | "say" | "states" | "shows" | "show" | "means" | "tells" | "know" | "found" | "notice" | "remember"
    );
    let rest = kept.get(that + 1..)?;
    (reports && is_clause(pieces, rest)).then(|| rest.to_vec())
}

/// Whether a phrase can end with this word where no mark ends it.
fn ends_whole(core: &str) -> bool {
    is_content(core) && !can_be_base_verb(core) || matches!(core, "it" | "them" | "him" | "her" | "us" | "itself")
}

fn can_be_base_verb(core: &str) -> bool {
    is_auxiliary(core)
}
