//! Every kind of visual in every style and every shape: texts fit and can be read, frames are drawn to their edges, and the
//! same inputs give the same bytes.

#[path = "scenes/diagrams.rs"]
mod diagrams;
mod scenes;

use diagrams::diagrams;
use lectern_drawing::{Painter, ScenePlace, Stage, Style};
use lectern_lesson::{Format, Rect, Scene};
use scenes::{TestCard, all, timing};

/// A small format of each shape, with its plane.
const SHAPES: [(Format, f64, f64); 4] = [
    (Format { width: 320, height: 180, fps: 30 }, 1920.0, 1080.0),
    (Format { width: 180, height: 320, fps: 30 }, 1080.0, 1920.0),
    (Format { width: 240, height: 240, fps: 30 }, 1440.0, 1440.0),
    (Format { width: 256, height: 320, fps: 30 }, 1280.0, 1600.0),
];

fn every_scene() -> impl Iterator<Item = Scene> {
    all().into_iter().chain(diagrams())
}

fn stage(style: &str, format: Format) -> Stage {
    Stage::new(Style::named(style).expect("ships"), format).expect("a known shape")
}

#[test]
fn texts_fit_and_can_be_read_in_every_style_and_shape() {
    let mut wrong = Vec::new();
    for style in Style::names() {
        for (format, width, height) in SHAPES {
            let stage = stage(style, format);
            let frame = Rect::new(width * 0.05, height * 0.05, width * 0.9, height * 0.9);
            for scene in every_scene() {
                let told =
                    |what: String| format!("{} in {style} at {}×{}: {what}", scene.id, format.width, format.height);
                let layout = stage.layout(&scene.visual, &TestCard);
                assert!(frame.contains(&layout.safe, 0.1), "{}", told(format!("{:?}", layout.safe)));
                wrong.extend(layout.overflows.iter().map(|overflow| told(overflow.message.clone())));
                for (index, text) in layout.texts.iter().enumerate() {
                    if text.contrast < 4.5 {
                        wrong.push(told(format!("{:?} has {:.2}", text.text, text.contrast)));
                    }
                    if !layout.safe.contains(&text.rect, 1.0) {
                        wrong.push(told(format!("{:?} leaves the safe area: {:?}", text.text, text.rect)));
                    }
                    let others = layout.texts[index + 1..].iter().filter(|other| other.rect.overlaps(&text.rect, 2.0));
                    wrong.extend(others.map(|other| told(format!("{:?} lies over {:?}", text.text, other.text))));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{} findings:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn frames_are_whole_and_the_same_every_time() {
    let kept = ["title", "chapter", "definition", "statement", "lines", "code", "cycle"];
    for (index, style) in Style::names().into_iter().enumerate() {
        for (order, (format, _, _)) in SHAPES.into_iter().enumerate() {
            let draw = || {
                let stage = stage(style, format);
                let mut painter = Painter::new(format);
                let mut frames = Vec::new();
                for scene in every_scene().filter(|scene| kept.contains(&scene.id.as_str())) {
                    let clock = timing(&scene);
                    let place = ScenePlace { opens: true, is_last: false, ..ScenePlace::default() };
                    let prepared = stage.prepare(&scene, &clock, place, &TestCard).expect("draws");
                    prepared.draw(clock.frames / 2, &mut painter).expect("draws");
                    assert!(painter.rgba().chunks_exact(4).all(|pixel| pixel[3] == 255), "{} in {style}", scene.id);
                    frames.push(painter.rgba().to_vec());
                }
                frames
            };
            let one = draw();
            // Twice in one shape of each style is enough, and each shape has its turn.
            if index % SHAPES.len() == order {
                assert!(one == draw(), "{style} at {}×{} is drawn differently again", format.width, format.height);
            }
            for pair in one.windows(2) {
                assert!(pair[0] != pair[1], "{style} draws two scenes alike");
            }
        }
    }
}

#[test]
fn the_bars_of_a_letterbox_are_in_wide_films_only_and_no_text_comes_near() {
    let with_bars = Style::names().into_iter().filter_map(Style::named).filter(|style| style.camera.letterbox > 0.0);
    let mut checked = 0;
    for style in with_bars {
        let shade = style.palette.shade;
        for (format, _, height) in SHAPES {
            let rows = (style.camera.letterbox * f64::from(format.height) / height).round() as usize;
            let stage = stage(&style.name, format);
            let mut painter = Painter::new(format);
            for scene in every_scene() {
                let clock = timing(&scene);
                let prepared = stage.prepare(&scene, &clock, ScenePlace::default(), &TestCard).expect("draws");
                prepared.draw(clock.rest_frame(), &mut painter).expect("draws");
                let row = format.width as usize * 4;
                let (above, below) =
                    (&painter.rgba()[..rows * row], &painter.rgba()[painter.rgba().len() - rows * row..]);
                let is_bar =
                    |part: &[u8]| part.chunks_exact(4).all(|pixel| pixel == [shade.red, shade.green, shade.blue, 255]);
                let is_wide = format.width > format.height;
                assert_eq!(is_bar(above) && is_bar(below), is_wide, "{} in {}", scene.id, style.name);
                let texts = stage.layout(&scene.visual, &TestCard).texts;
                let near = texts.iter().find(|text| is_wide && text.rect.y < style.camera.letterbox + 12.0);
                assert!(near.is_none(), "{} in {}: {near:?}", scene.id, style.name);
                checked += 1;
            }
        }
    }
    assert!(checked > 0, "a style has a letterbox");
}
