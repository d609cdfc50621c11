use std::{
    fs,
    io::{self, Read, Write},
    ops::Range,
    path::{Path, PathBuf},
    process::{Child, ChildStdin, Stdio},
    thread::{self, JoinHandle},
};

use lectern_lesson::Format;
use serde::{Deserialize, Serialize};

use crate::{
    Encoder, Ffmpeg, VideoError,
    encoder::clip_arguments,
    ffmpeg::failed,
    i420::{area_to_i420, i420_bytes, rgba_to_i420},
};

/// How a film's picture is encoded. Part of the cache keys of clips.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EncodeSettings {
    /// Size and frame rate.
    pub format: Format,
    /// Final or draft.
    pub quality: Quality,
    /// What encodes. Named in keys only where it is not the usual one.
    #[serde(default, skip_serializing_if = "Encoder::is_default")]
    pub encoder: Encoder,
}

/// How much care the encoder takes.
///
/// Measured on 600 frames of a film (1080p, two threads; processor seconds, size, PSNR of luma): `veryfast` CRF 20: 7.9 s,
/// 3.7 MB, 51.4 dB; `superfast`: 6.4 s, 8.3 MB, 53.7 dB; `faster`: 13.5 s, 4.1 MB, 52.6 dB; `veryfast` without reordered
/// frames: 6.6 s, 4.5 MB, 51.0 dB. Night skies need no more: `veryfast` is 13 ms a frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Quality {
    /// For viewers: x264 `veryfast` at CRF 20.
    Final,
    /// For a quick look: x264 `ultrafast` at CRF 26.
    Draft,
}

/// Encodes the frames of one scene as they are drawn. A writer that is dropped before [`ClipWriter::finish`] kills its
/// encoder and removes its file.
pub struct ClipWriter {
    child: Child,
    stdin: Option<ChildStdin>,
    told: Option<JoinHandle<String>>,
    format: Format,
    yuv: Vec<u8>,
    /// Whether `yuv` is the frame written last.
    holds_frame: bool,
    frames: u32,
    out: PathBuf,
    finished: bool,
}

/// A finished clip.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ClipInfo {
    /// Frames written.
    pub frames: u32,
    /// Size of the file.
    pub bytes: u64,
}

impl ClipWriter {
    /// Starts an encoder that writes H.264 (High, yuv420p, BT.709, two-second groups of pictures) to the MP4 file `out`.
    ///
    /// # Errors
    /// When FFmpeg cannot be started.
    pub fn start(ffmpeg: &Ffmpeg, settings: &EncodeSettings, out: &Path) -> Result<Self, VideoError> {
        let mut command = ffmpeg.command();
        command
            .args(clip_arguments(settings))
            .arg(out)
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::piped());
        let mut child = command.spawn().map_err(|source| match source.kind() {
            io::ErrorKind::NotFound => VideoError::Missing { program: "ffmpeg", source },
            _ => run_error(out, source),
        })?;
        let stdin = child.stdin.take();
        // Read while it writes, or an encoder with much to say would wait for a reader.
        let told = child.stderr.take().map(|mut stderr| {
            thread::spawn(move || {
                let mut bytes = Vec::new();
                // What cannot be read cannot be told.
                let _ = stderr.read_to_end(&mut bytes);
                String::from_utf8_lossy(&bytes).into_owned()
            })
        });
        let yuv = vec![0; i420_bytes(settings.format.width as usize, settings.format.height as usize)];
        let out = out.to_owned();
        Ok(Self {
            child,
            stdin,
            told,
            format: settings.format,
            yuv,
            holds_frame: false,
            frames: 0,
            out,
            finished: false,
        })
    }

    /// Encodes the next frame: opaque RGBA, rows from the top.
    ///
    /// # Errors
    /// When the frame has another size or the encoder has gone.
    pub fn write_rgba(&mut self, rgba: &[u8]) -> Result<(), VideoError> {
        let (width, height) = (self.format.width as usize, self.format.height as usize);
        if rgba.len() != width * height * 4 {
            return Err(VideoError::FrameSize { got: rgba.len(), expected: width * height * 4 });
        }
        rgba_to_i420(rgba, width, height, &mut self.yuv);
        self.holds_frame = true;
        self.write_converted()
    }

    /// Encodes the next frame, of which only the `changed` columns and rows differ from the one before: nothing else is converted
    /// again, and a picture that stands still not at all. The first frame is converted whole.
    ///
    /// # Errors
    /// When the frame has another size or the encoder has gone.
    ///
    /// # Panics
    /// When a changed area leaves the frame.
    pub fn write_changed(
        &mut self,
        rgba: &[u8],
        changed: impl IntoIterator<Item = (Range<usize>, Range<usize>)>,
    ) -> Result<(), VideoError> {
        if !self.holds_frame {
            return self.write_rgba(rgba);
        }
        let (width, height) = (self.format.width as usize, self.format.height as usize);
        if rgba.len() != width * height * 4 {
            return Err(VideoError::FrameSize { got: rgba.len(), expected: width * height * 4 });
        }
        for (columns, rows) in changed {
            area_to_i420(rgba, width, height, columns, rows, &mut self.yuv);
        }
        self.write_converted()
    }

    /// Encodes a frame that is converted already: planes of Y, U and V, BT.709 in limited range.
    ///
    /// # Errors
    /// When the frame has another size or the encoder has gone.
    pub fn write_i420(&mut self, yuv: &[u8]) -> Result<(), VideoError> {
        if yuv.len() != self.yuv.len() {
            return Err(VideoError::FrameSize { got: yuv.len(), expected: self.yuv.len() });
        }
        self.holds_frame = false;
        let written = send(&mut self.stdin, yuv);
        self.count(written)
    }

    fn write_converted(&mut self) -> Result<(), VideoError> {
        let written = send(&mut self.stdin, &self.yuv);
        self.count(written)
    }

    fn count(&mut self, written: io::Result<()>) -> Result<(), VideoError> {
        match written {
            Ok(()) => {
                self.frames += 1;
                Ok(())
            }
            // The encoder ended early; what it said is the reason.
            Err(source) if source.kind() == io::ErrorKind::BrokenPipe => {
                Err(self.wait().err().unwrap_or_else(|| run_error(&self.out, source)))
            }
            Err(source) => Err(run_error(&self.out, source)),
        }
    }

    /// Waits for the encoder to finish the file.
    ///
    /// # Errors
    /// When the encoder failed; no file is left then.
    pub fn finish(mut self) -> Result<ClipInfo, VideoError> {
        self.wait()?;
        let bytes = fs::metadata(&self.out).map_err(|source| run_error(&self.out, source))?.len();
        self.finished = true;
        Ok(ClipInfo { frames: self.frames, bytes })
    }

    fn wait(&mut self) -> Result<(), VideoError> {
        // The end of its input is what it waits for.
        drop(self.stdin.take());
        let status = self.child.wait().map_err(|source| run_error(&self.out, source))?;
        let told = self.told.take().and_then(|told| told.join().ok()).unwrap_or_default();
        if status.success() { Ok(()) } else { Err(failed("ffmpeg", &purpose(&self.out), status, &told)) }
    }
}

impl Drop for ClipWriter {
    fn drop(&mut self) {
        if !self.finished {
            // It may have ended by itself; the file goes either way.
            let _ = self.child.kill();
            let _ = self.child.wait();
            let _ = fs::remove_file(&self.out);
        }
    }
}

fn send(stdin: &mut Option<ChildStdin>, yuv: &[u8]) -> io::Result<()> {
    match stdin {
        Some(stdin) => stdin.write_all(yuv),
        None => Err(io::ErrorKind::BrokenPipe.into()),
    }
}

fn purpose(out: &Path) -> String {
    format!("encode the clip {}", out.display())
}

fn run_error(out: &Path, source: io::Error) -> VideoError {
    VideoError::Run { program: "ffmpeg", purpose: purpose(out), source }
}
