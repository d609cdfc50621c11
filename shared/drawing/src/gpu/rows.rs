//! How the rows of a layer meet those of a frame, for the kernel `layer`. The program computes it, since positions need more
//! exact numbers than kernels have.

use crate::damage::Area;
use crate::world::layer::{LaidRow, Layer, Placement};

/// Writes seven words for each row of an area.
pub(crate) fn write(layer: &Layer, size: (usize, usize), area: Area, placement: Placement, data: &mut Vec<u32>) {
    for row in area.top..area.bottom {
        let words = match layer.laid_row(size, row, placement) {
            None => [0; 7],
            Some(LaidRow { upper, weight, start, end, columns, begin, solid }) => [
                // Rows far outside are as clear as those next to the layer.
                upper.clamp(-2, i64::from(i32::MAX) - 1) as i32 as u32,
                weight,
                pair(start, end),
                begin as u32,
                pair(columns.start, columns.end),
                pair(solid.start, solid.end),
                0,
            ],
        };
        data.extend(words);
    }
}

/// Two numbers below 65,536 as a word.
pub(crate) fn pair(low: usize, high: usize) -> u32 {
    low as u32 | (high as u32) << 16
}
