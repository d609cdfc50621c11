use lectern_lesson::{Arrow, Item};

use crate::composer::Composer;
use crate::element::Composition;
use crate::visual::key_points;

/// What leads to what.
pub(crate) fn compose(
    heading: Option<&str>,
    things: &[Item],
    _arrows: &[Arrow],
    composer: &Composer<'_>,
) -> Composition {
    let names: Vec<String> = things.iter().map(|item| item.name.clone()).collect();
    key_points::compose(heading, &names, composer)
}
