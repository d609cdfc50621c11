//! Shaped noise: shaker, brush and swell.

use super::{Voice, smooth};
use crate::{SAMPLE_RATE, random::Random};

/// What the noise is like.
#[derive(Clone, Copy, Debug)]
pub struct Rustle {
    /// Band in Hz, from and to.
    pub band: (f64, f64),
    /// Seconds of its rise and of its fall.
    pub attack_secs: f64,
    /// See `attack_secs`.
    pub decay_secs: f64,
}

/// A shaker.
pub const SHAKER: Rustle = Rustle { band: (4500.0, 11_000.0), attack_secs: 0.018, decay_secs: 0.05 };
/// A brush on a snare drum.
pub const BRUSH: Rustle = Rustle { band: (900.0, 5500.0), attack_secs: 0.03, decay_secs: 0.13 };
/// A cymbal rolled with soft mallets up to its stroke; its rise is as long as the note.
pub const SWELL: Rustle = Rustle { band: (2200.0, 9500.0), attack_secs: 0.2, decay_secs: 0.4 };

/// A burst of noise.
#[derive(Clone, Debug)]
pub struct Noise {
    high: f32,
    low: f32,
    low_state: f32,
    lower_state: f32,
    high_state: f32,
    attack: usize,
    decay: usize,
    level: f32,
    at: usize,
    random: Random,
}

impl Noise {
    /// A burst with a velocity from 0 to 1, which rises for `attack_secs` if that is longer than its own rise.
    pub fn new(rustle: &Rustle, velocity: f64, attack_secs: f64, random: &mut Random) -> Self {
        let rate = f64::from(SAMPLE_RATE);
        let share = |hertz: f64| (1.0 - (-std::f64::consts::TAU * hertz / rate).exp()) as f32;
        Self {
            low: share(rustle.band.1),
            high: share(rustle.band.0),
            low_state: 0.0,
            lower_state: 0.0,
            high_state: 0.0,
            attack: (attack_secs.max(rustle.attack_secs) * rate) as usize,
            decay: (rustle.decay_secs * rate) as usize,
            level: velocity as f32,
            at: 0,
            random: random.fork(3),
        }
    }
}

impl Voice for Noise {
    fn add(&mut self, out: &mut [f32]) -> bool {
        for sample in out.iter_mut() {
            let white = self.random.around() as f32;
            self.low_state += (white - self.low_state) * self.low;
            self.lower_state += (self.low_state - self.lower_state) * self.low;
            self.high_state += (self.lower_state - self.high_state) * self.high;
            let band = self.lower_state - self.high_state;
            let shape = if self.at < self.attack {
                smooth(self.at as f32 / self.attack as f32).powi(2)
            } else {
                (-3.0 * (self.at - self.attack) as f32 / self.decay as f32).exp()
            };
            *sample += band * shape * self.level;
            self.at += 1;
        }
        self.at < self.attack + 3 * self.decay
    }
}
