//! Golden stills of diagrams: each at a moment when one part is in focus, compared with a picture that someone has looked at.
//!
//! `LECTERN_BLESS=1 cargo test -p lectern-drawing --test golden_diagrams` writes them anew; look at each before committing.

mod diagram_scenes;
mod scenes;

use std::path::PathBuf;

use diagram_scenes::all;
use lectern_drawing::{Painter, ScenePlace, Stage, Style};
use lectern_lesson::Format;
use scenes::{TestCard, timing};

const WIDE: Format = Format { width: 384, height: 216, fps: 30 };
const TALL: Format = Format { width: 216, height: 384, fps: 30 };

/// Mean difference of a channel that is let pass: vector units of different width round differently.
const MEAN_TOLERANCE: f64 = 0.6;

/// A pixel is wrong when a channel differs by more than this.
const PIXEL_TOLERANCE: u8 = 20;

/// How many wrong pixels of a thousand are let pass: edges may fall on either side of a pixel.
const WRONG_PER_MILLE: f64 = 2.0;

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
        for scene in all() {
            let id = &scene.id;
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
