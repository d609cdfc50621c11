//! What every adapter of a port must do, as functions that an adapter's own tests call.
//!
//! A suite runs its checks one after another and panics at the end with the names of those that failed and what the adapter
//! did wrong. Each check works on items of its own, so a suite can be run against a store that is in use. The caller gives
//! a `prefix` that no other run against the same store has: 1 to 16 ASCII letters and digits, from which the ids are made.
//!
//! Run them on a runtime with several threads: what happens at once is then really at once.

mod films;
mod fresh;
mod launcher;
mod objects;
mod records;
mod specimens;
mod suite;
mod uploads;
mod web;

pub use films::films;
pub use launcher::{broadcast, launcher, randomness};
pub use objects::objects;
pub use records::records;
pub use uploads::uploads;
pub use web::{Fetched, Web};

use fresh::Fresh;
use suite::{Suite, together};
