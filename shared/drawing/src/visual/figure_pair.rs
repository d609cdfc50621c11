use lectern_lesson::Picture;

use crate::composer::Composer;
use crate::element::Composition;
use crate::visual::key_points;

/// Two pictures side by side.
pub(crate) fn compose(left: &Picture, right: &Picture, composer: &Composer<'_>) -> Composition {
    let names: Vec<String> = [left, right].into_iter().map(|picture| picture.alt.clone()).collect();
    key_points::compose(None, &names, composer)
}
