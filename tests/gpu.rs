//! A scene goes through the pipeline on both canvases: the clips have keys of their own and show the same.

use std::{path::Path, process::Command, sync::Arc};

use async_trait::async_trait;
use lectern_drawing::CanvasKind;
use lectern_embedded::ArtifactFiles;
use lectern_lesson::{Format, Happening, Storyboard};
use lectern_pipeline::{
    Events, EventsError, Made, Objects, Progress, Schedule, Set, Sources, clip_key, error_chain, estimated_timing,
    render,
};
use lectern_video::{Cancel, EncodeSettings, Encoder, Ffmpeg, Quality};

const FORMAT: Format = Format { width: 640, height: 360, fps: 15 };

/// The mean difference of a byte of the decoded pictures. The frames differ by 0.2 at most (drawing/tests/gpu.rs), and the encoder
/// spends its bits a little differently on each.
const MEAN_TOLERANCE: f64 = 0.5;

/// Nothing lies beside the storyboard.
struct Nothing;

impl Sources for Nothing {
    fn read(&self, _: &str) -> std::io::Result<Vec<u8>> {
        Err(std::io::ErrorKind::NotFound.into())
    }
}

#[async_trait]
impl Events for Nothing {
    async fn happened(&self, _: &Happening) -> Result<(), EventsError> {
        Ok(())
    }

    fn progress(&self, _: Progress) {}
}

/// A title over a lake that a chart wipes away.
fn storyboard() -> Storyboard {
    let storyboard = serde_json::json!({
        "title": "Rain", "style": "night-sky", "voice": "af_heart", "language": "en", "format": FORMAT,
        "scenes": [
            { "id": "title", "narration": "One drop makes an endless journey.", "description": "",
              "visual": { "kind": "title", "title": "The Water Cycle", "subtitle": "One drop" },
              "shot": { "from": "wide", "to": "close" }, "transition": "cut" },
            { "id": "points", "narration": "The sun lifts it, and gravity brings it back.", "description": "",
              "visual": { "kind": "key_points", "heading": "Remember", "points": ["The sun lifts", "Gravity pulls"] },
              "shot": { "from": "wide", "to": "close" }, "transition": "wipe" },
        ],
    });
    serde_json::from_value(storyboard).expect("a storyboard")
}

fn schedule(canvas: CanvasKind) -> (Arc<Schedule>, Arc<Set>) {
    let storyboard = storyboard();
    let set = Set::build(&storyboard, Quality::Final, Encoder::X264, canvas, &Nothing).expect("a known style");
    let timings: Vec<_> = (0..storyboard.scenes.len()).map(|scene| estimated_timing(&storyboard, scene)).collect();
    let clips = (0..timings.len()).map(|scene| clip_key(&storyboard, &timings, scene, &set)).collect();
    let settings = EncodeSettings { format: FORMAT, quality: Quality::Final, encoder: Encoder::X264 };
    let (narrations, findings, chunks) = (Vec::new(), Vec::new(), Vec::new());
    let schedule = Schedule { storyboard, settings, canvas, narrations, timings, clips, findings, chunks };
    (Arc::new(schedule), Arc::new(set))
}

/// All frames of a clip as gray pixels.
fn pictures(clip: &Path) -> Vec<u8> {
    let decoded = Command::new("ffmpeg")
        .args(["-v", "error", "-i"])
        .arg(clip)
        .args(["-f", "rawvideo", "-pix_fmt", "yuv420p", "-"])
        .output()
        .expect("ffmpeg runs");
    assert!(decoded.status.success(), "{}", String::from_utf8_lossy(&decoded.stderr));
    decoded.stdout
}

#[tokio::test]
async fn clips_of_both_canvases_show_the_same_and_are_kept_apart() {
    let folder = tempfile::tempdir().expect("a folder");
    let objects = ArtifactFiles::at(folder.path());
    let ffmpeg = Ffmpeg::find().expect("it is installed");
    let mut films = Vec::new();
    for canvas in [CanvasKind::Cpu, CanvasKind::SoftwareGpu] {
        let (schedule, set) = schedule(canvas);
        let cancel = Cancel::default();
        for made in [Made::Now, Made::Found] {
            let clips = render(&schedule, &[0, 1], &set, &ffmpeg, &objects, &Nothing, 2, &cancel).await;
            let clips = clips
                .unwrap_or_else(|error| panic!("{}; `make setup-graphics` installs a canvas", error_chain(&error)));
            assert_eq!(clips, [made, made], "{canvas:?}");
        }
        let mut film = Vec::new();
        for clip in &schedule.clips {
            let clip = objects.file(clip).await.expect("a folder").expect("it was made");
            film.push(pictures(&clip));
        }
        films.push((film, schedule));
    }
    let [(cpu, of_cpu), (gpu, of_gpu)] = films.try_into().unwrap_or_else(|_| unreachable!("two canvases"));
    for scene in 0..2 {
        assert_ne!(of_cpu.clips[scene], of_gpu.clips[scene], "bytes of two canvases have two keys");
        let (one, two) = (&cpu[scene], &gpu[scene]);
        let frames = of_cpu.timings[scene].frames as usize;
        assert_eq!((one.len(), two.len()), (frames * 640 * 360 * 3 / 2, frames * 640 * 360 * 3 / 2));
        let sum: u64 = one.iter().zip(two).map(|(one, two)| u64::from(one.abs_diff(*two))).sum();
        let mean = sum as f64 / one.len() as f64;
        assert!(mean <= MEAN_TOLERANCE, "scene {scene}: {mean:.3}");
    }
}
