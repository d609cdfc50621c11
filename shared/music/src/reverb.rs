//! A room: four damped delay lines that feed each other (a feedback delay network after Jot and Chaigne 1991).

use crate::SAMPLE_RATE;

/// Delays in frames at 48 kHz, mutually prime, 31 to 53 ms.
const DELAYS: [usize; 4] = [1487, 1801, 2137, 2557];
/// Decay to −60 dB in seconds.
const DECAY_SECS: f32 = 2.2;
/// Share of the room in the sound.
const WET: f32 = 0.24;
/// Low-pass in the feedback: how much of the last sample stays.
const DAMPING: f32 = 0.45;

/// Puts the bed into a room, in place.
pub fn reverberate(bed: &mut [f32]) {
    let mut lines: [Vec<f32>; 4] = DELAYS.map(|delay| vec![0.0; delay]);
    let feedback = DELAYS.map(|delay| 10_f32.powf(-3.0 * delay as f32 / (DECAY_SECS * SAMPLE_RATE as f32)));
    let mut damped = [0.0_f32; 4];
    let mut at = [0_usize; 4];
    for frame in bed.chunks_exact_mut(2) {
        let out: [f32; 4] = std::array::from_fn(|line| lines[line][at[line]]);
        for line in 0..4 {
            damped[line] += (out[line] * feedback[line] - damped[line]) * (1.0 - DAMPING);
        }
        // A Hadamard matrix mixes the lines without gain.
        let [a, b, c, d] = damped;
        let mixed = [a + b + c + d, a - b + c - d, a + b - c - d, a - b - c + d].map(|sum| sum * 0.5);
        let inputs = [frame[0], frame[1], frame[0], frame[1]];
        for line in 0..4 {
            lines[line][at[line]] = inputs[line] * 0.5 + mixed[line];
            at[line] = (at[line] + 1) % DELAYS[line];
        }
        frame[0] = frame[0] * (1.0 - WET * 0.5) + (out[0] + out[2]) * WET;
        frame[1] = frame[1] * (1.0 - WET * 0.5) + (out[1] + out[3]) * WET;
    }
}
