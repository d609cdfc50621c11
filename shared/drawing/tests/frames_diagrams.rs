//! What frames of diagrams and of pictures beside words promise over time.

mod scenes;

use lectern_drawing::{Painter, ScenePlace};
use lectern_lesson::{Item, Scene, Visual};
use scenes::{SMALL, TestCard, stage, timing};

fn scene(visual: Visual, shows: &[usize]) -> Scene {
    let narration = "One after the other they come as they are spoken of, and then they stay for a while.";
    scenes::scene("scene", narration, shows, visual)
}

/// The frame of a scene at a time.
fn frame(scene: &Scene, secs: f64) -> Vec<u8> {
    let stage = stage();
    let prepared = stage.prepare(scene, &timing(scene), ScenePlace::default(), &TestCard).expect("draws");
    let mut painter = Painter::new(SMALL);
    prepared.draw((secs * f64::from(SMALL.fps)) as u32, &mut painter).expect("draws");
    painter.rgba().to_vec()
}

fn definition(meaning: &str) -> Visual {
    Visual::Definition { term: "Inertia".into(), meaning: meaning.into(), picture: None }
}

#[test]
fn a_definition_never_stands_empty() {
    // The meaning is spoken on the ninth word, the term later: neither is waited for.
    let scene = scene(definition("A body keeps its motion until a force from outside acts on it"), &[12, 8]);
    let (begun, opened, spoken) = (frame(&scene, 0.0), frame(&scene, 1.2), frame(&scene, 8.0 * 0.36 + 0.9));
    // The panel's padding, left of all text, shows the world before it comes, and stays as it is then.
    let padding = |frame: &[u8]| -> Vec<u8> {
        let (left, width) = (SMALL.width as usize * 110 / 1920, SMALL.width as usize * 30 / 1920);
        let rows = SMALL.height as usize * 440 / 1080..SMALL.height as usize * 620 / 1080;
        let row = |row: usize| frame.iter().skip((row * SMALL.width as usize + left) * 4).take(width * 4).copied();
        rows.flat_map(row).collect()
    };
    let change = |one: &[u8], two: &[u8]| {
        let (one, two) = (padding(one), padding(two));
        one.iter().zip(&two).map(|(one, two)| f64::from(one.abs_diff(*two))).sum::<f64>() / one.len() as f64
    };
    let (entered, still) = (change(&begun, &opened), change(&opened, &spoken));
    assert!(entered > 4.0 && still < 1.5, "{entered} in the first second, {still} on the word");
    // With it comes the term.
    let flow = stage().style().palette.flow;
    let near = |pixel: &[u8]| {
        let far = pixel.iter().zip([flow.red, flow.green, flow.blue]).map(|(one, two)| one.abs_diff(two)).max();
        far.is_some_and(|far| far < 16)
    };
    let count = |frame: &[u8]| frame.chunks_exact(4).filter(|pixel| near(&pixel[..3])).count();
    assert_eq!(count(&begun), 0);
    assert!(count(&opened) > 100, "{}", count(&opened));
}

#[test]
fn what_is_to_come_differs_from_what_is_done() {
    let item = |name: &str| Item { name: name.into(), note: None, picture: Some("sun".into()) };
    let visual = Visual::Process { heading: None, stages: vec![item("Dawn"), item("Noon"), item("Dusk")] };
    let scene = scene(visual, &[0, 5, 10]);
    let bright = |frame: &[u8], from: usize, to: usize| {
        let width = SMALL.width as usize;
        let column = |index: usize| (from..to).contains(&(index % width));
        let pixels = frame.chunks_exact(4).enumerate().filter(|(index, _)| column(*index));
        pixels.filter(|(_, pixel)| pixel[0] > 150 && pixel[2] < 120).count()
    };
    // The sun of the last stage stands in the last third, once it is spoken of.
    let third = SMALL.width as usize / 3;
    let (before, after) = (frame(&scene, 3.0), frame(&scene, 5.0));
    assert!(bright(&before, 0, third) > 50);
    assert_eq!(bright(&before, 2 * third, 3 * third), 0);
    assert!(bright(&after, 2 * third, 3 * third) > 50);
}

#[test]
fn an_unknown_picture_leaves_its_place_free() {
    let visual = |picture: &str| Visual::Statement {
        text: "The sun lifts the sea".into(),
        emphasis: Vec::new(),
        picture: Some(picture.into()),
    };
    let stage = stage();
    let (known, unknown) = (stage.layout(&visual("sun"), &TestCard), stage.layout(&visual("no-such-sun"), &TestCard));
    assert_eq!(known, unknown);
    assert_ne!(frame(&scene(visual("sun"), &[]), 3.0), frame(&scene(visual("no-such-sun"), &[]), 3.0));
}
