//! What of a frame has to be painted again: tiles, since what changes is small and scattered.

/// Columns of a tile: wide enough for vector units, narrow enough that a star costs little.
const TILE_WIDTH: usize = 64;

/// Rows of a tile.
const TILE_HEIGHT: usize = 16;

/// A rectangle of a frame, in output pixels; the ends are excluded.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Area {
    pub(crate) left: usize,
    pub(crate) top: usize,
    pub(crate) right: usize,
    pub(crate) bottom: usize,
}

impl Area {
    /// All of a frame.
    pub(crate) fn whole(width: usize, height: usize) -> Self {
        Self { left: 0, top: 0, right: width, bottom: height }
    }

    /// The pixels that a rectangle of real numbers touches, within a frame.
    pub(crate) fn around((left, top, right, bottom): (f64, f64, f64, f64), width: usize, height: usize) -> Self {
        let clamp = |value: f64, most: usize| value.clamp(0.0, most as f64) as usize;
        Self {
            left: clamp(left.floor(), width),
            top: clamp(top.floor(), height),
            right: clamp(right.ceil(), width),
            bottom: clamp(bottom.ceil(), height),
        }
    }

    pub(crate) fn is_empty(self) -> bool {
        self.left >= self.right || self.top >= self.bottom
    }

    /// Its parts of a tile's height, from above: a processor's cache holds one while all that lies there is laid over each other.
    pub(crate) fn strips(self) -> impl Iterator<Item = Self> {
        (self.top..self.bottom).step_by(TILE_HEIGHT).map(move |top| Self {
            top,
            bottom: (top + TILE_HEIGHT).min(self.bottom),
            ..self
        })
    }

    /// What both cover.
    pub(crate) fn within(self, other: Self) -> Self {
        Self {
            left: self.left.max(other.left),
            top: self.top.max(other.top),
            right: self.right.min(other.right),
            bottom: self.bottom.min(other.bottom),
        }
    }
}

/// The tiles of a frame that have to be painted again.
pub(crate) struct Damage {
    width: usize,
    height: usize,
    columns: usize,
    tiles: Vec<bool>,
}

impl Damage {
    /// No damage to frames of that size.
    pub(crate) fn none(width: usize, height: usize) -> Self {
        let columns = width.div_ceil(TILE_WIDTH);
        Self { width, height, columns, tiles: vec![false; columns * height.div_ceil(TILE_HEIGHT)] }
    }

    /// Forgets all damage.
    pub(crate) fn clear(&mut self) {
        self.tiles.fill(false);
    }

    /// Everything has to be painted again.
    pub(crate) fn add_all(&mut self) {
        self.tiles.fill(true);
    }

    /// Those pixels have to be painted again.
    pub(crate) fn add(&mut self, area: Area) {
        let area = area.within(Area::whole(self.width, self.height));
        if area.is_empty() {
            return;
        }
        for row in area.top / TILE_HEIGHT..area.bottom.div_ceil(TILE_HEIGHT) {
            let from = row * self.columns;
            self.tiles[from + area.left / TILE_WIDTH..from + area.right.div_ceil(TILE_WIDTH)].fill(true);
        }
    }

    /// The smallest rectangle around all damage; none without any.
    #[cfg(feature = "gpu")]
    pub(crate) fn extent(&self) -> Option<Area> {
        self.areas().reduce(|one, two| Area {
            left: one.left.min(two.left),
            top: one.top.min(two.top),
            right: one.right.max(two.right),
            bottom: one.bottom.max(two.bottom),
        })
    }

    /// The damaged areas: in each row of tiles, neighbors as one. Their edges lie on even pixels, but for those of a frame
    /// of odd size.
    pub(crate) fn areas(&self) -> impl Iterator<Item = Area> + '_ {
        self.tiles.chunks_exact(self.columns).enumerate().flat_map(move |(row, tiles)| {
            let mut column = 0;
            std::iter::from_fn(move || {
                let first = column + tiles[column..].iter().position(|tile| *tile)?;
                let count = tiles[first..].iter().position(|tile| !*tile).unwrap_or(tiles.len() - first);
                column = first + count;
                Some(Area {
                    left: first * TILE_WIDTH,
                    top: row * TILE_HEIGHT,
                    right: (column * TILE_WIDTH).min(self.width),
                    bottom: ((row + 1) * TILE_HEIGHT).min(self.height),
                })
            })
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_added_is_covered_once_and_little_else() {
        let (width, height) = (640, 358);
        for area in [
            Area { left: 0, top: 0, right: 1, bottom: 1 },
            Area { left: 63, top: 15, right: 65, bottom: 17 },
            Area { left: 130, top: 200, right: 500, bottom: 358 },
            Area { left: 600, top: 350, right: 9000, bottom: 9000 },
            Area::whole(width, height),
        ] {
            let mut damage = Damage::none(width, height);
            damage.add(area);
            let mut covered = vec![0_u8; width * height];
            for part in damage.areas() {
                for row in part.top..part.bottom {
                    covered[row * width + part.left..row * width + part.right].iter_mut().for_each(|count| *count += 1);
                }
            }
            for (index, count) in covered.iter().enumerate() {
                let (x, y) = (index % width, index / width);
                let inside = (area.left..area.right).contains(&x) && (area.top..area.bottom).contains(&y);
                assert!(*count <= 1 && (!inside || *count == 1), "{area:?} at {x}, {y}: {count}");
                let near = x + TILE_WIDTH >= area.left
                    && x < area.right + TILE_WIDTH
                    && y + TILE_HEIGHT >= area.top
                    && y < area.bottom + TILE_HEIGHT;
                assert!(near || *count == 0, "{area:?} at {x}, {y}");
            }
        }
    }

    #[test]
    fn nothing_is_damaged_before_and_after() {
        let mut damage = Damage::none(100, 100);
        damage.add(Area { left: 5, top: 5, right: 5, bottom: 9 });
        assert_eq!(damage.areas().count(), 0);
        damage.add_all();
        assert_eq!(
            damage.areas().map(|area| (area.right - area.left) * (area.bottom - area.top)).sum::<usize>(),
            10_000
        );
        damage.clear();
        assert_eq!(damage.areas().count(), 0);
    }
}
