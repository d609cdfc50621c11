//! A construction of points, lines, polygons and angles, fitted to its place; a formula beside it.

mod draw;
mod fit;
mod labels;

use lectern_lesson::{GeometryShape, Rect, Tint};

use self::fit::Fit;
use crate::Color;
use crate::composer::{Composer, GUTTER};
use crate::element::Composition;
use crate::plane::Shape;
use crate::visual::formula;
use crate::visual::furniture::heading;

/// More shapes cannot be told apart.
const SHAPE_LIMIT: usize = 60;

/// Corners of a polygon that are looked at.
const CORNER_LIMIT: usize = 200;

/// A construction of points, lines, polygons and angles.
pub(crate) fn compose(
    title: Option<&str>,
    shapes: &[GeometryShape],
    formula: Option<&str>,
    composer: &Composer<'_>,
) -> Composition {
    let mut composition = Composition::default();
    let top = heading(title, composer, &mut composition);
    if shapes.len() > SHAPE_LIMIT {
        let message = format!("a construction has at most {SHAPE_LIMIT} shapes; there are {}", shapes.len());
        composition.overflow(Some(SHAPE_LIMIT), message);
    }
    let shapes = shapes.get(..SHAPE_LIMIT).unwrap_or(shapes);
    let formula = formula.map(str::trim).filter(|formula| !formula.is_empty());
    let (place, beside) = places(top, formula.is_some(), shapes, composer);
    match Fit::new(shapes, place) {
        Some(mut fit) => {
            // The labels need their room outside of the shapes; the construction shrinks until they have it.
            for _ in 0..16 {
                let wanted = labels::place(shapes, &fit, place, false, composer);
                let Some(smaller) = fit.with_room(&wanted, place) else { break };
                fit = smaller;
            }
            let placed = labels::place(shapes, &fit, place, true, composer);
            draw::shapes(shapes, &fit, composer, &mut composition);
            labels::draw(placed, shapes, &fit, place, composer, &mut composition);
        }
        None => composition.overflow(None, "the construction has no points to draw"),
    }
    if let (Some(latex), Some(last)) = (formula, shapes.len().checked_sub(1)) {
        formula::beside(latex, beside, &named_colors(shapes, composer), last, composer, &mut composition);
    }
    composition
}

/// Where the construction stands, and where the formula: beside it on a wide plane, else beneath it.
fn places(top: f64, has_formula: bool, shapes: &[GeometryShape], composer: &Composer<'_>) -> (Rect, Rect) {
    let safe = composer.safe();
    // Below this the land begins.
    let land = composer.plane().bottom() - composer.plane().height * 0.097;
    let (above, bottom) = ((top - 20.0).max(safe.y), land.min(safe.bottom()));
    let whole = Rect::new(safe.x, above, safe.width, (bottom - above).max(1.0));
    if !has_formula {
        return (whole, whole);
    }
    if composer.shape() == Shape::Wide {
        // A wide construction gets more of the width.
        let aspect = Fit::new(shapes, whole).map_or(1.0, |fit| fit.aspect());
        let part = (0.34 + 0.16 * aspect).clamp(0.42, 0.62);
        let width = whole.width * part - GUTTER;
        let left = Rect::new(whole.x, whole.y, width, whole.height);
        let x = left.right() + 2.0 * GUTTER;
        return (left, Rect::new(x, whole.y, safe.right() - x, whole.height));
    }
    let height = whole.height * 0.74;
    let above = Rect::new(whole.x, whole.y, whole.width, height);
    let below = above.bottom() + GUTTER;
    (above, Rect::new(whole.x, below, whole.width, whole.bottom() - below))
}

/// The color of a tint; plain shapes have the color of text.
fn color_of(tint: Tint, composer: &Composer<'_>) -> Color {
    let palette = composer.palette();
    match tint {
        Tint::Plain => palette.text,
        Tint::First => palette.flow,
        Tint::Second => palette.opposite,
        Tint::Result => palette.result,
        Tint::Structure => palette.structure,
    }
}

/// The tint and the label of a shape.
fn tinted(shape: &GeometryShape) -> (Tint, Option<&str>) {
    match shape {
        GeometryShape::Polygon { tint, label, .. }
        | GeometryShape::Segment { tint, label, .. }
        | GeometryShape::Circle { tint, label, .. } => (*tint, label.as_deref()),
        GeometryShape::Angle { label, .. } | GeometryShape::Dot { label, .. } => (Tint::Plain, label.as_deref()),
    }
}

/// The variables that the construction gives a color: those that alone name a tinted shape.
fn named_colors(shapes: &[GeometryShape], composer: &Composer<'_>) -> Vec<(String, Color)> {
    let mut named: Vec<(String, Color)> = Vec::new();
    for (tint, label) in shapes.iter().map(tinted).filter(|(tint, _)| *tint != Tint::Plain) {
        let latex = label.and_then(|label| label.trim().strip_prefix('$')?.strip_suffix('$'));
        let variables = latex.and_then(crate::math::Formula::parse).map(|formula| formula.variables());
        if let Some([only]) = variables.as_deref()
            && named.iter().all(|(name, _)| name != only)
            && named.len() < 3
        {
            named.push((only.clone(), color_of(tint, composer)));
        }
    }
    named
}
