//! What a visual is worth: whether it explains or only repeats words, how many words it shows, and what it looks like.

use lectern_lesson::Visual;

/// Whether it shows something that explains: a diagram, a chart, a formula, a map, an illustration, a figure, a number or code. Titles,
/// questions, quotations, lists and statements are words, unless a picture stands with them.
pub(crate) fn explains(visual: &Visual) -> bool {
    match visual {
        Visual::Title { .. }
        | Visual::KeyPoints { .. }
        | Visual::Quotation { .. }
        | Visual::Dialogue { .. }
        | Visual::Question { .. } => false,
        Visual::Chapter { picture, .. } | Visual::Statement { picture, .. } | Visual::Definition { picture, .. } => {
            picture.is_some()
        }
        Visual::Recap { pictures, .. } => pictures.iter().any(Option::is_some),
        _ => true,
    }
}

/// The words that stand on the screen. Labels of formulas, code, tables, charts and constructions are part of what they show.
pub(crate) fn words_shown(visual: &Visual) -> usize {
    let count = |text: &str| text.split_whitespace().count();
    let option = |text: &Option<String>| text.as_deref().map_or(0, count);
    let named = |visual: &Visual| visual.names().iter().map(|name| count(name)).sum::<usize>();
    match visual {
        Visual::Title { title, subtitle } => count(title) + option(subtitle),
        Visual::Chapter { title, .. } => count(title),
        Visual::Statement { text, .. } => count(text),
        Visual::KeyPoints { heading, points } | Visual::Recap { heading, points, .. } => {
            option(heading) + points.iter().map(|point| count(point)).sum::<usize>()
        }
        Visual::Steps { heading, steps, .. } => option(heading) + steps.iter().map(|step| count(step)).sum::<usize>(),
        Visual::Definition { term, meaning, .. } => count(term) + count(meaning),
        Visual::BigNumber { number, caption, comparison } => {
            count(number) + count(caption) + comparison.as_ref().map_or(0, |scale| count(&scale.text))
        }
        Visual::Quotation { text, author } => count(text) + option(author),
        Visual::Question { prompt, choices, answer, .. } => {
            count(prompt) + choices.iter().map(|choice| count(choice)).sum::<usize>() + option(answer)
        }
        Visual::Figure { caption, callouts, .. } => {
            option(caption) + callouts.iter().map(|callout| count(&callout.text)).sum::<usize>()
        }
        Visual::Cause { heading, arrows, .. } => {
            option(heading) + named(visual) + arrows.iter().map(|arrow| option(&arrow.label)).sum::<usize>()
        }
        Visual::Amounts { heading, amounts, .. } => {
            option(heading) + named(visual) + amounts.iter().map(|amount| count(&amount.number)).sum::<usize>()
        }
        Visual::Timeline { heading, events } => {
            option(heading) + named(visual) + events.iter().map(|event| count(&event.date)).sum::<usize>()
        }
        Visual::Illustration { heading, .. }
        | Visual::Process { heading, .. }
        | Visual::Cycle { heading, .. }
        | Visual::Tree { heading, .. }
        | Visual::Comparison { heading, .. }
        | Visual::Map { title: heading, .. } => option(heading) + named(visual),
        _ => named(visual),
    }
}

/// What it looks like, to tell scenes apart: a pictured statement looks other than a plain one.
pub(crate) fn look(visual: &Visual) -> (&'static str, bool) {
    let pictured = matches!(visual, Visual::Statement { .. } | Visual::Definition { .. } | Visual::Recap { .. })
        && explains(visual);
    (visual.kind(), pictured)
}
