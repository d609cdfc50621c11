use lectern_lesson::{ChartKind, Scale, ScaleForm, Visual};

use super::prose::Grammar;

/// A picture description for people who cannot see the picture: in English, or in the words that are on it.
pub(crate) fn describe(visual: &Visual, grammar: Grammar) -> String {
    match grammar {
        Grammar::English => in_english(visual),
        Grammar::Unknown => in_its_words(visual),
    }
}

/// What stands on the picture, since nothing can be said of it in a language that is not known here.
fn in_its_words(visual: &Visual) -> String {
    let some = |text: &Option<String>| text.clone().into_iter().collect::<Vec<String>>();
    let with = |first: Vec<String>, rest: &[String]| [first, rest.to_vec()].concat();
    let names = || visual.names().into_iter().map(str::to_owned).collect::<Vec<String>>();
    let texts: Vec<String> = match visual {
        Visual::Title { title, subtitle } => with(vec![title.clone()], &some(subtitle)),
        Visual::Chapter { title, .. } | Visual::Statement { text: title, .. } => vec![title.clone()],
        Visual::KeyPoints { heading, points }
        | Visual::Recap { heading, points, .. }
        | Visual::Steps { heading, steps: points, .. } => with(some(heading), points),
        Visual::Definition { term, meaning, .. } => vec![term.clone(), meaning.clone()],
        Visual::Quotation { text, author } => with(vec![text.clone()], &some(author)),
        Visual::Question { prompt, choices, .. } => with(vec![prompt.clone()], choices),
        Visual::BigNumber { number, caption, .. } => vec![format!("{number} {caption}")],
        Visual::Figure { alt, .. } => vec![alt.clone()],
        Visual::FigurePair { left, right } => vec![left.alt.clone(), right.alt.clone()],
        Visual::Formula { lines, caption } => with(some(caption), lines),
        Visual::Table { headers, rows, .. } => with(headers.clone(), &rows.concat()),
        Visual::Chart { title, categories, .. } => with(some(title), categories),
        Visual::Code { text, .. } => vec![text.clone()],
        Visual::Plot { title, .. } | Visual::Geometry { title, .. } => some(title),
        Visual::Illustration { heading, .. }
        | Visual::Process { heading, .. }
        | Visual::Cycle { heading, .. }
        | Visual::Tree { heading, .. }
        | Visual::Cause { heading, .. }
        | Visual::Comparison { heading, .. }
        | Visual::Timeline { heading, .. }
        | Visual::Amounts { heading, .. }
        | Visual::Map { title: heading, .. } => with(some(heading), &names()),
        Visual::Dialogue { .. } => names(),
    };
    let texts: Vec<&str> = texts.iter().map(|text| bare(text)).filter(|text| !text.is_empty()).collect();
    match texts.join("; ") {
        told if told.is_empty() => "…".to_owned(),
        told if told.ends_with(['?', '!', '…']) => told,
        told => format!("{told}."),
    }
}

fn in_english(visual: &Visual) -> String {
    match visual {
        Visual::Title { title, subtitle } => match subtitle {
            Some(subtitle) => format!("The title “{title}” over an open landscape, and below it “{subtitle}”."),
            None => format!("The title “{title}” over an open landscape."),
        },
        Visual::Chapter { number, title, picture } => {
            let beside = if picture.is_some() { ", beside a picture" } else { "" };
            format!("Chapter {number}, “{title}”, in large letters{beside}.")
        }
        Visual::Statement { text, emphasis, .. } => {
            let stressed =
                if emphasis.is_empty() { String::new() } else { format!(", with {} in color", quoted(emphasis)) };
            format!("The words “{text}” appear as they are spoken{stressed}.")
        }
        Visual::KeyPoints { heading, points } => listed("Points", heading.as_deref(), points),
        Visual::Definition { term, meaning, .. } => format!("The term “{term}” with its meaning: {}.", bare(meaning)),
        Visual::Figure { alt, caption, callouts, .. } => {
            let seen = if alt.trim().is_empty() { caption.as_deref().unwrap_or("A picture") } else { alt.trim() };
            let names: Vec<&str> = callouts.iter().map(|callout| bare(&callout.text)).collect();
            let named = if names.is_empty() { String::new() } else { format!(" Named in it: {}.", names.join("; ")) };
            format!("A picture. {}.{named}", bare(seen))
        }
        Visual::Formula { lines, caption } => {
            let about = caption.as_ref().map(|caption| format!(" about {}", bare(caption))).unwrap_or_default();
            match lines.len() {
                0 | 1 => format!("A formula{about}, as it is read aloud."),
                count => format!("A formula{about} in {count} lines, which appear one by one as they are read aloud."),
            }
        }
        Visual::Table { headers, rows, .. } => {
            let names: Vec<String> = headers.iter().filter(|header| !header.trim().is_empty()).cloned().collect();
            let cells: Vec<String> = rows.iter().map(|row| row.join(", ")).collect();
            let columns =
                if names.is_empty() { String::new() } else { format!(" with the columns {}", names.join(", ")) };
            format!("A table{columns}. Its rows: {}.", cells.join("; "))
        }
        Visual::Chart { chart, title, x_label, categories, series, .. } => {
            let form = match chart {
                ChartKind::Bar => "A bar chart",
                ChartKind::Line => "A line chart",
                ChartKind::Area => "A line chart with the area beneath it filled",
                ChartKind::Stacked => "A chart of stacked bars",
                ChartKind::Scatter => "A chart of points",
                ChartKind::Ring => "A ring of parts",
            };
            let about = title.as_ref().map(|title| format!(" of {}", bare(title))).unwrap_or_default();
            let along = x_label.as_ref().map(|label| format!(" {}", bare(label))).unwrap_or_default();
            let lines: Vec<String> = series
                .iter()
                .map(|one| {
                    let values: Vec<String> = one.values.iter().map(f64::to_string).collect();
                    format!("{}: {}", one.name, values.join(", "))
                })
                .collect();
            format!("{form}{about}. For{along} {}: {}.", categories.join(", "), lines.join("; "))
        }
        Visual::Code { language, text, .. } => {
            let name = language.as_ref().map(|language| format!(" in {language}")).unwrap_or_default();
            let count = text.lines().count();
            format!("A code listing{name}, {count} {}: {}", if count == 1 { "line" } else { "lines" }, text.trim())
        }
        Visual::Steps { heading, steps, .. } => listed("Steps", heading.as_deref(), steps),
        Visual::Quotation { text, author } => match author {
            Some(author) => format!("The quotation “{text}”, and under it: {}.", bare(author)),
            None => format!("The quotation “{text}”."),
        },
        Visual::BigNumber { number, caption, comparison } => {
            let compared = comparison.as_ref().map(|scale| format!(" {}", to_scale(scale))).unwrap_or_default();
            format!("In large figures: {number}. Under it: {}.{compared}", bare(caption))
        }
        Visual::Question { prompt, choices, correct, answer } => {
            let offered =
                if choices.is_empty() { String::new() } else { format!(" The choices are {}.", choices.join("; ")) };
            let right = correct.and_then(|correct| choices.get(correct)).or(answer.as_ref());
            let told =
                right.map(|right| format!(" After a pause the answer lights up: {}.", bare(right))).unwrap_or_default();
            format!("The question “{prompt}”.{offered}{told}")
        }
        Visual::Illustration { heading, .. } => named("Pictures", heading.as_deref(), visual),
        Visual::Process { heading, .. } => named("Stages joined by arrows", heading.as_deref(), visual),
        Visual::Cycle { heading, .. } => {
            named("Stages in a circle, the last leading to the first", heading.as_deref(), visual)
        }
        Visual::Tree { heading, nodes } => {
            let branches: Vec<String> = nodes
                .iter()
                .map(|node| match node.parent.and_then(|parent| nodes.get(parent)) {
                    Some(parent) => format!("{} under {}", node.name, parent.name),
                    None => node.name.clone(),
                })
                .collect();
            listed("A tree", heading.as_deref(), &branches)
        }
        Visual::Cause { heading, things, arrows } => {
            let name = |index: usize| things.get(index).map_or("", |thing| thing.name.as_str());
            let links: Vec<String> =
                arrows.iter().map(|arrow| format!("{} leads to {}", name(arrow.from), name(arrow.to))).collect();
            listed("A diagram of causes", heading.as_deref(), &links)
        }
        Visual::Comparison { left, right, .. } => format!(
            "Two columns. {}: {}. {}: {}.",
            bare(&left.title),
            left.points.join("; "),
            bare(&right.title),
            right.points.join("; ")
        ),
        Visual::Timeline { heading, events } => {
            let dated: Vec<String> =
                events.iter().map(|event| format!("{}, {}", event.date, bare(&event.text))).collect();
            listed("A line of time", heading.as_deref(), &dated)
        }
        Visual::Map { title, .. } => named("A map with places marked", title.as_deref(), visual),
        Visual::FigurePair { left, right } => {
            format!("Two pictures side by side. {}. {}.", bare(&left.alt), bare(&right.alt))
        }
        Visual::Amounts { heading, amounts, .. } => {
            let each: Vec<String> =
                amounts.iter().map(|amount| format!("{} {}", amount.number, bare(&amount.caption))).collect();
            listed("Amounts drawn to scale", heading.as_deref(), &each)
        }
        Visual::Plot { title, items, .. } => {
            let about = title.as_ref().map(|title| format!(" of {}", bare(title))).unwrap_or_default();
            let count = items.len();
            format!("A plot{about} with {count} {}.", if count == 1 { "element" } else { "elements" })
        }
        Visual::Geometry { title, .. } => match title {
            Some(title) => format!("A geometric construction: {}.", bare(title)),
            None => "A geometric construction, as it is told.".to_owned(),
        },
        Visual::Dialogue { lines } => {
            let said: Vec<String> = lines.iter().map(|line| format!("{}: “{}”", line.speaker, line.text)).collect();
            format!("A conversation. {}", said.join(" "))
        }
        Visual::Recap { heading, points, .. } => listed("What to remember", heading.as_deref(), points),
    }
}

/// What a number is compared with, as it is drawn.
fn to_scale(scale: &Scale) -> String {
    let text = bare(&scale.text);
    match &scale.form {
        ScaleForm::Count { .. } => format!("As much, drawn one by one: {text}."),
        ScaleForm::Part { .. } => format!("The part drawn as filled in a whole: {text}."),
        ScaleForm::Length { .. } => format!("Beside it, drawn to the same scale: {text}."),
    }
}

fn listed(what: &str, heading: Option<&str>, points: &[String]) -> String {
    let about = heading.map(|heading| format!(" under “{}”", bare(heading))).unwrap_or_default();
    let bare_points: Vec<&str> = points.iter().map(|point| bare(point)).collect();
    format!("{what}{about}, one by one: {}.", bare_points.join("; "))
}

fn named(what: &str, heading: Option<&str>, visual: &Visual) -> String {
    let names: Vec<String> = visual.names().into_iter().map(str::to_owned).collect();
    listed(what, heading, &names)
}

fn quoted(words: &[String]) -> String {
    let quoted: Vec<String> = words.iter().map(|word| format!("“{word}”")).collect();
    quoted.join(" and ")
}

fn bare(text: &str) -> &str {
    text.trim().trim_end_matches(['.', ':', ',', ';'])
}

#[cfg(test)]
mod tests {
    use lectern_lesson::Callout;

    use super::*;

    #[test]
    fn what_is_drawn_beside_is_told() {
        let number = |form| {
            let comparison = Some(Scale { text: "a thing".into(), form });
            in_english(&Visual::BigNumber { number: "12 m".into(), caption: "The wall.".into(), comparison })
        };
        let length = ScaleForm::Length { length: 12.0, other: 1.7, picture: None, upright: true };
        for (form, end) in [
            (ScaleForm::Count { count: 9, picture: None }, "As much, drawn one by one: a thing."),
            (ScaleForm::Part { part: 0.4 }, "The part drawn as filled in a whole: a thing."),
            (length, "Beside it, drawn to the same scale: a thing."),
        ] {
            assert_eq!(number(form), format!("In large figures: 12 m. Under it: The wall. {end}"));
        }
    }

    #[test]
    fn callouts_are_named() {
        let callouts = ["Nucleus", "Membrane."].map(|text| Callout { text: text.into(), x: 0.5, y: 0.5 });
        let figure = |callouts| {
            let (source, alt) = ("cell.png".into(), "A cell".into());
            in_english(&Visual::Figure { source, alt, caption: None, credit: None, callouts })
        };
        assert_eq!(figure(callouts.into()), "A picture. A cell. Named in it: Nucleus; Membrane.");
        assert_eq!(figure(Vec::new()), "A picture. A cell.");
    }
}
