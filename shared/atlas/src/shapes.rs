//! The packed shapes: levels of arcs, and the areas that share them. `assets/atlas/pack.py` documents the layout.

use std::sync::OnceLock;

use crate::error::AtlasError;

const MAGIC: &[u8] = b"LECTERNATLAS2";

/// What an arc is part of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ArcKind {
    /// A cut of the data itself, at the date line or a pole: never stroked.
    Artificial,
    Coast,
    Border,
    Shore,
    River,
}

/// What an area is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum AreaKind {
    Land,
    Country,
    Lake,
}

/// A line of points in degrees, with the box around it.
#[derive(Debug)]
pub(crate) struct Arc {
    pub(crate) kind: ArcKind,
    pub(crate) points: Vec<(f32, f32)>,
    pub(crate) bounds: Bounds,
}

/// A box in degrees.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Bounds {
    pub(crate) west: f64,
    pub(crate) south: f64,
    pub(crate) east: f64,
    pub(crate) north: f64,
}

/// An arc of a ring, and whether it is walked from its end.
#[derive(Debug, Clone, Copy)]
pub(crate) struct ArcReference {
    pub(crate) arc: usize,
    pub(crate) backwards: bool,
}

/// A closed line of arcs. Outer rings run clockwise on the map, holes counter-clockwise.
#[derive(Debug)]
pub(crate) struct Ring {
    pub(crate) arcs: Vec<ArcReference>,
    pub(crate) bounds: Bounds,
}

/// A country, a lake or all land.
#[derive(Debug)]
pub(crate) struct Area {
    pub(crate) kind: AreaKind,
    pub(crate) code: String,
    pub(crate) rings: Vec<Ring>,
}

/// All shapes at one level of detail.
#[derive(Debug)]
pub(crate) struct Level {
    pub(crate) arcs: Vec<Arc>,
    pub(crate) areas: Vec<Area>,
}

/// Both levels, each unpacked when it is first asked for.
#[derive(Debug)]
pub(crate) struct Shapes {
    fine: &'static [u8],
    coarse: &'static [u8],
    unpacked_fine: OnceLock<Level>,
    unpacked_coarse: OnceLock<Level>,
}

impl Shapes {
    /// Checks both levels by walking over them.
    pub(crate) fn read(bytes: &'static [u8]) -> Result<Self, AtlasError> {
        let body = bytes.strip_prefix(MAGIC).ok_or(AtlasError::Shapes { at: 0 })?;
        let mut reader = Reader { bytes: body, at: 0 };
        reader.skip_level().ok_or(AtlasError::Shapes { at: reader.at })?;
        let (fine, coarse) = body.split_at(reader.at);
        let mut reader = Reader { bytes: coarse, at: 0 };
        reader.skip_level().filter(|()| reader.at == coarse.len()).ok_or(AtlasError::Shapes { at: reader.at })?;
        Ok(Self { fine, coarse, unpacked_fine: OnceLock::new(), unpacked_coarse: OnceLock::new() })
    }

    /// No shapes at any level.
    #[cfg(not(feature = "shapes"))]
    pub(crate) fn none() -> Self {
        let empty = || OnceLock::from(Level { arcs: Vec::new(), areas: Vec::new() });
        Self { fine: &[], coarse: &[], unpacked_fine: empty(), unpacked_coarse: empty() }
    }

    /// 1:10 million: about 700,000 points, 6 MB unpacked.
    pub(crate) fn fine(&self) -> &Level {
        self.unpacked_fine.get_or_init(|| Level::unpack(self.fine))
    }

    /// 1:50 million: about 125,000 points, 1 MB unpacked.
    pub(crate) fn coarse(&self) -> &Level {
        self.unpacked_coarse.get_or_init(|| Level::unpack(self.coarse))
    }
}

impl Level {
    fn unpack(bytes: &[u8]) -> Self {
        Reader { bytes, at: 0 }.level().expect("the level was walked over when the atlas was read")
    }

    /// The area of a country by Natural Earth's code, which is ISO 3166 alpha-3 where there is one.
    pub(crate) fn country(&self, code: &str) -> Option<&Area> {
        self.areas.iter().find(|area| area.kind == AreaKind::Country && area.code == code)
    }

    /// A ring's points in degrees, the first not repeated.
    pub(crate) fn ring_points<'a>(&'a self, ring: &'a Ring) -> impl Iterator<Item = (f64, f64)> + 'a {
        ring.arcs.iter().flat_map(|reference| {
            let points = &self.arcs[reference.arc].points;
            let last = points.len() - 1;
            (0..last).map(move |index| {
                let (longitude, latitude) = points[if reference.backwards { last - index } else { index }];
                (f64::from(longitude), f64::from(latitude))
            })
        })
    }
}

impl Bounds {
    pub(crate) const EMPTY: Self =
        Self { west: f64::INFINITY, south: f64::INFINITY, east: f64::NEG_INFINITY, north: f64::NEG_INFINITY };

    pub(crate) fn add(&mut self, longitude: f64, latitude: f64) {
        self.west = self.west.min(longitude);
        self.east = self.east.max(longitude);
        self.south = self.south.min(latitude);
        self.north = self.north.max(latitude);
    }

    /// Whether the boxes share a point, this one moved by `shift` degrees of longitude.
    pub(crate) fn meets(&self, other: &Self, shift: f64) -> bool {
        self.west + shift <= other.east
            && self.east + shift >= other.west
            && self.south <= other.north
            && self.north >= other.south
    }
}

struct Reader<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl Reader<'_> {
    fn number(&mut self) -> Option<u32> {
        let mut value = 0_u32;
        for shift in (0..35).step_by(7) {
            let byte = *self.bytes.get(self.at)?;
            self.at += 1;
            value |= u32::from(byte & 127).checked_shl(shift)?;
            if byte < 128 {
                return Some(value);
            }
        }
        None
    }

    fn signed(&mut self) -> Option<i32> {
        let value = self.number()?;
        Some((value >> 1) as i32 ^ -((value & 1) as i32))
    }

    fn text(&mut self) -> Option<String> {
        let length = self.number()? as usize;
        let bytes = self.bytes.get(self.at..self.at + length)?;
        self.at += length;
        String::from_utf8(bytes.to_vec()).ok()
    }

    /// Walks over a level and checks every count, kind and reference in it.
    fn skip_level(&mut self) -> Option<()> {
        self.number().filter(|units| *units > 0)?;
        let arcs = self.number()?;
        for _ in 0..arcs {
            ArcKind::of(self.number()?)?;
            let points = self.number().filter(|points| *points >= 2)?;
            for _ in 0..points * 2 {
                self.number()?;
            }
        }
        for _ in 0..self.number()? {
            AreaKind::of(self.number()?)?;
            self.text()?;
            self.number()?;
            for _ in 0..self.number()? {
                for _ in 0..self.number()? {
                    self.number().filter(|reference| reference / 2 < arcs)?;
                }
            }
        }
        Some(())
    }

    fn level(&mut self) -> Option<Level> {
        let units = f64::from(self.number()?);
        let count = self.number()? as usize;
        let mut arcs = Vec::with_capacity(count);
        for _ in 0..count {
            let kind = ArcKind::of(self.number()?)?;
            let (mut x, mut y) = (0, 0);
            let mut bounds = Bounds::EMPTY;
            let mut points = Vec::new();
            for _ in 0..self.number()? {
                x += self.signed()?;
                y += self.signed()?;
                let (longitude, latitude) = (f64::from(x) / units, f64::from(y) / units);
                bounds.add(longitude, latitude);
                points.push((longitude as f32, latitude as f32));
            }
            arcs.push(Arc { kind, points, bounds });
        }
        let count = self.number()? as usize;
        let mut areas = Vec::with_capacity(count);
        for _ in 0..count {
            let kind = AreaKind::of(self.number()?)?;
            let code = self.text()?;
            let _rank = self.number()?;
            let mut rings = Vec::new();
            for _ in 0..self.number()? {
                let mut bounds = Bounds::EMPTY;
                let mut references = Vec::new();
                for _ in 0..self.number()? {
                    let reference = self.number()?;
                    let arc = (reference / 2) as usize;
                    let around = arcs.get(arc)?.bounds;
                    bounds.add(around.west, around.south);
                    bounds.add(around.east, around.north);
                    references.push(ArcReference { arc, backwards: reference % 2 == 1 });
                }
                rings.push(Ring { arcs: references, bounds });
            }
            areas.push(Area { kind, code, rings });
        }
        Some(Level { arcs, areas })
    }
}

impl ArcKind {
    fn of(number: u32) -> Option<Self> {
        Some(match number {
            0 => Self::Artificial,
            1 => Self::Coast,
            2 => Self::Border,
            3 => Self::Shore,
            4 => Self::River,
            _ => return None,
        })
    }
}

impl AreaKind {
    fn of(number: u32) -> Option<Self> {
        Some(match number {
            0 => Self::Land,
            1 => Self::Country,
            2 => Self::Lake,
            _ => return None,
        })
    }
}
