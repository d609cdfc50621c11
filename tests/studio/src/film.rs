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

/// The length in seconds of the picture of a stream, decoded from its master playlist. `files` are its files by their names.
///
/// # Panics
/// When it does not play.
pub fn inspect_stream(files: &[(String, Vec<u8>)]) -> f64 {
    let folder = tempfile::tempdir().expect("a folder");
    for (name, bytes) in files {
        fs::write(folder.path().join(name), bytes).expect("the file is written");
    }
    let output = Command::new("ffprobe")
        .args(["-v", "error", "-of", "json", "-count_frames", "-select_streams", "v:0"])
        .args(["-show_entries", "stream=nb_read_frames,r_frame_rate"])
        .arg(folder.path().join("master.m3u8"))
        .output()
        .expect("ffprobe is installed");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let probe: Value = serde_json::from_slice(&output.stdout).expect("ffprobe prints JSON");
    let picture = &probe["streams"][0];
    let number = |text: &str| text.parse::<f64>().ok();
    let frames = picture["nb_read_frames"].as_str().and_then(number);
    let rate = picture["r_frame_rate"].as_str().and_then(|rate| rate.split_once('/'));
    let rate = rate.and_then(|(count, secs)| Some(number(count)? / number(secs)?));
    frames.zip(rate).map(|(frames, rate)| frames / rate).unwrap_or_else(|| panic!("no picture in {probe}"))
}
