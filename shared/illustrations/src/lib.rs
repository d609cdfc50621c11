//! Illustrations: flat vector pictures of things, and the nouns that each may be shown for.
//!
//! **The right one or none:** [`find`] answers only for nouns that somebody has read and approved (`assets/illustrations/names.txt`), with the
//! words that must stand near it or that rule a meaning out. [`picture()`] gives what is to be drawn; it needs the feature `pictures`, so
//! that programs that only plan do not carry them. Where the pictures come from tells `assets/illustrations/pack.py`, their license
//! `assets/illustrations/README.md`.

mod names;
mod nouns;
mod picture;
mod spanish;

pub use names::{Context, find, find_spanish};
pub use picture::{Illustration, Shape, picture};
