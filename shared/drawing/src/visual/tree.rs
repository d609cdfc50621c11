use lectern_lesson::Node;

use crate::composer::Composer;
use crate::element::Composition;
use crate::visual::key_points;

/// A whole and its kinds or parts.
pub(crate) fn compose(heading: Option<&str>, nodes: &[Node], composer: &Composer<'_>) -> Composition {
    let names: Vec<String> = nodes.iter().map(|item| item.name.clone()).collect();
    key_points::compose(heading, &names, composer)
}
