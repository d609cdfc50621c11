//! Clips and films of every rate and shape.

mod films_on_disk;

use films_on_disk::{ffmpeg_cli, film, frame, frame_hashes};
use lectern_lesson::Format;
use lectern_video::{
    Cancel, ClipWriter, EncodeSettings, Encoder, Expected, Ffmpeg, Quality, Teaser, VideoError, inspect, probe, teaser,
};

#[test]
fn films_of_every_rate_and_shape_are_encoded_joined_and_measured() {
    let ffmpeg = Ffmpeg::find().expect("ffmpeg is installed");
    for (width, height, fps) in [
        (1280, 720, 24),
        (720, 1280, 25),
        (320, 180, 30),
        (360, 450, 50),
        (400, 400, 60),
        // No side is a multiple of x264's blocks of 16, and one is of no block at all.
        (642, 362, 30),
        (130, 74, 24),
        (3840, 2160, 30),
    ] {
        let format = Format { width, height, fps };
        let place = tempfile::tempdir().expect("a folder");
        // Ten frames are the fewest of a clip; the others end off the raster of their groups.
        let clips: &[u32] = if width > 2000 { &[10, 11] } else { &[10, 33, 17] };
        let path = film(&ffmpeg, place.path(), format, clips);
        let frames: u32 = clips.iter().sum();
        let probe = probe(&ffmpeg, &path).expect("it is a film");
        assert_eq!((probe.width, probe.height), (width, height));
        assert_eq!(probe.frames, u64::from(frames), "{format:?}");
        assert_eq!(probe.frame_rates, (format!("{fps}/1"), format!("{fps}/1")), "{format:?}");
        let joined = frame_hashes(&path);
        let single: Vec<String> =
            (0..clips.len()).flat_map(|index| frame_hashes(&place.path().join(format!("clip-{index}.mp4")))).collect();
        assert_eq!(joined, single, "{format:?}: frame k of the film is frame k of the clips");
        let expected = Expected { format, duration_secs: f64::from(frames) / f64::from(fps) };
        let findings = inspect(&ffmpeg, &path, &Cancel::default()).expect("it is measured").findings(&expected);
        let wrong: Vec<_> = findings
            .iter()
            .filter(|finding| ["film-form", "film-length", "film-ends"].contains(&&*finding.rule))
            .collect();
        assert!(wrong.is_empty(), "{format:?}: {wrong:?}");
    }
}

#[test]
fn a_repeated_frame_is_the_frame_again() {
    let ffmpeg = Ffmpeg::find().expect("ffmpeg is installed");
    let place = tempfile::tempdir().expect("a folder");
    let format = Format { width: 320, height: 180, fps: 30 };
    let settings = EncodeSettings { format, quality: Quality::Final, encoder: Encoder::X264 };
    let files = ["drawn.mp4", "repeated.mp4"].map(|name| place.path().join(name));
    for (file, repeats) in files.iter().zip([false, true]) {
        let mut writer = ClipWriter::start(&ffmpeg, &settings, file).expect("it starts");
        for number in 0..30 {
            if repeats && number % 10 != 0 {
                writer.write_changed(&frame(format, number / 10 * 10), []).expect("it writes");
            } else {
                writer.write_rgba(&frame(format, number / 10 * 10)).expect("it writes");
            }
        }
        assert_eq!(writer.finish().expect("it finishes").frames, 30);
    }
    let [drawn, repeated] = files.map(|file| std::fs::read(file).expect("a clip"));
    assert!(drawn == repeated, "the same bytes as if it had been drawn again");
}

#[test]
fn a_machine_without_the_gpu_says_so_and_takes_the_processor() {
    let ffmpeg = Ffmpeg::find().expect("ffmpeg is installed");
    ffmpeg.check_encoder(Encoder::X264).expect("x264 works everywhere");
    // Asked of FFmpeg itself, in another way than ours.
    let direct = std::process::Command::new("ffmpeg")
        .args([
            "-v",
            "quiet",
            "-f",
            "lavfi",
            "-i",
            "testsrc=s=640x360",
            "-frames:v",
            "2",
            "-c:v",
            "h264_nvenc",
            "-f",
            "null",
            "-",
        ])
        .status()
        .expect("ffmpeg is installed");
    match ffmpeg.check_encoder(Encoder::Nvenc) {
        Ok(()) => {
            assert!(direct.success());
            assert_eq!(ffmpeg.best_encoder(), Encoder::Nvenc);
        }
        Err(VideoError::Encoder { encoder: Encoder::Nvenc, told }) => {
            assert!(!direct.success());
            assert!(!told.trim().is_empty(), "it says why");
            assert_eq!(ffmpeg.best_encoder(), Encoder::X264);
        }
        Err(error) => panic!("{error}"),
    }
}

#[test]
fn a_film_that_is_stopped_stops_ffmpeg() {
    let ffmpeg = Ffmpeg::find().expect("ffmpeg is installed");
    let place = tempfile::tempdir().expect("a folder");
    let format = Format { width: 320, height: 180, fps: 30 };
    // A pipe that nobody writes to: FFmpeg would wait for it for ever.
    let endless = place.path().join("endless.mp4");
    let made = std::process::Command::new("mkfifo").arg(&endless).status().expect("mkfifo is installed");
    assert!(made.success());
    let cancel = Cancel::default();
    let stop = cancel.clone();
    let cut = Teaser { format, moments: vec![0.0], piece_secs: 1.0, fade_secs: 0.0 };
    let out = place.path().join("teaser.webp");
    let outcome = std::thread::scope(|scope| {
        let working = scope.spawn(|| teaser(&ffmpeg, &endless, &cut, &out, &cancel));
        // Opens only when FFmpeg has opened its end: from there on it runs, and waits.
        let held = std::fs::File::options().write(true).open(&endless).expect("the writing end");
        stop.set();
        let outcome = working.join().expect("it does not panic");
        drop(held);
        outcome
    });
    assert!(matches!(outcome, Err(VideoError::Cancelled)), "{outcome:?}");
    assert!(!out.exists(), "nothing is left");
}

#[test]
fn teasers_are_small_and_as_long_as_told() {
    let ffmpeg = Ffmpeg::find().expect("ffmpeg is installed");
    for (width, height, moments) in [(854, 480, vec![0.5, 2.5, 4.0]), (480, 854, vec![1.0])] {
        let format = Format { width, height, fps: 25 };
        let place = tempfile::tempdir().expect("a folder");
        let path = film(&ffmpeg, place.path(), format, &[140]);
        let cut = Teaser { format, moments, piece_secs: 1.2, fade_secs: 0.4 };
        let out = place.path().join("teaser.webp");
        teaser(&ffmpeg, &path, &cut, &out, &Cancel::default()).expect("it is made");
        let bytes = std::fs::read(&out).expect("a teaser");
        assert!(bytes.len() as u64 <= lectern_video::TEASER_BYTES_MAX && &bytes[8..12] == b"WEBP");
        // Read by another decoder than the encoder's.
        let decoder = image::codecs::webp::WebPDecoder::new(std::io::Cursor::new(&bytes)).expect("it is a WebP");
        assert!(decoder.has_animation());
        let frames: Vec<image::Frame> =
            image::AnimationDecoder::into_frames(decoder).collect_frames().expect("it decodes");
        let millis: f64 = frames
            .iter()
            .map(|frame| {
                let (numerator, denominator) = frame.delay().numer_denom_ms();
                f64::from(numerator) / f64::from(denominator)
            })
            .sum();
        assert!((millis / 1000.0 - cut.duration_secs()).abs() < 0.2, "{millis} ms, not {} s", cut.duration_secs());
        let (wide, high) = frames[0].buffer().dimensions();
        assert_eq!(wide.max(high), 640, "{wide}x{high}");
        assert!((f64::from(wide) / f64::from(high) - f64::from(width) / f64::from(height)).abs() < 0.02);
        // What it shows first is what the film shows at its first moment, but for the scale.
        let start = cut.moments[0].to_string();
        let filmed = ffmpeg_cli(&[
            "-ss",
            &start,
            "-i",
            path.to_str().expect("UTF-8"),
            "-frames:v",
            "1",
            "-vf",
            "scale=1:1:flags=area",
            "-f",
            "rawvideo",
            "-pix_fmt",
            "rgb24",
            "-",
        ]);
        let small = image::imageops::thumbnail(frames[0].buffer(), 1, 1);
        let apart = (0..3).map(|channel| small.get_pixel(0, 0)[channel].abs_diff(filmed[channel])).max();
        assert!(apart.is_some_and(|apart| apart <= 10), "{:?} and {filmed:?}", small.get_pixel(0, 0));
    }
}
