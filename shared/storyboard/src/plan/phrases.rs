//! The few words that the planner adds to the author's own, by language.

/// The planner's own words in one language.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Phrases {
    /// Name of the chapter before the first heading.
    pub introduction: &'static str,
    /// Heading of the objectives.
    pub objectives_heading: &'static str,
    /// Said before the objectives.
    pub objectives: &'static str,
    /// "and".
    pub and: &'static str,
    /// "or".
    pub or: &'static str,
    /// Said before the answer.
    pub answer: &'static str,
    /// Said before several answers.
    pub answers: &'static str,
    /// Heading of the recap.
    pub remember: &'static str,
    /// Said before a listing that nobody talks about; the language follows.
    pub code: &'static str,
    /// Said where a long listing or table goes on.
    pub goes_on: &'static str,
    /// A part without a name.
    pub part: &'static str,
}

const ENGLISH: Phrases = Phrases {
    introduction: "Introduction",
    objectives_heading: "In this lesson",
    objectives: "By the end, you will be able to",
    and: "and",
    or: "or",
    answer: "The answer is",
    answers: "The answers are",
    remember: "Remember",
    code: "Here is the code",
    goes_on: "And it goes on.",
    part: "Part",
};

const GERMAN: Phrases = Phrases {
    introduction: "Einführung",
    objectives_heading: "In dieser Lektion",
    objectives: "Am Ende kannst du:",
    and: "und",
    or: "oder",
    answer: "Die Antwort ist",
    answers: "Die Antworten sind",
    remember: "Merke dir",
    code: "Hier ist der Code",
    goes_on: "Und so geht es weiter.",
    part: "Teil",
};

const FRENCH: Phrases = Phrases {
    introduction: "Introduction",
    objectives_heading: "Dans cette leçon",
    objectives: "À la fin, vous saurez :",
    and: "et",
    or: "ou",
    answer: "La réponse est",
    answers: "Les réponses sont",
    remember: "À retenir",
    code: "Voici le code",
    goes_on: "Et cela continue.",
    part: "Partie",
};

const SPANISH: Phrases = Phrases {
    introduction: "Introducción",
    objectives_heading: "En esta lección",
    objectives: "Al final, podrás:",
    and: "y",
    or: "o",
    answer: "La respuesta es",
    answers: "Las respuestas son",
    remember: "Recuerda",
    code: "Este es el código",
    goes_on: "Y así continúa.",
    part: "Parte",
};

/// The words for a BCP 47 tag; English where the language is not known here.
pub(crate) fn phrases(language: &str) -> &'static Phrases {
    match language.split(['-', '_']).next().unwrap_or("").to_ascii_lowercase().as_str() {
        "de" => &GERMAN,
        "fr" => &FRENCH,
        "es" => &SPANISH,
        _ => &ENGLISH,
    }
}
