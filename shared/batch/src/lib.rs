//! What the Batch jobs of Lectern share: which part of which film they are for, how they stop, and the exit codes that the
//! retry rules of their job definitions tell apart.

mod exit;
mod job;

pub use exit::JobExit;
pub use job::{Job, JobError, run_job};
