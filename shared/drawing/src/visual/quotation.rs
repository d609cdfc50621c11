use crate::composer::Composer;
use crate::element::Composition;

/// A quotation.
pub(crate) fn compose(text: &str, author: Option<&str>, composer: &Composer<'_>) -> Composition {
    let _ = (text, author, composer);
    Composition::default()
}
