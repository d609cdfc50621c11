//! Two instruments, both sums of sines: a pad of slow strings and a felt piano.

use std::f64::consts::TAU;

use crate::{SAMPLE_RATE, random::Random};

/// Adds a sine that is turned from sample to sample, which costs four multiplications instead of a sine.
struct Partial {
    re: f64,
    im: f64,
    turn_re: f64,
    turn_im: f64,
}

impl Partial {
    fn new(hertz: f64, phase: f64) -> Self {
        let turn = TAU * hertz / f64::from(SAMPLE_RATE);
        Self { re: phase.cos(), im: phase.sin(), turn_re: turn.cos(), turn_im: turn.sin() }
    }

    fn next(&mut self) -> f64 {
        let value = self.im;
        (self.re, self.im) =
            (self.re * self.turn_re - self.im * self.turn_im, self.re * self.turn_im + self.im * self.turn_re);
        value
    }
}

/// Frequency of a note so many semitones over A at 220 Hz (equal temperament).
pub fn hertz(semitones: i32) -> f64 {
    220.0 * (f64::from(semitones) / 12.0).exp2()
}

/// A note's place in time, pitch and stereo image.
#[derive(Clone, Copy, Debug)]
pub struct Note {
    /// First frame.
    pub start: usize,
    /// Frames until it is released.
    pub length: usize,
    /// Pitch in Hz.
    pub hertz: f64,
    /// Peak gain.
    pub gain: f64,
    /// Place from left (0) to right (1).
    pub place: f64,
}

/// Adds a pad note: two slightly detuned voices of four harmonics, two seconds of attack, three of release.
pub fn pad(bed: &mut [f32], note: Note, random: &mut Random) {
    const ATTACK: f64 = 2.2 * SAMPLE_RATE as f64;
    const RELEASE: f64 = 3.2 * SAMPLE_RATE as f64;
    const HARMONICS: [f64; 4] = [1.0, 0.34, 0.14, 0.05];
    let total = note.length + RELEASE as usize;
    // Three cents apart, which beats slowly instead of sounding out of tune.
    for (detune, place) in [(0.9991, note.place * 0.6), (1.0009, 0.4 + note.place * 0.6)] {
        for (index, level) in HARMONICS.iter().enumerate() {
            let mut partial = Partial::new(note.hertz * detune * (index + 1) as f64, TAU * random.unit());
            // Higher harmonics bloom later: the tone opens.
            let attack = ATTACK * (1.0 + 0.35 * index as f64);
            let (left, right) = pan(place);
            let gain = note.gain * level * 0.5;
            for (frame, pair) in frames(bed, note.start, total).enumerate() {
                let at = frame as f64;
                let rise = smooth(at / attack);
                let fall = if frame < note.length { 1.0 } else { smooth(1.0 - (at - note.length as f64) / RELEASE) };
                let sample = partial.next() * gain * rise * fall;
                pair[0] += (sample * left) as f32;
                pair[1] += (sample * right) as f32;
            }
        }
    }
}

/// Adds a struck note: six partials, the higher the sooner gone, a soft hammer.
pub fn piano(bed: &mut [f32], note: Note) {
    const PARTIALS: [(f64, f64, f64); 6] = [
        (1.0, 1.0, 2.4),
        (2.001, 0.42, 1.5),
        (3.004, 0.2, 1.0),
        (4.01, 0.1, 0.7),
        (5.02, 0.05, 0.5),
        (6.04, 0.03, 0.4),
    ];
    const ATTACK: f64 = 0.012 * SAMPLE_RATE as f64;
    let (left, right) = pan(note.place);
    for (ratio, level, decay_secs) in PARTIALS {
        let mut partial = Partial::new(note.hertz * ratio, 0.0);
        // Low strings ring longer.
        let decay_frames = decay_secs * (220.0 / note.hertz).sqrt().clamp(0.5, 1.6) * f64::from(SAMPLE_RATE);
        let shrink = (-1.0 / decay_frames).exp();
        let mut level = level * note.gain;
        // Six decay times are 52 dB down: under the voice that is silence.
        for (frame, pair) in frames(bed, note.start, (decay_frames * 6.0) as usize).enumerate() {
            let sample = partial.next() * level * smooth(frame as f64 / ATTACK);
            level *= shrink;
            pair[0] += (sample * left) as f32;
            pair[1] += (sample * right) as f32;
        }
    }
}

fn frames(bed: &mut [f32], start: usize, length: usize) -> impl Iterator<Item = &mut [f32]> {
    let frames = bed.len() / 2;
    let (from, to) = (start.min(frames), start.saturating_add(length).min(frames));
    bed[from * 2..to * 2].chunks_exact_mut(2)
}

/// Constant-power panning.
fn pan(place: f64) -> (f64, f64) {
    let angle = place.clamp(0.0, 1.0) * TAU / 4.0;
    (angle.cos(), angle.sin())
}

/// Hermite's smooth step from 0 to 1.
fn smooth(at: f64) -> f64 {
    let at = at.clamp(0.0, 1.0);
    at * at * (3.0 - 2.0 * at)
}
