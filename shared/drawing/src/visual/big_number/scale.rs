//! Something known that a number is as much as, drawn to scale: many of a thing, a part of a whole, a length beside another.

use std::f64::consts::TAU;

use lectern_lesson::{Rect, Scale, ScaleForm, TextRole};
use vello_cpu::kurbo::{BezPath, Circle, CircleSegment, Point, RoundedRect, Shape as _};

use crate::composer::{Composer, Fitted, GUTTER};
use crate::element::{Composition, Content, Element, Entrance, GlowContent, Ground, Line, Paint, ShapeContent, Start};
use crate::number::full;
use crate::plane::Shape;
use crate::text::{Align, Face, Setting, TextBlock};
use crate::visual::sector::Sector;

/// Most illustrations in a field: more take longer to draw than a frame should, and are smaller than their details.
const PICTURES_MAX: u32 = 200;

/// Most things in a field, as the storyboard's schema has it.
const COUNT_MAX: u32 = 1_000;

/// Largest side of one thing in a field of up to ten, and of more.
const THING: [f64; 2] = [340.0, 190.0];

/// After how many columns a field has a gap, so that the eye can count.
const GROUP: usize = 5;

/// The gap as a part of a column.
const GROUP_GAP: f64 = 0.4;

/// Seconds in which all of a field, a ring or a bar comes.
const GROW_SECS: f64 = 1.3;

/// Seconds after the number and its caption until the comparison comes.
const AFTER_SECS: f64 = 0.7;

/// Most times that a length is marked off on a longer one.
const MARKS_MAX: f64 = 40.0;

/// Whether there is anything to draw.
pub(super) fn is_drawable(form: &ScaleForm) -> bool {
    match form {
        ScaleForm::Count { count, .. } => *count > 0,
        ScaleForm::Part { part } => part.is_finite() && (0.0..=1.0).contains(part),
        ScaleForm::Length { length, other, .. } => {
            [length, other].into_iter().all(|length| length.is_finite() && *length > 0.0 && *length < 1e300)
        }
    }
}

/// How many of ten a part is, if it is a whole number of them.
pub(super) fn tenths(part: f64) -> Option<usize> {
    let tenths = part * 10.0;
    ((tenths - tenths.round()).abs() < 1e-6).then_some(tenths.round() as usize)
}

/// What the number is as much as, in words; lengths have them at their bars.
pub(super) fn title(scale: &Scale, width: f64, composer: &Composer<'_>) -> Option<Fitted> {
    let text = scale.text.trim();
    if text.is_empty() || matches!(scale.form, ScaleForm::Length { .. }) {
        return None;
    }
    // "100 elephants" is what the number equals; "9 of 10" says it in its own words.
    let equals =
        matches!(scale.form, ScaleForm::Count { .. }) && text.starts_with(|first: char| first.is_ascii_digit());
    let text = if equals { format!("= {text}") } else { text.to_owned() };
    let setting = composer.display(composer.scale().heading, width, Align::Center);
    Some(composer.fit_plain(&text, Face::DisplaySemi, composer.palette().result, setting, 150.0))
}

/// Places the words of the comparison with their left top corner at a point.
pub(super) fn place_title(title: Option<Fitted>, at: Point, composition: &mut Composition) {
    let Some(title) = title else { return };
    if !title.fits {
        composition.overflow(None, "what the number is compared with is too long for its place");
    }
    let text = Element::text(title.block, at.x, at.y, TextRole::Heading, Ground::World);
    composition.push(comes(text, 0.0).enter(Entrance::Rise));
}

/// Draws the comparison in a place.
pub(super) fn place(scale: &Scale, number: &str, place: Rect, composer: &Composer<'_>, composition: &mut Composition) {
    match &scale.form {
        ScaleForm::Count { count, picture } => field(*count, picture.as_deref(), place, composer, composition),
        ScaleForm::Part { part } => match tenths(*part) {
            Some(tenths) => row_of_ten(tenths, place, composer, composition),
            None => ring(*part, place, composer, composition),
        },
        ScaleForm::Length { length, other, picture, upright } => {
            let lengths = Lengths { length: *length, other: *other, picture: picture.as_deref() };
            let times = lengths.times();
            let texts = [times.as_deref().unwrap_or(number.trim()), scale.text.trim()];
            if *upright {
                lengths.stand(texts, place, composer, composition);
            } else {
                lengths.lie(texts, place, composer, composition);
            }
        }
    }
}

/// Comes once the number and its caption have come.
fn comes(element: Element, delay: f64) -> Element {
    element.start(Start::Both(0, 1)).delay(AFTER_SECS + delay)
}

/// Where the things of a field stand.
struct Field {
    columns: usize,
    /// Side of the square that one has.
    side: f64,
}

impl Field {
    /// The field in which that many things are largest, with full rows and full groups rather than almost as large ones.
    fn new(count: usize, place: Rect) -> Self {
        let side = |columns: usize| Self::rows_of(columns, count, place).side;
        let worth = |columns: usize| {
            let full = if count.is_multiple_of(columns) { 1.2 } else { 1.0 };
            let grouped = if columns.is_multiple_of(GROUP) || columns < GROUP { 1.15 } else { 1.0 };
            side(columns) * full * grouped
        };
        let columns = (1..=count.max(1)).max_by(|one, two| worth(*one).total_cmp(&worth(*two))).unwrap_or(1);
        Self::rows_of(columns, count, place)
    }

    /// The field with that many columns.
    fn rows_of(columns: usize, count: usize, place: Rect) -> Self {
        let rows = count.div_ceil(columns) as f64;
        let largest = if count <= 10 { THING[0] } else { THING[1] };
        Self { columns, side: (place.width / Self::breadth(columns)).min(place.height / rows).min(largest) }
    }

    /// Width of a row of that many, in sides.
    fn breadth(columns: usize) -> f64 {
        columns as f64 + (columns.saturating_sub(1) / GROUP) as f64 * GROUP_GAP
    }

    /// The middles of the things, row by row from the left.
    fn centers(&self, count: usize, place: Rect) -> Vec<Point> {
        let rows = count.div_ceil(self.columns);
        let left = place.x + (place.width - Self::breadth(self.columns) * self.side) / 2.0;
        // Nearer to the words than to the edge: what belongs together stands together.
        let top = place.y + (place.height - rows as f64 * self.side) * 0.4;
        (0..count)
            .map(|index| {
                let (row, column) = (index / self.columns, index % self.columns);
                let x = column as f64 + 0.5 + (column / GROUP) as f64 * GROUP_GAP;
                Point::new(left + x * self.side, top + (row as f64 + 0.5) * self.side)
            })
            .collect()
    }
}

/// That many of a thing.
fn field(count: u32, picture: Option<&str>, place: Rect, composer: &Composer<'_>, composition: &mut Composition) {
    if count > COUNT_MAX {
        composition.overflow(None, format!("at most {COUNT_MAX} things are drawn; there are {count}"));
    }
    let count = count.min(COUNT_MAX) as usize;
    let field = Field::new(count, place);
    let centers = field.centers(count, place);
    let result = composer.palette().result;
    let middle = Point::new(place.x + place.width / 2.0, place.y + place.height * 0.4);
    let glow = GlowContent { center: middle, radius: place.width * 0.5, color: result, strength: 0.16 };
    composition.push(comes(Element::new(Content::Glow(glow)), 0.2));
    if let Some(name) = picture.filter(|_| count <= PICTURES_MAX as usize) {
        let inner = field.side * 0.84;
        for (index, center) in centers.iter().enumerate() {
            let rect = Rect::new(center.x - inner / 2.0, center.y - inner / 2.0, inner, inner);
            let delay = GROW_SECS * index as f64 / count as f64;
            composition.push(comes(composer.illustration(name, rect), delay).enter(Entrance::Pop));
        }
        return;
    }
    // Row by row, each uncovered from the left: one element for a row, however many there are.
    let rows = count.div_ceil(field.columns);
    for (row, centers) in centers.chunks(field.columns).enumerate() {
        let mut path = BezPath::new();
        for center in centers {
            path.extend(Circle::new(*center, field.side * 0.36).path_elements(0.1));
        }
        let shape = ShapeContent { path, fill: Some(Paint::Solid(result, 1.0)), stroke: None };
        let secs = (GROW_SECS / rows as f64).max(0.12);
        let delay = GROW_SECS * row as f64 / rows as f64;
        composition.push(comes(Element::new(Content::Shape(shape)), delay).enter(Entrance::Wipe(secs)));
    }
}

/// Ten discs, so many of them filled.
fn row_of_ten(tenths: usize, place: Rect, composer: &Composer<'_>, composition: &mut Composition) {
    let palette = composer.palette();
    let columns = if composer.shape() == Shape::Wide { 10 } else { 5 };
    let field = Field::rows_of(columns, 10, place);
    let radius = field.side * 0.38;
    for (index, center) in field.centers(10, place).into_iter().enumerate() {
        let disc = Circle::new(center, radius).to_path(0.05);
        let stroke = Line { paint: Paint::Solid(palette.line, 0.9), width: 4.0, dots: None, glow: None };
        let faint = Some(Paint::Solid(palette.line, 0.14));
        let outline = ShapeContent { path: disc.clone(), fill: faint, stroke: Some(stroke) };
        composition.push(comes(Element::new(Content::Shape(outline)), 0.03 * index as f64));
        if index < tenths {
            let filled = ShapeContent { path: disc, fill: Some(Paint::Solid(palette.result, 1.0)), stroke: None };
            let delay = 0.5 + GROW_SECS * index as f64 / 10.0;
            composition.push(comes(Element::new(Content::Shape(filled)), delay).enter(Entrance::Pop));
        }
    }
}

/// A ring, filled from the top as far as the part reaches.
fn ring(part: f64, place: Rect, composer: &Composer<'_>, composition: &mut Composition) {
    let palette = composer.palette();
    let outer = (place.width.min(place.height) / 2.0 - 10.0).clamp(20.0, 400.0);
    let center = Point::new(place.x + place.width / 2.0, place.y + place.height / 2.0);
    let inner = outer * 0.7;
    let whole = CircleSegment::new(center, outer, inner, 0.0, TAU).to_path(0.05);
    let whole = ShapeContent { path: whole, fill: Some(Paint::Solid(palette.line, 0.28)), stroke: None };
    composition.push(comes(Element::new(Content::Shape(whole)), 0.0));
    let glow = GlowContent { center, radius: outer * 1.5, color: palette.result, strength: 0.2 };
    composition.push(comes(Element::new(Content::Glow(glow)), 0.3));
    let sector = Sector { center, outer, inner, start: 0.0, sweep: TAU * part };
    composition.push(comes(sector.swept(palette.result, GROW_SECS), 0.3));
}

/// A length beside another, to one scale.
struct Lengths<'a> {
    length: f64,
    other: f64,
    picture: Option<&'a str>,
}

impl Lengths<'_> {
    /// Both on one ground, their words over them.
    fn stand(&self, texts: [&str; 2], place: Rect, composer: &Composer<'_>, composition: &mut Composition) {
        let width = (place.width - GUTTER) / 2.0;
        let labels = labels(texts, width, Align::Center, composer, composition);
        let tallest = labels.iter().map(|label| label.height).fold(0.0, f64::max);
        let ground = place.bottom() - 6.0;
        let mut scale = (ground - place.y - tallest - 18.0).max(40.0) / self.length.max(self.other);
        if self.picture.is_some() {
            // A picture is as high as its place as long as it is not much wider than high.
            scale = scale.min(width * 0.62 / self.other);
        }
        for (index, (label, value)) in labels.into_iter().zip([self.length, self.other]).enumerate() {
            let x = place.x + index as f64 * (width + GUTTER);
            let high = (value * scale).max(3.0);
            let thick = if index == 0 { (width * 0.5).min(240.0) } else { (high * 0.4).clamp(14.0, 240.0).min(width) };
            let rect = Rect::new(x + (width - thick) / 2.0, ground - high, thick, high);
            match self.picture.filter(|_| index == 1) {
                // As high as the bar would be, in its own proportions.
                Some(name) => {
                    let room = Rect::new(x, rect.y, width, high);
                    composition.push(comes(composer.illustration(name, room), 0.5).enter(Entrance::Rise));
                }
                None => self.bar(rect, index, true, composer, composition),
            }
            let y = rect.y - 18.0 - label.height;
            composition.push(label_element(label, Point::new(x, y), index));
        }
        let line = RoundedRect::new(place.x, ground, place.right(), ground + 4.0, 2.0).to_path(0.1);
        let shape = ShapeContent { path: line, fill: Some(Paint::Solid(composer.palette().muted, 1.0)), stroke: None };
        composition.push(comes(Element::new(Content::Shape(shape)), 0.0));
    }

    /// Both from the left, each under its words.
    fn lie(&self, texts: [&str; 2], place: Rect, composer: &Composer<'_>, composition: &mut Composition) {
        let slot = place.height / 2.0;
        // How high a picture is when it is as long as it should be, nobody knows before it is drawn: it stands at its words.
        let beside = if self.picture.is_some() { 1.5 * composer.scale().body } else { 0.0 };
        let labels = labels(texts, place.width - beside - 24.0, Align::Left, composer, composition);
        let scale = place.width / self.length.max(self.other);
        for (index, (label, value)) in labels.into_iter().zip([self.length, self.other]).enumerate() {
            let head = label.height.max(if index == 1 { beside } else { 0.0 });
            let thick = (slot - head - 50.0).clamp(8.0, 110.0);
            let y = place.y + index as f64 * slot + (slot - head - 14.0 - thick).max(0.0) / 2.0;
            let rect = Rect::new(place.x, y + head + 14.0, (value * scale).max(3.0), thick);
            self.bar(rect, index, false, composer, composition);
            let picture = self.picture.filter(|_| index == 1);
            if let Some(name) = picture {
                let place = Rect::new(place.x, y, beside, beside);
                composition.push(comes(composer.illustration(name, place), 0.5).enter(Entrance::Pop));
            }
            let x = place.x + picture.map_or(0.0, |_| beside + 24.0);
            composition.push(label_element(label.clone(), Point::new(x, y + (head - label.height) / 2.0), index));
        }
    }

    /// How often the other goes into it, as a short text; none when it does not go into it.
    fn times(&self) -> Option<String> {
        let times = self.length / self.other;
        let shown = if times >= 3.0 { times.round() } else { (times * 10.0).round() / 10.0 };
        let about = if (times / shown - 1.0).abs() > 0.01 { "≈ " } else { "" };
        (times >= 1.5).then(|| format!("{about}{} ×", full(shown, 1)))
    }

    /// One of the two.
    fn bar(&self, rect: Rect, index: usize, upright: bool, composer: &Composer<'_>, composition: &mut Composition) {
        let palette = composer.palette();
        let delay = 0.5 * index as f64;
        let radius = composer.corner(10.0).min(rect.width.min(rect.height) / 2.0);
        let path = RoundedRect::new(rect.x, rect.y, rect.right(), rect.bottom(), radius).to_path(0.1);
        let color = if index == 0 { palette.flow } else { palette.result };
        let fill = Some(Paint::Solid(color, 1.0));
        let from = Point::new(rect.x, if upright { rect.bottom() } else { rect.y });
        let grow = Entrance::Grow { from, x: !upright, y: upright, secs: GROW_SECS };
        let shape = ShapeContent { path, fill, stroke: None };
        composition.push(comes(Element::new(Content::Shape(shape)), delay).enter(grow));
        let times = self.length / self.other;
        if index == 0 && (1.5..=MARKS_MAX).contains(&times) {
            // Marks tell how often the other goes into it.
            let mut marks = BezPath::new();
            for mark in 1..=(times - 0.02).floor() as usize {
                let along = mark as f64 / times;
                if upright {
                    let y = rect.bottom() - along * rect.height;
                    marks.move_to((rect.x, y));
                    marks.line_to((rect.right(), y));
                } else {
                    let x = rect.x + along * rect.width;
                    marks.move_to((x, rect.y));
                    marks.line_to((x, rect.bottom()));
                }
            }
            let stroke = Line { paint: Paint::Solid(palette.ground_low, 0.75), width: 4.0, dots: None, glow: None };
            let shape = ShapeContent { path: marks, fill: None, stroke: Some(stroke) };
            composition.push(comes(Element::new(Content::Shape(shape)), GROW_SECS + 0.6));
        }
    }
}

/// The words of both lengths, in one size.
fn labels(
    texts: [&str; 2],
    width: f64,
    align: Align,
    composer: &Composer<'_>,
    composition: &mut Composition,
) -> Vec<TextBlock> {
    let palette = composer.palette();
    let setting = Setting { line_height: 1.15, ..composer.display(composer.scale().body, width, align) };
    let set = |index: usize, size: f64| {
        let color = if index == 0 { palette.text } else { palette.result };
        composer.fit_plain(texts[index], Face::DisplaySemi, color, Setting { size, ..setting }, 3.6 * setting.size)
    };
    let size = (0..texts.len()).map(|index| set(index, setting.size).block.size).fold(setting.size, f64::min);
    (0..texts.len())
        .map(|index| {
            let fitted = set(index, size);
            if !fitted.fits {
                composition.overflow(None, "the words of a length are too long for their place");
            }
            fitted.block
        })
        .collect()
}

fn label_element(label: TextBlock, at: Point, index: usize) -> Element {
    let text = Element::text(label, at.x, at.y, TextRole::Label, Ground::World);
    comes(text, 0.3 + 0.5 * index as f64).enter(Entrance::Rise)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_has_everything_in_its_place() {
        for (width, height) in [(1728.0, 420.0), (972.0, 900.0), (700.0, 60.0)] {
            let place = Rect::new(96.0, 500.0, width, height);
            for count in [1, 2, 7, 10, 37, 100, 144, 997, 1_000] {
                let field = Field::new(count, place);
                let centers = field.centers(count, place);
                assert_eq!(centers.len(), count);
                let half = field.side / 2.0;
                for (index, center) in centers.iter().enumerate() {
                    let rect = Rect::new(center.x - half, center.y - half, field.side, field.side);
                    assert!(place.contains(&rect, 0.1), "{count} in {place:?}: {rect:?}");
                    let near =
                        centers[..index].iter().map(|other| center.distance(*other)).fold(f64::INFINITY, f64::min);
                    assert!(near >= field.side - 0.1, "{count} in {place:?}");
                }
            }
        }
    }

    #[test]
    fn a_hundred_stand_in_full_rows() {
        let field = Field::new(100, Rect::new(0.0, 0.0, 1728.0, 420.0));
        assert!(field.columns.is_multiple_of(GROUP) && 100_usize.is_multiple_of(field.columns), "{}", field.columns);
    }

    #[test]
    fn lengths_tell_how_often_one_goes_into_the_other() {
        for (length, other, times) in [
            (12.0, 1.65, Some("≈ 7 ×")),
            (30.0, 12.0, Some("2.5 ×")),
            (8.0, 2.0, Some("4 ×")),
            (2.0, 1.65, None),
            (0.5, 1.65, None),
            (5_000.0, 1.0, Some("5,000 ×")),
        ] {
            assert_eq!(Lengths { length, other, picture: None }.times().as_deref(), times, "{length} and {other}");
        }
    }

    #[test]
    fn tenths_are_whole() {
        for (part, tenths_expected) in [(0.9, Some(9)), (0.3, Some(3)), (1.0, Some(10)), (0.0, Some(0)), (0.71, None)] {
            assert_eq!(tenths(part), tenths_expected, "{part}");
        }
    }
}
