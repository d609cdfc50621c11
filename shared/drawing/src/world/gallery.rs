//! Stills of the world at rest: small ones to measure how bright it is behind text, larger ones as windows of a recap.

use std::sync::{Arc, OnceLock};

use lectern_lesson::{Format, Rect};

use crate::plane::{Plane, Shape};
use crate::world::scenery::{SceneryKind, VARIANTS};
use crate::world::{World, random};
use crate::{Color, Picture, Style};

/// Pixels of the stills that are measured for each design pixel.
const MEASURED: f64 = 0.25;

/// Size of the stills that windows are cut from.
const SHOWN: Format = Format { width: 1280, height: 720, fps: 30 };

/// The plane that windows are cut from.
const WIDE: Plane = Plane { shape: Shape::Wide, width: 1920.0, height: 1080.0 };

/// Where a window is cut from each kind's still, as the left edge on the plane; each is 860 wide and as high as the plane.
const WINDOWS: [(SceneryKind, f64); 5] = [
    (SceneryKind::Sea, 1030.0),
    (SceneryKind::Clouds, 1060.0),
    (SceneryKind::Mountains, 1010.0),
    (SceneryKind::Lake, 1060.0),
    (SceneryKind::Hills, 20.0),
];

/// Stills of a style's world, drawn when they are first asked for.
#[derive(Default)]
pub(crate) struct Gallery {
    measured: OnceLock<Vec<(Option<SceneryKind>, Vec<u8>)>>,
    windows: OnceLock<Vec<Arc<Picture>>>,
}

impl Gallery {
    /// The colors behind a rectangle of the plane, in any variant of a kind of scenery (none: the world alone), that a text
    /// can have its least contrast with: the darkest, the lightest, and the one nearest to `luminance`.
    pub(crate) fn extremes(
        &self,
        style: &Style,
        plane: Plane,
        kind: Option<SceneryKind>,
        area: Rect,
        luminance: f64,
    ) -> [Color; 3] {
        let stills = self.measured.get_or_init(|| measured(style, plane));
        let format = measured_format(plane);
        // What each is sought by, least first: how light, how dark, how far off.
        let mut found = [(f64::INFINITY, Color::from_hex(0)); 3];
        let columns = range(area.x * MEASURED, area.right() * MEASURED, format.width);
        let rows = range(area.y * MEASURED, area.bottom() * MEASURED, format.height);
        for (_, pixels) in stills.iter().filter(|(of, _)| *of == kind) {
            for row in rows.clone() {
                for column in columns.clone() {
                    let at = (row * format.width as usize + column) * 4;
                    let color = Color { red: pixels[at], green: pixels[at + 1], blue: pixels[at + 2] };
                    let own = color.luminance();
                    for (best, sought) in found.iter_mut().zip([own, -own, (own - luminance).abs()]) {
                        if sought < best.0 {
                            *best = (sought, color);
                        }
                    }
                }
            }
        }
        found.map(|(_, color)| color)
    }

    /// A window into the world; the same for the same index.
    pub(crate) fn window(&self, style: &Style, index: usize) -> Arc<Picture> {
        let windows = self.windows.get_or_init(|| windows(style));
        windows[index % windows.len()].clone()
    }
}

/// The pixels that a stretch covers, never none.
fn range(from: f64, to: f64, size: u32) -> std::ops::Range<usize> {
    let from = (from.floor().max(0.0) as usize).min(size as usize - 1);
    let to = (to.ceil().max(0.0) as usize).clamp(from + 1, size as usize);
    from..to
}

fn measured_format(plane: Plane) -> Format {
    Format { width: (plane.width * MEASURED) as u32, height: (plane.height * MEASURED) as u32, fps: 30 }
}

fn measured(style: &Style, plane: Plane) -> Vec<(Option<SceneryKind>, Vec<u8>)> {
    let world = World::new(style, plane, measured_format(plane));
    let mut stills = vec![(None, world.still(style, None, false))];
    for (kind, _) in WINDOWS {
        for variant in 0..VARIANTS {
            stills.push((Some(kind), world.still(style, Some(&world.painted(kind, variant, style)), false)));
        }
    }
    stills
}

fn windows(style: &Style) -> Vec<Arc<Picture>> {
    let world = World::new(style, WIDE, SHOWN);
    let scale = WIDE.scale(SHOWN);
    // On a backdrop only large ornaments reach into a window.
    let is_backdrop = matches!(style.world, crate::style::World::Backdrop(_));
    WINDOWS
        .iter()
        .filter(|(kind, _)| !is_backdrop || kind.is_large())
        .map(|(kind, left)| {
            let variant = if is_backdrop { 0 } else { random::hash(&format!("{kind:?}")) % VARIANTS };
            let pixels = world.still(style, Some(&world.painted(*kind, variant, style)), true);
            let (left, width) = ((left * scale) as usize, (860.0 * scale) as usize);
            let mut cut = Vec::with_capacity(width * SHOWN.height as usize * 4);
            for row in pixels.chunks_exact(SHOWN.width as usize * 4) {
                cut.extend_from_slice(&row[left * 4..(left + width) * 4]);
            }
            Arc::new(Picture::opaque(cut, width as u16, SHOWN.height as u16))
        })
        .collect()
}
