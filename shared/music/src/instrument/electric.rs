//! An electric piano: two sines, one turning the other's phase (frequency modulation, Chowning 1973).

use std::f64::consts::TAU;

use super::{Voice, smooth};
use crate::{SAMPLE_RATE, random::Random};

/// A struck tine with its tone bar.
#[derive(Clone, Debug)]
pub struct Electric {
    body: Turning,
    modulator: Turning,
    tine: Turning,
    index: f32,
    index_shrink: f32,
    tine_level: f32,
    tine_shrink: f32,
    level: f32,
    shrink: f32,
    tremolo: f64,
    tremolo_step: f64,
    at: usize,
    frames: usize,
    release_at: usize,
}

/// A phase that runs.
#[derive(Clone, Copy, Debug)]
struct Turning {
    phase: f32,
    step: f32,
}

impl Turning {
    fn new(hertz: f64) -> Self {
        Self { phase: 0.0, step: (hertz / f64::from(SAMPLE_RATE)) as f32 }
    }

    /// The sine of the phase moved by `offset` turns.
    fn next(&mut self, offset: f32) -> f32 {
        let value = sine(self.phase + offset);
        self.phase += self.step;
        self.phase -= self.phase.floor();
        value
    }
}

/// Sine of a phase in turns: a parabola corrected to within a thousandth, which no ear tells from a sine here.
fn sine(turns: f32) -> f32 {
    let at = turns - turns.floor() - 0.5;
    let parabola = 8.0 * at - 16.0 * at * at.abs();
    -(0.225 * (parabola * parabola.abs() - parabola) + parabola)
}

/// Seconds in which a damped tine falls silent.
const RELEASE_SECS: f64 = 0.35;

impl Electric {
    /// A note of `hertz`, damped after `held` frames.
    pub fn new(hertz: f64, velocity: f64, held: usize, random: &mut Random) -> Self {
        let rate = f64::from(SAMPLE_RATE);
        let decay_secs = 1.7 * (220.0 / hertz).powf(0.5).clamp(0.4, 1.5);
        let shrink = |secs: f64| (-1.0 / (secs * rate)).exp() as f32;
        let frames = (decay_secs * 7.5 * rate) as usize;
        Self {
            body: Turning::new(hertz),
            // Exactly in tune with the body, or their difference tone would be an offset that drifts.
            modulator: Turning::new(hertz),
            tine: Turning::new((hertz * 7.03).min(9000.0)),
            index: (0.04 + 0.17 * velocity) as f32,
            index_shrink: shrink(decay_secs * 0.45),
            tine_level: (0.09 * velocity * velocity) as f32,
            tine_shrink: shrink(0.09),
            level: velocity as f32,
            shrink: shrink(decay_secs),
            tremolo: random.unit(),
            tremolo_step: 3.4 / rate,
            at: 0,
            frames,
            release_at: held,
        }
    }
}

impl Voice for Electric {
    fn add(&mut self, out: &mut [f32]) -> bool {
        const ATTACK: f32 = 0.005 * SAMPLE_RATE as f32;
        let release = (RELEASE_SECS * f64::from(SAMPLE_RATE)) as usize;
        for chunk in out.chunks_mut(64) {
            let sway = 1.0 + 0.09 * (TAU * self.tremolo).sin() as f32;
            self.tremolo += self.tremolo_step * chunk.len() as f64;
            for sample in chunk.iter_mut() {
                let bend = self.modulator.next(0.0) * self.index;
                let tone = self.body.next(bend) + self.tine.next(0.0) * self.tine_level;
                let rise = if (self.at as f32) < ATTACK { smooth(self.at as f32 / ATTACK) } else { 1.0 };
                let damp = match self.at.checked_sub(self.release_at) {
                    Some(since) => 1.0 - smooth(since as f32 / release as f32),
                    None => 1.0,
                };
                *sample += tone * self.level * rise * damp * sway;
                self.level *= self.shrink;
                self.index *= self.index_shrink;
                self.tine_level *= self.tine_shrink;
                self.at += 1;
            }
        }
        self.at < self.frames.min(self.release_at + release)
    }
}
