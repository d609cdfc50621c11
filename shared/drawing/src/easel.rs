//! What paints frames: the processor, or a graphics processor.

#[cfg(feature = "gpu")]
use std::sync::Arc;

use lectern_lesson::Format;

#[cfg(feature = "gpu")]
use crate::gpu::Graphics;
use crate::{DrawingError, Painter};

/// What frames are painted by. Each paints the same pictures to within a few steps of color; the bytes differ, so what is made of them
/// is kept apart.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Backend {
    /// The processor.
    #[default]
    Cpu,
    /// A graphics processor.
    Gpu,
    /// A graphics processor that the processor computes, for tests: slow.
    SoftwareGpu,
}

impl Backend {
    /// Whether it is the one that every machine has.
    pub fn is_default(&self) -> bool {
        *self == Self::default()
    }
}

/// A backend, opened: it makes painters. Clones share it.
#[derive(Clone, Default)]
pub struct Easel {
    #[cfg(feature = "gpu")]
    graphics: Option<(Backend, Arc<Graphics>)>,
}

impl Easel {
    /// Opens a backend.
    ///
    /// # Errors
    /// When this machine does not have it, or this program was built without the feature `gpu`.
    pub fn open(backend: Backend) -> Result<Self, DrawingError> {
        if backend == Backend::Cpu {
            return Ok(Self::default());
        }
        #[cfg(feature = "gpu")]
        return Ok(Self { graphics: Some((backend, Arc::new(Graphics::open(backend == Backend::SoftwareGpu)?))) });
        #[cfg(not(feature = "gpu"))]
        return Err(DrawingError::NoGraphics { reason: "this program was built without the feature gpu".to_owned() });
    }

    /// What it is.
    pub fn backend(&self) -> Backend {
        #[cfg(feature = "gpu")]
        if let Some((backend, _)) = &self.graphics {
            return *backend;
        }
        Backend::Cpu
    }

    /// The name of its graphics processor, if it has one.
    pub fn device(&self) -> Option<&str> {
        #[cfg(feature = "gpu")]
        return self.graphics.as_ref().map(|(_, graphics)| graphics.name());
        #[cfg(not(feature = "gpu"))]
        return None;
    }

    /// A painter of frames of that format.
    pub fn painter(&self, format: Format) -> Painter {
        #[cfg(feature = "gpu")]
        if let Some((_, graphics)) = &self.graphics {
            return Painter::on(Arc::clone(graphics), format);
        }
        Painter::new(format)
    }
}
