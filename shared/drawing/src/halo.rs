//! Soft light beneath text and soft shadows beneath panels, blurred once when a scene is prepared.

use std::sync::Arc;

use lectern_lesson::Rect;
use vello_cpu::kurbo::{Affine, RoundedRect, Shape};
use vello_cpu::{Pixmap, RenderContext, RenderSettings, Resources};

use crate::Color;
use crate::blur::blur;
use crate::canvas::{kurbo_rect, solid};
use crate::element::TextContent;

/// Halos are drawn at a quarter of the plane's size: they have no detail.
const REDUCTION: f64 = 0.25;

/// Standard deviation of the blur in design pixels.
const SIGMA: f64 = 22.0;

/// A blurred picture beneath an element.
pub(crate) struct Halo {
    pixels: Arc<Pixmap>,
    rect: Rect,
}

impl Halo {
    /// The halo of a text in that color; none for a text without ink.
    pub(crate) fn new(text: &TextContent, color: Color, strength: f64) -> Option<Self> {
        let ink = text.ink();
        if ink.width <= 0.0 || ink.height <= 0.0 {
            return None;
        }
        let margin = SIGMA * 2.6;
        let width = ((ink.width + 2.0 * margin) * REDUCTION).ceil().clamp(1.0, 2000.0);
        let height = ((ink.height + 2.0 * margin) * REDUCTION).ceil().clamp(1.0, 2000.0);
        let rect = Rect::new(ink.x - margin, ink.y - margin, width / REDUCTION, height / REDUCTION);
        let settings = RenderSettings { num_threads: 0, ..RenderSettings::default() };
        let mut context = RenderContext::new_with(width as u16, height as u16, settings);
        let mut resources = Resources::new();
        let plane = Affine::scale(REDUCTION) * Affine::translate((text.x - rect.x, text.y - rect.y));
        context.set_transform(plane);
        context.set_paint(solid(color, 1.0));
        for run in text.block.lines.iter().flat_map(|line| &line.runs) {
            let _ = context
                .glyph_run(&mut resources, &run.font)
                .font_size(run.size)
                .hint(false)
                .fill_glyphs(run.glyphs.iter().copied());
        }
        let mut pixels = Pixmap::new(width as u16, height as u16);
        context.flush();
        context.render(&mut pixels, &mut resources);
        blur(pixels.data_as_u8_slice_mut(), width as usize, height as usize, SIGMA * REDUCTION);
        pixels.multiply_alpha((strength.clamp(0.0, 1.0) * 255.0) as u8);
        Some(Self { pixels: Arc::new(pixels), rect })
    }

    /// The shadow of a panel: a blurred rounded rectangle a little below it. Drawn once, since the renderer's own blurred
    /// rectangle costs a power of a number for every pixel of every frame.
    pub(crate) fn shadow(panel: Rect, radius: f64, color: Color, strength: f64) -> Option<Self> {
        let cast = Rect::new(panel.x + 8.0, panel.y + 26.0, panel.width - 16.0, panel.height - 10.0);
        if cast.width <= 0.0 || cast.height <= 0.0 {
            return None;
        }
        let margin = SIGMA * 2.8;
        let width = ((cast.width + 2.0 * margin) * REDUCTION).ceil().clamp(1.0, 2000.0);
        let height = ((cast.height + 2.0 * margin) * REDUCTION).ceil().clamp(1.0, 2000.0);
        let rect = Rect::new(cast.x - margin, cast.y - margin, width / REDUCTION, height / REDUCTION);
        let settings = RenderSettings { num_threads: 0, ..RenderSettings::default() };
        let mut context = RenderContext::new_with(width as u16, height as u16, settings);
        context.set_transform(Affine::scale(REDUCTION) * Affine::translate((-rect.x, -rect.y)));
        context.set_paint(solid(color, strength));
        context.fill_path(&RoundedRect::from_rect(kurbo_rect(cast), radius).to_path(0.1));
        let mut pixels = Pixmap::new(width as u16, height as u16);
        context.flush();
        context.render(&mut pixels, &mut Resources::new());
        blur(pixels.data_as_u8_slice_mut(), width as usize, height as usize, SIGMA * REDUCTION);
        Some(Self { pixels: Arc::new(pixels), rect })
    }

    pub(crate) fn pixels(&self) -> &Arc<Pixmap> {
        &self.pixels
    }

    /// Where it lies on the plane.
    pub(crate) fn rect(&self) -> Rect {
        self.rect
    }
}
