//! What a style asks of the music, and what its words mean.

use serde::{Deserialize, Serialize};

/// The music of a style: the `[music]` table of its file. Only words and numbers; [`Character`] says what they mean.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct MusicStyle {
    /// A mood in one word; see [`Character::named`]. A word that is not known sounds calm.
    pub mood: String,
    /// Beats a minute, 40 to 200; kept between 56 and 112 by halving or doubling.
    pub tempo: f64,
    /// Name of the home key, such as `"D"` or `"Bb minor"`; from the seed and the mood if not given.
    pub key: Option<String>,
    /// How much is played, 0.25 to 2; 1 is usual.
    pub density: f64,
    /// Seconds in which the room's echo dies away by 60 dB, 0.3 to 8; the mood's own if not given.
    pub room_secs: Option<f64>,
}

impl Default for MusicStyle {
    fn default() -> Self {
        Self { mood: "calm".to_owned(), tempo: 72.0, key: None, density: 1.0, room_secs: None }
    }
}

impl MusicStyle {
    /// The tempo that is played: a slow count is felt in its half.
    pub fn played_tempo(&self) -> f64 {
        let mut tempo = if self.tempo.is_finite() { self.tempo.clamp(40.0, 200.0) } else { 72.0 };
        while tempo < 56.0 {
            tempo *= 2.0;
        }
        while tempo > 112.0 {
            tempo /= 2.0;
        }
        tempo
    }

    /// The density that is played.
    pub fn played_density(&self) -> f64 {
        if self.density.is_finite() { self.density.clamp(0.25, 2.0) } else { 1.0 }
    }

    /// Pitch class (C is 0) of the home key's tonic and whether it is minor, if the style names one.
    pub fn named_key(&self) -> Option<(i32, bool)> {
        let mut words = self.key.as_deref()?.split_whitespace();
        let mut signs = words.next()?.chars();
        let natural = match signs.next()?.to_ascii_uppercase() {
            'C' => 0,
            'D' => 2,
            'E' => 4,
            'F' => 5,
            'G' => 7,
            'A' => 9,
            'B' => 11,
            _ => return None,
        };
        let shift = match signs.next() {
            None => 0,
            Some('#' | '♯') => 1,
            Some('b' | '♭') => -1,
            Some(_) => return None,
        };
        let is_minor = words.next().is_some_and(|word| word.eq_ignore_ascii_case("minor"));
        Some(((natural + shift + 12) % 12, is_minor))
    }
}

/// The character of a style's music: its instruments and its manner.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Character {
    /// Felt piano and a warm pad.
    Calm,
    /// Celesta, pizzicato and marimba, in the Lydian mode.
    Curious,
    /// Plucked strings and electric piano.
    Bright,
    /// Low strings and few notes.
    Serious,
    /// Strings, timpani and bells.
    Triumphant,
    /// Nylon guitar, electric piano and flute.
    Warm,
    /// Marimba, pizzicato and woodblock, lightly in three.
    Playful,
    /// Harp, flute and strings: chamber music.
    Museum,
    /// Electric piano and vibraphone, open fifths.
    Minimal,
}

impl Character {
    /// All characters.
    pub const ALL: [Self; 9] = [
        Self::Calm,
        Self::Curious,
        Self::Bright,
        Self::Serious,
        Self::Triumphant,
        Self::Warm,
        Self::Playful,
        Self::Museum,
        Self::Minimal,
    ];

    /// The character that a style's mood word asks for; calm for a word that is not known.
    pub fn named(word: &str) -> Self {
        match word.trim().to_lowercase().as_str() {
            "curious" | "wondering" | "mysterious" | "inquisitive" => Self::Curious,
            "bright" | "light" | "fresh" | "optimistic" => Self::Bright,
            "serious" | "grave" | "dark" | "somber" | "dramatic" => Self::Serious,
            "triumphant" | "proud" | "grand" | "heroic" | "epic" => Self::Triumphant,
            "warm" | "cozy" | "tender" | "nostalgic" | "documentary" => Self::Warm,
            "playful" | "cheerful" | "funny" | "happy" | "childlike" => Self::Playful,
            "museum" | "classical" | "noble" | "elegant" | "stately" => Self::Museum,
            "minimal" | "focused" | "technical" | "cool" | "modern" | "editorial" => Self::Minimal,
            _ => Self::Calm,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_read_by_name() {
        let key = |name: &str| MusicStyle { key: Some(name.to_owned()), ..MusicStyle::default() }.named_key();
        for (name, expected) in [
            ("D", Some((2, false))),
            ("Bb minor", Some((10, true))),
            ("F# Minor", Some((6, true))),
            ("Cb", Some((11, false))),
            ("H", None),
            ("", None),
            ("Dx", None),
        ] {
            assert_eq!(key(name), expected, "{name}");
        }
        assert_eq!(MusicStyle::default().named_key(), None);
    }

    #[test]
    fn tempos_stay_playable() {
        for tempo in [f64::NAN, 0.0, 40.0, 72.0, 111.0, 150.0, 200.0, 1e9] {
            let played = MusicStyle { tempo, ..MusicStyle::default() }.played_tempo();
            assert!((56.0..=112.0).contains(&played), "{tempo} is played at {played}");
        }
    }
}
