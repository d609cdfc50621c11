//! Painting sprites with the renderer for graphics processors.

use std::sync::{Arc, Weak};

use vello_cpu::{ImageSource, Pixmap};
use vello_gpu::{
    ClearSettings, RectU16, RenderSize, RenderTargetConfig, Renderer, Resources, Scene, TargetInit, TextureBindings,
    TextureId,
};
use wgpu::{BindGroup, TextureFormat, TextureUsages};

use crate::DrawingError;
use crate::gpu::Graphics;
use crate::gpu::textures::{texture, upload};

/// A renderer with what it has been told to draw.
pub(crate) struct Brush {
    graphics: Arc<Graphics>,
    pub(crate) scene: Scene,
    pub(crate) resources: Resources,
    renderer: Renderer,
    /// The pictures at hand. Their addresses stay theirs as long as they are held here.
    pictures: Vec<(Weak<Pixmap>, TextureId)>,
    bindings: TextureBindings,
    known: u64,
}

/// A sprite on the graphics processor.
pub(crate) struct SpriteTexture(pub(crate) BindGroup);

impl Brush {
    pub(crate) fn new(graphics: Arc<Graphics>, width: u16, height: u16) -> Self {
        let target = RenderTargetConfig { format: TextureFormat::Rgba8Unorm, width, height };
        let (renderer, resources) = Renderer::new(&graphics.device, &target);
        Self {
            graphics,
            scene: Scene::new(width, height),
            resources,
            renderer,
            pictures: Vec::new(),
            bindings: TextureBindings::new(),
            known: 0,
        }
    }

    /// Begins a sprite of that size.
    pub(crate) fn begin(&mut self, width: u16, height: u16) {
        self.scene.reset_and_resize(width, height);
    }

    /// A picture as a paint, uploaded when it is new.
    pub(crate) fn picture(&mut self, pixels: &Arc<Pixmap>) -> ImageSource {
        self.pictures.retain(|(picture, id)| {
            let is_used = picture.strong_count() > 0;
            if !is_used {
                self.bindings.remove(*id);
            }
            is_used
        });
        let (width, height) = (pixels.width(), pixels.height());
        let known = self.pictures.iter().find(|(picture, _)| Weak::as_ptr(picture) == Arc::as_ptr(pixels));
        let id = match known {
            Some((_, id)) => *id,
            None => {
                let id = TextureId(self.known);
                self.known += 1;
                let Graphics { device, queue, .. } = &*self.graphics;
                let view = upload(device, queue, pixels.data_as_u8_slice(), width.into(), height.into());
                self.bindings.insert(id, view);
                self.pictures.push((Arc::downgrade(pixels), id));
                id
            }
        };
        ImageSource::external_texture(id, RectU16::new(0, 0, width, height), pixels.may_have_transparency())
    }

    /// Paints what was drawn since the sprite began.
    ///
    /// # Errors
    /// When the renderer or the graphics processor cannot.
    pub(crate) fn finish(&mut self) -> Result<SpriteTexture, DrawingError> {
        let Graphics { device, queue, kernels, .. } = &*self.graphics;
        let size = RenderSize { width: self.scene.width(), height: self.scene.height() };
        let texture = texture(device, size.width.into(), size.height.into(), TextureUsages::RENDER_ATTACHMENT);
        let view = texture.create_view(&Default::default());
        let mut encoder = device.create_command_encoder(&Default::default());
        self.renderer
            .render(
                &self.scene,
                &mut self.resources,
                device,
                queue,
                &mut encoder,
                &size,
                &view,
                None,
                &self.bindings,
                TargetInit::Clear(ClearSettings::default()),
            )
            .map_err(|error| self.graphics.failed(&error))?;
        // At once: the renderer's buffers are written anew for the next sprite.
        queue.submit([encoder.finish()]);
        Ok(SpriteTexture(kernels.bind(device, &view, &view)))
    }
}
