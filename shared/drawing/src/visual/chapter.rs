use crate::composer::Composer;
use crate::element::Composition;

/// A chapter begins.
pub(crate) fn compose(number: u32, title: &str, composer: &Composer<'_>) -> Composition {
    let _ = (number, title, composer);
    Composition::default()
}
