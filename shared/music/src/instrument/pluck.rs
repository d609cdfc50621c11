//! Plucked strings: a delay line that feeds itself through a low-pass (Karplus and Strong 1983, Jaffe and Smith 1983).

use super::Voice;
use crate::{SAMPLE_RATE, random::Random};

/// How a string is plucked and how it rings.
#[derive(Clone, Copy, Debug)]
pub struct String {
    /// Seconds until it is 60 dB down, at 220 Hz.
    pub decay_secs: f64,
    /// Brightness of the pluck, 0 (a thumb's flesh) to 1 (a nail).
    pub brightness: f64,
    /// Where it is plucked, as a share of its length.
    pub position: f64,
    /// Loss of treble in a turn, 0 to 0.5.
    pub loss: f64,
}

/// A concert harp.
pub const HARP: String = String { decay_secs: 3.2, brightness: 0.55, position: 0.38, loss: 0.36 };
/// A guitar with nylon strings.
pub const GUITAR: String = String { decay_secs: 2.4, brightness: 0.6, position: 0.2, loss: 0.42 };
/// A violin section's pizzicato.
pub const PIZZICATO: String = String { decay_secs: 0.5, brightness: 0.45, position: 0.3, loss: 0.5 };

/// A ringing string.
#[derive(Clone, Debug)]
pub struct Pluck {
    line: Vec<f32>,
    at: usize,
    loss: f32,
    gain: f32,
    allpass: f32,
    last_in: f32,
    last_out: f32,
    last_turn: f32,
    left: usize,
}

impl Pluck {
    /// A string of `hertz` plucked with a velocity from 0 to 1.
    pub fn new(string: &String, hertz: f64, velocity: f64, random: &mut Random) -> Self {
        let rate = f64::from(SAMPLE_RATE);
        let period = rate / hertz.clamp(30.0, 4000.0);
        // The averaging filter delays by `loss` samples; an all-pass makes up the fraction, from 0.1 to 1.1 samples.
        let whole = ((period - string.loss - 0.1).floor() as usize).max(2);
        let fraction = (period - string.loss - whole as f64).clamp(0.1, 1.1);
        let decay_secs = string.decay_secs * (220.0 / hertz).powf(0.55).clamp(0.35, 1.6);
        let mut line = burst(whole, string.brightness * (0.45 + 0.55 * velocity), random);
        comb(&mut line, (whole as f64 * string.position) as usize);
        level(&mut line, 0.42 * velocity as f32);
        Self {
            line,
            at: 0,
            loss: string.loss as f32,
            gain: 10_f64.powf(-3.0 * period / (decay_secs * rate)) as f32,
            allpass: ((1.0 - fraction) / (1.0 + fraction)) as f32,
            last_in: 0.0,
            last_out: 0.0,
            last_turn: 0.0,
            left: (decay_secs * 1.2 * rate) as usize,
        }
    }
}

/// Noise through a low-pass: the brighter, the less of it.
fn burst(length: usize, brightness: f64, random: &mut Random) -> Vec<f32> {
    let open = (0.04 + 0.5 * brightness) as f32;
    let (mut first, mut second) = (0.0_f32, 0.0_f32);
    // Twice around, so that the end meets the start without a step.
    let noise: Vec<f32> = (0..length).map(|_| random.around() as f32).collect();
    let mut line = vec![0.0; length];
    for index in 0..2 * length {
        first += (noise[index % length] - first) * open;
        second += (first - second) * open;
        line[index % length] = second;
    }
    line
}

/// A string does not sound the partials that have a node where it is plucked.
fn comb(line: &mut [f32], distance: usize) {
    let before = line.to_vec();
    let length = line.len();
    for (index, sample) in line.iter_mut().enumerate() {
        *sample -= before[(index + length - distance % length) % length];
    }
}

fn level(line: &mut [f32], rms: f32) {
    let mean = line.iter().sum::<f32>() / line.len() as f32;
    line.iter_mut().for_each(|sample| *sample -= mean);
    let power = line.iter().map(|sample| sample * sample).sum::<f32>() / line.len() as f32;
    let scale = rms / power.sqrt().max(1e-6);
    line.iter_mut().for_each(|sample| *sample *= scale);
}

impl Voice for Pluck {
    fn add(&mut self, out: &mut [f32]) -> bool {
        for sample in out.iter_mut() {
            let turn = self.line[self.at];
            let low = turn + (self.last_turn - turn) * self.loss;
            self.last_turn = turn;
            let back = low * self.gain;
            let tuned = self.allpass * (back - self.last_out) + self.last_in;
            (self.last_in, self.last_out) = (back, tuned);
            self.line[self.at] = tuned;
            self.at = if self.at + 1 == self.line.len() { 0 } else { self.at + 1 };
            *sample += tuned;
        }
        self.left = self.left.saturating_sub(out.len());
        self.left > 0
    }
}
