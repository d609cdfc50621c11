//! Points and dashes of light, laid pixel by pixel over a frame.

use lectern_lesson::Rect;

use crate::damage::Area;
use crate::world::layer::Frame;

impl Frame<'_> {
    /// Lays a horizontal bar with soft ends over the frame: a dash of light on water. In output pixels.
    pub(crate) fn dash(&mut self, area: Area, rect: Rect, color: [u8; 3], opacity: f64) {
        let reach = Area::around((rect.x, rect.y, rect.right(), rect.bottom()), self.width, self.height).within(area);
        let (rows, columns) = (reach.top..reach.bottom, reach.left..reach.right);
        for row in rows {
            let covered_y = (rect.bottom().min(row as f64 + 1.0) - rect.y.max(row as f64)).clamp(0.0, 1.0);
            for column in columns.clone() {
                let covered_x = (rect.right().min(column as f64 + 1.0) - rect.x.max(column as f64)).clamp(0.0, 1.0);
                let weight = (covered_x * covered_y * opacity * 256.0) as u32;
                let at = (row * self.width + column) * 4;
                for (value, color) in self.pixels[at..at + 3].iter_mut().zip(color) {
                    *value = ((u32::from(*value) * (256 - weight) + u32::from(color) * weight) >> 8) as u8;
                }
            }
        }
    }

    /// Adds light to a small disc: a star. In output pixels.
    pub(crate) fn star(&mut self, area: Area, x: f64, y: f64, radius: f64, color: [u8; 3], opacity: f64) {
        let reach = disc(x, y, radius + 1.0, self.width, self.height).within(area);
        let (rows, columns) = (reach.top..reach.bottom, reach.left..reach.right);
        for row in rows {
            for column in columns.clone() {
                let distance = (column as f64 + 0.5 - x).hypot(row as f64 + 0.5 - y);
                let weight = ((radius + 0.5 - distance).clamp(0.0, 1.0) * opacity * 256.0) as u32;
                let at = (row * self.width + column) * 4;
                for (value, color) in self.pixels[at..at + 3].iter_mut().zip(color) {
                    *value = ((u32::from(*value) * (256 - weight) + u32::from(color) * weight) >> 8) as u8;
                }
            }
        }
    }

    /// A star's soft halo. In output pixels.
    pub(crate) fn star_halo(&mut self, area: Area, x: f64, y: f64, radius: f64, color: [u8; 3], opacity: f64) {
        let reach = disc(x, y, radius, self.width, self.height).within(area);
        let (rows, columns) = (reach.top..reach.bottom, reach.left..reach.right);
        for row in rows {
            for column in columns.clone() {
                let distance = (column as f64 + 0.5 - x).hypot(row as f64 + 0.5 - y) / radius;
                if distance >= 1.0 {
                    continue;
                }
                let falloff = (1.0 - distance) * (1.0 - distance);
                let weight = (falloff * opacity * 256.0) as u32;
                let at = (row * self.width + column) * 4;
                for (value, color) in self.pixels[at..at + 3].iter_mut().zip(color) {
                    *value = ((u32::from(*value) * (256 - weight) + u32::from(color) * weight) >> 8) as u8;
                }
            }
        }
    }
}

/// The pixels that a disc touches.
pub(crate) fn disc(x: f64, y: f64, radius: f64, width: usize, height: usize) -> Area {
    Area::around((x - radius, y - radius, x + radius, y + radius), width, height)
}
