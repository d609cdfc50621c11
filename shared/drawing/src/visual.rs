//! One module for each kind of visual: a pure function from what it shows to a composition.

mod big_number;
mod caption;
mod chapter;
mod chart;
mod code;
mod definition;
mod figure;
mod formula;
mod furniture;
mod key_points;
mod question;
mod quotation;
mod recap;
mod statement;
mod steps;
mod table;
mod title;

use lectern_lesson::Visual;

use crate::composer::Composer;
use crate::element::Composition;

/// Composes a visual.
pub(crate) fn compose(visual: &Visual, composer: &Composer<'_>) -> Composition {
    match visual {
        Visual::Title { title, subtitle } => title::compose(title, subtitle.as_deref(), composer),
        Visual::Chapter { number, title } => chapter::compose(*number, title, composer),
        Visual::Statement { text, emphasis } => statement::compose(text, emphasis, composer),
        Visual::KeyPoints { heading, points } => key_points::compose(heading.as_deref(), points, composer),
        Visual::Definition { term, meaning } => definition::compose(term, meaning, composer),
        Visual::Steps { heading, first, steps } => steps::compose(heading.as_deref(), *first, steps, composer),
        Visual::Quotation { text, author } => quotation::compose(text, author.as_deref(), composer),
        Visual::BigNumber { number, caption } => big_number::compose(number, caption, composer),
        Visual::Question { prompt, choices, correct, answer } => {
            question::compose(prompt, choices, *correct, answer.as_deref(), composer)
        }
        Visual::Recap { heading, points } => recap::compose(heading.as_deref(), points, composer),
        Visual::Formula { lines, caption } => formula::compose(lines, caption.as_deref(), composer),
        Visual::Chart { chart, title, x_label, y_label, categories, series } => chart::compose(
            *chart,
            title.as_deref(),
            x_label.as_deref(),
            y_label.as_deref(),
            categories,
            series,
            composer,
        ),
        Visual::Figure { source, alt, caption, credit } => {
            figure::compose(source, alt, caption.as_deref(), credit.as_deref(), composer)
        }
        Visual::Table { headers, rows, caption } => table::compose(headers, rows, caption.as_deref(), composer),
        Visual::Code { language, text } => code::compose(language.as_deref(), text, composer),
    }
}
