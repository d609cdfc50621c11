//! Every golden still, drawn by the processor and by a graphics processor (computed by Mesa's lavapipe), must be the same picture.
//!
//! `LECTERN_STILLS=folder` writes what differs there: both pictures and the difference, eightfold.

mod diagram_scenes;
mod exhibit_scenes;
mod math_scenes;
mod scenes;

use std::path::PathBuf;

use lectern_drawing::{CanvasKind, Easel, Painter, ScenePlace, Stage, Style};
use lectern_lesson::{Format, Scene};
use scenes::{SMALL, TestCard, timing};

/// A picture: its name, its style, its format, its scene, and the frame.
type Still = (String, &'static str, Format, Scene, u32);

/// How far two pictures are apart.
#[derive(Clone, Copy, Debug, Default)]
struct Distance {
    /// The mean difference of a channel.
    mean: f64,
    /// How many of a thousand pixels have a channel that differs by more than `EDGE`.
    edges: f64,
    /// The greatest difference of a channel.
    most: u8,
}

/// A difference that may be seen where it is alone.
const EDGE: u8 = 8;

/// What is let pass. Everything but sprites is laid with the same integers; the pixels of sprites are products of real numbers that the two
/// renderers round at different moments, by a step or two for each shape that lies over another. Of the stills, the farthest
/// apart has a mean of 0.18, no pixel over `EDGE` and one channel that differs by 8.
const TOLERANCE: Distance = Distance { mean: 0.3, edges: 0.5, most: 24 };

fn distance(one: &[u8], two: &[u8]) -> Distance {
    let (mut sum, mut edges, mut most) = (0_u64, 0_u64, 0);
    for (one, two) in one.chunks_exact(4).zip(two.chunks_exact(4)) {
        let worst = one.iter().zip(two).map(|(one, two)| one.abs_diff(*two)).max().unwrap_or(0);
        sum += one.iter().zip(two).take(3).map(|(one, two)| u64::from(one.abs_diff(*two))).sum::<u64>();
        edges += u64::from(worst > EDGE);
        most = most.max(worst);
    }
    let pixels = (one.len() / 4) as f64;
    Distance { mean: sum as f64 / (pixels * 3.0), edges: edges as f64 * 1e3 / pixels, most }
}

fn easel() -> Easel {
    Easel::open(CanvasKind::SoftwareGpu).unwrap_or_else(|error| panic!("{error}; `make setup-graphics` installs one"))
}

/// All golden stills of the other files.
fn stills() -> Vec<Still> {
    let late = |frames: u32| (frames * 3 / 4).min(frames.saturating_sub(20));
    let mut stills = Vec::new();
    let mut add = |name: String, style, format, scene: Scene, frame: &dyn Fn(u32) -> u32| {
        let frame = frame(timing(&scene).frames);
        stills.push((name, style, format, scene, frame));
    };
    for scene in scenes::all() {
        add(scene.id.clone(), "night-sky", SMALL, scene, &late);
    }
    for style in Style::names().into_iter().filter(|style| *style != "night-sky") {
        for scene in scenes::all().into_iter().filter(|scene| matches!(scene.id.as_str(), "title" | "lines")) {
            let format = Format { width: 320, height: 180, fps: 30 };
            add(format!("{}-{style}", scene.id), style, format, scene, &late);
        }
    }
    for (width, height) in [(384, 216), (216, 384)] {
        for scene in diagram_scenes::all() {
            let format = Format { width, height, fps: 30 };
            add(format!("{}-{width}", scene.id), "night-sky", format, scene, &|frames| frames * 3 / 4);
        }
    }
    let at = |moment: f64| move |frames: u32| ((f64::from(frames) * moment) as u32).min(frames.saturating_sub(20));
    for (width, height) in [(320, 180), (180, 320), (240, 240), (240, 300)] {
        let format = Format { width, height, fps: 30 };
        for (scene, moments) in math_scenes::all() {
            let skipped = if width == 320 { 0 } else { moments.len() - 1 };
            for moment in &moments[skipped..] {
                add(
                    format!("{}-{width}×{height}-{moment}", scene.id),
                    "night-sky",
                    format,
                    scene.clone(),
                    &at(*moment),
                );
            }
        }
        for scene in exhibit_scenes::all().into_iter().filter(|_| matches!(width, 320 | 180)) {
            add(format!("{}-{width}", scene.id), "night-sky", format, scene, &at(0.85));
        }
    }
    stills
}

#[test]
fn both_canvases_draw_the_same_pictures() {
    let folder = std::env::var_os("LECTERN_STILLS").map(PathBuf::from);
    let easel = easel();
    let mut wrong = Vec::new();
    let mut painters: Vec<(Format, [Painter; 2])> = Vec::new();
    let mut stages: Vec<Stage> = Vec::new();
    for (name, style, format, scene, frame) in stills() {
        let is_such = |stage: &Stage| stage.style().name == style && stage.format() == format;
        if !stages.iter().any(is_such) {
            stages.push(Stage::new(Style::named(style).expect("ships"), format).expect("a known shape"));
        }
        let stage = stages.iter().find(|stage| is_such(stage)).expect("just added");
        if !painters.iter().any(|(known, _)| *known == format) {
            painters.push((format, [Painter::new(format), easel.painter(format)]));
        }
        let (_, both) = painters.iter_mut().find(|(known, _)| *known == format).expect("just added");
        let prepared = stage.prepare(&scene, &timing(&scene), ScenePlace::default(), &TestCard).expect("draws");
        for painter in both.iter_mut() {
            prepared.draw(frame, painter).expect("draws");
        }
        let [one, two] = both;
        let found = distance(one.rgba(), two.rgba());
        if found.mean > TOLERANCE.mean || found.edges > TOLERANCE.edges || found.most > TOLERANCE.most {
            wrong.push(format!("{name}: {found:?}"));
        }
        if let Some(folder) = &folder {
            let difference: Vec<u8> =
                one.rgba().iter().zip(two.rgba()).map(|(one, two)| one.abs_diff(*two).saturating_mul(8)).collect();
            let pixels: Vec<u8> = [one.rgba(), two.rgba(), &difference]
                .concat()
                .chunks_exact(4)
                .flat_map(|pixel| [pixel[0], pixel[1], pixel[2]])
                .collect();
            let path = folder.join(format!("{name}.png"));
            image::save_buffer(&path, &pixels, format.width, format.height * 3, image::ColorType::Rgb8)
                .expect("written");
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("; "));
}

#[test]
fn frames_do_not_depend_on_what_was_drawn_before() {
    let easel = easel();
    let stage = scenes::stage();
    let chosen = ["title", "figure", "formula", "lines", "recap"];
    let (mut painter, mut other) = (easel.painter(SMALL), easel.painter(SMALL));
    for scene in scenes::all().into_iter().filter(|scene| chosen.contains(&scene.id.as_str())) {
        let clock = timing(&scene);
        let prepared = stage.prepare(&scene, &clock, ScenePlace::default(), &TestCard).expect("draws");
        let mut apart = easel.painter(SMALL);
        for frame in (0..clock.frames.min(70)).step_by(2) {
            prepared.draw(frame, &mut painter).expect("draws");
            if frame % 10 == 0 {
                // On a painter that has drawn nothing of this scene, or only frames far away.
                prepared.draw(clock.frames - 1 - frame, &mut other).expect("draws");
                prepared.draw(frame, &mut other).expect("draws");
                prepared.draw(frame, &mut apart).expect("draws");
                assert!(painter.rgba() == other.rgba(), "frame {frame} of {} after another", scene.id);
                assert!(painter.rgba() == apart.rgba(), "frame {frame} of {} on a painter of its own", scene.id);
            }
        }
    }
}

#[test]
fn painters_of_several_threads_share_a_device() {
    let easel = easel();
    let stage = scenes::stage();
    let scenes: Vec<Scene> = scenes::all().into_iter().take(4).collect();
    let draw = |scene: &Scene| {
        let clock = timing(scene);
        let prepared = stage.prepare(scene, &clock, ScenePlace::default(), &TestCard).expect("draws");
        let mut painter = easel.painter(SMALL);
        (0..24).step_by(3).map(|frame| prepared.draw(frame, &mut painter).map(|()| painter.rgba().to_vec())).collect()
    };
    let alone: Vec<Result<Vec<Vec<u8>>, _>> = scenes.iter().map(draw).collect();
    let together: Vec<Result<Vec<Vec<u8>>, _>> = std::thread::scope(|threads| {
        let drawing: Vec<_> = scenes.iter().map(|scene| threads.spawn(|| draw(scene))).collect();
        drawing.into_iter().map(|thread| thread.join().expect("it ends")).collect()
    });
    for ((scene, alone), together) in scenes.iter().zip(alone).zip(together) {
        assert!(alone.expect("draws") == together.expect("draws"), "{}", scene.id);
    }
}
