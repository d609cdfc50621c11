//! Parting a sentence at its marks and conjunctions into clauses that can stand alone.

use super::piece::{Piece, has_verb, is_clause, until_mark};
use crate::verbs::{is_base, is_finite};
use crate::words::{DETERMINERS, PREPOSITIONS, SUBJECT_PRONOUNS};

pub(super) const COORDINATORS: &[&str] = &["and", "but", "so", "or", "yet", "nor"];

/// Parts a sentence at its marks and conjunctions into clauses that can stand alone. The conjunction is left out.
pub(super) fn main_clauses(pieces: &[Piece], all: &[usize]) -> Vec<Vec<usize>> {
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
    let verbal = is_finite(core) || core.ends_with("ing") || is_base(core) && !commands;
    let adverbial = PREPOSITIONS.contains(&core) && core != "in";
    !verbal && !adverbial
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
