use lectern_lesson::DialogueLine;

use crate::composer::Composer;
use crate::element::Composition;
use crate::visual::key_points;

/// What people say to each other.
pub(crate) fn compose(lines: &[DialogueLine], composer: &Composer<'_>) -> Composition {
    let names: Vec<String> = lines.iter().map(|line| line.text.clone()).collect();
    key_points::compose(None, &names, composer)
}
