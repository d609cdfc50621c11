//! Diagrams in all four shapes: nothing overlaps, nothing leaves the safe area, nothing is too small or too faint, and the
//! layout is the same whether the pictures are at hand or not.

use std::sync::{Arc, LazyLock};

use lectern_drawing::{Picture, Pictures, Stage, Style};
use lectern_lesson::{Arrow, DialogueLine, Format, Item, Layout, Moment, Node, Rect, Side, Visual};
use proptest::prelude::*;

struct NoPictures;

impl Pictures for NoPictures {
    fn picture(&self, _: &str) -> Option<Arc<Picture>> {
        None
    }
}

/// A stage of each shape with the size of its plane.
static STAGES: LazyLock<Vec<(Stage, f64, f64)>> = LazyLock::new(|| {
    let sizes = [
        (640, 360, 1920.0, 1080.0),
        (360, 640, 1080.0, 1920.0),
        (480, 480, 1440.0, 1440.0),
        (432, 540, 1280.0, 1600.0),
    ];
    let stage = |(width, height, wide, high)| {
        let format = Format { width, height, fps: 30 };
        (Stage::new(Style::named("night-sky").expect("ships"), format).expect("a known shape"), wide, high)
    };
    sizes.into_iter().map(stage).collect()
});

/// Checks what a layout promises in every shape and returns the layouts.
fn check(visual: &Visual) -> Vec<Layout> {
    let mut layouts = Vec::new();
    for (stage, width, height) in STAGES.iter() {
        let layout = stage.layout(visual, &NoPictures);
        let safe = Rect::new(width * 0.05, height * 0.05, width * 0.9, height * 0.9);
        for (index, text) in layout.texts.iter().enumerate() {
            let told = format!("{:?} {:?} at {width}×{height} in {visual:?}", text.text, text.rect);
            assert!(text.size_px >= 33.9, "too small: {told}");
            if layout.fits() {
                assert!(safe.contains(&text.rect, 1.0), "outside the safe area: {told}");
                assert!(text.contrast >= 4.5, "contrast {}: {told}", text.contrast);
                for other in &layout.texts[index + 1..] {
                    assert!(!text.rect.overlaps(&other.rect, 2.0), "{told} overlaps {:?} {:?}", other.text, other.rect);
                }
            }
        }
        layouts.push(layout);
    }
    layouts
}

fn item(name: &str, note: Option<&str>, picture: Option<&str>) -> Item {
    Item { name: name.into(), note: note.map(Into::into), picture: picture.map(Into::into) }
}

const STAGES_OF_WATER: [(&str, &str); 6] = [
    ("Evaporation", "The sun lifts water from sea and soil"),
    ("Condensation", "Vapor cools into tiny droplets"),
    ("Precipitation", "Drops grow heavy and fall"),
    ("Collection", "Rivers carry the water home"),
    ("Transpiration", "Leaves breathe out what roots drank"),
    ("Percolation", "Rain seeps into the ground"),
];

/// Stages with or without notes and pictures.
fn stages(count: usize, notes: bool, pictures: bool) -> Vec<Item> {
    let of = |(name, note): &(&str, &str)| item(name, notes.then_some(*note), pictures.then_some("cloud"));
    STAGES_OF_WATER[..count].iter().map(of).collect()
}

/// What is drawn as it is meant, and not as a list, tells so by the text of a panel: a list has an orb with a number for each.
fn fits_everywhere(visual: &Visual) {
    for (layout, (_, width, height)) in check(visual).iter().zip(STAGES.iter()) {
        assert!(layout.fits(), "{:?} at {width}×{height} in {visual:?}", layout.overflows);
    }
}

#[test]
fn diagrams_as_lessons_have_them_fit_from_the_least_to_the_most_parts() {
    let heading = || Some("How water goes round".to_owned());
    for (notes, pictures) in [(true, true), (false, true), (true, false), (false, false)] {
        for count in 1..=6 {
            fits_everywhere(&Visual::Illustration { heading: heading(), items: stages(count, notes, pictures) });
            if count >= 2 {
                fits_everywhere(&Visual::Process { heading: heading(), stages: stages(count, notes, pictures) });
            }
            if count >= 3 {
                fits_everywhere(&Visual::Cycle { heading: None, stages: stages(count, notes, pictures) });
                fits_everywhere(&Visual::Cycle { heading: heading(), stages: stages(count, notes, pictures) });
            }
        }
        let picture = pictures.then(|| "cloud".to_owned());
        for count in 0..=4 {
            let points = |side: &str| (0..count).map(|point| format!("{side} point {point}")).collect();
            let side = |title: &str| Side { title: title.into(), points: points(title), picture: picture.clone() };
            fits_everywhere(&Visual::Comparison { heading: heading(), left: side("Plants"), right: side("Animals") });
        }
        for count in 1..=12_usize {
            let node = |index: usize| Node {
                name: format!("Kind {index}"),
                parent: index.checked_sub(1).map(|before| before / 3),
                picture: picture.clone(),
            };
            fits_everywhere(&Visual::Tree { heading: heading(), nodes: (0..count).map(node).collect() });
        }
        for count in 1..=6 {
            let arrow = |to: usize| Arrow { from: (to - 1) / 2, to, label: None };
            let arrows = (1..count).map(arrow).collect();
            fits_everywhere(&Visual::Cause { heading: heading(), things: stages(count, notes, pictures), arrows });
        }
    }
    for count in 2..=7 {
        let events: Vec<Moment> = (0..count)
            .map(|index| Moment {
                date: (1400 + index * index * 13).to_string(),
                year: f64::from(1400 + index * index * 13),
                text: "Something happens that matters".into(),
            })
            .collect();
        fits_everywhere(&Visual::Timeline { heading: heading(), events });
    }
    for count in 2..=6 {
        let line = |index: usize| DialogueLine {
            speaker: ["Meno", "Socrates"][index % 2].into(),
            text: "Can virtue be taught, or does it come by practice?".into(),
        };
        fits_everywhere(&Visual::Dialogue { lines: (0..count).map(line).collect() });
    }
}

#[test]
fn frames_with_a_picture_beside_their_words_fit() {
    let picture = Some("cloud".to_owned());
    for visual in [
        Visual::Statement {
            text: "The sun lifts the sea into the sky".into(),
            emphasis: vec!["sun".into()],
            picture: picture.clone(),
        },
        Visual::Chapter { number: 3, title: "How clouds are born over the sea".into(), picture: picture.clone() },
        Visual::Definition {
            term: "Inertia".into(),
            meaning: "A body keeps its motion until a force acts on it".into(),
            picture: picture.clone(),
        },
        Visual::Recap {
            heading: Some("Remember".into()),
            points: vec!["Sun lifts it".into(); 5],
            pictures: vec![picture.clone(); 5],
        },
        Visual::Recap { heading: None, points: vec!["Sun lifts it".into(); 2], pictures: vec![picture, None] },
    ] {
        fits_everywhere(&visual);
    }
}

/// Texts as planners and people write them: short, long, in other scripts, with one very long word.
fn words() -> impl Strategy<Value = String> {
    prop_oneof![
        8 => "[A-Z][a-z]{2,9}( [a-z]{2,9}){0,3}",
        2 => "[A-Z][a-z]{2,12}( [a-z]{2,12}){4,14}",
        1 => "[а-я]{3,12}( [а-я]{3,12}){0,3}",
        1 => "[α-ω]{3,12}( [α-ω]{3,12}){0,3}",
        1 => "[A-Za-z]{24,60}",
        1 => "[0-9.,%$€]{1,14}",
        1 => "\\PC{0,8}",
    ]
}

fn items() -> impl Strategy<Value = Vec<Item>> {
    let one = (words(), proptest::option::of(words()), any::<bool>()).prop_map(|(name, note, drawn)| Item {
        name,
        note,
        picture: drawn.then(|| "cloud".to_owned()),
    });
    proptest::collection::vec(one, 0..9)
}

fn arrows() -> impl Strategy<Value = Vec<Arrow>> {
    let one =
        (0_usize..9, 0_usize..9, proptest::option::of(words())).prop_map(|(from, to, label)| Arrow { from, to, label });
    proptest::collection::vec(one, 0..10)
}

fn side() -> impl Strategy<Value = Side> {
    (words(), proptest::collection::vec(words(), 0..6), any::<bool>()).prop_map(|(title, points, drawn)| Side {
        title,
        points,
        picture: drawn.then(|| "cloud".to_owned()),
    })
}

fn visuals() -> impl Strategy<Value = Visual> {
    let maybe = || proptest::option::of(words());
    let node = (words(), 0_usize..12, any::<bool>()).prop_map(|(name, parent, drawn)| Node {
        name,
        parent: Some(parent),
        picture: drawn.then(|| "cloud".to_owned()),
    });
    let event = (words(), -4000.0..2100.0_f64, words()).prop_map(|(date, year, text)| Moment { date, year, text });
    let line = (words(), words()).prop_map(|(speaker, text)| DialogueLine { speaker, text });
    prop_oneof![
        (maybe(), items()).prop_map(|(heading, items)| Visual::Illustration { heading, items }),
        (maybe(), items()).prop_map(|(heading, stages)| Visual::Process { heading, stages }),
        (maybe(), items()).prop_map(|(heading, stages)| Visual::Cycle { heading, stages }),
        (maybe(), proptest::collection::vec(node, 0..14)).prop_map(|(heading, nodes)| Visual::Tree { heading, nodes }),
        (maybe(), items(), arrows()).prop_map(|(heading, things, arrows)| Visual::Cause { heading, things, arrows }),
        (maybe(), side(), side()).prop_map(|(heading, left, right)| Visual::Comparison { heading, left, right }),
        (maybe(), proptest::collection::vec(event, 0..9))
            .prop_map(|(heading, events)| Visual::Timeline { heading, events }),
        proptest::collection::vec(line, 0..9).prop_map(|lines| Visual::Dialogue { lines }),
        (words(), words()).prop_map(|(term, meaning)| Visual::Definition {
            term,
            meaning,
            picture: Some("cloud".into())
        }),
        words().prop_map(|text| Visual::Statement {
            emphasis: vec![text.clone()],
            text,
            picture: Some("cloud".into())
        }),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 120, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_diagram_keeps_the_promises(visual in visuals()) {
        check(&visual);
    }
}
