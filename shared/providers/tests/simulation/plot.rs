//! The plot of `docs/routing.md`: a bar for each policy in each of three figures, with the range over the seeds.

use std::fmt::Write as _;

use crate::{Row, page::range, run::Outcome};

const PANEL: f64 = 250.0;
const LEFT: f64 = 150.0;
const TOP: f64 = 64.0;
const LINE: f64 = 38.0;

/// A figure: what it is, its digits, and how it is read from an outcome.
type Figure = (&'static str, usize, fn(&Outcome) -> f64);

pub fn svg(rows: &[Row]) -> String {
    let figures: [Figure; 3] = [
        ("dollars a scene (less is better)", 2, Outcome::dollars_a_scene),
        ("95 % wait in seconds (less is better)", 0, |outcome| outcome.wait_secs(95)),
        ("quality, 0 to 1 (more is better)", 3, Outcome::mean_quality),
    ];
    let (width, height) = (LEFT + 3.0 * (PANEL + 60.0), TOP + rows.len() as f64 * LINE + 24.0);
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" font-family=\"sans-serif\" font-size=\"14\" fill=\"#222\">\n\
         <title>Cost, wait and quality of six routing policies over 10,000 scenes at the usual load</title>\n\
         <rect width=\"{width}\" height=\"{height}\" fill=\"#fff\"/>\n"
    );
    for (line, row) in rows.iter().enumerate() {
        let y = TOP + line as f64 * LINE + 18.0;
        let _ = writeln!(svg, "<text x=\"{}\" y=\"{y}\" text-anchor=\"end\">{}</text>", LEFT - 12.0, row.policy.name());
    }
    for (panel, (title, digits, figure)) in figures.into_iter().enumerate() {
        let x = LEFT + panel as f64 * (PANEL + 60.0);
        let _ = writeln!(svg, "<text x=\"{x}\" y=\"36\" font-weight=\"bold\">{title}</text>");
        let ranges: Vec<(f64, f64, f64)> = rows.iter().map(|row| range(row, figure)).collect();
        let largest = ranges.iter().map(|(_, _, most)| *most).fold(f64::MIN_POSITIVE, f64::max);
        for (line, ((mean, least, most), row)) in ranges.iter().zip(rows).enumerate() {
            let y = TOP + line as f64 * LINE;
            let at = |value: f64| PANEL * value / largest;
            let color = if row.policy.is_ours() { "#2b6cb0" } else { "#a0aec0" };
            let _ = writeln!(
                svg,
                "<rect x=\"{x}\" y=\"{y}\" width=\"{:.1}\" height=\"24\" fill=\"{color}\"/>\n\
                 <path d=\"M{:.1} {:.1}H{:.1}\" stroke=\"#222\" stroke-width=\"2\"/>\n\
                 <text x=\"{:.1}\" y=\"{}\">{mean:.digits$}</text>",
                at(*mean),
                x + at(*least),
                y + 12.0,
                x + at(*most),
                x + at(most.max(*mean)) + 6.0,
                y + 18.0,
            );
        }
    }
    svg.push_str("</svg>\n");
    svg
}
