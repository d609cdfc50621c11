use std::{fmt::Write as _, fs, path::Path};

use lectern_lesson::Format;

use crate::{Cancel, Ffmpeg, VideoError, ladder::even};

/// Pictures in a row and rows of a sheet.
const COLUMNS: u32 = 10;
/// Longer side of a picture, in pixels.
const LONG_SIDE: f64 = 192.0;
/// More pictures than this help nobody find a place: longer films get them further apart.
const PICTURES_MAX: f64 = 300.0;
/// Pictures stand at least this far apart, in seconds: the film has a key frame every two.
const INTERVAL_MIN: f64 = 2.0;

/// Writes small pictures of a film for the time bar of players into `folder`: JPEG sheets of up to ten by ten, and
/// `thumbnails.vtt`, which tells what part of which sheet shows what time. Only key frames are decoded. Tells the names of the
/// files.
///
/// # Errors
/// When FFmpeg fails, `cancel` is set, or a file cannot be written.
pub(crate) fn sprites(
    ffmpeg: &Ffmpeg,
    film: &Path,
    format: Format,
    duration_secs: f64,
    folder: &Path,
    cancel: &Cancel,
) -> Result<Vec<String>, VideoError> {
    let interval = (duration_secs / PICTURES_MAX).ceil().max(INTERVAL_MIN);
    let pictures = ((duration_secs / interval).ceil() as u32).max(1);
    let long = f64::from(format.width.max(format.height));
    let (width, height) =
        (even(f64::from(format.width) * LONG_SIDE / long), even(f64::from(format.height) * LONG_SIDE / long));
    let rows = pictures.div_ceil(COLUMNS).min(COLUMNS);
    let sheets = pictures.div_ceil(COLUMNS * rows);
    // The last key frame is repeated as long as needed, so that there are as many sheets as the list says.
    let filters = format!(
        "scale={width}:{height}:flags=area,tpad=stop=-1:stop_mode=clone,fps=1/{interval}:start_time=0,tile={COLUMNS}x{rows}"
    );
    let pattern = folder.join("thumbnails-%03d.jpg").display().to_string();
    let film_text = film.display().to_string();
    let frames = sheets.to_string();
    ffmpeg.run(
        "draw the thumbnails",
        [
            "-v",
            "error",
            "-skip_frame",
            "nokey",
            "-i",
            &film_text,
            "-map",
            "0:v",
            "-vf",
            &filters,
            "-fps_mode",
            "passthrough",
            "-frames:v",
            &frames,
            "-q:v",
            "4",
            "-flags:v",
            "+bitexact",
            "-fflags",
            "+bitexact",
            "-f",
            "image2",
            &pattern,
        ],
        cancel,
    )?;
    let mut text = String::from("WEBVTT\n");
    for picture in 0..pictures {
        let (sheet, place) = (picture / (COLUMNS * rows), picture % (COLUMNS * rows));
        let start = f64::from(picture) * interval;
        let end = (start + interval).min(duration_secs);
        let (x, y) = (place % COLUMNS * width, place / COLUMNS * height);
        let _ = writeln!(
            text,
            "\n{} --> {}\n{}#xywh={x},{y},{width},{height}",
            clock(start),
            clock(end),
            sheet_name(sheet)
        );
    }
    let list = folder.join("thumbnails.vtt");
    fs::write(&list, text).map_err(|source| VideoError::Write { path: list, source })?;
    Ok((0..sheets).map(sheet_name).chain(["thumbnails.vtt".to_owned()]).collect())
}

fn sheet_name(sheet: u32) -> String {
    format!("thumbnails-{:03}.jpg", sheet + 1)
}

/// A time as WebVTT writes it.
fn clock(secs: f64) -> String {
    let millis = (secs * 1000.0).round() as u64;
    let (hours, minutes) = (millis / 3_600_000, millis / 60_000 % 60);
    format!("{hours:02}:{minutes:02}:{:02}.{:03}", millis / 1000 % 60, millis % 1000)
}
