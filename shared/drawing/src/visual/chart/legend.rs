//! What the values of a chart are, and the names of its series in their colors.

use lectern_lesson::{Rect, TextRole};
use vello_cpu::kurbo::{RoundedRect, Shape as _};

use super::{Data, TICK_SIZE, label};
use crate::composer::Composer;
use crate::element::{Composition, Content, Element, Entrance, Ground, Line, Paint, Response, ShapeContent};
use crate::text::{Align, Face, TextBlock};

/// From the left edge of a swatch to its name.
const SWATCH: f64 = 40.0;

/// Space between one name and the next swatch.
const BETWEEN: f64 = 44.0;

/// Places the name of the y axis and, when the series are `named` here, their names: in one row where there is room, else the
/// names in rows below. Gives the height that it takes.
pub(super) fn heading_rows(
    data: &Data<'_>,
    named: bool,
    area: Rect,
    composer: &Composer<'_>,
    composition: &mut Composition,
) -> f64 {
    let names = if named { names(data, area, composer, composition) } else { Vec::new() };
    let whole: f64 = names.iter().map(|block| SWATCH + block.width + BETWEEN).sum();
    // One series says by itself what its bars are, unless the axis does.
    let single = data.series.first().map(|series| series.name.trim()).filter(|_| data.series.len() == 1 && !named);
    let axis = data.y_label.or(single).filter(|name| !name.is_empty());
    let beside = whole <= area.width * if axis.is_some() { 0.62 } else { 1.0 } + BETWEEN;
    let mut height: f64 = 0.0;
    if let Some(name) = axis {
        let room = if beside { (area.width - whole).max(200.0) } else { area.width };
        let fitted = label(name, composer.palette().muted, Face::Body, TICK_SIZE, room, Align::Left, composer);
        if !fitted.fits {
            composition.overflow(None, "the name of the y axis is too long");
        }
        height = fitted.block.height;
        composition.push(Element::text(fitted.block, area.x, area.y, TextRole::Label, Ground::World).delay(0.2));
    }
    let row = names.iter().map(|block| block.height).fold(0.0, f64::max);
    // From the right edge beside the name of the axis, else from the left.
    let (mut x, mut y) = if beside && axis.is_some() {
        (area.right() - whole + BETWEEN, area.y)
    } else {
        (area.x, area.y + if height > 0.0 { height + 10.0 } else { 0.0 })
    };
    for (series, block) in names.into_iter().enumerate() {
        if x > area.x + 1.0 && x + SWATCH + block.width > area.right() + 1.0 {
            (x, y) = (area.x, y + row + 6.0);
        }
        height = height.max(y - area.y + row);
        let width = block.width;
        name_element(data, block, series, x, y, composer, composition);
        x += SWATCH + width + BETWEEN;
    }
    if height > 0.0 { height + 28.0 } else { 0.0 }
}

/// The names of the series, none wider than a row.
fn names(data: &Data<'_>, area: Rect, composer: &Composer<'_>, composition: &mut Composition) -> Vec<TextBlock> {
    let size = composer.scale().label;
    let set = |index: usize, room: f64| {
        let name = data.series.get(index).map_or("", |series| series.name.trim());
        label(name, data.color(index, composer), Face::DisplaySemi, size, room, Align::Left, composer)
    };
    (0..data.series.len())
        .map(|index| {
            let fitted = set(index, area.width - SWATCH);
            if !fitted.fits {
                composition.overflow(Some(index), "the name of this series is too long");
            }
            fitted.block
        })
        .collect()
}

fn name_element(
    data: &Data<'_>,
    block: TextBlock,
    series: usize,
    x: f64,
    y: f64,
    composer: &Composer<'_>,
    composition: &mut Composition,
) {
    let middle = y + block.height / 2.0;
    let swatch = RoundedRect::new(x, middle - 12.0, x + 24.0, middle + 12.0, 6.0).to_path(0.1);
    let paint = Paint::Solid(data.color(series, composer), 1.0);
    // What another has shifted to is dotted in the chart, and hollow here.
    let shape = if data.is_new(series) {
        let stroke = Line { paint, width: 5.0, dots: None, glow: None };
        ShapeContent { path: swatch, fill: None, stroke: Some(stroke) }
    } else {
        ShapeContent { path: swatch, fill: Some(paint), stroke: None }
    };
    composition.push(Element::new(Content::Shape(shape)).part(series).enter(Entrance::Pop).respond(Response::Dims));
    let text = Element::text(block, x + SWATCH, y, TextRole::Label, Ground::World).part(series);
    composition.push(text.enter(Entrance::Fade).respond(Response::Dims));
}
