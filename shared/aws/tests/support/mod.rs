//! What tests against the emulated cloud share: starting it, and requesting addresses as a browser does.

mod emulator;
mod web;

pub use emulator::Emulator;
pub use web::Browser;
