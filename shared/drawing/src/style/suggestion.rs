//! Which style suits a lesson when its author names none.

use crate::Style;

/// Words of subjects (their beginnings in lower case, whole words with a space at their end) and the style that suits them. The first that is found decides.
///
/// The reasons: ink and paper is how history comes down to us; a lesson of mathematics is a board that is written on; what
/// is built is drawn as a plan; works of art hang on a wall; the daily press tells of money and politics; nature has its own
/// light.
const SUBJECTS: [(&str, &[&str]); 6] = [
    (
        "paper-and-ink",
        &[
            "histor",
            "archaeolog",
            "classics",
            "ancient",
            "mediev",
            "religio",
            "theolog",
            "philosoph",
            "literatur",
            "poet",
            "latin",
        ],
    ),
    (
        "blackboard",
        &["math", "algebra", "geometr", "calculus", "arithmetic", "trigonometr", "statistic", "probabilit", "logic"],
    ),
    (
        "blueprint",
        &[
            "program",
            "computer",
            "informatic",
            "software",
            "coding",
            "engineer",
            "electr",
            "mechanic",
            "robot",
            "algorithm",
            "architectur",
        ],
    ),
    ("museum", &["art ", "arts ", "painting", "sculptur", "music", "theater", "theatre", "design", "photograph"]),
    (
        "editorial",
        &[
            "econom",
            "microeconom",
            "macroeconom",
            "business",
            "finance",
            "market",
            "politic",
            "law",
            "civic",
            "journalis",
            "sociolog",
            "account",
        ],
    ),
    (
        "warm-documentary",
        &[
            "geograph",
            "biolog",
            "ecolog",
            "earth",
            "environment",
            "geolog",
            "zoolog",
            "botan",
            "agricultur",
            "nature",
            "climate",
            "anthropolog",
        ],
    ),
];

/// Words of audiences (their beginnings, in lower case) that are young children.
const YOUNG: [&str; 9] =
    ["child", "kid", "kindergart", "preschool", "primary", "elementary", "toddler", "first-grade", "second-grade"];

/// The style when nothing is known.
const DEFAULT: &str = "night-sky";

impl Style {
    /// The name of a style that suits a subject and an audience, as words of any language; `night-sky` when neither tells
    /// anything. Young children come first, whatever their subject.
    pub fn suggested(subject: Option<&str>, audience: Option<&str>) -> &'static str {
        let begins = |text: Option<&str>, beginnings: &[&str]| {
            let text = text.unwrap_or_default().to_lowercase();
            text.split(|character: char| !character.is_alphanumeric() && character != '-')
                .any(|word| beginnings.iter().any(|beginning| format!("{word} ").starts_with(beginning)))
        };
        if begins(audience, &YOUNG) {
            return "bright-primary";
        }
        SUBJECTS.iter().find(|(_, words)| begins(subject, words)).map_or(DEFAULT, |(name, _)| name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn subjects_find_their_style() {
        for (subject, audience, expected) in [
            (Some("History"), None, "paper-and-ink"),
            (Some("Byzantine history"), Some("adults"), "paper-and-ink"),
            (Some("Mathematics"), Some("secondary school"), "blackboard"),
            (Some("Computer science"), None, "blueprint"),
            (Some("Microeconomics"), None, "editorial"),
            (Some("Economics"), None, "editorial"),
            (Some("computer_science"), None, "blueprint"),
            (Some("earth_science"), None, "warm-documentary"),
            (Some("Art"), None, "museum"),
            (Some("Artificial intelligence"), None, "night-sky"),
            (Some("Cell biology"), Some("university"), "warm-documentary"),
            (Some("Mathematics"), Some("children of 7"), "bright-primary"),
            (Some("Primary sources"), None, "night-sky"),
            (None, None, "night-sky"),
            (Some(""), Some(""), "night-sky"),
        ] {
            assert_eq!(Style::suggested(subject, audience), expected, "{subject:?} for {audience:?}");
        }
    }

    #[test]
    fn every_suggestion_ships() {
        for (name, _) in SUBJECTS {
            assert!(Style::names().contains(&name), "{name}");
        }
        assert!(Style::names().contains(&DEFAULT) && Style::names().contains(&"bright-primary"));
    }
}
