//! Calls to outside models, one adapter for each protocol.
//!
//! Whatever a server does becomes a [`ProviderError`] of a kind that the caller can act on. Answers are bounded, and are data: nothing in
//! them is followed.

mod error;
mod http;
mod key;
mod writer;

pub use error::{Fault, ProviderError};
pub use key::Key;
pub use writer::{AnswerSchema, WriteRequest, Writer, Written};
