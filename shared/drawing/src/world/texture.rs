//! Textures of backdrops: how much lighter or darker a surface is at a point than its color.

use crate::style::Texture;
use crate::world::random::grain;

/// Smooth noise at a point, -1 to 1: values of a lattice of `cell` design pixels, mixed.
pub(crate) fn noise(x: f64, y: f64, cell: f64, seed: u32) -> f64 {
    let (x, y) = (x / cell, y / cell);
    let (left, top) = (x.floor(), y.floor());
    let smooth = |part: f64| part * part * (3.0 - 2.0 * part);
    let (across, down) = (smooth(x - left), smooth(y - top));
    let (left, top) = (left as i64 as u32, top as i64 as u32);
    let at = |column: u32, row: u32| {
        f64::from(grain(
            left.wrapping_add(column).wrapping_add(seed.wrapping_mul(7919)),
            top.wrapping_add(row) ^ seed.rotate_left(9),
        ))
    };
    let upper = at(0, 0) + (at(1, 0) - at(0, 0)) * across;
    let lower = at(0, 1) + (at(1, 1) - at(0, 1)) * across;
    upper + (lower - upper) * down
}

/// Noise in octaves, each half as large and half as strong as the one before, -1 to 1.
pub(super) fn octaves(x: f64, y: f64, cell: f64, count: u32, seed: u32) -> f64 {
    let (mut sum, mut strength, mut whole, mut size) = (0.0, 1.0, 0.0, cell);
    for octave in 0..count {
        sum += noise(x, y, size, seed.wrapping_add(octave * 31)) * strength;
        whole += strength;
        strength *= 0.5;
        size *= 0.5;
    }
    sum / whole
}

/// What a texture adds to each channel at a point of the plane, in levels of 255. `pixel` is the size of an output pixel in
/// design pixels: detail finer than that is left out.
pub(super) fn relief(texture: Texture, x: f64, y: f64, pixel: f64) -> f64 {
    match texture {
        Texture::Plain => 0.0,
        Texture::Paper => {
            let height = |x: f64, y: f64| {
                let fine = if pixel < 1.6 { 0.35 * noise(x, y, 2.4, 3) } else { 0.0 };
                let middle = if pixel < 3.0 { 0.6 * noise(x, y, 4.5, 5) } else { 0.0 };
                fine + middle + 1.0 * noise(x, y, 9.0, 7) + 1.6 * noise(x, y, 34.0, 11)
            };
            // Lit from the upper left: what rises towards the light is lighter.
            let slope = height(x + 1.3, y + 1.3) - height(x - 1.3, y - 1.3);
            let laid = if pixel < 3.0 { 0.7 * (y * std::f64::consts::TAU / 9.0).sin() } else { 0.0 };
            let cloudy = 2.2 * octaves(x, y, 260.0, 3, 17);
            (slope * 3.2).clamp(-4.5, 4.5) + laid + cloudy + fiber(x, y)
        }
        Texture::Board => {
            // Chalk dust wiped in wide strokes, and fine specks that the sponge left.
            let turned = (x * 0.94 + y * 0.34, y * 0.94 - x * 0.34);
            let wiped = octaves(turned.0 * 0.28, turned.1, 90.0, 4, 23).max(-0.6) * 7.0;
            let clouds = octaves(x, y, 420.0, 3, 29) * 6.0;
            let speck = noise(x, y, 2.2, 41);
            let dust = if speck > 0.72 && pixel < 3.0 { (speck - 0.72) * 26.0 } else { 0.0 };
            wiped + clouds + dust
        }
        Texture::Grid => 2.4 * octaves(x, y, 300.0, 3, 61) + if pixel < 3.0 { 1.1 * noise(x, y, 3.0, 67) } else { 0.0 },
        Texture::Plaster => {
            let height = |x: f64, y: f64| noise(x, y, 26.0, 71) + 0.5 * noise(x, y, 11.0, 73);
            (height(x + 2.0, y + 3.0) - height(x - 2.0, y - 3.0)) * 1.6 + 2.4 * octaves(x, y, 380.0, 3, 79)
        }
    }
}

/// A sparse dark fiber in the paper.
fn fiber(x: f64, y: f64) -> f64 {
    let cell = 210.0;
    let (column, row) = ((x / cell).floor(), (y / cell).floor());
    let place = |salt: u32| f64::from(grain(column as i64 as u32 ^ salt, (row as i64 as u32).wrapping_add(salt * 3)));
    if place(5) < 0.3 {
        return 0.0;
    }
    let (middle_x, middle_y) = ((column + 0.5 + 0.3 * place(7)) * cell, (row + 0.5 + 0.3 * place(11)) * cell);
    let (dx, dy) = (x - middle_x, y - middle_y);
    // Longer than any fiber.
    if dx.abs().max(dy.abs()) > 28.0 {
        return 0.0;
    }
    let turn = place(13) * std::f64::consts::PI;
    let (along, across) = (dx * turn.cos() + dy * turn.sin(), dy * turn.cos() - dx * turn.sin());
    let length = 16.0 + 10.0 * place(17);
    let bent = across - 3.0 * (along / length * 2.0).sin();
    if along.abs() < length && bent.abs() < 0.8 { -9.0 } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn textures_are_the_same_everywhere_and_small() {
        for texture in [Texture::Plain, Texture::Paper, Texture::Board, Texture::Grid, Texture::Plaster] {
            let mut sum = 0.0;
            for step in 0..4000 {
                let (x, y) = (f64::from(step % 80) * 24.0 - 40.0, f64::from(step / 80) * 22.0);
                let value = relief(texture, x, y, 1.0);
                assert!(value.abs() < 30.0, "{texture:?} at {x}, {y}: {value}");
                sum += value;
            }
            assert!((sum / 4000.0).abs() < 2.5, "{texture:?} changes the color on the whole: {}", sum / 4000.0);
        }
    }

    #[test]
    fn noise_is_continuous() {
        for step in 0..2000 {
            let x = f64::from(step) * 0.37 - 300.0;
            assert!((noise(x, 5.0, 20.0, 1) - noise(x + 0.01, 5.0, 20.0, 1)).abs() < 0.01);
        }
    }
}
