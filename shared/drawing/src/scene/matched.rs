//! A match cut: an illustration that two scenes show goes from its place in the one to its place in the other.

use vello_cpu::kurbo::{Affine, Vec2};

use super::PreparedScene;
use crate::animate::{SCENE_START_SECS, state};
use crate::canvas::kurbo_rect;
use crate::element::{Arrival, Content, Element, Entrance, Exit, Start};
use crate::extent::bounds;
use crate::look::look;

impl PreparedScene<'_> {
    /// The same, with that illustration standing to its last frame, for the next scene to begin with.
    #[must_use]
    pub fn handing_on(mut self, illustration: &str) -> Self {
        if let Some(element) =
            self.elements.iter_mut().map(|(element, _)| element).find(|element| shows(element, illustration))
        {
            element.exit = Exit::Stay;
        }
        self
    }

    /// The same, with that illustration beginning where the scene before, which hands it on, has left it, and going to its own place.
    #[must_use]
    pub fn taking_over(mut self, illustration: &str, before: &PreparedScene<'_>) -> Self {
        let Some(left) = before.left(illustration) else { return self };
        let plane = self.stage.plane();
        let scale = plane.scale(self.stage.format());
        // Where it stood, seen by this scene's camera.
        let camera = self.camera.transform(0.0, scale).unwrap_or_default();
        let left_at = (camera * Affine::scale(scale)).inverse() * left.transform;
        if let Some(element) =
            self.elements.iter_mut().map(|(element, _)| element).find(|element| shows(element, illustration))
        {
            let own = kurbo_rect(bounds(&element.content, plane));
            let from = left_at.transform_rect_bbox(left.rect);
            let offset: Vec2 = from.center() - own.center();
            // It keeps its proportions: the two places may have others.
            let size = (from.width() / own.width().max(1.0)).min(from.height() / own.height().max(1.0));
            element.start = Start::Scene;
            element.delay = -SCENE_START_SECS;
            element.entrance = Entrance::Cut;
            element.arrival = Some(Arrival { offset, scale: size, dim: left.dim });
        }
        self
    }

    /// How it shows that illustration on its last frame; none if it is not seen there.
    fn left(&self, illustration: &str) -> Option<Left> {
        let element = self.elements.iter().map(|(element, _)| element).find(|element| shows(element, illustration))?;
        let now = f64::from(self.frames.saturating_sub(1)) / f64::from(self.fps);
        let state = state(element, &self.timeline, now).filter(|state| state.opacity > 0.5)?;
        let plane = self.stage.plane();
        let scale = plane.scale(self.stage.format());
        let look = look(element, &[], &state, &self.timeline, plane, scale, now);
        let camera = self.camera.transform(now, scale).unwrap_or_default();
        let breath = Affine::translate((0.0, look.breath));
        Some(Left {
            transform: camera * look.transform * breath,
            rect: kurbo_rect(bounds(&element.content, plane)),
            dim: state.dim,
        })
    }
}

/// How an illustration stood on a scene's last frame.
struct Left {
    /// From its place on the plane to the frame.
    transform: Affine,
    /// Its place on the plane.
    rect: vello_cpu::kurbo::Rect,
    /// How far it had stepped back.
    dim: f64,
}

fn shows(element: &Element, name: &str) -> bool {
    matches!(&element.content, Content::Illustration(illustration) if illustration.name == name)
}
