//! Pictures on the graphics processor, and those of the worlds in use, uploaded once for all painters.

use std::sync::{Arc, Weak};

use wgpu::{
    BindGroup, Device, Extent3d, Origin3d, Queue, TexelCopyBufferLayout, TexelCopyTextureInfo, Texture, TextureAspect,
    TextureDescriptor, TextureDimension, TextureFormat, TextureUsages, TextureView,
};

use crate::gpu::Graphics;
use crate::world::{Scenery, World};

/// A picture of RGBA, 8 bits a channel.
pub(crate) fn texture(device: &Device, width: u32, height: u32, usage: TextureUsages) -> Texture {
    device.create_texture(&TextureDescriptor {
        label: None,
        size: Extent3d { width, height, depth_or_array_layers: 1 },
        mip_level_count: 1,
        sample_count: 1,
        dimension: TextureDimension::D2,
        format: TextureFormat::Rgba8Unorm,
        usage: usage | TextureUsages::TEXTURE_BINDING,
        view_formats: &[],
    })
}

/// Copies pixels to the graphics processor.
pub(crate) fn upload(device: &Device, queue: &Queue, pixels: &[u8], width: u32, height: u32) -> TextureView {
    let texture = texture(device, width, height, TextureUsages::COPY_DST);
    queue.write_texture(
        TexelCopyTextureInfo { texture: &texture, mip_level: 0, origin: Origin3d::ZERO, aspect: TextureAspect::All },
        pixels,
        TexelCopyBufferLayout { offset: 0, bytes_per_row: Some(width * 4), rows_per_image: None },
        Extent3d { width, height, depth_or_array_layers: 1 },
    );
    texture.create_view(&Default::default())
}

/// A sky with layers in front of it.
pub(crate) struct Backdrop {
    pub(crate) sky: TextureView,
    pub(crate) layers: Vec<BindGroup>,
}

/// The worlds and sceneries in use. What keeps an entry is held weakly: its address stays its own as long as the entry is there.
#[derive(Default)]
pub(crate) struct WorldTextures {
    worlds: Vec<(Weak<()>, Arc<Backdrop>)>,
    sceneries: Vec<(Weak<Scenery>, Arc<Backdrop>)>,
}

impl WorldTextures {
    /// The open sky and the ridges of a world.
    pub(crate) fn world(&mut self, world: &World, graphics: &Graphics) -> Arc<Backdrop> {
        self.worlds.retain(|(owner, _)| owner.strong_count() > 0);
        let owner = world.identity();
        if let Some((_, known)) = self.worlds.iter().find(|(known, _)| Weak::as_ptr(known) == Arc::as_ptr(owner)) {
            return Arc::clone(known);
        }
        let backdrop = Arc::new(backdrop(graphics, world.open_sky(), world.size(), world.ridges()));
        self.worlds.push((Arc::downgrade(owner), Arc::clone(&backdrop)));
        backdrop
    }

    /// The lit sky and the layers of a scenery.
    pub(crate) fn scenery(&mut self, scenery: &Arc<Scenery>, world: &World, graphics: &Graphics) -> Arc<Backdrop> {
        self.sceneries.retain(|(owner, _)| owner.strong_count() > 0);
        let is_known = |known: &Weak<Scenery>| Weak::as_ptr(known) == Arc::as_ptr(scenery);
        if let Some((_, known)) = self.sceneries.iter().find(|(known, _)| is_known(known)) {
            return Arc::clone(known);
        }
        let backdrop = Arc::new(backdrop(graphics, scenery.sky_pixels(), world.size(), scenery.layers()));
        self.sceneries.push((Arc::downgrade(scenery), Arc::clone(&backdrop)));
        backdrop
    }
}

fn backdrop<'a>(
    graphics: &Graphics,
    sky: &[u8],
    (width, height): (usize, usize),
    layers: impl IntoIterator<Item = &'a crate::world::layer::Layer>,
) -> Backdrop {
    let Graphics { device, queue, kernels, .. } = graphics;
    let layers = layers
        .into_iter()
        .map(|layer| {
            let (pixels, width, height) = layer.pixels();
            let view = upload(device, queue, pixels, width as u32, height as u32);
            kernels.bind(device, &view, &view)
        })
        .collect();
    Backdrop { sky: upload(device, queue, sky, width as u32, height as u32), layers }
}
