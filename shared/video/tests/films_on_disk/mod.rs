//! Small films for the tests: drawn, encoded and joined as real ones are.

use std::{
    path::{Path, PathBuf},
    process::Command,
};

use lectern_lesson::Format;
use lectern_video::{
    Cancel, Chapter, Clip, ClipWriter, Composite, EncodeSettings, Encoder, Ffmpeg, Quality, composite,
};

/// A frame that is unlike all others: a gradient that slowly turns red, with a block that jumps.
pub fn frame(format: Format, number: u32) -> Vec<u8> {
    let (width, height) = (format.width as usize, format.height as usize);
    let side = height / 4;
    let block = (number as usize * 37) % (width - side);
    let glow = (number / 3 % 240) as u8;
    (0..width * height)
        .flat_map(|at| {
            let (x, y) = (at % width, at / width);
            if (block..block + side).contains(&x) && (side..side * 2).contains(&y) {
                [255, 200, 40, 255]
            } else {
                [glow, (x * 120 / width) as u8, (60 + y * 120 / height) as u8, 255]
            }
        })
        .collect()
}

/// Encodes frames `numbers` as a clip.
pub fn clip(ffmpeg: &Ffmpeg, path: &Path, format: Format, numbers: std::ops::Range<u32>) {
    let settings = EncodeSettings { format, quality: Quality::Final, encoder: Encoder::X264 };
    let mut writer = ClipWriter::start(ffmpeg, &settings, path).expect("it starts");
    for number in numbers {
        writer.write_rgba(&frame(format, number)).expect("it writes");
    }
    writer.finish().expect("it finishes");
}

/// A film in `folder`, joined of clips of so many frames.
pub fn film(ffmpeg: &Ffmpeg, folder: &Path, format: Format, clips: &[u32]) -> PathBuf {
    let mut first = 0;
    let clips: Vec<Clip> = clips
        .iter()
        .enumerate()
        .map(|(index, frames)| {
            let file = folder.join(format!("clip-{index}.mp4"));
            clip(ffmpeg, &file, format, first..first + frames);
            first += frames;
            Clip { file, frames: *frames }
        })
        .collect();
    let secs = f64::from(first) / f64::from(format.fps);
    let sound = folder.join("sound.wav");
    let noise = format!("anoisesrc=d={secs}:r=48000:a=0.1:seed=1,atrim=end={secs}");
    ffmpeg_cli(&["-f", "lavfi", "-i", &noise, "-ac", "2", "-c:a", "pcm_f32le", sound.to_str().expect("UTF-8")]);
    let job = Composite {
        clips,
        fps: format.fps,
        sound,
        chapters: vec![Chapter { title: "One".into(), start_secs: 0.0, end_secs: secs }],
        captions_srt: None,
        title: "A film".into(),
        language: "en-US".into(),
        comment: String::new(),
    };
    let film = folder.join("film.mp4");
    composite(ffmpeg, &job, &film, &Cancel::default()).expect("it joins");
    film
}

/// What FFmpeg prints; it must succeed.
pub fn ffmpeg_cli(arguments: &[&str]) -> Vec<u8> {
    let output =
        Command::new("ffmpeg").args(["-v", "error", "-y"]).args(arguments).output().expect("ffmpeg is installed");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    output.stdout
}

/// Hashes of the decoded frames, one each.
pub fn frame_hashes(path: &Path) -> Vec<String> {
    let out = ffmpeg_cli(&["-i", path.to_str().expect("UTF-8"), "-map", "0:v:0", "-f", "framemd5", "-"]);
    let text = String::from_utf8(out).expect("text");
    text.lines()
        .filter(|line| !line.starts_with('#'))
        .map(|line| line.rsplit(',').next().unwrap_or_default().trim().to_owned())
        .collect()
}
