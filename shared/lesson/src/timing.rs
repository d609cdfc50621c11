use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{Narration, WordSpan};

/// Silence before the first word of a scene: time for the eye to land. Entrances of the scene's first part use it.
pub const LEAD_SECS: f64 = 0.4;

/// Time after the last word of a scene, in which its parts leave.
pub const TAIL_SECS: f64 = 0.6;

/// The clock of one scene: everything that drawing and sound need to know of the narration.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct SceneTiming {
    /// Frames a second of the film.
    pub fps: u32,
    /// Length of the scene in frames.
    pub frames: u32,
    /// One span for each word, in seconds from the start of the **scene** (the lead is included).
    pub words: Vec<WordSpan>,
}

impl SceneTiming {
    /// The timing of a scene whose narration is `narration`: lead, words, tail, rounded up to whole frames.
    pub fn new(narration: &Narration, fps: u32) -> Self {
        let seconds = LEAD_SECS + narration.duration_secs + TAIL_SECS;
        let words = narration
            .words
            .iter()
            .map(|word| WordSpan { start_secs: word.start_secs + LEAD_SECS, end_secs: word.end_secs + LEAD_SECS })
            .collect();
        Self { fps, frames: (seconds * f64::from(fps)).ceil().max(1.0) as u32, words }
    }

    /// Length in seconds, a whole number of frames.
    pub fn duration_secs(&self) -> f64 {
        f64::from(self.frames) / f64::from(self.fps)
    }

    /// The frame in which everything has been shown and nothing leaves yet: the scene's still.
    pub fn rest_frame(&self) -> u32 {
        let leaving = (TAIL_SECS * f64::from(self.fps)).ceil() as u32 + 1;
        self.frames.saturating_sub(leaving + 1)
    }

    /// When a word starts, in seconds from the start of the scene; the scene's start for a word that does not exist.
    pub fn word_start(&self, word: usize) -> f64 {
        self.words.get(word).map_or(0.0, |span| span.start_secs)
    }
}
