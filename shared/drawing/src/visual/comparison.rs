use lectern_lesson::{Side, TextRole};
use vello_cpu::kurbo::{BezPath, Circle, Point, Shape};

use crate::Color;
use crate::composer::Composer;
use crate::element::{Composition, Content, Element, Entrance, Ground, Line, Paint, Response, ShapeContent};
use crate::text::{Align, Face, Setting, TextBlock};
use crate::visual::clearance::is_clear;
use crate::visual::furniture::heading;
use crate::visual::medallion::Medallion;
use crate::visual::naming::{listed, picture};

/// Radii of the discs on top that are tried, from large to small.
const RADII: [f64; 6] = [170.0, 145.0, 122.0, 102.0, 84.0, 66.0];

/// Sizes of points that are tried, from large to small.
const SIZES: [f64; 6] = [60.0, 54.0, 48.0, 43.0, 38.0, 34.0];

/// Two things side by side: each under its illustration, in its color; rows that align, a line between.
pub(crate) fn compose(title: Option<&str>, left: &Side, right: &Side, composer: &Composer<'_>) -> Composition {
    let has_pictures = [left, right].iter().any(|side| picture(side.picture.as_ref()).is_some());
    let radii: &[f64] = if has_pictures { &RADII } else { &[0.0] };
    // Type that can be read at a glance matters more than large discs.
    for size in SIZES {
        for radius in radii {
            if let Some(composition) = columns(title, [left, right], *radius, size, composer)
                && is_clear(&composition, composer)
            {
                return composition;
            }
        }
    }
    let texts: Vec<String> =
        [&left.title, &right.title].into_iter().chain(&left.points).chain(&right.points).cloned().collect();
    listed(title, &texts, composer)
}

fn columns(
    title: Option<&str>,
    sides: [&Side; 2],
    radius: f64,
    size: f64,
    composer: &Composer<'_>,
) -> Option<Composition> {
    let mut composition = Composition::default();
    let top = match title {
        Some(_) => heading(title, composer, &mut composition),
        None => composer.safe().y + 10.0,
    };
    let palette = composer.palette();
    let colors = [palette.flow, palette.opposite];
    let safe = composer.safe();
    let gap = 90.0;
    let width = ((safe.width - gap) / 2.0).min(740.0);
    let middle = safe.x + safe.width / 2.0;
    let lefts = [middle - gap / 2.0 - width, middle + gap / 2.0];
    let title_size = (size * 1.4).min(composer.scale().heading);
    let titles = sides
        .iter()
        .zip(colors)
        .map(|(side, color)| {
            let setting = composer.display(title_size, width, Align::Center);
            let fitted = composer.fit_plain(&side.title, Face::Display, color, setting, title_size * 2.3);
            (fitted.fits && !fitted.block.breaks_word).then_some(fitted.block)
        })
        .collect::<Option<Vec<TextBlock>>>()?;
    let title_size = titles.iter().map(|block| block.size).fold(f64::INFINITY, f64::min);
    let titles: Vec<TextBlock> = sides
        .iter()
        .zip(colors)
        .map(|(side, color)| {
            let setting = composer.display(title_size, width, Align::Center);
            composer.fit_plain(&side.title, Face::Display, color, setting, title_size * 2.3).block
        })
        .collect();
    let title_height = titles.iter().map(|block| block.height).fold(0.0, f64::max);
    let inset = size * 0.85;
    let setting = Setting { line_height: 1.2, ..composer.body(size, width - inset, Align::Left) };
    let point = |text: &String| {
        let block = composer.plain(text, Face::Body, palette.text, setting);
        (!block.breaks_word && block.lines.len() <= 4).then_some(block)
    };
    let points = sides
        .iter()
        .map(|side| side.points.iter().map(point).collect::<Option<Vec<_>>>())
        .collect::<Option<Vec<_>>>()?;
    let rows = points.iter().map(Vec::len).max().unwrap_or(0);
    let row_height =
        |row: usize| points.iter().filter_map(|side| side.get(row)).map(|block| block.height).fold(0.0, f64::max);
    let heights: Vec<f64> = (0..rows).map(row_height).collect();
    let reach = if radius > 0.0 { Medallion::reach(radius) } else { 0.0 };
    let head = reach * 2.0 + if radius > 0.0 { 14.0 } else { 0.0 } + title_height + size * 0.8;
    let between = size * 0.55;
    let whole = head + heights.iter().sum::<f64>() + between * (rows as f64 - 1.0).max(0.0);
    let spare = safe.bottom() - top - whole;
    if spare < 0.0 {
        return None;
    }
    // Spare room goes between the rows, then around the whole.
    let air = (spare / (rows as f64 + 1.0)).min(size * 0.7);
    let first = top + (spare - air * rows as f64) / 2.0;
    let below_titles = first + head + air;
    composition.push(divider(middle, first, safe.bottom() - (spare - air * rows as f64) / 2.0, composer));
    for (index, (side, block)) in sides.iter().zip(titles).enumerate() {
        let center = Point::new(lefts[index] + width / 2.0, first + reach);
        if radius > 0.0 {
            let initial: String = side.title.chars().take(1).collect();
            Medallion {
                center,
                radius,
                part: index,
                picture: picture(side.picture.as_ref()),
                label: &initial,
                accent: colors[index],
                is_foretold: false,
            }
            .place(composer, &mut composition);
        }
        let y = first + head - size * 0.8 - title_height + (title_height - block.height) / 2.0;
        composition.push(
            Element::text(block, lefts[index], y, TextRole::Heading, Ground::World).part(index).enter(Entrance::Rise),
        );
    }
    let counts = [0, sides[0].points.len()];
    for (index, blocks) in points.into_iter().enumerate() {
        // A column of short points stands in the middle of its half.
        let widest = blocks.iter().map(|block| block.ink.width).fold(0.0, f64::max) + inset;
        let x = lefts[index] + ((width - widest) / 2.0).max(0.0);
        let mut y = below_titles;
        for (row, block) in blocks.into_iter().enumerate() {
            let part = 2 + counts[index] + row;
            let baseline = block.lines.first().map_or(size, |line| line.baseline);
            let dot = Point::new(x + size * 0.22, y + baseline - size * 0.36);
            composition.push(bullet(dot, size * 0.17, colors[index], part));
            composition.push(
                Element::text(block, x + inset, y, TextRole::Body, Ground::World)
                    .part(part)
                    .enter(Entrance::Rise)
                    .respond(Response::Dims),
            );
            y += heights[row] + between + air;
        }
    }
    Some(composition)
}

/// The line between the two.
fn divider(x: f64, top: f64, bottom: f64, composer: &Composer<'_>) -> Element {
    let mut path = BezPath::new();
    path.move_to((x, top));
    path.line_to((x, bottom));
    let color = composer.palette().line;
    let fading = vec![(0.0, color, 0.0), (0.15, color, 0.9), (0.85, color, 0.9), (1.0, color, 0.0)];
    let paint = Paint::Linear { from: Point::new(x, top), to: Point::new(x, bottom), stops: fading };
    let line = Line { paint, width: 3.0, dots: None, glow: None };
    Element::new(Content::Shape(ShapeContent { path, fill: None, stroke: Some(line) })).enter(Entrance::Draw(0.9))
}

fn bullet(center: Point, radius: f64, color: Color, part: usize) -> Element {
    let path = Circle::new(center, radius).to_path(0.05);
    Element::new(Content::Shape(ShapeContent { path, fill: Some(Paint::Solid(color, 1.0)), stroke: None }))
        .part(part)
        .enter(Entrance::Pop)
        .respond(Response::Dims)
}
