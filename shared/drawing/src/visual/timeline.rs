mod axis;

use lectern_lesson::{Moment, Rect, TextRole};
use vello_cpu::kurbo::Point;

use crate::composer::Composer;
use crate::element::{Composition, Element, Entrance, Ground, Response};
use crate::plane::Shape;
use crate::text::{Align, Face, Setting, TextBlock};
use crate::visual::clearance::is_clear;
use crate::visual::furniture::heading;
use crate::visual::naming::listed;
use crate::visual::span::{Span, apart};
use crate::visual::timeline::axis::{axis, leading, mark};

/// Most events that an arrangement is tried for; more are listed.
const EVENTS_MAX: usize = 10;

/// Sizes of type that are tried, from large to small.
const SIZES: [f64; 10] = [84.0, 74.0, 64.0, 58.0, 52.0, 47.0, 43.0, 40.0, 37.0, 34.0];

/// The least of them that is read at a glance.
const READABLE: f64 = 43.0;

/// Events on a line of time to scale: across a wide plane with the event in focus large above it, down a tall one.
pub(crate) fn compose(title: Option<&str>, events: &[Moment], composer: &Composer<'_>) -> Composition {
    if (1..=EVENTS_MAX).contains(&events.len()) {
        let span = Span::of(events);
        let across: &[Arrangement] = &[beneath, both_sides, down];
        let downward: &[Arrangement] = &[down, beneath, both_sides];
        let arrangements = match composer.shape() {
            Shape::Wide => across,
            Shape::Square if events.len() <= 3 => across,
            _ => downward,
        };
        // Across, the event in focus is told large besides.
        let largest = if composer.is_wide() { 64.0 } else { 84.0 };
        // An arrangement with small type is taken only when none has larger.
        let passes = [READABLE, 0.0].map(|least| arrangements.iter().map(move |arrangement| (least, arrangement)));
        for (least, arrangement) in passes.into_iter().flatten() {
            for size in SIZES.into_iter().filter(|size| (least..=largest).contains(size)) {
                if let Some(composition) = arrangement(title, events, &span, size, composer)
                    && is_clear(&composition, composer)
                {
                    return composition;
                }
            }
        }
    }
    let texts: Vec<String> = events.iter().map(|event| format!("{}: {}", event.date, event.text)).collect();
    listed(title, &texts, composer)
}

/// Composes events with type of a size; none when there is no room.
type Arrangement = fn(Option<&str>, &[Moment], &Span, f64, &Composer<'_>) -> Option<Composition>;

/// The date and the text of an event, set in a width.
struct Label {
    date: TextBlock,
    text: TextBlock,
}

impl Label {
    fn set(event: &Moment, size: f64, width: f64, align: Align, composer: &Composer<'_>) -> Option<Self> {
        let palette = composer.palette();
        let date = composer.display(size, width, align);
        let date = composer.plain(&event.date, Face::Display, palette.flow, Setting { line_height: 1.15, ..date });
        let body = composer.body((size * 0.86).max(composer.scale().floor), width, align);
        let text = composer.plain(&event.text, Face::Body, palette.text, Setting { line_height: 1.2, ..body });
        let fits = !date.breaks_word && !text.breaks_word && date.lines.len() <= 2 && text.lines.len() <= 5;
        fits.then_some(Self { date, text })
    }

    fn height(&self) -> f64 {
        self.date.height + 4.0 + self.text.height
    }

    fn width(&self) -> f64 {
        self.date.ink.width.max(self.text.ink.width)
    }

    fn place(self, x: f64, y: f64, part: usize, composition: &mut Composition) {
        let below = y + self.date.height + 4.0;
        for (block, y, role) in [(self.date, y, TextRole::Label), (self.text, below, TextRole::Body)] {
            if block.ink.width > 0.0 {
                composition.push(
                    Element::text(block, x, y, role, Ground::World)
                        .part(part)
                        .delay(0.12)
                        .enter(Entrance::Rise)
                        .respond(Response::Dims),
                );
            }
        }
    }
}

/// Across, with the labels beneath the line and the event in focus large above it.
fn beneath(
    title: Option<&str>,
    events: &[Moment],
    span: &Span,
    size: f64,
    composer: &Composer<'_>,
) -> Option<Composition> {
    across(title, events, span, size, false, composer)
}

/// Across, with the labels in turn above and beneath the line.
fn both_sides(
    title: Option<&str>,
    events: &[Moment],
    span: &Span,
    size: f64,
    composer: &Composer<'_>,
) -> Option<Composition> {
    across(title, events, span, size, true, composer)
}

fn across(
    title: Option<&str>,
    events: &[Moment],
    span: &Span,
    size: f64,
    alternates: bool,
    composer: &Composer<'_>,
) -> Option<Composition> {
    let mut composition = Composition::default();
    let top = heading(title, composer, &mut composition);
    let safe = composer.safe();
    let rows = if alternates { 2 } else { 1 };
    let share = safe.width / events.len().div_ceil(rows) as f64;
    let width = (share - 44.0).min(size * 9.0);
    let labels: Vec<Label> =
        events.iter().map(|event| Label::set(event, size, width, Align::Center, composer)).collect::<Option<_>>()?;
    let half = |part: usize| labels[part].width() / 2.0;
    let ends = (safe.x + half(0).max(30.0), safe.right() - half(events.len() - 1).max(30.0));
    let (from, to) = (ends.0.min(safe.x + 200.0), ends.1.max(safe.right() - 200.0));
    let at = |part: usize| from + (to - from) * span.at(part);
    let tallest = |row: usize| {
        labels
            .iter()
            .enumerate()
            .filter(|(part, _)| part % rows == row)
            .map(|(_, label)| label.height())
            .fold(0.0, f64::max)
    };
    let leader = 76.0;
    let (above, below) =
        if alternates { (tallest(1) + leader, tallest(0) + leader) } else { (0.0, tallest(0) + leader) };
    let focus_room = if alternates { 0.0 } else { 240.0 };
    let spare = safe.bottom() - top - above - below - focus_room;
    if spare < 0.0 {
        return None;
    }
    let line = if alternates { top + above + spare * 0.5 } else { safe.bottom() - below - (spare * 0.16).min(60.0) };
    let on = |part: usize| Point::new(at(part), line);
    axis(events.len(), span, on, composer, &mut composition);
    let mut centers = vec![0.0; events.len()];
    for row in 0..rows {
        let parts: Vec<usize> = (0..events.len()).filter(|part| part % rows == row).collect();
        let wanted: Vec<(f64, f64)> = parts.iter().map(|part| (at(*part), half(*part) * 2.0 + 44.0)).collect();
        let found = apart(&wanted, safe.x - 22.0, safe.right() + 22.0)?;
        for (part, center) in parts.iter().zip(found) {
            centers[*part] = center;
        }
    }
    for (part, label) in labels.into_iter().enumerate() {
        let is_above = alternates && part % 2 == 1;
        let sign = if is_above { -1.0 } else { 1.0 };
        let end = Point::new(centers[part], line + sign * (leader - 14.0));
        composition.push(leading(on(part), end, false, part, composer));
        mark(on(part), part, composer, &mut composition);
        let y = if is_above { line - leader - label.height() } else { line + leader };
        label.place(centers[part] - width / 2.0, y, part, &mut composition);
    }
    if !alternates {
        let place = Rect::new(safe.x, top, safe.width, line - 60.0 - top);
        large(events, place, composer, &mut composition);
    }
    Some(composition)
}

/// The event in focus, large: its date and what happened. Left out where it does not fit: its label says the same.
fn large(events: &[Moment], place: Rect, composer: &Composer<'_>, composition: &mut Composition) {
    let palette = composer.palette();
    for (part, event) in events.iter().enumerate() {
        // Every date ends on one line and every text begins under it, so that they change in their places.
        let (over, under) = (place.height * 0.54, place.height * 0.42);
        let date = composer.display(composer.scale().title.min(over), place.width, Align::Center);
        let date = composer.fit_plain(&event.date, Face::Display, palette.text, date, over);
        let body = composer.body(composer.scale().focus * 0.8, place.width * 0.8, Align::Center);
        let text = composer.fit_plain(&event.text, Face::Body, palette.text, body, under);
        if !date.fits || !text.fits || date.block.breaks_word || text.block.breaks_word {
            continue;
        }
        let below = place.bottom() - under;
        let (x, y) = (place.x + place.width * 0.1, below - 8.0 - date.block.height);
        for (block, x, y, role) in [(date.block, place.x, y, TextRole::Heading), (text.block, x, below, TextRole::Body)]
        {
            composition.push(
                Element::text(block, x, y, role, Ground::World)
                    .part(part)
                    .enter(Entrance::Fade)
                    .respond(Response::Alone),
            );
        }
    }
}

/// Down, with the labels at the right.
fn down(
    title: Option<&str>,
    events: &[Moment],
    span: &Span,
    size: f64,
    composer: &Composer<'_>,
) -> Option<Composition> {
    let mut composition = Composition::default();
    let top = heading(title, composer, &mut composition);
    let safe = composer.safe();
    let leader = 120.0;
    let inset = 60.0;
    let x = safe.x + inset;
    let left = x + leader;
    let width = (safe.right() - left).min(size * 17.0);
    let labels: Vec<Label> =
        events.iter().map(|event| Label::set(event, size, width, Align::Left, composer)).collect::<Option<_>>()?;
    let gap = size * 0.45;
    let heights: Vec<f64> = labels.iter().map(Label::height).collect();
    // A column that is narrower than its place stands in the middle of it.
    let widest = labels.iter().map(Label::width).fold(0.0, f64::max);
    let shift = ((safe.width - inset - leader - widest) / 2.0).max(0.0) * 0.7;
    let (x, left) = (x + shift, left + shift);
    // Dates stand beside their marks, so labels hang from them.
    let hang = labels.first().map_or(0.0, |label| label.date.height / 2.0);
    let (from, to) = (top + hang, safe.bottom() - heights.last().copied().unwrap_or(0.0) + hang);
    if to < from {
        return None;
    }
    let at = |part: usize| from + (to - from) * span.at(part);
    let wanted: Vec<(f64, f64)> =
        heights.iter().enumerate().map(|(part, height)| (at(part) - hang + height / 2.0, height + gap)).collect();
    let centers = apart(&wanted, top - gap / 2.0, safe.bottom() + gap / 2.0)?;
    let on = |part: usize| Point::new(x, at(part));
    axis(events.len(), span, on, composer, &mut composition);
    for (part, label) in labels.into_iter().enumerate() {
        let y = centers[part] - heights[part] / 2.0;
        composition.push(leading(on(part), Point::new(left - 16.0, y + hang), true, part, composer));
        mark(on(part), part, composer, &mut composition);
        label.place(left, y, part, &mut composition);
    }
    Some(composition)
}
