use std::fmt::Write as _;
use std::path::PathBuf;

use sha2::{Digest, Sha256};

use crate::SpeechError;

/// Version of what this crate makes of a narration. It grows with every change that alters samples or word spans, so that
/// cached speech is made anew.
pub const SPEECH_VERSION: u32 = 2;

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

/// The voices, those first that their makers rate best. Only languages that this crate has phonemes for are among them.
pub fn voices() -> &'static [VoiceInfo] {
    VOICES
}

const VOICES: &[VoiceInfo] = &[
    voice("af_heart", "en-US", "American woman, the default"),
    voice("af_bella", "en-US", "American woman"),
    voice("af_nicole", "en-US", "American woman"),
    voice("af_aoede", "en-US", "American woman"),
    voice("af_kore", "en-US", "American woman"),
    voice("af_sarah", "en-US", "American woman"),
    voice("af_nova", "en-US", "American woman"),
    voice("af_alloy", "en-US", "American woman"),
    voice("af_sky", "en-US", "American woman"),
    voice("af_jessica", "en-US", "American woman"),
    voice("af_river", "en-US", "American woman"),
    voice("am_michael", "en-US", "American man"),
    voice("am_fenrir", "en-US", "American man"),
    voice("am_puck", "en-US", "American man"),
    voice("am_echo", "en-US", "American man"),
    voice("am_eric", "en-US", "American man"),
    voice("am_liam", "en-US", "American man"),
    voice("am_onyx", "en-US", "American man"),
    voice("am_adam", "en-US", "American man"),
    voice("am_santa", "en-US", "American man"),
    voice("bf_emma", "en-GB", "British woman"),
    voice("bf_isabella", "en-GB", "British woman"),
    voice("bf_alice", "en-GB", "British woman"),
    voice("bf_lily", "en-GB", "British woman"),
    voice("bm_george", "en-GB", "British man"),
    voice("bm_fable", "en-GB", "British man"),
    voice("bm_lewis", "en-GB", "British man"),
    voice("bm_daniel", "en-GB", "British man"),
    voice("ef_dora", "es-ES", "Spanish woman"),
    voice("em_alex", "es-ES", "Spanish man"),
];

/// Whether a voice speaks the language with this BCP 47 tag.
pub fn speaks(language: &str) -> bool {
    voices_of(language).next().is_some()
}

/// The voice that narrates in a language if none is asked for; that for English where no voice speaks it.
pub fn narrator(language: &str) -> &'static str {
    voices_of(language).next().unwrap_or(&VOICES[0]).name
}

/// The voices that speak the language with this BCP 47 tag, the one for narration first.
fn voices_of(language: &str) -> impl Iterator<Item = &'static VoiceInfo> {
    let primary = language.split(['-', '_']).next().unwrap_or_default().to_lowercase();
    let short = match primary.as_str() {
        "eng" => "en".to_owned(),
        "spa" => "es".to_owned(),
        _ => primary,
    };
    VOICES.iter().filter(move |voice| voice.language.split('-').next() == Some(&short))
}

/// What of the voice goes into cache keys: changes whenever the model, the voices, the runtime or this crate's speech change.
/// Cheap: it reads the checksums that the set-up recorded and the sizes of the files. Only where a folder was filled by hand
/// and has no such list are the files themselves read.
///
/// # Errors
/// When a file is missing or cannot be read.
pub fn model_fingerprint(files: &VoiceFiles) -> Result<String, SpeechError> {
    files.check()?;
    let mut hash = Sha256::new();
    hash.update(format!("speech {SPEECH_VERSION}\n"));
    let unreadable = |path: PathBuf| move |source| SpeechError::Unreadable { path, source };
    let recorded = std::fs::read(files.folder.join("files.sha256")).ok();
    for path in [files.model(), files.runtime()].into_iter().chain(VOICES.iter().map(|voice| files.voice(voice.name))) {
        let size = std::fs::metadata(&path).map_err(unreadable(path.clone()))?.len();
        hash.update(size.to_le_bytes());
        if recorded.is_none() {
            hash.update(Sha256::digest(std::fs::read(&path).map_err(unreadable(path.clone()))?));
        }
    }
    hash.update(recorded.unwrap_or_default());
    Ok(hash.finalize().iter().fold(String::new(), |mut text, byte| {
        // Writing to a string cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn languages_are_told_by_their_primary_tag() {
        for (language, expected) in [
            ("en", true),
            ("en-US", true),
            ("EN_gb", true),
            ("eng", true),
            ("de", false),
            ("", false),
            ("enm", false),
            ("es-MX", true),
            ("est", false),
            ("fr-CA", false),
        ] {
            assert_eq!(speaks(language), expected, "{language}");
            let own = language.starts_with("es") && expected;
            assert_eq!(narrator(language), if own { "ef_dora" } else { "af_heart" }, "{language}");
        }
        assert!(voices().iter().all(|voice| speaks(voice.language)));
    }

    #[test]
    fn missing_files_are_named_with_a_hint() {
        let folder = std::env::temp_dir().join("lectern-there-is-no-such-folder");
        let error = VoiceFiles::at(folder).check().expect_err("nothing is there");
        assert!(error.to_string().contains("model.onnx, libonnxruntime.so, voices/af_heart.bin"), "{error}");
        assert!(error.hint().is_some_and(|hint| hint.contains("make setup") && hint.contains("lectern doctor")));
    }
}
