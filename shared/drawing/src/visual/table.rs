//! A table: airy rows without boxes, entering as they are spoken of.

mod cards;

use lectern_lesson::{Rect, TextRole};
use vello_cpu::kurbo::{BezPath, Point, RoundedRect, Shape, Vec2};

use crate::composer::Composer;
use crate::element::{Composition, Content, Element, Entrance, Ground, Line, Paint, Response, ShapeContent};
use crate::number::{full, parse};
use crate::text::{Align, Face, Setting, TextBlock};
use crate::visual::caption::balanced;
use crate::visual::table::cards::Cards;

/// Lowest edge of text on a wide plane: below it the ridge begins.
const BOTTOM: f64 = 976.0;

/// Widest line of a caption.
const CAPTION_WIDTH: f64 = 1400.0;

/// The least size of cells that is read easily on a narrow plane.
const READABLE: f64 = 42.0;

/// Sizes to try, in design pixels; the style's floor is the last.
const SIZES: [f64; 6] = [56.0, 50.0, 46.0, 42.0, 38.0, 34.0];

/// Sizes to try first on a high plane, where a short table has room.
const LARGER: [f64; 2] = [76.0, 66.0];

/// Space above and below the text of a row, as a fraction of its size.
const ROW_AIR: f64 = 0.42;

/// Space between the edge of a row's light and its text.
const ROW_INSET: f64 = 36.0;

/// Widest space between columns.
const WIDEST_GAP: f64 = 220.0;

/// Rows under headers.
pub(crate) fn compose(
    headers: &[String],
    rows: &[Vec<String>],
    caption: Option<&str>,
    composer: &Composer<'_>,
) -> Composition {
    let mut composition = Composition::default();
    let columns = headers.len().max(rows.iter().map(Vec::len).max().unwrap_or(0));
    if columns == 0 || rows.is_empty() {
        composition.overflow(None, "the table has nothing to show");
        return composition;
    }
    let safe = composer.safe();
    let lowest = if composer.is_wide() { BOTTOM } else { safe.bottom() };
    let mut bottom = lowest;
    let caption_width = CAPTION_WIDTH.min(safe.width);
    let caption = caption.map(str::trim).filter(|caption| !caption.is_empty()).map(|caption| {
        let size = composer.larger(composer.scale().sublabel);
        let setting = Setting { line_height: 1.3, ..composer.body(size, caption_width, Align::Center) };
        let fitted = balanced(composer, caption, Face::Body, composer.palette().muted, setting, 2.7 * setting.size);
        bottom -= fitted.block.height + 30.0;
        fitted
    });
    let area = Rect::new(safe.x, safe.y + 10.0, safe.width, bottom - safe.y - 10.0);
    let cell = |row: &Vec<String>, column: usize| readable(row.get(column).map_or("", |text| text.trim()));
    let grid = Grid {
        headers: (0..columns).map(|column| headers.get(column).map_or("", |text| text.trim()).to_owned()).collect(),
        rows: rows.iter().map(|row| (0..columns).map(|column| cell(row, column)).collect()).collect(),
    };
    let table = Table::new(&grid, area, composer);
    // Where columns do not stand side by side in type that is read easily, each row is told as a card.
    let cards = if composer.is_wide() || (table.fits(area) && table.size >= READABLE) {
        None
    } else {
        Cards::new(&grid, area, table.fits(area), composer)
    };
    let end = match cards {
        Some(cards) => cards.place(area, composer, &mut composition),
        None => table.place(area, composer, &mut composition),
    };
    if let Some(fitted) = caption {
        if !fitted.fits {
            composition.overflow(None, "the caption of the table is too long");
        }
        let y = (end + 30.0).min(lowest - fitted.block.height);
        let text = Element::text(
            fitted.block,
            (composer.plane().width - caption_width) / 2.0,
            y,
            TextRole::Label,
            Ground::World,
        );
        composition.push(text.delay(0.4));
    }
    composition
}

/// A cell as a viewer reads it: long whole numbers are grouped. Shorter ones may be years and stay.
fn readable(text: &str) -> String {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let whole = (5..=15).contains(&digits.len())
        && !digits.starts_with('0')
        && digits.bytes().all(|byte| byte.is_ascii_digit());
    match parse(text) {
        Some(value) if whole => full(value, 0),
        _ => text.to_owned(),
    }
}

/// The words of a table: as many cells in each row as there are columns.
struct Grid {
    headers: Vec<String>,
    rows: Vec<Vec<String>>,
}

impl Grid {
    /// Columns of numbers stand on their units.
    fn align(&self, column: usize) -> Align {
        let mut cells = self.rows.iter().filter_map(|row| row.get(column)).filter(|text| !text.is_empty()).peekable();
        let numeric = cells.peek().is_some() && cells.all(|text| parse(text).is_some());
        if numeric { Align::Right } else { Align::Left }
    }

    fn cells(&self, column: usize) -> impl Iterator<Item = (&str, Face)> {
        let header = self.headers.get(column).map(|text| (text.as_str(), Face::BodyBold));
        header.into_iter().chain(self.rows.iter().filter_map(move |row| Some((row.get(column)?.as_str(), Face::Body))))
    }
}

/// A table, measured.
struct Table {
    size: f64,
    widths: Vec<f64>,
    gap: f64,
    headers: Vec<TextBlock>,
    rows: Vec<Vec<TextBlock>>,
    /// Whether words had to be broken to make the columns fit.
    crowded: bool,
}

impl Table {
    /// The largest size at which everything fits, or the smallest one.
    fn new(grid: &Grid, area: Rect, composer: &Composer<'_>) -> Self {
        let floor = composer.scale().floor;
        let mut smallest = None;
        let larger = LARGER.into_iter().filter(|_| !composer.is_wide());
        for size in larger.chain(SIZES.into_iter().filter(|size| *size > floor)).chain([floor]) {
            let table = Self::at_size(grid, size, area.width - 2.0 * ROW_INSET, composer);
            // Larger type is no gain where it breaks a header.
            let breaks = size > SIZES[0] && table.headers.iter().any(|header| header.lines.len() > 1);
            if table.fits(area) && !breaks {
                return table;
            }
            smallest = Some(table);
        }
        smallest.expect("the floor is always tried")
    }

    fn at_size(grid: &Grid, size: f64, room: f64, composer: &Composer<'_>) -> Self {
        let palette = composer.palette();
        let columns = grid.headers.len();
        let setting = |width: f64, align: Align| Setting { line_height: 1.22, ..composer.body(size, width, align) };
        let gap = (size * 1.5).min(room * 0.4 / columns as f64);
        let room = room - gap * (columns - 1) as f64;
        // Measured as wide as they like, and as narrow as their longest word.
        let unbroken =
            |text: &str, face: Face| composer.plain(text, face, palette.text, setting(8_000.0, Align::Left)).width;
        let natural: Vec<f64> = (0..columns)
            .map(|column| grid.cells(column).map(|(text, face)| unbroken(text, face)).fold(1.0, f64::max).ceil() + 2.0)
            .collect();
        let least: Vec<f64> = (0..columns)
            .map(|column| {
                let words =
                    grid.cells(column).flat_map(|(text, face)| text.split_whitespace().map(move |word| (word, face)));
                words.take(2_000).map(|(word, face)| unbroken(word, face)).fold(1.0, f64::max).ceil() + 2.0
            })
            .collect();
        let widths = share(&natural, &least, room);
        let crowded = widths.iter().zip(&least).any(|(width, least)| width + 0.5 < *least);
        // What is left goes between the columns: the eye should cross them easily, not far.
        let spare = (room - widths.iter().sum::<f64>()).max(0.0);
        let gap = (gap + spare * 0.6 / (columns.max(2) - 1) as f64).min(WIDEST_GAP.max(gap));
        let set = |text: &str, face: Face, color, column: usize| {
            let width = widths.get(column).copied().unwrap_or(1.0);
            composer.plain(text, face, color, setting(width, grid.align(column)))
        };
        let headers = grid
            .headers
            .iter()
            .enumerate()
            .map(|(column, text)| set(text, Face::BodyBold, palette.muted, column))
            .collect();
        let rows = grid
            .rows
            .iter()
            .map(|row| {
                row.iter().enumerate().map(|(column, text)| set(text, Face::Body, palette.text, column)).collect()
            })
            .collect();
        Self { size, widths, gap, headers, rows, crowded }
    }

    fn fits(&self, area: Rect) -> bool {
        !self.crowded && self.height() <= area.height
    }

    fn row_height(&self, cells: &[TextBlock]) -> f64 {
        let text = cells.iter().map(|block| block.height).fold(self.size, f64::max);
        text + 2.0 * ROW_AIR * self.size
    }

    fn header_height(&self) -> f64 {
        if self.headers.iter().all(|block| block.ink.width <= 0.0) { 0.0 } else { self.row_height(&self.headers) }
    }

    fn height(&self) -> f64 {
        self.header_height() + self.rows.iter().map(|row| self.row_height(row)).sum::<f64>()
    }

    fn width(&self) -> f64 {
        self.widths.iter().sum::<f64>() + self.gap * self.widths.len().saturating_sub(1) as f64
    }

    /// Adds the table to the composition and tells where it ends.
    fn place(self, area: Rect, composer: &Composer<'_>, composition: &mut Composition) -> f64 {
        if self.crowded {
            composition.overflow(Some(0), format!("{} columns do not stand side by side", self.widths.len()));
        }
        let palette = composer.palette();
        let left = area.x + (area.width - self.width()) / 2.0;
        let edges = (left - ROW_INSET, left + self.width() + ROW_INSET);
        let mut top = area.y + ((area.height - self.height()) / 2.0).max(0.0);
        let xs: Vec<f64> = self
            .widths
            .iter()
            .scan(left, |x, width| {
                let at = *x;
                *x += width + self.gap;
                Some(at)
            })
            .collect();
        let header_height = self.header_height();
        let heights: Vec<f64> = self.rows.iter().map(|row| self.row_height(row)).collect();
        let Self { size, headers, rows, .. } = self;
        if header_height > 0.0 {
            let text = headers.iter().map(|block| block.height).fold(0.0, f64::max);
            for (block, x) in headers.into_iter().zip(&xs) {
                // Headers of several lines stand on the line below them.
                let y = top + ROW_AIR * size + text - block.height;
                composition.push(Element::text(block, *x, y, TextRole::Heading, Ground::World).enter(Entrance::Fade));
            }
            top += header_height;
            let line = rule(edges, top, Paint::Solid(palette.muted, 0.7), 3.0);
            composition.push(line.enter(Entrance::Draw(0.6)));
        }
        let last = rows.len().saturating_sub(1);
        for (part, (row, height)) in rows.into_iter().zip(heights).enumerate() {
            if top + height > area.bottom() + 1.0 {
                composition.overflow(Some(part), format!("there is no room for row {} at {size:.0} px", part + 1));
                break;
            }
            light(edges, top, height, part, composer, composition);
            for (block, x) in row.into_iter().zip(&xs) {
                let y = top + (height - block.height) / 2.0;
                let text = Element::text(block, *x, y, TextRole::Body, Ground::World).part(part);
                composition.push(text.enter(Entrance::Slide(Vec2::new(0.0, 24.0))).respond(Response::Dims));
            }
            top += height;
            if part < last {
                let line = rule(edges, top, Paint::Solid(palette.line, 0.4), 2.0).part(part);
                composition.push(line.enter(Entrance::Draw(0.5)));
            }
        }
        top
    }
}

/// Shares room among columns: each what it likes if that fits, else the narrow ones what they like and the wide ones the
/// rest, but none less than its longest word as long as that is possible.
fn share(natural: &[f64], least: &[f64], room: f64) -> Vec<f64> {
    let total: f64 = natural.iter().sum();
    if total <= room {
        return natural.to_vec();
    }
    let needed: f64 = least.iter().sum();
    if needed >= room {
        return least.iter().map(|width| width * room / needed).collect();
    }
    let wanted: f64 = natural.iter().zip(least).map(|(natural, least)| (natural - least).max(0.0).sqrt()).sum();
    let mut widths = least.to_vec();
    let mut left = room - needed;
    let mut open: Vec<usize> = (0..natural.len()).collect();
    let mut weight = wanted;
    // A column that has all it likes gives the rest back; each round closes at least one, or is the last.
    while left > 0.5 && !open.is_empty() && weight > 0.0 {
        let portion = left / weight;
        let mut given = 0.0;
        let mut still_open = Vec::new();
        for column in open {
            let share = (natural[column] - least[column]).max(0.0).sqrt() * portion;
            let taken = share.min(natural[column] - widths[column]).max(0.0);
            widths[column] += taken;
            given += taken;
            if widths[column] + 0.5 < natural[column] {
                still_open.push(column);
            }
        }
        left -= given;
        if given <= 0.0 {
            break;
        }
        weight = still_open.iter().map(|column| (natural[*column] - least[*column]).max(0.0).sqrt()).sum();
        open = still_open;
    }
    widths
}

/// The light on the row that the voice is at.
fn light(
    edges: (f64, f64),
    top: f64,
    height: f64,
    part: usize,
    composer: &Composer<'_>,
    composition: &mut Composition,
) {
    let aqua = composer.palette().flow;
    let (left, right) = edges;
    let band = RoundedRect::new(left, top + 5.0, right, top + height - 5.0, 16.0).to_path(0.1);
    let fade = vec![(0.0, aqua, 0.2), (1.0, aqua, 0.05)];
    let paint = Paint::Linear { from: Point::new(left, top), to: Point::new(right, top), stops: fade };
    let bar = RoundedRect::new(left, top + 14.0, left + 7.0, top + height - 14.0, 3.5).to_path(0.1);
    for (path, paint) in [(band, paint), (bar, Paint::Solid(aqua, 1.0))] {
        let shape = ShapeContent { path, fill: Some(paint), stroke: None };
        composition
            .push(Element::new(Content::Shape(shape)).part(part).enter(Entrance::Fade).respond(Response::Lights));
    }
}

fn rule(edges: (f64, f64), y: f64, paint: Paint, width: f64) -> Element {
    let mut path = BezPath::new();
    path.move_to((edges.0, y));
    path.line_to((edges.1, y));
    let stroke = Line { paint, width, dots: None, glow: None };
    Element::new(Content::Shape(ShapeContent { path, fill: None, stroke: Some(stroke) }))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{readable, share};

    #[test]
    fn long_whole_numbers_are_grouped() {
        let cases = [
            ("2692537", "2,692,537"),
            ("-21891", "−21,891"),
            ("1969", "1969"),
            ("00012", "00012"),
            ("1234567.5", "1234567.5"),
            ("n = 12345", "n = 12345"),
            ("", ""),
        ];
        for (text, expected) in cases {
            assert_eq!(readable(text), expected);
        }
    }

    proptest! {
        #[test]
        fn columns_get_what_they_need_as_long_as_there_is_room(
            columns in prop::collection::vec((1.0_f64..400.0, 0.0_f64..1500.0), 1..8),
            room in 100.0_f64..1800.0,
        ) {
            let least: Vec<f64> = columns.iter().map(|column| column.0).collect();
            let natural: Vec<f64> = columns.iter().map(|column| column.0 + column.1).collect();
            let widths = share(&natural, &least, room);
            prop_assert!(widths.iter().sum::<f64>() <= room.max(0.0) + 1.0 || natural.iter().sum::<f64>() <= room);
            if least.iter().sum::<f64>() <= room {
                for (width, least) in widths.iter().zip(&least) {
                    prop_assert!(width + 1e-6 >= *least);
                }
            }
        }
    }
}
