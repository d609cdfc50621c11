//! Draws elements in their states with the vector renderer.

use std::borrow::Cow;
use std::sync::Arc;

use lectern_lesson::Rect;
use vello_cpu::kurbo::{
    Affine, BezPath, Cap, Join, ParamCurve, ParamCurveArclen, PathEl, Point, Rect as KurboRect, RoundedRect, Shape,
    Stroke, Vec2,
};
use vello_cpu::peniko::{ColorStop, Extend, Fill, Gradient, ImageQuality, ImageSampler, color::AlphaColor};
use vello_cpu::{Image, ImageSource, PaintType, RenderContext, Resources};

use crate::animate::State;
use crate::easing::{cubic_bezier, progress, sine};
use crate::element::{
    Content, Element, Entrance, FormulaContent, GlowContent, IllustrationContent, Line, Moment, Paint, PanelContent,
    PictureContent, ShapeContent, TextContent, Tone,
};
use crate::halo::Halo;
use crate::hand::by_hand;
use crate::plane::Plane;
use crate::timeline::Timeline;
use crate::{Color, Palette, Surface};

/// How much of its strength a shape keeps while another part is in focus.
const DIMMED_SHAPE: f64 = 0.5;

/// Seconds that glyphs fly from one line of a formula to the next.
pub(crate) const FLIGHT_SECS: f64 = 0.95;

/// How much of the disc's color an illustration takes while another part is in focus.
const DIMMED_ILLUSTRATION: f64 = 0.22;

/// A canvas for one frame: where elements are drawn to and what they need to know.
pub(crate) struct Canvas<'a> {
    pub(crate) context: &'a mut RenderContext,
    pub(crate) resources: &'a mut Resources,
    pub(crate) palette: &'a Palette,
    pub(crate) surface: &'a Surface,
    pub(crate) timeline: &'a Timeline,
    pub(crate) plane: Plane,
    /// Output pixels for each design pixel.
    pub(crate) scale: f64,
    /// Seconds since the scene's start.
    pub(crate) now: f64,
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
    /// Draws an element.
    pub(crate) fn draw(&mut self, element: &Element, halo: Option<&Halo>, state: &State) {
        let bounds = bounds(&element.content, self.plane);
        let middle = Vec2::new(bounds.x + bounds.width / 2.0, bounds.y + bounds.height / 2.0);
        let mut transform = Affine::scale(self.scale) * Affine::translate(state.offset);
        if state.scale != 1.0 {
            transform *= Affine::translate(middle) * Affine::scale(state.scale) * Affine::translate(-middle);
        }
        if let Some((by, about)) = element.swell
            && state.focus > 0.0
        {
            transform *= Affine::translate(about.to_vec2())
                * Affine::scale(1.0 + by * state.focus)
                * Affine::translate(-about.to_vec2());
        }
        if let Entrance::Grow { from, x, y, .. } = element.entrance
            && state.reveal < 1.0
        {
            let grown = state.reveal.max(0.001);
            let anchor = from.to_vec2();
            transform *= Affine::translate(anchor)
                * Affine::scale_non_uniform(if x { grown } else { 1.0 }, if y { grown } else { 1.0 })
                * Affine::translate(-anchor);
        }
        self.context.set_transform(transform);
        let wipes = matches!(element.entrance, Entrance::Wipe(_)) && state.reveal < 1.0;
        if wipes {
            let margin = 40.0;
            let uncovered = (bounds.width + 2.0 * margin) * state.reveal;
            self.context.push_clip_rect(&KurboRect::new(
                bounds.x - margin,
                bounds.y - margin,
                bounds.x - margin + uncovered,
                bounds.bottom() + margin,
            ));
        }
        self.content(element, &element.content, halo, state, transform);
        if wipes {
            self.context.pop_clip();
        }
        self.context.reset_transform();
    }

    fn content(&mut self, element: &Element, content: &Content, halo: Option<&Halo>, state: &State, transform: Affine) {
        match content {
            Content::Text(text) => {
                if let Some(halo) = halo {
                    self.halo(halo, state, transform);
                }
                self.text(text, matches!(element.entrance, Entrance::Rise), state, transform);
            }
            Content::Shape(shape) => self.shape(shape, matches!(element.entrance, Entrance::Draw(_)), state),
            Content::Panel(panel) => {
                self.shadow(halo, state.opacity, transform);
                self.panel(panel, state);
            }
            Content::Glow(glow) => self.glow(glow, state.opacity * (1.0 - state.dim * DIMMED_SHAPE)),
            Content::Picture(picture) => {
                self.shadow(halo, state.opacity, transform);
                self.picture(picture, state);
            }
            Content::Illustration(illustration) => self.illustration(illustration, state, transform),
            Content::Formula(formula) => {
                self.formula(formula, matches!(element.entrance, Entrance::Rise), state, transform)
            }
            Content::Live(live) => {
                let moment = Moment { scene_secs: self.now, secs: state.secs, timeline: self.timeline };
                for content in live(&moment) {
                    // Live content does not nest: a closure that returned itself would never end.
                    if !matches!(content, Content::Live(_)) {
                        self.content(element, &content, None, state, transform);
                    }
                }
            }
        }
    }

    fn text(&mut self, text: &TextContent, rises: bool, state: &State, transform: Affine) {
        let motion = &self.timeline.motion;
        for (index, line) in text.block.lines.iter().enumerate() {
            let mut rise = 0.0;
            let line_height = text.block.height / text.block.lines.len().max(1) as f64;
            if rises {
                let begun = state.secs - index as f64 * motion.stagger;
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
                self.context.push_clip_rect(&KurboRect::new(
                    text.x + line.ink.x - reach,
                    top - line_height * 0.2,
                    text.x + line.ink.right() + reach,
                    top + line_height * 1.22,
                ));
            }
            self.context.set_transform(transform * Affine::translate((text.x, text.y + rise)));
            for run in &line.runs {
                let color = self.dimmed(run.color, state.dim);
                self.context.set_paint(solid(color, state.opacity));
                // Glyphs without an outline are skipped; missing characters are named before any work starts.
                let _ = self
                    .context
                    .glyph_run(self.resources, &run.font)
                    .font_size(run.size)
                    .hint(false)
                    .fill_glyphs(run.glyphs.iter().copied());
            }
            self.context.set_transform(transform);
            if masked {
                self.context.pop_clip();
            }
        }
    }

    /// Fills the outlines of a formula; when it rises, one after the other in reading order.
    fn formula(&mut self, formula: &FormulaContent, rises: bool, state: &State, transform: Affine) {
        let motion = &self.timeline.motion;
        let stagger = (0.9 / formula.pieces.len().max(1) as f64).min(0.06);
        // The rise is made here, piece by piece, not by the element as a whole.
        let opacity = if rises && state.entered > 0.0 { state.opacity / state.entered } else { state.opacity };
        let still = transform * Affine::translate(-if rises { state.offset } else { Vec2::ZERO });
        self.context.set_stroke(Stroke::new(formula.weight).with_join(Join::Round));
        let flies = formula.flights.iter().any(Option::is_some);
        for (index, (path, color)) in formula.pieces.iter().enumerate() {
            if let Some(flight) = formula.flights.get(index).copied().flatten() {
                let come = cubic_bezier(motion.move_curve, progress(state.secs, 0.0, FLIGHT_SECS));
                let color = flight.color.map_or(*color, |lit| lit.mix(*color, ((come - 0.75) * 4.0).max(0.0)));
                self.context.set_transform(still * between(flight.from, Affine::IDENTITY, come));
                self.context.set_paint(solid(self.dimmed(color, state.dim), opacity.min(1.0)));
                self.context.fill_path(path);
                self.context.stroke_path(path);
                continue;
            }
            // What is new waits until what flies is nearly there.
            let delay = if flies { FLIGHT_SECS * 0.6 } else { 0.0 };
            let begun = state.secs - delay - index as f64 * stagger;
            let risen = if rises { cubic_bezier(motion.enter_curve, progress(begun, 0.0, motion.enter)) } else { 1.0 };
            if risen <= 0.0 {
                continue;
            }
            self.context.set_transform(still * Affine::translate((0.0, 26.0 * (1.0 - risen))));
            self.context.set_paint(solid(self.dimmed(*color, state.dim), opacity.min(1.0) * risen));
            self.context.fill_path(path);
            self.context.stroke_path(path);
        }
        self.context.set_transform(transform);
    }

    /// The color of text that steps back.
    fn dimmed(&self, color: Color, dim: f64) -> Color {
        if dim <= 0.0 { color } else { color.mix(self.palette.muted, dim * 0.8) }
    }

    fn halo(&mut self, halo: &Halo, state: &State, transform: Affine) {
        // Faint light of a warm color over blue looks grey, so it waits until the letters are nearly there.
        let light = state.opacity * (1.0 - state.dim) * state.entered.powi(4);
        if light > 0.01 {
            self.context.set_transform(transform);
            self.image(halo.pixels().clone(), halo.rect(), light);
        }
    }

    fn shadow(&mut self, shadow: Option<&Halo>, opacity: f64, transform: Affine) {
        if let Some(shadow) = shadow {
            self.context.set_transform(transform);
            self.image(shadow.pixels().clone(), shadow.rect(), opacity);
        }
    }

    /// Paints a pixmap into a rectangle of the plane.
    fn image(&mut self, pixels: Arc<vello_cpu::Pixmap>, rect: Rect, opacity: f64) {
        let (width, height) = (f64::from(pixels.width()), f64::from(pixels.height()));
        if width == 0.0 || height == 0.0 {
            return;
        }
        let sampler = ImageSampler {
            x_extend: Extend::Pad,
            y_extend: Extend::Pad,
            quality: ImageQuality::Medium,
            alpha: opacity as f32,
        };
        self.context.set_paint(PaintType::Image(Image { image: ImageSource::Pixmap(pixels), sampler }));
        self.context.set_paint_transform(
            Affine::translate((rect.x, rect.y)) * Affine::scale_non_uniform(rect.width / width, rect.height / height),
        );
        self.context.fill_rect(&kurbo_rect(rect));
        self.context.reset_paint_transform();
    }

    fn shape(&mut self, shape: &ShapeContent, draws: bool, state: &State) {
        let opacity = state.opacity * (1.0 - state.dim * DIMMED_SHAPE);
        if let Some(fill) = &shape.fill {
            self.set_paint(fill, opacity * if draws { state.reveal } else { 1.0 });
            self.context.fill_path(&self.hand(&shape.path, 0));
        }
        let Some(line) = &shape.stroke else { return };
        if draws && state.reveal < 1.0 {
            if state.reveal > 0.0 {
                let part = partial(&shape.path, state.reveal);
                self.stroke(&part, line, opacity, state.dim);
            }
        } else {
            self.stroke(&shape.path, line, opacity, state.dim);
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
            self.context.set_stroke(Stroke::new(line.width * 0.6).with_caps(Cap::Round).with_join(Join::Round));
            self.set_paint(&line.paint, opacity * 0.7);
            self.context.stroke_path(&self.hand(path, 1));
        }
        let path = &*self.hand(path, 0);
        if let Some(color) = line.glow
            && dim < 1.0
            && self.surface.glow < 0.05
        {
            // Where nothing glows, what is lit gets a stronger line.
            self.context.set_stroke(Stroke::new(line.width * 1.5 + 2.0).with_caps(Cap::Round).with_join(Join::Round));
            self.context.set_paint(solid(color, 0.3 * opacity * (1.0 - dim)));
            self.context.stroke_path(path);
        } else if let Some(color) = line.glow
            && dim < 1.0
        {
            // Wide faint strokes are a blur that costs little; their sum falls off like a Gaussian.
            let reach = (line.width * 4.0 + 22.0).min(64.0);
            for (part, alpha) in [(1.0, 0.022), (0.8, 0.03), (0.62, 0.04), (0.46, 0.055), (0.32, 0.075), (0.18, 0.1)] {
                self.context
                    .set_stroke(Stroke::new(line.width + reach * part).with_caps(Cap::Round).with_join(Join::Round));
                self.context.set_paint(solid(color, alpha * opacity * self.surface.glow * (1.0 - dim)));
                self.context.stroke_path(path);
            }
        }
        let mut stroke = Stroke::new(line.width).with_caps(Cap::Round).with_join(Join::Round);
        if let Some(gap) = line.dots {
            stroke = stroke.with_dashes(0.0, [0.01, gap.max(line.width)]);
        }
        self.context.set_stroke(stroke);
        self.set_paint(&line.paint, opacity);
        self.context.stroke_path(path);
    }

    fn set_paint(&mut self, paint: &Paint, opacity: f64) {
        match paint {
            Paint::Solid(color, alpha) => self.context.set_paint(solid(*color, alpha * opacity)),
            Paint::Linear { from, to, stops: list } => {
                self.context.set_paint(Gradient::new_linear(*from, *to).with_stops(&stops(list, opacity)[..]));
            }
            Paint::Radial { center, radius, stops: list } => {
                self.context.set_paint(radial(*center, *radius, list, opacity))
            }
        }
    }

    fn panel(&mut self, panel: &PanelContent, state: &State) {
        let Palette { board, panel_edge: edge, panel_top, panel_bottom, panel_top_alpha, panel_bottom_alpha, .. } =
            *self.palette;
        let opacity = state.opacity;
        let rect = panel.rect;
        let plain = RoundedRect::from_rect(kurbo_rect(rect), panel.radius * self.surface.corner).to_path(0.1);
        let outline = self.hand(&plain, 0).into_owned();
        let (top, bottom) = match panel.tone {
            Tone::Panel => ((panel_top, panel_top_alpha), (panel_bottom, panel_bottom_alpha)),
            Tone::Board => ((board, 0.9), (board, 0.92)),
        };
        let ends = (Point::new(rect.x, rect.y), Point::new(rect.x, rect.bottom()));
        let fill = [(0.0, top.0, top.1), (1.0, bottom.0, bottom.1)];
        self.context.set_paint(Gradient::new_linear(ends.0, ends.1).with_stops(&stops(&fill, opacity)[..]));
        self.context.fill_path(&outline);

        let faint = 1.0 - state.dim * 0.4;
        let rim = [(0.0, edge, 0.75 * faint), (0.5, edge, 0.25 * faint), (1.0, edge, 0.12 * faint)];
        self.context.set_paint(Gradient::new_linear(ends.0, ends.1).with_stops(&stops(&rim, opacity)[..]));
        self.context.set_stroke(Stroke::new(2.0));
        self.context.stroke_path(&outline);
        if self.surface.hand > 0.0 {
            // A drawn edge goes all the way around.
            self.context.set_paint(solid(edge, 0.8 * faint * opacity));
            self.context.set_stroke(Stroke::new(2.4));
            self.context.stroke_path(&outline);
            self.context.set_stroke(Stroke::new(1.2));
            self.context.stroke_path(&self.hand(&plain, 1));
        }
        if let Some(accent) = panel.accent {
            let light = if matches!(state.focus, focus if focus > 0.0) { state.focus } else { 0.0 };
            self.accent_edge(&plain, accent, light * opacity);
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
        self.context.set_paint(radial(glow.center, glow.radius, &glow_stops(glow.color, glow.strength), opacity));
        let corner = Vec2::new(glow.radius, glow.radius);
        self.context.fill_rect(&KurboRect::from_points(glow.center - corner, glow.center + corner));
    }

    /// Fills the shapes of an illustration, as large as its place allows.
    fn illustration(&mut self, illustration: &IllustrationContent, state: &State, transform: Affine) {
        let Some(artwork) = &illustration.artwork else { return };
        let (rect, ink) = (kurbo_rect(illustration.rect), artwork.ink);
        let scale = (rect.width() / ink.width()).min(rect.height() / ink.height());
        // A breath takes about five seconds.
        let breath = illustration.drift * (self.now * std::f64::consts::TAU / 5.2).sin();
        self.context.set_transform(
            transform
                * Affine::translate(rect.center().to_vec2() + Vec2::new(0.0, breath))
                * Affine::scale(scale)
                * Affine::translate(-ink.center().to_vec2()),
        );
        // Shapes that overlap fade as one; a layer of the illustration's box is all that costs.
        let fades = state.opacity < 0.995;
        if fades {
            let outline = ink.to_path(0.1);
            self.context.push_layer(Some(&outline), None, Some(state.opacity as f32), None, None);
        }
        for shape in &artwork.shapes {
            let color = shape.color.mix(self.palette.board, state.dim * DIMMED_ILLUSTRATION);
            self.context.set_fill_rule(if shape.even_odd { Fill::EvenOdd } else { Fill::NonZero });
            self.context.set_paint(solid(color, shape.opacity));
            self.context.fill_path(&shape.path);
        }
        self.context.set_fill_rule(Fill::NonZero);
        if fades {
            self.context.pop_layer();
        }
        self.context.set_transform(transform);
    }

    fn picture(&mut self, content: &PictureContent, state: &State) {
        let pixels = content.picture.pixels();
        let (width, height) = (f64::from(pixels.width()), f64::from(pixels.height()));
        if width <= 0.0 || height <= 0.0 {
            return;
        }
        let along = sine(progress(self.now, 0.0, self.timeline.length));
        let grown = 1.0 + (content.zoom - 1.0) * along;
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
        let sampler = ImageSampler {
            x_extend: Extend::Pad,
            y_extend: Extend::Pad,
            quality: ImageQuality::Medium,
            alpha: state.opacity as f32,
        };
        let outline = RoundedRect::from_rect(kurbo_rect(rect), content.radius * self.surface.corner).to_path(0.1);
        self.context.set_paint(PaintType::Image(Image { image: ImageSource::Pixmap(pixels.clone()), sampler }));
        let (x, y) = (rect.x - spare_x * content.toward.x, rect.y - spare_y * content.toward.y);
        self.context.set_paint_transform(Affine::translate((x, y)) * Affine::scale(cover));
        self.context.fill_path(&outline);
        self.context.reset_paint_transform();
        self.context.set_paint(solid(self.palette.panel_edge, 0.45 * state.opacity));
        self.context.set_stroke(Stroke::new(2.0));
        self.context.stroke_path(&self.hand(&outline, 0));
    }
}

/// From one placing to another, without turning.
fn between(from: Affine, to: Affine, along: f64) -> Affine {
    let (from, to) = (from.as_coeffs(), to.as_coeffs());
    Affine::new(std::array::from_fn(|index| from[index] + (to[index] - from[index]) * along))
}

/// Bounding box of what a content draws, without its light and shadow.
pub(crate) fn bounds(content: &Content, plane: Plane) -> Rect {
    match content {
        Content::Text(text) => text.ink(),
        Content::Shape(shape) => {
            let bounds = shape.path.bounding_box();
            Rect::new(bounds.x0, bounds.y0, bounds.width(), bounds.height())
        }
        Content::Panel(panel) => panel.rect,
        Content::Glow(glow) => {
            Rect::new(glow.center.x - glow.radius, glow.center.y - glow.radius, glow.radius * 2.0, glow.radius * 2.0)
        }
        Content::Picture(picture) => picture.rect,
        Content::Illustration(illustration) => illustration.rect,
        Content::Formula(formula) => formula.ink,
        Content::Live(_) => plane.rect(),
    }
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
