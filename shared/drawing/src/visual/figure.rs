use crate::composer::Composer;
use crate::element::Composition;

pub(crate) fn compose(source: &str, alt: &str, caption: Option<&str>, credit: Option<&str>, composer: &Composer<'_>) -> Composition {
    let _ = (source, alt, caption, credit, composer);
    Composition::default()
}
