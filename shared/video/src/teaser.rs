use std::{fs, path::Path};

use lectern_lesson::Format;

use crate::{Cancel, Ffmpeg, VideoError, ladder::even};

/// Largest teaser, in bytes: what mail and chat programs still play by themselves.
pub const TEASER_BYTES_MAX: u64 = 3_000_000;

/// What a teaser is cut from.
#[derive(Clone, Debug, PartialEq)]
pub struct Teaser {
    /// Size and frame rate of the film.
    pub format: Format,
    /// Where in the film its pieces begin, in seconds, in order; at least one.
    pub moments: Vec<f64>,
    /// Length of each piece in seconds.
    pub piece_secs: f64,
    /// Length of the cross-fades between them in seconds, less than half a piece.
    pub fade_secs: f64,
}

impl Teaser {
    /// Its length in seconds.
    pub fn duration_secs(&self) -> f64 {
        let pieces = self.moments.len() as f64;
        pieces * self.piece_secs - (pieces - 1.0).max(0.0) * self.fade_secs
    }
}

/// Frames a second.
const FPS: u32 = 12;

/// Longer side in pixels and quality of WebP (0 to 100), tried in this order until the file is small enough.
///
/// Below a quality of about 80 night skies break into blocks.
const TRIES: [(f64, u32); 6] = [(640.0, 92), (640.0, 82), (540.0, 75), (480.0, 55), (360.0, 40), (240.0, 10)];

/// Writes an animated WebP that repeats without end, of at most [`TEASER_BYTES_MAX`]: as large and as good as fits.
///
/// # Errors
/// When FFmpeg fails, `cancel` is set, or not even the smallest fits; nothing is left then.
pub fn teaser(ffmpeg: &Ffmpeg, film: &Path, teaser: &Teaser, out: &Path, cancel: &Cancel) -> Result<(), VideoError> {
    let outcome = smallest_that_fits(ffmpeg, film, teaser, out, cancel);
    if outcome.is_err() {
        // A teaser is complete or absent.
        let _ = fs::remove_file(out);
    }
    outcome
}

fn smallest_that_fits(
    ffmpeg: &Ffmpeg,
    film: &Path,
    teaser: &Teaser,
    out: &Path,
    cancel: &Cancel,
) -> Result<(), VideoError> {
    let mut bytes = 0;
    for (long_side, quality) in TRIES {
        ffmpeg.run("make the teaser", arguments(film, teaser, long_side, quality, out), cancel)?;
        bytes = fs::metadata(out).map_err(|source| VideoError::Write { path: out.to_owned(), source })?.len();
        if bytes <= TEASER_BYTES_MAX {
            return Ok(());
        }
    }
    Err(VideoError::Answer {
        program: "ffmpeg",
        what: "the teaser".to_owned(),
        told: format!("{bytes} bytes at the smallest size, more than {TEASER_BYTES_MAX}"),
    })
}

fn arguments(film: &Path, teaser: &Teaser, long_side: f64, quality: u32, out: &Path) -> Vec<String> {
    let Format { width, height, .. } = teaser.format;
    let scale = (long_side / f64::from(width.max(height))).min(1.0);
    let (width, height) = (even(f64::from(width) * scale), even(f64::from(height) * scale));
    let mut arguments: Vec<String> = ["-v", "error"].map(str::to_owned).to_vec();
    let mut graph = String::new();
    for (number, moment) in teaser.moments.iter().enumerate() {
        let (start, length) = (format!("{moment:.3}"), format!("{:.3}", teaser.piece_secs));
        arguments.extend(["-ss".to_owned(), start, "-t".to_owned(), length, "-i".to_owned()]);
        arguments.push(film.display().to_string());
        graph.push_str(&format!(
            "[{number}:v]scale={width}:{height}:flags=area,fps={FPS},settb=AVTB,setpts=PTS-STARTPTS[piece{number}];"
        ));
    }
    let mut joined = "piece0".to_owned();
    for number in 1..teaser.moments.len() {
        let offset = number as f64 * (teaser.piece_secs - teaser.fade_secs);
        graph.push_str(&format!(
            "[{joined}][piece{number}]xfade=transition=fade:duration={:.3}:offset={offset:.3}[joined{number}];",
            teaser.fade_secs
        ));
        joined = format!("joined{number}");
    }
    graph.push_str(&format!("[{joined}]null[out]"));
    arguments.extend(["-filter_complex".to_owned(), graph]);
    arguments.extend(["-map", "[out]", "-c:v", "libwebp_anim", "-lossless", "0", "-quality"].map(str::to_owned));
    arguments.push(quality.to_string());
    arguments.extend(["-loop", "0", "-fflags", "+bitexact", "-f", "webp"].map(str::to_owned));
    arguments.push(out.display().to_string());
    arguments
}
