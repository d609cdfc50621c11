use lectern_lesson::{Arrow, MapPlace};

use crate::composer::Composer;
use crate::element::Composition;
use crate::visual::key_points;

/// A map that frames its places.
pub(crate) fn compose(
    title: Option<&str>,
    _date: Option<&str>,
    places: &[MapPlace],
    _routes: &[Arrow],
    composer: &Composer<'_>,
) -> Composition {
    let names: Vec<String> = places.iter().map(|item| item.name.clone()).collect();
    key_points::compose(title, &names, composer)
}
