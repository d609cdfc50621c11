//! Golden stills of diagrams: each at a moment when one part is in focus, compared with a picture that someone has looked at.
//!
//! `LECTERN_BLESS=1 cargo test -p lectern-drawing --test golden_diagrams` writes them anew; look at each before committing.

mod scenes;

use std::path::PathBuf;

use lectern_drawing::{Painter, ScenePlace, Stage, Style};
use lectern_lesson::{Action, Cue, Format, Scene, Shot, Transition, Visual};
use scenes::{TestCard, timing};

const WIDE: Format = Format { width: 384, height: 216, fps: 30 };
const TALL: Format = Format { width: 216, height: 384, fps: 30 };

/// Mean difference of a channel that is let pass: vector units of different width round differently.
const MEAN_TOLERANCE: f64 = 0.6;

/// A pixel is wrong when a channel differs by more than this.
const PIXEL_TOLERANCE: u8 = 20;

/// How many wrong pixels of a thousand are let pass: edges may fall on either side of a pixel.
const WRONG_PER_MILLE: f64 = 2.0;

/// The visuals, in the form of storyboards, with the words on which their parts are shown.
const VISUALS: [(&str, &str, &[usize]); 11] = [
    (
        "cycle",
        r#"{"kind":"cycle","stages":[
            {"name":"Evaporation","note":"The sun lifts water from the sea","picture":"sun"},
            {"name":"Condensation","note":"Vapor cools into tiny droplets","picture":"cloud"},
            {"name":"Precipitation","note":"Drops grow heavy and fall","picture":"cloud-with-rain"},
            {"name":"Collection","note":"Rivers carry the water home"}]}"#,
        &[0, 5, 10],
    ),
    (
        "process",
        r#"{"kind":"process","heading":"From seed to bread","stages":[
            {"name":"Seed","note":"It sleeps in the ground","picture":"seedling"},
            {"name":"Harvest","note":"Ears are cut and threshed"},
            {"name":"Bread","note":"Flour, water, fire","picture":"bread"}]}"#,
        &[0, 5, 10],
    ),
    (
        "illustration",
        r#"{"kind":"illustration","items":[{"name":"The sun","picture":"sun"},{"name":"A cloud","note":"A heap of droplets","picture":"cloud"}]}"#,
        &[0, 5],
    ),
    (
        "tree",
        r#"{"kind":"tree","heading":"Matter","nodes":[{"name":"Matter"},{"name":"Pure substance","parent":0},{"name":"Mixture","parent":0},
            {"name":"Element","parent":1},{"name":"Compound","parent":1},{"name":"Solution","parent":2}]}"#,
        &[0, 2, 4, 6, 8, 10],
    ),
    (
        "cause",
        r#"{"kind":"cause","heading":"One fall, two beginnings","things":[{"name":"The city falls","picture":"castle"},
            {"name":"Scholars leave","picture":"books"},{"name":"Renaissance"},{"name":"Routes close"},{"name":"West to 1492","picture":"sailboat"}],
            "arrows":[{"from":0,"to":1},{"from":1,"to":2},{"from":0,"to":3,"label":"tolls"},{"from":3,"to":4}]}"#,
        &[0, 3, 6, 9, 12],
    ),
    (
        "comparison",
        r#"{"kind":"comparison","left":{"title":"Plants","points":["Make their sugar","Stand still"],"picture":"seedling"},
            "right":{"title":"Animals","points":["Eat what others made","Move about to find it"],"picture":"fish"}}"#,
        &[0, 1, 3, 7, 5, 9],
    ),
    (
        "timeline",
        r#"{"kind":"timeline","heading":"The siege","events":[{"date":"6 April","year":1453.26,"text":"Guns open fire"},
            {"date":"22 April","year":1453.305,"text":"Ships over the hill"},{"date":"22 May","year":1453.386,"text":"Lunar eclipse"},
            {"date":"29 May","year":1453.405,"text":"The city falls"}]}"#,
        &[0, 4, 8],
    ),
    (
        "dialogue",
        r#"{"kind":"dialogue","lines":[{"speaker":"Meno","text":"Can virtue be taught?"},
            {"speaker":"Socrates","text":"I do not even know what virtue is."},{"speaker":"Meno","text":"Surely you jest?"}]}"#,
        &[0, 4, 8],
    ),
    (
        "statement-picture",
        r#"{"kind":"statement","text":"The sun lifts the sea","emphasis":["sun"],"picture":"sun"}"#,
        &[0, 1, 2, 3, 4],
    ),
    (
        "definition-picture",
        r#"{"kind":"definition","term":"Cloud","meaning":"Droplets so small that they float","picture":"cloud"}"#,
        &[4, 0],
    ),
    (
        "recap-pictures",
        r#"{"kind":"recap","heading":"Remember","points":["Sun lifts it","Cold gathers it","Gravity pulls it"],"pictures":["sun","cloud",null]}"#,
        &[0, 4, 8],
    ),
];

fn scene(id: &str, visual: &str, shows: &[usize]) -> Scene {
    let visual: Visual = serde_json::from_str(visual).unwrap_or_else(|error| panic!("{id}: {error}"));
    let cue = |(part, word): (usize, &usize)| Cue { word: *word, action: Action::Show, part, last_part: None };
    Scene {
        id: id.to_owned(),
        chapter: None,
        narration: "One after the other they come as they are spoken of, and then they stay for a while.".to_owned(),
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

/// How far a frame is from its golden still; none when it is near enough.
fn difference(frame: &[u8], golden: &[u8]) -> Option<String> {
    let (mut sum, mut bad) = (0_u64, 0_u64);
    for (one, two) in frame.chunks_exact(4).zip(golden.chunks_exact(4)) {
        let worst = one.iter().zip(two).map(|(one, two)| one.abs_diff(*two)).max().unwrap_or(0);
        sum += one.iter().zip(two).map(|(one, two)| u64::from(one.abs_diff(*two))).sum::<u64>();
        bad += u64::from(worst > PIXEL_TOLERANCE);
    }
    let mean = sum as f64 / frame.len() as f64;
    let per_mille = bad as f64 * 4e3 / frame.len() as f64;
    (mean > MEAN_TOLERANCE || per_mille > WRONG_PER_MILLE)
        .then(|| format!("mean {mean:.2}, {per_mille:.1} ‰ of pixels"))
}

#[test]
fn diagrams_look_as_they_were_blessed() {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/golden/diagrams");
    let bless = std::env::var_os("LECTERN_BLESS").is_some();
    let mut wrong = Vec::new();
    for (format, shape) in [(WIDE, "wide"), (TALL, "tall")] {
        let stage = Stage::new(Style::named("night-sky").expect("ships"), format).expect("a known shape");
        let mut painter = Painter::new(format);
        for (id, visual, shows) in VISUALS {
            let scene = scene(id, visual, shows);
            let clock = timing(&scene);
            let prepared = stage.prepare(&scene, &clock, ScenePlace::default(), &TestCard).expect("draws");
            prepared.draw(clock.frames * 3 / 4, &mut painter).expect("draws");
            let path = folder.join(format!("{id}-{shape}.png"));
            if bless {
                std::fs::create_dir_all(&folder).expect("can be written");
                let rgb: Vec<u8> =
                    painter.rgba().chunks_exact(4).flat_map(|pixel| [pixel[0], pixel[1], pixel[2]]).collect();
                image::save_buffer(&path, &rgb, format.width, format.height, image::ColorType::Rgb8)
                    .expect("can be written");
                continue;
            }
            let golden = image::open(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display())).into_rgba8();
            assert_eq!((golden.width(), golden.height()), (format.width, format.height));
            wrong.extend(difference(painter.rgba(), golden.as_raw()).map(|told| format!("{id}-{shape}: {told}")));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("; "));
}
