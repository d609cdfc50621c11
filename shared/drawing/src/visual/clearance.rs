//! Whether a composition holds what a layout promises, so that a visual can try arrangements and take the first that does.

use lectern_lesson::Rect;
use vello_cpu::kurbo::{BezPath, ParamCurve, ParamCurveArclen, PathEl, Point, Shape};

use crate::canvas::kurbo_rect;
use crate::composer::Composer;
use crate::element::{Composition, Content, Element, Response, ShapeContent};

/// Least distance between two texts.
const BETWEEN_TEXTS: f64 = 6.0;

/// Least distance between a text and a line.
const BESIDE_LINES: f64 = 5.0;

/// Shapes narrower than this are marks and bullets, which lie on lines.
const SMALLEST_FACE: f64 = 60.0;

/// Whether everything fits and nothing touches: texts are inside of the safe area and apart; no line runs through a text; what
/// has a face (a disc, a panel) holds a text whole or not at all, and no face cuts into another.
pub(super) fn is_clear(composition: &Composition, composer: &Composer<'_>) -> bool {
    if !composition.overflows.is_empty() {
        return false;
    }
    let texts: Vec<(Rect, bool)> = composition.elements.iter().filter_map(text).collect();
    let faces: Vec<Rect> = composition.elements.iter().filter_map(face).collect();
    let inside = texts.iter().all(|(rect, _)| composer.safe().contains(rect, 0.5));
    let apart = texts.iter().enumerate().all(|(index, (rect, shares))| {
        texts[index + 1..].iter().all(|(other, other_shares)| {
            (*shares && *other_shares) || !grown(*rect, BETWEEN_TEXTS).overlaps(other, 0.0)
        })
    });
    let in_faces =
        texts.iter().all(|(rect, _)| faces.iter().all(|face| face.contains(rect, 1.0) || !face.overlaps(rect, 0.0)));
    let faces_apart = faces.iter().enumerate().all(|(index, face)| {
        composer.plane().contains(face, 0.0)
            && faces[index + 1..]
                .iter()
                .all(|other| !face.overlaps(other, 1.0) || face.contains(other, 1.0) || other.contains(face, 1.0))
    });
    inside && apart && in_faces && faces_apart && lines_are_clear(composition, &texts)
}

fn lines_are_clear(composition: &Composition, texts: &[(Rect, bool)]) -> bool {
    let disc = |element: &'_ Element| match &element.content {
        Content::Shape(shape) if is_face(shape) => Some(shape.path.clone()),
        Content::Panel(panel) => Some(kurbo_rect(grown(panel.rect, -3.0)).to_path(0.1)),
        _ => None,
    };
    let discs: Vec<BezPath> = composition.elements.iter().filter_map(disc).collect();
    composition.elements.iter().all(|element| {
        let Content::Shape(shape) = &element.content else { return true };
        if shape.fill.is_some() || shape.stroke.is_none() || element.response == Response::Lights {
            return true;
        }
        let points = shape.path.segments().flat_map(|segment| {
            let steps = (segment.arclen(1.0) / 8.0).ceil().clamp(1.0, 200.0);
            (0..=steps as u32).map(move |step| segment.eval(f64::from(step) / steps))
        });
        let is_open = !matches!(shape.path.elements().last(), Some(PathEl::ClosePath));
        points.into_iter().all(|point| {
            texts.iter().all(|(rect, _)| !holds(grown(*rect, BESIDE_LINES), point))
                && (!is_open || !discs.iter().any(|disc| disc.contains(point)))
        })
    })
}

/// The place of a text and whether it shares it.
fn text(element: &Element) -> Option<(Rect, bool)> {
    let rect = match &element.content {
        Content::Text(text) if text.block.ink.width > 0.0 => text.ink(),
        Content::Formula(formula) => formula.ink,
        _ => return None,
    };
    Some((swollen(rect, element), element.response == Response::Alone))
}

/// The place of something with a face.
fn face(element: &Element) -> Option<Rect> {
    let rect = match &element.content {
        Content::Shape(shape) if is_face(shape) && element.response != Response::Lights => {
            let bounds = shape.path.bounding_box();
            Rect::new(bounds.x0, bounds.y0, bounds.width(), bounds.height())
        }
        Content::Panel(panel) => panel.rect,
        Content::Picture(picture) => picture.rect,
        Content::Illustration(illustration) => illustration.rect,
        _ => return None,
    };
    Some(swollen(rect, element))
}

fn is_face(shape: &ShapeContent) -> bool {
    shape.fill.is_some() && shape.path.bounding_box().width() >= SMALLEST_FACE
}

/// A rectangle as large as it is while its part is in focus.
fn swollen(rect: Rect, element: &Element) -> Rect {
    let Some((by, about)) = element.swell else { return rect };
    let by = 1.0 + by;
    Rect::new(about.x + (rect.x - about.x) * by, about.y + (rect.y - about.y) * by, rect.width * by, rect.height * by)
}

fn grown(rect: Rect, by: f64) -> Rect {
    Rect::new(rect.x - by, rect.y - by, rect.width + 2.0 * by, rect.height + 2.0 * by)
}

fn holds(rect: Rect, point: Point) -> bool {
    (rect.x..rect.right()).contains(&point.x) && (rect.y..rect.bottom()).contains(&point.y)
}
