use std::sync::Arc;
use lectern_drawing::*;
use lectern_lesson::*;
struct Files(String);
impl Pictures for Files {
    fn picture(&self, source: &str) -> Option<Arc<Picture>> {
        let bytes = std::fs::read(format!("{}/{source}", self.0)).ok()?;
        Picture::decode(&bytes).ok().map(Arc::new)
    }
}
// args: cases.json outdir [filter]
fn main() {
    let args: Vec<String> = std::env::args().collect();
    let text = std::fs::read_to_string(&args[1]).unwrap();
    let cases: Vec<serde_json::Value> = serde_json::from_str(&text).unwrap();
    let format = Format::default();
    let stage = Stage::new(Style::named("night-sky").unwrap(), format).unwrap();
    let mut painter = Painter::new(format);
    for case in cases {
        let name = case["name"].as_str().unwrap();
        if let Some(filter) = args.get(3) { if !name.contains(filter.as_str()) { continue; } }
        let visual: Visual = serde_json::from_value(case["visual"].clone()).unwrap_or_else(|e| panic!("{name}: {e}"));
        let words = case["words"].as_u64().unwrap_or(20) as usize;
        let cues: Vec<Cue> = case.get("cues").map(|c| serde_json::from_value(c.clone()).unwrap()).unwrap_or_default();
        let scene = Scene { id: "x".into(), chapter: None, narration: "a ".repeat(words), visual, description: String::new(), shot: Shot::default(), cues, transition: Transition::Continue, mood: Mood::Calm, sources: vec![] };
        let files = Files("/work/main/assets/lessons".into());
        let narration_words: Vec<WordSpan> = (0..words).map(|w| WordSpan { start_secs: 0.4 + w as f64 * 0.4, end_secs: 0.4 + w as f64 * 0.4 + 0.35 }).collect();
        let secs = 0.4 + words as f64 * 0.4 + 0.6;
        let timing = SceneTiming { fps: 30, frames: (secs * 30.0) as u32, words: narration_words };
        let t0 = std::time::Instant::now();
        let layout = stage.layout(&scene.visual, &files);
        let t1 = std::time::Instant::now();
        let prepared = stage.prepare(&scene, &timing, ScenePlace::default(), &files).unwrap();
        let t2 = std::time::Instant::now();
        println!("== {name}: layout {:.1} ms prepare {:.1} ms, overflows {:?} missing {:?}", (t1 - t0).as_secs_f64()*1e3, (t2 - t1).as_secs_f64()*1e3, layout.overflows, layout.missing_characters);
        for (i, a) in layout.texts.iter().enumerate() {
            if a.size_px < 32.0 || a.contrast < 4.5 { println!("   BAD {:?} {} {}", a.text, a.size_px, a.contrast); }
            for b in &layout.texts[i + 1..] { if a.rect.overlaps(&b.rect, 2.0) { println!("   OVERLAP {:?} / {:?} {:?} {:?}", a.text, b.text, a.rect, b.rect); } }
        }
        let times: Vec<f64> = case.get("times").and_then(|t| serde_json::from_value(t.clone()).ok()).unwrap_or(vec![secs - 1.0]);
        for t in times {
            let frame = ((t * 30.0) as u32).min(timing.frames - 1);
            let t3 = std::time::Instant::now();
            prepared.draw(frame, &mut painter).unwrap();
            let ms = t3.elapsed().as_secs_f64() * 1e3;
            let path = format!("{}/{name}-{t}.png", args[2]);
            image::save_buffer(&path, painter.rgba(), 1920, 1080, image::ExtendedColorType::Rgba8).unwrap();
            println!("   {path} {ms:.0} ms");
        }
    }
}
