//! Cutting a sentence down to the few words that a screen can carry, without breaking its grammar.
//!
//! A sentence is parted at its marks and conjunctions; whole parts are left out (openers, asides, relative clauses, reasons),
//! and only words of the author remain, in their order. A cut that leaves half a phrase is never offered.

use crate::verbs::{can_be_finite, is_auxiliary, is_base, is_finite};
use crate::words::{
    BACK_POINTING, DETERMINERS, PREPOSITIONS, SUBJECT_PRONOUNS, content_stems, is_content, normalize, stem,
};

/// A piece of a sentence between spaces or dashes.
#[derive(Clone, Debug)]
struct Piece {
    /// As written, trailing mark included.
    text: String,
    /// Normalized.
    core: String,
    /// Index of the word of the sentence that it belongs to.
    word: usize,
    /// The mark after it.
    mark: Option<char>,
    /// Whether it stands in parentheses or between dashes.
    aside: bool,
}

/// Part of a sentence.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Clause {
    /// Its text, without a mark at its end except `?` and `!`.
    pub text: String,
    /// For each white-space separated word of `text` the index of the sentence's word that it comes from.
    pub words: Vec<usize>,
    /// How well it stands for the sentence; higher is better.
    pub score: f64,
}

/// What is wanted of a clause.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Wanted<'a> {
    /// More words than these cost.
    pub target: usize,
    /// More words than these are refused.
    pub limit: usize,
    /// Whether it must have a verb, as a thought does and the meaning of a term does not.
    pub thought: bool,
    /// Stems that it should hold: key terms.
    pub key_stems: &'a [String],
}

/// The parts of a sentence that can stand alone, best first.
pub(crate) fn clauses(words: &[String], wanted: Wanted<'_>) -> Vec<Clause> {
    // Longer sentences than this are not prose; cutting them would only cost time.
    if words.is_empty() || words.len() > 400 {
        return Vec::new();
    }
    let pieces = pieces_of(words);
    let all: Vec<usize> = (0..pieces.len()).filter(|index| !pieces[*index].aside).collect();
    let total = content_of(&pieces, &all).max(1) as f64;
    let mut found: Vec<Clause> = Vec::new();
    let mut offer = |kept: &[usize], bonus: f64| {
        if let Some(clause) = judge(&pieces, kept, bonus, total, wanted)
            && !found.iter().any(|known| known.text == clause.text)
        {
            found.push(clause);
        }
    };
    let everything: Vec<usize> = (0..pieces.len()).collect();
    // The whole is best while it is short.
    let short = words.len() <= wanted.target;
    offer(&everything, if short { 1.5 } else { 0.6 });
    offer(&all, if short { 1.2 } else { 0.5 });
    let mains = main_clauses(&pieces, &all);
    let count = mains.len();
    for (number, main) in mains.iter().enumerate() {
        let place = if number == 0 { 0.6 } else { 0.0 };
        for (kept, cost) in reductions(&pieces, main) {
            offer(&kept, place - cost);
            if let Some(stripped) = without_matrix(&pieces, &kept) {
                offer(&stripped, place - cost - 0.5);
            }
        }
    }
    if count > 2 {
        for pair in mains.windows(2) {
            let joined: Vec<usize> =
                (pair[0][0]..=*pair[1].last().unwrap_or(&0)).filter(|index| !pieces[*index].aside).collect();
            offer(&joined, 0.0);
        }
    }
    found.sort_by(|left, right| right.score.total_cmp(&left.score));
    found
}

/// The best clause, if there is one.
pub(crate) fn condense(text: &str, wanted: Wanted<'_>) -> Option<Clause> {
    let words: Vec<String> = text.split_whitespace().map(str::to_owned).collect();
    clauses(&words, wanted).into_iter().next()
}

/// A noun phrase (the meaning of a term, a point) cut to at most `limit` words; none if it cannot be cut cleanly.
pub(crate) fn condense_phrase(text: &str, target: usize, limit: usize) -> Option<String> {
    condense(text, Wanted { target, limit, thought: false, key_stems: &[] }).map(|clause| clause.text)
}

fn pieces_of(words: &[String]) -> Vec<Piece> {
    let mut pieces: Vec<Piece> = Vec::new();
    let mut depth = 0_usize;
    for (word, text) in words.iter().enumerate() {
        let parts: Vec<&str> = text.split('—').flat_map(|part| part.split("--")).collect();
        let last = parts.len() - 1;
        for (number, part) in parts.into_iter().enumerate() {
            for part in part.split_whitespace() {
                if matches!(part, "–" | "-") {
                    if let Some(before) = pieces.last_mut() {
                        before.mark = Some('—');
                    }
                    continue;
                }
                let opens = part.matches('(').count();
                let closes = part.matches(')').count();
                let stands_aside = depth > 0 || part.starts_with('(');
                depth = (depth + opens).saturating_sub(closes);
                let mut mark = part
                    .trim_end_matches(['"', '”', '’', '\'', ')', '»'])
                    .chars()
                    .next_back()
                    .filter(|last| matches!(last, ',' | ';' | ':' | '.' | '?' | '!' | '…'));
                // An abbreviation or an initial inside a sentence does not end it.
                if mark == Some('.') && word + 1 < words.len() {
                    mark = None;
                }
                if mark.is_none() && part.ends_with([',', ';', ':']) {
                    mark = part.chars().next_back();
                }
                pieces.push(Piece { text: part.to_owned(), core: normalize(part), word, mark, aside: stands_aside });
            }
            if number < last
                && let Some(before) = pieces.last_mut()
            {
                before.mark = Some('—');
            }
        }
    }
    // A parenthesis that never closes is no aside.
    if depth > 0 {
        pieces.iter_mut().for_each(|piece| piece.aside = false);
    }
    // The mark after an aside belongs to the word before it.
    for index in 1..pieces.len() {
        if pieces[index].aside
            && let Some(mark) = pieces[index].mark
            && let Some(before) = (0..index).rev().find(|before| !pieces[*before].aside)
            && pieces[before].mark.is_none()
            && pieces.get(index + 1).is_none_or(|next| !next.aside)
        {
            pieces[before].mark = Some(mark);
        }
    }
    mark_dashed_asides(&mut pieces);
    pieces
}

/// Text between two dashes is an aside.
fn mark_dashed_asides(pieces: &mut [Piece]) {
    let dashes: Vec<usize> = (0..pieces.len()).filter(|index| pieces[*index].mark == Some('—')).collect();
    if let [first, second] = dashes[..] {
        for piece in &mut pieces[first + 1..=second] {
            piece.aside = true;
        }
        pieces[first].mark = None;
    }
}

fn content_of(pieces: &[Piece], kept: &[usize]) -> usize {
    kept.iter().filter(|index| is_content(&pieces[**index].core)).count()
}

/// Whether the pieces have a verb of their own: a finite form that no determiner, preposition or "to" makes a noun.
fn has_verb(pieces: &[Piece], kept: &[usize]) -> bool {
    kept.iter().enumerate().any(|(position, index)| {
        let core = pieces[*index].core.as_str();
        let before = position.checked_sub(1).map_or("", |before| pieces[kept[before]].core.as_str());
        let nominal =
            DETERMINERS.contains(&before) && !SUBJECT_PRONOUNS.contains(&before) || PREPOSITIONS.contains(&before);
        // In a relative clause the verb is not the sentence's own; "May" is a month.
        let relative = position > 1 && matches!(before, "that" | "which" | "who" | "whose");
        if relative || core == "may" && pieces[*index].text.starts_with('M') {
            return false;
        }
        if is_auxiliary(core) {
            return true;
        }
        if nominal || before == "to" {
            return false;
        }
        if is_finite(core) {
            return position > 0;
        }
        // A base form is a verb after a subject pronoun or a plural noun, or where the sentence commands.
        is_base(core)
            && (position == 0 || SUBJECT_PRONOUNS.contains(&before) || before.ends_with('s') || before == "people")
    })
}

/// Whether the pieces are a clause with a subject: it can stand alone.
fn is_clause(pieces: &[Piece], kept: &[usize]) -> bool {
    let Some(first) = kept.first() else { return false };
    let opener = pieces[*first].core.as_str();
    if PREPOSITIONS.contains(&opener) && !matches!(opener, "in" | "at" | "on" | "for" | "from" | "by" | "with") {
        return false;
    }
    if matches!(
        opener,
        "which" | "who" | "whose" | "that" | "where" | "when" | "than" | "because" | "although" | "while"
    ) && pieces[*first].word > 0
    {
        return false;
    }
    let body = &kept[1..];
    !can_be_finite(opener) && has_verb_after_subject(pieces, kept) && !body.is_empty()
        || is_auxiliary(opener)
        || is_base(opener) && kept.len() > 2
}

fn has_verb_after_subject(pieces: &[Piece], kept: &[usize]) -> bool {
    kept.len() >= 2 && has_verb(pieces, kept)
}

/// Words that tie a sentence to the one before it; on a screen they hang in the air.
const CONNECTIVES: &[&str] = &[
    "also",
    "consequently",
    "essentially",
    "finally",
    "furthermore",
    "hence",
    "here",
    "however",
    "indeed",
    "instead",
    "moreover",
    "nevertheless",
    "so",
    "then",
    "therefore",
    "thus",
    "together",
];
const COORDINATORS: &[&str] = &["and", "but", "so", "or", "yet", "nor"];
const ASIDE_OPENERS: &[&str] =
    &["such", "including", "especially", "namely", "like", "particularly", "e.g", "i.e", "as"];
const REASON_OPENERS: &[&str] = &["because", "although", "though", "whereas", "while", "since"];
const RELATIVE_OPENERS: &[&str] = &["which", "who", "whom", "whose", "where"];

/// Parts a sentence at its marks and conjunctions into clauses that can stand alone. The conjunction is left out.
fn main_clauses(pieces: &[Piece], all: &[usize]) -> Vec<Vec<usize>> {
    let mut mains: Vec<Vec<usize>> = vec![Vec::new()];
    let mut position = 0;
    while position < all.len() {
        let index = all[position];
        let current = mains.last().map_or(&[][..], Vec::as_slice);
        let mark = current.last().and_then(|last| pieces[*last].mark);
        let rest = until_mark(pieces, &all[position..]);
        let conjunction = COORDINATORS.contains(&pieces[index].core.as_str());
        let body = if conjunction { &rest[1.min(rest.len())..] } else { rest };
        let splits = !current.is_empty()
            && match mark {
                Some(';' | ':' | '—' | '?' | '!' | '.') => true,
                Some(',') if conjunction && opener_then_clause(pieces, body, &all[position + rest.len()..]) => {
                    has_verb(pieces, current)
                }
                Some(',') => {
                    conjunction && subject_opens(pieces, body) && is_clause(pieces, body) && has_verb(pieces, current)
                }
                _ if conjunction && pieces[0].word == 0 && is_base(&pieces[0].core) && commands(pieces, body) => true,
                _ => {
                    conjunction
                        && pieces[index].core != "or"
                        && determined_subject_opens(pieces, body)
                        && is_clause(pieces, body)
                        && has_verb(pieces, current)
                        && current.iter().any(|kept| is_finite(&pieces[*kept].core) || is_base(&pieces[*kept].core))
                }
            };
        if splits {
            mains.push(Vec::new());
            if conjunction {
                position += 1;
                continue;
            }
        }
        if let Some(current) = mains.last_mut() {
            current.push(index);
        }
        position += 1;
    }
    mains.retain(|main| !main.is_empty());
    mains
}

/// The pieces up to and with the next mark.
fn until_mark<'a>(pieces: &[Piece], rest: &'a [usize]) -> &'a [usize] {
    let end = rest.iter().position(|index| pieces[*index].mark.is_some()).map_or(rest.len(), |end| end + 1);
    &rest[..end]
}

/// "Switch the lamp on and slowly move the slide": another command, of some length.
fn commands(pieces: &[Piece], body: &[usize]) -> bool {
    let skip = usize::from(body.first().is_some_and(|first| pieces[*first].core.ends_with("ly")));
    body.len() > skip + 3 && is_base(&pieces[body[skip]].core)
}

/// "… but within some of its bonds, it contains …": an opener of its own before the clause.
fn opener_then_clause(pieces: &[Piece], body: &[usize], after: &[usize]) -> bool {
    let next = until_mark(pieces, after);
    body.first().is_some_and(|first| PREPOSITIONS.contains(&pieces[*first].core.as_str()))
        && body.last().is_some_and(|last| pieces[*last].mark == Some(','))
        && subject_opens(pieces, next)
        && is_clause(pieces, next)
}

fn subject_opens(pieces: &[Piece], body: &[usize]) -> bool {
    let Some(first) = body.first() else { return false };
    let core = pieces[*first].core.as_str();
    // Only where the sentence commands can a bare verb open another command.
    let commands = pieces.first().is_some_and(|first| is_base(&first.core));
    !(is_base(core) && !commands)
        && !is_finite(core)
        && !core.ends_with("ing")
        && !(PREPOSITIONS.contains(&core) && core != "in")
}

fn determined_subject_opens(pieces: &[Piece], body: &[usize]) -> bool {
    body.first().is_some_and(|first| {
        let core = pieces[*first].core.as_str();
        let next = body.get(1).map_or("", |next| pieces[*next].core.as_str());
        (SUBJECT_PRONOUNS.contains(&core) && !DETERMINERS.contains(&core) && is_finite(next))
            || DETERMINERS.contains(&core)
                && body.iter().take(5).skip(2).any(|index| {
                    is_finite(&pieces[*index].core) && !PREPOSITIONS.contains(&pieces[index - 1].core.as_str())
                })
    })
}

/// A clause and what can be left out of it, each with its cost.
fn reductions(pieces: &[Piece], main: &[usize]) -> Vec<(Vec<usize>, f64)> {
    let mut segments: Vec<&[usize]> = Vec::new();
    let mut rest = main;
    while !rest.is_empty() {
        let segment = until_mark(pieces, rest);
        segments.push(segment);
        rest = &rest[segment.len()..];
    }
    let opener = |segment: &[usize]| segment.first().map_or("", |first| pieces[*first].core.as_str()).to_owned();
    let count = segments.len();
    let mut droppable: Vec<Option<f64>> = vec![None; count];
    for number in 0..count {
        let first = opener(segments[number]);
        let finite_next = segments.get(number + 1).is_some_and(|next| {
            let core = opener(next);
            is_auxiliary(&core) || is_finite(&core)
        });
        let is_last = number + 1 == count;
        let tail_is_clause = !is_last && {
            let tail: Vec<usize> = segments[number + 1..].concat();
            is_clause(pieces, &tail) || is_base(&opener(&tail))
        };
        droppable[number] = if number == 0 {
            // "To make a rope move in short, tight waves, …": a comma between adjectives does not end the opener.
            let next_stands = segments.get(1).is_some_and(|next| {
                is_clause(pieces, next)
                    || PREPOSITIONS.contains(&opener(next).as_str())
                    || is_aside_to_opener(pieces, &segments)
                    || is_base(&opener(next))
            });
            if is_last || !tail_is_clause || !next_stands {
                None
            } else if matches!(
                first.as_str(),
                "if" | "unless" | "when" | "once" | "until" | "without" | "unlike" | "only" | "instead"
            ) {
                Some(1.8)
            } else if PREPOSITIONS.contains(&first.as_str())
                || REASON_OPENERS.contains(&first.as_str())
                || first.ends_with("ly")
                || matches!(
                    first.as_str(),
                    "however"
                        | "then"
                        | "therefore"
                        | "thus"
                        | "hence"
                        | "now"
                        | "here"
                        | "indeed"
                        | "instead"
                        | "also"
                        | "finally"
                        | "first"
                        | "second"
                        | "third"
                        | "next"
                        | "moreover"
                        | "furthermore"
                        | "so"
                        | "today"
                        | "together"
                        | "often"
                        | "sometimes"
                        | "sooner"
                        | "every"
                        | "together,"
                        | "once"
                        | "eventually"
                        | "still"
                        | "meanwhile"
                )
                || segments[number].len() == 1 && !can_be_finite(&first)
            {
                Some(0.2)
            } else {
                None
            }
        } else if RELATIVE_OPENERS.contains(&first.as_str())
            || PREPOSITIONS.contains(&first.as_str())
                && segments[number].get(1).is_some_and(|next| RELATIVE_OPENERS.contains(&pieces[*next].core.as_str()))
        {
            Some(0.3)
        } else if (ASIDE_OPENERS.contains(&first.as_str()) || REASON_OPENERS.contains(&first.as_str()))
            && !list_like(pieces, &segments, number)
        {
            Some(0.4)
        } else if first.ends_with("ing") && first.len() > 5 && is_last && !list_like(pieces, &segments, number) {
            Some(0.4)
        } else if is_last
            && COORDINATORS.contains(&first.as_str())
            && segments[number].get(1).is_some_and(|next| {
                let core = pieces[*next].core.as_str();
                is_finite(core) || is_base(core)
            })
            && !list_like(pieces, &segments, number)
            && !(number > 1 && can_be_finite(&opener(segments[number - 1])))
        {
            Some(0.9)
        } else if number == 1 && is_aside_to_opener(pieces, &segments) {
            Some(0.3)
        } else if finite_next
            && number == 1
            && !has_verb(pieces, segments[number])
            && segments[0].len() <= 6
            && !COORDINATORS.contains(&first.as_str())
        {
            // "The emperor, Constantine the Eleventh, could find": an apposition between subject and verb.
            Some(0.5)
        } else if is_last
            && !is_clause(pieces, segments[number])
            && matches!(
                first.as_str(),
                "a" | "an"
                    | "the"
                    | "one"
                    | "once"
                    | "even"
                    | "just"
                    | "as"
                    | "at"
                    | "after"
                    | "before"
                    | "with"
                    | "from"
                    | "in"
                    | "on"
                    | "through"
                    | "like"
                    | "hence"
                    | "however"
                    | "too"
                    | "rather"
                    | "not"
                    | "then"
                    | "cast"
                    | "meaning"
                    | "midway"
                    | "called"
            )
            && !list_like(pieces, &segments, number)
        {
            Some(0.6)
        } else {
            None
        };
        // What follows a dropped relative clause inside its own commas stays; a list inside a relative clause goes with it.
    }
    let mut found: Vec<(Vec<usize>, f64)> = vec![(main.to_vec(), 0.0)];
    let keep = |drop: &dyn Fn(usize) -> bool| -> (Vec<usize>, f64) {
        let mut kept = Vec::new();
        let mut cost = 0.0;
        for (number, segment) in segments.iter().enumerate() {
            match droppable[number] {
                Some(price) if drop(number) => cost += price,
                _ => kept.extend_from_slice(segment),
            }
        }
        (kept, cost)
    };
    if droppable.iter().any(Option::is_some) {
        found.push(keep(&|number| number == 0));
        found.push(keep(&|number| number > 0));
        found.push(keep(&|_| true));
        for single in 1..count {
            found.push(keep(&|number| number == single));
            found.push(keep(&|number| number == single || number == 0));
        }
        // Everything from a relative clause or participle to the end.
        for from in 1..count {
            if droppable[from].is_some() {
                for skip_first in [false, true] {
                    let mut kept = Vec::new();
                    for (number, segment) in segments.iter().enumerate().take(from) {
                        if !(number == 0 && skip_first && droppable[0].is_some() && from > 1) {
                            kept.extend_from_slice(segment);
                        }
                    }
                    found.push((kept, 0.8 + if skip_first { 0.2 } else { 0.0 }));
                }
            }
        }
    }
    // Reasons and examples without a comma before them.
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
    // The last resort: a phrase with a preposition at the end, where what remains is a whole thought without it.
    let base: Vec<(Vec<usize>, f64)> = found.clone();
    for (kept, cost) in base.into_iter().filter(|(kept, _)| kept.len() > 12) {
        for cut in 5..kept.len() {
            let core = pieces[kept[cut]].core.as_str();
            let trailing = matches!(
                core,
                "in" | "with"
                    | "for"
                    | "from"
                    | "at"
                    | "by"
                    | "through"
                    | "into"
                    | "across"
                    | "toward"
                    | "around"
                    | "within"
                    | "without"
                    | "on"
                    | "after"
                    | "before"
                    | "under"
                    | "over"
            );
            if trailing && thought_ends(pieces, &kept[..cut]) {
                found.push((kept[..cut].to_vec(), cost + 1.1));
            }
        }
    }
    found.retain(|(kept, _)| !kept.is_empty());
    found
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
fn without_matrix(pieces: &[Piece], kept: &[usize]) -> Option<Vec<usize>> {
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

/// Words that cannot end a phrase even where a mark followed.
const HANGING: &[&str] = &[
    "a", "an", "and", "are", "as", "at", "because", "but", "by", "for", "from", "if", "into", "is", "its", "nor", "of",
    "or", "our", "so", "than", "that", "the", "their", "this", "to", "was", "were", "which", "while", "who", "with",
    "your", "called", "about", "such", "when", "where",
];

fn judge(pieces: &[Piece], kept: &[usize], bonus: f64, total: f64, wanted: Wanted<'_>) -> Option<Clause> {
    let (first, last) = (*kept.first()?, *kept.last()?);
    let count = kept.iter().filter(|index| !pieces[**index].core.is_empty()).count();
    let whole = kept.len() == pieces.len();
    if count == 0 || count > wanted.limit {
        return None;
    }
    let final_question = pieces[last].mark == Some('?');
    // A question is cut at its marks only.
    if pieces.last().is_some_and(|end| end.mark == Some('?')) && pieces[last].mark.is_none() {
        return None;
    }
    if !whole || !wanted.thought {
        let hanging_question =
            final_question && matches!(pieces[last].core.as_str(), "from" | "about" | "with" | "for" | "to" | "at");
        if HANGING.contains(&pieces[last].core.as_str()) && !hanging_question {
            return None;
        }
    }
    if !whole {
        if count < 2 && wanted.thought {
            return None;
        }
        if matches!(
            pieces[first].core.as_str(),
            "which" | "who" | "whose" | "than" | "of" | "that" | "such" | "and" | "or"
        ) && first > 0
        {
            return None;
        }
        if wanted.thought && !final_question {
            let verbal = has_verb(pieces, kept);
            if !verbal || RELATIVE_OPENERS.contains(&pieces[first].core.as_str()) && first > 0 {
                return None;
            }
            if first > 0
                && (!is_clause(pieces, kept) || is_auxiliary(&pieces[first].core) && pieces[first].core != "do")
            {
                return None;
            }
        }
    }
    let (text, words) = render(pieces, kept);
    if text.is_empty() || !balanced(&text) {
        return None;
    }
    let mut score = bonus + 1.5 * content_of(pieces, kept) as f64 / total;
    if count > wanted.target {
        score -= 0.55 * (count - wanted.target) as f64 + 0.3;
    }
    if count < 3 && !whole {
        score -= 1.5;
    }
    let key_hits =
        wanted.key_stems.iter().filter(|key| kept.iter().any(|index| stem(&pieces[*index].core) == **key)).count();
    if !wanted.key_stems.is_empty() {
        score += 2.2 * key_hits as f64 / wanted.key_stems.len() as f64;
    }
    if kept.iter().any(|index| pieces[*index].core.starts_with(|character: char| character.is_ascii_digit())) {
        score += 0.3;
    }
    if !final_question && CONNECTIVES.contains(&pieces[first].core.as_str()) && pieces[first].mark == Some(',') {
        score -= 2.2;
    }
    let opening: Vec<&str> = kept.iter().take(3).map(|index| pieces[*index].core.as_str()).collect();
    if matches!(
        opening[..],
        ["in", "other", "words"]
            | ["in", "fact", _]
            | ["in", "short", _]
            | ["for", "example", _]
            | ["for", "instance", _]
            | ["in", "addition", _]
            | ["once", "again", _]
            | ["of", "course", _]
    ) {
        score -= 2.2;
    }
    if first > 0 && BACK_POINTING.contains(&pieces[first].core.as_str()) {
        let names = pieces.get(first + 1).is_some_and(|next| is_content(&next.core) && !is_finite(&next.core));
        score -= if names { 0.2 } else { 0.9 };
    }
    if first > 0 && pieces[first].core.ends_with("ing") {
        score -= 0.4;
    }
    Some(Clause { text, words, score })
}

fn balanced(text: &str) -> bool {
    text.matches('(').count() == text.matches(')').count()
        && text.matches('“').count() == text.matches('”').count()
        && text.matches('"').count() % 2 == 0
}

/// The kept pieces as text: commas stay where both neighbors stay, the mark at the end goes unless it asks or exclaims.
fn render(pieces: &[Piece], kept: &[usize]) -> (String, Vec<usize>) {
    let mut text = String::new();
    let mut words = Vec::new();
    for (position, index) in kept.iter().enumerate() {
        let piece = &pieces[*index];
        let next = kept.get(position + 1);
        let mut word = piece.text.as_str();
        let joined = next.is_some_and(|next| *next == index + 1);
        if next.is_none() {
            word = trim_end_marks(word);
        } else if !joined
            && word.ends_with([',', ';', ':'])
            && !next.is_some_and(|next| pieces[index + 1..*next].iter().all(|between| between.aside))
        {
            word = &word[..word.len() - 1];
        }
        if word.is_empty() {
            continue;
        }
        if text.ends_with('—') {
            text.push_str(word);
        } else {
            if !text.is_empty() {
                text.push(' ');
            }
            text.push_str(word);
            words.push(piece.word);
        }
        if joined && piece.mark == Some('—') && !piece.text.ends_with('—') {
            text.push('—');
        }
    }
    (text, words)
}

fn trim_end_marks(word: &str) -> &str {
    let trimmed = word.trim_end_matches([',', ';', ':', '—', '–']);
    // A single period ends the sentence; in "U.S." or "e.g." it belongs to the word.
    match trimmed.strip_suffix('.') {
        Some(core) if !core.contains('.') => core,
        _ => trimmed,
    }
}

/// The share of the content words of `text` that `other` has too, 0 to 1.
pub(crate) fn overlap(text: &str, other: &str) -> f64 {
    let stems = content_stems(text);
    if stems.is_empty() {
        return 0.0;
    }
    let known = content_stems(other);
    stems.iter().filter(|stem| known.contains(stem)).count() as f64 / stems.len() as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    fn statement(text: &str) -> Option<String> {
        condense(text, Wanted { target: 12, limit: 16, thought: true, key_stems: &[] }).map(|clause| clause.text)
    }

    #[test]
    fn sentences_are_cut_at_whole_phrases_in_the_authors_words() {
        for (sentence, expected) in [
            ("The drops bump into each other and grow.", "The drops bump into each other and grow"),
            ("Where does rain come from, and where does it go?", "Where does rain come from, and where does it go?"),
            (
                "Every day the sun warms the oceans, the lakes and the rivers.",
                "Every day the sun warms the oceans, the lakes and the rivers",
            ),
            (
                "The Byzantine Empire, which had carried on the Roman state for more than a thousand years, came to an end that morning.",
                "The Byzantine Empire came to an end that morning",
            ),
            (
                "The emperor, Constantine the Eleventh, could find only about seven thousand men to defend the wall.",
                "The emperor could find only about seven thousand men to defend the wall",
            ),
            (
                "A large percentage of the energy is spent powering this pump, because cellular processes bring sodium into the cell all the time.",
                "A large percentage of the energy is spent powering this pump",
            ),
            (
                "ATP is a small, relatively simple molecule, but within some of its bonds, it contains the potential for a quick burst of energy.",
                "ATP is a small, relatively simple molecule",
            ),
            ("However, not all bonds in this molecule are strong.", "not all bonds in this molecule are strong"),
            ("The pump (a protein) works constantly.", "The pump (a protein) works constantly"),
        ] {
            assert_eq!(statement(sentence).as_deref(), Some(expected), "{sentence}");
        }
    }

    #[test]
    fn phrases_lose_asides_and_relative_clauses() {
        for (phrase, expected) in [
            (
                "structure formed during plant cell cytokinesis by Golgi vesicles, forming a temporary structure (phragmoplast) and fusing at the metaphase plate",
                "structure formed during plant cell cytokinesis by Golgi vesicles",
            ),
            ("the hidden lakes under our feet", "the hidden lakes under our feet"),
        ] {
            assert_eq!(condense_phrase(phrase, 14, 18).as_deref(), Some(expected), "{phrase}");
        }
    }
}
