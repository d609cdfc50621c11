//! Maps: places named in a text are found, framed and drawn as paths.
//!
//! [`Atlas::standard`] holds names and shapes. [`Atlas::context`] reads a text, [`Atlas::find`] finds the place that a name means in it,
//! [`Atlas::frame`] chooses projection and bounds, and the [`View`] gives land, coasts, borders, lakes, rivers, labels, a scale bar
//! and routes as paths in its own units. Drawing them is the caller's part.
//!
//! The same calls give the same bytes: no clock, no randomness, no hash-map order.

mod atlas;
mod clip;
mod context;
mod error;
mod find;
mod frame;
mod gazetteer;
mod labels;
mod place;
mod projection;
mod route;
#[cfg_attr(
    not(feature = "shapes"),
    expect(dead_code, reason = "without the shapes, there is nothing to read them from")
)]
mod shapes;
mod trace;
mod view;

pub use atlas::Atlas;
pub use context::Context;
pub use error::AtlasError;
pub use labels::Label;
pub use place::{Kind, Place};
pub use projection::Projection;
pub use route::ScaleBar;
pub use view::View;
