//! What tests against the emulated cloud share: starting it, and requesting addresses as a browser does.

mod emulator;
mod queue;
mod web;
mod web_socket;

pub use emulator::Emulator;
pub use web::Browser;
pub use web_socket::WebSocketApi;
