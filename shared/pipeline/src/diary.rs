use crate::{Clock, Made, Step, StepReport};

/// Notes what each step cost. Steps run one after another, so the differences between readings are theirs.
pub struct Diary<'a> {
    clock: &'a dyn Clock,
    wall_secs: f64,
    cpu_secs: f64,
    /// The closed steps.
    pub steps: Vec<StepReport>,
}

impl<'a> Diary<'a> {
    /// A diary that begins now.
    pub fn new(clock: &'a dyn Clock) -> Self {
        Self { clock, wall_secs: clock.now_secs(), cpu_secs: clock.usage().cpu_secs, steps: Vec::new() }
    }

    /// Closes a step: what it cost is what was used since the last one.
    pub fn close(&mut self, step: Step, outputs: impl IntoIterator<Item = Made>) {
        let (wall_secs, usage) = (self.clock.now_secs(), self.clock.usage());
        let (mut made, mut found) = (0, 0);
        for output in outputs {
            match output {
                Made::Now => made += 1,
                Made::Found => found += 1,
            }
        }
        self.steps.push(StepReport {
            step,
            made,
            found,
            wall_secs: wall_secs - self.wall_secs,
            cpu_secs: usage.cpu_secs - self.cpu_secs,
            peak_memory_bytes: usage.peak_memory_bytes,
        });
        (self.wall_secs, self.cpu_secs) = (wall_secs, usage.cpu_secs);
    }
}
