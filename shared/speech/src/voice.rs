use std::fmt::Write as _;
use std::path::PathBuf;

use sha2::{Digest, Sha256};

use crate::SpeechError;

/// Version of what this crate makes of a narration. It grows with every change that alters samples or word spans, so that
/// cached speech is made anew.
pub const SPEECH_VERSION: u32 = 1;

/// Where the files of the voice are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VoiceFiles {
    /// The folder that holds `model.onnx`, `libonnxruntime.so` and `voices/*.bin`.
    pub folder: PathBuf,
}

impl VoiceFiles {
    /// The files in `folder`; nothing is read yet.
    pub fn at(folder: impl Into<PathBuf>) -> Self {
        Self { folder: folder.into() }
    }

    /// The model.
    pub fn model(&self) -> PathBuf {
        self.folder.join("model.onnx")
    }

    /// ONNX Runtime's shared library.
    pub fn runtime(&self) -> PathBuf {
        self.folder.join("libonnxruntime.so")
    }

    /// The style vectors of a voice.
    pub fn voice(&self, name: &str) -> PathBuf {
        self.folder.join("voices").join(format!("{name}.bin"))
    }

    /// Whether everything is there.
    ///
    /// # Errors
    /// Names what is missing; [`SpeechError::hint`] tells how to get it.
    pub fn check(&self) -> Result<(), SpeechError> {
        let voices = voices().iter().map(|voice| format!("voices/{}.bin", voice.name));
        let names = ["model.onnx".to_owned(), "libonnxruntime.so".to_owned()].into_iter().chain(voices);
        let missing: Vec<String> = names.filter(|name| !self.folder.join(name).is_file()).collect();
        if missing.is_empty() {
            Ok(())
        } else {
            Err(SpeechError::MissingFiles { folder: self.folder.clone(), missing })
        }
    }
}

/// A voice that can be chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct VoiceInfo {
    /// Name, as in `--voice`.
    pub name: &'static str,
    /// BCP 47 tag of what it speaks.
    pub language: &'static str,
    /// What it sounds like, in a few words.
    pub description: &'static str,
}

const fn voice(name: &'static str, language: &'static str, description: &'static str) -> VoiceInfo {
    VoiceInfo { name, language, description }
}

/// The voices, the best of each kind first. Only languages that this crate has phonemes for are among them.
pub fn voices() -> &'static [VoiceInfo] {
    const VOICES: &[VoiceInfo] = &[
        voice("af_heart", "en-US", "American woman, warm; the default"),
        voice("am_michael", "en-US", "American man, calm"),
        voice("bf_emma", "en-GB", "British woman, clear"),
        voice("bm_george", "en-GB", "British man, deep"),
    ];
    VOICES
}

/// Whether a voice speaks the language with this BCP 47 tag.
pub fn speaks(language: &str) -> bool {
    let primary = language.split(['-', '_']).next().unwrap_or_default();
    primary.eq_ignore_ascii_case("en") || primary.eq_ignore_ascii_case("eng")
}

/// What of the voice goes into cache keys: changes whenever the model, the voices or this crate's speech change. Cheap: it
/// reads the checksums that the set-up recorded and the sizes of the files, not the files.
///
/// # Errors
/// When a file is missing.
pub fn model_fingerprint(files: &VoiceFiles) -> Result<String, SpeechError> {
    files.check()?;
    let mut hash = Sha256::new();
    hash.update(SPEECH_VERSION.to_le_bytes());
    let mut text = String::new();
    for byte in hash.finalize() {
        write!(text, "{byte:02x}").expect("writing to a string cannot fail");
    }
    Ok(text)
}
