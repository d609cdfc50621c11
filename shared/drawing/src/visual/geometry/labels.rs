//! The names of a construction, each where it touches nothing.

use lectern_lesson::{GeometryShape, Rect, TextRole};
use vello_cpu::kurbo::{Affine, BezPath, Point, RoundedRect, Shape, Vec2};

use super::draw::{MOVE_SECS, angle_radius, closed, middle, sides};
use super::fit::{Fit, is_sound};
use super::{CORNER_LIMIT, color_of, tinted};
use crate::Color;
use crate::composer::Composer;
use crate::element::{
    Composition, Content, Element, Entrance, FormulaContent, Glide, Ground, Paint, Response, ShapeContent,
};
use crate::math::{Formula, FormulaBox};
use crate::text::{Align, Face, TextBlock};
use crate::visual::furniture::centered;

/// Size of a label in LaTeX and of one in words, in design pixels.
const MATH_SIZE: f64 = 64.0;

/// Space around a label.
const CLEAR: f64 = 12.0;

/// Space of the plate behind a label that stands on a color.
const PLATE: (f64, f64) = (20.0, 12.0);

/// Contrast below which a color cannot be read.
const READABLE: f64 = 4.6;

/// A label with its place.
pub(super) struct PlacedLabel {
    part: usize,
    ink: Ink,
    center: Point,
    /// Whether it stands on a colored shape.
    plated: bool,
}

/// What a label shows, measured.
enum Ink {
    Math { laid_out: FormulaBox, latex: String, size: f64 },
    Words { text: String, width: f64, height: f64, size: f64 },
}

impl Ink {
    fn size(&self) -> (f64, f64) {
        match self {
            Self::Math { laid_out, size, .. } => (laid_out.ink.width() * size, laid_out.ink.height() * size),
            Self::Words { width, height, .. } => (*width, *height),
        }
    }
}

impl PlacedLabel {
    /// What it covers on the plane.
    pub(super) fn rect(&self) -> Rect {
        let (width, height) = self.ink.size();
        let (x, y) = if self.plated { PLATE } else { (CLEAR / 2.0, CLEAR / 2.0) };
        around(self.center, width + 2.0 * x, height + 2.0 * y)
    }
}

fn around(center: Point, width: f64, height: f64) -> Rect {
    Rect::new(center.x - width / 2.0, center.y - height / 2.0, width, height)
}

/// Measures every label and finds its place; within the area, or where it is best so that the area can be fitted to it.
pub(super) fn place(
    shapes: &[GeometryShape],
    fit: &Fit,
    area: Rect,
    within_area: bool,
    composer: &Composer<'_>,
) -> Vec<PlacedLabel> {
    let lines = lines(shapes, fit);
    let filled = filled(shapes, fit);
    let heart = heart(shapes, fit);
    let mut placed: Vec<PlacedLabel> = Vec::new();
    for (part, shape) in shapes.iter().enumerate().filter(|(_, shape)| is_sound(shape)) {
        let Some(ink) = tinted(shape).1.and_then(|label| measured(label, area, composer)) else { continue };
        let size = ink.size();
        let mut best: Option<(f64, Point, bool)> = None;
        for (rank, center) in candidates(shape, fit, size, heart).into_iter().enumerate() {
            let plated = filled.iter().any(|path| path.contains(center));
            let (x, y) = if plated { PLATE } else { (CLEAR, CLEAR) };
            let rect = around(center, size.0 + 2.0 * x, size.1 + 2.0 * y);
            // Names that nearly touch are read as one.
            let apart = around(center, rect.width + 28.0, rect.height + 16.0);
            let taken = placed.iter().map(|other| shared(apart, other.rect())).sum::<f64>();
            let crossed = lines.iter().map(|line| inside(rect, *line)).sum::<f64>();
            // What must stay inside is the name itself with half of its clear space.
            let kept = if plated { PLATE } else { (CLEAR / 2.0, CLEAR / 2.0) };
            let kept = around(center, size.0 + 2.0 * kept.0, size.1 + 2.0 * kept.1);
            let out = (area.x - kept.x).max(0.0)
                + (kept.right() - area.right()).max(0.0)
                + (area.y - kept.y).max(0.0)
                + (kept.bottom() - area.bottom()).max(0.0);
            let cost =
                taken * 4.0 + crossed * 12.0 + if within_area { (out - 2.0).max(0.0) * 8.0 } else { 0.0 } + rank as f64;
            if best.is_none_or(|(least, _, _)| cost < least) {
                best = Some((cost, center, plated));
            }
        }
        if let Some((_, center, plated)) = best {
            placed.push(PlacedLabel { part, ink, center, plated });
        }
    }
    placed
}

/// Adds the labels. Those that would lie over another or leave the area are left out and reported.
pub(super) fn draw(
    labels: Vec<PlacedLabel>,
    shapes: &[GeometryShape],
    fit: &Fit,
    area: Rect,
    composer: &Composer<'_>,
    composition: &mut Composition,
) {
    let mut taken: Vec<Rect> = Vec::new();
    for label in labels {
        let rect = label.rect();
        let part = label.part;
        let lies_over = taken.iter().any(|other| other.overlaps(&rect, 1.0));
        if lies_over || !area.contains(&rect, 4.0) || !composer.safe().contains(&rect, 0.5) {
            composition.overflow(Some(part), format!("there is no room for the name of shape {}", part + 1));
            continue;
        }
        taken.push(rect);
        let Some(shape) = shapes.get(part) else { continue };
        let palette = composer.palette();
        let (ground, behind) =
            if label.plated { (Ground::Plain(palette.board), palette.board) } else { (Ground::World, palette.ground) };
        let color = readable(color_of(tinted(shape).0, composer), behind, composer);
        let glide = glide(shape, fit);
        let finish = |element: Element| {
            let element = element.part(part).delay(0.45).enter(Entrance::Fade).respond(Response::Dims);
            match glide {
                Some(glide) => element.glide(glide),
                None => element,
            }
        };
        if label.plated {
            let radius = (rect.height / 2.0).min(34.0);
            let plate = RoundedRect::new(rect.x, rect.y, rect.right(), rect.bottom(), radius).to_path(0.1);
            let content = ShapeContent { path: plate, fill: Some(Paint::Solid(palette.board, 0.9)), stroke: None };
            composition.push(finish(Element::new(Content::Shape(content))));
        }
        match label.ink {
            Ink::Math { laid_out, latex, size } => {
                let ink = laid_out.ink;
                let origin = label.center.to_vec2() - ink.center().to_vec2() * size;
                let at = Affine::translate(origin) * Affine::scale(size);
                let pieces = laid_out.pieces.iter().map(|piece| (at * &piece.path, color)).collect();
                let smallest = size * laid_out.smallest;
                let content = FormulaContent::new(pieces, 0.9 + 0.003 * size, latex, smallest, ground);
                composition.push(finish(Element::new(Content::Formula(content))));
            }
            Ink::Words { text, size, .. } => {
                let block = words(&text, color, size, composer);
                let corner = centered(&block, label.center);
                composition.push(finish(Element::text(block, corner.x, corner.y, TextRole::Label, ground)));
            }
        }
    }
}

/// The color, or the next that can be read on that ground.
fn readable(color: Color, ground: Color, composer: &Composer<'_>) -> Color {
    let palette = composer.palette();
    let choices = [color, palette.text, palette.muted, palette.ground];
    let best = choices.iter().copied().find(|choice| choice.contrast(ground) >= READABLE);
    best.unwrap_or(palette.text)
}

fn words(text: &str, color: Color, size: f64, composer: &Composer<'_>) -> TextBlock {
    let setting = composer.body(size, 5_000.0, Align::Left);
    composer.plain(text, Face::BodyBold, color, setting)
}

/// A label as LaTeX when it has dollar signs, else as words; none when it is empty.
fn measured(label: &str, area: Rect, composer: &Composer<'_>) -> Option<Ink> {
    let label = label.trim();
    if label.is_empty() {
        return None;
    }
    if let Some(latex) = as_latex(label)
        && let Some(formula) = Formula::parse(&latex)
        && let Some(laid_out) = formula.lay_out_all(&[])
        && laid_out.missing.is_empty()
    {
        let size = MATH_SIZE.max(composer.scale().floor / laid_out.smallest.max(0.1));
        if laid_out.ink.width() * size <= area.width * 0.8 {
            return Some(Ink::Math { laid_out, latex, size });
        }
    }
    let plain: String = label.chars().filter(|character| *character != '$').collect();
    let mut size = composer.scale().sublabel;
    let mut block = words(&plain, composer.palette().text, size, composer);
    if block.ink.width > area.width * 0.6 {
        size = composer.scale().floor;
        block = words(&plain, composer.palette().text, size, composer);
    }
    let (width, height) = (block.ink.width, block.ink.height);
    (width > 0.0).then_some(Ink::Words { text: plain, width, height, size })
}

/// What stands between dollar signs as it is, words between as text; none without dollar signs.
fn as_latex(label: &str) -> Option<String> {
    let pieces: Vec<&str> = label.split('$').collect();
    if pieces.len() < 3 || pieces.len().is_multiple_of(2) {
        return None;
    }
    let escaped = |text: &str| {
        let special = |character: char| matches!(character, '\\' | '{' | '}' | '^' | '_' | '%' | '#' | '&' | '~');
        text.chars().filter(|character| !special(*character)).collect::<String>()
    };
    let latex = pieces.iter().enumerate().map(|(index, piece)| match index.is_multiple_of(2) {
        true if piece.is_empty() => String::new(),
        true => format!(r"\text{{{}}}", escaped(piece)),
        false => (*piece).to_owned(),
    });
    Some(latex.collect())
}

/// Every straight or flattened line that is drawn, before and after moves.
fn lines(shapes: &[GeometryShape], fit: &Fit) -> Vec<(Point, Point)> {
    let mut lines = Vec::new();
    let corners = |points: &[(f64, f64)]| -> Vec<Point> {
        points.iter().take(CORNER_LIMIT).map(|point| fit.point(*point)).collect()
    };
    for shape in shapes.iter().filter(|shape| is_sound(shape)) {
        match shape {
            GeometryShape::Polygon { points, moved, .. } => {
                lines.extend(sides(&corners(points)));
                if let Some(moved) = moved {
                    lines.extend(sides(&corners(&moved.points)));
                }
            }
            GeometryShape::Segment { from, to, .. } => lines.push((fit.point(*from), fit.point(*to))),
            GeometryShape::Circle { center, radius, .. } => {
                let round = |step: u32| {
                    let angle = std::f64::consts::TAU * f64::from(step) / 48.0;
                    fit.point(*center) + Vec2::from_angle(angle) * *radius * fit.scale
                };
                lines.extend((0..48).map(|step| (round(step), round(step + 1))));
            }
            GeometryShape::Angle { at, from, to, .. } => {
                let (at, from, to) = (fit.point(*at), fit.point(*from), fit.point(*to));
                let radius = angle_radius((from - at).hypot().min((to - at).hypot()));
                let on = |other: Point| at + (other - at) / (other - at).hypot().max(1e-9) * radius;
                lines.push((on(from), on(to)));
            }
            GeometryShape::Dot { at, .. } => {
                let at = fit.point(*at);
                lines.push((at - Vec2::new(11.0, 0.0), at + Vec2::new(11.0, 0.0)));
            }
        }
    }
    lines
}

/// The outlines of what is filled, where it stands in the end.
fn filled(shapes: &[GeometryShape], fit: &Fit) -> Vec<BezPath> {
    let path = |points: &[(f64, f64)]| {
        let corners: Vec<Point> = points.iter().take(CORNER_LIMIT).map(|point| fit.point(*point)).collect();
        closed(&corners)
    };
    shapes
        .iter()
        .filter(|shape| is_sound(shape))
        .flat_map(|shape| match shape {
            GeometryShape::Polygon { points, moved, .. } => {
                let later = moved.as_ref().map(|moved| path(&moved.points));
                std::iter::once(path(points)).chain(later).collect()
            }
            GeometryShape::Circle { center, radius, .. } => {
                vec![vello_cpu::kurbo::Circle::new(fit.point(*center), radius * fit.scale).to_path(0.5)]
            }
            _ => Vec::new(),
        })
        .collect()
}

/// The middle of everything: names of sides stand away from it.
fn heart(shapes: &[GeometryShape], fit: &Fit) -> Point {
    let ends: Vec<Point> = lines(shapes, fit).into_iter().map(|(from, _)| from).collect();
    middle(&ends)
}

/// How far a gliding label is from its place before the move.
fn glide(shape: &GeometryShape, fit: &Fit) -> Option<Glide> {
    let GeometryShape::Polygon { points, moved: Some(moved), .. } = shape else { return None };
    let at = |points: &[(f64, f64)]| {
        middle(&points.iter().take(CORNER_LIMIT).map(|point| fit.point(*point)).collect::<Vec<_>>())
    };
    Some(Glide { from: at(points) - at(&moved.points), with: moved.with, secs: MOVE_SECS })
}

/// Where a label may stand, best first.
fn candidates(shape: &GeometryShape, fit: &Fit, size: (f64, f64), heart: Point) -> Vec<Point> {
    match shape {
        GeometryShape::Polygon { points, moved, .. } => {
            let points = moved.as_ref().map_or(points, |moved| &moved.points);
            let corners: Vec<Point> = points.iter().take(CORNER_LIMIT).map(|point| fit.point(*point)).collect();
            let mut found = within(&corners);
            // Where nothing inside is free, beside a side.
            for (from, to) in sides(&corners) {
                found.extend(beside(from, to, size, middle(&corners)).into_iter().take(6));
            }
            found
        }
        GeometryShape::Segment { from, to, .. } => beside(fit.point(*from), fit.point(*to), size, heart),
        GeometryShape::Angle { at, from, to, .. } => {
            let (at, from, to) = (fit.point(*at), fit.point(*from), fit.point(*to));
            let (one, two) = (from - at, to - at);
            let sweep = (one.atan2() - two.atan2()).rem_euclid(std::f64::consts::TAU);
            let bisector = Vec2::from_angle(one.atan2() - sweep / 2.0);
            let least = angle_radius(one.hypot().min(two.hypot())) + CLEAR;
            let reach = size.0.hypot(size.1) / 2.0;
            (0..12)
                .map(|step| at + bisector * (least + reach * 0.8 + f64::from(step) * 14.0))
                .chain((0..6).map(|step| at - bisector * (CLEAR + reach + f64::from(step) * 14.0)))
                .collect()
        }
        GeometryShape::Circle { center, radius, .. } => {
            let (at, radius) = (fit.point(*center), radius * fit.scale);
            let reach = size.0.hypot(size.1) / 2.0;
            let ring = |length: f64| {
                (0..8).map(move |step| at + Vec2::from_angle(f64::from(step) * std::f64::consts::FRAC_PI_4) * length)
            };
            std::iter::once(at).chain(ring(radius * 0.5)).chain(ring(radius + reach + CLEAR)).collect()
        }
        GeometryShape::Dot { at, .. } => {
            let at = fit.point(*at);
            let away = if (at - heart).hypot() > 1.0 { (at - heart).atan2() } else { -0.8 };
            let around = |length: f64| {
                [0.0, 0.5, -0.5, 1.0, -1.0, 1.6, -1.6, 2.4, -2.4, 3.1].map(|turn| {
                    let direction = Vec2::from_angle(away + turn);
                    let reach = (direction.x.abs() * size.0 + direction.y.abs() * size.1) / 2.0;
                    at + direction * (reach + length)
                })
            };
            around(24.0).into_iter().chain(around(44.0)).chain(around(70.0)).collect()
        }
    }
}

/// Points inside of a polygon, nearest to its middle first.
fn within(corners: &[Point]) -> Vec<Point> {
    let path = closed(corners);
    let bounds = path.bounding_box();
    let middle = middle(corners);
    let mut found: Vec<Point> = (1..16)
        .flat_map(|row| (1..16).map(move |column| (f64::from(row) / 16.0, f64::from(column) / 16.0)))
        .map(|(row, column)| Point::new(bounds.x0 + bounds.width() * column, bounds.y0 + bounds.height() * row))
        .filter(|point| path.contains(*point))
        .collect();
    found.sort_by(|one, two| one.distance(middle).total_cmp(&two.distance(middle)));
    if path.contains(middle) {
        found.insert(0, middle);
    }
    found
}

/// Points beside a line, first near its middle, on the side that is away from `heart`.
fn beside(from: Point, to: Point, size: (f64, f64), heart: Point) -> Vec<Point> {
    let along = to - from;
    let length = along.hypot();
    if length <= 0.0 {
        return vec![from + Vec2::new(size.0 / 2.0 + CLEAR, 0.0)];
    }
    let mut across = Vec2::new(-along.y, along.x) / length;
    if (from.midpoint(to) - heart).dot(across) < 0.0 {
        across = -across;
    }
    // How far the label reaches towards the line.
    let reach = (across.x.abs() * size.0 + across.y.abs() * size.1) / 2.0 + CLEAR + 8.0;
    let mut found = Vec::new();
    for further in [0.0, 12.0, 28.0, 60.0] {
        for side in [1.0, -1.0] {
            for place in [0.5, 0.4, 0.6, 0.3, 0.7] {
                found.push(from.lerp(to, place) + across * side * (reach + further));
            }
        }
    }
    found
}

/// The area that two rectangles share, as a length.
fn shared(one: Rect, two: Rect) -> f64 {
    let width = one.right().min(two.right()) - one.x.max(two.x);
    let height = one.bottom().min(two.bottom()) - one.y.max(two.y);
    if width > 0.0 && height > 0.0 { (width * height).sqrt() } else { 0.0 }
}

/// The length of a line inside of a rectangle.
fn inside(rect: Rect, (from, to): (Point, Point)) -> f64 {
    let along = to - from;
    let (mut low, mut high) = (0.0_f64, 1.0_f64);
    for (start, step, least, most) in
        [(from.x, along.x, rect.x, rect.right()), (from.y, along.y, rect.y, rect.bottom())]
    {
        if step.abs() < 1e-9 {
            if start < least || start > most {
                return 0.0;
            }
            continue;
        }
        let (one, two) = ((least - start) / step, (most - start) / step);
        low = low.max(one.min(two));
        high = high.min(one.max(two));
    }
    if high > low { along.hypot() * (high - low) } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_through_a_rectangle_is_measured_inside_of_it() {
        let rect = Rect::new(10.0, 10.0, 20.0, 20.0);
        assert!((inside(rect, (Point::new(0.0, 20.0), Point::new(100.0, 20.0))) - 20.0).abs() < 1e-9);
        assert!(inside(rect, (Point::new(0.0, 5.0), Point::new(100.0, 5.0))).abs() < 1e-9);
        assert!((inside(rect, (Point::new(15.0, 15.0), Point::new(15.0, 18.0))) - 3.0).abs() < 1e-9);
    }

    #[test]
    fn words_and_formulas_in_a_label_become_one_formula() {
        assert_eq!(as_latex("$a^2$").as_deref(), Some("a^2"));
        assert_eq!(as_latex("side $a$").as_deref(), Some(r"\text{side }a"));
        assert_eq!(as_latex("6.5 m"), None);
        assert_eq!(as_latex("5$"), None);
    }
}
