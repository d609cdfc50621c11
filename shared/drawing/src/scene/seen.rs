//! What a viewer sees of a scene's subject, and from when on.

use lectern_lesson::TextRole;

use super::{Halo, PreparedScene};
use crate::animate::{is_subject, start_of, state};
use crate::element::{Content, Element};
use crate::timeline::Timeline;

/// What of a scene's subject is looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Seen {
    /// An illustration or a picture.
    Picture,
    /// Whatever is drawn, and the texts that stand for a part of it; a heading, a caption or a credit line is none.
    Part,
}

/// The strength from which on something is seen.
const SEEN_FROM: f64 = 0.5;

/// When the first element of the subject begins to enter. A legend, a caption or a credit line is none of it, a heading is.
pub(super) fn opens_at(elements: &[(Element, Option<Halo>)], timeline: &Timeline) -> f64 {
    let is_heading =
        |element: &Element| matches!(&element.content, Content::Text(text) if text.role == TextRole::Heading);
    let subject = elements.iter().map(|(element, _)| element);
    let subject = subject.filter(|element| shows(element, Seen::Part) || is_subject(element) && is_heading(element));
    subject.map(|element| start_of(element, timeline)).fold(f64::INFINITY, f64::min)
}

impl PreparedScene<'_> {
    /// Seconds from the scene's start until something of its subject comes; lights and panels are none of it.
    pub fn opens_at(&self) -> f64 {
        opens_at(&self.elements, &self.timeline)
    }

    /// How many of its frames show that at half its strength or more.
    pub fn frames_showing(&self, seen: Seen) -> u32 {
        let looked_for: Vec<&Element> =
            self.elements.iter().map(|(element, _)| element).filter(|element| shows(element, seen)).collect();
        let is_shown = |frame: &u32| {
            let now = f64::from(*frame) / f64::from(self.fps);
            let strength = |element: &&Element| state(element, &self.timeline, now).map_or(0.0, |state| state.opacity);
            looked_for.iter().any(|element| strength(element) >= SEEN_FROM)
        };
        (0..self.frames).filter(is_shown).count() as u32
    }
}

fn shows(element: &Element, seen: Seen) -> bool {
    match (&element.content, seen) {
        (Content::Illustration(_) | Content::Picture(_), _) => true,
        (_, Seen::Picture) => false,
        (Content::Text(_), Seen::Part) => is_subject(element) && element.part.is_some(),
        (_, Seen::Part) => is_subject(element),
    }
}
