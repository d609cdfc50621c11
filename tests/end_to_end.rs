//! End-to-end tests: the real binary with the real voice and FFmpeg, judged from outside.

mod bad_input;
mod explains;
mod extras;
mod films;
mod grades;
mod languages;
mod maps;
mod plans;
mod program;
mod providers;
