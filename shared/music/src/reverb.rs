//! A room: eight damped delay lines that feed each other (a feedback delay network after Jot and Chaigne 1991), behind a
//! short delay and two all-passes that thicken the onset.

use crate::SAMPLE_RATE;

const LINES: usize = 8;
/// Delays in frames at 48 kHz, mutually prime, 31 to 80 ms.
const DELAYS: [usize; LINES] = [1487, 1801, 2137, 2503, 2851, 3191, 3517, 3853];
/// Delays of the all-passes, left and right.
const DIFFUSERS: [[usize; 2]; 2] = [[241, 263], [557, 587]];
/// Time before the room answers: 18 ms.
const PREDELAY: usize = 864;
/// Gain of the diffusers.
const DIFFUSION: f32 = 0.6;
/// Low-pass in the feedback: how much of the last sample stays.
const DAMPING: f32 = 0.42;
/// Bass under this is kept out of the room: share of the high-pass at about 180 Hz.
const RUMBLE: f32 = 0.0233;

/// A room that sound is sent to.
pub struct Room {
    lines: [Vec<f32>; LINES],
    at: [usize; LINES],
    feedback: [f32; LINES],
    damped: [f32; LINES],
    diffusers: [[AllPass; 2]; 2],
    predelay: Vec<[f32; 2]>,
    predelay_at: usize,
    rumble: [f32; 2],
}

struct AllPass {
    line: Vec<f32>,
    at: usize,
}

impl AllPass {
    fn new(delay: usize) -> Self {
        Self { line: vec![0.0; delay], at: 0 }
    }

    fn next(&mut self, input: f32) -> f32 {
        let delayed = self.line[self.at];
        let fed = input - delayed * DIFFUSION;
        self.line[self.at] = fed;
        self.at = if self.at + 1 == self.line.len() { 0 } else { self.at + 1 };
        delayed + fed * DIFFUSION
    }
}

impl Room {
    /// A room whose echo is 60 dB down after so many seconds.
    pub fn new(decay_secs: f64) -> Self {
        let frames = decay_secs.clamp(0.3, 8.0) * f64::from(SAMPLE_RATE);
        Self {
            lines: DELAYS.map(|delay| vec![0.0; delay]),
            at: [0; LINES],
            feedback: DELAYS.map(|delay| 10_f64.powf(-3.0 * delay as f64 / frames) as f32),
            damped: [0.0; LINES],
            diffusers: DIFFUSERS.map(|pair| pair.map(AllPass::new)),
            predelay: vec![[0.0; 2]; PREDELAY],
            predelay_at: 0,
            rumble: [0.0; 2],
        }
    }

    /// Sends `input` to the room and adds what comes back to `out`, interleaved stereo of the same length.
    pub fn add(&mut self, input: &[[f32; 2]], out: &mut [f32]) {
        for (sent, pair) in input.iter().zip(out.chunks_exact_mut(2)) {
            let early = std::mem::replace(&mut self.predelay[self.predelay_at], *sent);
            self.predelay_at = if self.predelay_at + 1 == PREDELAY { 0 } else { self.predelay_at + 1 };
            let mut source = [0.0; 2];
            for side in 0..2 {
                self.rumble[side] += (early[side] - self.rumble[side]) * RUMBLE;
                let mut sample = early[side] - self.rumble[side];
                for stage in &mut self.diffusers {
                    sample = stage[side].next(sample);
                }
                source[side] = sample;
            }
            let outs: [f32; LINES] = std::array::from_fn(|line| self.lines[line][self.at[line]]);
            for ((damped, out), feedback) in self.damped.iter_mut().zip(&outs).zip(&self.feedback) {
                *damped += (out * feedback - *damped) * (1.0 - DAMPING);
            }
            let mixed = hadamard(self.damped);
            for line in 0..LINES {
                self.lines[line][self.at[line]] = source[line % 2] * 0.5 + mixed[line];
                self.at[line] = if self.at[line] + 1 == DELAYS[line] { 0 } else { self.at[line] + 1 };
            }
            pair[0] += (outs[0] + outs[2] - outs[4] + outs[6]) * 0.5;
            pair[1] += (outs[1] - outs[3] + outs[5] + outs[7]) * 0.5;
        }
    }
}

/// Mixes the lines without gain (a Hadamard matrix, by butterflies).
fn hadamard(mut lines: [f32; LINES]) -> [f32; LINES] {
    let mut width = 1;
    while width < LINES {
        for start in (0..LINES).step_by(width * 2) {
            for index in start..start + width {
                let (one, other) = (lines[index], lines[index + width]);
                lines[index] = one + other;
                lines[index + width] = one - other;
            }
        }
        width *= 2;
    }
    // One over the root of eight.
    lines.map(|line| line * 0.353_553_4)
}
