//! Code on a dark panel: highlighted, numbered, with a bar that glides to the lines that are spoken of. A program that runs
//! has its calls, variables and output beside it.

mod machine;

use std::ops::Range;
use std::sync::Arc;

use lectern_lesson::{Rect, TextRole, TraceStep};
use vello_cpu::kurbo::{Point, Rect as KurboRect, Shape};

use crate::Color;
use crate::composer::Composer;
use crate::easing::{cubic_bezier, progress};
use crate::element::{
    Composition, Content, Element, Entrance, Ground, Moment, Paint, PanelContent, Response, ShapeContent, Tone,
};
use crate::highlight::{ClassifiedLine, TokenClass, classify};
use crate::text::{Face, Setting, TextBlock, TextRun};

/// Space between the lowest edge of the panel and that of a wide plane: the land.
const BELOW: f64 = 112.0;

/// Space between the panel's edge and the code, on a wide plane and on others.
const PADDING: (f64, f64) = (60.0, 46.0);
const NARROW_PADDING: (f64, f64) = (40.0, 46.0);

/// Sizes and line heights to try, from comfortable to tight.
const SETTINGS: [(f64, f64); 8] =
    [(1.0, 1.9), (1.0, 1.65), (0.913, 1.65), (0.87, 1.55), (0.826, 1.5), (0.783, 1.5), (0.74, 1.5), (0.74, 1.38)];

/// Sizes and line heights that are tried before where the plane is high: short lines are set larger.
const LARGER: [(f64, f64); 3] = [(1.4, 1.7), (1.25, 1.7), (1.12, 1.75)];

/// Advance of every character of JetBrains Mono, in em.
const ADVANCE: f64 = 0.6;

/// Seconds that the focus bar takes to glide (the look book).
const GLIDE_SECS: f64 = 0.35;

/// Seconds between lines that type themselves at the start, beside the style's stagger.
const TYPE_SECS: f64 = 0.45;

/// Most lines that are looked at; a frame has room for far fewer.
const LINE_LIMIT: usize = 200;

/// Most steps of a run that are looked at.
const STEP_LIMIT: usize = 60;

/// Lines of code, and how they run.
pub(crate) fn compose(language: Option<&str>, text: &str, trace: &[TraceStep], composer: &Composer<'_>) -> Composition {
    let mut composition = Composition::default();
    let lines: Vec<String> = text.lines().take(LINE_LIMIT).map(|line| line.trim_end().replace('\t', "    ")).collect();
    if lines.iter().all(String::is_empty) {
        composition.overflow(None, "there is no code to show");
        return composition;
    }
    let safe = composer.safe();
    let bottom = if composer.is_wide() { composer.plane().bottom() - BELOW } else { safe.bottom() };
    let area = Rect::new(safe.x, safe.y, safe.width, bottom - safe.y);
    let trace: Vec<&TraceStep> = trace.iter().filter(|step| step.line < lines.len()).take(STEP_LIMIT).collect();
    if trace.is_empty() {
        Sheet::new(&lines, language, area, composer).place(area, None, composer, &mut composition);
        return composition;
    }
    let places = machine::Places::new(&trace, area, composer);
    let sheet = Sheet::new(&lines, language, places.code, composer);
    let running = trace.iter().map(|step| step.line).collect();
    let panel = sheet.place(places.code, Some(running), composer, &mut composition);
    machine::compose(&trace, &places, panel, composer, &mut composition);
    composition
}

/// A row of the panel: a line of code or a part of one.
struct Row {
    line: usize,
    /// Whether it goes on with the line from the row above.
    continues: bool,
    /// Space before the code, in columns.
    indent: f64,
    block: TextBlock,
}

/// All rows, set.
struct Sheet {
    rows: Vec<Row>,
    line_count: usize,
    size: f64,
    row_height: f64,
    /// Width of the numbers with the space after them.
    gutter: f64,
    /// Space between the panel's edge and the code.
    padding: (f64, f64),
}

fn padding(composer: &Composer<'_>) -> (f64, f64) {
    if composer.is_wide() { PADDING } else { NARROW_PADDING }
}

impl Sheet {
    fn new(lines: &[String], language: Option<&str>, area: Rect, composer: &Composer<'_>) -> Self {
        let borrowed: Vec<&str> = lines.iter().map(String::as_str).collect();
        let classified = classify(&borrowed, language);
        let height = area.height - 2.0 * PADDING.1;
        let larger = LARGER.into_iter().filter(|_| !composer.is_wide());
        let base = composer.scale().code;
        let floor = composer.scale().floor;
        let mut last = None;
        // First without breaking a line; broken lines only where even the smallest size is too wide.
        for breaks in [false, true] {
            for (fraction, line_height) in larger.clone().chain(SETTINGS) {
                let size = (base * fraction).max(floor);
                if breaks && fraction > 0.8 {
                    continue;
                }
                let sheet = Self::set(lines, &classified, (size, line_height), breaks, area, composer);
                let too_wide = sheet.width() > sheet.room(area);
                if !too_wide && sheet.rows.len() as f64 * sheet.row_height <= height {
                    return sheet;
                }
                if breaks {
                    last = Some(sheet);
                }
            }
        }
        last.expect("the smallest size is always tried")
    }

    fn set(
        lines: &[String],
        classified: &[ClassifiedLine],
        (size, line_height): (f64, f64),
        breaks: bool,
        area: Rect,
        composer: &Composer<'_>,
    ) -> Self {
        let padding = padding(composer);
        let digits = lines.len().to_string().len() as f64;
        let gutter = if lines.len() > 1 { (digits * ADVANCE + 0.9) * size } else { 0.0 };
        let mut sheet =
            Self { rows: Vec::new(), line_count: lines.len(), size, row_height: size * line_height, gutter, padding };
        let columns = ((sheet.room(area) - 2.0) / (ADVANCE * size)).floor().max(8.0);
        let setting = Setting { line_height: 1.2, ..composer.code(size, 100_000.0) };
        for (line, (text, tokens)) in lines.iter().zip(classified).enumerate() {
            let body = text.trim_start();
            let start = text.len() - body.len();
            let indent = text[..start].chars().count() as f64;
            let columns_of_row = if breaks { columns } else { f64::INFINITY };
            let pieces = broken(text, start, indent, columns_of_row);
            for (index, piece) in pieces.into_iter().enumerate() {
                let runs = runs(text, tokens, piece, composer);
                let block = composer.set(&runs, setting);
                let hanging = if index == 0 { indent } else { hanging(indent, columns) };
                sheet.rows.push(Row { line, continues: index > 0, indent: hanging, block });
            }
        }
        // Marks over and under letters can reach further than a row of plain code.
        let reach = |block: &TextBlock| (block.height / 2.0 - block.ink.y).max(block.ink.bottom() - block.height / 2.0);
        let highest = sheet.rows.iter().map(|row| 2.0 * reach(&row.block) + 4.0).fold(0.0, f64::max);
        sheet.row_height = sheet.row_height.max(highest);
        sheet
    }

    /// Width of the widest row.
    fn width(&self) -> f64 {
        self.rows.iter().map(|row| row.indent * ADVANCE * self.size + row.block.width).fold(0.0, f64::max)
    }

    /// Width that a row may have.
    fn room(&self, area: Rect) -> f64 {
        area.width - 2.0 * self.padding.0 - self.gutter
    }

    /// Adds the panel with its rows and tells where it is. `running` are the lines that run, step by step.
    fn place(
        self,
        area: Rect,
        running: Option<Vec<usize>>,
        composer: &Composer<'_>,
        composition: &mut Composition,
    ) -> Rect {
        let palette = composer.palette();
        let room = area.height - 2.0 * self.padding.1;
        let fitting = (room / self.row_height).floor() as usize;
        if let Some(first) = self.rows.get(fitting) {
            composition.overflow(
                Some(first.line),
                format!("there is no room for line {} at {:.0} px", first.line + 1, self.size),
            );
        }
        let shown = self.rows.len().min(fitting);
        // A panel that is much narrower than it is high looks lost.
        let width =
            (self.width().min(self.room(area)) + self.gutter + 2.0 * self.padding.0).max(760.0_f64.min(area.width));
        let height = shown as f64 * self.row_height + 2.0 * self.padding.1;
        let panel = Rect::new(
            area.x + (area.width - width) / 2.0,
            area.y + ((area.height - height) / 2.0).max(0.0),
            width,
            height,
        );
        let content = PanelContent { rect: panel, radius: 36.0, tone: Tone::Board, accent: None };
        composition.push(Element::new(Content::Panel(content)).enter(Entrance::Scale));
        let top = panel.y + self.padding.1;
        let runs = running.is_some();
        composition.push(self.focus_bar(panel, top, shown, running, palette.flow));

        // While it runs every line stays lit: the bar tells which one runs.
        let response = if runs { Response::Steady } else { Response::Recedes };
        let left = panel.x + self.padding.0;
        let digits = self.line_count.to_string().len();
        for (index, row) in self.rows.into_iter().take(shown).enumerate() {
            let ground = Ground::Panel(Tone::Board);
            let y = |block: &TextBlock| top + index as f64 * self.row_height + (self.row_height - block.height) / 2.0;
            if self.gutter > 0.0 && !row.continues {
                let number = format!("{:>digits$}", row.line + 1);
                let columns = (digits - number.trim_start().len()) as f64;
                let setting = Setting { line_height: 1.2, ..composer.code(self.size, 1_000.0) };
                let block = composer.plain(number.trim_start(), Face::Code, palette.muted, setting);
                let x = left + columns * ADVANCE * self.size;
                let y = y(&block);
                let text = Element::text(block, x, y, TextRole::Code, ground).part(row.line);
                composition.push(text.enter(Entrance::Fade).respond(response));
            }
            let too_wide = row.indent * ADVANCE * self.size + row.block.width
                > area.width - 2.0 * self.padding.0 - self.gutter + 1.0;
            if too_wide {
                composition.overflow(Some(row.line), format!("line {} is too wide", row.line + 1));
                continue;
            }
            let x = left + self.gutter + row.indent * ADVANCE * self.size;
            let y = y(&row.block);
            let typed = TYPE_SECS * (row.block.width / 900.0).clamp(0.3, 1.6);
            let text = Element::text(row.block, x, y, TextRole::Code, ground).part(row.line);
            let delay = if row.continues { typed } else { 0.0 };
            composition.push(text.enter(Entrance::Wipe(typed)).delay(delay).respond(response));
        }
        panel
    }

    /// The bar behind the lines in focus, with a bright edge. It glides when the focus moves.
    fn focus_bar(&self, panel: Rect, top: f64, shown: usize, running: Option<Vec<usize>>, color: Color) -> Element {
        // First and last row of each line.
        let spans: Vec<Option<(usize, usize)>> = (0..self.line_count)
            .map(|line| {
                let is_its = |row: &Row| row.line == line;
                let rows = self.rows.get(..shown)?;
                Some((rows.iter().position(is_its)?, rows.iter().rposition(is_its)?))
            })
            .collect();
        let row_height = self.row_height;
        let extent = move |range: Option<(usize, usize)>| {
            let (first, last) = range?;
            let mut inside = spans.iter().skip(first).take(last.saturating_sub(first) + 1).flatten();
            let start = inside.next()?;
            let end = inside.next_back().unwrap_or(start);
            Some((top + start.0 as f64 * row_height, top + (end.1 + 1) as f64 * row_height))
        };
        let live = move |moment: &Moment<'_>| {
            let (before, now, since) = match &running {
                Some(lines) => machine::running(moment, lines),
                None => moment.timeline.hand_over(moment.scene_secs),
            };
            let Some(to) = extent(now) else { return Vec::new() };
            let glide = cubic_bezier(moment.timeline.motion.move_curve, progress(since, 0.0, GLIDE_SECS));
            let (from, light) = match extent(before) {
                Some(from) => (from, 1.0),
                None => (to, glide),
            };
            let between = |one: f64, two: f64| one + (two - one) * glide;
            focus_shapes(panel, between(from.0, to.0), between(from.1, to.1), color, light)
        };
        Element::new(Content::Live(Arc::new(live))).enter(Entrance::Cut)
    }
}

fn focus_shapes(panel: Rect, top: f64, bottom: f64, color: Color, light: f64) -> Vec<Content> {
    let band = KurboRect::new(panel.x + 1.0, top, panel.right() - 1.0, bottom);
    let (from, to) = (Point::new(band.x0, top), Point::new(band.x1, top));
    let stops = vec![(0.0, color, 0.3 * light), (0.55, color, 0.17 * light), (1.0, color, 0.14 * light)];
    let edge = KurboRect::new(panel.x, top, panel.x + 9.0, bottom);
    [(band, Paint::Linear { from, to, stops }), (edge, Paint::Solid(color, light))]
        .into_iter()
        .map(|(rect, paint)| Content::Shape(ShapeContent { path: rect.to_path(0.1), fill: Some(paint), stroke: None }))
        .collect()
}

/// Columns before a row that goes on with a line.
fn hanging(indent: f64, columns: f64) -> f64 {
    (indent + 4.0).min((columns / 2.0).floor())
}

/// The byte ranges of the rows of a line that is broken to `columns`: after spaces, commas and brackets if there are any
/// in the last half of the row, else anywhere. Characters outside of ASCII count as two columns.
fn broken(text: &str, start: usize, indent: f64, columns: f64) -> Vec<Range<usize>> {
    let mut rows = Vec::new();
    let mut row_start = start;
    let mut room = (columns - indent).max(4.0);
    let mut used = 0.0;
    let mut break_at = None;
    for (at, character) in text.char_indices().filter(|(at, _)| *at >= start) {
        let width = if character.is_ascii() { 1.0 } else { 2.0 };
        if used + width > room && at > row_start {
            let end = break_at.take().unwrap_or(at);
            rows.push(row_start..end);
            row_start = end;
            used = text[end..at].chars().map(|character| if character.is_ascii() { 1.0 } else { 2.0 }).sum();
            room = (columns - hanging(indent, columns)).max(4.0);
        }
        used += width;
        if matches!(character, ' ' | ',' | ';' | '(' | '[' | '{' | '/' | '|') && used > room / 2.0 {
            break_at = Some(at + character.len_utf8());
        }
    }
    rows.push(row_start..text.len());
    rows
}

/// The runs of a piece of a line in the colors of its tokens.
fn runs(text: &str, tokens: &ClassifiedLine, piece: Range<usize>, composer: &Composer<'_>) -> Vec<TextRun> {
    let palette = composer.palette();
    let mut runs: Vec<TextRun> = tokens
        .iter()
        .filter_map(|(range, class)| {
            let text =
                text.get(range.start.max(piece.start)..range.end.min(piece.end)).filter(|text| !text.is_empty())?;
            let color = match class {
                TokenClass::Plain => palette.text,
                TokenClass::Keyword => palette.structure,
                TokenClass::Name => palette.flow,
                TokenClass::Constant => palette.result,
                TokenClass::Text => palette.correct,
                TokenClass::Comment => palette.muted,
            };
            Some(TextRun { text: text.to_owned(), face: Face::Code, color })
        })
        .collect();
    // Space at the end of a broken row is not seen and must not count.
    if let Some(last) = runs.last_mut() {
        last.text.truncate(last.text.trim_end().len());
    }
    runs
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::broken;

    #[test]
    fn lines_break_after_spaces_and_commas() {
        let text = "    result = combine(first_argument, second_argument)";
        let rows: Vec<&str> = broken(text, 4, 4.0, 40.0).into_iter().map(|range| &text[range]).collect();
        assert_eq!(rows, ["result = combine(first_argument, ", "second_argument)"]);
    }

    proptest! {
        #[test]
        fn broken_rows_hold_the_whole_line(text in "\\PC{0,120}", columns in 8.0_f64..60.0) {
            let start = text.len() - text.trim_start().len();
            let indent = text[..start].chars().count() as f64;
            let rows = broken(&text, start, indent, columns);
            let joined: String = rows.iter().map(|range| &text[range.clone()]).collect();
            prop_assert_eq!(joined, &text[start..]);
        }
    }
}
