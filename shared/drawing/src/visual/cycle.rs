use lectern_lesson::Item;

use crate::composer::Composer;
use crate::element::Composition;
use crate::visual::key_points;

/// Stages that return to the first.
pub(crate) fn compose(heading: Option<&str>, stages: &[Item], composer: &Composer<'_>) -> Composition {
    let names: Vec<String> = stages.iter().map(|item| item.name.clone()).collect();
    key_points::compose(heading, &names, composer)
}
