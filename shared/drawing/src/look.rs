//! How an element looks at a moment: all that its pixels depend on, and nothing else. Equal looks are the same pixels, so what was
//! painted for one serves for the other.

use std::sync::Arc;

use vello_cpu::kurbo::{Affine, Vec2};

use crate::Motion;
use crate::animate::State;
use crate::canvas::{DIMMED_SHAPE, FLIGHT_SECS, formula_stagger};
use crate::easing::{progress, sine};
use crate::element::{Content, Element, Entrance, Moment};
use crate::extent::bounds;
use crate::plane::Plane;
use crate::timeline::Timeline;

/// A look. What does not show is left at its value at rest.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Look {
    /// From the plane to the frame.
    pub(crate) transform: Affine,
    /// How much of a drawn line is there, 0 to 1.
    pub(crate) reveal: f64,
    /// How much of it is uncovered from the left, 0 to 1.
    pub(crate) wipe: f64,
    /// Seconds since its entrance began, until all of it has come.
    pub(crate) secs: f64,
    /// How far it has stepped back, 0 to 1.
    pub(crate) dim: f64,
    /// How much its part is in focus, 0 to 1.
    pub(crate) focus: f64,
    /// How far an illustration stands below its place, in design pixels.
    pub(crate) breath: f64,
    /// How far the zoom into a picture has come, 0 to 1.
    pub(crate) zoomed: f64,
}

impl Look {
    /// The look of something that only has a place.
    pub(crate) fn resting(transform: Affine) -> Self {
        Self { transform, reveal: 1.0, wipe: 1.0, secs: 0.0, dim: 0.0, focus: 0.0, breath: 0.0, zoomed: 0.0 }
    }
}

/// Steps of a quarter of a pixel of the frame: what moves slower rests between two of them.
const STEPS: f64 = 4.0;

/// The contents of a live element at a moment; none for others. Live content does not nest: what returned itself would never end.
pub(crate) fn live(element: &Element, state: &State, timeline: &Timeline, now: f64) -> Option<Vec<Content>> {
    let Content::Live(live) = &element.content else { return None };
    let mut contents = live(&Moment { scene_secs: now, secs: state.secs, timeline });
    contents.retain(|content| !matches!(content, Content::Live(_)));
    Some(contents)
}

/// The look of an element in a state. `contents` are those of a live element, `scale` is frame pixels for a design pixel.
pub(crate) fn look(
    element: &Element,
    contents: &[Content],
    state: &State,
    timeline: &Timeline,
    plane: Plane,
    scale: f64,
    now: f64,
) -> Look {
    let motion = &timeline.motion;
    let shown = || std::iter::once(&element.content).chain(contents);
    let has = |is_such: fn(&Content) -> bool| shown().any(is_such);
    let settled = shown().map(|content| settled_after(content, element.entrance, motion)).fold(0.0, f64::max);
    // A line whose light fades while it steps back; everything else of a shape only fades as a whole.
    let dims = has(|content| match content {
        Content::Shape(shape) => shape.stroke.as_ref().is_some_and(|line| line.glow.is_some()),
        Content::Glow(_) | Content::Picture(_) => false,
        _ => true,
    });
    Look {
        transform: transform(element, state, plane, scale),
        reveal: if matches!(element.entrance, Entrance::Draw(_)) { state.reveal } else { 1.0 },
        wipe: if matches!(element.entrance, Entrance::Wipe(_)) { state.reveal } else { 1.0 },
        secs: state.secs.min(settled),
        dim: if dims { state.dim } else { 0.0 },
        focus: if has(|content| matches!(content, Content::Panel(panel) if panel.accent.is_some())) {
            state.focus
        } else {
            0.0
        },
        breath: shown().map(|content| breath(content, scale, now)).find(|breath| *breath != 0.0).unwrap_or(0.0),
        zoomed: shown().map(|content| zoomed(content, scale, timeline, now)).find(|along| *along != 0.0).unwrap_or(0.0),
    }
}

/// How strong the whole of an element is laid over the frame, 0 to 1.
pub(crate) fn strength(element: &Element, state: &State) -> f64 {
    match &element.content {
        Content::Shape(_) | Content::Glow(_) => state.opacity * (1.0 - state.dim * DIMMED_SHAPE),
        // Its rise is made piece by piece, not by the element as a whole.
        Content::Formula(_) if matches!(element.entrance, Entrance::Rise) && state.entered > 0.0 => {
            (state.opacity / state.entered).min(1.0)
        }
        _ => state.opacity,
    }
}

/// How strong the light beneath an element is laid over the frame, 0 to 1.
pub(crate) fn halo_strength(element: &Element, state: &State) -> f64 {
    match &element.content {
        // Faint light of a warm color over blue looks grey, so it waits until the letters are nearly there.
        Content::Text(_) => {
            let light = state.opacity * (1.0 - state.dim) * state.entered.powi(4);
            if light > 0.01 { light } else { 0.0 }
        }
        _ => state.opacity,
    }
}

/// Whether two contents are painted alike; when in doubt they are not.
pub(crate) fn alike(one: &Content, two: &Content) -> bool {
    match (one, two) {
        (Content::Text(one), Content::Text(two)) => {
            Arc::ptr_eq(&one.block, &two.block) && (one.x, one.y) == (two.x, two.y)
        }
        (Content::Shape(one), Content::Shape(two)) => one == two,
        (Content::Panel(one), Content::Panel(two)) => one == two,
        (Content::Glow(one), Content::Glow(two)) => one == two,
        (Content::Picture(one), Content::Picture(two)) => {
            Arc::ptr_eq(&one.picture, &two.picture)
                && (one.rect, one.radius, one.zoom, one.whole, one.toward)
                    == (two.rect, two.radius, two.zoom, two.whole, two.toward)
        }
        (Content::Illustration(one), Content::Illustration(two)) => {
            let same_artwork = match (&one.artwork, &two.artwork) {
                (Some(one), Some(two)) => Arc::ptr_eq(one, two),
                (None, None) => true,
                _ => false,
            };
            same_artwork && (one.rect, one.drift) == (two.rect, two.drift)
        }
        (Content::Formula(one), Content::Formula(two)) => {
            Arc::ptr_eq(&one.pieces, &two.pieces)
                && Arc::ptr_eq(&one.flights, &two.flights)
                && (one.weight, one.ink) == (two.weight, two.ink)
        }
        _ => false,
    }
}

fn transform(element: &Element, state: &State, plane: Plane, scale: f64) -> Affine {
    let bounds = bounds(&element.content, plane);
    let middle = Vec2::new(bounds.x + bounds.width / 2.0, bounds.y + bounds.height / 2.0);
    let rises_by_piece = matches!(element.content, Content::Formula(_)) && matches!(element.entrance, Entrance::Rise);
    let offset = if rises_by_piece { Vec2::ZERO } else { state.offset };
    let about = |point: Vec2, by: Affine| Affine::translate(point) * by * Affine::translate(-point);
    // In steps, so that the long ends of the curves rest: of the offset, and of what lies at the edge of what grows.
    let stepped = |value: f64, reach: f64| {
        let steps = STEPS * scale * reach.max(1.0);
        (value * steps).round() / steps
    };
    let mut transform = Affine::scale(scale) * Affine::translate((stepped(offset.x, 1.0), stepped(offset.y, 1.0)));
    if state.scale != 1.0 {
        let grown = stepped(state.scale - 1.0, bounds.width.max(bounds.height) / 2.0);
        transform *= about(middle, Affine::scale(1.0 + grown));
    }
    if let Some((by, point)) = element.swell
        && state.focus > 0.0
    {
        transform *= about(point.to_vec2(), Affine::scale(1.0 + by * state.focus));
    }
    if let Entrance::Grow { from, x, y, .. } = element.entrance
        && state.reveal < 1.0
    {
        let grown = state.reveal.max(0.001);
        let growth = Affine::scale_non_uniform(if x { grown } else { 1.0 }, if y { grown } else { 1.0 });
        transform *= about(from.to_vec2(), growth);
    }
    transform
}

/// Seconds from the beginning of an entrance after which time alone changes nothing in a content.
fn settled_after(content: &Content, entrance: Entrance, motion: &Motion) -> f64 {
    // A little more than the curves take, so that all of them have ended.
    const MARGIN: f64 = 0.01;
    let rises = matches!(entrance, Entrance::Rise);
    match content {
        Content::Text(text) if rises => text.block.lines.len() as f64 * motion.stagger + motion.enter * 1.3 + MARGIN,
        Content::Formula(formula) => {
            let flies = formula.flights.iter().any(Option::is_some);
            let flown = if flies { FLIGHT_SECS } else { 0.0 };
            let count = formula.pieces.len();
            let risen = if rises { count as f64 * formula_stagger(count) + motion.enter } else { 0.0 };
            flown + risen + MARGIN
        }
        _ => 0.0,
    }
}

/// A breath takes about five seconds.
fn breath(content: &Content, scale: f64, now: f64) -> f64 {
    match content {
        Content::Illustration(illustration) if illustration.drift != 0.0 => {
            let breath = illustration.drift * (now * std::f64::consts::TAU / 5.2).sin();
            let steps = STEPS * scale;
            (breath * steps).round() / steps
        }
        _ => 0.0,
    }
}

fn zoomed(content: &Content, scale: f64, timeline: &Timeline, now: f64) -> f64 {
    match content {
        Content::Picture(picture) if picture.zoom != 1.0 => {
            let along = sine(progress(now, 0.0, timeline.length));
            // What lies at the edge of the picture moves by one step.
            let way = (picture.zoom - 1.0).abs() * picture.rect.width.max(picture.rect.height) * scale;
            let steps = (way * STEPS).ceil().max(1.0);
            (along * steps).round() / steps
        }
        _ => 0.0,
    }
}
