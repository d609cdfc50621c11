use std::path::Path;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::{Ffmpeg, VideoError};

/// What a film file says of itself.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Probe {
    /// Codec of the picture, such as `h264`.
    pub video_codec: String,
    /// Its profile, such as `High`.
    pub profile: String,
    /// Pixel format.
    pub pixel_format: String,
    /// Color matrix, transfer and primaries, such as `bt709/bt709/bt709`.
    pub colors: String,
    /// Width in pixels.
    pub width: u32,
    /// Height in pixels.
    pub height: u32,
    /// Nominal and mean frame rate, such as `30/1` and `30/1`.
    pub frame_rates: (String, String),
    /// Frames.
    pub frames: u64,
    /// Length of the picture in seconds.
    pub picture_secs: f64,
    /// Codec of the sound, such as `aac`.
    pub audio_codec: String,
    /// Samples a second.
    pub sample_rate: u32,
    /// Channels.
    pub channels: u32,
    /// Length of the sound in seconds.
    pub sound_secs: f64,
    /// Whether captions lie inside.
    pub has_captions: bool,
    /// Chapter titles.
    pub chapters: Vec<String>,
}

/// Reads what a film says of itself.
///
/// # Errors
/// When FFprobe cannot read it.
pub fn probe(ffmpeg: &Ffmpeg, film: &Path) -> Result<Probe, VideoError> {
    let film_text = film.display().to_string();
    let arguments = ["-of", "json", "-show_streams", "-show_chapters", "-count_packets", &film_text];
    let told = ffmpeg.run_probe(&format!("read {film_text}"), arguments)?.stdout;
    let answer = || VideoError::Answer { program: "ffprobe", what: film_text.clone(), told: told.clone() };
    let value: Value = serde_json::from_str(&told).map_err(|_| answer())?;
    let stream = |kind: &str| value["streams"].as_array()?.iter().find(|stream| stream["codec_type"] == kind);
    let (Some(video), Some(audio)) = (stream("video"), stream("audio")) else { return Err(answer()) };
    let text = |value: &Value| value.as_str().unwrap_or("unknown").to_owned();
    let number = |value: &Value| value.as_f64().or_else(|| value.as_str()?.parse().ok()).unwrap_or_default();
    Ok(Probe {
        video_codec: text(&video["codec_name"]),
        profile: text(&video["profile"]),
        pixel_format: text(&video["pix_fmt"]),
        colors: ["color_space", "color_transfer", "color_primaries"].map(|key| text(&video[key])).join("/"),
        width: number(&video["width"]) as u32,
        height: number(&video["height"]) as u32,
        frame_rates: (text(&video["r_frame_rate"]), text(&video["avg_frame_rate"])),
        frames: number(&video["nb_read_packets"]) as u64,
        picture_secs: number(&video["duration"]),
        audio_codec: text(&audio["codec_name"]),
        sample_rate: number(&audio["sample_rate"]) as u32,
        channels: number(&audio["channels"]) as u32,
        sound_secs: number(&audio["duration"]),
        has_captions: stream("subtitle").is_some(),
        chapters: value["chapters"]
            .as_array()
            .map(|chapters| chapters.iter().map(|chapter| text(&chapter["tags"]["title"])).collect())
            .unwrap_or_default(),
    })
}
