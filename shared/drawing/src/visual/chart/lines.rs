//! Curves over an axis, each named at the end of its stroke, with or without the area beneath them.

use lectern_lesson::{Rect, TextRole};
use vello_cpu::kurbo::{Circle, Point, Shape};

use super::Data;
use super::axis::{Form, Frame, Plot, XAxis, stroked};
use super::crossing::{covers, crossings, mark_width, place_shift};
use super::curve::Curve;
use crate::Color;
use crate::composer::Composer;
use crate::easing::cubic_bezier;
use crate::element::{Composition, Content, Element, Entrance, Ground, Paint, Response, ShapeContent};
use crate::text::TextBlock;

/// Seconds that a curve takes to draw itself.
pub(super) const DRAW_SECS: f64 = 1.0;

/// Distance between the dots of a curve that another has shifted to.
const SHIFT_DOTS: f64 = 20.0;

/// Curves.
pub(super) fn compose(data: &Data<'_>, area: Rect, composer: &Composer<'_>, composition: &mut Composition) {
    draw(data, false, area, composer, composition);
}

/// Curves with the area beneath each.
pub(super) fn compose_areas(data: &Data<'_>, area: Rect, composer: &Composer<'_>, composition: &mut Composition) {
    draw(data, true, area, composer, composition);
}

fn draw(data: &Data<'_>, filled: bool, area: Rect, composer: &Composer<'_>, composition: &mut Composition) {
    let shift = data.shift;
    let color = |series: usize| data.color(series, composer);
    let form = if filled { Form::Areas } else { Form::Curves };
    let marked = |ticks: &_| if filled { 0.0 } else { mark_width(data, ticks, composer) };
    let Some(frame) = Frame::new(data, form, &marked, area, composer, composition) else { return };
    let curves: Vec<Option<Curve>> =
        (0..data.series.len()).map(|series| curve(data, series, &frame.x_axis, &frame.plot)).collect();
    let crossings = if filled { Vec::new() } else { crossings(&curves, shift, &frame, composer) };
    if filled {
        draw_areas(&curves, &frame.plot, &color, composition);
    }
    for crossing in &crossings {
        crossing.place_guides(composer, composition);
    }
    draw_curves(&curves, data, &frame, composer, composition);
    if let Some(old) = shift
        && let (Some(Some(from)), Some(Some(to))) = (curves.get(old), curves.get(2))
    {
        place_shift(from, to, composer.palette().text, composition);
    }
    let (right, top, bottom) = (frame.plot.right, frame.plot.top, frame.plot.bottom);
    let names = frame.place(&covers(&crossings), composer, composition);
    place_names(names, &curves, (right, top, bottom), composition);
    for crossing in crossings {
        crossing.place(composer, composition);
    }
}

fn curve(data: &Data<'_>, series: usize, axis: &XAxis, plot: &Plot) -> Option<Curve> {
    let mut points: Vec<Point> = (0..data.categories.len())
        .filter_map(|category| Some(Point::new(*axis.positions.get(category)?, plot.y(data.value(series, category)?))))
        .collect();
    points.sort_by(|one, two| one.x.total_cmp(&two.x));
    (!points.is_empty()).then(|| Curve::new(points))
}

/// The areas between curves and zero, or the end of the axis that is nearest to it.
fn draw_areas(curves: &[Option<Curve>], plot: &Plot, color: &dyn Fn(usize) -> Color, composition: &mut Composition) {
    let base = plot.y(0.0).clamp(plot.top, plot.bottom);
    let strength = if curves.len() > 1 { 0.34 } else { 0.5 };
    for (series, curve) in curves.iter().enumerate() {
        let Some((curve, end)) = curve.as_ref().and_then(|curve| Some((curve, curve.end()?))) else { continue };
        let Some(start) = curve.start() else { continue };
        let mut path = curve.path();
        path.line_to((end.x, base));
        path.line_to((start.x, base));
        path.close_path();
        let color = color(series);
        let fill = Paint::Linear {
            from: Point::new(0.0, plot.top),
            to: Point::new(0.0, base.max(plot.top + 1.0)),
            stops: vec![(0.0, color, strength), (1.0, color, strength * 0.3)],
        };
        let shape = ShapeContent { path, fill: Some(fill), stroke: None };
        let element = Element::new(Content::Shape(shape)).part(series).enter(Entrance::Wipe(DRAW_SECS));
        composition.push(element.respond(Response::Dims));
    }
}

fn draw_curves(
    curves: &[Option<Curve>],
    data: &Data<'_>,
    frame: &Frame,
    composer: &Composer<'_>,
    composition: &mut Composition,
) {
    let Frame { plot, x_axis: axis, .. } = frame;
    let few = data.categories.len() <= 9;
    for (series, curve) in curves.iter().enumerate() {
        let Some(curve) = curve else { continue };
        let color = data.color(series, composer);
        let is_new = data.is_new(series);
        let dots = is_new.then_some(SHIFT_DOTS);
        let element = stroked(curve.path(), Paint::Solid(color, 1.0), 9.0, dots, Some(color));
        composition.push(element.part(series).enter(Entrance::Draw(DRAW_SECS)).respond(Response::Dims));
        for (category, x) in axis.positions.iter().enumerate().filter(|_| few && !is_new) {
            let Some(value) = data.value(series, category) else { continue };
            let along = (x - axis.left) / (axis.right - axis.left).max(1.0);
            let dot = Circle::new((*x, plot.y(value)), 10.0).to_path(0.1);
            let shape = ShapeContent { path: dot, fill: Some(Paint::Solid(color, 1.0)), stroke: None };
            // The curve is slow at both ends; each dot waits for it.
            let delay = DRAW_SECS * moment_of(along, composer.style().motion.move_curve);
            let dot = Element::new(Content::Shape(shape)).part(series).delay(delay).enter(Entrance::Pop);
            composition.push(dot.respond(Response::Dims));
        }
    }
}

/// Names stand beside the ends of their curves, moved apart where they would meet.
fn place_names(
    names: Vec<TextBlock>,
    curves: &[Option<Curve>],
    (right, top, bottom): (f64, f64, f64),
    composition: &mut Composition,
) {
    let ends: Vec<Option<Point>> = curves.iter().map(|curve| curve.as_ref().and_then(Curve::end)).collect();
    let mut placed: Vec<(usize, f64, f64)> = names
        .iter()
        .enumerate()
        .filter_map(|(series, block)| {
            let end = (*ends.get(series)?)?;
            Some((series, end.y - block.height / 2.0, block.height))
        })
        .collect();
    placed.sort_by(|one, two| one.1.total_cmp(&two.1));
    let gap = 6.0;
    let (top, bottom) = (top - 40.0, bottom - 10.0);
    let total = placed.iter().map(|(_, _, height)| height + gap).sum::<f64>();
    if total > bottom - top {
        composition.overflow(None, "the names of the series do not fit beside the curves");
    }
    let mut free = top;
    for (_, y, height) in &mut placed {
        *y = y.max(free);
        free = *y + *height + gap;
    }
    let mut limit = bottom;
    for (_, y, height) in placed.iter_mut().rev() {
        *y = y.min(limit - *height);
        limit = *y - gap;
    }
    let mut blocks: Vec<Option<TextBlock>> = names.into_iter().map(Some).collect();
    for (series, y, _) in placed {
        let Some(block) = blocks.get_mut(series).and_then(Option::take) else { continue };
        let x = right + 34.0;
        let text = Element::text(block, x, y, TextRole::Label, Ground::World).part(series);
        composition.push(text.delay(DRAW_SECS * 0.9).enter(Entrance::Fade).respond(Response::Dims));
    }
}

/// The time, as a fraction, at which an eased motion has come that far.
fn moment_of(along: f64, curve: [f64; 4]) -> f64 {
    let (mut low, mut high) = (0.0, 1.0);
    for _ in 0..20 {
        let middle = (low + high) / 2.0;
        if cubic_bezier(curve, middle) < along { low = middle } else { high = middle }
    }
    high
}
