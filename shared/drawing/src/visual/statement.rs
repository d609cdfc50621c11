use crate::composer::Composer;
use crate::element::Composition;

/// A thought.
pub(crate) fn compose(text: &str, emphasis: &[String], composer: &Composer<'_>) -> Composition {
    let _ = (text, emphasis, composer);
    Composition::default()
}
