//! Nouns as they are compared: in the singular, in small letters.

/// The words of a phrase in small letters, the last in the singular, without a determiner in front.
pub(crate) fn words_of(phrase: &str) -> Vec<String> {
    let mut words: Vec<String> = phrase
        .split(|character: char| character.is_whitespace() || character == '-')
        .map(|word| word.trim_matches(|character: char| !character.is_alphanumeric()).to_lowercase())
        .map(|word| word.strip_suffix("'s").or(word.strip_suffix("’s")).map(str::to_owned).unwrap_or(word))
        .filter(|word| !word.is_empty())
        .collect();
    if words.len() > 1
        && matches!(
            words[0].as_str(),
            "a" | "an" | "the" | "this" | "that" | "these" | "those" | "some" | "our" | "your"
        )
    {
        words.remove(0);
    }
    if let Some(last) = words.last_mut() {
        *last = singular(last);
    }
    words
}

/// The singular of an English noun.
pub(crate) fn singular(word: &str) -> String {
    const IRREGULAR: [(&str, &str); 26] = [
        ("men", "man"),
        ("women", "woman"),
        ("children", "child"),
        ("feet", "foot"),
        ("teeth", "tooth"),
        ("geese", "goose"),
        ("mice", "mouse"),
        ("leaves", "leaf"),
        ("wolves", "wolf"),
        ("knives", "knife"),
        ("bacteria", "bacterium"),
        ("fungi", "fungus"),
        ("cacti", "cactus"),
        ("people", "people"),
        ("sheep", "sheep"),
        ("potatoes", "potato"),
        ("shoes", "shoe"),
        ("canoes", "canoe"),
        ("movies", "movie"),
        ("cookies", "cookie"),
        // These mean another thing in the singular.
        ("glasses", "glasses"),
        ("spectacles", "spectacles"),
        ("scales", "scales"),
        ("dice", "dice"),
        ("goods", "goods"),
        ("gas", "gas"),
    ];
    if let Some((_, one)) = IRREGULAR.iter().find(|(many, _)| *many == word) {
        return (*one).to_owned();
    }
    let keeps = ["ss", "us", "is", "ous"].iter().any(|ending| word.ends_with(ending)) || word.len() < 4;
    if keeps || !word.ends_with('s') {
        return word.to_owned();
    }
    if let Some(stem) = word.strip_suffix("ies") {
        return if stem.len() > 2 { format!("{stem}y") } else { format!("{stem}ie") };
    }
    for ending in ["ches", "shes", "sses", "xes", "oes"] {
        if let Some(stem) = word.strip_suffix(ending) {
            return format!("{stem}{}", &ending[..ending.len() - 2]);
        }
    }
    word[..word.len() - 1].to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nouns_are_compared_in_the_singular() {
        for (many, one) in [
            ("oceans", "ocean"),
            ("leaves", "leaf"),
            ("bodies", "body"),
            ("glass", "glass"),
            ("virus", "virus"),
            ("churches", "church"),
            ("boxes", "box"),
            ("gas", "gas"),
            ("horses", "horse"),
            ("tomatoes", "tomato"),
        ] {
            assert_eq!(singular(many), one);
        }
        assert_eq!(words_of("The Stone Walls"), ["stone", "wall"]);
    }
}
