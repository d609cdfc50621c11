use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

use crate::{Cancel, EncodeSettings, Ffmpeg, Quality, VideoError};

/// What encodes the clips of a film. All clips of one film are encoded by the same, since a decoder's set-up stands once at the
/// start of a film.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Encoder {
    /// x264, on the processor. The same frames give the same bytes on every machine.
    #[default]
    X264,
    /// NVENC, on an NVIDIA GPU. Bytes depend on the GPU and its driver.
    Nvenc,
}

impl Encoder {
    /// Whether it is the one that clips are encoded with unless another is asked for.
    pub fn is_default(&self) -> bool {
        *self == Self::default()
    }

    /// What FFmpeg calls it.
    pub fn ffmpeg_name(self) -> &'static str {
        match self {
            Self::X264 => "libx264",
            Self::Nvenc => "h264_nvenc",
        }
    }

    /// FFmpeg's options for a clip: codec, care and profile.
    ///
    /// NVENC's values are those of NVIDIA's guide "Using FFmpeg with NVIDIA GPU Hardware Acceleration" for constant quality; they
    /// were not measured against x264 for want of a GPU.
    pub(crate) fn arguments(self, quality: Quality) -> &'static [&'static str] {
        match (self, quality) {
            (Self::X264, Quality::Final) => {
                &["-c:v", "libx264", "-preset", "veryfast", "-crf", "20", "-profile:v", "high"]
            }
            (Self::X264, Quality::Draft) => {
                &["-c:v", "libx264", "-preset", "ultrafast", "-crf", "26", "-profile:v", "high"]
            }
            // No bit rate, or the constant quality would be capped at FFmpeg's default of 2 Mbit/s.
            (Self::Nvenc, Quality::Final) => &[
                "-c:v",
                "h264_nvenc",
                "-preset",
                "p5",
                "-tune",
                "hq",
                "-rc",
                "vbr",
                "-cq",
                "21",
                "-b:v",
                "0",
                "-bf",
                "3",
                "-spatial-aq",
                "1",
                "-forced-idr",
                "1",
                "-profile:v",
                "high",
            ],
            (Self::Nvenc, Quality::Draft) => &[
                "-c:v",
                "h264_nvenc",
                "-preset",
                "p1",
                "-tune",
                "hq",
                "-rc",
                "vbr",
                "-cq",
                "28",
                "-b:v",
                "0",
                "-bf",
                "0",
                "-forced-idr",
                "1",
                "-profile:v",
                "high",
            ],
        }
    }
}

impl fmt::Display for Encoder {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::X264 => "x264",
            Self::Nvenc => "nvenc",
        })
    }
}

impl FromStr for Encoder {
    type Err = UnknownEncoder;

    fn from_str(text: &str) -> Result<Self, UnknownEncoder> {
        [Self::X264, Self::Nvenc]
            .into_iter()
            .find(|encoder| encoder.to_string() == text)
            .ok_or_else(|| UnknownEncoder(text.to_owned()))
    }
}

/// A name that no encoder has.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("there is no encoder {0:?}; there are x264 and nvenc")]
pub struct UnknownEncoder(String);

impl Ffmpeg {
    /// Whether `encoder` works on this machine. A GPU's is asked to encode one frame, once: the answer is kept as long as this
    /// value and its clones live. That x264 works is not doubted here; [`Ffmpeg::check`] tells.
    ///
    /// # Errors
    /// [`VideoError::Encoder`] with what FFmpeg said when it does not.
    pub fn check_encoder(&self, encoder: Encoder) -> Result<(), VideoError> {
        if encoder == Encoder::X264 {
            return Ok(());
        }
        let answer = self.nvenc_answer.get_or_init(|| self.try_nvenc());
        answer.clone().map_err(|told| VideoError::Encoder { encoder, told })
    }

    /// The fastest encoder that works on this machine.
    pub fn best_encoder(&self) -> Encoder {
        if self.check_encoder(Encoder::Nvenc).is_ok() { Encoder::Nvenc } else { Encoder::X264 }
    }

    /// Encodes one black frame with the very options that clips are encoded with.
    fn try_nvenc(&self) -> Result<(), String> {
        // NVENC takes nothing narrower than 145 pixels.
        let source = [
            "-v",
            "error",
            "-f",
            "lavfi",
            "-i",
            "color=c=black:s=256x256:r=30",
            "-frames:v",
            "1",
            "-pix_fmt",
            "yuv420p",
        ];
        let arguments = [&source[..], Encoder::Nvenc.arguments(Quality::Final), &["-f", "null", "-"]].concat();
        match self.run("try the GPU's encoder", arguments, &Cancel::default()) {
            Ok(_) => Ok(()),
            Err(VideoError::Failed { told, .. }) => Err(told),
            Err(error) => Err(error.to_string()),
        }
    }
}

/// The whole of FFmpeg's options for a clip of raw frames from its standard input.
pub(crate) fn clip_arguments(settings: &EncodeSettings) -> Vec<String> {
    let (width, height, fps) = (settings.format.width, settings.format.height, settings.format.fps);
    let colors = ["-color_range", "tv", "-colorspace", "bt709", "-color_primaries", "bt709", "-color_trc", "bt709"];
    let mut arguments: Vec<String> = Vec::new();
    let mut add = |more: &[&str]| arguments.extend(more.iter().map(|argument| (*argument).to_owned()));
    add(&["-v", "error", "-f", "rawvideo", "-pix_fmt", "yuv420p"]);
    add(&["-s", &format!("{width}x{height}"), "-framerate", &fps.to_string()]);
    // Told of the input too, or swscale would be asked to convert from an unknown matrix.
    add(&colors);
    add(&["-i", "pipe:0"]);
    add(settings.encoder.arguments(settings.quality));
    add(&["-pix_fmt", "yuv420p"]);
    if settings.encoder == Encoder::X264 {
        add(&["-threads", THREADS]);
    }
    // Closed groups of two seconds: players seek to them, and joined clips never refer across a join.
    add(&["-g", &(fps * 2).to_string(), "-keyint_min", &fps.to_string(), "-flags", "+cgop"]);
    add(&colors);
    add(&["-video_track_timescale", &(fps * 512).to_string(), "-fflags", "+bitexact", "-flags:v", "+bitexact+cgop"]);
    add(&["-f", "mp4"]);
    arguments
}

/// Threads of one encoder. A fixed number, since it is part of what x264 makes: the same frames give the same bytes
/// whatever the machine and however many scenes are encoded at once.
const THREADS: &str = "2";

#[cfg(test)]
mod tests {
    use std::process::Command;

    use lectern_lesson::Format;

    use super::*;

    fn settings(encoder: Encoder, quality: Quality) -> EncodeSettings {
        EncodeSettings { format: Format { width: 1280, height: 720, fps: 25 }, quality, encoder }
    }

    fn value<'a>(arguments: &'a [String], option: &str) -> Option<&'a str> {
        let at = arguments.iter().position(|argument| argument == option)?;
        arguments.get(at + 1).map(String::as_str)
    }

    #[test]
    fn every_option_given_to_nvenc_is_one_that_it_has() {
        let help = Command::new("ffmpeg").args(["-hide_banner", "-h", "encoder=h264_nvenc"]).output().expect("ffmpeg");
        let help = String::from_utf8_lossy(&help.stdout).into_owned();
        for quality in [Quality::Final, Quality::Draft] {
            let arguments = clip_arguments(&settings(Encoder::Nvenc, quality));
            assert_eq!(value(&arguments, "-c:v"), Some("h264_nvenc"));
            assert_eq!(value(&arguments, "-g"), Some("50"), "two seconds");
            assert!(value(&arguments, "-threads").is_none() && value(&arguments, "-crf").is_none(), "{arguments:?}");
            for option in ["-preset", "-tune", "-rc", "-cq", "-spatial-aq", "-forced-idr"] {
                let Some(given) = value(&arguments, option) else { continue };
                let lines: Vec<&str> =
                    help.lines().skip_while(|line| line.split_whitespace().next() != Some(option)).collect();
                assert!(!lines.is_empty(), "h264_nvenc has no {option}");
                if given.parse::<f64>().is_err() {
                    let values = lines[1..].iter().take_while(|line| line.starts_with("     "));
                    let known = values.filter_map(|line| line.split_whitespace().next()).any(|known| known == given);
                    assert!(known, "{option} knows no {given}");
                }
            }
        }
    }

    #[test]
    fn encoders_are_read_as_they_are_written() {
        for encoder in [Encoder::X264, Encoder::Nvenc] {
            assert_eq!(encoder.to_string().parse(), Ok(encoder));
        }
        assert!("x265".parse::<Encoder>().is_err());
    }

    #[test]
    fn stored_settings_name_the_encoder_unless_it_is_the_usual_one() {
        let json = |encoder| serde_json::to_string(&settings(encoder, Quality::Final)).expect("plain data");
        assert!(!json(Encoder::X264).contains("encoder"), "keys of clips that are stored already stay valid");
        assert!(json(Encoder::Nvenc).contains(r#""encoder":"nvenc""#));
        for encoder in [Encoder::X264, Encoder::Nvenc] {
            let read: EncodeSettings = serde_json::from_str(&json(encoder)).expect("it is read back");
            assert_eq!(read.encoder, encoder);
        }
    }
}
