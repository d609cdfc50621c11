//! Enumerations and comparisons inside prose.

use lectern_lesson::{Fact, FactKind};

use super::{Word, quantity};

/// Members of an enumeration have at most this many words.
const LONGEST_ITEM: usize = 6;

/// Enumerations of three members or more.
pub(super) fn enumerations(plain: &str) -> Vec<Fact> {
    let mut facts = Vec::new();
    for (clause_start, clause) in clauses(plain) {
        let mut pieces: Vec<(usize, &str)> = Vec::new();
        let mut offset = clause_start;
        for piece in clause.split(", ") {
            pieces.push((offset, piece));
            offset += piece.len() + 2;
        }
        if pieces.len() < 2 {
            continue;
        }
        // "the lakes and the rivers" as the last piece holds two members.
        let (last_start, last) = pieces[pieces.len() - 1];
        let bare = last.trim_end_matches(['.', '?', '!', ')', '”']);
        let joined =
            ["and ", "or "].iter().find_map(|word| bare.strip_prefix(word).map(|rest| (last_start + word.len(), rest)));
        let split = if joined.is_none() {
            [" and ", " or "].iter().find_map(|word| bare.find(word).map(|at| (at, word.len())))
        } else {
            None
        };
        let after_colon = clause_start > 0 && plain[..clause_start].trim_end().ends_with([':', '—', '(']);
        if joined.is_none() && split.is_none() && !(after_colon && pieces.len() >= 3) {
            continue;
        }
        pieces.pop();
        match (joined, split) {
            (Some(member), _) => pieces.push(member),
            (_, Some((at, length))) => {
                pieces.push((last_start, &bare[..at]));
                pieces.push((last_start + at + length, &bare[at + length..]));
            }
            _ => pieces.push((last_start, bare)),
        }
        // From the end backwards as long as the members are short.
        let count = |piece: &str| piece.split_whitespace().count();
        let mut first = pieces.len();
        while first > 0 && count(pieces[first - 1].1) <= LONGEST_ITEM && count(pieces[first - 1].1) > 0 {
            first -= 1;
        }
        let mut members: Vec<(usize, String)> =
            pieces[first..].iter().map(|(at, text)| (*at, (*text).to_owned())).collect();
        let needs_head = !(after_colon && first == 0);
        if needs_head {
            // The first member is the end of the clause before it.
            let head = if first > 0 { Some(pieces[first - 1]) } else { members.first().map(|_| pieces[0]) };
            let Some((at, text)) = head else { continue };
            if first == 0 {
                members.remove(0);
            }
            let Some((_, second)) = members.first() else {
                continue;
            };
            let article = second.split(' ').next().filter(|word| matches!(*word, "the" | "a" | "an" | "its" | "their"));
            let start = match article {
                Some(article) => {
                    text.rfind(&format!("{article} ")).filter(|start| count(&text[*start..]) <= LONGEST_ITEM)
                }
                None => text.trim_end().rfind(' ').map(|space| space + 1),
            };
            let Some(start) = start else { continue };
            members.insert(0, (at + start, text[start..].to_owned()));
        }
        if members.len() < 3 || !is_uniform(&members, after_colon) {
            continue;
        }
        let start = members[0].0;
        let end = members.last().map_or(start, |(at, text)| at + text.len());
        facts.push(Fact {
            kind: FactKind::Enumeration {
                items: members.into_iter().map(|(_, text)| text.trim().to_owned()).collect(),
            },
            start,
            end: end.min(plain.len()),
        });
    }
    facts
}

/// Whether the members look alike: no phrase that only happens to stand between commas.
fn is_uniform(members: &[(usize, String)], after_colon: bool) -> bool {
    const NO_START: [&str; 30] = [
        "past", "into", "in", "with", "by", "to", "for", "from", "at", "on", "which", "who", "where", "when", "while",
        "but", "so", "because", "as", "then", "that", "if", "is", "are", "was", "were", "has", "had", "yet", "it",
    ];
    let first_word = |text: &str| text.split(' ').next().unwrap_or("").to_lowercase();
    let is_article = |word: &str| matches!(word, "the" | "a" | "an" | "its" | "their");
    let first = first_word(&members[0].1);
    members[1..].iter().all(|(_, text)| {
        let word = first_word(text);
        let is_clause = NO_START.contains(&word.as_str()) || (word.ends_with("ing") && !first.ends_with("ing"));
        let is_longer = !is_article(&first) && text.split_whitespace().count() > 2;
        after_colon && !NO_START.contains(&word.as_str())
            || !is_clause && !is_longer && (is_article(&first) == is_article(&word))
    })
}

/// Stretches between colons, semicolons, dashes and parentheses, with their offsets.
fn clauses(plain: &str) -> Vec<(usize, &str)> {
    let mut clauses = Vec::new();
    let mut start = 0;
    for (at, mark) in plain.match_indices([':', ';', '—', '(', ')']) {
        clauses.push((start, &plain[start..at]));
        start = at + mark.len();
    }
    clauses.push((start, &plain[start..]));
    clauses
        .into_iter()
        .map(|(start, clause)| (start + clause.len() - clause.trim_start().len(), clause.trim()))
        .filter(|(_, clause)| !clause.is_empty())
        .collect()
}

/// Comparisons: "as much as …", "older than …", "unlike …", "compared with …".
pub(super) fn comparisons(plain: &str, words: &[Word<'_>]) -> Vec<Fact> {
    let mut facts: Vec<Fact> = Vec::new();
    for index in 0..words.len() {
        let lower = |offset: usize| words.get(index + offset).map_or("", |word| word.lower.as_str());
        let start = match lower(0) {
            "as" if lower(2) == "as" && !matches!(lower(1), "well" | "long" | "soon" | "far") => index,
            "twice" | "half" if lower(1) == "as" => index,
            "unlike" => index,
            "compared" if matches!(lower(1), "to" | "with") => index,
            "than" if index > 0 => {
                let before = words[index - 1].lower.as_str();
                if matches!(before, "rather" | "other") {
                    continue;
                }
                // "more than seven thousand" is a quantity, "more heavily than" a comparison.
                let counts = matches!(before, "more" | "less" | "fewer") && quantity::is_number(words, index + 1);
                if counts {
                    continue;
                }
                // "more free energy than": the comparing word may stand a few words before.
                let compares = |word: &Word<'_>| {
                    matches!(word.lower.as_str(), "more" | "less" | "fewer" | "better" | "worse")
                        || (word.lower.len() > 4 && word.lower.ends_with("er"))
                };
                let Some(back) = (1..=4.min(index)).find(|back| compares(&words[index - back])) else {
                    continue;
                };
                let at = index - back;
                let adverb = at > 0 && matches!(words[at - 1].lower.as_str(), "more" | "much" | "far");
                at - usize::from(adverb)
            }
            _ => continue,
        };
        let mut last = index;
        while last + 1 < words.len() && words[last].after.is_empty() && last - start < 9 {
            last += 1;
        }
        let (from, to) = (words[start].start, words[last].end);
        if facts.iter().all(|fact| fact.end <= from) {
            facts.push(Fact { kind: FactKind::Comparison { text: plain[from..to].to_owned() }, start: from, end: to });
        }
    }
    facts
}
