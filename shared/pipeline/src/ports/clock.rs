use serde::Serialize;

/// Time and resources of this process and the programs it started.
pub trait Clock: Send + Sync {
    /// Seconds since some fixed moment.
    fn now_secs(&self) -> f64;

    /// Milliseconds since 1970.
    fn unix_millis(&self) -> u64;

    /// Processor seconds so far, and the peak of memory since the last call of this function.
    fn usage(&self) -> Usage;
}

/// Resources used.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct Usage {
    /// User and system seconds of this process and of the programs it has waited for.
    pub cpu_secs: f64,
    /// Largest resident memory of this process since the last reading, in bytes; 0 where the system does not tell.
    pub peak_memory_bytes: u64,
}

/// Unpredictable bytes, for ids and secrets.
pub trait Randomness: Send + Sync {
    /// Fills `bytes` from a cryptographic source.
    fn fill(&self, bytes: &mut [u8]);
}
