//! How each atom is read, with an eye on its neighbors.

use super::SpokenItem;
use super::atoms::{Atom, expand};
use super::numbers::{self, cardinal, ordinal};
use super::quantities::{self, Quantity};
use super::symbols::{MONTHS, NUMBERED_THINGS, REGNAL_NAMES, greek, sign, subscript, superscript, vulgar_fraction};
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
        if atom.opens && matches!(items.last(), Some(SpokenItem::Words { .. } | SpokenItem::Letters { .. })) {
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
        if said.is_empty() && !atom.core.is_empty() && matches!(atom.core.as_str(), "–" | "-" | "−") {
            mark = Some('—');
        }
        for (text, letters) in said {
            let word = atom.word;
            items.push(if letters { SpokenItem::Letters { word, text } } else { SpokenItem::Words { word, text } });
        }
        if let Some(mark) = mark {
            match items.last_mut() {
                // Nothing between two marks: the stronger stays.
                Some(SpokenItem::Mark(before)) => {
                    if ".!?…".contains(mark) || *before == ',' {
                        *before = mark;
                    }
                }
                Some(SpokenItem::Words { .. } | SpokenItem::Letters { .. }) => items.push(SpokenItem::Mark(mark)),
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
                "The" | "It" | "He" | "She" | "They" | "We" | "You" | "This" | "That" | "These" | "Those" | "There" | "A" | "An" | "In" | "But" | "And" | "When" | "If" | "As" | "At" | "His" | "Her" | "Its" | "Their"
            )
    }

    /// Whether a call or index that began before ("factorial(n - 1)") is still open.
    fn opened_before(&self) -> bool {
        self.atoms[..self.index].iter().rev().take(8).any(|atom| atom.core.matches('(').count() > atom.core.matches(')').count())
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
        || core.ends_with(|sign: char| sign.is_ascii_digit() || sign == ')' || superscript(sign).is_some() || subscript(sign).is_some())
}

fn is_operator(core: &str) -> bool {
    matches!(
        core,
        "+" | "=" | "−" | "×" | "·" | "<" | ">" | "≤" | "≥" | "/" | "^" | "≠" | "≈" | "*" | "squared" | "cubed" | "plus" | "minus" | "times" | "equals" | "over"
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
    } else if NUMBERED_THINGS.contains(&previous.to_lowercase().as_str()) || core.len() > 1 && previous.starts_with(char::is_uppercase) && core.bytes().all(|numeral| b"IVX".contains(&numeral)) {
        cardinal(value)
    } else {
        return None;
    };
    Some(vec![(words, false)])
}

/// Endings of names on the network and of files.
const ENDINGS: &[&str] = &[
    "com", "org", "net", "edu", "gov", "io", "uk", "de", "eu", "py", "txt", "csv", "rs", "js", "md", "html", "json", "pdf", "info", "dev", "ai", "app", "toml", "yaml", "xml", "png", "jpg", "ts",
];

/// Addresses and file names: "example.com/about" example dot com slash about.
fn address(core: &str) -> Option<Said> {
    let bare = core.split_once("://").map(|(_, rest)| rest);
    let ending = core.rsplit_once('.').is_some_and(|(before, ending)| {
        !before.is_empty() && ENDINGS.contains(&ending.split('/').next().unwrap_or_default().to_lowercase().as_str())
    });
    let path = core.split_once('/').is_some_and(|(host, _)| host.rsplit_once('.').is_some_and(|(_, ending)| ENDINGS.contains(&ending)));
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
    let short = parts.len() > 1 && parts.iter().all(|part| (1..=2).contains(&part.len()) && part.bytes().all(|letter| letter.is_ascii_alphabetic()));
    short.then(|| vec![(core.replace('.', "").to_uppercase(), true)])
}

const ELEMENTS: &[&str] = &[
    "H", "He", "Li", "Be", "B", "C", "N", "O", "F", "Ne", "Na", "Mg", "Al", "Si", "P", "S", "Cl", "Ar", "K", "Ca", "Sc", "Ti", "V", "Cr", "Mn", "Fe", "Co", "Ni",
    "Cu", "Zn", "Ga", "Ge", "As", "Se", "Br", "Kr", "Rb", "Sr", "Y", "Zr", "Ag", "Cd", "Sn", "I", "Xe", "Cs", "Ba", "W", "Pt", "Au", "Hg", "Pb", "U", "Ra", "Rn",
];

/// A chemical formula is spelled: "Na⁺" N A plus, "C₆H₁₂O₆" C six H twelve O six, "NaCl" N A C L.
fn chemical(core: &str) -> Option<Said> {
    let mut said = Said::new();
    let mut elements = 0;
    let (mut two_lettered, mut counted, mut charged) = (false, false, false);
    let mut rest = core;
    while let Some(sign) = rest.chars().next() {
        if sign.is_ascii_uppercase() {
            if charged {
                return None;
            }
            let two = rest.get(..2).filter(|two| ELEMENTS.contains(two));
            let element = two.or_else(|| rest.get(..1).filter(|one| ELEMENTS.contains(one)))?;
            two_lettered |= element.len() == 2;
            elements += 1;
            match said.last_mut() {
                Some((letters, true)) => letters.push_str(&element.to_uppercase()),
                _ => said.push((element.to_uppercase(), true)),
            }
            rest = &rest[element.len()..];
        } else if let Some(digit) = subscript(sign).or(Some(sign)).filter(char::is_ascii_digit) {
            let run: String = rest.chars().map_while(|sign| subscript(sign).or(Some(sign)).filter(char::is_ascii_digit)).collect();
            let length: usize = rest.chars().take(run.len()).map(char::len_utf8).sum();
            if elements == 0 || digit == '0' {
                return None;
            }
            counted = true;
            said.push((numbers::written(&run)?, false));
            rest = &rest[length..];
        } else if let Some(raised) = superscript(sign) {
            let words = match raised {
                '+' => "plus".to_owned(),
                '-' => "minus".to_owned(),
                digit => cardinal(u64::from(digit.to_digit(10)?)),
            };
            charged = true;
            said.push((words, false));
            rest = &rest[sign.len_utf8()..];
        } else if matches!(sign, '+' | '-') && rest.len() == 1 && (1..=2).contains(&elements) && two_lettered | (core.len() == 2) {
            // "Na+" as plain text.
            charged = true;
            said.push(((if sign == '+' { "plus" } else { "minus" }).to_owned(), false));
            rest = "";
        } else {
            return None;
        }
    }
    let compound = elements > 1 && two_lettered && core.len() <= 6;
    (elements > 0 && (counted || charged || compound)).then_some(said)
}

/// Everything else, run by run: letters, digits, raised and lowered signs, symbols.
pub(super) fn runs(core: &str) -> Said {
    runs_within(core, true)
}

/// The same; `whole` tells whether nothing of the word came before.
pub(super) fn runs_within(core: &str, whole: bool) -> Said {
    let characters: Vec<char> = core.chars().collect();
    let mut said = Said::new();
    let mut at = 0;
    let run = |from: usize, belongs: &dyn Fn(char) -> bool| -> String { characters[from..].iter().copied().take_while(|sign| belongs(*sign)).collect() };
    while let Some(&current) = characters.get(at) {
        let before = at.checked_sub(1).and_then(|index| characters.get(index)).copied();
        let after = characters.get(at + 1).copied();
        let letter = |sign: Option<char>| sign.is_some_and(|sign| sign.is_ascii_alphabetic());
        if current.is_ascii_alphabetic() {
            // Hyphens and apostrophes inside a word stay: "empty-handed", "mustn't".
            let mut end = at;
            while letter(characters.get(end).copied())
                || matches!(characters.get(end), Some('\'' | '-')) && letter(characters.get(end + 1).copied())
            {
                end += 1;
            }
            let alone = whole && end == characters.len() && at == 0;
            say_letters(&characters[at..end].iter().collect::<String>(), alone, &mut said);
            at = end;
        } else if current.is_ascii_digit() {
            let digits = run(at, &|sign| sign.is_ascii_digit() || sign == ',' || sign == '.');
            at += digits.len();
            let digits = digits.trim_end_matches([',', '.']);
            said.push((numbers::written(digits).unwrap_or_else(|| numbers::digits(digits)), false));
        } else if superscript(current).is_some() {
            let raised: String = run(at, &|sign| superscript(sign).is_some());
            at += raised.chars().count();
            let raised: String = raised.chars().filter_map(superscript).collect();
            say_raised(&raised, before == Some(')'), &mut said);
        } else if let Some(low) = subscript(current) {
            let lowered: String = run(at, &|sign| subscript(sign).is_some());
            at += lowered.chars().count().max(1);
            if low.is_alphabetic() {
                let letters: String = lowered.chars().filter_map(subscript).filter(char::is_ascii_alphanumeric).collect();
                said.extend(runs(&letters.to_uppercase()));
            } else {
                let number: String = lowered.chars().filter_map(subscript).collect();
                said.push((numbers::written(&number).unwrap_or_else(|| numbers::digits(&number)), false));
            }
        } else if let Some((numerator, denominator)) = vulgar_fraction(current) {
            said.push((numbers::fraction(numerator, denominator), false));
            at += 1;
        } else if let Some(name) = greek(current) {
            said.push((name.to_owned(), false));
            at += 1;
        } else {
            let two: String = characters[at..].iter().take(2).collect();
            let word = |text: &str| (text.to_owned(), false);
            match current {
                // "f(x)" f of x, "f()" f.
                '(' if letter(before) && after.is_some_and(|next| next.is_alphanumeric()) => said.push(word("of")),
                '[' if letter(before) && after.is_some_and(|next| next.is_alphanumeric()) => said.push(word("sub")),
                '-' | '−' if before.is_none_or(|sign| "(=<>+*/×".contains(sign)) && after.is_some() => said.push(word("minus")),
                '−' if after.is_some() => said.push(word("minus")),
                '-' if is_formula(&characters) => said.push(word("minus")),
                '/' if is_formula(&characters) => said.push(word("over")),
                '*' if is_formula(&characters) => said.push(word("times")),
                '–' if before.is_some_and(|sign| sign.is_ascii_digit()) && after.is_some_and(|sign| sign.is_ascii_digit()) => said.push(word("to")),
                '.' if letter(before) && letter(after) => said.push(word("dot")),
                '%' | '°' => said.extend(sign(current.encode_utf8(&mut [0; 4])).map(word)),
                _ => {
                    if let Some(name) = sign(&two).filter(|_| two.chars().count() == 2) {
                        said.push(word(name));
                        at += 1;
                    } else if at > 0 || after.is_some() {
                        said.extend(sign(current.encode_utf8(&mut [0; 4])).map(word));
                    }
                }
            }
            at += 1;
        }
    }
    said
}

/// Whether an atom is a formula of single letters and numbers, such as `a/b` or `n-1`.
fn is_formula(characters: &[char]) -> bool {
    let mut letters = 0;
    for sign in characters {
        letters = if sign.is_ascii_alphabetic() { letters + 1 } else { 0 };
        if letters > 1 {
            return false;
        }
    }
    true
}

/// A run of letters: a word, a name in camel case, or letters.
fn say_letters(text: &str, alone: bool, said: &mut Said) {
    if text.len() == 1 && !alone {
        said.push((text.to_uppercase(), true));
        return;
    }
    if text == "pH" {
        said.push(("PH".to_owned(), true));
        return;
    }
    let characters: Vec<char> = text.chars().collect();
    let mut start = 0;
    for index in 1..=characters.len() {
        let boundary = match (characters.get(index - 1), characters.get(index), characters.get(index + 1)) {
            (_, None, _) => true,
            // "camelCase", "HTMLParser", but not "McDonald" nor "PDFs".
            (Some(before), Some(current), after) => {
                before.is_ascii_lowercase() && current.is_ascii_uppercase() && characters[start..index] != ['M', 'c']
                    || before.is_ascii_uppercase() && current.is_ascii_uppercase() && index > start + 1 && after.is_some_and(char::is_ascii_lowercase) && characters.get(index + 2).is_some()
            }
            _ => false,
        };
        if boundary {
            let piece: String = characters[start..index].iter().collect();
            let piece = piece.trim_matches(['-', '\'']);
            match piece.len() {
                0 => {}
                1 if characters.len() > 1 => said.push((piece.to_uppercase(), true)),
                // Letters side by side in a formula ("2ab", "πr").
                2..=3 if !alone && !piece.bytes().any(|letter| b"aeiouyAEIOUY".contains(&letter)) => said.push((piece.to_uppercase(), true)),
                2 if !alone && text.len() == 2 && piece != piece.to_uppercase() && !matches!(piece, "in" | "of" | "to" | "is" | "or" | "at" | "on" | "by" | "as" | "it" | "st" | "nd" | "rd" | "th") => said.push((piece.to_uppercase(), true)),
                _ => said.push((piece.to_owned(), false)),
            }
            start = index;
        }
    }
}

fn say_raised(raised: &str, bracket: bool, said: &mut Said) {
    let word = |text: String| (text, false);
    let all = if bracket { "all " } else { "" };
    match raised {
        "2" => said.push(word(format!("{all}squared"))),
        "3" => said.push(word(format!("{all}cubed"))),
        "+" => said.push(word("plus".to_owned())),
        "-" => said.push(word("minus".to_owned())),
        _ if raised.ends_with(['+', '-']) && raised.len() > 1 => {
            let (digits, charge) = raised.split_at(raised.len() - 1);
            said.extend(numbers::written(digits).map(word));
            said.push(word((if charge == "+" { "plus" } else { "minus" }).to_owned()));
        }
        _ => {
            said.push(word("to the".to_owned()));
            let negative = raised.starts_with('-');
            if negative {
                said.push(word("minus".to_owned()));
            }
            said.extend(runs_within(raised.trim_start_matches(['-', '+']), false));
        }
    }
}

/// Whether a word is a month.
pub(super) fn is_month(core: &str) -> bool {
    MONTHS.contains(&core) || matches!(core, "Jan" | "Feb" | "Mar" | "Apr" | "Jun" | "Jul" | "Aug" | "Sept" | "Sep" | "Oct" | "Nov" | "Dec")
}
