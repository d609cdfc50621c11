//! Amounts against each other, all to one scale: fields of dots, upright bars or lying bars.

use lectern_lesson::{Amount, AmountForm, Rect, TextRole};
use vello_cpu::kurbo::{BezPath, Circle, Point, RoundedRect, Shape as _};

use crate::Color;
use crate::composer::{Composer, Fitted, GUTTER};
use crate::element::{Composition, Content, Element, Entrance, Ground, Paint, Response, ShapeContent};
use crate::plane::Shape;
use crate::text::{Align, Face, Setting, TextRun};
use crate::visual::furniture::heading;

/// Most marks in all fields together: more are neither counted by the eye nor drawn cheaply.
const MARKS_MAX: f64 = 2_500.0;

/// Most marks when amounts are not whole numbers, which nobody counts one by one.
const PARTS_MAX: f64 = 250.0;

/// Distance between the middles of marks, in design pixels.
const PITCH: (f64, f64) = (7.0, 84.0);

/// Seconds in which a field or a bar comes.
const GROW_SECS: f64 = 1.1;

/// Amounts drawn to scale against each other.
pub(crate) fn compose(
    title: Option<&str>,
    form: AmountForm,
    amounts: &[Amount],
    composer: &Composer<'_>,
) -> Composition {
    let mut composition = Composition::default();
    let top = heading(title, composer, &mut composition);
    let safe = composer.safe();
    let room = Rect::new(safe.x, top, safe.width, (safe.bottom() - 40.0 - top).max(1.0));
    if amounts.is_empty() {
        return composition;
    }
    let is_high = matches!(composer.shape(), Shape::Tall | Shape::Portrait);
    match form {
        AmountForm::Count => fields(amounts, room, !is_high, composer, &mut composition),
        AmountForm::Height => heights(amounts, room, composer, &mut composition),
        AmountForm::Length => lengths(amounts, room, composer, &mut composition),
    }
    composition
}

/// The accent of an amount; three at most in a frame.
fn accent(part: usize, composer: &Composer<'_>) -> Color {
    let palette = composer.palette();
    [palette.flow, palette.result, palette.structure][part % 3]
}

/// A value that can be drawn: not negative, not more than floating point can sum.
fn drawable(amount: &Amount) -> f64 {
    if amount.value.is_finite() { amount.value.clamp(0.0, 1e300) } else { 0.0 }
}

fn largest(amounts: &[Amount]) -> f64 {
    amounts.iter().map(drawable).fold(f64::MIN_POSITIVE, f64::max)
}

/// Number and caption as one text: under each other when `stacked`, else in one line as far as they fit.
fn labels(amounts: &[Amount], width: f64, height: f64, stacked: bool, composer: &Composer<'_>) -> Vec<Fitted> {
    let palette = composer.palette();
    let align = if stacked { Align::Center } else { Align::Left };
    let between = if stacked { "\n" } else { "  " };
    let setting = Setting { line_height: 1.2, ..composer.body(composer.scale().body, width, align) };
    let runs = |amount: &Amount| {
        let number = amount.number.trim().to_owned();
        let caption = amount.caption.trim();
        let caption = if caption.is_empty() { String::new() } else { format!("{between}{caption}") };
        vec![
            TextRun { text: number, face: Face::DisplaySemi, color: palette.text },
            TextRun { text: caption, face: Face::Body, color: palette.text.mix(palette.muted, 0.5) },
        ]
    };
    let fitted: Vec<Fitted> = amounts.iter().map(|amount| composer.fit(&runs(amount), setting, height)).collect();
    // One size for all.
    let size = fitted.iter().map(|fitted| fitted.block.size).fold(f64::INFINITY, f64::min);
    amounts.iter().map(|amount| composer.fit(&runs(amount), Setting { size, ..setting }, height)).collect()
}

fn put_label(label: Fitted, part: usize, at: Point, composition: &mut Composition) {
    if !label.fits {
        composition.overflow(Some(part), "the words of the amount are too long for their place");
    }
    let text = Element::text(label.block, at.x, at.y, TextRole::Label, Ground::World).part(part);
    composition.push(text.enter(Entrance::Rise).respond(Response::Dims));
}

fn tallest(labels: &[Fitted]) -> f64 {
    labels.iter().map(|label| label.block.height).fold(0.0, f64::max)
}

/// How much one mark stands for: the least of 1, 2 and 5 times a power of ten that leaves few enough marks.
fn per_mark(amounts: &[Amount]) -> f64 {
    let total: f64 = amounts.iter().map(drawable).sum::<f64>().min(1e300);
    let whole = amounts.iter().all(|amount| drawable(amount).fract() == 0.0);
    if whole && total <= MARKS_MAX || total <= 0.0 {
        return 1.0;
    }
    let least = total / if whole || total > MARKS_MAX { MARKS_MAX } else { PARTS_MAX };
    let power = 10_f64.powf(least.log10().floor());
    [1.0, 2.0, 5.0].map(|step| step * power).into_iter().find(|step| *step >= least).unwrap_or(10.0 * power)
}

/// Marks of each amount: at least one for what is not nothing.
fn marks(amounts: &[Amount], per_mark: f64) -> Vec<usize> {
    let count = |amount| {
        let value = drawable(amount);
        if value > 0.0 { ((value / per_mark).round() as usize).max(1) } else { 0 }
    };
    amounts.iter().map(count).collect()
}

/// The legend of fields; none when each mark is one.
fn legend(per_mark: f64) -> Option<String> {
    if per_mark == 1.0 {
        return None;
    }
    let digits = if per_mark < 1.0 { (-per_mark.log10()).ceil().min(12.0) as usize } else { 0 };
    let plain = format!("{per_mark:.digits$}");
    let (whole, rest) = plain.split_once('.').unwrap_or((&plain, ""));
    let mut grouped = String::new();
    for (index, digit) in whole.chars().enumerate() {
        if index > 0 && (whole.len() - index).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    Some(if rest.is_empty() { format!("1 dot = {grouped}") } else { format!("1 dot = {grouped}.{rest}") })
}

/// Fields of dots: side by side over their labels, or under each other each below its label.
fn fields(amounts: &[Amount], room: Rect, beside: bool, composer: &Composer<'_>, composition: &mut Composition) {
    let count = amounts.len() as f64;
    let per_mark = per_mark(amounts);
    let marks = marks(amounts, per_mark);
    let legend = legend(per_mark).map(|text| {
        let setting = composer.body(composer.scale().sublabel, room.width, Align::Left);
        composer.fit_plain(&text, Face::Body, composer.palette().muted, setting, 60.0)
    });
    let legend_height = legend.as_ref().map_or(0.0, |legend| legend.block.height + 24.0);
    let room = Rect::new(room.x, room.y, room.width, (room.height - legend_height).max(1.0));
    if let Some(legend) = legend {
        if !legend.fits {
            composition.overflow(None, "what one dot stands for does not fit");
        }
        let text = Element::text(legend.block, room.x, room.bottom() + 24.0, TextRole::Label, Ground::World);
        composition.push(text.delay(0.4));
    }
    let width = if beside { (room.width - GUTTER * (count - 1.0)) / count } else { room.width };
    let label_room = if beside { room.height * 0.4 } else { room.height / count * 0.5 };
    let labels = labels(amounts, width.max(40.0), label_room, beside, composer);
    let label_height = tallest(&labels) + 24.0;
    let across = |pitch: f64| ((width / pitch).floor() as usize).max(1);
    let height = if beside { room.height - label_height } else { room.height - (label_height + GUTTER) * count };
    let fits = |pitch: &f64| {
        let lines = marks.iter().map(|marks| marks.div_ceil(across(*pitch)) as f64 * pitch);
        let used = if beside { lines.fold(0.0, f64::max) } else { lines.sum() };
        used <= height
    };
    let pitches = std::iter::successors(Some(PITCH.1), |pitch| Some(pitch * 0.97));
    let pitch = pitches.take_while(|pitch| *pitch > PITCH.0).find(fits).unwrap_or(PITCH.0);
    if !fits(&pitch) {
        composition.overflow(None, "the fields of dots are higher than their place");
    }
    // A field is as high as its place when it can be, and no wider than it needs to be.
    let lines_most = if beside { ((height / pitch).floor() as usize).max(1) } else { usize::MAX };
    let mut y = room.y;
    for (part, (label, marks)) in labels.into_iter().zip(marks).enumerate() {
        let lines =
            marks.div_ceil(across(pitch)).max(if beside { marks.min(lines_most).min(square(marks)) } else { 0 });
        let lines = lines.max(1);
        let columns = marks.div_ceil(lines);
        let field = (columns as f64 * pitch, lines as f64 * pitch);
        let (corner, at) = if beside {
            let x = room.x + part as f64 * (width + GUTTER);
            let label_y = room.bottom() - label_height + 24.0;
            (Point::new(x + (width - field.0) / 2.0, room.y + height - field.1), Point::new(x, label_y))
        } else {
            let at = Point::new(room.x, y);
            let below = y + label.block.height + 20.0;
            y = below + field.1 + GUTTER;
            (Point::new(room.x, below), at)
        };
        // Columns fill first, so that uncovering from the left counts.
        let mut path = BezPath::new();
        for mark in 0..marks {
            let (column, line) = (mark / lines, mark % lines);
            let center = corner + ((column as f64 + 0.5) * pitch, field.1 - (line as f64 + 0.5) * pitch);
            path.extend(Circle::new(center, pitch * 0.36).path_elements(0.1));
        }
        let fill = Some(Paint::Solid(accent(part, composer), 1.0));
        let shape = Element::new(Content::Shape(ShapeContent { path, fill, stroke: None })).part(part);
        composition.push(shape.enter(Entrance::Wipe(GROW_SECS)).respond(Response::Dims));
        put_label(label, part, at, composition);
    }
}

/// The side of a square of that many marks.
fn square(marks: usize) -> usize {
    (marks as f64).sqrt().ceil() as usize
}

fn bar(rect: Rect, part: usize, from: Point, upright: bool, composer: &Composer<'_>) -> Element {
    let shape = RoundedRect::new(
        rect.x,
        rect.y,
        rect.right(),
        rect.bottom(),
        composer.corner(10.0).min(rect.width.min(rect.height) / 2.0),
    );
    let fill = Some(Paint::Solid(accent(part, composer), 1.0));
    let content = Content::Shape(ShapeContent { path: shape.to_path(0.1), fill, stroke: None });
    let entrance = Entrance::Grow { from, x: !upright, y: upright, secs: GROW_SECS };
    Element::new(content).part(part).enter(entrance).respond(Response::Dims)
}

/// Upright bars on one line, their words below it.
fn heights(amounts: &[Amount], room: Rect, composer: &Composer<'_>, composition: &mut Composition) {
    let count = amounts.len() as f64;
    let width = (room.width - GUTTER * (count - 1.0)) / count;
    let labels = labels(amounts, width.max(40.0), room.height * 0.4, true, composer);
    let ground = room.bottom() - tallest(&labels) - 24.0;
    let (most, high) = (largest(amounts), (ground - room.y).max(1.0));
    for (part, (label, amount)) in labels.into_iter().zip(amounts).enumerate() {
        let x = room.x + part as f64 * (width + GUTTER);
        let height = (drawable(amount) / most * high).max(3.0);
        let thick = width.min(220.0);
        let rect = Rect::new(x + (width - thick) / 2.0, ground - height, thick, height);
        composition.push(bar(rect, part, Point::new(x, ground), true, composer));
        put_label(label, part, Point::new(x, ground + 24.0), composition);
    }
    let line = RoundedRect::new(room.x, ground, room.right(), ground + 3.0, 1.5).to_path(0.1);
    let fill = Some(Paint::Solid(composer.palette().line, 1.0));
    composition.push(Element::new(Content::Shape(ShapeContent { path: line, fill, stroke: None })));
}

/// Lying bars from the left, each under its words.
fn lengths(amounts: &[Amount], room: Rect, composer: &Composer<'_>, composition: &mut Composition) {
    let slot = room.height / amounts.len() as f64;
    let labels = labels(amounts, room.width, slot * 0.6, false, composer);
    let most = largest(amounts);
    for (part, (label, amount)) in labels.into_iter().zip(amounts).enumerate() {
        let thick = (slot - label.block.height - 50.0).clamp(8.0, 110.0);
        let used = label.block.height + 14.0 + thick;
        let y = room.y + part as f64 * slot + ((slot - used) / 2.0).max(0.0);
        let length = (drawable(amount) / most * room.width).max(3.0);
        let rect = Rect::new(room.x, y + label.block.height + 14.0, length, thick);
        composition.push(bar(rect, part, Point::new(room.x, rect.y), false, composer));
        put_label(label, part, Point::new(room.x, y), composition);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn amounts(values: &[f64]) -> Vec<Amount> {
        values
            .iter()
            .map(|value| Amount { number: value.to_string(), value: *value, caption: String::new(), picture: None })
            .collect()
    }

    #[test]
    fn marks_stay_few_and_to_scale() {
        for (values, each, shown) in [
            (&[7_000.0, 80_000.0][..], 50.0, &[140, 1_600][..]),
            (&[3.0, 8.0], 1.0, &[3, 8]),
            (&[1.0, 1e9], 500_000.0, &[1, 2_000]),
            (&[0.5, 2.0], 0.01, &[50, 200]),
            (&[0.0, 5.0], 1.0, &[0, 5]),
        ] {
            let amounts = amounts(values);
            let one = per_mark(&amounts);
            assert!((one / each - 1.0).abs() < 1e-9, "{values:?}: {one}");
            assert_eq!(marks(&amounts, one), shown, "{values:?}");
        }
    }

    #[test]
    fn the_legend_says_what_a_dot_is() {
        assert_eq!(legend(1.0), None);
        assert_eq!(legend(50.0).as_deref(), Some("1 dot = 50"));
        assert_eq!(legend(500_000.0).as_deref(), Some("1 dot = 500,000"));
        assert_eq!(legend(0.01).as_deref(), Some("1 dot = 0.01"));
    }
}
