//! What every adapter of a port must do, as functions that an adapter's own tests call.
//!
//! A function panics with what the adapter did wrong. Each works on items of its own (fresh ids), so it can be run against a
//! store that is in use.
