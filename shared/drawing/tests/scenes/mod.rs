//! Scenes that the tests draw, one for each visual, spoken at an even pace.

#![allow(dead_code, reason = "each file of tests uses a part of this")]

use std::sync::Arc;

use lectern_drawing::{Picture, Pictures, Stage, Style};
use lectern_lesson::{
    Action, ChartKind, Cue, Format, Narration, Scene, SceneTiming, Series, Shot, Token, Transition, Visual, WordSpan,
    parse_narration,
};

/// The size of frames that tests draw.
pub const SMALL: Format = Format { width: 480, height: 270, fps: 30 };

/// One picture, `photograph.png`: a gradient; and one drawing, `diagram.png`: circles on white.
pub struct TestCard;

impl Pictures for TestCard {
    fn picture(&self, source: &str) -> Option<Arc<Picture>> {
        let image = image::RgbImage::from_fn(640, 400, |x, y| {
            let distance = (f64::from(x) - 320.0).hypot(f64::from(y) - 200.0);
            match source {
                "photograph.png" => image::Rgb([(x / 4) as u8, (y / 3) as u8, 190 - (distance / 3.0) as u8]),
                _ if (120.0..150.0).contains(&distance) => image::Rgb([40, 90, 200]),
                _ => image::Rgb([255, 255, 255]),
            }
        });
        let mut bytes = std::io::Cursor::new(Vec::new());
        let known = source == "photograph.png" || source == "diagram.png";
        image.write_to(&mut bytes, image::ImageFormat::Png).ok().filter(|()| known)?;
        Picture::decode(bytes.get_ref()).ok().map(Arc::new)
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
pub fn scene(id: &str, narration: &str, shows: &[usize], visual: Visual) -> Scene {
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
        chosen_for: None,
    }
}

fn strings(words: &[&str]) -> Vec<String> {
    words.iter().map(|word| (*word).to_owned()).collect()
}

/// Focuses a range of parts on a word.
fn focused(mut scene: Scene, word: usize, part: usize, last_part: Option<usize>) -> Scene {
    scene.cues.push(Cue { word, action: Action::Focus, part, last_part });
    scene
}

/// A series of a chart.
fn series(name: &str, values: &[f64]) -> Series {
    Series { name: name.into(), values: values.to_vec() }
}

/// Scenes of what is drawn rather than said: formulas, code, charts, tables, figures.
fn drawn() -> Vec<Scene> {
    let triples = [["3", "4", "5"], ["5", "12", "13"], ["8", "15", "17"], ["7", "24", "25"]];
    let figure = |source: &str| Visual::Figure {
        callouts: Vec::new(),
        source: source.into(),
        alt: "What is to be seen".into(),
        caption: Some("Our air is a thin skin".into()),
        credit: Some("Drawn for this test, public domain".into()),
    };
    let said = "Look at it for a while, and it will tell you what it is, and why.";
    vec![
        scene("formula", "The square of c is the sum of the squares of a and b, as we saw.", &[0], Visual::Formula {
            lines: strings(&["a^2 + b^2 = c^2"]),
            caption: Some("The squares of the legs add up to the square of the hypotenuse".into()),
        }),
        scene("derivation", "Multiply out the left side. Then subtract two a b. The theorem is all that remains of it.", &[0, 5, 9], Visual::Formula {
            lines: strings(&[r"(a+b)^2 = 4 \cdot \tfrac{1}{2}ab + c^2", "a^2 + 2ab + b^2 = 2ab + c^2", "a^2 + b^2 = c^2"]),
            caption: None,
        }),
        focused(
            scene("code", "A function asks whether it is done, and then it calls itself again.", &[], Visual::Code {
                language: Some("python".into()),
                text: "def factorial(n):\n    if n <= 1:  # base case\n        return 1\n    return n * factorial(n - 1)".into(), trace: Vec::new(),
            }),
            3,
            1,
            Some(2),
        ),
        scene("table", "Three, four, five. Five, twelve, thirteen. Eight, fifteen, seventeen. Seven and more.", &[0, 3, 6, 9], Visual::Table {
            headers: strings(&["leg a", "leg b", "hypotenuse c"]),
            rows: triples.iter().map(|row| strings(row)).collect(),
            caption: Some("Some triples worth knowing".into()),
        }),
        scene("bars", "The number of calls grows and grows, from five to two million and more.", &[0], Visual::Chart {
            chart: ChartKind::Bar,
            title: Some("What does it cost?".into()),
            x_label: Some("n".into()),
            y_label: None,
            categories: strings(&["5", "10", "20", "30"]),
            series: vec![series("calls of naive fib(n)", &[15.0, 177.0, 21_891.0, 2_692_537.0])],
        }),
        scene("lines", "Demand falls with the price. Supply rises with it. Where they meet is the equilibrium of the two.", &[0, 5], Visual::Chart {
            chart: ChartKind::Line,
            title: None,
            x_label: Some("price per coffee ($)".into()),
            y_label: Some("coffees per day".into()),
            categories: strings(&["1", "2", "3", "4", "5"]),
            series: vec![
                series("Demand", &[900.0, 700.0, 500.0, 300.0, 100.0]),
                series("Supply", &[100.0, 300.0, 500.0, 700.0, 900.0]),
            ],
        }),
        scene("figure", said, &[], figure("photograph.png")),
        scene("diagram", said, &[], figure("diagram.png")),
        scene("missing-figure", said, &[], figure("missing.png")),
    ]
}

/// One scene for each kind of visual.
pub fn all() -> Vec<Scene> {
    let mut scenes = told();
    scenes.extend(drawn());
    scenes
}

/// Scenes of what is told in words.
fn told() -> Vec<Scene> {
    let answered = |mut scene: Scene, word: usize| {
        scene.cues.push(Cue { word, action: Action::Answer, part: 0, last_part: None });
        scene
    };
    vec![
        scene(
            "title",
            "The water cycle. One drop, and its endless journey.",
            &[0, 3],
            Visual::Title { title: "The Water Cycle".into(), subtitle: Some("One drop. An endless journey.".into()) },
        ),
        scene(
            "chapter",
            "How clouds are made, high above land and sea.",
            &[0],
            Visual::Chapter { number: 2, title: "How clouds are made".into(), picture: None },
        ),
        scene(
            "statement",
            "Not one drop is ever lost. It only moves on.",
            &[0, 1, 2, 3, 4, 5],
            Visual::Statement {
                picture: None,
                text: "Not one drop is ever lost".into(),
                emphasis: strings(&["ever lost"]),
            },
        ),
        scene(
            "key-points",
            "Heat from the sun, wind over the sea, and leaves that breathe.",
            &[0, 4, 8],
            Visual::KeyPoints {
                heading: Some("What lifts water".into()),
                points: strings(&["Heat from the sun", "Wind over the sea", "Leaves that breathe"]),
            },
        ),
        scene(
            "definition",
            "Evaporation. Liquid water gains heat and rises as a gas.",
            &[0, 1],
            Visual::Definition {
                picture: None,
                term: "Evaporation".into(),
                meaning: "Liquid water gains heat and rises into the air as an invisible gas.".into(),
            },
        ),
        scene(
            "steps",
            "First evaporation, then condensation, then rain, then the river home.",
            &[1, 3, 5, 8],
            Visual::Steps {
                heading: Some("The journey".into()),
                first: 1,
                steps: strings(&["Evaporation", "Condensation", "Rain", "Collection"]),
            },
        ),
        scene(
            "quotation",
            "Water is the driving force of all nature, said Leonardo.",
            &[0, 8],
            Visual::Quotation {
                text: "Water is the driving force of all nature.".into(),
                author: Some("Leonardo da Vinci".into()),
            },
        ),
        scene(
            "big-number",
            "Five hundred tonnes of water in one summer cloud.",
            &[0, 3],
            Visual::BigNumber {
                comparison: None,
                number: "500 tonnes".into(),
                caption: "of water in one summer cloud".into(),
            },
        ),
        answered(
            scene(
                "question",
                "What powers it? Sun, moon, wind, volcanoes? [[pause 4]] The sun.",
                &[3, 4, 5, 6],
                Visual::Question {
                    prompt: "What powers the water cycle?".into(),
                    choices: strings(&["Sun", "Moon", "Wind", "Volcanoes"]),
                    correct: Some(0),
                    answer: None,
                },
            ),
            7,
        ),
        answered(
            scene(
                "open-question",
                "Why does it rain here? [[pause 4]] Air rises, and cools.",
                &[],
                Visual::Question {
                    prompt: "Why does it rain on the windward side of a mountain?".into(),
                    choices: Vec::new(),
                    correct: None,
                    answer: Some("Air rises, cools, and lets its water go.".into()),
                },
            ),
            5,
        ),
        scene(
            "recap",
            "Sun lifts it, cold gathers it, rivers carry it home again.",
            &[0, 3, 6],
            Visual::Recap {
                pictures: Vec::new(),
                heading: Some("Where the drop has been".into()),
                points: strings(&["Sun lifts it", "Cold gathers it", "Rivers carry it"]),
            },
        ),
    ]
}
