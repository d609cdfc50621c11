//! Narrate: spoken text, phonemes, the local voice, word spans and captions.
//!
//! The way of a narration through this crate:
//!
//! 1. `spoken`: narration words become what a person would say for them ("$5" five dollars), word by word.
//! 2. `sentences`: what is said in one breath, and the silence after it.
//! 3. `phonemes`: a dictionary with parts of speech, then word parts, then letter-to-sound rules; no word is ever silent. What is written
//!    as sounds (`ipa`) is taken as it is. What is Spanish goes through `spanish` in both of these steps: its spelling tells its sounds.
//! 4. `model`: Kokoro through ONNX Runtime gives samples and how long each phoneme lasts, from which [`Speaker`] has exact
//!    word spans. Stressed words are made louder and longer (`stress`).
//! 5. [`captions()`]: the words of all scenes with their times become captions; [`to_vtt`] and [`to_srt`] write them.
//!
//! [`estimate_secs`] tells how long a narration will take without loading the model.

mod audience;
mod captions;
mod error;
mod estimate;
mod ipa;
mod letters;
mod model;
mod phonemes;
mod runtime;
mod sentences;
mod sound;
mod spanish;
mod speaker;
mod spoken;
mod stress;
mod unknown;
mod vocabulary;
mod voice;

pub use audience::pace_for;
pub use captions::{
    Caption, CaptionStatistics, SpokenScene, caption_findings, caption_statistics, captions, line_characters, to_srt,
    to_vtt,
};
pub use error::SpeechError;
pub use estimate::estimate_secs;
pub use ipa::unspeakable_sign;
pub use speaker::{SAMPLE_RATE, Speaker, Speech};
pub use spoken::spoken_words;
pub use voice::{SPEECH_VERSION, VoiceFiles, VoiceInfo, model_fingerprint, narrator, speaks, voices};
