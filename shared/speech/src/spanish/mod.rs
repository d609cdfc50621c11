//! Spanish: what is said for what is written, and its sounds.

mod numbers;
mod sounds;

use std::collections::BTreeSet;

use lectern_lesson::Token;

use crate::phonemes::Phone;
use crate::spoken::SpokenItem;

/// Units and signs after a number.
const UNITS: [(&str, &str, &str); 24] = [
    ("%", "por ciento", "por ciento"),
    ("km", "kilómetro", "kilómetros"),
    ("m", "metro", "metros"),
    ("cm", "centímetro", "centímetros"),
    ("mm", "milímetro", "milímetros"),
    ("km²", "kilómetro cuadrado", "kilómetros cuadrados"),
    ("m²", "metro cuadrado", "metros cuadrados"),
    ("m³", "metro cúbico", "metros cúbicos"),
    ("kg", "kilogramo", "kilogramos"),
    ("g", "gramo", "gramos"),
    ("mg", "miligramo", "miligramos"),
    ("t", "tonelada", "toneladas"),
    ("l", "litro", "litros"),
    ("L", "litro", "litros"),
    ("ml", "mililitro", "mililitros"),
    ("h", "hora", "horas"),
    ("min", "minuto", "minutos"),
    ("s", "segundo", "segundos"),
    ("km/h", "kilómetro por hora", "kilómetros por hora"),
    ("m/s", "metro por segundo", "metros por segundo"),
    ("°C", "grado Celsius", "grados Celsius"),
    ("°", "grado", "grados"),
    ("$", "dólar", "dólares"),
    ("€", "euro", "euros"),
];

/// Signs that are read.
const SIGNS: [(&str, &str); 14] = [
    ("+", "más"),
    ("−", "menos"),
    ("=", "es igual a"),
    ("×", "por"),
    ("÷", "entre"),
    ("/", "entre"),
    ("&", "y"),
    ("%", "por ciento"),
    ("<", "es menor que"),
    (">", "es mayor que"),
    ("≈", "es aproximadamente"),
    ("→", "da"),
    ("²", "al cuadrado"),
    ("³", "al cubo"),
];

/// Abbreviations, with their periods.
const ABBREVIATIONS: [(&str, &str); 12] = [
    ("sr.", "señor"),
    ("sra.", "señora"),
    ("dr.", "doctor"),
    ("dra.", "doctora"),
    ("prof.", "profesor"),
    ("etc.", "etcétera"),
    ("p.ej.", "por ejemplo"),
    ("a.c.", "antes de Cristo"),
    ("d.c.", "después de Cristo"),
    ("ee.uu.", "Estados Unidos"),
    ("núm.", "número"),
    ("pág.", "página"),
];

/// Whether a BCP 47 tag is one of Spanish.
pub(crate) fn is_spanish(language: &str) -> bool {
    let primary = language.split(['-', '_']).next().unwrap_or_default();
    ["es", "spa"].iter().any(|spanish| primary.eq_ignore_ascii_case(spanish))
}

/// What is spoken for these tokens, and how many words they hold.
pub(crate) fn spoken_items(tokens: &[Token]) -> (Vec<SpokenItem>, usize) {
    let mut items = Vec::new();
    let mut word = 0;
    let mut voice: Option<&str> = None;
    // A number was said last and its unit may follow; true for one.
    let mut number: Option<bool> = None;
    for token in tokens {
        match token {
            Token::Word { shown, spoken, speaker, .. } => {
                let own = speaker.as_ref().map(|speaker| speaker.voice.as_str());
                if own != voice {
                    items.push(SpokenItem::Voice(own.map(str::to_owned)));
                    voice = own;
                }
                for piece in spoken.as_deref().unwrap_or(shown).split_whitespace() {
                    match crate::spoken::atoms::between_slashes(piece).filter(|_| spoken.is_some()) {
                        Some((_, sounds, after)) => {
                            items.push(SpokenItem::Sounds { word, sounds });
                            items.extend(mark_of(after).map(SpokenItem::Mark));
                            number = None;
                        }
                        None => say(piece, word, &mut number, &mut items),
                    }
                }
                word += 1;
            }
            Token::Pause { secs } => items.push(SpokenItem::Pause(*secs)),
            Token::Paragraph => items.push(SpokenItem::Paragraph),
        }
    }
    (items, word)
}

/// Says what stands between white space.
fn say(piece: &str, word: usize, number: &mut Option<bool>, items: &mut Vec<SpokenItem>) {
    let is_around = |sign: char| "¿¡\"'“”‘’«»()[]{}".contains(sign);
    let opened = piece.trim_start_matches(is_around);
    let core = opened.trim_end_matches(|sign: char| is_around(sign) || ".,;:!?…—".contains(sign));
    let mut mark = mark_of(&opened[core.len()..]);
    let mut text = String::new();
    let whole = opened.trim_end_matches(|sign: char| is_around(sign) || sign == ',').to_lowercase();
    if let Some((_, long)) = ABBREVIATIONS.iter().find(|(short, _)| *short == whole) {
        text.push_str(long);
        mark = mark.filter(|mark| *mark != '.');
        *number = None;
    } else {
        let unit = number
            .and_then(|one| UNITS.iter().find(|unit| unit.0 == core).map(|unit| if one { unit.1 } else { unit.2 }));
        match unit {
            Some(unit) => {
                if let Some(SpokenItem::Words { text: before, .. }) = items.last_mut() {
                    agree(before, unit);
                }
                text.push_str(unit);
                *number = None;
            }
            None => say_core(core, number, &mut text),
        }
    }
    let readable = |sign: &char| sign.is_alphabetic() || *sign == ' ';
    let text: String = text.to_lowercase().chars().filter(readable).collect();
    if !text.trim().is_empty() {
        items.push(SpokenItem::Words { word, text: text.split_whitespace().collect::<Vec<_>>().join(" ") });
    } else if core.is_empty() && piece.contains(['—', '–']) {
        mark = Some('—');
    }
    if let Some(mark) = mark {
        *number = None;
        if items.last().is_some_and(SpokenItem::is_said) {
            items.push(SpokenItem::Mark(mark));
        }
    }
}

/// "uno" before a noun is "un", or "una".
fn agree(number: &mut String, noun: &str) {
    let is_feminine = noun.split(' ').next().is_some_and(|first| first.trim_end_matches('s').ends_with('a'));
    if let Some(rest) = number.strip_suffix("uno") {
        let ending = match (is_feminine, rest.ends_with("veinti")) {
            (true, _) => "una",
            (false, true) => "ún",
            (false, false) => "un",
        };
        *number = format!("{rest}{ending}");
    }
}

/// The strongest of the marks that end a piece.
fn mark_of(ending: &str) -> Option<char> {
    const ORDER: &str = ",;:—….!?";
    ending.chars().filter(|sign| ORDER.contains(*sign)).max_by_key(|sign| ORDER.find(*sign))
}

/// Adds the words for a piece without its punctuation: letters, numbers with their units, signs.
fn say_core(core: &str, number: &mut Option<bool>, text: &mut String) {
    let mut rest = core;
    while let Some(first) = rest.chars().next() {
        let kind = |sign: char| {
            if sign.is_alphabetic() {
                0
            } else if sign.is_ascii_digit() {
                1
            } else {
                2
            }
        };
        let mut end = rest.find(|sign: char| kind(sign) != kind(first)).unwrap_or(rest.len());
        if first.is_ascii_digit() {
            // Points and commas between digits belong to the number.
            end = rest.find(|sign: char| !sign.is_ascii_digit() && !matches!(sign, '.' | ',')).unwrap_or(rest.len());
            let digits = rest[..end].trim_end_matches(['.', ',']);
            end = digits.len();
            let after = rest[end..].trim_start();
            let unit = UNITS.iter().find(|unit| unit.0 == after);
            let words = numbers::read(digits, unit.is_some()).unwrap_or_default();
            text.push_str(&format!(" {words}"));
            *number = Some(digits == "1");
            if let Some(unit) = unit {
                text.push_str(&format!(" {}", if digits == "1" { unit.1 } else { unit.2 }));
                *number = None;
                return;
            }
        } else if first.is_alphabetic() {
            *number = None;
            let letters = &rest[..end];
            match is_spelled(letters) {
                true => {
                    letters.chars().filter_map(sounds::letter_name).for_each(|name| text.push_str(&format!(" {name}")))
                }
                false => text.push_str(&format!(" {letters}")),
            }
        } else {
            end = first.len_utf8();
            // Money is named after its number.
            if let Some(unit) = UNITS.iter().find(|unit| matches!(unit.0, "$" | "€") && rest.starts_with(unit.0)) {
                let mut amount = String::new();
                say_core(&rest[end..], number, &mut amount);
                text.push_str(&format!("{amount} {}", if rest[end..] == *"1" { unit.1 } else { unit.2 }));
                return;
            }
            let is_minus = matches!(first, '-' | '–')
                && text.is_empty()
                && rest[end..].starts_with(|next: char| next.is_ascii_digit());
            let sign = if is_minus { Some("menos") } else { None };
            let named = SIGNS.iter().find(|(sign, _)| rest.starts_with(sign)).map(|(_, name)| *name);
            text.push_str(&format!(" {}", sign.or(named).unwrap_or_default()));
        }
        rest = &rest[end..];
    }
}

/// Whether capitals are read by their names: "ADN", "EE", and not "ONU" and "OTAN", which can be said.
fn is_spelled(letters: &str) -> bool {
    let count = letters.chars().count();
    if count < 2 || letters.chars().any(char::is_lowercase) {
        return count == 1 && !"aeiouyAEIOUY".contains(letters);
    }
    let vowels: Vec<bool> = letters.to_lowercase().chars().map(sounds::is_vowel).collect();
    let clusters = vowels.windows(2).any(|pair| !pair[0] && !pair[1]);
    clusters || !vowels.contains(&true) || vowels.iter().all(|vowel| *vowel)
}

/// The phonemes of one sentence.
pub(crate) fn phones(sentence: &[SpokenItem], by_rule: &mut BTreeSet<String>) -> Vec<Phone> {
    let mut phones: Vec<Phone> = Vec::new();
    for item in sentence {
        if item.is_said() && !phones.is_empty() {
            phones.push(Phone { symbol: ' ', word: None });
        }
        let mut push = |sounds: &str, word: usize| {
            phones.extend(sounds.chars().map(|symbol| Phone { symbol, word: Some(word) }));
        };
        match item {
            SpokenItem::Words { word, text } => {
                for (index, part) in text.split(' ').enumerate() {
                    if index > 0 {
                        push(" ", *word);
                    }
                    let sounds = sounds::sounds(part);
                    if sounds.is_empty() {
                        by_rule.insert(part.to_owned());
                    }
                    push(&sounds, *word);
                }
            }
            SpokenItem::Letters { word, text } => {
                let names: Vec<&str> = text.chars().filter_map(sounds::letter_name).collect();
                names.iter().for_each(|name| push(&sounds::sounds(name), *word));
            }
            SpokenItem::Sounds { word, sounds } => push(sounds, *word),
            SpokenItem::Mark('—') => {
                phones.push(Phone { symbol: ' ', word: None });
                phones.push(Phone { symbol: '—', word: None });
            }
            SpokenItem::Mark(mark) => phones.push(Phone { symbol: *mark, word: None }),
            SpokenItem::Voice(_) | SpokenItem::Pause(_) | SpokenItem::Paragraph => {}
        }
    }
    for phone in &mut phones {
        // A space inside a narration word is no sound of it.
        if phone.symbol == ' ' {
            phone.word = None;
        }
    }
    phones
}

#[cfg(test)]
mod tests {
    use lectern_lesson::parse_narration;

    use super::*;

    #[test]
    fn what_is_written_is_said_in_words() {
        for (written, said) in [
            ("En 1453 cayó la ciudad.", "en mil cuatrocientos cincuenta y tres cayó la ciudad."),
            ("¿Llueve? ¡Sí!", "llueve? sí!"),
            ("El 50 % del agua", "el cincuenta por ciento del agua"),
            ("el 3,5% y 1 km", "el tres coma cinco por ciento y un kilómetro"),
            ("a 21 km/h", "a veintiún kilómetros por hora"),
            ("1 h y 31 t", "una hora y treinta y una toneladas"),
            ("20°C", "veinte grados celsius"),
            ("$5", "cinco dólares"),
            ("El ADN de la ONU", "el a de ene de la onu"),
            ("El Dr. Ruiz, etc.", "el doctor ruiz, etcétera"),
            ("2 + 3 = 5", "dos más tres es igual a cinco"),
            ("sol —dijo— y mar", "sol dijo— y mar"),
            ("[[H₂O|hache dos o]], sí", "hache dos o, sí"),
        ] {
            let mut text = String::new();
            for item in spoken_items(&parse_narration(written).expect("well-formed")).0 {
                match item {
                    SpokenItem::Words { text: words, .. } => {
                        if !text.is_empty() {
                            text.push(' ');
                        }
                        text.push_str(&words);
                    }
                    SpokenItem::Mark(mark) => text.push(mark),
                    _ => {}
                }
            }
            assert_eq!(text, said, "{written}");
        }
    }
}
