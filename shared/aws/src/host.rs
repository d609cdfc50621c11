use std::time::{Instant, SystemTime};

use lectern_pipeline::{Clock, Randomness, Usage};

/// The clock of a function or job.
///
/// It tells no resources: what a function or job uses is measured by Lambda and Batch themselves.
#[derive(Debug)]
pub struct HostClock {
    started: Instant,
}

impl Default for HostClock {
    fn default() -> Self {
        Self { started: Instant::now() }
    }
}

impl Clock for HostClock {
    fn now_secs(&self) -> f64 {
        self.started.elapsed().as_secs_f64()
    }

    fn unix_millis(&self) -> u64 {
        // A clock set before 1970 counts as 1970.
        SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).map_or(0, |age| age.as_millis() as u64)
    }

    fn usage(&self) -> Usage {
        Usage::default()
    }
}

/// The randomness of the operating system.
#[derive(Clone, Copy, Debug, Default)]
pub struct HostRandomness;

impl Randomness for HostRandomness {
    fn fill(&self, bytes: &mut [u8]) {
        getrandom::fill(bytes).expect("the kernel of a function or job has randomness from its start");
    }
}
