use std::{
    fs,
    time::{Instant, SystemTime},
};

use lectern_pipeline::{Clock, Usage};

/// The clock of this machine.
#[derive(Debug)]
pub struct SystemClock {
    started: Instant,
}

impl Default for SystemClock {
    fn default() -> Self {
        Self { started: Instant::now() }
    }
}

impl Clock for SystemClock {
    fn now_secs(&self) -> f64 {
        self.started.elapsed().as_secs_f64()
    }

    fn unix_millis(&self) -> u64 {
        // A clock set before 1970 counts as 1970.
        SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).map_or(0, |age| age.as_millis() as u64)
    }

    fn usage(&self) -> Usage {
        Usage { cpu_secs: cpu_secs().unwrap_or_default(), peak_memory_bytes: take_peak_memory().unwrap_or_default() }
    }
}

/// User and system time of this process and its reaped children: fields 14 to 17 of `/proc/self/stat` (proc(5)), in clock
/// ticks, of which Linux has 100 a second on every architecture it reports them on (`USER_HZ`).
fn cpu_secs() -> Option<f64> {
    let stat = fs::read_to_string("/proc/self/stat").ok()?;
    // The second field is the program's name in parentheses and may hold anything.
    let after_name = &stat[stat.rfind(')')? + 1..];
    let ticks: u64 = after_name.split_whitespace().skip(11).take(4).filter_map(|field| field.parse::<u64>().ok()).sum();
    Some(ticks as f64 / 100.0)
}

/// Reads the peak of resident memory and starts it anew (proc(5): 5 written to `clear_refs` resets `VmHWM`).
fn take_peak_memory() -> Option<u64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kibibytes: u64 = line.split_whitespace().next()?.parse().ok()?;
    // Without the right to reset it, the peak is that of the whole run so far.
    let _ = fs::write("/proc/self/clear_refs", "5");
    Some(kibibytes * 1024)
}

#[cfg(test)]
mod tests {
    use lectern_pipeline::Clock;

    use super::SystemClock;

    #[test]
    fn usage_grows_with_work_and_sees_memory() {
        let clock = SystemClock::default();
        let before = clock.usage();
        let mut block = vec![0_u8; 64 << 20];
        for pass in 0..200_u8 {
            block.iter_mut().for_each(|byte| *byte = byte.wrapping_mul(31).wrapping_add(pass));
        }
        assert_eq!(block[0], block[1]);
        let after = clock.usage();
        assert!(after.cpu_secs > before.cpu_secs, "{after:?} after {before:?}");
        assert!(after.peak_memory_bytes > 64 << 20, "{after:?}");
    }
}
