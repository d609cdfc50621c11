//! Sentences that lean on the one before them.

/// Whether a sentence refers back by its first words, so that it cannot stand without the sentence before it.
pub(crate) fn dangles(text: &str) -> bool {
    const STARTS: &[&str] = &[
        "this",
        "these",
        "those",
        "that",
        "it",
        "its",
        "they",
        "their",
        "them",
        "he",
        "she",
        "his",
        "her",
        "such",
        "however",
        "therefore",
        "thus",
        "hence",
        "consequently",
        "moreover",
        "furthermore",
        "nevertheless",
        "nonetheless",
        "instead",
        "otherwise",
        "similarly",
        "likewise",
        "then",
        "so",
        "but",
        "and",
        "or",
        "yet",
        "also",
        "still",
        "here",
        "there,",
        "both",
        "indeed",
        "meanwhile",
        "finally",
        "next",
        "in other words",
        "as a result",
        "for example",
        "for instance",
        "in addition",
        "in contrast",
        "on the other hand",
        "in fact",
        "in short",
        "once again",
        "at the same time",
        "because of this",
        "in this",
        "in that",
        "the former",
        "the latter",
        "one example",
        "another",
        "other ",
        "essentially",
        "together,",
        "in the first step",
        "after that",
        "for the same reason",
        "the answer",
        "the reverse",
        "the second question",
        "the same ",
        "the two ",
    ];
    let lower = text.trim_start_matches(|character: char| !character.is_alphanumeric()).to_lowercase();
    let begins = STARTS.iter().any(|start| {
        lower.strip_prefix(start).is_some_and(|rest| {
            start.ends_with([',', ' '])
                || rest.is_empty()
                || rest.starts_with(|character: char| !character.is_alphanumeric() && character != '-')
        })
    });
    // "It is … that" and "Both phosphates" explain themselves; "Both bonds" as well, but "Both are" does not.
    let both_with_noun = lower
        .strip_prefix("both ")
        .is_some_and(|rest| !["are", "were", "have", "of", "can", "do"].iter().any(|verb| rest.starts_with(verb)));
    // A demonstrative soon after the start: "When this happens", "To release this energy".
    let early = lower.split_whitespace().take(6).skip(1).any(|word| {
        matches!(word.trim_matches(|character: char| !character.is_alphanumeric()), "this" | "these" | "those")
    });
    let points = ["posed above", "mentioned above", "described above", "shown above", "discussed above", "noted above"];
    (begins && !both_with_noun) || early || points.iter().any(|phrase| lower.contains(phrase))
}

#[cfg(test)]
mod tests {
    use super::dangles;

    #[test]
    fn first_words_tell_what_a_sentence_leans_on() {
        for (text, expected) in [
            ("This is evaporation.", true),
            ("However, some cells divide.", true),
            ("In other words, it melts.", true),
            ("To release this energy, ions rush.", true),
            ("They fought.", true),
            ("The answer lies in the cell.", true),
            ("Itself a gas, vapor rises.", false),
            ("Thistles grow here.", false),
            ("Both bonds are strong.", false),
            ("Warm air rises.", false),
            ("", false),
        ] {
            assert_eq!(dangles(text), expected, "{text}");
        }
    }
}
