use crate::composer::Composer;
use crate::element::Composition;

/// A question.
pub(crate) fn compose(prompt: &str, choices: &[String], correct: Option<usize>, answer: Option<&str>, composer: &Composer<'_>) -> Composition {
    let _ = (prompt, choices, correct, answer, composer);
    Composition::default()
}
