//! Draws elements in their states with the vector renderer.

use std::borrow::Cow;
use std::sync::Arc;

use lectern_lesson::Rect;
use vello_cpu::kurbo::{
    Affine, BezPath, Cap, Join, ParamCurve, ParamCurveArclen, PathEl, Point, Rect as KurboRect, RoundedRect, Shape,
    Stroke, Vec2,
};
use vello_cpu::peniko::{ColorStop, Extend, Fill, Gradient, color::AlphaColor};

use crate::brush::Brush;
use crate::easing::{cubic_bezier, progress};
use crate::element::{
    Content, Element, Entrance, FormulaContent, GlowContent, IllustrationContent, Line, Paint, PanelContent,
    PictureContent, ShapeContent, TextContent, Tone,
};
use crate::extent::bounds;
use crate::halo::Halo;
use crate::hand::by_hand;
use crate::look::Look;
use crate::plane::Plane;
use crate::{Color, Motion, Palette, Surface};

/// How much of its strength a shape keeps while another part is in focus.
pub(crate) const DIMMED_SHAPE: f64 = 0.5;

/// Seconds that glyphs fly from one line of a formula to the next.
pub(crate) const FLIGHT_SECS: f64 = 0.95;

/// How much of the disc's color an illustration takes while another part is in focus.
const DIMMED_ILLUSTRATION: f64 = 0.22;

/// What elements are drawn to, and what they need to know.
pub(crate) struct Canvas<'a> {
    pub(crate) brush: Brush<'a>,
    pub(crate) palette: &'a Palette,
    pub(crate) surface: &'a Surface,
    pub(crate) motion: &'a Motion,
    /// From the frame to what is painted.
    pub(crate) origin: Affine,
}

/// A color with an opacity.
pub(crate) fn solid(color: Color, opacity: f64) -> AlphaColor<vello_cpu::color::Srgb> {
    AlphaColor::from_rgba8(color.red, color.green, color.blue, (opacity.clamp(0.0, 1.0) * 255.0).round() as u8)
}

/// Gradient stops of a color that change in opacity.
pub(crate) fn stops(stops: &[(f64, Color, f64)], opacity: f64) -> Vec<ColorStop> {
    stops.iter().map(|(at, color, alpha)| ColorStop::from((*at as f32, solid(*color, alpha * opacity)))).collect()
}

/// The falloff of light around a point.
pub(crate) fn glow_stops(color: Color, strength: f64) -> [(f64, Color, f64); 4] {
    [(0.0, color, strength), (0.35, color, strength * 0.42), (0.7, color, strength * 0.1), (1.0, color, 0.0)]
}

pub(crate) fn radial(center: Point, radius: f64, stop_list: &[(f64, Color, f64)], opacity: f64) -> Gradient {
    let mut gradient = Gradient::new_radial(center, radius as f32).with_stops(&stops(stop_list, opacity)[..]);
    gradient.extend = Extend::Pad;
    gradient
}

pub(crate) fn kurbo_rect(rect: Rect) -> KurboRect {
    KurboRect::new(rect.x, rect.y, rect.right(), rect.bottom())
}

impl Canvas<'_> {
    /// Draws an element in a look, as strong as it can be. `contents` are those of a live element.
    pub(crate) fn draw(&mut self, element: &Element, contents: Option<&[Content]>, look: &Look, plane: Plane) {
        let transform = self.origin * look.transform;
        self.brush.set_transform(transform);
        let wipes = look.wipe < 1.0;
        if wipes {
            let bounds = bounds(&element.content, plane);
            let margin = 40.0;
            let uncovered = (bounds.width + 2.0 * margin) * look.wipe;
            self.brush.push_clip_rect(&KurboRect::new(
                bounds.x - margin,
                bounds.y - margin,
                bounds.x - margin + uncovered,
                bounds.bottom() + margin,
            ));
        }
        match contents {
            None => self.content(element, &element.content, look, 1.0, transform),
            Some(contents) => {
                // Their shapes step back each by itself, since texts among them only change their color.
                let strength = 1.0 - look.dim * DIMMED_SHAPE;
                for content in contents {
                    self.content(element, content, look, strength, transform);
                }
            }
        }
        if wipes {
            self.brush.pop_clip();
        }
        self.brush.reset_transform();
    }

    fn content(&mut self, element: &Element, content: &Content, look: &Look, strength: f64, transform: Affine) {
        let rises = matches!(element.entrance, Entrance::Rise);
        match content {
            Content::Text(text) => self.text(text, rises, look, transform),
            Content::Shape(shape) => {
                self.shape(shape, matches!(element.entrance, Entrance::Draw(_)), look, strength);
            }
            Content::Panel(panel) => self.panel(panel, look),
            Content::Glow(glow) => self.glow(glow, strength),
            Content::Picture(picture) => self.picture(picture, look),
            Content::Illustration(illustration) => self.illustration(illustration, look, transform),
            Content::Formula(formula) => self.formula(formula, rises, look, transform),
            // Called when the look was taken.
            Content::Live(_) => {}
        }
    }

    fn text(&mut self, text: &TextContent, rises: bool, look: &Look, transform: Affine) {
        let motion = self.motion;
        for (index, line) in text.block.lines.iter().enumerate() {
            let mut rise = 0.0;
            let line_height = text.block.height / text.block.lines.len().max(1) as f64;
            if rises {
                let begun = look.secs - index as f64 * motion.stagger;
                let risen = cubic_bezier(motion.enter_curve, progress(begun, 0.0, motion.enter * 1.3));
                if risen <= 0.0 {
                    continue;
                }
                rise = (1.0 - risen) * line_height * 1.05;
            }
            let masked = rise > 0.01;
            if masked {
                // The mask ends below the descenders and reaches far enough to the sides for letters that lean out.
                let top = text.y + index as f64 * line_height - line_height * 0.1;
                let reach = line_height * 0.5;
                self.brush.push_clip_rect(&KurboRect::new(
                    text.x + line.ink.x - reach,
                    top - line_height * 0.2,
                    text.x + line.ink.right() + reach,
                    top + line_height * 1.22,
                ));
            }
            self.brush.set_transform(transform * Affine::translate((text.x, text.y + rise)));
            for run in &line.runs {
                let color = self.dimmed(run.color, look.dim);
                self.brush.set_paint(solid(color, 1.0));
                self.brush.glyphs(&run.font, run.size, &run.glyphs);
            }
            self.brush.set_transform(transform);
            if masked {
                self.brush.pop_clip();
            }
        }
    }

    /// Fills the outlines of a formula; when it rises, one after the other in reading order.
    fn formula(&mut self, formula: &FormulaContent, rises: bool, look: &Look, transform: Affine) {
        let motion = self.motion;
        let stagger = formula_stagger(formula.pieces.len());
        self.brush.set_stroke(Stroke::new(formula.weight).with_join(Join::Round));
        let flies = formula.flights.iter().any(Option::is_some);
        for (index, (path, color)) in formula.pieces.iter().enumerate() {
            if let Some(flight) = formula.flights.get(index).copied().flatten() {
                let come = cubic_bezier(motion.move_curve, progress(look.secs, 0.0, FLIGHT_SECS));
                let color = flight.color.map_or(*color, |lit| lit.mix(*color, ((come - 0.75) * 4.0).max(0.0)));
                self.brush.set_transform(transform * between(flight.from, Affine::IDENTITY, come));
                self.brush.set_paint(solid(self.dimmed(color, look.dim), 1.0));
                self.brush.fill_path(path);
                self.brush.stroke_path(path);
                continue;
            }
            // What is new waits until what flies is nearly there.
            let delay = if flies { FLIGHT_SECS * 0.6 } else { 0.0 };
            let begun = look.secs - delay - index as f64 * stagger;
            let risen = if rises { cubic_bezier(motion.enter_curve, progress(begun, 0.0, motion.enter)) } else { 1.0 };
            if risen <= 0.0 {
                continue;
            }
            self.brush.set_transform(transform * Affine::translate((0.0, 26.0 * (1.0 - risen))));
            self.brush.set_paint(solid(self.dimmed(*color, look.dim), risen));
            self.brush.fill_path(path);
            self.brush.stroke_path(path);
        }
        self.brush.set_transform(transform);
    }

    /// The color of text that steps back.
    fn dimmed(&self, color: Color, dim: f64) -> Color {
        if dim <= 0.0 { color } else { color.mix(self.palette.muted, dim * 0.8) }
    }

    /// Draws the light or the shadow beneath an element.
    pub(crate) fn halo(&mut self, halo: &Halo, transform: Affine) {
        self.brush.set_transform(self.origin * transform);
        self.image(halo.pixels().clone(), halo.rect());
        self.brush.reset_transform();
    }

    /// Paints a pixmap into a rectangle of the plane.
    fn image(&mut self, pixels: Arc<vello_cpu::Pixmap>, rect: Rect) {
        let (width, height) = (f64::from(pixels.width()), f64::from(pixels.height()));
        if width == 0.0 || height == 0.0 {
            return;
        }
        self.brush.set_picture(&pixels);
        self.brush.set_paint_transform(
            Affine::translate((rect.x, rect.y)) * Affine::scale_non_uniform(rect.width / width, rect.height / height),
        );
        self.brush.fill_rect(&kurbo_rect(rect));
        self.brush.reset_paint_transform();
    }

    fn shape(&mut self, shape: &ShapeContent, draws: bool, look: &Look, opacity: f64) {
        if let Some(fill) = &shape.fill {
            self.set_paint(fill, opacity * if draws { look.reveal } else { 1.0 });
            self.brush.fill_path(&self.hand(&shape.path, 0));
        }
        let Some(line) = &shape.stroke else { return };
        if draws && look.reveal < 1.0 {
            if look.reveal > 0.0 {
                let part = partial(&shape.path, look.reveal);
                self.stroke(&part, line, opacity, look.dim);
            }
        } else {
            self.stroke(&shape.path, line, opacity, look.dim);
        }
    }

    /// The path as the style's hand draws it.
    fn hand<'p>(&self, path: &'p BezPath, stroke: u32) -> Cow<'p, BezPath> {
        let strength = self.surface.hand;
        if strength > 0.0 { Cow::Owned(by_hand(path, strength, stroke)) } else { Cow::Borrowed(path) }
    }

    fn stroke(&mut self, path: &BezPath, line: &Line, opacity: f64, dim: f64) {
        if self.surface.hand > 0.0 && line.dots.is_none() && line.width < 9.0 {
            // A hand goes over its lines: a second, thinner stroke that does not quite meet the first.
            self.brush.set_stroke(Stroke::new(line.width * 0.6).with_caps(Cap::Round).with_join(Join::Round));
            self.set_paint(&line.paint, opacity * 0.7);
            self.brush.stroke_path(&self.hand(path, 1));
        }
        let path = &*self.hand(path, 0);
        if let Some(color) = line.glow
            && dim < 1.0
            && self.surface.glow < 0.05
        {
            // Where nothing glows, what is lit gets a stronger line.
            self.brush.set_stroke(Stroke::new(line.width * 1.5 + 2.0).with_caps(Cap::Round).with_join(Join::Round));
            self.brush.set_paint(solid(color, 0.3 * opacity * (1.0 - dim)));
            self.brush.stroke_path(path);
        } else if let Some(color) = line.glow
            && dim < 1.0
        {
            // Wide faint strokes are a blur that costs little; their sum falls off like a Gaussian.
            let reach = glow_reach(line.width);
            for (part, alpha) in [(1.0, 0.022), (0.8, 0.03), (0.62, 0.04), (0.46, 0.055), (0.32, 0.075), (0.18, 0.1)] {
                self.brush
                    .set_stroke(Stroke::new(line.width + reach * part).with_caps(Cap::Round).with_join(Join::Round));
                self.brush.set_paint(solid(color, alpha * opacity * self.surface.glow * (1.0 - dim)));
                self.brush.stroke_path(path);
            }
        }
        let mut stroke = Stroke::new(line.width).with_caps(Cap::Round).with_join(Join::Round);
        if let Some(gap) = line.dots {
            stroke = stroke.with_dashes(0.0, [0.01, gap.max(line.width)]);
        }
        self.brush.set_stroke(stroke);
        self.set_paint(&line.paint, opacity);
        self.brush.stroke_path(path);
    }

    fn set_paint(&mut self, paint: &Paint, opacity: f64) {
        match paint {
            Paint::Solid(color, alpha) => self.brush.set_paint(solid(*color, alpha * opacity)),
            Paint::Linear { from, to, stops: list } => {
                self.brush.set_paint(Gradient::new_linear(*from, *to).with_stops(&stops(list, opacity)[..]));
            }
            Paint::Radial { center, radius, stops: list } => {
                self.brush.set_paint(radial(*center, *radius, list, opacity))
            }
        }
    }

    fn panel(&mut self, panel: &PanelContent, look: &Look) {
        let Palette { board, panel_edge: edge, panel_top, panel_bottom, panel_top_alpha, panel_bottom_alpha, .. } =
            *self.palette;
        let rect = panel.rect;
        let plain = RoundedRect::from_rect(kurbo_rect(rect), panel.radius * self.surface.corner).to_path(0.1);
        let outline = self.hand(&plain, 0).into_owned();
        let (top, bottom) = match panel.tone {
            Tone::Panel => ((panel_top, panel_top_alpha), (panel_bottom, panel_bottom_alpha)),
            Tone::Board => ((board, 0.9), (board, 0.92)),
        };
        let ends = (Point::new(rect.x, rect.y), Point::new(rect.x, rect.bottom()));
        let fill = [(0.0, top.0, top.1), (1.0, bottom.0, bottom.1)];
        self.brush.set_paint(Gradient::new_linear(ends.0, ends.1).with_stops(&stops(&fill, 1.0)[..]));
        self.brush.fill_path(&outline);

        let faint = 1.0 - look.dim * 0.4;
        let rim = [(0.0, edge, 0.75 * faint), (0.5, edge, 0.25 * faint), (1.0, edge, 0.12 * faint)];
        self.brush.set_paint(Gradient::new_linear(ends.0, ends.1).with_stops(&stops(&rim, 1.0)[..]));
        self.brush.set_stroke(Stroke::new(2.0));
        self.brush.stroke_path(&outline);
        if self.surface.hand > 0.0 {
            // A drawn edge goes all the way around.
            self.brush.set_paint(solid(edge, 0.8 * faint));
            self.brush.set_stroke(Stroke::new(2.4));
            self.brush.stroke_path(&outline);
            self.brush.set_stroke(Stroke::new(1.2));
            self.brush.stroke_path(&self.hand(&plain, 1));
        }
        if let Some(accent) = panel.accent {
            self.accent_edge(&plain, accent, look.focus.max(0.0));
        }
    }

    /// A bright edge with light around it.
    pub(crate) fn accent_edge(&mut self, outline: &BezPath, accent: Color, light: f64) {
        if light > 0.01 {
            let line = Line { paint: Paint::Solid(accent, 0.95), width: 4.0, dots: None, glow: Some(accent) };
            self.stroke(outline, &line, light, 0.0);
        }
    }

    fn glow(&mut self, glow: &GlowContent, opacity: f64) {
        // Where nothing glows, light becomes a tint.
        let opacity = opacity * (0.14 + 0.86 * self.surface.glow);
        self.brush.set_paint(radial(glow.center, glow.radius, &glow_stops(glow.color, glow.strength), opacity));
        let corner = Vec2::new(glow.radius, glow.radius);
        self.brush.fill_rect(&KurboRect::from_points(glow.center - corner, glow.center + corner));
    }

    /// Fills the shapes of an illustration, as large as its place allows.
    fn illustration(&mut self, illustration: &IllustrationContent, look: &Look, transform: Affine) {
        let Some(artwork) = &illustration.artwork else { return };
        let (rect, ink) = (kurbo_rect(illustration.rect), artwork.ink);
        let scale = (rect.width() / ink.width()).min(rect.height() / ink.height());
        self.brush.set_transform(
            transform
                * Affine::translate(rect.center().to_vec2() + Vec2::new(0.0, look.breath))
                * Affine::scale(scale)
                * Affine::translate(-ink.center().to_vec2()),
        );
        for shape in &artwork.shapes {
            let color = shape.color.mix(self.palette.board, look.dim * DIMMED_ILLUSTRATION);
            self.brush.set_fill_rule(if shape.even_odd { Fill::EvenOdd } else { Fill::NonZero });
            self.brush.set_paint(solid(color, shape.opacity));
            self.brush.fill_path(&shape.path);
        }
        self.brush.set_fill_rule(Fill::NonZero);
        self.brush.set_transform(transform);
    }

    fn picture(&mut self, content: &PictureContent, look: &Look) {
        let pixels = content.picture.pixels();
        let (width, height) = (f64::from(pixels.width()), f64::from(pixels.height()));
        if width <= 0.0 || height <= 0.0 {
            return;
        }
        let grown = 1.0 + (content.zoom - 1.0) * look.zoomed;
        let (full, toward) = (content.rect, content.toward);
        let (size, zoom) = if content.whole { (grown / content.zoom, 1.0) } else { (1.0, grown) };
        let rect = Rect {
            x: full.x + full.width * (1.0 - size) * toward.x,
            y: full.y + full.height * (1.0 - size) * toward.y,
            width: full.width * size,
            height: full.height * size,
        };
        let cover = (rect.width / width).max(rect.height / height) * zoom;
        let (spare_x, spare_y) = (width * cover - rect.width, height * cover - rect.height);
        let outline = RoundedRect::from_rect(kurbo_rect(rect), content.radius * self.surface.corner).to_path(0.1);
        self.brush.set_picture(pixels);
        let (x, y) = (rect.x - spare_x * content.toward.x, rect.y - spare_y * content.toward.y);
        self.brush.set_paint_transform(Affine::translate((x, y)) * Affine::scale(cover));
        self.brush.fill_path(&outline);
        self.brush.reset_paint_transform();
        self.brush.set_paint(solid(self.palette.panel_edge, 0.45));
        self.brush.set_stroke(Stroke::new(2.0));
        self.brush.stroke_path(&self.hand(&outline, 0));
    }
}

/// From one placing to another, without turning.
fn between(from: Affine, to: Affine, along: f64) -> Affine {
    let (from, to) = (from.as_coeffs(), to.as_coeffs());
    Affine::new(std::array::from_fn(|index| from[index] + (to[index] - from[index]) * along))
}

/// How far the light of a stroke reaches beyond it, to both sides together.
pub(crate) fn glow_reach(width: f64) -> f64 {
    (width * 4.0 + 22.0).min(64.0)
}

/// Seconds from the entrance of one piece of a formula to the next.
pub(crate) fn formula_stagger(count: usize) -> f64 {
    (0.9 / count.max(1) as f64).min(0.06)
}

/// The first part of a path, by length.
fn partial(path: &BezPath, fraction: f64) -> BezPath {
    const ACCURACY: f64 = 0.5;
    let total: f64 = path.segments().map(|segment| segment.arclen(ACCURACY)).sum();
    let mut left = total * fraction;
    let mut part = BezPath::new();
    let mut at = None;
    for segment in path.segments() {
        let length = segment.arclen(ACCURACY);
        let start = segment.start();
        if at != Some(start) {
            part.move_to(start);
        }
        if length <= left {
            left -= length;
            part.push(segment.as_path_el());
            at = Some(segment.end());
        } else {
            let cut = segment.subsegment(0.0..segment.inv_arclen(left, ACCURACY));
            part.push(cut.as_path_el());
            break;
        }
    }
    if part.elements().len() == 1 {
        // A path of one point would draw a dot before its time.
        return BezPath::new();
    }
    debug_assert!(!matches!(part.elements().first(), Some(PathEl::LineTo(_))), "a path starts with a move");
    part
}
