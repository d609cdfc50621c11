use std::{sync::Arc, time::Duration};

use lectern_pipeline::Randomness;

/// Tries before giving up. With the pauses below, 40 take about eight seconds: longer than any crowd of writers takes
/// that a production can make.
const TRIES: u32 = 40;
/// The first pause is at most this long, each next one at most twice as long as the one before …
const FIRST: Duration = Duration::from_millis(8);
/// … up to this.
const LONGEST: Duration = Duration::from_millis(400);

/// Pauses between the tries of a write that others were faster than: random, so that writers that met once do not meet
/// again, and longer from try to try.
pub(crate) struct Backoff {
    randomness: Arc<dyn Randomness>,
    tries: u32,
}

impl Backoff {
    pub(crate) fn new(randomness: Arc<dyn Randomness>) -> Self {
        Self { randomness, tries: 1 }
    }

    /// Waits for the next try. False, at once, if there has been the last one.
    pub(crate) async fn pause(&mut self) -> bool {
        if self.tries == TRIES {
            return false;
        }
        let longest = FIRST.saturating_mul(1 << (self.tries - 1).min(16)).min(LONGEST);
        self.tries += 1;
        let mut bytes = [0; 4];
        self.randomness.fill(&mut bytes);
        let share = f64::from(u32::from_le_bytes(bytes)) / f64::from(u32::MAX);
        tokio::time::sleep(longest.mul_f64(share)).await;
        true
    }
}
