//! A match cut: what two scenes share does not blink between them, and ends in its own place.

mod scenes;

use lectern_drawing::{Painter, PreparedScene, ScenePlace};
use lectern_lesson::{Arrow, Item, Scene, Transition, Visual};
use scenes::{SMALL, TestCard, stage, timing};

fn item(name: &str, picture: &str) -> Item {
    Item { name: name.into(), note: None, picture: Some(picture.into()) }
}

fn spoken(id: &str, shows: &[usize], visual: Visual) -> Scene {
    scenes::scene(
        id,
        "One after the other they come as they are spoken of, and then they stay for a while.",
        shows,
        visual,
    )
}

/// A droplet alone, and then as the second of two things: its part waits for the ninth word.
fn pictures() -> (Scene, Scene) {
    let alone = Visual::Illustration { heading: None, items: vec![item("Drop", "droplet")] };
    let joined = Visual::Cause {
        heading: None,
        things: vec![item("Sun", "sun"), item("Drop", "droplet")],
        arrows: vec![Arrow { from: 0, to: 1, label: None }],
    };
    (spoken("alone", &[0], alone), spoken("joined", &[1, 8], joined))
}

fn drawn(scene: &PreparedScene<'_>, frame: u32) -> Vec<u8> {
    let mut painter = Painter::new(SMALL);
    scene.draw(frame, &mut painter).expect("is drawn");
    painter.rgba().to_vec()
}

/// How much two frames differ: the mean over their channels, of 255.
fn apart(one: &[u8], two: &[u8]) -> f64 {
    one.iter().zip(two).map(|(one, two)| f64::from(one.abs_diff(*two))).sum::<f64>() / one.len() as f64
}

#[test]
fn what_is_shared_stands_through_the_cut_and_goes_to_its_place() {
    let (before, after) = pictures();
    let common = before.visual.in_common(&after.visual).expect("both show a droplet");
    let stage = stage();
    let ends = ScenePlace { ends: Some(Transition::Match), ..ScenePlace::default() };
    let begins = ScenePlace { begins: Transition::Match, ..ScenePlace::default() };
    let prepare = |scene: &Scene, place| stage.prepare(scene, &timing(scene), place, &TestCard).expect("draws");
    let last = timing(&before).frames - 1;

    let handing = prepare(&before, ends).handing_on(common);
    let taking = prepare(&after, begins).taking_over(common, &handing);
    let (left, taken) = (drawn(&handing, last), drawn(&taking, 0));
    // Without the match it has gone before the cut, and waits for its word after it. With it, only the world drifts on.
    let (gone, waiting) = (drawn(&prepare(&before, ends), last), drawn(&prepare(&after, begins), 0));
    let (jump, seen) = (apart(&left, &taken), apart(&left, &gone).min(apart(&taken, &waiting)));
    assert!(seen > 1.0 && jump < seen / 10.0, "it jumps by {jump}, {seen} would be all of it");

    // Once it has arrived, and all is there, the scene looks as it would by itself.
    let rest = timing(&after).rest_frame();
    let (own, arrived) = (drawn(&prepare(&after, begins), rest), drawn(&taking, rest));
    assert!(apart(&arrived, &own) < seen / 100.0, "it ends elsewhere");
}

#[test]
fn scenes_that_show_different_things_share_none() {
    let (alone, joined) = pictures();
    let other = Visual::Illustration { heading: None, items: vec![item("Sun", "sun")] };
    assert_eq!(alone.visual.in_common(&joined.visual), Some("droplet"));
    assert_eq!(joined.visual.in_common(&alone.visual), Some("droplet"));
    assert_eq!(alone.visual.in_common(&other), None);
}
