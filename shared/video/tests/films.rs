//! Clips, films and inspections with the real FFmpeg.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use lectern_lesson::{Format, Severity};
use lectern_video::{
    Cancel, Chapter, Clip, ClipWriter, Composite, EncodeSettings, Encoder, Expected, Ffmpeg, Quality, VideoError,
    composite, inspect, probe,
};

const FORMAT: Format = Format { width: 320, height: 180, fps: 30 };
const SETTINGS: EncodeSettings = EncodeSettings { format: FORMAT, quality: Quality::Final, encoder: Encoder::X264 };

/// A frame that is unlike all others: a drifting gradient with a block that jumps by frame number.
fn frame(number: u32) -> Vec<u8> {
    let (width, height) = (FORMAT.width as usize, FORMAT.height as usize);
    let block = (number as usize * 37) % (width - 40);
    (0..width * height)
        .flat_map(|at| {
            let (x, y) = (at % width, at / width);
            if (block..block + 40).contains(&x) && (60..100).contains(&y) {
                [255, 200, 40, 255]
            } else {
                [(x / 3) as u8, 20, (60 + y / 2 + number as usize % 50) as u8, 255]
            }
        })
        .collect()
}

fn clip(ffmpeg: &Ffmpeg, path: &Path, frames: std::ops::Range<u32>) {
    let mut writer = ClipWriter::start(ffmpeg, &SETTINGS, path).expect("it starts");
    for number in frames.clone() {
        writer.write_rgba(&frame(number)).expect("it writes");
    }
    assert_eq!(writer.finish().expect("it finishes").frames, frames.len() as u32);
}

fn ffmpeg_cli(arguments: &[&str]) -> Vec<u8> {
    let output =
        Command::new("ffmpeg").args(["-v", "error", "-y"]).args(arguments).output().expect("ffmpeg is installed");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    output.stdout
}

/// A sound of `secs` seconds at the loudness of a film: noise through FFmpeg's own normalizer.
fn sound(path: &Path, secs: f64) {
    let filter = format!(
        "anoisesrc=d={secs}:r=48000:a=0.2:seed=1,highpass=f=200,lowpass=f=3000,loudnorm=I=-16:TP=-2,aresample=48000,atrim=end={secs}"
    );
    ffmpeg_cli(&["-f", "lavfi", "-i", &filter, "-ac", "2", "-c:a", "pcm_f32le", path.to_str().expect("UTF-8")]);
}

fn job(clips: Vec<Clip>, sound: PathBuf, captions: Option<PathBuf>, secs: f64) -> Composite {
    Composite {
        clips,
        fps: 30,
        sound,
        chapters: vec![
            Chapter { title: "One = 1; #a".into(), start_secs: 0.0, end_secs: 1.0 },
            Chapter { title: "Two".into(), start_secs: 1.0, end_secs: secs },
        ],
        captions_srt: captions,
        title: "A film".into(),
        language: "en-US".into(),
        comment: "CC BY".into(),
    }
}

/// Hashes of the decoded frames, one a line.
fn frame_hashes(path: &Path) -> Vec<String> {
    let out = ffmpeg_cli(&["-i", path.to_str().expect("UTF-8"), "-map", "0:v", "-f", "framemd5", "-"]);
    let text = String::from_utf8(out).expect("text");
    text.lines()
        .filter(|line| !line.starts_with('#'))
        .map(|line| line.rsplit(',').next().unwrap_or_default().trim().to_owned())
        .collect()
}

#[test]
fn a_film_is_its_clips_frame_by_frame_and_the_same_bytes_every_time() {
    let ffmpeg = Ffmpeg::find().expect("ffmpeg is installed");
    let folder = tempfile::tempdir().expect("a folder");
    let path = |name: &str| folder.path().join(name);
    // Lengths on both sides of a group of pictures; names that need quoting.
    let ranges = [0..30, 30..46, 46..121, 121..184];
    let clips: Vec<PathBuf> = (0..ranges.len()).map(|index| path(&format!("it's clip {index}.mp4"))).collect();
    let parts: Vec<Clip> = clips
        .iter()
        .zip(&ranges)
        .map(|(file, range)| Clip { file: file.clone(), frames: range.len() as u32 })
        .collect();
    let mut expected = Vec::new();
    for (range, clip_path) in ranges.iter().zip(&clips) {
        clip(&ffmpeg, clip_path, range.clone());
        expected.extend(frame_hashes(clip_path));
    }
    let secs = 184.0 / 30.0;
    sound(&path("sound.wav"), secs);
    fs::write(path("captions.srt"), "1\n00:00:00,500 --> 00:00:02,000\nHello\n").expect("captions");

    let films = ["a.mp4", "b.mp4"].map(|name| {
        let job = job(parts.clone(), path("sound.wav"), Some(path("captions.srt")), secs);
        composite(&ffmpeg, &job, &path(name), &Cancel::default()).expect("it joins");
        path(name)
    });
    assert!(fs::read(&films[0]).expect("a film") == fs::read(&films[1]).expect("a film"), "two joins differ");
    assert_eq!(frame_hashes(&films[0]), expected, "frame k of the film is frame k of the clips");

    let inspection = inspect(&ffmpeg, &films[0], &Cancel::default()).expect("it is a film");
    let findings = inspection.findings(&Expected { format: FORMAT, duration_secs: secs });
    assert!(findings.iter().all(|finding| finding.severity != Severity::Error), "{findings:?}");
    assert_eq!(inspection.probe.frames, 184);
    assert_eq!(inspection.probe.profile, "High");
    assert_eq!(inspection.probe.chapters, ["One = 1; #a", "Two"]);
    assert!(inspection.probe.has_captions);
    let names: Vec<String> = fs::read_dir(folder.path())
        .expect("the folder")
        .map(|entry| entry.expect("a file").file_name().to_string_lossy().into_owned())
        .filter(|name| name.ends_with(".txt"))
        .collect();
    assert!(names.is_empty(), "lists are swept: {names:?}");
}

#[test]
fn the_same_frames_make_the_same_clip_also_under_load() {
    let ffmpeg = Ffmpeg::find().expect("ffmpeg is installed");
    let folder = tempfile::tempdir().expect("a folder");
    let clips: Vec<PathBuf> = (0..4).map(|index| folder.path().join(format!("{index}.mp4"))).collect();
    clip(&ffmpeg, &clips[0], 0..70);
    std::thread::scope(|scope| {
        for path in &clips[1..] {
            scope.spawn(|| clip(&ffmpeg, path, 0..70));
        }
    });
    let first = fs::read(&clips[0]).expect("a clip");
    for path in &clips[1..] {
        assert!(fs::read(path).expect("a clip") == first, "{} differs", path.display());
    }
}

#[test]
fn colors_survive_and_are_tagged() {
    let ffmpeg = Ffmpeg::find().expect("ffmpeg is installed");
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("patch.mp4");
    for color in [[8_u8, 8, 40], [99, 230, 240], [255, 203, 92], [255, 133, 148], [245, 243, 255]] {
        let rgba = [color[0], color[1], color[2], 255].repeat(320 * 180);
        let mut writer = ClipWriter::start(&ffmpeg, &SETTINGS, &path).expect("it starts");
        for _ in 0..3 {
            writer.write_rgba(&rgba).expect("it writes");
        }
        writer.finish().expect("it finishes");
        // FFmpeg converts back by the tags it finds.
        let back = ffmpeg_cli(&[
            "-i",
            path.to_str().expect("UTF-8"),
            "-frames:v",
            "1",
            "-vf",
            "scale=in_color_matrix=auto:flags=accurate_rnd",
            "-f",
            "rawvideo",
            "-pix_fmt",
            "rgb24",
            "-",
        ]);
        let middle = (90 * 320 + 160) * 3;
        for channel in 0..3 {
            assert!(
                back[middle + channel].abs_diff(color[channel]) <= 4,
                "{color:?} came back as {:?}",
                &back[middle..middle + 3]
            );
        }
    }
}

#[test]
fn bad_films_are_found_out() {
    let ffmpeg = Ffmpeg::find().expect("ffmpeg is installed");
    let folder = tempfile::tempdir().expect("a folder");
    let film = folder.path().join("film.mp4");
    let noise = "anoisesrc=r=48000:a=0.05:d=16";
    for (picture, audio, rule) in [
        ("color=black:s=320x180:r=30:d=16", noise, "black"),
        ("testsrc=s=320x180:r=30:d=1,tpad=stop_mode=clone:stop_duration=35", noise, "frozen"),
        ("testsrc2=s=320x180:r=30:d=16", "anullsrc=r=48000:d=16", "silent"),
        ("testsrc2=s=320x180:r=30:d=16", "anoisesrc=r=48000:a=1:d=16,volume=20dB", "true-peak"),
        ("testsrc2=s=320x180:r=30:d=16", noise, "loudness"),
        ("testsrc2=s=320x180:r=25:d=16", noise, "film-form"),
        ("testsrc2=s=320x180:r=30:d=12", noise, "film-ends"),
    ] {
        ffmpeg_cli(&[
            "-f",
            "lavfi",
            "-i",
            picture,
            "-f",
            "lavfi",
            "-i",
            audio,
            "-c:v",
            "libx264",
            "-preset",
            "ultrafast",
            "-g",
            "60",
            "-pix_fmt",
            "yuv420p",
            "-c:a",
            "aac",
            "-ac",
            "2",
            film.to_str().expect("UTF-8"),
        ]);
        let inspection = inspect(&ffmpeg, &film, &Cancel::default()).expect("it decodes");
        let findings = inspection.findings(&Expected { format: FORMAT, duration_secs: 16.0 });
        assert!(findings.iter().any(|finding| finding.rule == rule), "{rule}: {findings:?}");
    }
}

#[test]
fn failures_are_told_and_leave_nothing() {
    let ffmpeg = Ffmpeg::find().expect("ffmpeg is installed");
    let folder = tempfile::tempdir().expect("a folder");
    let path = |name: &str| folder.path().join(name);

    let missing = Ffmpeg::in_folder(folder.path()).expect_err("there is none");
    assert!(matches!(missing, VideoError::Missing { program: "ffmpeg", .. }), "{missing}");

    let mut writer = ClipWriter::start(&ffmpeg, &SETTINGS, &path("wrong.mp4")).expect("it starts");
    let error = writer.write_rgba(&[0; 16]).expect_err("the frame is too small");
    assert!(matches!(error, VideoError::FrameSize { got: 16, expected: 230_400 }), "{error}");
    drop(writer);
    assert!(!path("wrong.mp4").exists(), "a dropped writer leaves no file");

    // An encoder that cannot write ends early; the frames that follow find it gone.
    let mut writer = ClipWriter::start(&ffmpeg, &SETTINGS, &path("no/such/folder.mp4")).expect("it starts");
    let error = (0..200).find_map(|number| writer.write_rgba(&frame(number)).err()).or_else(|| writer.finish().err());
    let error = error.expect("it fails").to_string();
    assert!(error.contains("folder.mp4") && error.contains("No such file"), "{error}");

    fs::write(path("broken.mp4"), "no film").expect("a file");
    sound(&path("sound.wav"), 1.0);
    let broken = job(vec![Clip { file: path("broken.mp4"), frames: 30 }], path("sound.wav"), None, 1.0);
    let error = composite(&ffmpeg, &broken, &path("film.mp4"), &Cancel::default()).expect_err("it fails").to_string();
    assert!(error.contains("join 1 clips"), "{error}");
    assert!(!path("film.mp4").exists(), "no half film");
    assert!(probe(&ffmpeg, &path("broken.mp4")).is_err());

    // /dev/full answers every write with "no space left on device".
    clip(&ffmpeg, &path("clip.mp4"), 0..30);
    std::os::unix::fs::symlink("/dev/full", path("full.mp4")).expect("a link");
    let error = composite(
        &ffmpeg,
        &job(vec![Clip { file: path("clip.mp4"), frames: 30 }], path("sound.wav"), None, 1.0),
        &path("full.mp4"),
        &Cancel::default(),
    );
    let error = error.expect_err("the disk is full");
    assert!(matches!(error, VideoError::DiskFull { .. }), "{error}");
}

#[test]
fn a_complete_ffmpeg_lacks_nothing() {
    let ffmpeg = Ffmpeg::find().expect("ffmpeg is installed");
    assert_eq!(ffmpeg.check(), []);
    assert!(ffmpeg.version().contains("ffmpeg version"));
}
