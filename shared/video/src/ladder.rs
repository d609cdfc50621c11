use lectern_lesson::Format;
use serde::{Deserialize, Serialize};

/// One size in which a film can be streamed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rung {
    /// Its name: lines of a landscape picture, columns of an upright one, such as `720p`.
    pub name: String,
    /// Width in pixels, even.
    pub width: u32,
    /// Height in pixels, even.
    pub height: u32,
}

/// The shorter sides that players know by name, largest first.
const SHORT_SIDES: [u32; 6] = [2160, 1440, 1080, 720, 480, 360];

/// A rung that is not at most this part of the one above it is left out: it would save too little.
const STEP: f64 = 0.8;

/// The sizes for a film: its own first, then smaller ones of the same shape. Nothing is ever enlarged.
pub fn ladder(format: Format) -> Vec<Rung> {
    let short = format.width.min(format.height);
    let mut rungs = vec![Rung { name: format!("{short}p"), width: format.width, height: format.height }];
    let mut above = short;
    for side in SHORT_SIDES {
        if f64::from(side) > f64::from(above) * STEP {
            continue;
        }
        let scaled = |length: u32| even(f64::from(length) * f64::from(side) / f64::from(short));
        rungs.push(Rung { name: format!("{side}p"), width: scaled(format.width), height: scaled(format.height) });
        above = side;
    }
    rungs
}

/// The nearest even number, at least 2: chroma has half the size.
pub(crate) fn even(length: f64) -> u32 {
    ((length / 2.0).round() as u32).max(1) * 2
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rungs_keep_the_shape_and_are_never_larger() {
        for (width, height, names) in [
            (1920, 1080, &["1080p", "720p", "480p", "360p"][..]),
            (3840, 2160, &["2160p", "1440p", "1080p", "720p", "480p", "360p"]),
            (1080, 1920, &["1080p", "720p", "480p", "360p"]),
            (1080, 1350, &["1080p", "720p", "480p", "360p"]),
            (800, 800, &["800p", "480p", "360p"]),
            (640, 360, &["360p"]),
            (320, 180, &["180p"]),
        ] {
            let rungs = ladder(Format { width, height, fps: 30 });
            assert_eq!(rungs.iter().map(|rung| rung.name.as_str()).collect::<Vec<_>>(), names, "{width}x{height}");
            let shape = f64::from(width) / f64::from(height);
            for pair in rungs.windows(2) {
                assert!(pair[1].width < pair[0].width && pair[1].height < pair[0].height, "{rungs:?}");
            }
            for rung in &rungs {
                assert!(rung.width % 2 == 0 && rung.height % 2 == 0, "{rung:?}");
                assert!((f64::from(rung.width) - f64::from(rung.height) * shape).abs() <= 2.0, "{rung:?}");
            }
        }
    }
}
