//! Narrate: spoken text, phonemes, the local voice, word spans and captions.

mod captions;
mod error;
mod estimate;
mod speaker;
mod voice;

pub use captions::{Caption, CaptionStatistics, SpokenScene, caption_findings, caption_statistics, captions, to_srt, to_vtt};
pub use error::SpeechError;
pub use estimate::estimate_secs;
pub use speaker::{SAMPLE_RATE, Speaker, Speech};
pub use voice::{SPEECH_VERSION, VoiceFiles, VoiceInfo, model_fingerprint, speaks, voices};
