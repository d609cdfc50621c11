//! The tables of `docs/routing.md`.

use std::fmt::Write as _;

use crate::{
    Row,
    run::Outcome,
    world::{MODELS, SCENES},
};

/// A page with its tables made anew: each stands between `<!-- NAME -->` and `<!-- end -->`.
pub fn with_tables(page: &str, loads: &[(&str, Vec<Row>)]) -> String {
    let mut page = between(page, "models", &models());
    for (name, rows) in loads {
        page = between(&page, name, &figures(rows));
    }
    page
}

fn between(page: &str, name: &str, table: &str) -> String {
    let start = format!("<!-- {name} -->\n");
    let (before, rest) = page.split_once(&start).unwrap_or_else(|| panic!("docs/routing.md has no {start}"));
    let (_, after) = rest.split_once("<!-- end -->").expect("each table has an end");
    format!("{before}{start}{table}<!-- end -->{after}")
}

fn models() -> String {
    let mut table = "| model | quality | seconds for a clip | at once |\n|---|---:|---:|---:|\n".to_owned();
    for model in &MODELS {
        // Writing to a string cannot fail.
        let _ = writeln!(table, "| `{}` | {:.2} | {} | {} |", model.id, model.quality, model.secs, model.at_once);
    }
    table
}

fn figures(rows: &[Row]) -> String {
    let mut table =
        "| policy | dollars a scene | median wait, s | 95 % wait, s | quality | clips, % | stills, % | time-outs |\n\
                     |---|---:|---:|---:|---:|---:|---:|---:|\n"
            .to_owned();
    let share = |count: usize| 100.0 * count as f64 / SCENES as f64;
    for row in rows {
        let cells = [
            spread(row, 3, Outcome::dollars_a_scene),
            spread(row, 0, |outcome| outcome.wait_secs(50)),
            spread(row, 0, |outcome| outcome.wait_secs(95)),
            spread(row, 3, Outcome::mean_quality),
            spread(row, 1, |outcome| share(outcome.clips)),
            spread(row, 1, |outcome| share(outcome.stills)),
            spread(row, 0, |outcome| outcome.time_outs as f64),
        ];
        let _ = writeln!(table, "| {} | {} |", row.policy.name(), cells.join(" | "));
    }
    table
}

/// The mean over the seeds, with the least and the most.
fn spread(row: &Row, digits: usize, figure: impl Fn(&Outcome) -> f64) -> String {
    let (mean, least, most) = range(row, figure);
    format!("{mean:.digits$} ({least:.digits$} to {most:.digits$})")
}

/// Mean, least and most of a figure over the seeds.
pub fn range(row: &Row, figure: impl Fn(&Outcome) -> f64) -> (f64, f64, f64) {
    let all: Vec<f64> = row.outcomes.iter().map(figure).collect();
    let mean = all.iter().sum::<f64>() / all.len() as f64;
    (mean, all.iter().copied().fold(f64::INFINITY, f64::min), all.iter().copied().fold(f64::NEG_INFINITY, f64::max))
}
