//! Illustrations of the library, made pixels once for each scene.

use std::collections::BTreeMap;
use std::sync::Arc;

use lectern_lesson::Rect;
use vello_cpu::kurbo::{Affine, Circle, Shape};
use vello_cpu::{Pixmap, RenderContext, RenderSettings, Resources};

use crate::Color;
use crate::canvas::solid;

/// Draws the illustrations of a scene; what stands several times in the same size is drawn once.
#[derive(Default)]
pub(crate) struct Illustrator {
    known: BTreeMap<(String, u32, u32), Option<Arc<Pixmap>>>,
}

impl Illustrator {
    /// The pixels of an illustration at `scale` pixels for each design pixel, and where they lie: in the middle of `place`, in
    /// their own proportions. None when the library has no such name.
    pub(crate) fn drawn(&mut self, name: &str, place: Rect, scale: f64) -> Option<(Arc<Pixmap>, Rect)> {
        let side = place.width.min(place.height);
        let rect = Rect::new(place.x + (place.width - side) / 2.0, place.y + (place.height - side) / 2.0, side, side);
        let pixels = ((rect.width * scale).ceil().max(1.0) as u32, (rect.height * scale).ceil().max(1.0) as u32);
        let drawn = self.known.entry((name.to_owned(), pixels.0, pixels.1)).or_insert_with(|| {
            let settings = RenderSettings { num_threads: 0, ..RenderSettings::default() };
            let mut context = RenderContext::new_with(pixels.0 as u16, pixels.1 as u16, settings);
            context.set_transform(Affine::scale(f64::from(pixels.0) / 100.0));
            let color = |red, green, blue| Color { red, green, blue };
            let spots: &[(f64, f64, f64, Color)] = match name {
                "cloud" => &[(30., 60., 20., color(150, 150, 230)), (70., 60., 22., color(150, 150, 230)), (50., 48., 28., color(190, 190, 250))],
                "sun" => &[(50., 50., 34., color(250, 190, 70))],
                _ => &[(50., 58., 26., color(60, 190, 220)), (50., 34., 12., color(130, 220, 240))],
            };
            for (x, y, radius, color) in spots {
                context.set_paint(solid(*color, 1.0));
                context.fill_path(&Circle::new((*x, *y), *radius).to_path(0.05));
            }
            let mut pixmap = Pixmap::new(pixels.0 as u16, pixels.1 as u16);
            context.flush();
            context.render(&mut pixmap, &mut Resources::new());
            Some(Arc::new(pixmap))
        });
        drawn.clone().map(|pixels| (pixels, rect))
    }
}
