use std::{
    fmt::Write as _,
    fs,
    path::{Path, PathBuf},
};

use crate::{Cancel, Ffmpeg, VideoError};

/// A chapter of a film.
#[derive(Clone, Debug, PartialEq)]
pub struct Chapter {
    /// Its title.
    pub title: String,
    /// Start in seconds.
    pub start_secs: f64,
    /// End in seconds.
    pub end_secs: f64,
}

/// A clip of a film.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clip {
    /// The file.
    pub file: PathBuf,
    /// How many frames it has.
    pub frames: u32,
}

/// What a film is joined of.
#[derive(Clone, Debug, PartialEq)]
pub struct Composite {
    /// Clips in order, all encoded with the same settings, of at least ten frames each: shorter ones are not reordered by
    /// the encoder, and their timestamps would not line up with those of the others.
    pub clips: Vec<Clip>,
    /// Frames a second of the clips.
    pub fps: u32,
    /// The sound: a WAV file at 48 kHz, stereo, as long as the clips together.
    pub sound: PathBuf,
    /// Chapters in order.
    pub chapters: Vec<Chapter>,
    /// Captions as SubRip, to lie inside the film too.
    pub captions_srt: Option<PathBuf>,
    /// Title.
    pub title: String,
    /// BCP 47 language tag.
    pub language: String,
    /// Credits.
    pub comment: String,
}

/// Joins a film into the MP4 file `out`: clips by stream copy, sound as AAC-LC 48 kHz stereo, captions and chapters
/// inside, index first. The same parts give the same bytes. The list files that FFmpeg reads lie beside `out` meanwhile.
///
/// # Errors
/// When FFmpeg fails or `cancel` is set, which stops it at once; nothing is left then.
pub fn composite(ffmpeg: &Ffmpeg, job: &Composite, out: &Path, cancel: &Cancel) -> Result<(), VideoError> {
    let list = Scratch::write(out, "clips.txt", &clip_list(&job.clips, job.fps))?;
    let metadata = Scratch::write(out, "metadata.txt", &metadata(job))?;

    let mut arguments: Vec<String> = ["-v", "error", "-f", "concat", "-safe", "0", "-i"].map(str::to_owned).to_vec();
    arguments.push(list.path_text());
    arguments.extend(["-i".to_owned(), job.sound.display().to_string()]);
    arguments.extend(["-f", "ffmetadata", "-i"].map(str::to_owned));
    arguments.push(metadata.path_text());
    if let Some(captions) = &job.captions_srt {
        arguments.extend(["-f".to_owned(), "srt".to_owned(), "-i".to_owned(), captions.display().to_string()]);
        let language = iso_639_2(&job.language);
        arguments
            .extend(["-map", "3:s", "-c:s", "mov_text", "-disposition:s:0", "0", "-metadata:s:s:0"].map(str::to_owned));
        arguments.push(format!("language={language}"));
    }
    let language = format!("language={}", iso_639_2(&job.language));
    arguments.extend(
        ["-map", "0:v", "-c:v", "copy", "-map", "1:a", "-c:a", "aac", "-b:a", "192k", "-ar", "48000", "-ac", "2"]
            .map(str::to_owned),
    );
    arguments.extend(["-metadata:s:a:0".to_owned(), language.clone(), "-metadata:s:v:0".to_owned(), language]);
    arguments.extend(["-map_metadata", "2", "-map_chapters", "2", "-movflags", "+faststart"].map(str::to_owned));
    // No dates and no version of the encoder: the same parts, the same bytes.
    arguments.extend(["-fflags", "+bitexact", "-flags:a", "+bitexact", "-f", "mp4"].map(str::to_owned));
    arguments.push(out.display().to_string());

    let purpose = format!("join {} clips to a film", job.clips.len());
    ffmpeg.run(&purpose, &arguments, cancel).map(drop).inspect_err(|_| {
        // A film is complete or absent.
        let _ = fs::remove_file(out);
    })
}

/// A file that is there as long as it is needed.
struct Scratch(PathBuf);

impl Scratch {
    fn write(beside: &Path, name: &str, text: &str) -> Result<Self, VideoError> {
        let mut file_name = beside.file_name().unwrap_or_default().to_owned();
        file_name.push(".");
        file_name.push(name);
        let path = beside.with_file_name(file_name);
        fs::write(&path, text).map_err(|source| VideoError::Write { path: path.clone(), source })?;
        Ok(Self(path))
    }

    fn path_text(&self) -> String {
        self.0.display().to_string()
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        // Left behind it would do no harm: it lies among the drafts, which are swept.
        let _ = fs::remove_file(&self.0);
    }
}

/// The list that FFmpeg's concat demuxer reads (quoted as in its manual, "Quoting and escaping").
///
/// Each clip's length is told: what the demuxer guesses from a clip with reordered frames is some ticks off, and frames
/// after the join would not stand on the film's raster. Lengths are differences of rounded starts, so that rounding to
/// microseconds does not add up.
fn clip_list(clips: &[Clip], fps: u32) -> String {
    let mut list = String::from("ffconcat version 1.0\n");
    let micros = |frames: u64| (frames * 1_000_000 + u64::from(fps) / 2) / u64::from(fps.max(1));
    let mut frames = 0;
    for clip in clips {
        let file = std::path::absolute(&clip.file).unwrap_or_else(|_| clip.file.clone());
        let length = micros(frames + u64::from(clip.frames)) - micros(frames);
        frames += u64::from(clip.frames);
        let (secs, rest) = (length / 1_000_000, length % 1_000_000);
        let _ =
            writeln!(list, "file '{}'\nduration {secs}.{rest:06}", file.display().to_string().replace('\'', r"'\''"));
    }
    list
}

/// Title, credits and chapters in FFmpeg's metadata format.
fn metadata(job: &Composite) -> String {
    let mut text = String::from(";FFMETADATA1\n");
    let _ = writeln!(text, "title={}", escaped(&job.title));
    if !job.comment.is_empty() {
        let _ = writeln!(text, "comment={}", escaped(&job.comment));
    }
    for chapter in &job.chapters {
        let millis = |secs: f64| (secs * 1000.0).round() as i64;
        let (start, end) = (millis(chapter.start_secs), millis(chapter.end_secs));
        let title = escaped(&chapter.title);
        let _ = writeln!(text, "[CHAPTER]\nTIMEBASE=1/1000\nSTART={start}\nEND={end}\ntitle={title}");
    }
    text
}

fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '=' | ';' | '#' | '\\' => {
                escaped.push('\\');
                escaped.push(character);
            }
            control if control.is_control() => escaped.push(' '),
            other => escaped.push(other),
        }
    }
    escaped
}

/// The three-letter code (ISO 639-2/T) that MP4 tags languages with; `und` where it is not known here.
fn iso_639_2(tag: &str) -> &'static str {
    match tag.split(['-', '_']).next().unwrap_or_default().to_lowercase().as_str() {
        "en" | "eng" => "eng",
        "de" => "deu",
        "fr" => "fra",
        "es" => "spa",
        "it" => "ita",
        "pt" => "por",
        "ja" => "jpn",
        "zh" => "zho",
        "hi" => "hin",
        _ => "und",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_and_titles_are_quoted_for_ffmpeg() {
        let clips = [10, 10, 11].map(|frames| Clip { file: PathBuf::from("/films/it's.mp4"), frames });
        let list = clip_list(&clips, 30);
        assert!(list.contains("file '/films/it'\\''s.mp4'\nduration 0.333333\n"), "{list}");
        assert!(list.ends_with("duration 0.366666\n"), "starts are rounded, not lengths: {list}");
        assert_eq!(escaped("a=b; #1 \\ c\nd"), "a\\=b\\; \\#1 \\\\ c d");
    }
}
