//! `lectern`, the command line.
fn main() {}
