//! The subject category, the language and the reading level of a text.

use lectern_lesson::Subject;

/// Words that speak for a subject. A word counts with all its endings.
const WORDS: [(Subject, &str); 11] = [
    (
        Subject::Mathematics,
        "theorem triangle hypotenuse equation algebra geometry polynomial fraction integer derivative integral matrix vector proof angle circle square prime probability logarithm exponent arithmetic calculus quadratic",
    ),
    (
        Subject::Physics,
        "force velocity acceleration momentum gravity newton joule voltage current circuit magnetic electron photon quantum relativity wavelength frequency friction mass kinetic optics thermodynamic pressure pendulum",
    ),
    (
        Subject::Chemistry,
        "atom acid base ion bond oxidation periodic compound mole catalyst molecule reagent polymer hydrogen oxygen carbon chemical chemistry reactant sodium chloride salt titration covalent",
    ),
    (
        Subject::Biology,
        "cell organism dna protein enzyme gene species evolution photosynthesis chlorophyll mitosis membrane bacteria plant animal tissue chromosome metabolism atp organ neuron ecosystem virus phosphorylation cellular biology photosynthetic chloroplast pigment mitochondria respiration nucleus leaf",
    ),
    (
        Subject::EarthScience,
        "rain cloud evaporation condensation precipitation ocean climate volcano earthquake rock mineral glacier atmosphere weather erosion tectonic sediment groundwater aquifer river water vapor soil storm planet",
    ),
    (
        Subject::ComputerScience,
        "function algorithm recursion program code variable loop stack array compiler software data computer binary memory database network python pointer recursive complexity class",
    ),
    (
        Subject::Economics,
        "price demand supply market equilibrium inflation money trade cost profit tax economy economist wage surplus shortage monopoly gdp bank currency consumer seller buyer",
    ),
    (
        Subject::History,
        "war emperor empire king queen army battle siege century revolution treaty dynasty sultan ottoman byzantine roman medieval ancient colony conquest reign parliament defender wall kingdom",
    ),
    (
        Subject::Geography,
        "country continent population capital border region city urban rural latitude longitude migration map desert mountain province territory coast landscape",
    ),
    (
        Subject::Language,
        "verb noun adjective grammar sentence pronunciation vocabulary syllable tense clause adverb pronoun poem novel metaphor literature author narrator rhyme",
    ),
    (
        Subject::Arts,
        "painting music sculpture melody rhythm artist composer canvas color perspective harmony orchestra theater dance film portrait chord scale museum",
    ),
];

/// The subject that the author names, if it is one of ours.
pub(crate) fn named(text: &str) -> Option<Subject> {
    let text = text.to_lowercase();
    let names: [(&[&str], Subject); 11] = [
        (&["math", "algebra", "geometry", "calculus", "statistic"], Subject::Mathematics),
        (&["physic", "astronom"], Subject::Physics),
        (&["chemi"], Subject::Chemistry),
        (&["biolog", "life science", "medicine", "health"], Subject::Biology),
        (&["earth", "geolog", "meteorolog", "climate", "environment"], Subject::EarthScience),
        (&["computer", "programming", "informatics", "software", "coding"], Subject::ComputerScience),
        (&["econom", "business", "finance"], Subject::Economics),
        (&["history", "civics", "politic"], Subject::History),
        (&["geograph"], Subject::Geography),
        (
            &["language", "english", "literature", "grammar", "spanish", "french", "german", "writing"],
            Subject::Language,
        ),
        (&["art", "music", "design", "drama"], Subject::Arts),
    ];
    names.iter().find(|(parts, _)| parts.iter().any(|part| text.contains(part))).map(|(_, subject)| *subject)
}

/// The subject that most words of `text` speak for; general when few do. Code and formulas speak for theirs.
pub(crate) fn guess(text: &str, code_blocks: usize, formulas: usize) -> Subject {
    let mut scores: Vec<(f64, Subject)> = WORDS.iter().map(|(subject, _)| (0.0, *subject)).collect();
    let mut total = 0;
    for word in text.split(|character: char| !character.is_alphanumeric()).filter(|word| word.len() > 2) {
        let word = word.to_lowercase();
        total += 1;
        for (score, (_, list)) in scores.iter_mut().zip(&WORDS) {
            let speaks = list.split(' ').any(|entry| {
                word.strip_prefix(entry).is_some_and(|ending| ending.len() <= 2 || matches!(ending, "ing" | "ical"))
            });
            score.0 += f64::from(u8::from(speaks));
        }
    }
    for (score, subject) in &mut scores {
        *score += match subject {
            Subject::ComputerScience => 4.0 * code_blocks as f64,
            Subject::Mathematics => 2.0 * formulas as f64,
            _ => 0.0,
        };
    }
    let best = scores.iter().fold((0.0, Subject::General), |best, score| if score.0 > best.0 { *score } else { best });
    if best.0 >= 2.0 && best.0 * 100.0 >= f64::from(total) { best.1 } else { Subject::General }
}

/// Whether a BCP 47 tag is one of English.
pub(crate) fn is_english(tag: &str) -> bool {
    let primary = tag.split(['-', '_']).next().unwrap_or_default();
    ["en", "eng"].iter().any(|english| primary.eq_ignore_ascii_case(english))
}

/// BCP 47 tag of the language of `text`; English when it cannot be told.
pub(crate) fn language(text: &str) -> String {
    let sample: String = text.chars().take(6000).collect();
    let Some(info) = whatlang::detect(&sample) else {
        return "en".to_owned();
    };
    let code = info.lang().code();
    if !info.is_reliable() && info.script() == whatlang::Script::Latin {
        return "en".to_owned();
    }
    let short = [
        ("eng", "en"),
        ("deu", "de"),
        ("fra", "fr"),
        ("spa", "es"),
        ("ita", "it"),
        ("por", "pt"),
        ("nld", "nl"),
        ("jpn", "ja"),
        ("cmn", "zh"),
        ("kor", "ko"),
        ("hin", "hi"),
        ("rus", "ru"),
        ("pol", "pl"),
        ("ukr", "uk"),
        ("tur", "tr"),
        ("ara", "ar"),
        ("heb", "he"),
        ("ell", "el"),
        ("swe", "sv"),
        ("dan", "da"),
        ("nob", "nb"),
        ("fin", "fi"),
        ("ces", "cs"),
        ("hun", "hu"),
        ("ron", "ro"),
        ("vie", "vi"),
        ("tha", "th"),
        ("ind", "id"),
        ("cat", "ca"),
        ("bul", "bg"),
        ("hrv", "hr"),
        ("slk", "sk"),
    ];
    short.iter().find(|entry| entry.0 == code).map_or(code, |entry| entry.1).to_owned()
}

/// Flesch-Kincaid grade (Kincaid, Fishburne, Rogers, Chissom 1975), 0 to 20.
pub(crate) fn reading_level(sentences: &[String]) -> f32 {
    let words: Vec<&str> = sentences
        .iter()
        .flat_map(|sentence| sentence.split_whitespace())
        .filter(|word| word.chars().any(char::is_alphabetic))
        .collect();
    if words.is_empty() || sentences.is_empty() {
        return 0.0;
    }
    let syllables: usize = words.iter().map(|word| syllables(word)).sum();
    let count = words.len() as f32;
    (0.39 * count / sentences.len() as f32 + 11.8 * syllables as f32 / count - 15.59).clamp(0.0, 20.0)
}

/// Groups of vowels, without a silent e; at least one.
fn syllables(word: &str) -> usize {
    let letters: Vec<char> = word.to_lowercase().chars().filter(|character| character.is_alphabetic()).collect();
    let is_vowel = |letter: &char| "aeiouyäöüéèàáíóú".contains(*letter);
    let mut count = 0;
    let mut was_vowel = false;
    for letter in &letters {
        let vowel = is_vowel(letter);
        count += usize::from(vowel && !was_vowel);
        was_vowel = vowel;
    }
    let is_silent = letters.len() > 2
        && letters.ends_with(&['e'])
        && !letters.ends_with(&['l', 'e'])
        && !is_vowel(&letters[letters.len() - 2]);
    count.saturating_sub(usize::from(is_silent && count > 1)).max(1)
}

#[cfg(test)]
mod tests {
    use super::{guess, language, named, reading_level, syllables};
    use lectern_lesson::Subject;

    #[test]
    fn subjects_languages_and_levels_are_told() {
        assert_eq!(named("computer science"), Some(Subject::ComputerScience));
        assert_eq!(
            guess("The emperor led the army to war against the empire in that century.", 0, 0),
            Subject::History
        );
        assert_eq!(guess("Nothing in particular is said about anything here.", 0, 0), Subject::General);
        assert_eq!(
            language("Der Regen fällt auf die Erde und fließt in den Fluss, bevor er wieder im Meer ankommt."),
            "de"
        );
        assert_eq!(language("Rain."), "en");
        for (word, count) in [("water", 2), ("cycle", 2), ("evaporation", 5), ("made", 1), ("the", 1)] {
            assert_eq!(syllables(word), count, "{word}");
        }
        let easy = reading_level(&["The cat sat on the mat.".to_owned()]);
        let hard = reading_level(&[
            "Photosynthetic organisms accumulate extraordinary quantities of electrochemical energy.".to_owned(),
        ]);
        assert!(easy < 3.0 && hard > 12.0, "{easy} {hard}");
    }
}
