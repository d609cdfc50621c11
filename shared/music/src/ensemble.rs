//! Who plays: a style's character gives the seats their players, a scene's mood and the chapter exchange some of them.

use lectern_lesson::Mood;

use crate::{Character, instrument::Instrument};

/// Who sits where.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ensemble {
    /// Holds the chords.
    pub pad: Instrument,
    /// Moves through them.
    pub figure: Instrument,
    /// Has the motif.
    pub lead: Instrument,
    /// Marks beginnings and ends.
    pub color: Instrument,
    /// Has the roots.
    pub bass: Instrument,
    /// Keeps time, if anything does.
    pub pulse: Option<Instrument>,
}

/// Players of a character: the pad, two for the figure and two for the lead (chapters take turns), color, bass, pulse.
type Seats = (Instrument, [Instrument; 2], [Instrument; 2], Instrument, Instrument, Option<Instrument>);

fn seats(character: Character) -> Seats {
    use Instrument::{
        Bell, Brush, Celesta, ElectricPiano, FeltPiano, Flute, Guitar, Harp, LowStrings, Marimba, Pad, Pizzicato,
        Shaker, SoftBass, Strings, Timpani, Vibraphone,
    };
    match character {
        Character::Calm => (Pad, [FeltPiano, Harp], [FeltPiano, Vibraphone], Celesta, SoftBass, None),
        Character::Curious => (Pad, [Pizzicato, Marimba], [Celesta, Vibraphone], Bell, SoftBass, None),
        Character::Bright => (Pad, [Guitar, ElectricPiano], [ElectricPiano, Celesta], Bell, SoftBass, Some(Shaker)),
        Character::Serious => (Strings, [FeltPiano, Harp], [FeltPiano, Flute], Vibraphone, LowStrings, None),
        Character::Triumphant => (Strings, [Harp, FeltPiano], [Bell, Flute], Timpani, LowStrings, Some(Brush)),
        Character::Warm => (Pad, [Guitar, ElectricPiano], [Flute, ElectricPiano], Vibraphone, SoftBass, Some(Brush)),
        Character::Playful => (Pad, [Marimba, Pizzicato], [Celesta, Flute], Bell, SoftBass, Some(Shaker)),
        Character::Museum => (Strings, [Harp, Pizzicato], [Flute, Celesta], Celesta, LowStrings, None),
        Character::Minimal => (Pad, [ElectricPiano, Vibraphone], [Vibraphone, FeltPiano], Bell, SoftBass, None),
    }
}

/// The ensemble of a passage.
pub fn ensemble(character: Character, mood: Mood, movement: usize) -> Ensemble {
    let (pad, figures, leads, color, bass, pulse) = seats(character);
    let seated = Ensemble {
        pad,
        figure: figures[movement % 2],
        // Every second change of the figure changes the lead: four chapters pass before both come back.
        lead: leads[movement.div_ceil(2) % 2],
        color,
        bass,
        pulse,
    };
    match mood {
        Mood::Calm => Ensemble { pulse: None, ..seated },
        Mood::Curious => Ensemble {
            figure: [Instrument::Pizzicato, Instrument::Marimba][movement % 2],
            color: Instrument::Celesta,
            pulse: None,
            ..seated
        },
        Mood::Bright => Ensemble { color: Instrument::Bell, pulse: Some(Instrument::Shaker), ..seated },
        Mood::Serious => Ensemble {
            pad: Instrument::LowStrings,
            lead: Instrument::FeltPiano,
            color: Instrument::Timpani,
            bass: Instrument::LowStrings,
            pulse: None,
            ..seated
        },
        Mood::Triumphant => Ensemble {
            pad: Instrument::Strings,
            figure: [Instrument::Harp, Instrument::FeltPiano][movement % 2],
            color: Instrument::Timpani,
            pulse: Some(Instrument::Brush),
            ..seated
        },
    }
}

/// Seconds of the room's echo.
pub fn room_secs(character: Character) -> f64 {
    match character {
        Character::Playful => 1.3,
        Character::Bright | Character::Warm => 1.7,
        Character::Curious | Character::Minimal => 2.1,
        Character::Calm => 2.6,
        Character::Serious | Character::Triumphant | Character::Museum => 2.9,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MOODS: [Mood; 5] = [Mood::Calm, Mood::Curious, Mood::Bright, Mood::Serious, Mood::Triumphant];

    #[test]
    fn moods_characters_and_chapters_sound_different() {
        for (index, one) in Character::ALL.iter().enumerate() {
            for other in &Character::ALL[index + 1..] {
                let differs = |mood| ensemble(*one, mood, 0) != ensemble(*other, mood, 0);
                assert!(differs(Mood::Calm), "{one:?} and {other:?} have the same players");
            }
            for (index, mood) in MOODS.iter().enumerate() {
                for other in &MOODS[index + 1..] {
                    assert_ne!(ensemble(*one, *mood, 0), ensemble(*one, *other, 0), "{one:?}: {mood:?} and {other:?}");
                }
                for movement in 0..4 {
                    let (here, next) = (ensemble(*one, *mood, movement), ensemble(*one, *mood, movement + 1));
                    assert_ne!(here, next, "{one:?}, {mood:?}: chapters {movement} and the next have the same players");
                }
            }
        }
    }
}
