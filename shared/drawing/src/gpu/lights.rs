//! Stars and dashes of light, sorted into the tiles that they touch, so that each pixel looks at few.

use crate::damage::Area;
use crate::gpu::rows::pair;
use crate::gpu::steps::TILE;
use crate::world::Star;
use crate::world::layer::Placement;
use lectern_lesson::Rect;

/// A light as the kernel `lights` reads it.
#[derive(Clone, Copy)]
struct Light {
    /// 0 a disc, 1 a halo, 2 a bar.
    kind: u32,
    /// The middle, or a bar's left top corner.
    place: (f64, f64),
    /// The radius, or a bar's size.
    reach: (f64, f64),
    opacity: f64,
    color: [u8; 3],
}

impl Light {
    /// The pixels that it may touch.
    fn touches(&self, (width, height): (usize, usize)) -> Area {
        let ((x, y), (across, down)) = (self.place, self.reach);
        let around = match self.kind {
            2 => (x, y, x + across, y + down),
            _ => (x - across - 1.0, y - across - 1.0, x + across + 1.0, y + across + 1.0),
        };
        Area::around(around, width, height)
    }
}

/// Lights of a frame that nothing lies between.
#[derive(Default)]
pub(crate) struct Lights(Vec<Light>);

impl Lights {
    pub(crate) fn star(&mut self, star: &Star, place: Placement, scale: f64, size: (usize, usize), opacity: f64) {
        if opacity < 0.01 {
            return;
        }
        let middle = star.at(place, scale, size.0, size.1);
        let mut light = |kind, radius: f64, opacity| {
            let reach = (radius * scale, radius * scale);
            self.0.push(Light { kind, place: middle, reach, opacity, color: star.color });
        };
        if star.has_halo {
            light(1, star.radius * 5.0, opacity * 0.3);
        }
        light(0, star.radius, opacity);
    }

    pub(crate) fn dash(&mut self, rect: Rect, color: [u8; 3], opacity: f64) {
        if opacity > 0.0 {
            let (place, reach) = ((rect.x, rect.y), (rect.width, rect.height));
            self.0.push(Light { kind: 2, place, reach, opacity, color });
        }
    }

    /// Writes the tiles of an area that have lights, and then the lights tile by tile; returns how many tiles there are and where
    /// the lights begin. No lights are left.
    pub(crate) fn write(&mut self, size: (usize, usize), area: Area, data: &mut Vec<u32>) -> (usize, usize) {
        let columns = size.0.div_ceil(TILE);
        let mut tiles = vec![Vec::new(); columns * size.1.div_ceil(TILE)];
        for (index, light) in self.0.iter().enumerate() {
            let touched = light.touches(size).within(area);
            if touched.is_empty() {
                continue;
            }
            for row in touched.top / TILE..touched.bottom.div_ceil(TILE) {
                for column in touched.left / TILE..touched.right.div_ceil(TILE) {
                    tiles[row * columns + column].push(index);
                }
            }
        }
        let lit = || tiles.iter().enumerate().filter(|(_, lights)| !lights.is_empty());
        let mut before = 0;
        for (tile, lights) in lit() {
            let corner = pair(tile % columns * TILE, tile / columns * TILE);
            data.extend([corner, before, lights.len() as u32]);
            before += lights.len() as u32;
        }
        let first = data.len();
        for index in lit().flat_map(|(_, lights)| lights) {
            let Light { kind, place, reach, opacity, color: [red, green, blue] } = self.0[*index];
            let real = |value: f64| (value as f32).to_bits();
            data.extend([kind, real(place.0), real(place.1), real(reach.0), real(reach.1), real(opacity)]);
            data.extend([u32::from_le_bytes([red, green, blue, 255]), 0]);
        }
        self.0.clear();
        (lit().count(), first)
    }
}
