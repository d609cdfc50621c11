//! The sample lessons in every style and every shape: what is planned fits, can be read, and is drawn.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::thread;

use lectern_drawing::{Painter, Stage, Style};
use lectern_embedded::SourceFolder;
use lectern_lesson::{Finding, Format, Lesson, Lexicon, Storyboard};
use lectern_pipeline::{Album, Plan, Wishes, analyze, estimated_timing, lint_on, plan_lesson, scene_place, stage};

/// The lessons, each with the length of its film in seconds where it is condensed.
const LESSONS: [(&str, Option<f64>); 8] = [
    ("water-cycle.md", None),
    ("pythagoras.md", None),
    ("recursion.md", None),
    ("supply-and-demand.md", None),
    ("fall-of-constantinople.txt", None),
    ("openstax-atp/lesson.md", Some(180.0)),
    ("openstax-cell-cycle/lesson.md", Some(180.0)),
    ("openstax-light-reactions/lesson.md", Some(180.0)),
];

/// A small format of each shape: layouts do not depend on how many pixels there are.
const FORMATS: [Format; 4] = [
    Format { width: 320, height: 180, fps: 10 },
    Format { width: 180, height: 320, fps: 10 },
    Format { width: 240, height: 240, fps: 10 },
    Format { width: 256, height: 320, fps: 10 },
];

/// Rules about the frame as laid out.
const FRAME_RULES: [&str; 6] = ["overflow", "overlap", "margins", "contrast", "text-size", "missing-characters"];

struct Read {
    name: &'static str,
    lesson: Lesson,
    length_secs: Option<f64>,
    sources: SourceFolder,
}

fn read_all() -> Vec<Read> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../assets/lessons");
    let read = |(name, length_secs): (&'static str, Option<f64>)| {
        let path: PathBuf = folder.join(name);
        let text = fs::read(&path).expect("the lesson ships");
        let lesson = analyze(name, &text, None).expect("the lesson can be read");
        Read { name, lesson, length_secs, sources: SourceFolder::of(&path) }
    };
    LESSONS.into_iter().map(read).collect()
}

fn planned(read: &Read, style: &str, format: Format) -> Plan {
    let wishes = Wishes {
        style: Some(style.to_owned()),
        voice: None,
        pace: None,
        lexicon: Lexicon::default(),
        format,
        length_secs: read.length_secs,
    };
    plan_lesson(&read.lesson, &wishes, &read.sources).expect("the lesson can be planned")
}

/// The findings about frames, each with where it was found.
fn about_frames(findings: &[Finding], read: &Read, style: &str, format: Format) -> Vec<String> {
    let told = findings.iter().filter(|finding| FRAME_RULES.contains(&finding.rule.as_str())).map(|finding| {
        let (name, width, height) = (read.name, format.width, format.height);
        let scene = finding.place.scene.as_deref().unwrap_or_default();
        format!("{name} in {style} at {width}×{height}, {scene}: {} [{}]", finding.message, finding.rule)
    });
    told.collect()
}

/// Draws every `step`-th scene from `first` when everything on it is to be seen, and tells what is wrong with the frames.
fn drawn(storyboard: &Storyboard, stage: &Stage, album: &Album, first: usize, step: usize) -> Vec<String> {
    let mut painter = Painter::new(stage.format());
    let mut wrong = Vec::new();
    for index in (first % step..storyboard.scenes.len()).step_by(step) {
        let (scene, timing) = (&storyboard.scenes[index], estimated_timing(storyboard, index));
        let prepared = stage.prepare(scene, &timing, scene_place(storyboard, index), album).expect("is drawn");
        prepared.draw(timing.rest_frame(), &mut painter).expect("is drawn");
        let frame = painter.rgba();
        let is_whole = frame.chunks_exact(4).all(|pixel| pixel[3] == 255);
        let is_flat = frame.chunks_exact(4).all(|pixel| pixel == &frame[..4]);
        if !is_whole || is_flat {
            wrong.push(format!("{} of {} is not drawn in {}", scene.id, storyboard.title, stage.style().name));
        }
    }
    wrong
}

/// Does the work for every pair of style and shape, on all processors, and tells what was found.
fn in_every_pair(work: impl Fn(usize, &'static str, Format) -> Vec<String> + Sync) -> Vec<String> {
    let styles = Style::names().into_iter();
    let pairs = styles.flat_map(|style| FORMATS.map(|format| (style, format))).enumerate().collect::<Vec<_>>();
    let (left, wrong) = (Mutex::new(pairs), Mutex::new(Vec::new()));
    let next = || left.lock().expect("no worker panics").pop();
    thread::scope(|scope| {
        for _ in 0..thread::available_parallelism().map_or(1, usize::from) {
            scope.spawn(|| {
                while let Some((index, (style, format))) = next() {
                    let found = work(index, style, format);
                    wrong.lock().expect("no worker panics").extend(found);
                }
            });
        }
    });
    let mut wrong = wrong.into_inner().expect("no worker panics");
    wrong.sort();
    wrong
}

#[test]
fn every_lesson_fits_and_is_drawn_in_every_style_and_shape() {
    let lessons = read_all();
    let plans: Vec<(&Read, Plan, Album)> = lessons
        .iter()
        .map(|read| {
            let plan = planned(read, "night-sky", FORMATS[0]);
            let album = Album::load(&plan.storyboard, &read.sources);
            (read, plan, album)
        })
        .collect();
    let wrong = in_every_pair(|index, style, format| {
        let stage = stage(style, format).expect("ships");
        let found = plans.iter().flat_map(|(read, plan, album)| {
            let mut told = about_frames(&lint_on(&plan.storyboard, &stage, album), read, style, format);
            // Each pair draws a few scenes of each lesson, and each scene is drawn in a few pairs.
            told.extend(drawn(&plan.storyboard, &stage, album, index, 8));
            told
        });
        found.collect()
    });
    assert!(wrong.is_empty(), "{} findings:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn every_style_and_shape_is_planned_for() {
    let lessons = read_all();
    // A plan parts its scenes by how they are laid out. Each pair plans one lesson, each lesson is planned for four pairs.
    let wrong = in_every_pair(|index, style, format| {
        let read = &lessons[(index + index / FORMATS.len()) % lessons.len()];
        about_frames(&planned(read, style, format).findings, read, style, format)
    });
    assert!(wrong.is_empty(), "{} findings:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn something_is_seen_within_half_a_second_of_every_scene() {
    for read in read_all() {
        let plan = planned(&read, "night-sky", FORMATS[0]);
        let album = Album::load(&plan.storyboard, &read.sources);
        let stage = stage("night-sky", FORMATS[0]).expect("ships");
        for (index, scene) in plan.storyboard.scenes.iter().enumerate() {
            let timing = estimated_timing(&plan.storyboard, index);
            let place = scene_place(&plan.storyboard, index);
            let opens_at = stage.prepare(scene, &timing, place, &album).expect("is drawn").opens_at();
            assert!(opens_at <= 0.5, "{}, {}: nothing is seen for {opens_at:.1} s", read.name, scene.id);
        }
    }
}
