//! How each atom is read, with an eye on its neighbors.

use super::SpokenItem;
use super::atoms::{Atom, expand};
use super::chemistry::chemical;
use super::numbers::{self, cardinal, ordinal};
use super::quantities::{self, Quantity};
use super::runs::runs;
use super::symbols::{MONTHS, NUMBERED_THINGS, REGNAL_NAMES, sign, subscript, superscript};
use super::units::{lone_unit_words, may_follow, unit_words};

/// What an atom becomes: words, or letters to be spelled (marked by the flag).
pub(super) type Said = Vec<(String, bool)>;

/// Reads the atoms of one stretch (no pause or paragraph inside it).
pub(super) fn read(atoms: &[Atom], items: &mut Vec<SpokenItem>) {
    // A number has just been read and a unit may follow; true if the number is one.
    let mut number: Option<bool> = None;
    // "dollars" after the "million" of "$5 million".
    let mut owed: Option<&'static str> = None;
    for (index, atom) in atoms.iter().enumerate() {
        let place = Place { atoms, index };
        let mut mark = atom.mark;
        let mut said = Said::new();
        if atom.opens && items.last().is_some_and(SpokenItem::is_said) {
            items.push(SpokenItem::Mark(','));
        }
        let unit = number.filter(|_| may_follow(&atom.core)).and_then(|one| unit_words(&atom.core, one));
        if let Some((long, ends)) = expand(atoms, index).filter(|_| unit.is_none()) {
            said.push((long.to_owned(), false));
            mark = mark.filter(|mark| *mark != '.' || ends);
            number = None;
        } else if let Some(unit) = unit {
            said.push((unit, false));
            // "6.5 m." the period may be the unit's own, but a sentence ends there far more often.
            number = None;
        } else if let Some(quantity) = quantities::quantity(&place) {
            let Quantity { said: words, one, owes } = quantity;
            said = words;
            number = one;
            owed = owes;
        } else {
            number = number.filter(|_| is_magnitude(&atom.core)).map(|_| false);
            said = word(&place);
            if atom.core.contains('.') && spelled_with_periods(&atom.core).is_some() && !place.next_begins() {
                mark = mark.filter(|mark| *mark != '.');
            }
        }
        if atom.closes && place.opened_before() {
            mark = mark.filter(|mark| *mark != ',');
        }
        if is_magnitude(&atom.core) {
            said.extend(owed.take().map(|owed| (owed.to_owned(), false)));
        }
        if place.is_initial() {
            mark = mark.filter(|mark| *mark != '.');
        }
        if let Some(sounds) = &atom.sounds {
            items.push(SpokenItem::Sounds { word: atom.word, sounds: sounds.clone() });
            said.clear();
        }
        if said.is_empty() && !atom.core.is_empty() && matches!(atom.core.as_str(), "–" | "-" | "−") {
            mark = Some('—');
        }
        for (text, letters) in said {
            // Whatever the rules made of it, only what can be read aloud goes on.
            let readable = |sign: &char| sign.is_ascii_alphabetic() || " '-".contains(*sign);
            let text: String = text.chars().filter(readable).collect();
            if !text.contains(|sign: char| sign.is_ascii_alphabetic()) {
                continue;
            }
            let word = atom.word;
            items.push(if letters { SpokenItem::Letters { word, text } } else { SpokenItem::Words { word, text } });
        }
        if let Some(mark) = mark {
            match items.last_mut() {
                // Nothing between two marks: the stronger stays.
                Some(SpokenItem::Mark(before)) if ".!?…".contains(mark) || *before == ',' => *before = mark,
                Some(said) if said.is_said() => items.push(SpokenItem::Mark(mark)),
                _ => {}
            }
            number = None;
        }
    }
}

pub(super) fn is_magnitude(core: &str) -> bool {
    matches!(core, "hundred" | "thousand" | "million" | "billion" | "trillion" | "millions" | "billions")
}

/// An atom among its neighbors.
pub(super) struct Place<'a> {
    pub atoms: &'a [Atom],
    pub index: usize,
}

impl Place<'_> {
    pub fn core(&self) -> &str {
        &self.atoms[self.index].core
    }

    pub fn previous(&self) -> &str {
        self.index.checked_sub(1).and_then(|index| self.atoms.get(index)).map_or("", |atom| &atom.core)
    }

    pub fn next(&self) -> &str {
        self.atoms.get(self.index + 1).map_or("", |atom| &atom.core)
    }

    /// Whether something ends right before it.
    pub fn begins(&self) -> bool {
        self.index == 0 || self.atoms[self.index - 1].mark.is_some_and(|mark| ".!?:…".contains(mark))
    }

    /// Whether the next atom looks like the first word of a sentence.
    fn next_begins(&self) -> bool {
        let next = self.next();
        next.is_empty()
            || matches!(
                next,
                "The"
                    | "It"
                    | "He"
                    | "She"
                    | "They"
                    | "We"
                    | "You"
                    | "This"
                    | "That"
                    | "These"
                    | "Those"
                    | "There"
                    | "A"
                    | "An"
                    | "In"
                    | "But"
                    | "And"
                    | "When"
                    | "If"
                    | "As"
                    | "At"
                    | "His"
                    | "Her"
                    | "Its"
                    | "Their"
            )
    }

    /// Whether a call or index that began before ("factorial(n - 1)") is still open.
    fn opened_before(&self) -> bool {
        self.atoms[..self.index]
            .iter()
            .rev()
            .take(8)
            .any(|atom| atom.core.matches('(').count() > atom.core.matches(')').count())
    }

    /// Whether the atom before it closes with punctuation.
    pub fn cut_off(&self) -> bool {
        self.index == 0 || self.atoms[self.index - 1].mark.is_some()
    }

    /// A single capital with a period that stands for a name ("J. R. R. Tolkien").
    fn is_initial(&self) -> bool {
        let atom = &self.atoms[self.index];
        let mut letters = atom.core.chars();
        let single = letters.next().is_some_and(|letter| letter.is_ascii_uppercase()) && letters.next().is_none();
        let next = self.atoms.get(self.index + 1);
        let named = next.is_some_and(|next| next.core.chars().next().is_some_and(char::is_alphabetic));
        let previous = self.previous();
        let in_name = self.begins() || previous.starts_with(char::is_uppercase);
        single && atom.period && atom.mark == Some('.') && named && in_name
    }
}

/// An operand of a formula: a single letter or something that begins or ends with a digit.
pub(super) fn is_operand(core: &str) -> bool {
    let mut characters = core.chars();
    let first = characters.next();
    let argument = core.rsplit_once('(').is_some_and(|(name, argument)| !name.is_empty() && argument.len() == 1);
    argument
        || first.is_some() && (characters.next().is_none() && first.is_some_and(char::is_alphanumeric))
        || core.starts_with(|sign: char| sign.is_ascii_digit())
        || core.ends_with(|sign: char| {
            sign.is_ascii_digit() || sign == ')' || superscript(sign).is_some() || subscript(sign).is_some()
        })
}

fn is_operator(core: &str) -> bool {
    matches!(
        core,
        "+" | "="
            | "−"
            | "×"
            | "·"
            | "<"
            | ">"
            | "≤"
            | "≥"
            | "/"
            | "^"
            | "≠"
            | "≈"
            | "*"
            | "squared"
            | "cubed"
            | "plus"
            | "minus"
            | "times"
            | "equals"
            | "over"
    )
}

/// An atom that is not a number.
fn word(place: &Place) -> Said {
    let core = place.core();
    let words = |text: &str| vec![(text.to_owned(), false)];
    let letters = |text: &str| vec![(text.to_uppercase(), true)];
    if core.is_empty() {
        return Said::new();
    }
    match core {
        "-" | "–" => {
            let formula = is_operand(place.previous()) && is_operand(place.next()) && !place.cut_off();
            return if formula { words("minus") } else { Said::new() };
        }
        "*" => {
            return if is_operand(place.previous()) && is_operand(place.next()) { words("times") } else { Said::new() };
        }
        "/" => return if is_operand(place.previous()) { words("divided by") } else { Said::new() },
        "<" | ">" if place.previous().is_empty() => return Said::new(),
        _ => {}
    }
    if let Some(name) = sign(core) {
        return words(name);
    }
    if let Some(said) = roman_numeral(place) {
        return said;
    }
    if let Some(said) = address(core) {
        return said;
    }
    if let Some(said) = spelled_with_periods(core) {
        return said;
    }
    let mut single = core.chars();
    if let (Some(letter), None) = (single.next(), single.next())
        && letter.is_ascii_alphabetic()
    {
        let article = match letter {
            'a' => !is_operator(place.next()) && !is_operator(place.previous()),
            'A' => place.begins() && !is_operator(place.next()),
            'I' => !is_operator(place.next()) && !is_operator(place.previous()),
            // "O'clock" and vocatives aside, any other letter is a name of something.
            _ => false,
        };
        return if article { words(core) } else { letters(core) };
    }
    if let Some(unit) = lone_unit_words(core) {
        return words(&unit);
    }
    if let Some(said) = chemical(core) {
        return said;
    }
    runs(core)
}

fn roman_numeral(place: &Place) -> Option<Said> {
    let core = place.core();
    let value = numbers::roman(core)?;
    let previous = place.previous();
    if place.cut_off() || previous.is_empty() {
        return None;
    }
    let words = if REGNAL_NAMES.contains(&previous) {
        format!("the {}", ordinal(value))
    } else if NUMBERED_THINGS.contains(&previous.to_lowercase().as_str())
        || core.len() > 1
            && previous.starts_with(char::is_uppercase)
            && core.bytes().all(|numeral| b"IVX".contains(&numeral))
    {
        cardinal(value)
    } else {
        return None;
    };
    Some(vec![(words, false)])
}

/// Endings of names on the network and of files.
const ENDINGS: &[&str] = &[
    "com", "org", "net", "edu", "gov", "io", "uk", "de", "eu", "py", "txt", "csv", "rs", "js", "md", "html", "json",
    "pdf", "info", "dev", "ai", "app", "toml", "yaml", "xml", "png", "jpg", "ts",
];

/// Addresses and file names: "example.com/about" example dot com slash about.
fn address(core: &str) -> Option<Said> {
    let bare = core.split_once("://").map(|(_, rest)| rest);
    let ending = core.rsplit_once('.').is_some_and(|(before, ending)| {
        !before.is_empty() && ENDINGS.contains(&ending.split('/').next().unwrap_or_default().to_lowercase().as_str())
    });
    let path = core
        .split_once('/')
        .is_some_and(|(host, _)| host.rsplit_once('.').is_some_and(|(_, ending)| ENDINGS.contains(&ending)));
    if bare.is_none() && !ending && !path && !core.starts_with("www.") {
        return None;
    }
    let mut said = Said::new();
    let text = bare.unwrap_or(core).trim_end_matches('/');
    let mut rest = text;
    while !rest.is_empty() {
        let cut = rest.find(|sign: char| !sign.is_alphanumeric()).unwrap_or(rest.len());
        if cut > 0 {
            said.extend(runs(&rest[..cut]));
        }
        let Some(sign) = rest[cut..].chars().next() else { break };
        let name = match sign {
            '.' => "dot",
            '/' => "slash",
            '@' => "at",
            '-' => "dash",
            '_' => "underscore",
            ':' => "colon",
            '=' => "equals",
            '?' => "question mark",
            '&' => "and",
            '#' => "hash",
            '%' => "percent",
            '+' => "plus",
            _ => "",
        };
        if !name.is_empty() {
            said.push((name.to_owned(), false));
        }
        rest = &rest[cut + sign.len_utf8()..];
    }
    Some(said)
}

/// "U.S.A", "a.m", "Ph.D".
fn spelled_with_periods(core: &str) -> Option<Said> {
    let parts: Vec<&str> = core.split('.').collect();
    let short = parts.len() > 1
        && parts
            .iter()
            .all(|part| (1..=2).contains(&part.len()) && part.bytes().all(|letter| letter.is_ascii_alphabetic()));
    short.then(|| vec![(core.replace('.', "").to_uppercase(), true)])
}

/// Whether a word is a month.
pub(super) fn is_month(core: &str) -> bool {
    MONTHS.contains(&core)
        || matches!(
            core,
            "Jan" | "Feb" | "Mar" | "Apr" | "Jun" | "Jul" | "Aug" | "Sept" | "Sep" | "Oct" | "Nov" | "Dec"
        )
}
