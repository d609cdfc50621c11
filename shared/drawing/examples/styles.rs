//! Draws a contact sheet of every kind of visual in a style.
//!
//! `cargo run -p lectern-drawing --example styles -- STYLE OUT.png [wide|full|tall|square|portrait] [COLUMNS] [SCENE[@PART]…]`, where
//! STYLE is the name of a style or the path of its TOML file, and PART how much of a scene has passed, 0 to 1. What does not
//! fit and what frames cost is printed.

#![expect(clippy::print_stdout, reason = "a tool for the terminal")]

#[path = "../tests/scenes/diagrams.rs"]
mod diagrams;
#[path = "../tests/scenes/mod.rs"]
mod scenes;

use std::time::Instant;

use lectern_drawing::{Painter, ScenePlace, Stage, Still, Style, sheet};
use lectern_lesson::{Format, Scene};
use scenes::{TestCard, all, timing};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [name, out, rest @ ..] = &arguments[..] else {
        return Err("usage: styles STYLE OUT.png [wide|full|tall|square|portrait] [COLUMNS] [SCENE[@PART]…]".into());
    };
    let style = match Style::named(name) {
        Some(style) => style,
        None => Style::parse(&std::fs::read_to_string(name)?)?,
    };
    let (width, height) = match rest.first().map(String::as_str) {
        Some("full") => (1920, 1080),
        Some("tall") => (540, 960),
        Some("square") => (720, 720),
        Some("portrait") => (640, 800),
        _ => (960, 540),
    };
    let columns = rest.get(1).map_or(Ok(4), |columns| columns.parse())?;
    let wanted = rest.get(2..).unwrap_or_default();
    let format = Format { width, height, fps: 30 };
    let started = Instant::now();
    let stage = Stage::new(style, format)?;
    println!("stage: {:.0} ms", started.elapsed().as_secs_f64() * 1e3);
    let mut painter = Painter::new(format);
    let mut stills = Vec::new();
    let scenes: Vec<Scene> = all().into_iter().chain(diagrams::diagrams()).collect();
    // Each wanted scene with the part of it that has passed; without a wish all of them when everything has come.
    let shown: Vec<(&Scene, f64)> = if wanted.is_empty() {
        scenes.iter().map(|scene| (scene, 0.75)).collect()
    } else {
        wanted
            .iter()
            .filter_map(|wish| {
                let (id, part) = wish.split_once('@').unwrap_or((wish, "0.75"));
                Some((scenes.iter().find(|scene| scene.id == id)?, part.parse().ok()?))
            })
            .collect()
    };
    for (scene, part) in shown {
        for overflow in stage.layout(&scene.visual, &TestCard).overflows {
            println!("{}: {}", scene.id, overflow.message);
        }
        let clock = timing(scene);
        let started = Instant::now();
        let prepared = stage.prepare(scene, &clock, ScenePlace::default(), &TestCard)?;
        let ready = started.elapsed().as_secs_f64() * 1e3;
        let frame = ((f64::from(clock.frames) * part) as u32).min(clock.frames.saturating_sub(20));
        // The first frame fills the caches of letters; the second costs what all others do.
        prepared.draw(frame, &mut painter)?;
        let started = Instant::now();
        prepared.draw(frame, &mut painter)?;
        println!("{}: prepared in {ready:.0} ms, drawn in {:.1} ms", scene.id, started.elapsed().as_secs_f64() * 1e3);
        stills.push(Still { rgba: painter.rgba().to_vec(), label: scene.id.clone(), words: String::new() });
    }
    std::fs::write(out, sheet(&stage, &stills, columns)?)?;
    Ok(())
}
