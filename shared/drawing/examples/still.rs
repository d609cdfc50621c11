//! Draws stills of a scene and measures how long its frames take.
//!
//! `cargo run -p lectern-drawing --example still -- SCENE.json OUT.png SECONDS…` draws the scene in SCENE.json at those
//! seconds (OUT gets a number when there are several); without seconds every frame is drawn and timed. Its words are
//! spoken at an even 0.36 seconds each; pictures are looked for beside the scene.

#![expect(clippy::print_stdout, reason = "a tool for the terminal")]

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Instant;

use lectern_drawing::{Painter, Picture, Pictures, ScenePlace, Stage, Style};
use lectern_lesson::{Format, Narration, Scene, SceneTiming, Token, WordSpan, parse_narration};

struct Folder(PathBuf);

impl Pictures for Folder {
    fn picture(&self, source: &str) -> Option<Arc<Picture>> {
        Picture::decode(&std::fs::read(self.0.join(source)).ok()?).ok().map(Arc::new)
    }
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [scene_path, out, times @ ..] = &arguments[..] else {
        return Err("usage: still SCENE.json OUT.png [SECONDS…]".into());
    };
    let scene: Scene = serde_json::from_str(&std::fs::read_to_string(scene_path)?)?;
    let format = Format::default();
    let pictures = Folder(Path::new(scene_path).parent().unwrap_or(Path::new(".")).to_owned());
    let mut words = Vec::new();
    let mut now = 0.0;
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
    let timing = SceneTiming::new(&Narration { sample_rate: 24_000, duration_secs: now, words }, format.fps);

    let started = Instant::now();
    let stage = Stage::new(Style::named("night-sky").ok_or("no such style")?, format)?;
    println!("stage: {:.0} ms", started.elapsed().as_secs_f64() * 1e3);
    let started = Instant::now();
    let place = ScenePlace { opens: false, is_last: false, ..ScenePlace::default() };
    let prepared = stage.prepare(&scene, &timing, place, &pictures)?;
    println!("prepare: {:.0} ms, {} frames", started.elapsed().as_secs_f64() * 1e3, prepared.frame_count());
    let mut painter = Painter::new(format);
    if times.is_empty() {
        let mut spent: Vec<f64> = Vec::new();
        for frame in 0..prepared.frame_count() {
            let started = Instant::now();
            prepared.draw(frame, &mut painter)?;
            spent.push(started.elapsed().as_secs_f64() * 1e3);
        }
        spent.sort_by(f64::total_cmp);
        let mean = spent.iter().sum::<f64>() / spent.len() as f64;
        println!(
            "draw: mean {mean:.1} ms, median {:.1} ms, worst {:.1} ms",
            spent[spent.len() / 2],
            spent[spent.len() - 1]
        );
    }
    for (index, time) in times.iter().enumerate() {
        let secs: f64 = time.parse()?;
        let frame = ((secs * f64::from(format.fps)) as u32).min(prepared.frame_count() - 1);
        prepared.draw(frame, &mut painter)?;
        let path = if times.len() == 1 {
            PathBuf::from(out)
        } else {
            PathBuf::from(out.replace(".png", &format!("-{index}.png")))
        };
        image::save_buffer(&path, painter.rgba(), format.width, format.height, image::ColorType::Rgba8)?;
    }
    let layout = stage.layout(&scene.visual, &pictures);
    for text in &layout.texts {
        println!(
            "{:>4.0},{:<4.0} {:>4.0}×{:<4.0} {:>3.0}px {:>4.1}:1 {}",
            text.rect.x, text.rect.y, text.rect.width, text.rect.height, text.size_px, text.contrast, text.text
        );
    }
    for overflow in &layout.overflows {
        println!("overflow: {}", overflow.message);
    }
    Ok(())
}
