use lectern_lesson::{Amount, AmountForm};

use crate::composer::Composer;
use crate::element::Composition;
use crate::visual::key_points;

/// Amounts drawn to scale against each other.
pub(crate) fn compose(
    heading: Option<&str>,
    _form: AmountForm,
    amounts: &[Amount],
    composer: &Composer<'_>,
) -> Composition {
    let names: Vec<String> = amounts.iter().map(|amount| amount.number.clone()).collect();
    key_points::compose(heading, &names, composer)
}
