//! Golden stills: every visual at one time, compared with a picture that someone has looked at.
//!
//! `LECTERN_BLESS=1 cargo test -p lectern-drawing --test golden` writes them anew; look at each before committing.

mod scenes;

use std::path::PathBuf;

use lectern_drawing::{Painter, ScenePlace};
use scenes::{SMALL, TestCard, all, stage, timing};

/// Mean difference of a channel that is let pass: vector units of different width round differently.
const MEAN_TOLERANCE: f64 = 0.6;

/// A pixel is wrong when a channel differs by more than this.
const PIXEL_TOLERANCE: u8 = 20;

/// How many wrong pixels of a thousand are let pass: edges may fall on either side of a pixel.
const WRONG_PER_MILLE: f64 = 2.0;

#[test]
fn every_visual_looks_as_it_was_blessed() {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/golden");
    let bless = std::env::var_os("LECTERN_BLESS").is_some();
    let stage = stage();
    let mut painter = Painter::new(SMALL);
    let mut wrong = Vec::new();
    for scene in all() {
        let clock = timing(&scene);
        let prepared = stage.prepare(&scene, &clock, ScenePlace::default(), &TestCard).expect("draws");
        // Late enough that everything has come, and before it leaves.
        let frame = (clock.frames * 3 / 4).min(clock.frames.saturating_sub(20));
        prepared.draw(frame, &mut painter).expect("draws");
        let path = folder.join(format!("{}.png", scene.id));
        if bless {
            let rgb: Vec<u8> =
                painter.rgba().chunks_exact(4).flat_map(|pixel| [pixel[0], pixel[1], pixel[2]]).collect();
            image::save_buffer(&path, &rgb, SMALL.width, SMALL.height, image::ColorType::Rgb8).expect("can be written");
            continue;
        }
        let golden = image::open(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display())).into_rgba8();
        assert_eq!((golden.width(), golden.height()), (SMALL.width, SMALL.height));
        let (mut sum, mut bad) = (0_u64, 0_u64);
        for (one, two) in painter.rgba().chunks_exact(4).zip(golden.as_raw().chunks_exact(4)) {
            let worst = one.iter().zip(two).map(|(one, two)| one.abs_diff(*two)).max().unwrap_or(0);
            sum += one.iter().zip(two).map(|(one, two)| u64::from(one.abs_diff(*two))).sum::<u64>();
            bad += u64::from(worst > PIXEL_TOLERANCE);
        }
        let mean = sum as f64 / painter.rgba().len() as f64;
        let per_mille = bad as f64 * 4e3 / painter.rgba().len() as f64;
        if mean > MEAN_TOLERANCE || per_mille > WRONG_PER_MILLE {
            wrong.push(format!("{}: mean {mean:.2}, {per_mille:.1} ‰ of pixels", scene.id));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("; "));
}
