//! Golden stills of numbers, figures and charts: each scene in four shapes, compared with pictures that someone
//! has looked at.
//!
//! `LECTERN_BLESS=1 cargo test -p lectern-drawing --test golden_exhibits` writes them anew. With `LECTERN_STILLS=folder` they are
//! written there, larger, to be looked at.

mod exhibit_scenes;
mod scenes;

use std::path::PathBuf;

use exhibit_scenes::all;
use image::ImageEncoder;
use image::codecs::png::{CompressionType, FilterType, PngEncoder};
use lectern_drawing::{Painter, ScenePlace, Stage, Style};
use lectern_lesson::Format;
use scenes::{TestCard, timing};

/// Mean difference of a channel that is let pass: vector units of different width round differently.
const MEAN_TOLERANCE: f64 = 0.6;

/// The shapes of films, small.
const FORMATS: [(&str, Format); 4] = [
    ("wide", Format { width: 320, height: 180, fps: 30 }),
    ("tall", Format { width: 180, height: 320, fps: 30 }),
    ("square", Format { width: 240, height: 240, fps: 30 }),
    ("portrait", Format { width: 240, height: 300, fps: 30 }),
];

#[test]
fn numbers_figures_and_charts_look_as_they_were_blessed() {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/golden/exhibits");
    let bless = std::env::var_os("LECTERN_BLESS").is_some();
    let stills = std::env::var_os("LECTERN_STILLS").map(PathBuf::from);
    let wanted = std::env::var("LECTERN_SCENE").unwrap_or_default();
    let style = std::env::var("LECTERN_STYLE").unwrap_or_else(|_| "night-sky".to_owned());
    let mut wrong = Vec::new();
    for (shape, format) in FORMATS {
        let factor = if stills.is_some() { 3 } else { 1 };
        let format = Format { width: format.width * factor, height: format.height * factor, ..format };
        let stage = Stage::new(Style::named(&style).expect("ships"), format).expect("a known shape");
        let mut painter = Painter::new(format);
        for scene in all().into_iter().filter(|scene| scene.id.contains(&wanted)) {
            let clock = timing(&scene);
            let prepared = stage.prepare(&scene, &clock, ScenePlace::default(), &TestCard).expect("draws");
            // On the way and when everything has come; small goldens hold the end of it in two shapes.
            let moments: &[f64] = if stills.is_some() { &[0.45, 0.85] } else { &[0.85] };
            if stills.is_none() && !matches!(shape, "wide" | "tall") {
                continue;
            }
            for (index, moment) in moments.iter().enumerate() {
                let frame = ((f64::from(clock.frames) * moment) as u32).min(clock.frames.saturating_sub(20));
                prepared.draw(frame, &mut painter).expect("draws");
                let name = format!("{}-{shape}-{index}.png", scene.id);
                let rgb: Vec<u8> =
                    painter.rgba().chunks_exact(4).flat_map(|pixel| [pixel[0], pixel[1], pixel[2]]).collect();
                if bless || stills.is_some() {
                    let path = stills.as_ref().unwrap_or(&folder).join(&name);
                    let file = std::fs::File::create(&path).expect("can be created");
                    PngEncoder::new_with_quality(file, CompressionType::Best, FilterType::Adaptive)
                        .write_image(&rgb, format.width, format.height, image::ExtendedColorType::Rgb8)
                        .expect("can be written");
                    continue;
                }
                let golden = image::open(folder.join(&name)).unwrap_or_else(|error| panic!("{name}: {error}"));
                let golden = golden.into_rgb8();
                assert_eq!((golden.width(), golden.height()), (format.width, format.height), "{name}");
                let sum: u64 = rgb.iter().zip(golden.as_raw()).map(|(one, two)| u64::from(one.abs_diff(*two))).sum();
                let mean = sum as f64 / rgb.len() as f64;
                if mean > MEAN_TOLERANCE {
                    wrong.push(format!("{name}: mean {mean:.2}"));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("; "));
}
