//! Sub- and superscript characters of Unicode (blocks "Superscripts and Subscripts", "Phonetic Extensions", "Spacing
//! Modifier Letters").

const SUPERSCRIPT: &str = "0⁰1¹2²3³4⁴5⁵6⁶7⁷8⁸9⁹+⁺-⁻−⁻–⁻=⁼(⁽)⁾nⁿiⁱaᵃbᵇcᶜdᵈeᵉfᶠgᵍhʰjʲkᵏlˡmᵐoᵒpᵖrʳsˢtᵗuᵘvᵛwʷxˣyʸzᶻTᵀ′′";
const SUBSCRIPT: &str = "0₀1₁2₂3₃4₄5₅6₆7₇8₈9₉+₊-₋−₋–₋=₌(₍)₎aₐeₑhₕiᵢjⱼkₖlₗmₘnₙoₒpₚrᵣsₛtₜuᵤvᵥxₓβᵦγᵧρᵨφᵩχᵪ";

/// The superscript form of `text`, if every character has one.
pub(crate) fn superscript(text: &str) -> Option<String> {
    convert(text, SUPERSCRIPT)
}

/// The subscript form of `text`, if every character has one.
pub(crate) fn subscript(text: &str) -> Option<String> {
    convert(text, SUBSCRIPT)
}

fn convert(text: &str, pairs: &str) -> Option<String> {
    text.chars()
        .filter(|character| !character.is_whitespace())
        .map(|character| {
            let mut pairs = pairs.chars();
            while let (Some(from), Some(to)) = (pairs.next(), pairs.next()) {
                if from == character {
                    return Some(to);
                }
            }
            None
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{subscript, superscript};

    #[test]
    fn forms_are_found_where_unicode_has_them() {
        assert_eq!(subscript("10"), Some("₁₀".to_owned()));
        assert_eq!(superscript("2−"), Some("²⁻".to_owned()));
        assert_eq!(subscript("A"), None);
    }
}
