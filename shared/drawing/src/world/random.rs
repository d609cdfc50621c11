//! Seeded numbers and noise: the same on every machine.

/// A linear congruential generator (Numerical Recipes: 1664525, 1013904223). For scenery, not for statistics.
pub(crate) struct Random(u32);

impl Random {
    pub(crate) fn new(seed: u32) -> Self {
        let mut random = Self(seed);
        for _ in 0..5 {
            random.unit();
        }
        random
    }

    /// From 0 to below 1.
    pub(crate) fn unit(&mut self) -> f64 {
        self.0 = self.0.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        f64::from(self.0) / 4_294_967_296.0
    }

    /// From `low` to below `high`.
    pub(crate) fn between(&mut self, low: f64, high: f64) -> f64 {
        low + (high - low) * self.unit()
    }
}

/// A number from a text: FNV-1a, 32 bit.
pub(crate) fn hash(text: &str) -> u32 {
    text.bytes().fold(0x811c_9dc5, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193))
}

/// Noise for a pixel, -1 to 1, most often near 0: the sum of two even distributions. Static, so that it costs an encoder
/// nothing after the first frame.
pub(crate) fn grain(x: u32, y: u32) -> f32 {
    let mut state = x.wrapping_mul(0x9E37_79B1) ^ y.wrapping_mul(0x85EB_CA77);
    state = (state ^ (state >> 15)).wrapping_mul(0x2C1B_3C6D);
    state = (state ^ (state >> 12)).wrapping_mul(0x297A_2D39);
    state ^= state >> 15;
    (f32::from((state & 0xFFFF) as u16) + f32::from((state >> 16) as u16)) / 65_535.0 - 1.0
}

/// One line of smooth value noise with a period of 256.
pub(crate) struct Noise(Vec<f64>);

impl Noise {
    pub(crate) fn new(seed: u32) -> Self {
        let mut random = Random::new(seed);
        Self((0..=256).map(|_| random.unit()).collect())
    }

    pub(crate) fn at(&self, x: f64) -> f64 {
        let x = x.rem_euclid(256.0);
        let index = (x.floor() as usize).min(255);
        let part = x - index as f64;
        let smooth = part * part * (3.0 - 2.0 * part);
        self.0[index] * (1.0 - smooth) + self.0[index + 1] * smooth
    }
}
