//! Atoms: what stands between white space, with its punctuation taken off.

use super::symbols::{When, abbreviation};
use crate::ipa::phonemes_of_ipa;
use crate::unknown::plural;

/// A stretch of characters without white space.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Atom {
    /// The narration word that it belongs to.
    pub word: usize,
    /// How it sounds, where that is written.
    pub sounds: Option<String>,
    /// Its characters without the punctuation around them; may be empty.
    pub core: String,
    /// Whether a bracket or dash opens before it.
    pub opens: bool,
    /// The strongest punctuation after it.
    pub mark: Option<char>,
    /// Whether a bracket closes after it that did not open in it.
    pub closes: bool,
    /// Whether a period follows directly.
    pub period: bool,
}

/// Splits what is written to be spoken for a narration word into atoms; what stands between slashes is sounds.
pub(super) fn split_spoken(text: &str, word: usize, atoms: &mut Vec<Atom>) {
    let mut plain = String::new();
    let mut sounds = Vec::new();
    for (index, piece) in text.split_whitespace().enumerate() {
        if index > 0 {
            plain.push(' ');
        }
        match between_slashes(piece) {
            Some((before, inside, after)) => {
                plain.push_str(before);
                plain.push(STAND_IN);
                plain.push_str(after);
                sounds.push(inside);
            }
            None => plain.push_str(piece),
        }
    }
    let first = atoms.len();
    // What follows a hyphen is a word of its own.
    split(&plain.replace(&format!("{STAND_IN}-"), &format!("{STAND_IN} ")), word, atoms);
    let mut sounds = sounds.into_iter();
    for atom in atoms[first..].iter_mut().filter(|atom| atom.core.starts_with(STAND_IN)) {
        let owns = atom.core.ends_with("'s");
        atom.sounds = sounds.next().map(|sounds| if owns { plural(&sounds) } else { sounds });
        // To its neighbors it is a name.
        NAME.clone_into(&mut atom.core);
    }
}

/// Stands for sounds while the text around them is split: of the private use area, which no text has.
const STAND_IN: char = '\u{e000}';

/// What a word given by its sounds is to the words around it.
pub(crate) const NAME: &str = "Smith";

/// Parts `"/sounds/,` into what stands before the sounds, the sounds, and what stands after them. "/usr/bin" and "m/s/s" have none.
pub(crate) fn between_slashes(piece: &str) -> Option<(&str, String, &str)> {
    let (before, rest) = piece.split_once('/')?;
    let (inside, after) = rest.split_once('/')?;
    let opens = before.chars().all(|sign| !sign.is_alphanumeric());
    let closes = after.is_empty() || after.starts_with(|sign: char| !sign.is_alphanumeric() && sign != '/');
    let sounds = phonemes_of_ipa(inside).ok().filter(|sounds| sounds.chars().any(char::is_alphabetic))?;
    (opens && closes).then_some((before, sounds, after))
}

/// Splits a narration word's text into atoms.
pub(super) fn split(text: &str, word: usize, atoms: &mut Vec<Atom>) {
    let text = fold(text);
    for piece in text.split_whitespace() {
        let mut atom = Atom { word, ..Atom::default() };
        let lead: String = piece.chars().take_while(|sign| "\"'([{<«".contains(*sign)).collect();
        // "<5" and "<-" are signs, "(" alone is a bracket.
        let lead = lead.trim_end_matches('<');
        atom.opens = lead.contains(['(', '[', '{']);
        let body = &piece[lead.len()..];
        let mut core = body;
        let mut outer = ' ';
        while let Some(sign) = core.chars().last().filter(|sign| ".,;:!?…\"')]}»—".contains(*sign)) {
            // A bracket that opened inside belongs to the core: "f(x)".
            let inside = match sign {
                ')' => core.matches('(').count() >= core.matches(')').count(),
                ']' => core.matches('[').count() >= core.matches(']').count(),
                _ => false,
            };
            if inside {
                break;
            }
            core = &core[..core.len() - sign.len_utf8()];
            atom.closes |= sign == ')';
            if sign == '.' && ",;:?!".contains(outer) {
                // "i.e.," the period is the abbreviation's.
                atom.period = true;
            } else {
                atom.period |= sign == '.' && atom.mark.is_none();
                atom.mark = stronger(atom.mark, sign);
            }
            outer = sign;
        }
        atom.core = core.to_owned();
        atoms.push(atom);
    }
}

fn stronger(before: Option<char>, sign: char) -> Option<char> {
    const ORDER: &str = ",;:—….!?";
    let sign = if ")]}".contains(sign) { ',' } else { sign };
    match (before.and_then(|mark| ORDER.find(mark)), ORDER.find(sign)) {
        (Some(old), Some(new)) if new > old => Some(sign),
        (None, Some(_)) => Some(sign),
        _ => before,
    }
}

/// Typographic forms that mean the same as plain ones, invisible characters gone, dashes between words apart.
fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for character in text.replace("...", "…").replace("--", "—").chars() {
        match character {
            '‘' | '’' | '`' | '´' | 'ʼ' => folded.push('\''),
            '“' | '”' | '„' | '‟' | '«' | '»' => folded.push('"'),
            '‐' | '‑' => folded.push('-'),
            '—' | '―' => folded.push_str("— "),
            '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' | '\u{fe00}'..='\u{fe0f}' => {}
            other => folded.push_str(plain_letter(other).unwrap_or(other.encode_utf8(&mut [0; 4]))),
        }
    }
    folded
}

/// A Latin letter with a mark as English readers know it.
fn plain_letter(letter: char) -> Option<&'static str> {
    const FOLDS: &[(&str, &str)] = &[
        ("àáâãåāăą", "a"),
        ("ä", "a"),
        ("æ", "ae"),
        ("çćĉċč", "c"),
        ("ďđ", "d"),
        ("ð", "th"),
        ("èéêëēĕėęě", "e"),
        ("ĝğġģ", "g"),
        ("ĥħ", "h"),
        ("ìíîïĩīĭįı", "i"),
        ("ĵ", "j"),
        ("ķ", "k"),
        ("ĺļľŀł", "l"),
        ("ñńņň", "n"),
        ("òóôõōŏő", "o"),
        ("öø", "o"),
        ("œ", "oe"),
        ("ŕŗř", "r"),
        ("śŝşšș", "s"),
        ("ß", "ss"),
        ("ţťŧț", "t"),
        ("þ", "th"),
        ("ùúûũūŭůű", "u"),
        ("ü", "u"),
        ("ŵ", "w"),
        ("ýÿŷ", "y"),
        ("źżž", "z"),
        ("ÀÁÂÃÅĀĂĄÄ", "A"),
        ("Æ", "Ae"),
        ("ÇĆĈĊČ", "C"),
        ("ĎĐ", "D"),
        ("Ð", "Th"),
        ("ÈÉÊËĒĔĖĘĚ", "E"),
        ("ĜĞĠĢ", "G"),
        ("ĤĦ", "H"),
        ("ÌÍÎÏĨĪĬĮİ", "I"),
        ("Ĵ", "J"),
        ("Ķ", "K"),
        ("ĹĻĽĿŁ", "L"),
        ("ÑŃŅŇ", "N"),
        ("ÒÓÔÕŌŎŐÖØ", "O"),
        ("Œ", "Oe"),
        ("ŔŖŘ", "R"),
        ("ŚŜŞŠȘ", "S"),
        ("ŢŤŦȚ", "T"),
        ("Þ", "Th"),
        ("ÙÚÛŨŪŬŮŰÜ", "U"),
        ("Ŵ", "W"),
        ("ÝŸŶ", "Y"),
        ("ŹŻŽ", "Z"),
        ("ﬁ", "fi"),
        ("ﬂ", "fl"),
        ("ﬀ", "ff"),
    ];
    // The unit Å stays what it is: it is written with a capital and alone.
    (letter != 'Å')
        .then(|| FOLDS.iter().find(|(letters, _)| letters.contains(letter)).map(|(_, plain)| *plain))
        .flatten()
}

/// The long form of an abbreviation at `index`, if it is one there, and whether its period also ends the sentence.
pub(super) fn expand(atoms: &[Atom], index: usize) -> Option<(&'static str, bool)> {
    let atom = atoms.get(index)?;
    let (long, when) = abbreviation(&atom.core.to_lowercase())?;
    let next = atoms.get(index + 1).map(|next| next.core.as_str());
    let capital = next.is_some_and(|next| next.starts_with(char::is_uppercase));
    let number = next.is_some_and(|next| next.starts_with(|sign: char| sign.is_ascii_digit()));
    let applies = match when {
        When::Always => true,
        When::Period => atom.period,
        When::Number => atom.period && number,
        When::Name => atom.period && capital,
    };
    // Lower-case words that are also abbreviations of names ("gen", "no") are told by their case.
    if !applies || when == When::Name && !atom.core.starts_with(char::is_uppercase) {
        return None;
    }
    let may_end = matches!(
        long,
        "et cetera" | "company" | "incorporated" | "limited" | "brothers" | "Junior" | "P H D" | "and others" | "al"
    );
    let ends = atom.period && atom.mark == Some('.') && (next.is_none() || may_end && capital);
    Some((long, ends))
}
