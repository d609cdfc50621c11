use lectern_lesson::{Finding, Narration};

use crate::{SpeechError, VoiceFiles};

/// Samples a second of all speech.
pub const SAMPLE_RATE: u32 = 24_000;

/// The local voice: one single-threaded session of the model. Make several to speak several scenes at once.
pub struct Speaker {}

/// A narration as spoken.
#[derive(Clone, Debug)]
pub struct Speech {
    /// Its length and word spans.
    pub narration: Narration,
    /// Mono samples at [`SAMPLE_RATE`], -1 to 1.
    pub samples: Vec<f32>,
    /// Words that no dictionary has and that were spoken by rule.
    pub findings: Vec<Finding>,
}

impl Speaker {
    /// Loads the model.
    ///
    /// # Errors
    /// When a file is missing or cannot be used.
    pub fn load(files: &VoiceFiles) -> Result<Self, SpeechError> {
        files.check()?;
        Ok(Self {})
    }

    /// Speaks `narration` with `voice` at `pace` (0.5 to 2, 1 is the voice's own).
    ///
    /// # Errors
    /// When the narration is not well-formed, the voice does not exist, or the model fails.
    pub fn speak(&mut self, narration: &str, _voice: &str, _pace: f64) -> Result<Speech, SpeechError> {
        lectern_lesson::parse_narration(narration)?;
        let narration = Narration { sample_rate: SAMPLE_RATE, duration_secs: 0.0, words: Vec::new() };
        Ok(Speech { narration, samples: Vec::new(), findings: Vec::new() })
    }
}
