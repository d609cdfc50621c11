//! Spanish nouns as they are compared: in the singular, in small letters, without accents.

/// Determiners that may stand before a noun.
const DETERMINERS: &[&str] = &[
    "el", "la", "los", "las", "un", "una", "unos", "unas", "este", "esta", "estos", "estas", "su", "sus", "tu", "tus",
    "nuestro", "nuestra", "cada", "muchos", "muchas", "algunos", "algunas", "del", "al", "lo",
];

/// A phrase as the approved nouns have it, without a determiner in front.
pub(crate) fn key_of(phrase: &str) -> String {
    let mut words: Vec<String> = phrase.split_whitespace().map(bare).filter(|word| !word.is_empty()).collect();
    if words.len() > 1 && DETERMINERS.contains(&words[0].as_str()) {
        words.remove(0);
    }
    words.join(" ")
}

/// What a noun phrase may be in the singular, the likeliest first: "luces" luz, "volcanes" volcan, "nubes" nube. Of a phrase with "de"
/// the noun before it has a number ("gotas de agua").
pub(crate) fn singulars(key: &str) -> Vec<String> {
    let (head, rest) = key.split_once(' ').map_or((key, String::new()), |(head, rest)| (head, format!(" {rest}")));
    let mut found = vec![head.to_owned()];
    if let Some(stem) = head.strip_suffix("ces") {
        found.push(format!("{stem}z"));
    }
    found.extend(head.strip_suffix('s').map(str::to_owned));
    found.extend(head.strip_suffix("es").map(str::to_owned));
    let mut phrases: Vec<String> = found.iter().map(|head| format!("{head}{rest}")).collect();
    // An adjective has the number of its noun: "corrientes eléctricas".
    if let Some(rest) = rest.strip_suffix('s') {
        phrases.extend(found.iter().map(|head| format!("{head}{rest}")));
    }
    phrases
}

/// A word without marks at its ends and without accents; ñ is a letter of its own.
pub(crate) fn bare(word: &str) -> String {
    word.trim_matches(|sign: char| !sign.is_alphanumeric())
        .to_lowercase()
        .chars()
        .map(|letter| match letter {
            'á' => 'a',
            'é' => 'e',
            'í' => 'i',
            'ó' => 'o',
            'ú' | 'ü' => 'u',
            other => other,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nouns_are_compared_without_number_and_accents() {
        for (many, one) in [
            ("nubes", "nube"),
            ("luces", "luz"),
            ("volcanes", "volcán"),
            ("árboles", "árbol"),
            ("gotas de agua", "gota de agua"),
            ("corrientes eléctricas", "corriente eléctrica"),
        ] {
            assert!(singulars(&key_of(many)).contains(&key_of(one)), "{many}");
        }
        assert_eq!(key_of("Los Océanos"), "oceanos");
        assert_ne!(key_of("año"), key_of("ano"));
    }
}
