//! What is named in a picture: labels around it, each with a line to its point.

use std::sync::Arc;

use lectern_lesson::{Callout, Rect, TextRole};
use vello_cpu::kurbo::{BezPath, Circle, Point, Shape as _, Vec2};

use super::{Placed, WORDS_GAP, Words, all_fit, bottom, contained, place_words, shown, stack, words_height};
use crate::Color;
use crate::Picture;
use crate::composer::{Composer, Fitted};
use crate::element::{
    Composition, Content, Element, Entrance, GlowContent, Ground, Line, Paint, Response, ShapeContent,
};
use crate::retouch::Backdrop;
use crate::text::{Align, Face, Setting, TextBlock};

/// The part of the first callout: 0 is the picture, 1 its caption.
const FIRST_PART: usize = 2;

/// Space between a picture and the labels around it, in which lines turn to their points.
const LINE_ROOM: f64 = 58.0;

/// Space between a label and its line.
const LABEL_GAP: f64 = 14.0;

/// Space between labels under each other, and beside each other.
const BETWEEN: [f64; 2] = [26.0, 48.0];

/// Seconds in which a line draws itself from its point to its label.
const DRAW_SECS: f64 = 0.5;

/// Where labels stand.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Around {
    /// At the right of the picture.
    Right,
    /// At both sides, each nearest to its point.
    Sides,
    /// Over and under it.
    Rows,
}

/// A label in its place.
struct Label {
    /// The callout that it is of.
    index: usize,
    block: TextBlock,
    at: Point,
    /// From the point in the picture over a bend to the label.
    line: [Point; 3],
}

/// A picture with its words and labels in their places.
pub(super) struct Arranged {
    picture: Rect,
    caption: Placed,
    credit: Placed,
    labels: Vec<Label>,
    /// Callouts without a place, and what is too long.
    wrong: Vec<(usize, &'static str)>,
}

impl Arranged {
    /// The arrangement in which all fits and the picture is largest.
    pub(super) fn new(
        size: (f64, f64),
        margin: f64,
        callouts: &[Callout],
        words: &Words,
        composer: &Composer<'_>,
    ) -> Self {
        let known: Vec<(usize, &Callout)> =
            callouts.iter().enumerate().filter(|(_, callout)| callout.x.is_finite() && callout.y.is_finite()).collect();
        let mut best: Option<(Self, bool, f64)> = None;
        for around in [Around::Right, Around::Sides, Around::Rows] {
            let (arranged, fits) = Self::around(around, size, margin, &known, words, composer);
            let area = arranged.picture.width * arranged.picture.height;
            // Labels on one side are read most easily: others need a clearly larger picture.
            let is_better = best.as_ref().is_none_or(|(_, best_fits, best_area)| {
                fits && !best_fits || fits == *best_fits && area > best_area * 1.12
            });
            if is_better {
                best = Some((arranged, fits, area));
            }
        }
        let (mut arranged, _, _) = best.expect("one of three arrangements is the best");
        let lost = callouts.iter().enumerate().filter(|(_, callout)| !(callout.x.is_finite() && callout.y.is_finite()));
        arranged.wrong.extend(lost.map(|(index, _)| (index, "the callout points nowhere")));
        arranged
    }

    /// The arrangement with labels around the picture that way, and whether all of it fits.
    fn around(
        around: Around,
        size: (f64, f64),
        margin: f64,
        callouts: &[(usize, &Callout)],
        words: &Words,
        composer: &Composer<'_>,
    ) -> (Self, bool) {
        let safe = composer.safe();
        let set = words.set(safe.width, (2.0 * 1.3 * composer.scale().body, 2.5 * 1.24 * 36.0), composer);
        let below = if words_height(&set) > 0.0 { words_height(&set) + WORDS_GAP } else { 0.0 };
        let room = Rect::new(safe.x, safe.y, safe.width, (bottom(composer) - safe.y - below).max(1.0));
        let mut fits = all_fit(&set);
        let mut wrong = Vec::new();

        // Who stands where: each side with the callouts in it.
        let halves = sides(around, callouts);
        let most = halves.iter().map(Vec::len).max().unwrap_or(0).max(1) as f64;
        let rows = around == Around::Rows;
        let measure = if rows {
            ((room.width - BETWEEN[1] * (most - 1.0)) / most).min(560.0)
        } else {
            (room.width * if around == Around::Right { 0.29 } else { 0.2 }).max(230.0)
        };
        let tall = if rows { room.height * 0.2 } else { room.height / most - BETWEEN[0] };
        let blocks = labels(callouts, measure, tall.max(50.0), composer);
        for (fitted, (index, _)) in blocks.iter().zip(callouts) {
            if !fitted.fits || fitted.block.breaks_word {
                fits = false;
                wrong.push((*index, "the words of the callout are too long for their place"));
            }
        }
        let extent = |half: &[usize]| {
            let of = |at: &usize| {
                blocks.get(*at).map_or(0.0, |fitted| if rows { fitted.block.height } else { fitted.block.ink.width })
            };
            let widest = half.iter().map(of).fold(0.0, f64::max);
            if half.is_empty() { 0.0 } else { widest + LINE_ROOM + LABEL_GAP }
        };
        let (before, after) = (extent(&halves[0]), extent(&halves[1]));
        let inner = if rows {
            Rect::new(room.x, room.y + before, room.width, (room.height - before - after).max(1.0))
        } else {
            Rect::new(room.x + before, room.y, (room.width - before - after).max(1.0), room.height)
        };
        let (width, height) = contained(size, (inner.width, inner.height), margin);
        let picture = if rows {
            Rect::new(inner.x + (inner.width - width) / 2.0, inner.y, width, height)
        } else {
            // Picture and labels are centered together.
            Rect::new(inner.x + (inner.width - width) / 2.0, inner.y + (inner.height - height) / 2.0, width, height)
        };
        let target = |callout: &Callout| {
            Point::new(
                picture.x + margin + callout.x.clamp(0.0, 1.0) * (picture.width - 2.0 * margin).max(1.0),
                picture.y + margin + callout.y.clamp(0.0, 1.0) * (picture.height - 2.0 * margin).max(1.0),
            )
        };
        let mut placed = Vec::new();
        for (half, indices) in halves.iter().enumerate() {
            let things: Vec<Thing> = indices
                .iter()
                .filter_map(|at| {
                    let (index, callout) = callouts.get(*at)?;
                    Some(Thing { index: *index, block: &blocks.get(*at)?.block, target: target(callout) })
                })
                .collect();
            let (labels, in_room) = beside(&things, half == 1, rows, picture, room);
            fits &= in_room;
            if !in_room {
                wrong.extend(things.iter().map(|thing| (thing.index, "there is no room for this callout")));
            }
            placed.extend(labels);
        }
        let lowest = placed.iter().map(|label| label.at.y + label.block.height).fold(picture.bottom(), f64::max);
        let highest = placed.iter().map(|label| label.at.y).fold(picture.y, f64::min);
        let widest = [&set.0, &set.1].into_iter().flatten().map(|fitted| fitted.block.width).fold(0.0, f64::max);
        let left = picture.x.min(safe.right() - widest).max(safe.x);
        let under = if rows { lowest } else { picture.bottom() } + WORDS_GAP;
        // Words stand under their picture; a label may reach lower beside them only if they end before it.
        let meets = placed
            .iter()
            .any(|label| !rows && label.at.y + label.block.height > under - 8.0 && label.at.x < left + widest + 20.0);
        let under = if meets { lowest + WORDS_GAP } else { under };
        fits &= under - WORDS_GAP + below <= bottom(composer) + 1.0;
        let (caption, credit) = stack(set, Point::new(left, under));
        let end = lowest.max(if below > 0.0 { under - WORDS_GAP + below } else { 0.0 });
        let mut arranged = Self { picture, caption, credit, labels: placed, wrong };
        arranged.shift((bottom(composer) - end - (highest - safe.y)).max(0.0) / 2.0 - (highest - safe.y).min(0.0));
        (arranged, fits)
    }

    fn shift(&mut self, down: f64) {
        let by = Vec2::new(0.0, down);
        self.picture.y += down;
        for (_, at) in [&mut self.caption, &mut self.credit].into_iter().flatten() {
            *at += by;
        }
        for label in &mut self.labels {
            label.at += by;
            label.line = label.line.map(|point| point + by);
        }
    }

    pub(super) fn place(
        self,
        picture: &Arc<Picture>,
        backdrop: Backdrop,
        margin: f64,
        composer: &Composer<'_>,
        composition: &mut Composition,
    ) {
        for (index, message) in &self.wrong {
            composition.overflow(Some(FIRST_PART + index), *message);
        }
        // A picture that is pointed into stands still.
        composition.push(shown(picture, self.picture, backdrop, margin, 1.0, composer));
        place_words(self.caption, self.credit, composition);
        let count = self.labels.len();
        for label in self.labels {
            let color = color_of(label.index, count, composer);
            draw(label, color, composer, composition);
        }
    }
}

/// The accent of a callout: of up to three each has its own.
fn color_of(index: usize, count: usize, composer: &Composer<'_>) -> Color {
    let palette = composer.palette();
    let accents = [palette.flow, palette.result, palette.structure];
    accents.get(index).copied().filter(|_| count <= accents.len()).unwrap_or(palette.flow)
}

/// Places in `callouts` of those before the picture (left or over it) and after it (right or under it).
fn sides(around: Around, callouts: &[(usize, &Callout)]) -> [Vec<usize>; 2] {
    let mut order: Vec<usize> = (0..callouts.len()).collect();
    let along = |at: &usize| {
        callouts.get(*at).map_or(0.0, |(_, callout)| if around == Around::Rows { callout.y } else { callout.x })
    };
    order.sort_by(|one, two| along(one).total_cmp(&along(two)));
    match around {
        Around::Right => [Vec::new(), order],
        Around::Sides | Around::Rows => {
            // Those nearest to the end, but neither end has more than one above its half.
            let near = order.iter().filter(|at| along(at) < 0.5).count();
            let (half, more) = (order.len() / 2, order.len().div_ceil(2));
            let after = order.split_off(near.clamp(half, more));
            [order, after]
        }
    }
}

/// The labels in the size of the one that needs the smallest.
fn labels(callouts: &[(usize, &Callout)], width: f64, height: f64, composer: &Composer<'_>) -> Vec<Fitted> {
    let setting = Setting { line_height: 1.14, ..composer.display(composer.scale().body, width, Align::Left) };
    let fit = |index: usize, text: &str, size: f64| {
        let color =
            if callouts.len() <= 3 { color_of(index, callouts.len(), composer) } else { composer.palette().text };
        let mut fitted = composer.fit_plain(text.trim(), Face::DisplaySemi, color, Setting { size, ..setting }, height);
        // A word that is broken needs a smaller size.
        let floor = composer.scale().floor;
        while fitted.block.breaks_word && fitted.block.size > floor {
            let size = (fitted.block.size * 0.92).max(floor);
            fitted = composer.fit_plain(text.trim(), Face::DisplaySemi, color, Setting { size, ..setting }, height);
        }
        fitted
    };
    let sizes = callouts.iter().map(|(index, callout)| fit(*index, &callout.text, setting.size).block.size);
    let size = sizes.fold(setting.size, f64::min);
    callouts.iter().map(|(index, callout)| fit(*index, &callout.text, size)).collect()
}

/// A label that wants a place.
struct Thing<'a> {
    index: usize,
    block: &'a TextBlock,
    target: Point,
}

/// Labels on one side of the picture, in an order in which no line crosses another; and whether they fit into the room.
fn beside(things: &[Thing<'_>], after: bool, rows: bool, picture: Rect, room: Rect) -> (Vec<Label>, bool) {
    let across = |point: Point| if rows { point.x } else { point.y };
    let extent = |thing: &Thing<'_>| if rows { thing.block.ink.width } else { thing.block.height };
    let (low, high) = if rows { (room.x, room.right()) } else { (room.y, room.bottom()) };
    let mut order: Vec<usize> = (0..things.len()).collect();
    order.sort_by(|one, two| across(things[*one].target).total_cmp(&across(things[*two].target)));
    let bend = |middle: f64| match (rows, after) {
        (true, false) => Point::new(middle, picture.y - LINE_ROOM * 0.4),
        (true, true) => Point::new(middle, picture.bottom() + LINE_ROOM * 0.4),
        (false, false) => Point::new(picture.x - LINE_ROOM * 0.4, middle),
        (false, true) => Point::new(picture.right() + LINE_ROOM * 0.4, middle),
    };
    let mut starts = Vec::new();
    let mut fits = true;
    // Each exchange of two crossing lines makes them shorter together, so this ends; the bound is for rounding.
    for _ in 0..=things.len() * things.len() {
        let wanted: Vec<(f64, f64)> = order
            .iter()
            .map(|at| (across(things[*at].target) - extent(&things[*at]) / 2.0, extent(&things[*at])))
            .collect();
        (starts, fits) = spread(&wanted, BETWEEN[usize::from(rows)], low, high);
        let middle = |place: usize| starts[place] + wanted[place].1 / 2.0;
        let crossing = (1..order.len()).flat_map(|two| (0..two).map(move |one| (one, two))).find(|(one, two)| {
            let line = |place: usize| (bend(middle(place)), things[order[place]].target);
            cross(line(*one), line(*two))
        });
        let Some((one, two)) = crossing else { break };
        order.swap(one, two);
    }
    let labels = order
        .iter()
        .zip(&starts)
        .map(|(at, start)| {
            let Thing { index, block, target } = things[*at];
            let bend = bend(start + extent(&things[*at]) / 2.0);
            let (place, end) = match (rows, after) {
                (true, false) => {
                    let y = picture.y - LINE_ROOM - LABEL_GAP - block.height;
                    (Point::new(*start, y), Point::new(bend.x, picture.y - LINE_ROOM))
                }
                (true, true) => {
                    let y = picture.bottom() + LINE_ROOM;
                    (Point::new(*start, y + LABEL_GAP), Point::new(bend.x, y))
                }
                (false, false) => {
                    let x = picture.x - LINE_ROOM;
                    (Point::new(x - LABEL_GAP - block.ink.width, *start), Point::new(x, bend.y))
                }
                (false, true) => {
                    let x = picture.right() + LINE_ROOM;
                    (Point::new(x + LABEL_GAP, *start), Point::new(x, bend.y))
                }
            };
            // Balanced lines and slanted letters begin off the block's edge.
            let at = Point::new(place.x - block.ink.x, place.y);
            Label { index, block: block.clone(), at, line: [target, bend, end] }
        })
        .collect();
    (labels, fits)
}

/// Starts of things along a line, in their order and apart, each as near to where it wants to be as the others let it; and
/// whether they all fit between the ends.
fn spread(wanted: &[(f64, f64)], between: f64, low: f64, high: f64) -> (Vec<f64>, bool) {
    let mut starts: Vec<f64> = Vec::with_capacity(wanted.len());
    let mut free = low;
    for (start, extent) in wanted {
        let start = start.max(free);
        free = start + extent + between;
        starts.push(start);
    }
    let mut limit = high;
    for (start, (_, extent)) in starts.iter_mut().zip(wanted).rev() {
        *start = start.min(limit - extent);
        limit = *start - between;
    }
    let fits = starts.first().is_none_or(|start| *start >= low - 0.5);
    (starts, fits)
}

/// Whether two lines cross.
fn cross(one: (Point, Point), two: (Point, Point)) -> bool {
    let side = |line: (Point, Point), point: Point| (line.1 - line.0).cross(point - line.0);
    side(one, two.0) * side(one, two.1) < 0.0 && side(two, one.0) * side(two, one.1) < 0.0
}

/// The line from its point to the label, over the picture whatever is in it, and the label.
fn draw(label: Label, color: Color, composer: &Composer<'_>, composition: &mut Composition) {
    let palette = composer.palette();
    let part = FIRST_PART + label.index;
    let [target, bend, end] = label.line;
    let mut path = BezPath::new();
    path.move_to(target);
    path.line_to(bend);
    path.line_to(end);
    let line = |width: f64, paint: Paint| {
        let stroke = Line { paint, width, dots: None, glow: None };
        Element::new(Content::Shape(ShapeContent { path: path.clone(), fill: None, stroke: Some(stroke) }))
            .part(part)
            .enter(Entrance::Draw(DRAW_SECS))
    };
    let disc = |radius: f64, color: Color| {
        let path = Circle::new(target, radius).to_path(0.05);
        let shape = ShapeContent { path, fill: Some(Paint::Solid(color, 1.0)), stroke: None };
        Element::new(Content::Shape(shape)).part(part).enter(Entrance::Pop)
    };
    let glow = GlowContent { center: target, radius: 90.0, color, strength: 0.7 };
    composition.push(Element::new(Content::Glow(glow)).part(part).respond(Response::Lights));
    composition.push(line(11.0, Paint::Solid(palette.ground, 0.6)).respond(Response::Dims));
    composition.push(line(4.5, Paint::Solid(color, 1.0)).respond(Response::Dims));
    composition.push(disc(19.0, palette.ground));
    composition.push(disc(15.0, color).respond(Response::Dims));
    composition.push(disc(7.0, if palette.is_light() { palette.ground } else { palette.text }));
    let text = Element::text(label.block, label.at.x, label.at.y, TextRole::Label, Ground::World).part(part);
    composition.push(text.delay(DRAW_SECS * 0.8).enter(Entrance::Rise).respond(Response::Dims));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn things_stand_apart_and_inside() {
        for (wanted, fits) in [
            (vec![(10.0, 40.0), (12.0, 40.0), (14.0, 40.0)], true),
            (vec![(-50.0, 40.0), (900.0, 40.0)], true),
            (vec![(200.0, 300.0), (200.0, 300.0), (200.0, 300.0)], false),
            (vec![], true),
        ] {
            let (starts, fit) = spread(&wanted, 20.0, 0.0, 500.0);
            assert_eq!(fit, fits, "{wanted:?}");
            for ((one, extent), two) in starts.iter().zip(wanted.iter().map(|wish| wish.1)).zip(starts.iter().skip(1)) {
                assert!(one + extent + 20.0 <= two + 1e-9, "{wanted:?}: {starts:?}");
            }
            if let Some(((start, _), (_, extent))) = starts.last().map(|last| (last, 0)).zip(wanted.last()) {
                assert!(start + extent <= 500.0 + 1e-9);
            }
        }
    }

    #[test]
    fn lines_that_only_touch_do_not_cross() {
        let line = |a: (f64, f64), b: (f64, f64)| (Point::from(a), Point::from(b));
        assert!(cross(line((0.0, 0.0), (2.0, 2.0)), line((0.0, 2.0), (2.0, 0.0))));
        assert!(!cross(line((0.0, 0.0), (2.0, 2.0)), line((2.0, 2.0), (4.0, 0.0))));
        assert!(!cross(line((0.0, 0.0), (1.0, 0.0)), line((0.0, 1.0), (1.0, 1.0))));
    }
}
