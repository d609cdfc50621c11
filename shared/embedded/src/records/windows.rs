use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
};

/// Requests of users, counted in windows of time.
#[derive(Debug, Default)]
pub(super) struct Windows {
    counts: Mutex<Counts>,
}

#[derive(Debug, Default)]
struct Counts {
    /// By user, length in seconds and number since 1970.
    by_window: HashMap<(String, u64, u64), u64>,
    /// Windows that are over are dropped when there are this many.
    sweep_at: usize,
}

/// Fewer windows than this are not worth a sweep.
const SWEEP_MIN: usize = 10_000;

impl Windows {
    pub(super) fn count(&self, user_id: &str, window_secs: u64, now_millis: u64) -> u64 {
        let now_secs = now_millis / 1000;
        let number = now_secs / window_secs.max(1);
        // Nothing panics while it is locked.
        let mut counts = self.counts.lock().unwrap_or_else(PoisonError::into_inner);
        if counts.by_window.len() >= counts.sweep_at.max(SWEEP_MIN) {
            // One window longer than it lasts, for requests that come late.
            counts.by_window.retain(|(_, length, number), _| (number + 2) * length > now_secs);
            counts.sweep_at = counts.by_window.len() * 2;
        }
        let count = counts.by_window.entry((user_id.to_owned(), window_secs.max(1), number)).or_default();
        *count += 1;
        *count
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn memory_is_bounded_by_the_users_of_a_window_or_two() {
        let windows = Windows::default();
        for minute in 0..50 {
            for user in 0..1000 {
                assert_eq!(windows.count(&user.to_string(), 60, minute * 60_000), 1);
            }
        }
        let counts = windows.counts.lock().expect("nothing panicked");
        assert!(counts.by_window.len() <= SWEEP_MIN, "{} windows", counts.by_window.len());
    }
}
