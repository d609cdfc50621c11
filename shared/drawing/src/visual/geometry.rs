use lectern_lesson::GeometryShape;

use crate::composer::Composer;
use crate::element::Composition;
use crate::visual::key_points;

/// A construction of points, lines, polygons and angles.
pub(crate) fn compose(
    title: Option<&str>,
    shapes: &[GeometryShape],
    _formula: Option<&str>,
    composer: &Composer<'_>,
) -> Composition {
    let names: Vec<String> = shapes.iter().map(|shape| format!("{shape:?}")).collect();
    key_points::compose(title, &names, composer)
}
