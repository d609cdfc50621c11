//! Drawing on a graphics processor: paths, text and pictures are painted as sprites by `vello_gpu`, and compute kernels lay sky,
//! layers, lights and sprites together with the integers that the processor uses. Nothing leaves the graphics processor but
//! finished frames. Why it is built so is told in docs/gpu.md.

mod brush;
mod graphics;
mod kernels;
mod lights;
mod page;
mod rows;
mod steps;
mod textures;

pub(crate) use brush::{Brush, SpriteTexture};
pub(crate) use graphics::Graphics;
pub(crate) use page::{Page, Picture};
