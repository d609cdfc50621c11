//! Chemical formulas.

use super::numbers::{self, cardinal};
use super::reading::Said;
use super::symbols::{subscript, superscript};

const ELEMENTS: &[&str] = &[
    "H", "He", "Li", "Be", "B", "C", "N", "O", "F", "Ne", "Na", "Mg", "Al", "Si", "P", "S", "Cl", "Ar", "K", "Ca",
    "Sc", "Ti", "V", "Cr", "Mn", "Fe", "Co", "Ni", "Cu", "Zn", "Ga", "Ge", "As", "Se", "Br", "Kr", "Rb", "Sr", "Y",
    "Zr", "Ag", "Cd", "Sn", "I", "Xe", "Cs", "Ba", "W", "Pt", "Au", "Hg", "Pb", "U", "Ra", "Rn",
];

/// A chemical formula is spelled: "Na⁺" N A plus, "C₆H₁₂O₆" C six H twelve O six, "NaCl" N A C L.
pub(super) fn chemical(core: &str) -> Option<Said> {
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
            let run: String =
                rest.chars().map_while(|sign| subscript(sign).or(Some(sign)).filter(char::is_ascii_digit)).collect();
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
        } else if matches!(sign, '+' | '-')
            && rest.len() == 1
            && (1..=2).contains(&elements)
            && two_lettered | (core.len() == 2)
        {
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
