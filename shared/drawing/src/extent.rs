//! How far what is drawn reaches on the plane.

use lectern_lesson::Rect;
use vello_cpu::kurbo::{Rect as KurboRect, Shape};

use crate::Surface;
use crate::canvas::{glow_reach, kurbo_rect};
use crate::element::{Content, Line};
use crate::hand::HAND_REACH;
use crate::look::Look;
use crate::plane::Plane;

/// Bounding box of what a content draws, without its light and shadow.
pub(crate) fn bounds(content: &Content, plane: Plane) -> Rect {
    match content {
        Content::Text(text) => text.ink(),
        Content::Shape(shape) => {
            let bounds = shape.path.bounding_box();
            Rect::new(bounds.x0, bounds.y0, bounds.width(), bounds.height())
        }
        Content::Panel(panel) => panel.rect,
        Content::Glow(glow) => {
            Rect::new(glow.center.x - glow.radius, glow.center.y - glow.radius, glow.radius * 2.0, glow.radius * 2.0)
        }
        Content::Picture(picture) => picture.rect,
        Content::Illustration(illustration) => illustration.rect,
        Content::Formula(formula) => formula.ink,
        Content::Live(_) => plane.rect(),
    }
}

/// A box that nothing of a content in that look leaves, its light included.
pub(crate) fn extent(content: &Content, look: &Look, surface: &Surface, plane: Plane) -> KurboRect {
    // Softened edges reach into a neighboring pixel; a hand wavers.
    let rim = 3.0 + HAND_REACH * surface.hand;
    let own = kurbo_rect(bounds(content, plane));
    match content {
        Content::Text(text) => {
            let line_height = text.block.height / text.block.lines.len().max(1) as f64;
            let rise = if look.secs > 0.0 { line_height * 1.4 } else { 0.0 };
            own.inflate(rim + rise, rim + rise)
        }
        Content::Shape(shape) => {
            let reach = shape.stroke.as_ref().map_or(0.0, |line| stroke_reach(line, surface));
            own.inflate(rim + reach, rim + reach)
        }
        Content::Panel(panel) => {
            let reach = if panel.accent.is_some() { 4.0 + glow_reach(4.0) } else { 2.0 };
            own.inflate(rim + reach, rim + reach)
        }
        Content::Glow(_) => own.inflate(1.0, 1.0),
        Content::Picture(_) => own.inflate(rim, rim),
        Content::Illustration(illustration) => own.inflate(rim, rim + illustration.drift.abs()),
        Content::Formula(formula) => {
            let pieces = formula.pieces.iter().enumerate().map(|(index, (path, _))| {
                let rest = path.bounding_box();
                let flight = formula.flights.get(index).copied().flatten();
                flight.map_or(rest, |flight| rest.union(flight.from.transform_rect_bbox(rest)))
            });
            let rise = rim + formula.weight + 26.0;
            pieces.fold(own, |all, piece| all.union(piece)).inflate(rise, rise)
        }
        Content::Live(_) => own,
    }
}

/// How far a stroke reaches to both sides of its path.
fn stroke_reach(line: &Line, surface: &Surface) -> f64 {
    let plain = line.width / 2.0;
    match line.glow {
        None => plain,
        Some(_) if surface.glow < 0.05 => line.width * 0.75 + 1.0,
        Some(_) => plain + glow_reach(line.width) / 2.0,
    }
}
