//! Plan and lint: a [`Lesson`](lectern_lesson::Lesson) becomes a [`Storyboard`](lectern_lesson::Storyboard) of typed scenes.
//!
//! [`plan()`] does what a teacher who directs a film would do with a plain script: it keeps the author's words, complete and
//! in order, and finds for each thought the picture that carries it. [`lint()`] checks any storyboard, planned or written by
//! hand, against the [`rules`] of good lesson films. Both see the real layout of a visual through [`Layouts`], so nothing is
//! planned that does not fit.

mod clauses;
mod layouts;
mod lint;
mod plan;
mod references;
mod tags;
mod verbs;
mod words;

pub use layouts::Layouts;
pub use lint::{Rule, lint, rules};
pub use plan::{PlanOptions, plan};
pub use references::{NoReferences, References};
