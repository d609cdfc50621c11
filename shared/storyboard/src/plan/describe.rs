use lectern_lesson::{ChartKind, Visual};

/// A picture description for people who cannot see the picture.
pub(crate) fn describe(visual: &Visual) -> String {
    match visual {
        Visual::Title { title, subtitle } => match subtitle {
            Some(subtitle) => format!("The title “{title}” over an open landscape, and below it “{subtitle}”."),
            None => format!("The title “{title}” over an open landscape."),
        },
        Visual::Chapter { number, title } => format!("Chapter {number}, “{title}”, in large letters."),
        Visual::Statement { text, emphasis } => {
            let stressed =
                if emphasis.is_empty() { String::new() } else { format!(", with {} in color", quoted(emphasis)) };
            format!("The words “{text}” appear as they are spoken{stressed}.")
        }
        Visual::KeyPoints { heading, points } => listed("Points", heading.as_deref(), points),
        Visual::Definition { term, meaning } => format!("The term “{term}” with its meaning: {}.", bare(meaning)),
        Visual::Figure { alt, caption, .. } => {
            let seen = if alt.trim().is_empty() { caption.as_deref().unwrap_or("A picture") } else { alt.trim() };
            format!("A picture. {}.", bare(seen))
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
        Visual::Code { language, text } => {
            let name = language.as_ref().map(|language| format!(" in {language}")).unwrap_or_default();
            let count = text.lines().count();
            format!("A code listing{name}, {count} {}: {}", if count == 1 { "line" } else { "lines" }, text.trim())
        }
        Visual::Steps { heading, steps, .. } => listed("Steps", heading.as_deref(), steps),
        Visual::Quotation { text, author } => match author {
            Some(author) => format!("The quotation “{text}”, and under it: {}.", bare(author)),
            None => format!("The quotation “{text}”."),
        },
        Visual::BigNumber { number, caption } => format!("In large figures: {number}. Under it: {}.", bare(caption)),
        Visual::Question { prompt, choices, correct, answer } => {
            let offered =
                if choices.is_empty() { String::new() } else { format!(" The choices are {}.", choices.join("; ")) };
            let right = correct.and_then(|correct| choices.get(correct)).or(answer.as_ref());
            let told =
                right.map(|right| format!(" After a pause the answer lights up: {}.", bare(right))).unwrap_or_default();
            format!("The question “{prompt}”.{offered}{told}")
        }
        Visual::Recap { heading, points } => listed("What to remember", heading.as_deref(), points),
    }
}

fn listed(what: &str, heading: Option<&str>, points: &[String]) -> String {
    let about = heading.map(|heading| format!(" under “{}”", bare(heading))).unwrap_or_default();
    let bare_points: Vec<&str> = points.iter().map(|point| bare(point)).collect();
    format!("{what}{about}, one by one: {}.", bare_points.join("; "))
}

fn quoted(words: &[String]) -> String {
    let quoted: Vec<String> = words.iter().map(|word| format!("“{word}”")).collect();
    quoted.join(" and ")
}

fn bare(text: &str) -> &str {
    text.trim().trim_end_matches(['.', ':', ',', ';'])
}
