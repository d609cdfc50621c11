//! Backdrops: a lit surface with a texture, computed once with more than eight bits and dithered, and what is drawn on it.

use lectern_lesson::Format;
use vello_cpu::kurbo::Point;

use crate::plane::Plane;
use crate::style::{Backdrop, Ornament, Texture};
use crate::world::random::grain;
use crate::world::scenery::{Scenery, SceneryKind, SceneryLayer};
use crate::world::sheet::Sheet;
use crate::world::sky::{Sky, over};
use crate::world::texture::relief;
use crate::world::{chalk, drafting, dusk, ink, meadow, museum, press};
use crate::{Color, Palette};

/// What an ornament is drawn with.
#[derive(Clone, Copy)]
pub(super) struct Motif<'a> {
    pub(super) kind: SceneryKind,
    pub(super) variant: u32,
    pub(super) backdrop: &'a Backdrop,
    pub(super) palette: &'a Palette,
    pub(super) plane: Plane,
    /// Output pixels for each design pixel.
    pub(super) scale: f64,
}

impl Motif<'_> {
    /// A seed of its own for each kind and variant.
    pub(super) fn seed(&self, salt: u32) -> u32 {
        (self.kind as u32 * 131 + self.variant * 37 + 5).wrapping_mul(2_654_435_761).rotate_left(7) % 9973 + salt
    }

    /// Where the largest thing of an ornament stands, and half its size: at the right of a wide plane, low on others, where
    /// words stand above.
    pub(super) fn hero(&self) -> (Point, f64) {
        let (width, height) = (self.plane.width, self.plane.height);
        if width > height * 1.2 {
            (Point::new(width * 0.785, height * 0.47), 292.0)
        } else {
            (Point::new(width * 0.64, height - height.min(1700.0) * 0.27), (width * 0.27).min(height * 0.17))
        }
    }
}

/// Opaque RGBA of a backdrop for frames of a format. About half a second of work at 1080p on paper, shared by the machine's
/// processors; less on other textures.
pub(super) fn paint(backdrop: &Backdrop, plane: Plane, format: Format) -> Vec<u8> {
    let (width, height) = (format.width as usize, format.height as usize);
    let mut pixels = vec![255; width * height * 4];
    let workers = std::thread::available_parallelism().map_or(1, usize::from).min(8);
    let share = height.div_ceil(workers).max(1);
    std::thread::scope(|scope| {
        for (index, rows) in pixels.chunks_mut(share * width * 4).enumerate() {
            scope.spawn(move || {
                for (row_index, row) in rows.chunks_exact_mut(width * 4).enumerate() {
                    paint_row(backdrop, plane, plane.width / width as f64, index * share + row_index, row);
                }
            });
        }
    });
    pixels
}

/// Paints a row of pixels, each `pixel_size` design pixels wide.
fn paint_row(backdrop: &Backdrop, plane: Plane, pixel_size: f64, row_index: usize, row: &mut [u8]) {
    let reach = plane.width.hypot(plane.height) * 0.62;
    let light_at = (backdrop.light_at[0] * plane.width, backdrop.light_at[1] * plane.height);
    let amplitude = 0.6 + backdrop.grain * 255.0 * 0.3;
    let y = (row_index as f64 + 0.5) * pixel_size;
    let down = y / plane.height;
    for (column, pixel) in row.chunks_exact_mut(4).enumerate() {
        let x = (column as f64 + 0.5) * pixel_size;
        let mut color = [backdrop.top.red, backdrop.top.green, backdrop.top.blue].map(f64::from);
        over(&mut color, backdrop.bottom, down);
        let distance = (x - light_at.0).hypot(y - light_at.1) / reach;
        let lit = (1.0 - distance).clamp(0.0, 1.0);
        over(&mut color, backdrop.light, lit * lit * (3.0 - 2.0 * lit) * backdrop.light_strength);
        let raised = relief(backdrop.texture, x, y, pixel_size) * backdrop.texture_strength;
        color = color.map(|channel| channel + raised);
        if backdrop.texture == Texture::Grid {
            over(&mut color, backdrop.mark, grid(x, y, pixel_size) * backdrop.texture_strength);
        }
        over(&mut color, backdrop.edge, corner(plane, x, y) * backdrop.vignette);
        let noise = f64::from(grain(column as u32, row_index as u32)) * amplitude;
        for (value, channel) in pixel.iter_mut().zip(color) {
            *value = (channel + noise + 0.5).clamp(0.0, 255.0) as u8;
        }
    }
}

/// How far in a corner or at an edge a point lies, 0 to 1.
fn corner(plane: Plane, x: f64, y: f64) -> f64 {
    let distance = ((x / plane.width - 0.5).powi(4) + (y / plane.height - 0.5).powi(4)).powf(0.25) / 0.595;
    let out = ((distance - 0.42) / 0.58).clamp(0.0, 1.0);
    out * out
}

/// How much of a drafting line covers a point: a line every 40 design pixels, a stronger one every 200.
fn grid(x: f64, y: f64, pixel_size: f64) -> f64 {
    let line = |at: f64, every: f64, width: f64| {
        let off = (at / every - (at / every).round()).abs() * every;
        ((width.max(pixel_size) / 2.0 + pixel_size / 2.0 - off) / pixel_size).clamp(0.0, 1.0)
            * (width / width.max(pixel_size))
    };
    let fine = line(x, 40.0, 1.2).max(line(y, 40.0, 1.2)) * 0.075;
    let strong = line(x, 200.0, 1.8).max(line(y, 200.0, 1.8)) * 0.14;
    fine.max(strong)
}

/// The backdrop with the ornament of a kind of scene.
pub(super) fn scenery(
    kind: SceneryKind,
    variant: u32,
    backdrop: &Backdrop,
    palette: &Palette,
    sky: &Sky,
    scale: f64,
) -> Scenery {
    let plane = sky.plane();
    let motif = Motif { kind, variant, backdrop, palette, plane, scale };
    let mut sheet = Sheet::new(sky.pixels().to_vec(), sky.size(), scale);
    let layers: Vec<SceneryLayer> = match backdrop.ornament {
        Ornament::None => Vec::new(),
        Ornament::Ink => ink::draw(&mut sheet, motif),
        Ornament::Chalk => chalk::draw(&mut sheet, motif),
        Ornament::Drafting => drafting::draw(&mut sheet, motif),
        Ornament::Museum => museum::draw(&mut sheet, motif),
        Ornament::Meadow => meadow::draw(&mut sheet, motif),
        Ornament::Dusk => dusk::draw(&mut sheet, motif),
        Ornament::Press => press::draw(&mut sheet, motif),
    };
    let dashes_after = layers.len() + 1;
    let lit_sky = sheet.into_pixels();
    let sky_columns = sky.lit_columns(&lit_sky);
    Scenery { sky: lit_sky, sky_columns, layers, dashes: Vec::new(), dashes_after, moon: None, horizon: plane.height }
}

/// A color that is darkened without losing its hue.
pub(super) fn deeper(color: Color, amount: f64) -> Color {
    color.mix(Color::from_hex(0x0010_0808), amount)
}
