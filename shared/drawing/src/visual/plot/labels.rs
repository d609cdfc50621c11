//! The names of what is on a plot: beside the ends of curves and around points, where nothing else is.

use lectern_lesson::{Rect, TextRole};
use vello_cpu::kurbo::{Point, RoundedRect, Shape};

use super::frame::PlotFrame;
use crate::Color;
use crate::composer::Composer;
use crate::element::{Composition, Content, Element, Entrance, Ground, Paint, Response, ShapeContent};
use crate::text::{Align, Face};
use crate::visual::furniture::centered;

/// Space between a name and what it names.
const GAP: f64 = 22.0;

/// Space of the plate behind a name.
const PLATE: (f64, f64) = (18.0, 10.0);

/// A name that waits for its place.
pub(super) struct Label {
    text: String,
    color: Color,
    part: usize,
    place: Place,
}

enum Place {
    /// Near the end of a curve, which it must not cover.
    Along(Vec<Point>),
    Around(Point),
    On(Point),
}

impl Label {
    fn new(text: &Option<String>, color: Color, part: usize, place: Place) -> Option<Self> {
        let text = text.as_deref().map(|text| text.replace('$', "")).filter(|text| !text.trim().is_empty())?;
        Some(Self { text: text.trim().to_owned(), color, part, place })
    }

    pub(super) fn along(text: &Option<String>, points: Vec<Point>, color: Color, part: usize) -> Option<Self> {
        Self::new(text, color, part, Place::Along(points))
    }

    pub(super) fn around(text: &Option<String>, at: Point, color: Color, part: usize) -> Option<Self> {
        Self::new(text, color, part, Place::Around(at))
    }

    pub(super) fn on(text: &Option<String>, at: Point, color: Color, part: usize) -> Option<Self> {
        Self::new(text, color, part, Place::On(at))
    }

    /// Where its middle may stand, best first.
    fn candidates(&self, width: f64, height: f64, rect: Rect) -> Vec<Point> {
        match &self.place {
            Place::On(at) => {
                let near = [0.0, -0.8, 0.8, -1.6, 1.6].map(|rows| Point::new(at.x, at.y + rows * height));
                near.into_iter().chain(around(*at, width, height)).collect()
            }
            Place::Around(at) => around(*at, width, height),
            Place::Along(points) => {
                let mut found = Vec::new();
                // From the end of the curve backwards, above it and below it.
                for part in [0.96, 0.88, 0.8, 0.72, 0.64, 0.5, 0.36, 0.2, 0.08] {
                    let index = ((points.len() as f64 - 1.0) * part) as usize;
                    if let Some(point) = points.get(index) {
                        let x =
                            point.x.clamp(rect.x + width / 2.0, (rect.right() - width / 2.0).max(rect.x + width / 2.0));
                        for rows in [-1.0, 1.0, -1.7, 1.7, -2.6, 2.6] {
                            found.push(Point::new(x, point.y + rows * (height / 2.0 + GAP)));
                        }
                        // Beside a steep curve.
                        found.extend([-1.0, 1.0].map(|side| Point::new(point.x + side * (width / 2.0 + GAP), point.y)));
                    }
                }
                found
            }
        }
    }
}

fn around(at: Point, width: f64, height: f64) -> Vec<Point> {
    let (x, y) = (width / 2.0 + GAP, height / 2.0 + GAP);
    let mut found = Vec::new();
    for far in [1.0, 1.4, 2.0] {
        for (right, down) in
            [(1.0, -1.0), (-1.0, -1.0), (1.0, 1.0), (-1.0, 1.0), (0.0, -1.0), (0.0, 1.0), (1.0, 0.0), (-1.0, 0.0)]
        {
            found.push(Point::new(at.x + right * x * far, at.y + down * y * far));
        }
    }
    found
}

/// Adds the names; one that finds no free place is left out and reported.
pub(super) fn draw(labels: Vec<Label>, frame: &PlotFrame, composer: &Composer<'_>, composition: &mut Composition) {
    let palette = composer.palette();
    let rect = frame.rect();
    let points: Vec<Point> = labels
        .iter()
        .flat_map(|label| match &label.place {
            Place::Along(points) => points.clone(),
            Place::Around(at) => vec![*at],
            Place::On(_) => Vec::new(),
        })
        .collect();
    let mut taken: Vec<Rect> = Vec::new();
    for label in labels {
        let readable =
            [label.color, palette.text, palette.muted].into_iter().find(|color| color.contrast(palette.board) >= 4.6);
        let color = readable.unwrap_or(palette.text);
        let setting = composer.body(composer.scale().sublabel, rect.width * 0.6, Align::Left);
        let fitted = composer.fit_plain(&label.text, Face::BodyBold, color, setting, setting.size * 2.9);
        let block = fitted.block;
        let (width, height) = (block.ink.width + 2.0 * PLATE.0, block.ink.height + 2.0 * PLATE.1);
        let mut best: Option<(f64, Rect)> = None;
        for (rank, center) in label.candidates(width, height, rect).into_iter().enumerate() {
            let place = Rect::new(center.x - width / 2.0, center.y - height / 2.0, width, height);
            if !rect.contains(&place, 0.5) || taken.iter().any(|other| other.overlaps(&place, 0.0)) {
                continue;
            }
            let covered = points
                .iter()
                .filter(|point| {
                    (place.x - 8.0..=place.right() + 8.0).contains(&point.x)
                        && (place.y - 8.0..=place.bottom() + 8.0).contains(&point.y)
                })
                .count();
            let cost = covered as f64 * 9.0 + rank as f64;
            if best.is_none_or(|(least, _)| cost < least) {
                best = Some((cost, place));
            }
        }
        let Some((_, place)) = best.filter(|_| fitted.fits) else {
            composition.overflow(Some(label.part), format!("there is no room for the name of item {}", label.part + 1));
            continue;
        };
        taken.push(place);
        let outline = RoundedRect::new(place.x, place.y, place.right(), place.bottom(), (height / 2.0).min(30.0));
        let plate =
            ShapeContent { path: outline.to_path(0.1), fill: Some(Paint::Solid(palette.board, 0.86)), stroke: None };
        let late = |element: Element| element.part(label.part).delay(0.8).enter(Entrance::Fade).respond(Response::Dims);
        composition.push(late(Element::new(Content::Shape(plate))));
        let middle = Point::new(place.x + place.width / 2.0, place.y + place.height / 2.0);
        let corner = centered(&block, middle);
        let text = Element::text(block, corner.x, corner.y, TextRole::Label, Ground::Plain(palette.board));
        composition.push(late(text));
    }
}
