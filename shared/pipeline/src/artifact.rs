//! Names of stored step outputs.
//!
//! Every artifact lies under `<step>/<sha256 of the step's version and inputs>.<extension>`:
//!
//! | key | what it is |
//! |---|---|
//! | `analyze/<hash>.json` | a `Lesson`, by the hash of its content |
//! | `plan/<hash>.json` | a `Plan`: storyboard and findings, by the hash of its content |
//! | `narrate/<hash>.json` | a scene's `Narration` and findings |
//! | `narrate/<hash>.f32` | its samples: mono little-endian f32 at the narration's sample rate |
//! | `render/<hash>.mp4` | a scene's encoded picture |
//! | `schedule/<hash>.json` | what is to be filmed when, by the hash of its content |
//! | `score/<hash>.wav` | the film's mixed sound |
//! | `score/<hash>.json` | what it measured |
//! | `composite/<hash>.mp4` | the film |
//! | `composite/<hash>.jpg` | its title picture |
//! | `inspect/<hash>.json` | what the film's inspection measured |
//! | `package/<hash>.json` | the names and keys of the files of a film's stream |
//! | `package/<hash>.{m3u8,mp4,vtt,jpg}` | one of these files, or a scene's still |
//! | `package/<hash>.webp` | a film's teaser |
//!
//! The hash covers everything that the output depends on, so an artifact never goes stale and is never written with other
//! bytes: whoever finds the key may use it.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use sha2::{Digest, Sha256};

use crate::Step;

/// The key of a stored step output.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ArtifactKey {
    step: Step,
    hash: String,
    extension: &'static str,
}

/// Endings of the stored outputs that other outputs name.
const EXTENSIONS: [&str; 8] = ["json", "f32", "mp4", "wav", "jpg", "m3u8", "vtt", "webp"];

impl ArtifactKey {
    /// The key of what `step` makes of `inputs`. `version` is that of the code that makes it.
    pub fn new(step: Step, version: &str, inputs: &impl Serialize, extension: &'static str) -> Self {
        let inputs = serde_json::to_vec(inputs).expect("step inputs are plain data with string keys");
        let mut hasher = Sha256::new();
        hasher.update((version.len() as u64).to_le_bytes());
        hasher.update(version.as_bytes());
        hasher.update(&inputs);
        Self { step, hash: hex(&hasher.finalize()), extension }
    }

    /// The key whose hash is `hash`: of an output that an earlier step names, or of content that is named by its own hash.
    /// `None` if that is no hash.
    pub fn of_hash(step: Step, hash: &str, extension: &'static str) -> Option<Self> {
        let is_hash = hash.len() == 64 && hash.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
        is_hash.then(|| Self { step, hash: hash.to_owned(), extension })
    }

    /// The key that is displayed as `text`.
    fn parse(text: &str) -> Option<Self> {
        let (step, rest) = text.split_once('/')?;
        let (hash, extension) = rest.split_once('.')?;
        let step = serde_json::from_value(serde_json::Value::from(step)).ok()?;
        let extension = EXTENSIONS.iter().find(|known| **known == extension)?;
        Self::of_hash(step, hash, extension)
    }

    /// The key of a second file of the same output.
    #[must_use]
    pub fn with_extension(&self, extension: &'static str) -> Self {
        Self { extension, ..self.clone() }
    }

    /// The hash part: names the output wherever it is an input of a later step.
    pub fn hash(&self) -> &str {
        &self.hash
    }

    /// The step that makes it.
    pub fn step(&self) -> Step {
        self.step
    }
}

impl fmt::Display for ArtifactKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}/{}.{}", self.step, self.hash, self.extension)
    }
}

/// As it is displayed.
impl Serialize for ArtifactKey {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for ArtifactKey {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text).ok_or_else(|| de::Error::custom(format!("{text:?} is no artifact key")))
    }
}

/// SHA-256 of bytes, in hexadecimal: the name of a user's picture among a step's inputs.
pub fn content_hash(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        for nibble in [byte >> 4, byte & 15] {
            text.push(char::from_digit(u32::from(nibble), 16).expect("a nibble is below 16"));
        }
        text
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_names_step_version_and_inputs() {
        let key = ArtifactKey::new(Step::Narrate, "1", &("text", 1.0), "json");
        assert!(key.to_string().starts_with("narrate/"));
        assert!(key.to_string().ends_with(".json"));
        assert_eq!(key, ArtifactKey::new(Step::Narrate, "1", &("text", 1.0), "json"));
        assert_ne!(key, ArtifactKey::new(Step::Narrate, "2", &("text", 1.0), "json"));
        assert_ne!(key, ArtifactKey::new(Step::Narrate, "1", &("text", 1.1), "json"));
    }

    #[test]
    fn keys_are_stored_as_they_are_displayed() {
        let key = ArtifactKey::new(Step::Render, "1", &"scene", "mp4");
        let json = serde_json::to_string(&key).expect("a key is a string");
        assert_eq!(json, format!("\"{key}\""));
        assert_eq!(serde_json::from_str::<ArtifactKey>(&json).expect("it is a key"), key);
        for wrong in ["render/abc.mp4", "render", "fly/../../etc.mp4", "render/../x.json"] {
            assert!(serde_json::from_value::<ArtifactKey>(wrong.into()).is_err(), "{wrong}");
        }
    }

    #[test]
    fn content_hashes_are_sha_256() {
        // FIPS 180-4 example for "abc".
        assert_eq!(content_hash(b"abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }
}
