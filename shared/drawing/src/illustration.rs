//! Illustrations of the library, read once for each scene.
//!
//! Frames fill their paths: they have few and flat shapes, so that takes about 0.05 ms for one of 250 pixels, where sampling it from a pixmap
//! takes 1.4 ms and more the larger it is (measured on two shared cores, six illustrations in a frame of 1920 × 1080).

use std::collections::BTreeMap;
use std::sync::Arc;

use vello_cpu::kurbo::{BezPath, Rect};

use crate::{Color, Grade};

/// An illustration as it is painted, in units of its own, y downwards.
#[derive(Debug)]
pub(crate) struct Artwork {
    /// The box around all shapes, larger than nothing.
    pub(crate) ink: Rect,
    /// From back to front.
    pub(crate) shapes: Vec<Flat>,
}

/// A shape of one color.
#[derive(Debug)]
pub(crate) struct Flat {
    pub(crate) path: BezPath,
    pub(crate) color: Color,
    /// 0 to 1.
    pub(crate) opacity: f64,
    /// Whether holes are told by the even-odd rule instead of the nonzero one.
    pub(crate) even_odd: bool,
}

/// The illustrations of a scene; one that stands several times is read once.
pub(crate) struct Illustrator {
    /// The style's, so that flat bright pictures belong to the film.
    grade: Grade,
    known: BTreeMap<String, Option<Arc<Artwork>>>,
}

impl Illustrator {
    /// An illustrator that grades what it draws.
    pub(crate) fn new(grade: Grade) -> Self {
        Self { grade, known: BTreeMap::new() }
    }

    /// The illustration of that name. None when the library has no such name or is not built in.
    pub(crate) fn artwork(&mut self, name: &str) -> Option<Arc<Artwork>> {
        let grade = &self.grade;
        let read = || {
            let mut artwork = read(name)?;
            for shape in &mut artwork.shapes {
                let mut pixel = [shape.color.red, shape.color.green, shape.color.blue, 255];
                grade.apply(&mut pixel);
                shape.color = Color { red: pixel[0], green: pixel[1], blue: pixel[2] };
            }
            Some(Arc::new(artwork))
        };
        self.known.entry(name.to_owned()).or_insert_with(read).clone()
    }
}

#[cfg(feature = "pictures")]
fn read(name: &str) -> Option<Artwork> {
    let illustration = lectern_illustrations::picture(name)?;
    let flat = |shape: lectern_illustrations::Shape| {
        let [red, green, blue] = shape.fill;
        let color = Color { red, green, blue };
        Flat { path: shape.path, color, opacity: shape.opacity.into(), even_odd: shape.even_odd }
    };
    let ink = illustration.ink;
    (ink.width() > 0.0 && ink.height() > 0.0)
        .then(|| Artwork { ink, shapes: illustration.shapes.into_iter().map(flat).collect() })
}

/// Programs that only lay out carry no illustrations.
#[cfg(not(feature = "pictures"))]
fn read(_: &str) -> Option<Artwork> {
    None
}

#[cfg(all(test, feature = "pictures"))]
mod tests {
    use super::*;

    #[test]
    fn the_library_gives_what_it_has_and_each_illustration_once() {
        let mut illustrator = Illustrator::new(Grade::default());
        for name in ["sun", "cloud", "open-book", "droplet"] {
            let artwork = illustrator.artwork(name).unwrap_or_else(|| panic!("{name} is shipped"));
            assert!(!artwork.shapes.is_empty() && artwork.ink.area() > 0.0, "{name}");
            assert!(illustrator.artwork(name).is_some_and(|again| Arc::ptr_eq(&artwork, &again)), "{name}");
        }
        assert!(illustrator.artwork("no-such-picture").is_none());
    }
}
