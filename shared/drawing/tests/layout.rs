//! What the layout promises, for any text: nothing overlaps, nothing leaves the safe area, nothing is too small or too
//! faint to read, or else the report says that it does not fit.

use std::sync::{Arc, LazyLock};

use lectern_drawing::{Picture, Pictures, Stage, Style};
use lectern_lesson::{Format, Layout, Rect, Visual};
use proptest::prelude::*;

struct NoPictures;

impl Pictures for NoPictures {
    fn picture(&self, _: &str) -> Option<Arc<Picture>> {
        None
    }
}

static STAGE: LazyLock<Stage> = LazyLock::new(|| {
    let format = Format { width: 640, height: 360, fps: 30 };
    Stage::new(Style::named("night-sky").expect("ships"), format).expect("16:9")
});

fn check(visual: &Visual) -> Layout {
    let layout = STAGE.layout(visual, &NoPictures);
    let safe = Rect::new(96.0, 54.0, 1728.0, 972.0);
    let frame = Rect::new(0.0, 0.0, 1920.0, 1080.0);
    for (index, text) in layout.texts.iter().enumerate() {
        let told = format!("{:?} {:?} in {visual:?}", text.text, text.rect);
        assert!(text.size_px >= 32.0, "too small: {told}");
        assert!(frame.contains(&text.rect, 1.0), "outside the frame: {told}");
        if layout.fits() {
            assert!(safe.contains(&text.rect, 1.0), "outside the safe area: {told}");
            assert!(text.contrast >= 4.5, "contrast {}: {told}", text.contrast);
        }
        for other in &layout.texts[index + 1..] {
            assert!(!text.rect.overlaps(&other.rect, 2.0), "{told} overlaps {:?} {:?}", other.text, other.rect);
        }
    }
    layout
}

fn strings(words: &[&str]) -> Vec<String> {
    words.iter().map(|word| (*word).to_owned()).collect()
}

#[test]
fn texts_as_lessons_have_them_fit() {
    let cases = [
        Visual::Title { title: "The Water Cycle".into(), subtitle: Some("One drop. An endless journey.".into()) },
        Visual::Title { title: "The Fall of Constantinople, 29 May 1453".into(), subtitle: None },
        Visual::Chapter { number: 12, title: "Why the price settles where it does".into(), picture: None },
        Visual::Statement {
            picture: None,
            text: "Not one drop is ever lost.".into(),
            emphasis: strings(&["ever lost"]),
        },
        Visual::Statement {
            picture: None,
            text: "The same stone can be lifted by the weakest hand if only the lever is long enough for it".into(),
            emphasis: strings(&["weakest hand", "long enough"]),
        },
        Visual::KeyPoints {
            heading: Some("What lifts water".into()),
            points: strings(&["Sun", "Wind", "Leaves that breathe"]),
        },
        Visual::KeyPoints {
            heading: None,
            points: strings(&[
                "A wall of cellulose around the membrane",
                "Chloroplasts that catch the light",
                "One large vacuole full of water and salts",
                "Channels to the neighbors",
                "No centrioles when the cell divides",
            ]),
        },
        Visual::Definition {
            picture: None,
            term: "Adenosine triphosphate".into(),
            meaning: "What cells carry energy with. ".repeat(8),
        },
        Visual::Steps {
            heading: Some("The journey".into()),
            first: 1,
            steps: strings(&["Evaporation", "Condensation", "Precipitation", "Collection"]),
        },
        Visual::Steps {
            heading: None,
            first: 98,
            steps: strings(&["Write the difference quotient of the function"; 6]),
        },
        Visual::Quotation {
            text: "Water is the driving force of all nature.".into(),
            author: Some("Leonardo da Vinci".into()),
        },
        Visual::BigNumber {
            comparison: None,
            number: "500 tonnes".into(),
            caption: "of water in one summer cloud".into(),
        },
        Visual::Question {
            prompt: "What powers the water cycle?".into(),
            choices: strings(&["Sun", "Moon", "Wind", "Volcanoes"]),
            correct: Some(0),
            answer: None,
        },
        Visual::Question {
            prompt: "Why does it rain on the windward side of a mountain?".into(),
            choices: Vec::new(),
            correct: None,
            answer: Some("Air rises, cools, and lets its water go.".into()),
        },
        Visual::Recap {
            pictures: Vec::new(),
            heading: Some("Where the drop has been".into()),
            points: strings(&["Sun lifts it", "Cold gathers it"]),
        },
    ];
    for visual in cases {
        let layout = check(&visual);
        assert!(layout.fits(), "{:?} in {visual:?}", layout.overflows);
        assert!(layout.missing_characters.is_empty());
    }
}

#[test]
fn texts_that_are_far_too_long_are_reported() {
    let long = "word after word after word ".repeat(120);
    let points = vec![long.clone(); 5];
    let cases = [
        Visual::Title { title: long.clone(), subtitle: Some(long.clone()) },
        Visual::Chapter { number: 1, title: long.clone(), picture: None },
        Visual::Statement { picture: None, text: long.clone(), emphasis: vec!["word".into()] },
        Visual::KeyPoints { heading: Some(long.clone()), points: points.clone() },
        Visual::Definition { picture: None, term: long.clone(), meaning: long.clone() },
        Visual::Steps { heading: None, first: 1, steps: points.clone() },
        Visual::Quotation { text: long.clone(), author: Some(long.clone()) },
        Visual::BigNumber { comparison: None, number: long.clone(), caption: long.clone() },
        Visual::Question { prompt: long.clone(), choices: points.clone(), correct: Some(9), answer: None },
        Visual::Question { prompt: long.clone(), choices: Vec::new(), correct: None, answer: Some(long.clone()) },
        Visual::Recap { pictures: Vec::new(), heading: None, points },
    ];
    for visual in cases {
        assert!(!check(&visual).fits(), "{visual:?}");
    }
}

#[test]
fn empty_texts_are_no_trouble() {
    let none = Vec::new();
    let cases = [
        Visual::Title { title: String::new(), subtitle: Some(" ".into()) },
        Visual::Statement { picture: None, text: "\n\t".into(), emphasis: vec![String::new()] },
        Visual::KeyPoints { heading: Some(String::new()), points: none.clone() },
        Visual::KeyPoints { heading: None, points: vec![String::new(); 3] },
        Visual::Definition { picture: None, term: String::new(), meaning: String::new() },
        Visual::Steps { heading: None, first: u32::MAX, steps: none.clone() },
        Visual::Quotation { text: String::new(), author: Some(String::new()) },
        Visual::BigNumber { comparison: None, number: String::new(), caption: String::new() },
        Visual::Question { prompt: String::new(), choices: none.clone(), correct: Some(3), answer: None },
        Visual::Recap { pictures: Vec::new(), heading: None, points: none },
    ];
    for visual in cases {
        check(&visual);
    }
}

#[test]
fn characters_without_a_font_are_named_once() {
    assert!(STAGE.missing_characters("Plain text, naïve café, a² + b² ≤ ∑ → π").is_empty());
    let missing = STAGE.missing_characters("水 and 水 and \u{1F418}");
    assert_eq!(missing, ['水', '\u{1F418}']);
    let layout = STAGE.layout(&Visual::Chapter { number: 1, title: "水".into(), picture: None }, &NoPictures);
    assert_eq!(layout.missing_characters, ['水']);
}

fn words() -> impl Strategy<Value = String> {
    let word = prop_oneof![
        8 => "[A-Za-z]{1,10}",
        2 => "[A-Za-z]{11,22}[,.:;!?]?",
        1 => "[A-Za-z-]{23,70}",
        1 => "[0-9.,%$€]{1,14}",
        1 => "\\PC{1,8}",
    ];
    proptest::collection::vec(word, 0..26).prop_map(|words| words.join(" "))
}

fn visuals() -> impl Strategy<Value = Visual> {
    let list = || proptest::collection::vec(words(), 0..8);
    let maybe = || proptest::option::of(words());
    prop_oneof![
        (words(), maybe()).prop_map(|(title, subtitle)| Visual::Title { title, subtitle }),
        (any::<u32>(), words()).prop_map(|(number, title)| Visual::Chapter { number, title, picture: None }),
        (words(), list()).prop_map(|(text, emphasis)| Visual::Statement { picture: None, text, emphasis }),
        (maybe(), list()).prop_map(|(heading, points)| Visual::KeyPoints { heading, points }),
        (words(), words()).prop_map(|(term, meaning)| Visual::Definition { picture: None, term, meaning }),
        (maybe(), any::<u32>(), list()).prop_map(|(heading, first, steps)| Visual::Steps { heading, first, steps }),
        (words(), maybe()).prop_map(|(text, author)| Visual::Quotation { text, author }),
        (words(), words()).prop_map(|(number, caption)| Visual::BigNumber { comparison: None, number, caption }),
        (words(), list(), proptest::option::of(0_usize..9), maybe())
            .prop_map(|(prompt, choices, correct, answer)| Visual::Question { prompt, choices, correct, answer }),
        (maybe(), list()).prop_map(|(heading, points)| Visual::Recap { pictures: Vec::new(), heading, points }),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 160, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_keeps_the_promises(visual in visuals()) {
        check(&visual);
    }
}
