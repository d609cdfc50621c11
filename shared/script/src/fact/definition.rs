//! Definitions of marked terms.

use lectern_lesson::{Fact, FactKind, RichText, Run};

/// A meaning longer than this does not fit a card, in characters.
const LONGEST_MEANING: usize = 240;

/// The byte ranges of the runs that name terms: marked as such, or strong and short.
pub(crate) fn term_runs(text: &RichText) -> Vec<(usize, usize)> {
    let mut ranges = Vec::new();
    let mut offset = 0;
    let whole = text.text();
    for run in &text.runs {
        let end = offset + run.text().len();
        let name = run.text().trim();
        let is_term = match run {
            Run::Term { .. } => true,
            Run::Strong { .. } => {
                let before = whole[..offset].trim_end();
                let is_label =
                    before.is_empty() && (name.ends_with([':', '.', '!', '?']) || whole[end..].trim().is_empty());
                let is_warning = name.chars().count() > 4 && name.chars().all(|letter| !letter.is_lowercase());
                name.split_whitespace().count() <= 5
                    && !is_label
                    && !is_warning
                    && !name.ends_with([':', '.', '!', '?', ','])
                    && !matches!(
                        name.to_lowercase().as_str(),
                        "not"
                            | "note"
                            | "important"
                            | "warning"
                            | "tip"
                            | "always"
                            | "never"
                            | "and"
                            | "or"
                            | "only"
                            | "all"
                            | "must"
                    )
            }
            _ => false,
        };
        if is_term && name.chars().any(char::is_alphabetic) {
            let lead = run.text().len() - run.text().trim_start().len();
            ranges.push((offset + lead, offset + lead + name.len()));
        }
        offset = end;
    }
    ranges
}

/// The definitions of a sentence.
pub(super) fn find(text: &RichText, plain: &str, previous: Option<&str>) -> Vec<Fact> {
    term_runs(text)
        .into_iter()
        .filter_map(|(start, end)| {
            let meaning = meaning(&plain[..start], &plain[start..end], &plain[end..], previous)?;
            let meaning = tidy(&meaning)?;
            Some(Fact { kind: FactKind::Definition { term: plain[start..end].to_owned(), meaning }, start, end })
        })
        .collect()
}

fn meaning(before: &str, term: &str, after: &str, previous: Option<&str>) -> Option<String> {
    let lead = before.trim_end().to_lowercase();
    let begins = matches!(lead.as_str(), "" | "the" | "a" | "an");
    // A remark in parentheses or an acronym may stand between.
    let after = match after.strip_prefix(" (").and_then(|rest| rest.split_once(')')) {
        Some((inside, rest)) if inside.len() < 40 => rest,
        _ => after,
    };
    if let Some(rest) = after.strip_prefix(": ") {
        return Some(rest.to_owned());
    }
    for opening in [" is defined as ", " are defined as ", " refers to ", " refer to ", " means ", " is ", " are "] {
        if let Some(rest) = after.strip_prefix(opening)
            && begins
        {
            let is_noun = ["the ", "a ", "an ", "any ", "one ", "how ", "what ", "when "]
                .iter()
                .any(|word| rest.starts_with(word))
                || !matches!(opening, " is " | " are ");
            return is_noun.then(|| rest.to_owned());
        }
    }
    // "This is X." sums up the sentence before it.
    let bare = strip_article(&lead);
    if matches!(
        bare,
        "this is"
            | "this is called"
            | "this process is called"
            | "this is known as"
            | "we call this"
            | "this trick is called"
            | "this process is known as"
    ) {
        let previous = previous?;
        let mut letters = previous.chars();
        let first = letters.next()?;
        let second_is_small = letters.next().is_some_and(|letter| letter.is_lowercase() || letter == ' ');
        let keeps_case = !second_is_small || previous.starts_with("I ");
        let lowered: String = if keeps_case { first.to_string() } else { first.to_lowercase().collect() };
        return Some(lowered + letters_after_first(previous));
    }
    for mark in [
        "is called",
        "are called",
        "is known as",
        "are known as",
        "is termed",
        "is referred to as",
        "are referred to as",
        "is named",
    ] {
        if let Some(length) = bare.strip_suffix(mark).map(str::len) {
            let subject = before.get(..length)?.trim_end();
            let subject = subject.strip_suffix(", which").or_else(|| subject.strip_suffix(", that")).unwrap_or(subject);
            return noun_before(subject);
        }
    }
    for mark in [" called", " named", " known as", ", or"] {
        if let Some(length) = bare.strip_suffix(mark).map(str::len) {
            let phrase = before.get(..length)?;
            let article = [" a ", " an ", " the "].iter().filter_map(|article| phrase.rfind(article)).max()?;
            return (mark != ", or").then(|| phrase[article + 1..].to_owned());
        }
    }
    // An apposition: X, the hidden lakes under our feet, …
    if let Some(rest) = after.strip_prefix(", ")
        && ["the ", "a ", "an ", "which is ", "which are ", "which "].iter().any(|word| rest.starts_with(word))
    {
        let rest = rest.strip_prefix("which is ").or_else(|| rest.strip_prefix("which are ")).unwrap_or(rest);
        let end = rest.find([',', ';', '—', '(']).unwrap_or(rest.len());
        let goes_on = &rest[end..];
        // A list of terms is no apposition.
        return (!goes_on.starts_with(", and ") && !goes_on.starts_with(", or ")).then(|| rest[..end].to_owned());
    }
    if let Some(rest) = after.strip_prefix(" when ")
        && bare.ends_with(" is")
    {
        let clause = before.rsplit([':', ';', ',']).next()?.trim();
        return Some(format!("{clause} {term} when {rest}"));
    }
    None
}

fn letters_after_first(text: &str) -> &str {
    let mut letters = text.chars();
    letters.next();
    letters.as_str()
}

fn strip_article(lead: &str) -> &str {
    [" the", " a", " an"].iter().find_map(|article| lead.strip_suffix(article)).unwrap_or(lead).trim_end()
}

/// The subject of "… is called": the last clause, without what leads into it.
fn noun_before(subject: &str) -> Option<String> {
    let clause = subject.rsplit([':', ';']).next()?.trim();
    let clause = match clause.rsplit_once(", ") {
        Some((_, last)) if last.split_whitespace().count() > 1 => last,
        _ => clause,
    };
    let is_pronoun = matches!(
        clause.to_lowercase().as_str(),
        "it" | "this" | "that" | "these" | "they" | "he" | "she" | "which" | ""
    );
    if is_pronoun {
        return None;
    }
    // "This process of a phosphate group binding to a molecule is called …": what is called so is what the process is of.
    let clause = ["This process of ", "The process of ", "this process of ", "the process of "]
        .iter()
        .find_map(|lead| clause.strip_prefix(lead))
        .unwrap_or(clause);
    let mut letters = clause.chars();
    let first = letters.next()?;
    let starts_sentence = clause
        .split_whitespace()
        .next()
        .is_some_and(|word| matches!(word, "The" | "A" | "An" | "One" | "Three" | "Two" | "Every" | "Any"));
    Some(if starts_sentence { first.to_lowercase().chain(letters).collect() } else { clause.to_owned() })
}

fn tidy(meaning: &str) -> Option<String> {
    let meaning = meaning.trim().trim_end_matches(['.', ';', ',', ':', '!']).trim();
    let words = meaning.split_whitespace().count();
    (words >= 2 && meaning.chars().count() <= LONGEST_MEANING).then(|| meaning.to_owned())
}
