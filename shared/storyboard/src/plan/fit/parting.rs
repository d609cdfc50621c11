//! Two scenes of one, each with its own words.

use lectern_lesson::{Action, Visual};

use super::super::draft::{Draft, Hint};
use super::super::line::Line;
use super::super::phrases::Phrases;

/// Two scenes of one, each with its own words.
pub(super) fn part(draft: &Draft, phrases: &Phrases) -> Option<(Draft, Draft)> {
    match &draft.visual {
        Visual::KeyPoints { points, heading } => {
            part_points(draft, points, |points, _| Visual::KeyPoints { heading: heading.clone(), points })
        }
        Visual::Recap { points, heading, .. } => part_points(draft, points, |points, _| Visual::Recap {
            pictures: Vec::new(),
            heading: heading.clone(),
            points,
        }),
        Visual::Steps { steps, heading, first } => part_points(draft, steps, |steps, offset| Visual::Steps {
            heading: heading.clone(),
            first: first + offset as u32,
            steps,
        }),
        Visual::Formula { lines, caption } => {
            let middle = lines.len() / 2;
            let cut = draft.hints.iter().find(|hint| hint.part == middle).filter(|_| middle > 0)?.line;
            let (mut first, mut second) = cut_lines(draft, cut)?;
            first.visual = Visual::Formula { lines: lines[..middle].to_vec(), caption: caption.clone() };
            second.visual = Visual::Formula { lines: lines[middle..].to_vec(), caption: caption.clone() };
            first.hints.retain(|hint| hint.part < middle);
            second.hints.retain(|hint| hint.part >= middle);
            second.hints.iter_mut().for_each(|hint| hint.part -= middle);
            Some((first, second))
        }
        Visual::Table { headers, rows, caption } if rows.len() > 1 => {
            let pages = rows.len().div_ceil(2).min(rows.len() - 1);
            let (mut first, mut second) = cut_somewhere(draft, phrases);
            let table = |rows: &[Vec<String>]| Visual::Table {
                headers: headers.clone(),
                rows: rows.to_vec(),
                caption: caption.clone(),
            };
            first.visual = table(&rows[..pages]);
            second.visual = table(&rows[pages..]);
            // Rows moved: they find their words anew.
            first.hints.clear();
            second.hints.clear();
            Some((first, second))
        }
        Visual::Code { language, text, .. } if text.lines().count() > 1 => {
            let lines: Vec<&str> = text.lines().collect();
            let middle = blank_near(&lines, lines.len() / 2);
            let (mut first, mut second) = cut_somewhere(draft, phrases);
            let code =
                |lines: &[&str]| Visual::Code { language: language.clone(), text: lines.join("\n"), trace: Vec::new() };
            first.visual = code(&lines[..middle]);
            second.visual = code(&lines[middle..]);
            Some((first, second))
        }
        Visual::Quotation { text, author } => {
            let line = draft.lines.first()?;
            let middle = line.words.len() / 2;
            let ends: Vec<usize> = (0..line.words.len().saturating_sub(1))
                .filter(|at| line.words[*at].shown.trim_end_matches(['”', '"']).ends_with(['.', '?', '!', ';']))
                .collect();
            let cut = ends.into_iter().min_by_key(|at| at.abs_diff(middle))? + 1;
            let words: Vec<&str> = text.split_whitespace().collect();
            if words.len() != line.words.len() {
                return None;
            }
            let show = |line| Hint { line, word: 0, action: Action::Show, part: line };
            let first_line = Line { words: line.words[..cut].to_vec(), pause_secs: 0.0, ..line.clone() };
            let second_line = Line { words: line.words[cut..].to_vec(), opens_paragraph: false, ..line.clone() };
            let mut first = draft.clone();
            first.visual = Visual::Quotation { text: words[..cut].join(" "), author: None };
            first.lines = vec![first_line];
            first.hints = vec![show(0)];
            let mut second = draft.clone();
            second.visual = Visual::Quotation { text: words[cut..].join(" "), author: author.clone() };
            second.lines = std::iter::once(second_line).chain(draft.lines[1..].iter().cloned()).collect();
            second.chapter = None;
            Some((first, second))
        }
        _ => None,
    }
}

fn part_points(
    draft: &Draft,
    points: &[String],
    visual: impl Fn(Vec<String>, usize) -> Visual,
) -> Option<(Draft, Draft)> {
    if points.len() < 2 || draft.part_lines.len() != points.len() {
        return None;
    }
    let total: f64 = draft.lines.iter().map(Line::secs).sum();
    let balance = |middle: usize| {
        let first: f64 = draft.lines[..draft.part_lines[middle].min(draft.lines.len())].iter().map(Line::secs).sum();
        (2.0 * first - total).abs()
    };
    let middle = (1..points.len()).min_by(|left, right| balance(*left).total_cmp(&balance(*right)))?;
    let cut = draft.part_lines[middle];
    let (mut first, mut second) = cut_lines(draft, cut)?;
    first.visual = visual(points[..middle].to_vec(), 0);
    second.visual = visual(points[middle..].to_vec(), middle);
    first.part_lines.truncate(middle);
    second.part_lines = draft.part_lines[middle..].iter().map(|line| line - cut).collect();
    Some((first, second))
}

/// The draft's lines before and from `cut` on; none if one side would be silent.
fn cut_lines(draft: &Draft, cut: usize) -> Option<(Draft, Draft)> {
    if cut == 0 || cut >= draft.lines.len() {
        return None;
    }
    let mut first = draft.clone();
    let mut second = draft.clone();
    first.lines.truncate(cut);
    first.hints.retain(|hint| hint.line < cut);
    first.anchor = first.anchor.min(cut - 1);
    second.lines.drain(..cut);
    second.hints.retain(|hint| hint.line >= cut);
    second.hints.iter_mut().for_each(|hint| hint.line -= cut);
    second.anchor = second.anchor.saturating_sub(cut);
    second.chapter = None;
    Some((first, second))
}

/// As [`cut_lines`] in the middle of the time; a picture with one sentence says in a few words that it goes on.
fn cut_somewhere(draft: &Draft, phrases: &Phrases) -> (Draft, Draft) {
    let total: f64 = draft.lines.iter().map(Line::secs).sum();
    let middle = (1..draft.lines.len()).min_by(|left, right| {
        let balance = |cut: usize| (2.0 * draft.lines[..cut].iter().map(Line::secs).sum::<f64>() - total).abs();
        balance(*left).total_cmp(&balance(*right))
    });
    middle.and_then(|middle| cut_lines(draft, middle)).unwrap_or_else(|| {
        let mut second = draft.clone();
        let span = draft.lines.last().and_then(|line| line.span);
        second.lines = vec![Line { span, ..Line::added(phrases.goes_on).then_pause(2.0) }];
        second.hints.clear();
        second.anchor = 0;
        second.chapter = None;
        (draft.clone(), second)
    })
}

/// The blank line nearest to `middle`, or `middle` itself.
fn blank_near(lines: &[&str], middle: usize) -> usize {
    let reach = lines.len() / 4;
    (1..lines.len())
        .filter(|at| lines[*at - 1].trim().is_empty() && at.abs_diff(middle) <= reach)
        .min_by_key(|at| at.abs_diff(middle))
        .unwrap_or(middle.max(1))
}
