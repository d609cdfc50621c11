//! What frames are painted on: the processor's memory, or a graphics processor.

use std::str::FromStr;
#[cfg(feature = "gpu")]
use std::sync::Arc;

use lectern_lesson::Format;
use serde::{Deserialize, Serialize};
use thiserror::Error;

#[cfg(feature = "gpu")]
use crate::gpu::Graphics;
use crate::{DrawingError, Painter};

/// What frames are painted on. Each shows the same pictures to within a few steps of color; the bytes differ, so what is made of them
/// is kept apart.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CanvasKind {
    /// The memory of the processor. The same scenes give the same bytes on every machine.
    #[default]
    Cpu,
    /// A graphics processor. Bytes depend on the device and its driver.
    Gpu,
    /// A graphics processor that the processor computes: slow, for tests.
    SoftwareGpu,
}

/// Not the name of a canvas.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("a canvas is cpu, gpu or software-gpu")]
pub struct UnknownCanvas;

impl CanvasKind {
    /// The fastest of this machine, with the reason where that is not a graphics processor.
    pub fn best() -> (Self, Option<DrawingError>) {
        #[cfg(feature = "gpu")]
        let found = Graphics::find(false).map(drop);
        #[cfg(not(feature = "gpu"))]
        let found = Err(without_feature());
        match found {
            Ok(()) => (Self::Gpu, None),
            Err(error) => (Self::Cpu, Some(error)),
        }
    }

    /// Whether it is the one that every machine has.
    pub fn is_default(&self) -> bool {
        *self == Self::default()
    }

    /// Its name, as [`str::parse`] reads it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Cpu => "cpu",
            Self::Gpu => "gpu",
            Self::SoftwareGpu => "software-gpu",
        }
    }
}

impl FromStr for CanvasKind {
    type Err = UnknownCanvas;

    fn from_str(text: &str) -> Result<Self, UnknownCanvas> {
        [Self::Cpu, Self::Gpu, Self::SoftwareGpu].into_iter().find(|kind| kind.name() == text).ok_or(UnknownCanvas)
    }
}

#[cfg(not(feature = "gpu"))]
fn without_feature() -> DrawingError {
    DrawingError::NoGraphics { reason: "this program was built without the feature gpu".to_owned() }
}

/// A canvas, opened: it makes painters. Clones share it.
#[derive(Clone, Default)]
pub struct Easel {
    #[cfg(feature = "gpu")]
    graphics: Option<(CanvasKind, Arc<Graphics>)>,
}

impl Easel {
    /// Opens a canvas.
    ///
    /// # Errors
    /// When this machine does not have it, or this program was built without the feature `gpu`.
    pub fn open(kind: CanvasKind) -> Result<Self, DrawingError> {
        if kind == CanvasKind::Cpu {
            return Ok(Self::default());
        }
        #[cfg(feature = "gpu")]
        return Ok(Self { graphics: Some((kind, Arc::new(Graphics::open(kind == CanvasKind::SoftwareGpu)?))) });
        #[cfg(not(feature = "gpu"))]
        return Err(without_feature());
    }

    /// What it is.
    pub fn kind(&self) -> CanvasKind {
        #[cfg(feature = "gpu")]
        if let Some((kind, _)) = &self.graphics {
            return *kind;
        }
        CanvasKind::Cpu
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
