//! Bars whose series stand on each other: upright, or lying where the names of the categories are long.

use lectern_lesson::{Rect, TextRole};
use vello_cpu::kurbo::{Point, RoundedRect, Shape as _};

use super::bars::{BAR_WIDTH, GROW_SECS, ROW_HEIGHT, VALUE_GAP, category_names, zero_line};
use super::legend::heading_rows;
use super::{Data, TICK_SIZE, color_of, label};
use crate::Color;
use crate::composer::Composer;
use crate::element::{Composition, Content, Element, Entrance, Ground, Paint, Response, ShapeContent};
use crate::number::{decimals_of, full, short};
use crate::text::{Align, Face, Setting, TextBlock};
use crate::visual::furniture::centered;

/// Contrast that a value inside its bar needs.
const CONTRAST: f64 = 4.5;

/// Space between series that stand on each other.
const SEAM: f64 = 3.0;

pub(super) fn compose(data: &Data<'_>, area: Rect, composer: &Composer<'_>, composition: &mut Composition) {
    let top = area.y + heading_rows(data, true, area, composer, composition);
    let mut area = Rect::new(area.x, top, area.width, area.bottom() - top);
    if let Some(name) = data.x_label {
        let muted = composer.palette().muted;
        let fitted = label(name, muted, Face::Body, TICK_SIZE, area.width, Align::Center, composer);
        if !fitted.fits {
            composition.overflow(None, "the name of the x axis is too long");
        }
        area.height -= fitted.block.height + 8.0;
        let text = Element::text(fitted.block, area.x, area.bottom() + 8.0, TextRole::Label, Ground::World);
        composition.push(text.delay(0.3));
    }
    let slot = (area.width / data.categories.len() as f64).min(BAR_WIDTH * 2.2);
    match category_names(data, slot, composer).filter(|_| slot * 0.6 >= 12.0) {
        Some(names) => upright(data, names, slot, area, composer, composition),
        None => lying(data, area, composer, composition),
    }
}

/// What a series adds to a category: from where to where, in values.
struct Segment {
    series: usize,
    from: f64,
    to: f64,
}

/// What stands on each other in a category: what is positive upwards from zero, what is negative downwards.
fn segments(data: &Data<'_>, category: usize) -> Vec<Segment> {
    let (mut high, mut low) = (0.0, 0.0);
    (0..data.series.len())
        .filter_map(|series| {
            let value = data.value(series, category).filter(|value| *value != 0.0)?;
            let end = if value > 0.0 { &mut high } else { &mut low };
            let from = *end;
            *end += value;
            Some(Segment { series, from, to: *end })
        })
        .collect()
}

/// The ends of all bars, zero among them.
fn range(data: &Data<'_>) -> (f64, f64) {
    let ends = || (0..data.categories.len()).flat_map(|category| segments(data, category)).map(|segment| segment.to);
    (ends().fold(0.0, f64::min), ends().fold(0.0, f64::max))
}

fn value_text(value: f64, decimals: usize) -> String {
    let shown = full(value, decimals);
    if shown == "0" && value != 0.0 || shown.chars().count() > 7 { short(value) } else { shown }
}

/// The totals over or beside the bars; none where something is negative or there is nothing to sum.
fn totals(data: &Data<'_>, composer: &Composer<'_>) -> Vec<Option<TextBlock>> {
    let decimals = decimals_of(data.values()).min(2);
    let negative = data.values().any(|value| value < 0.0);
    let setting = Setting { line_height: 1.15, ..composer.body(composer.scale().label, 900.0, Align::Left) };
    (0..data.categories.len())
        .map(|category| {
            let segments = segments(data, category);
            let total = segments.last().map(|segment| segment.to).filter(|_| !negative && data.series.len() > 1)?;
            Some(composer.plain(&value_text(total, decimals), Face::BodyBold, composer.palette().text, setting))
        })
        .collect()
}

fn upright(
    data: &Data<'_>,
    names: Vec<Option<TextBlock>>,
    slot: f64,
    area: Rect,
    composer: &Composer<'_>,
    composition: &mut Composition,
) {
    let names_height = names.iter().flatten().map(|block| block.height).fold(0.0, f64::max);
    let totals = totals(data, composer);
    // Totals that are wider than their place would lie over each other.
    let totals = if totals.iter().flatten().all(|block| block.width <= slot - 12.0) { totals } else { Vec::new() };
    let total_height = totals.iter().flatten().map(|block| block.height + VALUE_GAP).fold(0.0, f64::max);
    let (low, high) = range(data);
    let (top, bottom) = (area.y + total_height, area.bottom() - names_height - 20.0);
    if bottom - top < 120.0 || high - low <= 0.0 || !(high - low).is_finite() {
        composition.overflow(None, "there is no room for the bars");
        return;
    }
    let y = |value: f64| bottom - (value - low) / (high - low) * (bottom - top);
    let bar = (slot * 0.6).min(BAR_WIDTH * 1.2);
    let left = area.x + (area.width - slot * data.categories.len() as f64) / 2.0;
    let mut totals = totals.into_iter();
    for (category, name) in names.into_iter().enumerate() {
        let middle = left + slot * (category as f64 + 0.5);
        for segment in segments(data, category) {
            let (one, two) = (y(segment.from), y(segment.to));
            let rect = Rect::new(middle - bar / 2.0, one.min(two), bar, (one - two).abs());
            let base = Point::new(rect.x, one);
            place_segment(data, &segment, rect, base, true, 0.09 * category as f64, composer, composition);
        }
        if let Some(block) = totals.next().flatten() {
            let end = segments(data, category).last().map_or(y(0.0), |segment| y(segment.to));
            let at = Point::new(middle - block.width / 2.0, end - VALUE_GAP - block.height);
            place_total(block, at, data, category, composition);
        }
        if let Some(block) = name {
            let x = middle - (block.ink.x + block.ink.width / 2.0);
            let text = Element::text(block, x, bottom + 20.0, TextRole::Label, Ground::World);
            composition.push(text.delay(0.1 + 0.04 * category as f64));
        }
    }
    let width = slot * data.categories.len() as f64;
    let line = zero_line(Point::new(left, y(0.0)), Point::new(left + width, y(0.0)), composer);
    composition.push(line.enter(Entrance::Draw(0.5)));
}

fn lying(data: &Data<'_>, area: Rect, composer: &Composer<'_>, composition: &mut Composition) {
    let count = data.categories.len();
    let fitting = ((area.height / ROW_HEIGHT).floor() as usize).max(1);
    if count > fitting {
        composition.overflow(None, format!("a chart has room for {fitting} of these {count} categories"));
    }
    let shown = count.min(fitting);
    let row = (area.height / shown as f64).min(170.0);
    let top = area.y + (area.height - row * shown as f64) / 2.0;
    let names_width = area.width * 0.36;
    let set = |text: &str, size: f64| {
        let setting = Setting { line_height: 1.12, ..composer.body(size, names_width, Align::Right) };
        composer.fit_plain(text.trim(), Face::Body, composer.palette().text, setting, row - 8.0)
    };
    let largest = composer.scale().sublabel;
    let texts = || data.categories.iter().take(shown);
    let size = texts().map(|text| set(text, largest).block.size).fold(largest, f64::min);
    let names: Vec<TextBlock> = texts()
        .map(|text| {
            let fitted = set(text, size);
            if !fitted.fits {
                composition.overflow(None, "the name of a category is too long");
            }
            fitted.block
        })
        .collect();
    let widest = names.iter().map(|block| block.ink.width).fold(0.0, f64::max) + 8.0;
    let totals = totals(data, composer);
    let total_width = totals.iter().flatten().map(|block| block.width + VALUE_GAP).fold(0.0, f64::max);
    let (left, right) = (area.x + widest + 28.0, area.right() - total_width);
    let (low, high) = range(data);
    if high - low <= 0.0 || !(high - low).is_finite() {
        composition.overflow(None, "there is no room for the bars");
        return;
    }
    let x = |value: f64| left + (value - low) / (high - low) * (right - left);
    let bar = (row * 0.62).min(96.0);
    let mut totals = totals.into_iter();
    for (category, name) in names.into_iter().enumerate() {
        let middle = top + row * (category as f64 + 0.5);
        for segment in segments(data, category) {
            let (one, two) = (x(segment.from), x(segment.to));
            let rect = Rect::new(one.min(two), middle - bar / 2.0, (one - two).abs(), bar);
            let base = Point::new(one, rect.y);
            place_segment(data, &segment, rect, base, false, 0.09 * category as f64, composer, composition);
        }
        if let Some(block) = totals.next().flatten() {
            let end = segments(data, category).last().map_or(x(0.0), |segment| x(segment.to));
            let at = Point::new(end + VALUE_GAP, middle - (block.ink.y + block.ink.height / 2.0));
            place_total(block, at, data, category, composition);
        }
        let at = Point::new(area.x + widest - names_width, middle - (name.ink.y + name.ink.height / 2.0));
        let text = Element::text(name, at.x, at.y, TextRole::Label, Ground::World);
        composition.push(text.delay(0.1 + 0.04 * category as f64));
    }
    let line = zero_line(Point::new(x(0.0), top), Point::new(x(0.0), top + row * shown as f64), composer);
    composition.push(line.enter(Entrance::Draw(0.5)));
}

/// A segment that grows from the end of the one before, with its value inside where there is room.
#[expect(clippy::too_many_arguments, reason = "what, where and when: nothing that could go together")]
fn place_segment(
    data: &Data<'_>,
    segment: &Segment,
    rect: Rect,
    base: Point,
    upright: bool,
    delay: f64,
    composer: &Composer<'_>,
    composition: &mut Composition,
) {
    let color = color_of(segment.series, composer);
    // A seam in what is behind tells series apart that have colors alike.
    let seam = if segment.from == 0.0 { 0.0 } else { SEAM };
    let shown = if upright {
        let y = if segment.to > segment.from { rect.y } else { rect.y + seam };
        Rect::new(rect.x, y, rect.width, (rect.height - seam).max(2.0))
    } else {
        let x = if segment.to > segment.from { rect.x + seam } else { rect.x };
        Rect::new(x, rect.y, (rect.width - seam).max(2.0), rect.height)
    };
    let radius = composer.corner(6.0).min(shown.width.min(shown.height) / 2.0);
    let path = RoundedRect::new(shown.x, shown.y, shown.right(), shown.bottom(), radius).to_path(0.1);
    let shape = ShapeContent { path, fill: Some(Paint::Solid(color, 1.0)), stroke: None };
    let grow = Entrance::Grow { from: base, x: !upright, y: upright, secs: GROW_SECS };
    let element = Element::new(Content::Shape(shape)).part(segment.series).delay(delay).enter(grow);
    composition.push(element.respond(Response::Dims));
    let Some(ink) = readable_on(color, composer) else { return };
    let decimals = decimals_of(data.values()).min(2);
    let setting = Setting { line_height: 1.15, ..composer.body(composer.scale().floor.max(36.0), 900.0, Align::Left) };
    let block = composer.plain(&value_text(segment.to - segment.from, decimals), Face::BodyBold, ink, setting);
    if block.ink.width + 16.0 > shown.width || block.ink.height + 12.0 > shown.height {
        return;
    }
    let at = centered(&block, Point::new(shown.x + shown.width / 2.0, shown.y + shown.height / 2.0));
    let text = Element::text(block, at.x, at.y, TextRole::Label, Ground::Plain(color)).part(segment.series);
    composition.push(text.delay(delay + GROW_SECS * 0.6).enter(Entrance::Fade));
}

fn place_total(block: TextBlock, at: Point, data: &Data<'_>, category: usize, composition: &mut Composition) {
    let text = Element::text(block, at.x, at.y, TextRole::Label, Ground::World);
    // A sum is known once all that it sums is there.
    let text = text.part(data.series.len() - 1);
    composition.push(text.delay(0.09 * category as f64 + GROW_SECS).enter(Entrance::Fade));
}

/// The style's color that is read best on another, if one can be read at all.
fn readable_on(color: Color, composer: &Composer<'_>) -> Option<Color> {
    let palette = composer.palette();
    [palette.text, palette.shade, palette.ground, palette.ground_low, palette.board]
        .into_iter()
        .max_by(|one, two| one.contrast(color).total_cmp(&two.contrast(color)))
        .filter(|ink| ink.contrast(color) >= CONTRAST)
}

#[cfg(test)]
mod tests {
    use lectern_lesson::Series;

    use super::*;

    #[test]
    fn what_is_negative_stands_below_zero() {
        let series =
            [vec![3.0, -1.0], vec![-2.0, -1.0], vec![4.0, 0.0]].map(|values| Series { name: String::new(), values });
        let categories = ["a".to_owned(), "b".to_owned()];
        let data = Data {
            shift: None,
            x_label: None,
            y_label: None,
            categories: &categories,
            series: series.iter().collect(),
        };
        let told = |category| {
            segments(&data, category)
                .iter()
                .map(|segment| (segment.series, segment.from, segment.to))
                .collect::<Vec<_>>()
        };
        assert_eq!(told(0), [(0, 0.0, 3.0), (1, 0.0, -2.0), (2, 3.0, 7.0)]);
        assert_eq!(told(1), [(0, 0.0, -1.0), (1, -1.0, -2.0)]);
        assert_eq!(range(&data), (-2.0, 7.0));
    }
}
