//! Points over two axes.

use lectern_lesson::Rect;
use vello_cpu::kurbo::{Circle, Point, Shape};

use super::axis::{Form, Frame};
use super::{Data, color_of};
use crate::composer::Composer;
use crate::element::{Composition, Content, Element, Entrance, Line, Paint, Response, ShapeContent};

/// Seconds in which all points of a series come, from left to right.
const COME_SECS: f64 = 1.2;

/// Radius of a point: where there are many, they are smaller.
const RADIUS: (f64, f64) = (7.0, 14.0);

pub(super) fn compose(data: &Data<'_>, area: Rect, composer: &Composer<'_>, composition: &mut Composition) {
    let Some(frame) = Frame::new(data, Form::Points, &|_| 0.0, area, composer, composition) else { return };
    let mut points: Vec<(usize, Point)> = Vec::new();
    for series in 0..data.series.len() {
        for (category, x) in frame.x_axis.positions.iter().enumerate() {
            if let Some(value) = data.value(series, category) {
                points.push((series, Point::new(*x, frame.plot.y(value))));
            }
        }
    }
    let (left, right) = (frame.plot.left, frame.plot.right);
    frame.place(&[], composer, composition);
    let radius = (RADIUS.1 - points.len() as f64 / 20.0).max(RADIUS.0);
    for (series, point) in points {
        let along = ((point.x - left) / (right - left).max(1.0)).clamp(0.0, 1.0);
        // An edge in the color of the ground tells points apart that lie on each other.
        let stroke = Line { paint: Paint::Solid(composer.palette().ground, 0.8), width: 2.5, dots: None, glow: None };
        let path = Circle::new(point, radius).to_path(0.1);
        let shape =
            ShapeContent { path, fill: Some(Paint::Solid(color_of(series, composer), 0.92)), stroke: Some(stroke) };
        let element = Element::new(Content::Shape(shape)).part(series).delay(0.3 + along * COME_SECS);
        composition.push(element.enter(Entrance::Pop).respond(Response::Dims));
    }
}
