use lectern_lesson::Item;

use crate::composer::Composer;
use crate::element::Composition;
use crate::visual::key_points;

/// Illustrations of what is spoken of.
pub(crate) fn compose(heading: Option<&str>, items: &[Item], composer: &Composer<'_>) -> Composition {
    let names: Vec<String> = items.iter().map(|item| item.name.clone()).collect();
    key_points::compose(heading, &names, composer)
}
