//! Render: a scene and a time become a frame.
//!
//! A [`Stage`] holds what all scenes of a film share: the [`Style`], its fonts and its world (sky, ridges, moon, water).
//! A visual is composed into elements on a plane of 1920 × 1080 design pixels; the same composition gives the
//! [`Layout`](lectern_lesson::Layout) that the linter judges and the picture that is drawn, so the two cannot differ.
//! [`Stage::prepare`] binds a scene's cues to its words, and [`PreparedScene::draw`] draws one frame into a [`Painter`].
//! The frame depends on the scene, its timing and the frame's number alone.

// The scenes of the tests name the crate as its users do.
#[cfg(test)]
extern crate self as lectern_drawing;

mod animate;
mod blur;
mod brush;
mod camera;
mod canvas;
mod composer;
mod damage;
mod easel;
mod easing;
mod element;
mod error;
mod extent;
#[cfg(feature = "gpu")]
mod gpu;
mod halo;
mod hand;
mod highlight;
mod illustration;
mod lens;
mod look;
mod math;
mod number;
mod painter;
mod picture;
mod plane;
mod report;
mod retouch;
mod scene;
mod sheet;
mod sprite;
mod stage;
mod style;
mod text;
mod timeline;
mod transition;
mod visual;
mod world;

pub use easel::{CanvasKind, Easel, UnknownCanvas};
pub use error::{DrawingError, StyleError};
pub use painter::Painter;
pub use picture::{Picture, Pictures};
pub use scene::{PreparedScene, ScenePlace, Seen};
pub use sheet::{Still, png, sheet};
pub use stage::Stage;
pub use style::{
    Backdrop, Camera, Color, Cube, CubeError, Faces, Grade, Motion, Music, NightSky, Ornament, Palette, Style, Surface,
    Texture, TypeScale, World,
};

/// The version of the drawing, part of cache keys; changed whenever pixels change.
pub const DRAWING_VERSION: &str = "8";
