use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{Narration, WordSpan};

/// Silence before the first word of a scene: time for the eye to land. Entrances of the scene's first part use it.
pub const LEAD_SECS: f64 = 0.4;

/// Time after the last word of a scene, in which its parts leave.
pub const TAIL_SECS: f64 = 0.6;

/// Time after the last word of a film: the picture rests, then fades while the music comes home.
pub const ENDING_SECS: f64 = 2.2;

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
        Self::with_tail(narration, fps, TAIL_SECS)
    }

    /// The timing of a film's last scene: the same with a longer tail.
    pub fn last(narration: &Narration, fps: u32) -> Self {
        Self::with_tail(narration, fps, ENDING_SECS)
    }

    fn with_tail(narration: &Narration, fps: u32, tail_secs: f64) -> Self {
        let seconds = LEAD_SECS + narration.duration_secs + tail_secs;
        let words = narration
            .words
            .iter()
            .map(|word| WordSpan { start_secs: word.start_secs + LEAD_SECS, end_secs: word.end_secs + LEAD_SECS })
            .collect();
        // A sum of decimal seconds may lie a hair over the frame that it means.
        let frames = (seconds * f64::from(fps) - 1e-6).ceil().max(1.0) as u32;
        Self { fps, frames, words }
    }

    /// Length in seconds, a whole number of frames.
    pub fn duration_secs(&self) -> f64 {
        f64::from(self.frames) / f64::from(self.fps)
    }

    /// The frame in which everything has been shown and nothing leaves yet: the scene's still. It is the one after the
    /// last word, or before the tail of a scene without words.
    pub fn rest_frame(&self) -> u32 {
        let before_tail = self.duration_secs() - TAIL_SECS;
        let rest_secs = self.words.last().map_or(before_tail, |word| word.end_secs);
        ((rest_secs * f64::from(self.fps)) as u32).min(self.frames.saturating_sub(1))
    }

    /// When a word starts, in seconds from the start of the scene; the scene's start for a word that does not exist.
    pub fn word_start(&self, word: usize) -> f64 {
        self.words.get(word).map_or(0.0, |span| span.start_secs)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scenes_last_whole_frames_and_rest_when_the_last_word_is_said() {
        let words = vec![WordSpan { start_secs: 0.1, end_secs: 0.5 }, WordSpan { start_secs: 0.6, end_secs: 1.21 }];
        let narration = Narration { sample_rate: 24_000, duration_secs: 1.3, words };
        let timing = SceneTiming::new(&narration, 30);
        assert_eq!(timing.frames, 69);
        assert_eq!(timing.rest_frame(), 48);
        assert!((timing.word_start(1) - 1.0).abs() < 1e-9);
        assert_eq!(SceneTiming::last(&narration, 30).frames, 117);
        let silent = SceneTiming::new(&Narration { sample_rate: 24_000, duration_secs: 0.0, words: Vec::new() }, 30);
        assert_eq!((silent.frames, silent.rest_frame()), (30, 12));
    }
}
