//! What draws paths, glyphs and pictures: the renderer of the processor or that of a graphics processor, by the same calls.

use std::sync::Arc;

use vello_cpu::kurbo::{Affine, BezPath, Rect, Stroke};
use vello_cpu::peniko::{Extend, Fill, FontData, ImageQuality, ImageSampler};
use vello_cpu::{Glyph, Image, ImageSource, PaintType, Pixmap, RenderContext, Resources};

/// One of the two renderers.
pub(crate) enum Brush<'a> {
    Cpu {
        context: &'a mut RenderContext,
        resources: &'a mut Resources,
    },
    #[cfg(feature = "gpu")]
    Gpu(&'a mut crate::gpu::Brush),
}

/// Calls the same of both.
macro_rules! both {
    ($brush:expr, $renderer:ident => $call:expr) => {
        match $brush {
            Self::Cpu { context: $renderer, .. } => $call,
            #[cfg(feature = "gpu")]
            Self::Gpu(brush) => {
                let $renderer = &mut brush.scene;
                $call
            }
        }
    };
}

impl Brush<'_> {
    pub(crate) fn set_transform(&mut self, transform: Affine) {
        both!(self, renderer => renderer.set_transform(transform));
    }

    pub(crate) fn reset_transform(&mut self) {
        both!(self, renderer => renderer.reset_transform());
    }

    pub(crate) fn push_clip_rect(&mut self, rect: &Rect) {
        both!(self, renderer => renderer.push_clip_rect(rect));
    }

    pub(crate) fn pop_clip(&mut self) {
        both!(self, renderer => renderer.pop_clip());
    }

    pub(crate) fn set_paint(&mut self, paint: impl Into<PaintType>) {
        both!(self, renderer => renderer.set_paint(paint));
    }

    pub(crate) fn set_paint_transform(&mut self, transform: Affine) {
        both!(self, renderer => renderer.set_paint_transform(transform));
    }

    pub(crate) fn reset_paint_transform(&mut self) {
        both!(self, renderer => renderer.reset_paint_transform());
    }

    pub(crate) fn set_fill_rule(&mut self, rule: Fill) {
        both!(self, renderer => renderer.set_fill_rule(rule));
    }

    pub(crate) fn set_stroke(&mut self, stroke: Stroke) {
        both!(self, renderer => renderer.set_stroke(stroke));
    }

    pub(crate) fn fill_path(&mut self, path: &BezPath) {
        both!(self, renderer => renderer.fill_path(path));
    }

    pub(crate) fn stroke_path(&mut self, path: &BezPath) {
        both!(self, renderer => renderer.stroke_path(path));
    }

    pub(crate) fn fill_rect(&mut self, rect: &Rect) {
        both!(self, renderer => renderer.fill_rect(rect));
    }

    /// Takes a picture as paint. Beyond its edges stands what is at them.
    pub(crate) fn set_picture(&mut self, pixels: &Arc<Pixmap>) {
        let sampler =
            ImageSampler { x_extend: Extend::Pad, y_extend: Extend::Pad, quality: ImageQuality::Medium, alpha: 1.0 };
        let image = match self {
            Self::Cpu { .. } => ImageSource::Pixmap(Arc::clone(pixels)),
            #[cfg(feature = "gpu")]
            Self::Gpu(brush) => brush.picture(pixels),
        };
        self.set_paint(PaintType::Image(Image { image, sampler }));
    }

    /// Draws glyphs in the paint. Those without an outline are skipped; missing characters are named before any work starts.
    pub(crate) fn glyphs(&mut self, font: &FontData, size: f32, glyphs: &[Glyph]) {
        let glyphs = glyphs.iter().copied();
        let _ = match self {
            Self::Cpu { context, resources } => {
                context.glyph_run(resources, font).font_size(size).hint(false).fill_glyphs(glyphs)
            }
            #[cfg(feature = "gpu")]
            Self::Gpu(brush) => {
                let crate::gpu::Brush { scene, resources, .. } = &mut **brush;
                scene.glyph_run(resources, font).font_size(size).hint(false).fill_glyphs(glyphs)
            }
        };
    }
}
