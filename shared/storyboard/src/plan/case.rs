//! What stands alone on the screen begins with a capital letter, as in print.

use lectern_lesson::Visual;

use super::points::capitalized;

/// The visual with a capital first letter in its statement, term, meaning or points. A word that is not all in small
/// letters is left as its author wrote it ("mRNA", "pH"), and so is a single letter, which is a variable.
pub(crate) fn in_display_case(visual: Visual) -> Visual {
    let display_all = |texts: Vec<String>| texts.iter().map(|text| display(text)).collect();
    match visual {
        Visual::Statement { text, emphasis, picture } => {
            let shown = display(&text);
            // A stressed phrase at the start is written as it now stands there.
            let emphasis = emphasis
                .into_iter()
                .map(|phrase| if shown.contains(&phrase) { phrase } else { capitalized(&phrase) })
                .collect();
            Visual::Statement { picture, text: shown, emphasis }
        }
        Visual::Definition { term, meaning, picture } => {
            Visual::Definition { picture, term: display(&term), meaning: display(&meaning) }
        }
        Visual::KeyPoints { heading, points } => {
            Visual::KeyPoints { heading: heading.map(|heading| display(&heading)), points: display_all(points) }
        }
        Visual::Steps { heading, first, steps } => {
            Visual::Steps { heading: heading.map(|heading| display(&heading)), first, steps: display_all(steps) }
        }
        Visual::Recap { heading, points, pictures } => Visual::Recap { pictures, heading, points: display_all(points) },
        other => other,
    }
}

fn display(text: &str) -> String {
    let word = text.split(|character: char| !character.is_alphabetic()).next().unwrap_or_default();
    let plain = word.chars().count() > 1 && word.chars().all(char::is_lowercase);
    // "a moat" begins with a word of one letter too.
    if plain || text.starts_with("a ") { capitalized(text) } else { text.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn first_letters_are_capitals_unless_the_word_has_a_case_of_its_own() {
        for (text, shown) in [
            ("the sun rises", "The sun rises"),
            ("a moat", "A moat"),
            ("élan vital", "Élan vital"),
            ("mRNA is read", "mRNA is read"),
            ("pH falls", "pH falls"),
            ("n grows", "n grows"),
            ("3 dollars", "3 dollars"),
            ("“upward phase”", "“upward phase”"),
            ("", ""),
        ] {
            assert_eq!(display(text), shown);
        }
    }

    #[test]
    fn a_stressed_phrase_at_the_start_follows_its_text() {
        let visual =
            Visual::Statement { picture: None, text: "water vapor rises".into(), emphasis: vec!["water vapor".into()] };
        let expected =
            Visual::Statement { picture: None, text: "Water vapor rises".into(), emphasis: vec!["Water vapor".into()] };
        assert_eq!(in_display_case(visual), expected);
    }
}
