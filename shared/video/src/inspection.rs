use std::{path::Path, thread};

use lectern_lesson::{Finding, Format, Severity};
use serde::{Deserialize, Serialize};

use crate::{Cancel, Ffmpeg, Probe, VideoError, probe};

/// Black for longer than this is an error: our films fade through ink in under two seconds.
const BLACK_SECS: f64 = 3.0;
/// A picture that stands still for longer than this is an error. What is read or looked at rests, for as long as a scene lasts; no
/// scene is planned this long.
const FROZEN_SECS: f64 = 30.0;
/// Silence longer than this is a warning: the music never stops.
const SILENT_SECS: f64 = 3.0;
/// Loudness may be this far from −16 LUFS.
const LOUDNESS_TOLERANCE_LU: f64 = 0.5;
/// Loudness of a film.
const LOUDNESS_LUFS: f64 = -16.0;
/// True peaks stay under this.
const TRUE_PEAK_DBTP: f64 = -1.0;
/// Picture and sound end this close to each other.
const END_TOLERANCE_SECS: f64 = 0.1;

/// What a finished film measures.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Inspection {
    /// What it says of itself.
    pub probe: Probe,
    /// Integrated loudness in LUFS (EBU R 128); −70 for silence, as FFmpeg has it.
    pub loudness_lufs: f64,
    /// True peak in dBTP; −200 for silence.
    pub true_peak_dbtp: f64,
    /// Stretches of black picture.
    pub black: Vec<Stretch>,
    /// Stretches of unmoving picture.
    pub frozen: Vec<Stretch>,
    /// Stretches of silence.
    pub silent: Vec<Stretch>,
    /// Samples at full scale.
    pub clipped_samples: u64,
}

/// A stretch of a film.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Stretch {
    /// Start in seconds.
    pub start_secs: f64,
    /// Length in seconds.
    pub duration_secs: f64,
}

/// What a film shall be.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Expected {
    /// Size and frame rate.
    pub format: Format,
    /// Length of the picture in seconds.
    pub duration_secs: f64,
}

/// Measures a film. Its sound is decoded whole; of its picture the key frames are, which stand every two seconds, so
/// stretches are found to that precision at a tenth of the cost.
///
/// # Errors
/// When FFmpeg cannot decode it, or `cancel` is set, which stops it at once.
pub fn inspect(ffmpeg: &Ffmpeg, film: &Path, cancel: &Cancel) -> Result<Inspection, VideoError> {
    let probe = probe(ffmpeg, film)?;
    let path = film.display().to_string();
    let picture_filters = format!(
        "scale=480:-2:flags=area,blackdetect=d={BLACK_SECS}:pic_th=0.995:pix_th=0.04,freezedetect=n=0.0002:d={FROZEN_SECS}"
    );
    let picture = [
        "-v",
        "info",
        "-skip_frame",
        "nokey",
        "-i",
        &path,
        "-map",
        "0:v",
        "-fps_mode",
        "passthrough",
        "-vf",
        &picture_filters,
        "-f",
        "null",
        "-",
    ];
    // The meter's line for each tenth of a second goes to a level of the log that is not printed.
    let sound_filters = format!(
        "silencedetect=n=-60dB:d={SILENT_SECS},astats=measure_perchannel=none,ebur128=peak=true:framelog=verbose"
    );
    let sound = ["-v", "info", "-i", &path, "-map", "0:a", "-af", &sound_filters, "-f", "null", "-"];
    let (picture, sound) = thread::scope(|scope| {
        let picture = scope.spawn(|| ffmpeg.run("inspect the picture", picture, cancel));
        let sound = ffmpeg.run("inspect the sound", sound, cancel);
        (picture.join().expect("running a program does not panic"), sound)
    });
    let (picture, sound) = (picture?.stderr, sound?.stderr);

    let answer = |told: &str| VideoError::Answer { program: "ffmpeg", what: path.clone(), told: told.to_owned() };
    // The summary comes last: what a frame log may have said before does not count.
    let summary = sound.rfind("Summary:").map(|at| &sound[at..]).ok_or_else(|| answer(&sound))?;
    let value = |label: &str| {
        let after = &summary[summary.find(label)? + label.len()..];
        let number = after.split_whitespace().next()?;
        if number == "-inf" { Some(-200.0) } else { number.parse::<f64>().ok() }
    };
    let peak_level = labeled(&sound, "Peak level dB:").unwrap_or(-200.0);
    let clipped_samples =
        if peak_level >= -0.001 { labeled(&sound, "Peak count:").unwrap_or_default() as u64 } else { 0 };
    Ok(Inspection {
        loudness_lufs: value("I:").ok_or_else(|| answer(summary))?,
        true_peak_dbtp: value("Peak:").ok_or_else(|| answer(summary))?,
        black: stretches(&picture, "black_start:", "black_end:", probe.picture_secs),
        frozen: stretches(&picture, "freeze_start: ", "freeze_end: ", probe.picture_secs),
        silent: stretches(&sound, "silence_start: ", "silence_end: ", probe.sound_secs),
        clipped_samples,
        probe,
    })
}

fn labeled(text: &str, label: &str) -> Option<f64> {
    let after = &text[text.rfind(label)? + label.len()..];
    after.split_whitespace().next()?.parse().ok()
}

/// Pairs of starts and ends in FFmpeg's log; a stretch without an end lasts until the film's.
fn stretches(log: &str, start_label: &str, end_label: &str, film_secs: f64) -> Vec<Stretch> {
    let times = |label: &str| -> Vec<f64> {
        log.match_indices(label)
            .filter_map(|(at, _)| {
                let after = &log[at + label.len()..];
                let length =
                    after.find(|character: char| !matches!(character, '0'..='9' | '.' | '-')).unwrap_or(after.len());
                after[..length].parse().ok()
            })
            .collect()
    };
    let ends = times(end_label);
    times(start_label)
        .into_iter()
        .enumerate()
        .map(|(index, start_secs)| Stretch {
            start_secs,
            duration_secs: ends.get(index).copied().unwrap_or(film_secs) - start_secs,
        })
        .collect()
}

impl Inspection {
    /// What of the film is not as it shall be.
    pub fn findings(&self, expected: &Expected) -> Vec<Finding> {
        let mut findings = Vec::new();
        let mut find =
            |severity: Severity, rule: &str, message: String| findings.push(Finding::new(severity, rule, message));
        let Format { width, height, fps } = expected.format;
        let probe = &self.probe;

        let rate = format!("{fps}/1");
        let said = [
            ("picture codec", probe.video_codec.as_str(), "h264"),
            ("pixel format", probe.pixel_format.as_str(), "yuv420p"),
            ("colors", probe.colors.as_str(), "bt709/bt709/bt709"),
            ("nominal frame rate", probe.frame_rates.0.as_str(), rate.as_str()),
            ("mean frame rate", probe.frame_rates.1.as_str(), rate.as_str()),
            ("sound codec", probe.audio_codec.as_str(), "aac"),
        ];
        for (what, is, shall) in said {
            if is != shall {
                find(Severity::Error, "film-form", format!("the {what} is {is}, not {shall}"));
            }
        }
        if (probe.width, probe.height) != (width, height) {
            find(
                Severity::Error,
                "film-form",
                format!("the picture has {}×{} pixels, not {width}×{height}", probe.width, probe.height),
            );
        }
        if (probe.sample_rate, probe.channels) != (48_000, 2) {
            find(
                Severity::Error,
                "film-form",
                format!("the sound has {} Hz and {} channels, not 48,000 and 2", probe.sample_rate, probe.channels),
            );
        }
        let frames = (expected.duration_secs * f64::from(fps)).round() as u64;
        if probe.frames != frames {
            find(Severity::Error, "film-length", format!("the film has {} frames, not {frames}", probe.frames));
        }
        let apart = probe.picture_secs - probe.sound_secs;
        if apart.abs() > END_TOLERANCE_SECS {
            find(Severity::Error, "film-ends", format!("picture and sound end {:.0} ms apart", apart.abs() * 1000.0));
        }
        if (self.loudness_lufs - LOUDNESS_LUFS).abs() > LOUDNESS_TOLERANCE_LU {
            find(
                Severity::Error,
                "loudness",
                format!("the loudness is {:.1} LUFS, not {LOUDNESS_LUFS}", self.loudness_lufs),
            );
        }
        if self.true_peak_dbtp > TRUE_PEAK_DBTP {
            find(
                Severity::Error,
                "true-peak",
                format!("the true peak is {:.1} dBTP, over {TRUE_PEAK_DBTP}", self.true_peak_dbtp),
            );
        }
        if self.clipped_samples > 0 {
            find(Severity::Error, "clipped", format!("{} samples are clipped", self.clipped_samples));
        }
        let stretches = [
            (Severity::Error, "black", "the picture is black", &self.black),
            (Severity::Error, "frozen", "the picture stands still", &self.frozen),
            (Severity::Warning, "silent", "the sound is silent", &self.silent),
        ];
        for (severity, rule, what, stretches) in stretches {
            for stretch in stretches {
                let message = format!("{what} for {:.1} s from {:.1} s on", stretch.duration_secs, stretch.start_secs);
                find(severity, rule, message);
            }
        }
        findings
    }
}
