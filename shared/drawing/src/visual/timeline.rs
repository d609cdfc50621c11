use lectern_lesson::Moment;

use crate::composer::Composer;
use crate::element::Composition;
use crate::visual::key_points;

/// Events on a line of time.
pub(crate) fn compose(heading: Option<&str>, events: &[Moment], composer: &Composer<'_>) -> Composition {
    let names: Vec<String> = events.iter().map(|event| event.text.clone()).collect();
    key_points::compose(heading, &names, composer)
}
