//! What sounds as long as it is held: pad, strings, flute, basses. A wave table, a vibrato, a low-pass that opens.

use std::f64::consts::TAU;

use super::{Voice, smooth};
use crate::{SAMPLE_RATE, random::Random};

/// Samples of a wave table; one more repeats the first.
const TABLE: usize = 2048;

/// A held sound's make-up.
#[derive(Clone, Copy, Debug)]
pub struct Tone {
    /// Level of each harmonic.
    pub harmonics: &'static [f32],
    /// Seconds of its rise and of its fall.
    pub attack_secs: f64,
    /// See `attack_secs`.
    pub release_secs: f64,
    /// Depth of the vibrato in cents, and beats of it a second.
    pub vibrato_cents: f64,
    /// See `vibrato_cents`.
    pub vibrato_hertz: f64,
    /// Level of breath or bow noise.
    pub breath: f32,
    /// Cut-off of the low-pass over the pitch when soft, and when fully open.
    pub openness: (f64, f64),
}

/// A pad of soft, slow voices.
pub const PAD: Tone = Tone {
    harmonics: &[1.0, 0.38, 0.2, 0.1, 0.06, 0.03, 0.02],
    attack_secs: 1.3,
    release_secs: 1.8,
    vibrato_cents: 3.0,
    vibrato_hertz: 0.31,
    breath: 0.0,
    openness: (2.5, 8.0),
};

/// A section of violins and violas: a falling series with the body's resonances.
pub const STRINGS: Tone = Tone {
    harmonics: &[
        1.0, 0.62, 0.5, 0.36, 0.34, 0.22, 0.17, 0.16, 0.11, 0.09, 0.075, 0.06, 0.05, 0.04, 0.03, 0.025, 0.02, 0.016,
    ],
    attack_secs: 0.5,
    release_secs: 0.9,
    vibrato_cents: 9.0,
    vibrato_hertz: 5.1,
    breath: 0.012,
    openness: (3.5, 12.0),
};

/// Celli and basses.
pub const LOW_STRINGS: Tone = Tone {
    harmonics: &[1.0, 0.75, 0.5, 0.4, 0.26, 0.2, 0.13, 0.1, 0.07, 0.05, 0.035, 0.025],
    attack_secs: 0.45,
    release_secs: 0.9,
    vibrato_cents: 6.0,
    vibrato_hertz: 4.6,
    breath: 0.01,
    openness: (3.0, 8.0),
};

/// A flute, played softly.
pub const FLUTE: Tone = Tone {
    harmonics: &[1.0, 0.34, 0.12, 0.05, 0.02],
    attack_secs: 0.09,
    release_secs: 0.22,
    vibrato_cents: 9.0,
    vibrato_hertz: 4.8,
    breath: 0.05,
    openness: (3.0, 6.0),
};

/// A soft electric bass: a sine with a little of its octave.
pub const SOFT_BASS: Tone = Tone {
    harmonics: &[1.0, 0.3, 0.08, 0.03],
    attack_secs: 0.02,
    release_secs: 0.35,
    vibrato_cents: 0.0,
    vibrato_hertz: 1.0,
    breath: 0.0,
    openness: (2.5, 5.0),
};

/// The control values (pitch, envelope, cut-off) are computed so often, and drawn out between.
const CONTROL_FRAMES: usize = 64;

/// A held voice.
#[derive(Clone, Debug)]
pub struct Sustained {
    tone: Tone,
    table: Vec<f32>,
    hertz: f64,
    velocity: f64,
    phase: f32,
    vibrato_phase: f64,
    vibrato_hertz: f64,
    held: usize,
    release: usize,
    at: usize,
    envelope: f32,
    low: f32,
    lower: f32,
    breath_low: f32,
    noise: Random,
}

impl Sustained {
    /// A voice of `hertz`, held for so many frames, `detune_cents` off its pitch.
    pub fn new(tone: &Tone, hertz: f64, velocity: f64, held: usize, detune_cents: f64, random: &mut Random) -> Self {
        let hertz = hertz * (detune_cents / 1200.0).exp2();
        Self {
            tone: *tone,
            table: table(tone.harmonics, hertz),
            hertz,
            velocity,
            phase: random.unit() as f32 * TABLE as f32,
            vibrato_phase: random.unit(),
            vibrato_hertz: tone.vibrato_hertz * (1.0 + 0.08 * random.around()),
            held,
            release: (tone.release_secs * f64::from(SAMPLE_RATE)) as usize,
            at: 0,
            envelope: 0.0,
            low: 0.0,
            lower: 0.0,
            breath_low: 0.0,
            noise: random.fork(2),
        }
    }

    fn envelope_at(&self, frame: usize) -> f32 {
        // A note too short for its rise still has its say: it rises faster.
        let attack = (self.tone.attack_secs * f64::from(SAMPLE_RATE)).min(self.held as f64 * 0.7).max(48.0);
        let rise = smooth((frame as f64 / attack) as f32);
        let fall = match frame.checked_sub(self.held) {
            Some(since) => 1.0 - smooth(since as f32 / self.release.max(1) as f32),
            None => 1.0,
        };
        rise * fall * self.velocity as f32
    }
}

/// One period with the harmonics that lie under 9 kHz, of unit power.
fn table(harmonics: &[f32], hertz: f64) -> Vec<f32> {
    let count = ((9000.0 / hertz) as usize).clamp(1, harmonics.len());
    let power: f32 = harmonics[..count].iter().map(|level| level * level * 0.5).sum();
    let scale = 0.25 / power.sqrt();
    let mut table = vec![0.0_f32; TABLE + 1];
    for (index, level) in harmonics[..count].iter().enumerate() {
        // Quadratic phases (Schroeder 1970) keep the peaks low.
        let phase = std::f64::consts::PI * (index * index) as f64 / count as f64;
        let turn = TAU * (index + 1) as f64 / TABLE as f64;
        let (mut re, mut im) = (phase.cos(), phase.sin());
        let (turn_re, turn_im) = (turn.cos(), turn.sin());
        for sample in &mut table {
            *sample += im as f32 * level * scale;
            (re, im) = (re * turn_re - im * turn_im, re * turn_im + im * turn_re);
        }
    }
    table
}

impl Voice for Sustained {
    fn add(&mut self, out: &mut [f32]) -> bool {
        let rate = f64::from(SAMPLE_RATE);
        for chunk in out.chunks_mut(CONTROL_FRAMES) {
            let secs = self.at as f64 / rate;
            // The vibrato sets in late, as players do it.
            let depth = self.tone.vibrato_cents * (secs / 1.2).min(1.0);
            let cents = depth * (TAU * (self.vibrato_phase + self.vibrato_hertz * secs)).sin();
            let hertz = self.hertz * (1.0 + cents * (2.0_f64.ln() / 1200.0));
            let step = (hertz * TABLE as f64 / rate) as f32;
            let next = self.envelope_at(self.at + chunk.len());
            let slope = (next - self.envelope) / chunk.len() as f32;
            let (closed, open) = self.tone.openness;
            let cutoff = self.hertz * (closed + (open - closed) * f64::from(self.envelope)) + 200.0;
            let share = (1.0 - (-TAU * cutoff.min(14_000.0) / rate).exp()) as f32;
            for sample in chunk.iter_mut() {
                let index = self.phase as usize;
                let fraction = self.phase - index as f32;
                let wave = self.table[index] + (self.table[index + 1] - self.table[index]) * fraction;
                self.phase += step;
                if self.phase >= TABLE as f32 {
                    self.phase -= TABLE as f32;
                }
                let mut tone = wave;
                if self.tone.breath > 0.0 {
                    self.breath_low += (self.noise.around() as f32 - self.breath_low) * 0.25;
                    tone += self.breath_low * self.tone.breath;
                }
                self.low += (tone - self.low) * share;
                self.lower += (self.low - self.lower) * share;
                self.envelope += slope;
                *sample += self.lower * self.envelope;
            }
            self.envelope = next;
            self.at += chunk.len();
        }
        self.at < self.held + self.release
    }
}
