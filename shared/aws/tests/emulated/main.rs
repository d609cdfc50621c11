//! The adapters against an emulated cloud: the conformance suite of each port, and what is particular to AWS.

mod broadcast;
mod films;
mod launcher;
mod objects;
mod records;
mod relay_queue;
mod sockets;
#[path = "../support/mod.rs"]
mod support;
