//! The adapters against an emulated cloud: the conformance suite of each port, and what is particular to AWS.

mod films;
mod objects;
mod records;
#[path = "../support/mod.rs"]
mod support;
