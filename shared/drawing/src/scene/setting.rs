//! What surrounds the elements of a scene: where its parts stand, the light and shadow beneath them, the scenery behind them.

use lectern_lesson::{Rect, Visual};

use crate::Style;
use crate::element::{Content, Element, Response};
use crate::extent::bounds;
use crate::halo::Halo;
use crate::plane::Plane;
use crate::world::SceneryKind;

/// Opacity of the light beneath text in focus.
const HALO_STRENGTH: f64 = 0.62;

/// Where each part of a visual stands; none for a part that is nowhere by itself.
pub(super) fn part_places(elements: &[(Element, Option<Halo>)], count: usize, plane: Plane) -> Vec<Option<Rect>> {
    let mut places: Vec<Option<Rect>> = vec![None; count];
    for (element, _) in elements {
        let stands =
            !matches!(element.content, Content::Live(_) | Content::Glow(_)) && element.response != Response::Alone;
        let Some(place) = element.part.and_then(|part| places.get_mut(part)).filter(|_| stands) else { continue };
        let rect = bounds(&element.content, plane);
        *place = Some(place.map_or(rect, |known| known.united(rect)));
    }
    places
}

/// The light beneath a text or the shadow beneath a panel.
pub(super) fn halo(element: &Element, style: &Style) -> Option<Halo> {
    let surface = &style.surface;
    let shadow = |rect, radius: f64, strength: f64| {
        let strength = strength * surface.shadow_strength;
        (strength > 0.01).then(|| Halo::shadow(rect, radius * surface.corner, surface.shadow, strength))?
    };
    match &element.content {
        Content::Text(text) => {
            let color = text.glow?;
            if surface.glow > 0.05 {
                Halo::new(text, color, HALO_STRENGTH * surface.glow)
            } else {
                // Where nothing glows, a halo of the ground keeps text apart from what is drawn behind it.
                Halo::new(text, style.palette.ground, HALO_STRENGTH)
            }
        }
        Content::Panel(panel) => shadow(panel.rect, panel.radius, 0.55),
        Content::Picture(picture) => shadow(picture.rect, picture.radius, 0.65),
        _ => None,
    }
}

/// The scenery that a visual leaves room for; none for those that need the whole frame.
pub(crate) fn scenery_kind(visual: &Visual) -> Option<SceneryKind> {
    match visual {
        Visual::Title { .. } => Some(SceneryKind::Lake),
        // An illustration stands where the mountains would be.
        Visual::Chapter { picture: Some(_), .. } => Some(SceneryKind::Hills),
        Visual::Chapter { .. } => Some(SceneryKind::Mountains),
        // An illustration stands where the scenery would be.
        Visual::Definition { picture: Some(_), .. } | Visual::Statement { picture: Some(_), .. } => None,
        Visual::Definition { .. } => Some(SceneryKind::Sea),
        Visual::Statement { .. } | Visual::Quotation { .. } => Some(SceneryKind::Hills),
        // What a number is compared with stands where the scenery would be.
        Visual::BigNumber { comparison: Some(_), .. } => None,
        Visual::BigNumber { .. } => Some(SceneryKind::Clouds),
        Visual::Recap { .. } => None,
        Visual::KeyPoints { .. }
        | Visual::Figure { .. }
        | Visual::Formula { .. }
        | Visual::Table { .. }
        | Visual::Chart { .. }
        | Visual::Code { .. }
        | Visual::Illustration { .. }
        | Visual::Process { .. }
        | Visual::Cycle { .. }
        | Visual::Tree { .. }
        | Visual::Cause { .. }
        | Visual::Comparison { .. }
        | Visual::Timeline { .. }
        | Visual::Map { .. }
        | Visual::FigurePair { .. }
        | Visual::Amounts { .. }
        | Visual::Plot { .. }
        | Visual::Geometry { .. }
        | Visual::Dialogue { .. }
        | Visual::Steps { .. }
        | Visual::Question { .. } => None,
    }
}
