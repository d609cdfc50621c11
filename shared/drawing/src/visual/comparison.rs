use lectern_lesson::Side;

use crate::composer::Composer;
use crate::element::Composition;
use crate::visual::key_points;

/// Two things side by side.
pub(crate) fn compose(heading: Option<&str>, left: &Side, right: &Side, composer: &Composer<'_>) -> Composition {
    let names: Vec<String> =
        [&left.title, &right.title].into_iter().chain(&left.points).chain(&right.points).cloned().collect();
    key_points::compose(heading, &names, composer)
}
