//! Draws scenes in all four shapes, side by side, and tells what their layouts report.
//!
//! `cargo run -p lectern-drawing --example gallery -- SCENES.json OUT-FOLDER PART [STYLE]` draws the storyboard scenes of the list
//! in SCENES.json, each at that part of its length (0 to 1), as one PNG for a scene. Words are spoken at an even 0.36 seconds.

#![expect(clippy::print_stdout, reason = "a tool for the terminal")]

use std::path::Path;
use std::sync::Arc;
use std::time::Instant;

use lectern_drawing::{Painter, Picture, Pictures, ScenePlace, Stage, Style};
use lectern_lesson::{Format, Narration, Scene, SceneTiming, Token, WordSpan, parse_narration};

/// The four shapes, a third of a frame's size.
const FORMATS: [(u32, u32); 4] = [(640, 360), (360, 640), (480, 480), (432, 540)];

struct NoPictures;

impl Pictures for NoPictures {
    fn picture(&self, _: &str) -> Option<Arc<Picture>> {
        None
    }
}

fn timing(scene: &Scene, fps: u32) -> Result<SceneTiming, Box<dyn std::error::Error>> {
    let (mut words, mut now) = (Vec::new(), 0.0);
    for token in parse_narration(&scene.narration)? {
        match token {
            Token::Word { .. } => {
                words.push(WordSpan { start_secs: now, end_secs: now + 0.3 });
                now += 0.36;
            }
            Token::Pause { secs } => now += secs,
            Token::Paragraph => now += 0.5,
        }
    }
    Ok(SceneTiming::new(&Narration { sample_rate: 24_000, duration_secs: now, words }, fps))
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [scenes, folder, part, style @ ..] = &arguments[..] else {
        return Err("usage: gallery SCENES.json OUT-FOLDER PART [STYLE]".into());
    };
    let scenes: Vec<Scene> = serde_json::from_str(&std::fs::read_to_string(scenes)?)?;
    let part: f64 = part.parse()?;
    let style = style.first().map_or("night-sky", String::as_str);
    let stages = FORMATS.iter().map(|(width, height)| {
        let format = Format { width: *width, height: *height, fps: 30 };
        Ok(Stage::new(Style::named(style).ok_or("no such style")?, format)?)
    });
    let stages: Vec<Stage> = stages.collect::<Result<_, Box<dyn std::error::Error>>>()?;
    for scene in &scenes {
        let width: u32 = FORMATS.iter().map(|(width, _)| width + 8).sum();
        let mut sheet = image::RgbaImage::new(width, 640);
        let mut left = 0;
        for stage in &stages {
            let format = stage.format();
            let clock = timing(scene, format.fps)?;
            let started = Instant::now();
            let layout = stage.layout(&scene.visual, &NoPictures);
            let spent = started.elapsed().as_secs_f64() * 1e3;
            let prepared = stage.prepare(scene, &clock, ScenePlace::default(), &NoPictures)?;
            let mut painter = Painter::new(format);
            let frame = (f64::from(prepared.frame_count().saturating_sub(1)) * part) as u32;
            prepared.draw(frame, &mut painter)?;
            let picture = image::RgbaImage::from_raw(format.width, format.height, painter.rgba().to_vec());
            image::imageops::replace(&mut sheet, &picture.ok_or("a frame of another size")?, left, 0);
            left += i64::from(format.width) + 8;
            let smallest = layout.texts.iter().map(|text| text.size_px).fold(f64::INFINITY, f64::min);
            let told: Vec<&str> = layout.overflows.iter().map(|overflow| overflow.message.as_str()).collect();
            let size = (format.width, format.height);
            println!("{} {size:?}: layout {spent:.0} ms, smallest {smallest:.0} px {told:?}", scene.id);
        }
        sheet.save(Path::new(folder).join(format!("{}.png", scene.id)))?;
    }
    Ok(())
}
