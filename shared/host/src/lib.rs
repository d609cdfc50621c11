//! What every machine has alike, a laptop, a function or a job: the adapters of the ports `Clock` and `Randomness`.

mod os_randomness;
mod system_clock;

pub use os_randomness::OsRandomness;
pub use system_clock::SystemClock;
