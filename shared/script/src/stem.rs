//! Words for comparison: lower case, without endings and without the words that carry no content.

const STOP: &str = "a about above after again all also although am an and any are as at be because been before being below between both but by can cannot could did do does doing down during each either few for from further had has have having he her here hers him his how however i if in into is it its itself just less like many may me might more most much must my no nor not now of off on once one only or other our out over own per same she should so some such than that the their them then there these they this those through thus to too two under until up upon us very was way we well were what when where whether which while who whom why will with within without would yet you your";

/// The stems of the content words of `text`, in order.
pub(crate) fn content(text: &str) -> Vec<String> {
    text.split(|character: char| !character.is_alphanumeric())
        .filter(|word| word.chars().count() > 1 || word.chars().any(char::is_numeric))
        .map(str::to_lowercase)
        .filter(|word| !STOP.split(' ').any(|stop| stop == word))
        .map(|word| stem(&word))
        .collect()
}

/// A light stemmer: plurals and the usual verb and adverb endings.
fn stem(word: &str) -> String {
    let mut stem = word;
    for (ending, keep) in [
        ("ies", 3),
        ("sses", 4),
        ("ing", 4),
        ("edly", 4),
        ("ed", 4),
        ("ly", 4),
        ("ation", 5),
        ("ion", 5),
        ("es", 4),
        ("s", 3),
        ("e", 4),
    ] {
        if let Some(rest) = stem.strip_suffix(ending)
            && rest.chars().count() >= keep
            && !(ending == "s" && rest.ends_with(['s', 'u', 'i']))
        {
            stem = rest;
            if ending != "s" && ending != "es" {
                break;
            }
        }
    }
    stem.to_owned()
}

#[cfg(test)]
mod tests {
    use super::content;

    #[test]
    fn forms_of_a_word_have_one_stem() {
        assert_eq!(content("The cells divide"), content("a cell dividing"));
        assert_eq!(content("It was the one"), Vec::<String>::new());
    }
}
