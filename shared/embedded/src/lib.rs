//! The ports on one machine: artifacts as files, the built-in voice, the script's folder, the system's clock.

mod artifact_files;
mod film_folder;
mod local_voice;
mod source_folder;
mod system_clock;

pub use artifact_files::{ArtifactFiles, CacheUse, StepUse};
pub use film_folder::{check_writable, publish};
pub use local_voice::LocalVoice;
pub use source_folder::SourceFolder;
pub use system_clock::SystemClock;
