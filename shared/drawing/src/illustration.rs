//! Illustrations of the library, made pixels once for each scene.
//!
//! A frame then only samples them: filling the paths of a scene's illustrations again for every frame costs more than all its text.

use std::collections::BTreeMap;
use std::sync::Arc;

use lectern_lesson::Rect;
use vello_cpu::Pixmap;

use crate::Grade;

/// Largest side that an illustration is made in, in pixels: as large as any place on the largest frame.
const SIDE_MAX: f64 = 4096.0;

/// The illustrations of a scene; one that stands several times in the same size is drawn once.
pub(crate) struct Illustrator {
    /// The style's, so that flat bright pictures belong to the film.
    grade: Grade,
    known: BTreeMap<(String, u32, u32), Option<Drawn>>,
}

/// Pixels with the part of the place that they fill, as fractions of its width and height.
#[derive(Clone)]
struct Drawn {
    pixels: Arc<Pixmap>,
    part: (f64, f64),
}

impl Illustrator {
    /// An illustrator that grades what it draws.
    pub(crate) fn new(grade: Grade) -> Self {
        Self { grade, known: BTreeMap::new() }
    }

    /// The pixels of an illustration at `scale` pixels for each design pixel, and where they lie: in the middle of `place`, as large as it
    /// allows, in their own proportions. None when the library has no such name or is not built in.
    pub(crate) fn drawn(&mut self, name: &str, place: Rect, scale: f64) -> Option<(Arc<Pixmap>, Rect)> {
        let side = |length: f64| (length * scale).ceil().clamp(1.0, SIDE_MAX) as u32;
        let (width, height) = (side(place.width), side(place.height));
        let key = (name.to_owned(), width, height);
        let grade = self.grade;
        let drawn = self.known.entry(key).or_insert_with(|| {
            let mut drawn = drawn(name, f64::from(width), f64::from(height))?;
            if !grade.is_neutral() {
                grade.apply(Arc::make_mut(&mut drawn.pixels).data_as_u8_slice_mut());
            }
            Some(drawn)
        });
        let Drawn { pixels, part } = drawn.clone()?;
        let (wide, high) = (place.width * part.0, place.height * part.1);
        let rect = Rect::new(place.x + (place.width - wide) / 2.0, place.y + (place.height - high) / 2.0, wide, high);
        Some((pixels, rect))
    }
}

/// Draws an illustration into a box of that many pixels.
#[cfg(feature = "pictures")]
fn drawn(name: &str, width: f64, height: f64) -> Option<Drawn> {
    use vello_cpu::kurbo::Affine;
    use vello_cpu::peniko::Fill;
    use vello_cpu::{RenderContext, RenderSettings, Resources};

    use crate::Color;
    use crate::canvas::solid;

    let illustration = lectern_illustrations::picture(name)?;
    let ink = illustration.ink;
    let scale = (width / ink.width().max(1e-6)).min(height / ink.height().max(1e-6));
    let (wide, high) = ((ink.width() * scale).ceil().max(1.0), (ink.height() * scale).ceil().max(1.0));
    let settings = RenderSettings { num_threads: 0, ..RenderSettings::default() };
    // Not more than the box, so both fit.
    let mut context = RenderContext::new_with(wide as u16, high as u16, settings);
    context.set_transform(Affine::scale(scale) * Affine::translate((-ink.x0, -ink.y0)));
    for shape in &illustration.shapes {
        let [red, green, blue] = shape.fill;
        context.set_fill_rule(if shape.even_odd { Fill::EvenOdd } else { Fill::NonZero });
        context.set_paint(solid(Color { red, green, blue }, shape.opacity.into()));
        context.fill_path(&shape.path);
    }
    let mut pixels = Pixmap::new(wide as u16, high as u16);
    context.flush();
    context.render(&mut pixels, &mut Resources::new());
    Some(Drawn { pixels: Arc::new(pixels), part: (wide / width, high / height) })
}

/// Programs that only lay out carry no illustrations.
#[cfg(not(feature = "pictures"))]
fn drawn(_: &str, _: f64, _: f64) -> Option<Drawn> {
    None
}

#[cfg(all(test, feature = "pictures"))]
mod tests {
    use super::*;

    #[test]
    fn an_illustration_fills_its_place_in_its_own_proportions() {
        let mut illustrator = Illustrator::new(Grade::default());
        let place = Rect::new(100.0, 50.0, 300.0, 120.0);
        for name in ["sun", "cloud", "open-book", "droplet"] {
            let (pixels, rect) = illustrator.drawn(name, place, 0.5).unwrap_or_else(|| panic!("{name} is shipped"));
            assert!(place.contains(&rect, 1.0), "{name}: {rect:?}");
            assert!((rect.height - 120.0).abs() < 2.5 || (rect.width - 300.0).abs() < 2.5, "{name}: {rect:?}");
            let covered = pixels.data_as_u8_slice().chunks_exact(4).filter(|pixel| pixel[3] > 0).count();
            assert!(covered * 4 > pixels.data_as_u8_slice().len() / 4, "{name} is nearly empty");
        }
        assert!(illustrator.drawn("no-such-picture", place, 0.5).is_none());
    }
}
