//! Effects: few, quiet, synthesized. Each is made once per film and laid where it is wanted.

use serde::Serialize;

use crate::{
    SAMPLE_RATE,
    instrument::{Instrument, Note},
    perform::perform,
    weighting::{lufs, step_powers},
};

/// A sound that belongs to something seen.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Effect {
    /// What it is.
    pub kind: EffectKind,
    /// Where its main moment is, in seconds: a whoosh is loudest there, a chime begins.
    pub at_secs: f64,
    /// Gain on top of its usual level, 0 to 2; 1 is usual.
    pub gain: f64,
    /// Pitch class (C is 0) of those that have a pitch, so that they agree with the music.
    pub pitch_class: i32,
}

/// Kinds of effects.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub enum EffectKind {
    /// A soft rush of air: the scenery changes.
    Whoosh,
    /// Two high notes: an answer appears.
    Reveal,
    /// A page is turned.
    Page,
    /// A small tick.
    Tick,
    /// A pencil's stroke: something is underlined or drawn.
    Stroke,
}

impl EffectKind {
    /// All kinds.
    pub const ALL: [Self; 5] = [Self::Whoosh, Self::Reveal, Self::Page, Self::Tick, Self::Stroke];

    /// How far its loudest moment lies under the voice, in LU.
    pub fn under_voice_lu(self) -> f64 {
        match self {
            Self::Whoosh => 15.0,
            Self::Reveal => 11.0,
            Self::Page => 14.0,
            Self::Tick | Self::Stroke => 16.0,
        }
    }

    /// Seconds from its start to its main moment.
    fn lead_secs(self) -> f64 {
        match self {
            Self::Whoosh => 0.45,
            Self::Page => 0.14,
            Self::Stroke => 0.12,
            Self::Reveal | Self::Tick => 0.0,
        }
    }
}

/// Length of a made effect, its echo included.
const LENGTH_SECS: f64 = 2.2;
/// The room that effects share.
const ROOM_SECS: f64 = 1.1;

/// Adds effects to interleaved stereo at 48 kHz, as loud as `voice_lufs` asks.
pub fn add_effects(samples: &mut [f32], effects: &[Effect], voice_lufs: f64) {
    let mut made: Vec<((EffectKind, i32), Vec<f32>)> = Vec::new();
    for effect in effects.iter().filter(|effect| effect.at_secs.is_finite() && effect.gain > 0.0) {
        let key = (effect.kind, effect.pitch_class.rem_euclid(12));
        if !made.iter().any(|(other, _)| *other == key) {
            made.push((key, make(effect.kind, key.1)));
        }
        let Some((_, sound)) = made.iter().find(|(other, _)| *other == key) else { continue };
        let level = voice_lufs - effect.kind.under_voice_lu();
        let gain = 10_f64.powf(level / 20.0) * effect.gain.min(2.0);
        let start_secs = (effect.at_secs - effect.kind.lead_secs()).max(0.0);
        let first = (start_secs * f64::from(SAMPLE_RATE)).round() as usize * 2;
        for (sample, effect) in samples.get_mut(first..).unwrap_or_default().iter_mut().zip(sound) {
            *sample += effect * gain as f32;
        }
    }
}

/// An effect whose loudest 400 ms measure 0 LUFS.
fn make(kind: EffectKind, pitch_class: i32) -> Vec<f32> {
    let frames = (LENGTH_SECS * f64::from(SAMPLE_RATE)) as usize;
    let note = |instrument: Instrument, start_secs: f64, length_secs: f64, pitch: i32, velocity: f64, place: f64| {
        Note { instrument, start_secs, length_secs, pitch, velocity, place }
    };
    let root = 84 + pitch_class.rem_euclid(12);
    let notes = match kind {
        EffectKind::Whoosh => {
            vec![note(Instrument::Swell, 0.0, 0.45, 60, 0.7, 0.3), note(Instrument::Swell, 0.08, 0.42, 60, 0.6, 0.75)]
        }
        EffectKind::Reveal => vec![
            note(Instrument::Celesta, 0.0, 0.5, root, 0.6, 0.45),
            note(Instrument::Celesta, 0.09, 0.5, root + 7, 0.55, 0.55),
            note(Instrument::Bell, 0.09, 0.5, root + 7 - 12, 0.2, 0.5),
        ],
        EffectKind::Page => vec![
            note(Instrument::Brush, 0.0, 0.1, 60, 0.5, 0.35),
            note(Instrument::Shaker, 0.03, 0.1, 60, 0.5, 0.45),
            note(Instrument::Brush, 0.14, 0.1, 60, 0.8, 0.65),
            note(Instrument::Shaker, 0.17, 0.1, 60, 0.4, 0.7),
        ],
        EffectKind::Tick => vec![note(Instrument::Woodblock, 0.0, 0.1, 86, 0.7, 0.5)],
        EffectKind::Stroke => vec![
            note(Instrument::Shaker, 0.0, 0.1, 60, 0.35, 0.4),
            note(Instrument::Brush, 0.05, 0.1, 60, 0.5, 0.5),
            note(Instrument::Shaker, 0.1, 0.1, 60, 0.5, 0.6),
        ],
    };
    let mut sound = perform(notes, frames, ROOM_SECS, 41 + kind as u64);
    let powers = step_powers(&sound);
    let loudest = powers.windows(40).map(|window| window.iter().sum::<f64>() / 40.0).fold(1e-12, f64::max);
    let gain = 10_f64.powf(-lufs(loudest) / 20.0) as f32;
    for (frame, pair) in sound.chunks_exact_mut(2).enumerate() {
        // The echo is let go over the last half second.
        let out = ((frames - frame) as f32 / (0.5 * SAMPLE_RATE as f32)).min(1.0);
        pair[0] *= gain * out;
        pair[1] *= gain * out;
    }
    sound
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn effects_are_as_loud_as_asked_and_over_soon() {
        for kind in EffectKind::ALL {
            let mut samples = vec![0.0; 4 * 96_000];
            add_effects(&mut samples, &[Effect { kind, at_secs: 1.0, gain: 1.0, pitch_class: 2 }], -20.0);
            let powers = step_powers(&samples);
            let loudest = powers.windows(40).map(|window| window.iter().sum::<f64>() / 40.0).fold(1e-12, f64::max);
            let expected = -20.0 - kind.under_voice_lu();
            assert!((lufs(loudest) - expected).abs() < 0.5, "{kind:?}: {} LUFS, not {expected}", lufs(loudest));
            let energy =
                |from: f64, to: f64| powers[(from * 100.0) as usize..(to * 100.0) as usize].iter().sum::<f64>();
            assert!(energy(0.0, 0.5) < 1e-12, "{kind:?} begins too early");
            let early = energy(0.5, 1.8) / energy(0.0, 4.0);
            assert!(early > 0.97, "{kind:?} has {early} of its energy around its moment");
        }
    }
}
