use std::{fs, process::Command};

use serde_json::Value;

/// What a film measures, by FFmpeg's own judgment.
#[derive(Clone, Debug, PartialEq)]
pub struct Film {
    /// Length of its picture in seconds.
    pub picture_secs: f64,
    /// Length of its sound in seconds.
    pub sound_secs: f64,
    /// Its width in pixels.
    pub width: u64,
    /// Whether it has captions inside.
    pub has_captions: bool,
}

/// Measures an MP4.
///
/// # Panics
/// When it is no film.
pub fn inspect_film(bytes: &[u8]) -> Film {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("film.mp4");
    fs::write(&path, bytes).expect("the film is written");
    let output = Command::new("ffprobe")
        .args(["-v", "error", "-of", "json", "-show_streams"])
        .arg(&path)
        .output()
        .expect("ffprobe is installed");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let probe: Value = serde_json::from_slice(&output.stdout).expect("ffprobe prints JSON");
    let stream = |kind: &str| {
        let streams = probe["streams"].as_array().expect("streams");
        streams.iter().find(|stream| stream["codec_type"] == kind).cloned()
    };
    let secs = |stream: &Value| stream["duration"].as_str().and_then(|secs| secs.parse().ok()).expect("a duration");
    let (picture, sound) = (stream("video").expect("a picture"), stream("audio").expect("sound"));
    Film {
        picture_secs: secs(&picture),
        sound_secs: secs(&sound),
        width: picture["width"].as_u64().expect("a width"),
        has_captions: stream("subtitle").is_some(),
    }
}
