//! What several visuals are furnished with: headings, numbered orbs, dotted threads.

use lectern_lesson::{Rect, TextRole};
use vello_cpu::kurbo::{BezPath, Circle, Point, Shape};

use crate::Color;
use crate::composer::Composer;
use crate::element::{
    Composition, Content, Element, Entrance, GlowContent, Ground, Line, Paint, PanelContent, Response, ShapeContent,
    Start, Tone,
};
use crate::text::{Align, Face, TextBlock};

/// Sets a heading centered at the top and returns where the room below it begins.
pub(crate) fn heading(text: Option<&str>, composer: &Composer<'_>, composition: &mut Composition) -> f64 {
    let (indent, room) = if composer.is_wide() { (60.0, 190.0) } else { (0.0, 230.0) };
    let top = composer.safe().y + if composer.is_wide() { 50.0 } else { 10.0 };
    let Some(text) = text.filter(|text| !text.trim().is_empty()) else { return top };
    let width = composer.safe().width - 2.0 * indent;
    let setting = composer.display(composer.larger(composer.scale().heading), width, Align::Center);
    let fitted = composer.fit_plain(text, Face::Display, composer.palette().text, setting, room);
    if !fitted.fits {
        composition.overflow(None, "the heading is too long");
    }
    let below = top + fitted.block.height;
    composition.push(
        Element::text(fitted.block, composer.safe().x + indent, top, TextRole::Heading, Ground::World)
            .enter(Entrance::Rise),
    );
    below + 44.0
}

/// Where the ink of a block is centered on a point: its left top corner.
pub(crate) fn centered(block: &TextBlock, center: Point) -> Point {
    Point::new(center.x - block.ink.x - block.ink.width / 2.0, center.y - block.ink.y - block.ink.height / 2.0)
}

/// Where the top of a block stands so that its capital letters are centered on `middle`, descenders or not.
pub(crate) fn centered_lines(block: &TextBlock, middle: f64) -> f64 {
    // Capitals are 0.70 (Space Grotesk) to 0.73 (Inter) of the size.
    const CAPITALS: f64 = 0.71;
    let (Some(first), Some(last)) = (block.lines.first(), block.lines.last()) else { return middle };
    middle - f64::midpoint(first.baseline - CAPITALS * block.size, last.baseline)
}

/// A panel that belongs to a part and lights up when the part is in focus.
pub(crate) fn panel(rect: Rect, part: usize, accent: Color) -> Element {
    let radius = (rect.height / 4.0).clamp(24.0, 44.0);
    let content = PanelContent { rect, radius, tone: Tone::Panel, accent: Some(accent) };
    Element::new(Content::Panel(content)).part(part).enter(Entrance::Scale).respond(Response::Dims)
}

/// A numbered orb that belongs to a part: a night disc with a ring, which shines while the part is in focus.
#[expect(clippy::too_many_arguments, reason = "where, how large, whose and when: nothing that could go together")]
pub(crate) fn orb(
    label: &str,
    center: Point,
    radius: f64,
    part: usize,
    accent: Color,
    start: Start,
    composer: &Composer<'_>,
    composition: &mut Composition,
) {
    let palette = composer.palette();
    let disc = Circle::new(center, radius).to_path(0.05);
    let light = GlowContent { center, radius: radius * 2.5, color: accent, strength: 0.5 };
    composition.push(Element::new(Content::Glow(light)).part(part).start(start).respond(Response::Lights));
    let body = ShapeContent {
        path: disc.clone(),
        fill: Some(Paint::Linear {
            from: Point::new(center.x, center.y - radius),
            to: Point::new(center.x, center.y + radius),
            stops: vec![(0.0, palette.ground.mix(palette.ground_low, 0.5), 1.0), (1.0, palette.board, 1.0)],
        }),
        stroke: Some(Line { paint: Paint::Solid(accent, 0.85), width: 4.0, dots: None, glow: None }),
    };
    composition.push(Element::new(Content::Shape(body)).part(part).start(start).enter(Entrance::Pop));
    let ring = ShapeContent {
        path: disc,
        fill: None,
        stroke: Some(Line { paint: Paint::Solid(palette.text, 0.95), width: 5.0, dots: None, glow: Some(accent) }),
    };
    composition.push(Element::new(Content::Shape(ring)).part(part).start(start).respond(Response::Lights));
    let setting = composer.display((radius * 0.95).max(composer.scale().floor), radius * 4.0, Align::Left);
    let block = composer.plain(label, Face::Display, accent, setting);
    let at = centered(&block, center);
    composition.push(
        Element::text(block, at.x, at.y, TextRole::Label, Ground::Plain(palette.board.mix(palette.ground_low, 0.5)))
            .part(part)
            .start(start)
            .enter(Entrance::Pop),
    );
}

/// A dotted line between two points, drawn when a part enters.
pub(crate) fn thread(from: Point, to: Point, color: Color, part: usize) -> Element {
    let mut path = BezPath::new();
    path.move_to(from);
    path.line_to(to);
    let line = Line { paint: Paint::Solid(color, 0.9), width: 6.0, dots: Some(15.0), glow: None };
    Element::new(Content::Shape(ShapeContent { path, fill: None, stroke: Some(line) }))
        .part(part)
        .enter(Entrance::Draw(0.3))
}

/// Points as staggered panels, one under another: for texts too long for columns. The first stands at `top`.
pub(crate) fn rows(points: &[String], top: f64, composer: &Composer<'_>, composition: &mut Composition) {
    let palette = composer.palette();
    let count = points.len().max(1) as f64;
    let is_wide = composer.is_wide();
    let gap = if points.len() > 5 { 14.0 } else { 24.0 };
    let bottom = composer.safe().bottom() - if is_wide { 30.0 } else { 0.0 };
    let (highest, largest) = if is_wide { (210.0, 52.0) } else { (320.0, 72.0) };
    let height = ((bottom - top - gap * (count - 1.0)) / count).min(highest);
    let radius = (height * 0.32).clamp(24.0, largest);
    let inset = radius * 2.0 + 64.0;
    // On a narrow plane every pixel of width is type.
    let stagger = if points.len() > 1 && is_wide { 48.0 } else { 0.0 };
    let width = composer.safe().width - stagger * 2.0;
    let used = height * count + gap * (count - 1.0);
    let first = top + ((bottom - top - used) / 2.0).max(0.0);
    for (part, text) in points.iter().enumerate() {
        let side = if part.is_multiple_of(2) { 0.0 } else { stagger * 2.0 };
        let rect = Rect::new(composer.safe().x + side, first + part as f64 * (height + gap), width, height);
        if height < 44.0 {
            // There is no room for another panel; the report says so and the picture leaves it out.
            composition.overflow(Some(part), "there are too many points for one frame");
            continue;
        }
        let size = composer.larger(composer.scale().body);
        let setting = composer.body(size, width - inset - if is_wide { 56.0 } else { 36.0 }, Align::Left);
        let setting = crate::text::Setting { line_height: 1.25, ..setting };
        let fitted = composer.fit_plain(text, Face::Body, palette.text, setting, height - 20.0);
        if !fitted.fits {
            composition.overflow(Some(part), format!("point {} is too long for its panel", part + 1));
        }
        composition.push(panel(rect, part, palette.flow));
        let middle = rect.y + rect.height / 2.0;
        let label = (part + 1).to_string();
        orb(
            &label,
            Point::new(rect.x + 28.0 + radius, middle),
            radius,
            part,
            palette.flow,
            Start::Part(part),
            composer,
            composition,
        );
        let y = centered_lines(&fitted.block, middle);
        composition.push(
            Element::text(fitted.block, rect.x + inset, y, TextRole::Body, Ground::Panel(Tone::Panel))
                .part(part)
                .delay(0.08)
                .enter(Entrance::Rise)
                .respond(Response::Dims),
        );
    }
}
