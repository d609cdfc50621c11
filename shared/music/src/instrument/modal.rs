//! Struck things: felt piano, celesta, vibraphone, marimba, bell, timpani, woodblock, as banks of dying sines.

use std::f64::consts::TAU;

use super::{Voice, smooth};
use crate::{SAMPLE_RATE, random::Random};

/// What is struck: its partials and its hammer.
#[derive(Clone, Copy, Debug)]
pub struct Body {
    /// Frequency ratio, level and decay time constant (seconds at 220 Hz) of each partial.
    pub partials: &'static [(f64, f64, f64)],
    /// How strongly decay shortens with pitch: 0 not at all, 1 in proportion.
    pub damping: f64,
    /// Rise of the tone in seconds: a soft hammer takes longer.
    pub attack_secs: f64,
    /// Level of the hammer's own thud.
    pub thud: f64,
    /// How much the higher partials lose when struck softly, 0 to 1.
    pub softness: f64,
}

/// A piano with felt between hammers and strings: slightly stretched partials (inharmonicity of short strings), the
/// higher ones gone soon.
pub const FELT_PIANO: Body = Body {
    partials: &[
        (1.0, 1.0, 1.9),
        (2.001, 0.46, 1.25),
        (3.005, 0.22, 0.85),
        (4.012, 0.11, 0.6),
        (5.024, 0.06, 0.42),
        (6.04, 0.035, 0.32),
        (7.065, 0.02, 0.24),
    ],
    damping: 0.5,
    attack_secs: 0.009,
    thud: 0.05,
    softness: 0.5,
};

/// Steel plates over wooden boxes: the octave box tone and a glassy edge.
pub const CELESTA: Body = Body {
    partials: &[(1.0, 1.0, 0.85), (2.0, 0.24, 0.5), (4.02, 0.2, 0.22), (6.5, 0.08, 0.09), (9.1, 0.05, 0.05)],
    damping: 0.45,
    attack_secs: 0.002,
    thud: 0.015,
    softness: 0.4,
};

/// Tuned aluminum bars: the first overtone two octaves up (they are cut so), long in ringing.
pub const VIBRAPHONE: Body = Body {
    partials: &[(1.0, 1.0, 2.1), (3.99, 0.16, 0.6), (10.3, 0.05, 0.12)],
    damping: 0.4,
    attack_secs: 0.004,
    thud: 0.02,
    softness: 0.5,
};

/// Rosewood bars: the same tuning, short.
pub const MARIMBA: Body = Body {
    partials: &[(1.0, 1.0, 0.42), (3.98, 0.2, 0.12), (9.9, 0.08, 0.04)],
    damping: 0.75,
    attack_secs: 0.003,
    thud: 0.06,
    softness: 0.5,
};

/// A small bell: hum, prime, tierce, quint and nominal.
pub const BELL: Body = Body {
    partials: &[
        (0.5, 0.3, 2.6),
        (1.0, 0.7, 1.8),
        (1.2, 0.22, 1.2),
        (1.5, 0.16, 1.0),
        (2.0, 0.55, 1.1),
        (2.67, 0.12, 0.6),
        (4.1, 0.1, 0.3),
    ],
    damping: 0.5,
    attack_secs: 0.003,
    thud: 0.01,
    softness: 0.5,
};

/// A kettle drum: the modes with nodal diameters, which the air in the kettle tunes nearly to a series.
pub const TIMPANI: Body = Body {
    partials: &[(1.0, 1.0, 0.75), (1.5, 0.5, 0.55), (1.98, 0.28, 0.42), (2.44, 0.16, 0.3), (2.9, 0.08, 0.2)],
    damping: 0.2,
    attack_secs: 0.006,
    thud: 0.25,
    softness: 0.6,
};

/// A woodblock, far away: the tick of a thinking pause.
pub const WOODBLOCK: Body = Body {
    partials: &[(1.0, 1.0, 0.03), (1.62, 0.5, 0.022), (2.7, 0.2, 0.012)],
    damping: 0.0,
    attack_secs: 0.001,
    thud: 0.05,
    softness: 0.3,
};

const LANES: usize = 8;

/// Eight sines, each a complex number that is turned and shrunk from sample to sample.
#[derive(Clone, Debug)]
pub struct Modal {
    re: [f32; LANES],
    im: [f32; LANES],
    turn_re: [f32; LANES],
    turn_im: [f32; LANES],
    at: usize,
    attack: usize,
    frames: usize,
    thud: f32,
    thud_low: f32,
    noise: Random,
}

/// A partial is over when it is 72 dB under the note's level.
const SILENCE: f64 = 2.5e-4;
/// Length of a hammer's thud in seconds.
const THUD_SECS: f64 = 0.03;

impl Modal {
    /// A body struck at `hertz` with a velocity from 0 to 1.
    pub fn new(body: &Body, hertz: f64, velocity: f64, random: &mut Random) -> Self {
        let rate = f64::from(SAMPLE_RATE);
        let mut modal = Self {
            re: [0.0; LANES],
            im: [0.0; LANES],
            turn_re: [0.0; LANES],
            turn_im: [0.0; LANES],
            at: 0,
            attack: ((body.attack_secs * (1.4 - 0.7 * velocity)) * rate) as usize + 1,
            frames: 0,
            thud: (body.thud * velocity) as f32,
            thud_low: 0.0,
            noise: random.fork(1),
        };
        for (lane, (ratio, level, decay_secs)) in body.partials.iter().take(LANES).enumerate() {
            let partial_hertz = hertz * ratio;
            if partial_hertz > 12_000.0 {
                continue;
            }
            let dulled = 1.0 - body.softness * (1.0 - velocity) * (1.0 - 1.0 / ratio.max(1.0));
            let level = level * dulled * velocity;
            // Partials start at a zero of the sine, so nothing clicks; their signs differ, so peaks do not add up.
            let sign = if lane % 3 == 1 { -1.0 } else { 1.0 };
            let decay_frames = decay_secs * (220.0 / hertz).powf(body.damping).clamp(0.3, 1.8) * rate;
            let (shrink, angle) = ((-1.0 / decay_frames).exp(), TAU * partial_hertz / rate);
            modal.re[lane] = (level * sign) as f32;
            modal.turn_re[lane] = (angle.cos() * shrink) as f32;
            modal.turn_im[lane] = (angle.sin() * shrink) as f32;
            let frames = decay_frames * (level / (SILENCE * velocity.max(0.05))).ln().max(0.5);
            modal.frames = modal.frames.max(frames as usize);
        }
        modal
    }
}

impl Voice for Modal {
    fn add(&mut self, out: &mut [f32]) -> bool {
        let thud_frames = (THUD_SECS * f64::from(SAMPLE_RATE)) as usize;
        for sample in out.iter_mut() {
            for lane in 0..LANES {
                let (re, im) = (self.re[lane], self.im[lane]);
                self.re[lane] = re * self.turn_re[lane] - im * self.turn_im[lane];
                self.im[lane] = re * self.turn_im[lane] + im * self.turn_re[lane];
            }
            let mut tone: f32 = self.im.iter().sum();
            if self.at < self.attack {
                tone *= smooth(self.at as f32 / self.attack as f32);
            }
            if self.at < thud_frames && self.thud > 0.0 {
                let shape = 1.0 - self.at as f32 / thud_frames as f32;
                let rise = (self.at as f32 / self.attack as f32).min(1.0);
                self.thud_low += (self.noise.around() as f32 - self.thud_low) * 0.06;
                tone += self.thud_low * self.thud * 4.0 * shape * shape * rise;
            }
            *sample += tone;
            self.at += 1;
        }
        self.at < self.frames
    }
}
