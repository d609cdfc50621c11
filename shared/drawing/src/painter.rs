use std::ops::Range;
use std::sync::Arc;

use lectern_lesson::Format;
use vello_cpu::{Pixmap, RenderContext, RenderSettings, Resources};

use crate::brush::Brush;
use crate::damage::Damage;
use crate::element::Content;
#[cfg(feature = "gpu")]
use crate::gpu::{Graphics, Page};
use crate::lens::Lens;
use crate::look::Look;
use crate::sprite::Sprite;
use crate::world::layer::Scratch;
use crate::world::piece::{Piece, Plan};

/// One thread's canvas, reused between frames. It keeps the frame drawn last and what it was made of, so that the next frame of the
/// same scene paints only what differs; which frame that is and which came before changes the time that it takes, not its bytes.
pub struct Painter {
    format: Format,
    pub(crate) context: RenderContext,
    pub(crate) resources: Resources,
    pub(crate) pixels: Pixmap,
    /// The pixels of a sprite that is gone, for the next one: new memory costs as much as painting into it.
    pub(crate) spare: Option<Pixmap>,
    /// A row of a layer, kept between frames.
    pub(crate) scratch: Scratch,
    /// The world of `shown`, out of focus; meaningless while its softness is 0.
    pub(crate) soft_world: Vec<u8>,
    pub(crate) lens: Lens,
    /// A row of a transition, kept between frames.
    pub(crate) line: Vec<u8>,
    /// How the world is painted, kept between frames.
    pub(crate) plan: Plan,
    /// What is on `pixels`.
    pub(crate) shown: Shown,
    /// Where the frame drawn last differs from the one before.
    pub(crate) damage: Damage,
    /// The frame on a graphics processor, where one draws.
    #[cfg(feature = "gpu")]
    pub(crate) page: Option<Box<Page>>,
}

/// What the frame of a painter is made of.
#[derive(Default)]
pub(crate) struct Shown {
    /// The scene that it is of; none before the first frame and when drawing failed half way.
    pub(crate) scene: Option<Arc<()>>,
    /// The world.
    pub(crate) pieces: Vec<Piece>,
    /// The elements.
    pub(crate) elements: Vec<ShownElement>,
    /// How light the frame is, of 256.
    pub(crate) light: u16,
    /// How far the world is out of focus, 0 to 1.
    pub(crate) softness: f64,
    /// How far the scene's picture has passed over the one before, 0 to 1.
    pub(crate) passed: f64,
}

/// An element as it is on a frame, with the light or shadow beneath it.
#[derive(Default)]
pub(crate) struct ShownElement {
    pub(crate) halo: Painted,
    pub(crate) body: Painted,
}

/// A sprite as it is on a frame.
#[derive(Default)]
pub(crate) struct Painted {
    /// The sprite with the look that it has, and what a live element showed.
    pub(crate) sprite: Option<(Sprite, Look, Vec<Content>)>,
    /// Of 256.
    pub(crate) strength: u16,
}

impl Painter {
    /// A canvas for frames of that format. Sizes above 16,384 pixels are clamped; no stage draws them.
    pub fn new(format: Format) -> Self {
        let (width, height) = (format.width.clamp(1, 16_384) as u16, format.height.clamp(1, 16_384) as u16);
        // One context per thread and frames in parallel: the renderer's own threads cost more and cannot blur.
        let settings = RenderSettings { num_threads: 0, ..RenderSettings::default() };
        let mut pixels = Pixmap::new(width, height);
        pixels.set_may_have_transparency(false);
        Self {
            format,
            context: RenderContext::new_with(width, height, settings),
            resources: Resources::new(),
            pixels,
            spare: None,
            scratch: Scratch::default(),
            soft_world: Vec::new(),
            lens: Lens::default(),
            line: Vec::new(),
            plan: Plan::default(),
            shown: Shown::default(),
            damage: Damage::none(width.into(), height.into()),
            #[cfg(feature = "gpu")]
            page: None,
        }
    }

    /// The same, drawn on a graphics processor.
    #[cfg(feature = "gpu")]
    pub(crate) fn on(graphics: Arc<Graphics>, format: Format) -> Self {
        let painter = Self::new(format);
        let page = Box::new(Page::new(graphics, painter.pixels.width(), painter.pixels.height()));
        Self { page: Some(page), ..painter }
    }

    /// What draws its sprites.
    pub(crate) fn brush(&mut self) -> Brush<'_> {
        #[cfg(feature = "gpu")]
        if let Some(page) = &mut self.page {
            return Brush::Gpu(&mut page.brush);
        }
        Brush::Cpu { context: &mut self.context, resources: &mut self.resources }
    }

    /// The frame drawn last: opaque RGBA, 8 bits a channel, rows from the top, `width × height × 4` bytes.
    pub fn rgba(&self) -> &[u8] {
        self.pixels.data_as_u8_slice()
    }

    /// Where the frame drawn last may differ from the one that the painter drew before it: columns and rows in pixels, apart from each
    /// other, with even edges. Nothing when both are the same; everything for a painter's and a scene's first frame.
    pub fn changed(&self) -> impl Iterator<Item = (Range<usize>, Range<usize>)> + '_ {
        self.damage.areas().map(|area| (area.left..area.right, area.top..area.bottom))
    }

    /// The format of its frames.
    pub fn format(&self) -> Format {
        self.format
    }
}
