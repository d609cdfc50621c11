//! Lessons in another language than English.

use std::collections::BTreeSet;

use lectern_lesson::{Storyboard, shown_text};

use crate::program::Workplace;

/// Lessons in Spanish; the rules were made with the first in view, the second was held out.
const LESSONS: [(&str, &str); 2] = [
    ("ciclo.md", include_str!("spanish/ciclo-del-agua.md")),
    ("acueductos.txt", include_str!("spanish/acueductos.txt")),
];

fn plan(place: &Workplace, script: &str) -> Storyboard {
    serde_json::from_str(&place.succeed(&["plan", script]).stdout).expect("a storyboard")
}

fn words(text: &str) -> BTreeSet<String> {
    text.split(|sign: char| !sign.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_lowercase).collect()
}

#[test]
fn a_spanish_lesson_speaks_and_shows_spanish_alone() {
    for (name, script) in LESSONS {
        let place = Workplace::new();
        let path = place.write(name, script);
        let storyboard = plan(&place, path.to_str().expect("a UTF-8 path"));
        assert_eq!((storyboard.language.as_str(), storyboard.voice.as_str()), ("es", "ef_dora"), "{name}");
        // The planner's own words are those that a Spanish lesson is made with: a chapter before the first, and "and".
        let known: BTreeSet<String> = words(script).into_iter().chain(words("Introducción 9/10")).collect();
        let mut pictures = 0;
        for scene in &storyboard.scenes {
            let spoken = shown_text(&scene.narration).expect("marks are well-formed");
            let said = words(&spoken).into_iter().chain(words(&scene.description));
            let said = said.chain(words(scene.chapter.as_deref().unwrap_or_default()));
            let foreign: Vec<String> = said.filter(|word| !known.contains(word) && word != "y").collect();
            assert!(foreign.is_empty(), "{name}, {}: {foreign:?} is not in the script", scene.id);
            pictures += scene.visual.pictures().len();
        }
        assert!(
            pictures * 2 >= storyboard.scenes.len(),
            "{name}: {pictures} pictures in {} scenes",
            storyboard.scenes.len()
        );
    }
}

#[test]
fn a_voice_of_another_language_is_refused() {
    let place = Workplace::new();
    let path = place.write("ciclo.md", LESSONS[0].1);
    let refused = place.run(&["plan", path.to_str().expect("a UTF-8 path"), "--voice", "af_heart"]);
    assert_eq!(refused.code, Some(3), "{}", refused.stderr);
    assert!(refused.stderr.contains("af_heart does not speak the language of the lesson (es)"), "{}", refused.stderr);
}
