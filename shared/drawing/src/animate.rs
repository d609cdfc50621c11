//! From a composition and a time to the state of each element: a pure function.

use vello_cpu::kurbo::Vec2;

use crate::easing::{cubic_bezier, overshoot, progress};
use crate::element::{Content, Element, Entrance, Exit, Response, Start};
use crate::timeline::Timeline;

/// Opacity of a wrong choice after the answer.
const WRONG_OPACITY: f64 = 0.35;

/// How much of its opacity code loses while other lines are in focus.
const RECEDED: f64 = 0.24;

/// When what waits for a scene's start enters.
pub(crate) const SCENE_START_SECS: f64 = 0.1;

/// How an element is at a moment.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct State {
    /// 0 to 1.
    pub(crate) opacity: f64,
    pub(crate) offset: Vec2,
    /// Scale about the middle of the element.
    pub(crate) scale: f64,
    /// How much of a drawn line or a wiped shape is there, 0 to 1.
    pub(crate) reveal: f64,
    /// How far each line of text has risen is computed from this: seconds since the entrance began.
    pub(crate) secs: f64,
    /// How far it has stepped back, 0 to 1.
    pub(crate) dim: f64,
    /// How much its part is in focus, 0 to 1.
    pub(crate) focus: f64,
    /// How far its entrance has come, eased, 0 to 1.
    pub(crate) entered: f64,
}

/// When an element's entrance begins.
pub(crate) fn start_of(element: &Element, timeline: &Timeline) -> f64 {
    let start = match element.start {
        Start::Scene => SCENE_START_SECS - timeline.ahead,
        Start::Part(part) => timeline.show(part),
        Start::First(one, two) => timeline.show(one).min(timeline.show(two)),
        Start::Reached(part) => timeline.reached(part),
        Start::Answer => timeline.answer,
        Start::Pause => timeline.pause.0,
        Start::Both(one, two) => timeline.show(one).max(timeline.show(two)),
    };
    start + element.delay
}

/// Whether it shows something of the subject, and is no light, panel or place kept for something.
pub(crate) fn is_subject(element: &Element) -> bool {
    !matches!(element.content, Content::Panel(_) | Content::Glow(_))
        && !matches!(element.response, Response::Lights | Response::Foretells)
}

/// The state of an element; none while it cannot be seen.
pub(crate) fn state(element: &Element, timeline: &Timeline, now: f64) -> Option<State> {
    let motion = &timeline.motion;
    let start = start_of(element, timeline);
    let secs = now - start;
    if secs < 0.0 {
        return None;
    }
    let mut state = State {
        opacity: 1.0,
        offset: Vec2::ZERO,
        scale: 1.0,
        reveal: 1.0,
        secs,
        dim: 0.0,
        focus: element.part.map_or(0.0, |part| timeline.focus(part, now)),
        entered: timeline.ease_enter(now, start, motion.enter),
    };
    match element.entrance {
        Entrance::Cut => state.entered = 1.0,
        Entrance::Fade => state.opacity = state.entered,
        Entrance::Rise => {
            if !matches!(element.content, Content::Text(_)) {
                state.opacity = state.entered;
                state.offset = Vec2::new(0.0, 40.0 * (1.0 - state.entered));
            }
        }
        Entrance::Pop => {
            state.opacity = progress(secs, 0.0, 0.18);
            state.scale = 0.8 + 0.2 * overshoot(progress(secs, 0.0, 0.5));
        }
        Entrance::Scale => {
            state.opacity = state.entered;
            state.scale = 0.96 + 0.04 * state.entered;
        }
        Entrance::Draw(length) => {
            state.reveal = cubic_bezier(motion.move_curve, progress(secs, 0.0, length));
            state.entered = state.reveal;
        }
        Entrance::Slide(from) => {
            state.opacity = state.entered;
            state.offset = from * (1.0 - state.entered);
        }
        Entrance::Grow { secs: length, .. } | Entrance::Wipe(length) => {
            state.reveal = cubic_bezier(motion.enter_curve, progress(secs, 0.0, length));
            state.entered = state.reveal;
        }
    }
    match element.response {
        Response::Steady => {}
        Response::Dims => state.dim = element.part.map_or(0.0, |part| timeline.other_focus(part, now)),
        Response::Lights => state.opacity *= state.focus,
        // The one that goes is gone before the one that comes is seen.
        Response::Alone => {
            let lead = element.part.map_or(0.0, |part| timeline.lead(part, now));
            state.opacity *= (2.0 * lead - 1.0).max(0.0);
        }
        Response::Foretells => {
            let reached = element.part.map_or(0.0, |part| timeline.reached(part));
            state.opacity *= 1.0 - progress(now, reached + 0.2, 0.4);
        }
        Response::LeavesAtAnswer => {
            let left = progress(now, timeline.answer - 0.12, motion.leave * 0.8);
            state.opacity *= 1.0 - cubic_bezier(motion.leave_curve, left);
        }
        Response::Recedes => {
            let other = element.part.map_or(0.0, |part| timeline.other_focus(part, now));
            state.opacity *= 1.0 - RECEDED * other;
        }
        Response::Wrong => state.opacity *= 1.0 - (1.0 - WRONG_OPACITY) * timeline.answered(now),
    }
    if let Some(glide) = element.glide {
        let come = cubic_bezier(motion.move_curve, progress(now, timeline.show(glide.with), glide.secs));
        state.offset += glide.from * (1.0 - come);
    }
    if let Some(arrival) = element.arrival {
        let come = cubic_bezier(motion.move_curve, progress(now, SCENE_START_SECS, motion.r#move));
        state.offset += arrival.offset * (1.0 - come);
        state.scale *= arrival.scale + (1.0 - arrival.scale) * come;
        state.dim = arrival.dim + (state.dim - arrival.dim) * come;
    }
    let left = if timeline.stays { 0.0 } else { progress(now, timeline.exit, motion.leave) };
    let leaving = cubic_bezier(motion.leave_curve, left);
    match element.exit {
        Exit::Fade => state.opacity *= 1.0 - leaving,
        Exit::Slide(by) => {
            state.opacity *= 1.0 - leaving;
            state.offset += by * leaving;
        }
        Exit::Stay => {}
    }
    (state.opacity > 0.002).then_some(state)
}
