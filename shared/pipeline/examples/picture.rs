//! What the picture of a film costs, scene by scene, beside FFmpeg encoding the same frames alone at the same settings.
//!
//! `cargo run -p lectern-pipeline --features frames --example picture -- STORYBOARD.json [--scenes 1,4] [--frames N] [--height 2160]
//! [--draw-only] [--clip OUT.mp4]` draws scenes (counted from 1; all by default, N frames from the start of each) on the estimated clock and prints
//! milliseconds of the processor for a frame: drawing, converting to YUV, writing into the pipe, FFmpeg encoding frames that lie in
//! memory, and the whole of it as a film is made, which `ratio` divides by FFmpeg's own, and how many frames a second that was by the clock. The clip of
//! the last scene is kept as OUT. Pictures are looked for beside the storyboard.

#![expect(clippy::print_stdout, reason = "a tool for the terminal")]

use std::{
    error::Error,
    fs, io,
    path::{Path, PathBuf},
    time::Instant,
};

use lectern_drawing::Painter;
use lectern_lesson::{Format, Storyboard};
use lectern_pipeline::{Album, Sources, estimated_timing, scene_place, stage};
use lectern_video::{ClipWriter, EncodeSettings, Encoder, Ffmpeg, Quality, rgba_to_i420};

struct Folder(PathBuf);

impl Sources for Folder {
    fn read(&self, name: &str) -> io::Result<Vec<u8>> {
        fs::read(self.0.join(name))
    }
}

/// Processor seconds, of this program and of its children that have ended.
#[derive(Clone, Copy, Default)]
struct Spent {
    own: f64,
    children: f64,
}

impl Spent {
    fn now() -> Self {
        let stat = fs::read_to_string("/proc/self/stat").unwrap_or_default();
        let ticks: Vec<f64> = stat
            .rsplit(')')
            .next()
            .unwrap_or_default()
            .split_whitespace()
            .skip(11)
            .take(4)
            .filter_map(|field| field.parse().ok())
            .collect();
        // The kernel counts hundredths of a second.
        let secs = |index: usize| ticks.get(index).copied().unwrap_or(0.0) / 100.0;
        Self { own: secs(0) + secs(1), children: secs(2) + secs(3) }
    }

    fn since(self) -> Self {
        let now = Self::now();
        Self { own: now.own - self.own, children: now.children - self.children }
    }
}

/// Seconds of the processor for some frames.
#[derive(Clone, Copy, Default)]
struct Cost {
    frames: f64,
    prepare: f64,
    draw: f64,
    convert: f64,
    pipe: f64,
    encode: f64,
    /// Everything as a film is made, not piece by piece.
    whole: f64,
    /// The same by the clock.
    wall: f64,
}

impl Cost {
    fn add(&mut self, other: &Self) {
        self.frames += other.frames;
        self.prepare += other.prepare;
        self.draw += other.draw;
        self.convert += other.convert;
        self.pipe += other.pipe;
        self.encode += other.encode;
        self.whole += other.whole;
        self.wall += other.wall;
    }

    fn print(&self, name: &str) {
        let each = |secs: f64| secs * 1e3 / self.frames.max(1.0);
        println!(
            "{name:<34}{:>6}{:>9.2}{:>8.2}{:>9.2}{:>7.2}{:>9.2}{:>9.2}{:>8.2}{:>9.1}",
            self.frames,
            each(self.prepare),
            each(self.draw),
            each(self.convert),
            each(self.pipe),
            each(self.encode),
            each(self.whole),
            self.whole / self.encode.max(1e-9),
            self.frames / self.wall.max(1e-9)
        );
    }
}

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let path = arguments.first().ok_or("usage: picture STORYBOARD.json [--scenes 1,4] [--frames N] [--height H]")?;
    let option = |name: &str| {
        let at = arguments.iter().position(|argument| argument == name)?;
        arguments.get(at + 1)
    };
    let is_set = |name: &str| arguments.iter().any(|argument| argument == name);
    let mut storyboard: Storyboard = serde_json::from_str(&fs::read_to_string(path)?)?;
    if let Some(height) = option("--height") {
        let height: u32 = height.parse()?;
        storyboard.format = Format { width: height * 16 / 9, height, fps: storyboard.format.fps };
    }
    let most: u32 = option("--frames").map_or(Ok(u32::MAX), |count| count.parse())?;
    let wanted: Vec<usize> = match option("--scenes") {
        Some(list) => list.split(',').map(str::parse).collect::<Result<_, _>>()?,
        None => (1..=storyboard.scenes.len()).collect(),
    };
    let sources = Folder(Path::new(path).parent().unwrap_or(Path::new(".")).to_owned());
    println!(
        "{:<34}{:>6}{:>9}{:>8}{:>9}{:>7}{:>9}{:>9}{:>8}{:>9}",
        "scene, ms a frame", "frames", "prepare", "draw", "convert", "pipe", "FFmpeg", "picture", "ratio", "frames/s"
    );
    let mut whole = Cost::default();
    for number in wanted {
        let index = number.checked_sub(1).filter(|index| *index < storyboard.scenes.len()).ok_or("no such scene")?;
        let cost = measure(&storyboard, index, most, is_set("--draw-only"), option("--clip"), &sources)?;
        cost.print(&format!("{number} {}", storyboard.scenes[index].visual.kind()));
        whole.add(&cost);
    }
    whole.print("all");
    Ok(())
}

fn measure(
    storyboard: &Storyboard,
    index: usize,
    most: u32,
    draw_only: bool,
    keep: Option<&String>,
    sources: &dyn Sources,
) -> Result<Cost, Box<dyn Error>> {
    let format = storyboard.format;
    let (width, height) = (format.width as usize, format.height as usize);
    let stage = stage(&storyboard.style, format)?;
    let album = Album::load(storyboard, sources);
    let timing = estimated_timing(storyboard, index);
    let begun = Spent::now();
    let prepared = stage.prepare(&storyboard.scenes[index], &timing, scene_place(storyboard, index), &album)?;
    let frames = prepared.frame_count().min(most);
    let mut cost = Cost { frames: frames.into(), prepare: begun.since().own, ..Cost::default() };

    let mut painter = Painter::new(format);
    let begun = Spent::now();
    for frame in 0..frames {
        prepared.draw(frame, &mut painter)?;
    }
    cost.draw = begun.since().own;
    if draw_only {
        return Ok(cost);
    }
    let frame_bytes = width * height * 3 / 2;
    let mut film = vec![1_u8; frame_bytes * frames as usize];
    let mut painter = Painter::new(format);
    for (frame, yuv) in (0..frames).zip(film.chunks_exact_mut(frame_bytes)) {
        prepared.draw(frame, &mut painter)?;
        rgba_to_i420(painter.rgba(), width, height, yuv);
    }
    drop(painter);

    let settings = EncodeSettings { format, quality: Quality::Final, encoder: Encoder::default() };
    let out = std::env::temp_dir().join(format!("lectern-picture-{}.mp4", std::process::id()));
    let ffmpeg = Ffmpeg::find()?;
    let begun = Spent::now();
    let mut writer = ClipWriter::start(&ffmpeg, &settings, &out)?;
    for yuv in film.chunks_exact(frame_bytes) {
        writer.write_i420(yuv)?;
    }
    writer.finish()?;
    let spent = begun.since();
    (cost.pipe, cost.encode) = (spent.own, spent.children);
    let alone = fs::read(&out)?;
    drop(film);

    // As a film is made: drawn, converted and encoded frame by frame.
    let clock = Instant::now();
    let mut painter = Painter::new(format);
    let begun = Spent::now();
    let mut writer = ClipWriter::start(&ffmpeg, &settings, &out)?;
    for frame in 0..frames {
        prepared.draw(frame, &mut painter)?;
        writer.write_changed(painter.rgba(), painter.changed())?;
    }
    writer.finish()?;
    let spent = begun.since();
    cost.wall = clock.elapsed().as_secs_f64();
    cost.convert = (spent.own - cost.draw - cost.pipe).max(0.0);
    cost.whole = cost.prepare + spent.own + spent.children;
    let same = fs::read(&out)? == alone;
    if let Some(path) = keep {
        fs::copy(&out, path)?;
    }
    fs::remove_file(&out)?;
    if !same {
        return Err("what was converted in parts is not what was converted whole".into());
    }
    Ok(cost)
}
