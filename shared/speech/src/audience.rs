//! How fast to speak to whom.

/// What tells an audience, and the pace for it. The voices' own pace is that of an audio book for adults, about 160 words a minute;
/// those who read to children, and those who speak to learners of the language, take 130 to 150.
const PACES: [(&[&str], f64); 5] = [
    (&["kindergarten", "preschool", "pre-k", "toddlers", "infants"], 0.82),
    (&["esl", "efl", "esol", "language learners", "learners of english", "english learners", "ell"], 0.85),
    (&["primary", "elementary", "children", "kids", "pupils"], 0.88),
    (&["middle school", "junior high", "lower secondary", "teenagers", "teens"], 0.95),
    (&["professional", "professionals", "experts", "postgraduate", "graduate students", "researchers"], 1.05),
];

/// The pace for an audience in its author's words ("grade 4", "ages 7 to 9", "primary school", "English learners"); 1 for one that
/// these do not tell of.
pub fn pace_for(audience: Option<&str>) -> f64 {
    let words: Vec<String> = audience
        .unwrap_or_default()
        .to_lowercase()
        .split(|sign: char| !sign.is_alphanumeric() && sign != '-')
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect();
    let text = format!(" {} ", words.join(" "));
    let told = PACES.iter().find(|(names, _)| names.iter().any(|name| text.contains(&format!(" {name} "))));
    told.map(|(_, pace)| *pace).or_else(|| by_age(&words)).unwrap_or(1.0)
}

/// By the first number after "grade", "year", "class" (of school) or "age": a school's first grade is the seventh year of life.
fn by_age(words: &[String]) -> Option<f64> {
    let number = |text: &str| -> Option<u32> {
        let digits: String = text.chars().take_while(char::is_ascii_digit).collect();
        digits.parse().ok()
    };
    let age = words.iter().enumerate().find_map(|(index, word)| {
        let next = words.get(index + 1).and_then(|next| number(next));
        match word.as_str() {
            "grade" | "grades" | "year" | "years" | "class" | "k" => next.map(|grade| grade + 6),
            "age" | "ages" | "aged" => next,
            // "3rd grade", "7 year olds".
            _ => {
                let following = words.get(index + 1).map(String::as_str)?;
                match following {
                    "grade" | "graders" | "class" => number(word).map(|grade| grade + 6),
                    "year" | "year-olds" | "year-old" | "years" => number(word),
                    _ => None,
                }
            }
        }
    })?;
    Some(match age {
        0..=7 => 0.85,
        8..=11 => 0.9,
        12..=14 => 0.95,
        _ => 1.0,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_young_and_those_who_learn_the_language_are_spoken_to_slowly() {
        for (audience, pace) in [
            (None, 1.0),
            (Some(""), 1.0),
            (Some("grade 1"), 0.85),
            (Some("Grades 3–5"), 0.9),
            (Some("Year 4"), 0.9),
            (Some("3rd grade"), 0.9),
            (Some("Ages 7 to 9"), 0.85),
            (Some("8-year-olds, 9 year olds"), 0.9),
            (Some("Grade 7"), 0.95),
            (Some("grade 11"), 1.0),
            (Some("Primary school"), 0.88),
            (Some("high school"), 1.0),
            (Some("undergraduates, first term"), 1.0),
            (Some("ESL learners"), 0.85),
            (Some("Professionals"), 1.05),
            (Some("everybody"), 1.0),
        ] {
            assert_eq!(pace_for(audience), pace, "{audience:?}");
        }
    }
}
