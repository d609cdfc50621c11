//! Sectors of rings that are swept out.

use std::f64::consts::FRAC_PI_2;
use std::sync::Arc;

use vello_cpu::kurbo::{CircleSegment, Point, Shape};

use crate::Color;
use crate::easing::{cubic_bezier, progress};
use crate::element::{Content, Element, Entrance, Moment, Paint, ShapeContent};

/// A sector of a ring.
#[derive(Clone, Copy)]
pub(super) struct Sector {
    pub(super) center: Point,
    pub(super) outer: f64,
    pub(super) inner: f64,
    /// Where it starts, in radians clockwise from the top.
    pub(super) start: f64,
    /// How far it reaches, in radians.
    pub(super) sweep: f64,
}

impl Sector {
    /// The sector, swept out in that many seconds once it comes. Its ends are straight: round ones would add to what it
    /// shows.
    pub(super) fn swept(self, color: Color, secs: f64) -> Element {
        let live = move |moment: &Moment<'_>| {
            let along = cubic_bezier([0.4, 0.0, 0.3, 1.0], progress(moment.secs, 0.0, secs));
            let sweep = self.sweep * along;
            if sweep <= 1e-4 {
                return Vec::new();
            }
            let path =
                CircleSegment::new(self.center, self.outer, self.inner, self.start - FRAC_PI_2, sweep).to_path(0.05);
            vec![Content::Shape(ShapeContent { path, fill: Some(Paint::Solid(color, 1.0)), stroke: None })]
        };
        Element::new(Content::Live(Arc::new(live))).enter(Entrance::Cut)
    }
}
