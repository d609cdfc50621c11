use lectern_lesson::{Axis, PlotItem};

use crate::composer::Composer;
use crate::element::Composition;
use crate::visual::key_points;

/// Curves, points and areas on axes.
pub(crate) fn compose(
    title: Option<&str>,
    _x: &Axis,
    _y: &Axis,
    items: &[PlotItem],
    composer: &Composer<'_>,
) -> Composition {
    let names: Vec<String> = items.iter().map(|item| format!("{item:?}")).collect();
    key_points::compose(title, &names, composer)
}
