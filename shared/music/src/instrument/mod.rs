//! The instruments: all synthesized here, so no recording's license travels with a film.

mod electric;
mod modal;
mod noise;
mod pluck;
mod sustained;

use electric::Electric;
use modal::Modal;
pub(crate) use modal::{BELL, CELESTA, MARIMBA, WOODBLOCK};
use modal::{Body, FELT_PIANO, TIMPANI, VIBRAPHONE};
use noise::{BRUSH, Noise, SHAKER, SWELL};
use pluck::{GUITAR, HARP, PIZZICATO, Pluck};
use sustained::{FLUTE, LOW_STRINGS, PAD, SOFT_BASS, STRINGS, Sustained, Tone};

use crate::{SAMPLE_RATE, random::Random};

/// Something that sounds for a while.
pub(crate) trait Voice {
    /// Adds its next samples to `out`; false when it is over.
    fn add(&mut self, out: &mut [f32]) -> bool;
}

/// An instrument of the orchestra.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Instrument {
    FeltPiano,
    ElectricPiano,
    Celesta,
    Vibraphone,
    Marimba,
    Bell,
    Harp,
    Guitar,
    Pizzicato,
    Flute,
    Pad,
    Strings,
    LowStrings,
    SoftBass,
    Timpani,
    Woodblock,
    Shaker,
    Brush,
    Swell,
}

/// A note to be played.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Note {
    /// What plays it.
    pub instrument: Instrument,
    /// Start in seconds.
    pub start_secs: f64,
    /// How long it is held, in seconds; what is struck or plucked rings as it will.
    pub length_secs: f64,
    /// MIDI pitch: 60 is middle C, a semitone is 1.
    pub pitch: i32,
    /// Strength, 0 to 1.
    pub velocity: f64,
    /// Place from left (0) to right (1).
    pub place: f64,
}

/// A voice with its place in the room.
pub(crate) struct Placed {
    pub voice: Box<dyn Voice>,
    pub left: f32,
    pub right: f32,
    /// Share that goes to the room.
    pub send: f32,
}

/// The voices that play a note.
pub(crate) fn voices(note: &Note, random: &mut Random) -> Vec<Placed> {
    let hertz = hertz(note.pitch);
    let held = (note.length_secs.max(0.02) * f64::from(SAMPLE_RATE)) as usize;
    let velocity = note.velocity.clamp(0.0, 1.0);
    let (level, send) = balance(note.instrument);
    let place = |voice: Box<dyn Voice>, place: f64, level: f64| {
        let angle = place.clamp(0.0, 1.0) * std::f64::consts::FRAC_PI_2;
        Placed {
            voice,
            left: (level * angle.cos()) as f32,
            right: (level * angle.sin()) as f32,
            send: (level * send) as f32,
        }
    };
    let struck =
        |body: &Body, random: &mut Random| -> Box<dyn Voice> { Box::new(Modal::new(body, hertz, velocity, random)) };
    let single: Box<dyn Voice> = match note.instrument {
        Instrument::FeltPiano => struck(&FELT_PIANO, random),
        Instrument::Celesta => struck(&CELESTA, random),
        Instrument::Vibraphone => struck(&VIBRAPHONE, random),
        Instrument::Marimba => struck(&MARIMBA, random),
        Instrument::Bell => struck(&BELL, random),
        Instrument::Timpani => struck(&TIMPANI, random),
        Instrument::Woodblock => struck(&WOODBLOCK, random),
        Instrument::ElectricPiano => Box::new(Electric::new(hertz, velocity, held, random)),
        Instrument::Harp => Box::new(Pluck::new(&HARP, hertz, velocity, random)),
        Instrument::Guitar => Box::new(Pluck::new(&GUITAR, hertz, velocity, random)),
        Instrument::Pizzicato => Box::new(Pluck::new(&PIZZICATO, hertz, velocity, random)),
        Instrument::Flute => Box::new(Sustained::new(&FLUTE, hertz, velocity, held, 0.0, random)),
        Instrument::SoftBass => Box::new(Sustained::new(&SOFT_BASS, hertz, velocity, held, 0.0, random)),
        Instrument::Shaker => Box::new(Noise::new(&SHAKER, velocity, 0.0, random)),
        Instrument::Brush => Box::new(Noise::new(&BRUSH, velocity, 0.0, random)),
        Instrument::Swell => Box::new(Noise::new(&SWELL, velocity, note.length_secs, random)),
        Instrument::Pad | Instrument::Strings | Instrument::LowStrings => {
            let (tone, cents, width): (&Tone, f64, f64) = match note.instrument {
                Instrument::Pad => (&PAD, 4.0, 0.3),
                Instrument::Strings => (&STRINGS, 5.0, 0.22),
                _ => (&LOW_STRINGS, 3.5, 0.12),
            };
            // Two voices a little apart in pitch and place: a section, not a soloist.
            return [-1.0, 1.0]
                .map(|side| {
                    let detune = side * cents * (1.0 + 0.3 * random.around());
                    let voice = Sustained::new(tone, hertz, velocity, held, detune, random);
                    place(Box::new(voice), note.place + side * width, level * 0.7)
                })
                .into();
        }
    };
    vec![place(single, note.place, level)]
}

/// Level of an instrument among the others, and its share in the room. The levels make notes of the same velocity about
/// equally loud (see the test), apart from those that should stand back.
fn balance(instrument: Instrument) -> (f64, f64) {
    match instrument {
        Instrument::FeltPiano => (0.2, 0.3),
        Instrument::ElectricPiano => (0.16, 0.25),
        Instrument::Celesta => (0.14, 0.45),
        Instrument::Vibraphone => (0.14, 0.4),
        Instrument::Marimba => (0.22, 0.3),
        Instrument::Bell => (0.1, 0.5),
        Instrument::Harp => (0.26, 0.4),
        Instrument::Guitar => (0.24, 0.25),
        Instrument::Pizzicato => (0.34, 0.4),
        Instrument::Flute => (0.24, 0.45),
        Instrument::Pad => (0.2, 0.35),
        Instrument::Strings => (0.2, 0.45),
        Instrument::LowStrings => (0.26, 0.35),
        Instrument::SoftBass => (0.34, 0.05),
        Instrument::Timpani => (0.2, 0.4),
        Instrument::Woodblock => (0.14, 0.4),
        Instrument::Shaker => (0.06, 0.15),
        Instrument::Brush => (0.1, 0.2),
        Instrument::Swell => (0.12, 0.4),
    }
}

/// Frequency of a MIDI pitch (equal temperament, A is 440 Hz).
pub(crate) fn hertz(pitch: i32) -> f64 {
    440.0 * (f64::from(pitch - 69) / 12.0).exp2()
}

/// Hermite's smooth step from 0 to 1.
pub(crate) fn smooth(at: f32) -> f32 {
    let at = at.clamp(0.0, 1.0);
    at * at * (3.0 - 2.0 * at)
}
