use std::fmt;

use serde::{Deserialize, Serialize};

/// What a model makes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// Text: analysis, scripts, storyboards, translations.
    Writer,
    /// Moving pictures.
    Video,
    /// Stills.
    Picture,
    /// Speech.
    Voice,
    /// Music.
    Music,
    /// Sound effects.
    Effects,
    /// Judgments on text and pictures.
    Moderation,
}

impl Kind {
    /// All of them, in the order in which they are listed.
    pub const ALL: [Self; 7] =
        [Self::Writer, Self::Video, Self::Picture, Self::Voice, Self::Music, Self::Effects, Self::Moderation];

    /// Its word in files and lists.
    pub fn name(self) -> &'static str {
        match self {
            Self::Writer => "writer",
            Self::Video => "video",
            Self::Picture => "picture",
            Self::Voice => "voice",
            Self::Music => "music",
            Self::Effects => "effects",
            Self::Moderation => "moderation",
        }
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(self.name())
    }
}
