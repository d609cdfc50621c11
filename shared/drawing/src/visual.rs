//! One module for each kind of visual: a pure function from what it shows to a composition.

mod amounts;
mod arrow;
mod big_number;
mod caption;
mod cause;
mod chapter;
mod chart;
mod clearance;
mod code;
mod comparison;
mod cycle;
mod definition;
mod dialogue;
mod figure;
mod figure_pair;
mod formula;
mod furniture;
mod geometry;
mod illustration;
mod key_points;
mod layers;
mod map;
mod medallion;
mod naming;
mod plot;
mod process;
mod question;
mod quotation;
mod recap;
mod sector;
mod span;
mod statement;
mod steps;
mod table;
mod timeline;
mod title;
mod tree;

use lectern_lesson::Visual;

use crate::composer::Composer;
use crate::element::Composition;

/// Composes a visual.
pub(crate) fn compose(visual: &Visual, composer: &Composer<'_>) -> Composition {
    match visual {
        Visual::Title { title, subtitle } => title::compose(title, subtitle.as_deref(), composer),
        Visual::Chapter { number, title, picture } => chapter::compose(*number, title, picture.as_deref(), composer),
        Visual::Statement { text, emphasis, picture } => {
            statement::compose(text, emphasis, picture.as_deref(), composer)
        }
        Visual::KeyPoints { heading, points } => key_points::compose(heading.as_deref(), points, composer),
        Visual::Definition { term, meaning, picture } => {
            definition::compose(term, meaning, picture.as_deref(), composer)
        }
        Visual::Steps { heading, first, steps } => steps::compose(heading.as_deref(), *first, steps, composer),
        Visual::Quotation { text, author } => quotation::compose(text, author.as_deref(), composer),
        Visual::BigNumber { number, caption, comparison } => {
            big_number::compose(number, caption, comparison.as_ref(), composer)
        }
        Visual::Question { prompt, choices, correct, answer } => {
            question::compose(prompt, choices, *correct, answer.as_deref(), composer)
        }
        Visual::Recap { heading, points, pictures } => recap::compose(heading.as_deref(), points, pictures, composer),
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
        Visual::Figure { source, alt, caption, credit, callouts } => {
            figure::compose(source, alt, caption.as_deref(), credit.as_deref(), callouts, composer)
        }
        Visual::Table { headers, rows, caption } => table::compose(headers, rows, caption.as_deref(), composer),
        Visual::Illustration { heading, items } => illustration::compose(heading.as_deref(), items, composer),
        Visual::Process { heading, stages } => process::compose(heading.as_deref(), stages, composer),
        Visual::Cycle { heading, stages } => cycle::compose(heading.as_deref(), stages, composer),
        Visual::Tree { heading, nodes } => tree::compose(heading.as_deref(), nodes, composer),
        Visual::Cause { heading, things, arrows } => cause::compose(heading.as_deref(), things, arrows, composer),
        Visual::Comparison { heading, left, right } => comparison::compose(heading.as_deref(), left, right, composer),
        Visual::Timeline { heading, events } => timeline::compose(heading.as_deref(), events, composer),
        Visual::Map { title, date, places, routes, historical } => {
            map::compose(title.as_deref(), date.as_deref(), places, routes, *historical, composer)
        }
        Visual::FigurePair { left, right } => figure_pair::compose(left, right, composer),
        Visual::Amounts { heading, form, amounts } => amounts::compose(heading.as_deref(), *form, amounts, composer),
        Visual::Plot { title, x, y, items } => plot::compose(title.as_deref(), x, y, items, composer),
        Visual::Geometry { title, shapes, formula } => {
            geometry::compose(title.as_deref(), shapes, formula.as_deref(), composer)
        }
        Visual::Dialogue { lines } => dialogue::compose(lines, composer),
        Visual::Code { language, text, trace } => code::compose(language.as_deref(), text, trace, composer),
    }
}
