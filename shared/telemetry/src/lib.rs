//! What a running Lectern tells its operators: logs as JSON lines, and key figures as CloudWatch embedded metrics.
//!
//! Both go to standard output, where Lambda and Batch pick them up. Spans carry `generation` and `scene`, so a log query by a
//! generation's id gives everything that was done for it, whichever function or job did it.

mod logs;
mod metrics;

pub use logs::{start, start_text, start_to};
pub use metrics::{Figure, NAMESPACE, Unit, embedded, emit};
