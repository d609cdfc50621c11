//! Scenes that the tests draw, one for each visual, spoken at an even pace.

use std::sync::Arc;

use lectern_drawing::{Picture, Pictures, Stage, Style};
use lectern_lesson::{
    Action, Cue, Format, Narration, Scene, SceneTiming, Shot, Token, Transition, Visual, WordSpan, parse_narration,
};

/// The size of frames that tests draw.
pub const SMALL: Format = Format { width: 480, height: 270, fps: 30 };

pub struct NoPictures;

impl Pictures for NoPictures {
    fn picture(&self, _: &str) -> Option<Arc<Picture>> {
        None
    }
}

pub fn stage() -> Stage {
    Stage::new(Style::named("night-sky").expect("ships"), SMALL).expect("16:9")
}

pub fn timing(scene: &Scene) -> SceneTiming {
    let (mut words, mut now) = (Vec::new(), 0.0);
    for token in parse_narration(&scene.narration).expect("well-formed") {
        match token {
            Token::Word { .. } => {
                words.push(WordSpan { start_secs: now, end_secs: now + 0.3 });
                now += 0.36;
            }
            Token::Pause { secs } => now += secs,
            Token::Paragraph => now += 0.5,
        }
    }
    SceneTiming::new(&Narration { sample_rate: 24_000, duration_secs: now, words }, SMALL.fps)
}

/// A scene whose parts are shown on the given words.
fn scene(id: &str, narration: &str, shows: &[usize], visual: Visual) -> Scene {
    let cue = |(part, word): (usize, &usize)| Cue { word: *word, action: Action::Show, part, last_part: None };
    Scene {
        id: id.to_owned(),
        chapter: None,
        narration: narration.to_owned(),
        visual,
        description: String::new(),
        shot: Shot::default(),
        cues: shows.iter().enumerate().map(cue).collect(),
        transition: Transition::Continue,
        mood: Default::default(),
        sources: Vec::new(),
    }
}

fn strings(words: &[&str]) -> Vec<String> {
    words.iter().map(|word| (*word).to_owned()).collect()
}

/// One scene for each kind of visual.
pub fn all() -> Vec<Scene> {
    let answered = |mut scene: Scene, word: usize| {
        scene.cues.push(Cue { word, action: Action::Answer, part: 0, last_part: None });
        scene
    };
    vec![
        scene("title", "The water cycle. One drop, and its endless journey.", &[0, 3], Visual::Title {
            title: "The Water Cycle".into(),
            subtitle: Some("One drop. An endless journey.".into()),
        }),
        scene("chapter", "How clouds are made, high above land and sea.", &[0], Visual::Chapter {
            number: 2,
            title: "How clouds are made".into(),
        }),
        scene("statement", "Not one drop is ever lost. It only moves on.", &[0, 1, 2, 3, 4, 5], Visual::Statement {
            text: "Not one drop is ever lost".into(),
            emphasis: strings(&["ever lost"]),
        }),
        scene("key-points", "Heat from the sun, wind over the sea, and leaves that breathe.", &[0, 4, 8], Visual::KeyPoints {
            heading: Some("What lifts water".into()),
            points: strings(&["Heat from the sun", "Wind over the sea", "Leaves that breathe"]),
        }),
        scene("definition", "Evaporation. Liquid water gains heat and rises as a gas.", &[0, 1], Visual::Definition {
            term: "Evaporation".into(),
            meaning: "Liquid water gains heat and rises into the air as an invisible gas.".into(),
        }),
        scene("steps", "First evaporation, then condensation, then rain, then the river home.", &[1, 3, 5, 8], Visual::Steps {
            heading: Some("The journey".into()),
            first: 1,
            steps: strings(&["Evaporation", "Condensation", "Rain", "Collection"]),
        }),
        scene("quotation", "Water is the driving force of all nature, said Leonardo.", &[0, 8], Visual::Quotation {
            text: "Water is the driving force of all nature.".into(),
            author: Some("Leonardo da Vinci".into()),
        }),
        scene("big-number", "Five hundred tonnes of water in one summer cloud.", &[0, 3], Visual::BigNumber {
            number: "500 tonnes".into(),
            caption: "of water in one summer cloud".into(),
        }),
        answered(
            scene("question", "What powers it? Sun, moon, wind, volcanoes? [[pause 4]] The sun.", &[3, 4, 5, 6], Visual::Question {
                prompt: "What powers the water cycle?".into(),
                choices: strings(&["Sun", "Moon", "Wind", "Volcanoes"]),
                correct: Some(0),
                answer: None,
            }),
            7,
        ),
        answered(
            scene("open-question", "Why does it rain here? [[pause 4]] Air rises, and cools.", &[], Visual::Question {
                prompt: "Why does it rain on the windward side of a mountain?".into(),
                choices: Vec::new(),
                correct: None,
                answer: Some("Air rises, cools, and lets its water go.".into()),
            }),
            5,
        ),
        scene("recap", "Sun lifts it, cold gathers it, rivers carry it home again.", &[0, 3, 6], Visual::Recap {
            heading: Some("Where the drop has been".into()),
            points: strings(&["Sun lifts it", "Cold gathers it", "Rivers carry it"]),
        }),
    ]
}
