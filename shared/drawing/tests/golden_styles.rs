//! Golden stills of the styles: a title and a chart in each, compared with a picture that someone has looked at.
//!
//! `LECTERN_BLESS=1 cargo test -p lectern-drawing --test golden_styles` writes them anew; look at each before committing.

mod scenes;

use std::path::PathBuf;

use lectern_drawing::{Painter, ScenePlace, Stage, Style};
use lectern_lesson::Format;
use scenes::{TestCard, all, timing};

const FORMAT: Format = Format { width: 320, height: 180, fps: 30 };

/// The scenes that are kept of each style.
const KEPT: [&str; 2] = ["title", "lines"];

/// Mean difference of a channel that is let pass: vector units of different width round differently.
const MEAN_TOLERANCE: f64 = 0.7;

#[test]
fn every_style_looks_as_it_was_blessed() {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/golden/styles");
    let bless = std::env::var_os("LECTERN_BLESS").is_some();
    let mut painter = Painter::new(FORMAT);
    let mut wrong = Vec::new();
    // The night sky has its own stills.
    for name in Style::names().into_iter().filter(|name| *name != "night-sky") {
        let stage = Stage::new(Style::named(name).expect("ships"), FORMAT).expect("16:9");
        for scene in all().into_iter().filter(|scene| KEPT.contains(&scene.id.as_str())) {
            let clock = timing(&scene);
            let prepared = stage.prepare(&scene, &clock, ScenePlace::default(), &TestCard).expect("draws");
            prepared.draw((clock.frames * 3 / 4).min(clock.frames.saturating_sub(20)), &mut painter).expect("draws");
            let rgb: Vec<u8> =
                painter.rgba().chunks_exact(4).flat_map(|pixel| [pixel[0], pixel[1], pixel[2]]).collect();
            let path = folder.join(format!("{name}-{}.png", scene.id));
            if bless {
                image::save_buffer(&path, &rgb, FORMAT.width, FORMAT.height, image::ColorType::Rgb8)
                    .expect("can be written");
                continue;
            }
            let golden = image::open(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display())).into_rgb8();
            assert_eq!((golden.width(), golden.height()), (FORMAT.width, FORMAT.height));
            let sum: u64 = rgb.iter().zip(golden.as_raw()).map(|(one, two)| u64::from(one.abs_diff(*two))).sum();
            let mean = sum as f64 / rgb.len() as f64;
            if mean > MEAN_TOLERANCE {
                wrong.push(format!("{name} {}: mean {mean:.2}", scene.id));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("; "));
}
