//! Captions as files.

use std::fmt::Write as _;

use super::Caption;

/// The captions as WebVTT (W3C), with numbered cues. Who speaks, where that is named, is in a voice span.
pub fn to_vtt(captions: &[Caption]) -> String {
    let mut file = String::from("WEBVTT\n");
    for (index, caption) in captions.iter().enumerate() {
        let mut text = escaped(&caption.lines.join("\n"));
        if let Some(speaker) = &caption.speaker {
            text.insert_str(0, &format!("<v {}>", escaped(speaker)));
        }
        let (start, end) = (clock(caption.start_secs, '.'), clock(caption.end_secs, '.'));
        // Writing to a string cannot fail.
        let _ = write!(file, "\n{}\n{start} --> {end}\n{text}\n", index + 1);
    }
    file
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// The captions as SubRip.
pub fn to_srt(captions: &[Caption]) -> String {
    let mut file = String::new();
    for (index, caption) in captions.iter().enumerate() {
        let separator = if index > 0 { "\n" } else { "" };
        let (start, end) = (clock(caption.start_secs, ','), clock(caption.end_secs, ','));
        let _ = write!(file, "{separator}{}\n{start} --> {end}\n{}\n", index + 1, caption.lines.join("\n"));
    }
    file
}

/// `01:02:03.004`
fn clock(secs: f64, point: char) -> String {
    let milliseconds = (secs.max(0.0) * 1000.0).round() as u64;
    let (seconds, milliseconds) = (milliseconds / 1000, milliseconds % 1000);
    format!("{:02}:{:02}:{:02}{point}{milliseconds:03}", seconds / 3600, seconds / 60 % 60, seconds % 60)
}
