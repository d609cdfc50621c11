//! HLS streams of real films, read by an independent parser and by FFmpeg.

mod films_on_disk;

use std::{fs, path::Path, process::Command};

use films_on_disk::{ffmpeg_cli, film, frame_hashes};
use lectern_lesson::Format;
use lectern_video::{Cancel, Ffmpeg, Streaming, VideoError, ladder, stream};
use m3u8_rs::{MasterPlaylist, MediaPlaylist, Playlist};

const VTT: &str = "WEBVTT\n\n1\n00:00:00.500 --> 00:00:02.000\nHello\n\n2\n00:00:07.000 --> 00:00:08.500\nAgain\n";

fn streaming(format: Format) -> Streaming {
    Streaming { format, ladder: ladder(format), captions_vtt: Some(VTT.to_owned()), language: "en-US".to_owned() }
}

fn master(folder: &Path) -> MasterPlaylist {
    let bytes = fs::read(folder.join("master.m3u8")).expect("a master playlist");
    match m3u8_rs::parse_playlist_res(&bytes).expect("it parses") {
        Playlist::MasterPlaylist(master) => master,
        Playlist::MediaPlaylist(_) => panic!("it is no master playlist"),
    }
}

fn media(folder: &Path, name: &str) -> MediaPlaylist {
    let bytes = fs::read(folder.join(name)).expect("a playlist");
    match m3u8_rs::parse_playlist_res(&bytes).unwrap_or_else(|error| panic!("{name}: {error}")) {
        Playlist::MediaPlaylist(media) => media,
        Playlist::MasterPlaylist(_) => panic!("{name} is no media playlist"),
    }
}

fn seconds(playlist: &MediaPlaylist) -> f64 {
    playlist.segments.iter().map(|segment| f64::from(segment.duration)).sum()
}

/// The bytes of a segment, with the initialization part before them.
fn playable(folder: &Path, playlist: &MediaPlaylist, segment: usize) -> Vec<u8> {
    let map = playlist.segments[0].map.as_ref().expect("an initialization part");
    let header = map.byte_range.as_ref().expect("a range").length as usize;
    let segment = &playlist.segments[segment];
    let file = fs::read(folder.join(&segment.uri)).expect("the rendition");
    let range = segment.byte_range.as_ref().expect("a range");
    let start = range.offset.expect("an offset") as usize;
    assert_eq!(&file[start + 4..start + 8], b"moof", "a segment starts with an index");
    [&file[..header], &file[start..start + range.length as usize]].concat()
}

#[test]
fn a_stream_is_its_film_in_every_size() {
    let ffmpeg = Ffmpeg::find().expect("ffmpeg is installed");
    // A landscape film with joins off the raster of its groups, and an upright one of another rate.
    for (format, clips, names) in [
        (Format { width: 854, height: 480, fps: 24 }, &[70, 33, 121][..], &["480p", "360p"][..]),
        (Format { width: 480, height: 600, fps: 50 }, &[240, 111], &["480p", "360p"]),
    ] {
        let place = tempfile::tempdir().expect("a folder");
        let path = film(&ffmpeg, place.path(), format, clips);
        let frames: u32 = clips.iter().sum();
        let secs = f64::from(frames) / f64::from(format.fps);
        let folder = place.path().join("hls");
        fs::create_dir(&folder).expect("a folder");
        let files = stream(&ffmpeg, &path, &streaming(format), &folder, &Cancel::default()).expect("it streams");

        let mut there: Vec<String> = fs::read_dir(&folder)
            .expect("the folder")
            .map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned())
            .collect();
        there.sort_unstable();
        let mut told = files.clone();
        told.sort_unstable();
        assert_eq!(told, there);
        assert_eq!(files[0], "master.m3u8");

        let master = master(&folder);
        assert!(master.independent_segments);
        let (pictures, winding): (Vec<_>, Vec<_>) = master.variants.iter().partition(|variant| !variant.is_i_frame);
        let expected: Vec<String> = names.iter().map(|name| format!("{name}.m3u8")).collect();
        assert_eq!(pictures.iter().map(|variant| variant.uri.clone()).collect::<Vec<_>>(), expected);
        assert_eq!(winding.len(), names.len());
        assert_eq!(master.alternatives.len(), 2, "sound and captions");

        let sound = media(&folder, "sound.m3u8");
        let own = media(&folder, &expected[0]);
        for variant in &pictures {
            let playlist = media(&folder, &variant.uri);
            assert!((seconds(&playlist) - secs).abs() < 1.0 / f64::from(format.fps), "{}", variant.uri);
            assert!(playlist.end_list && playlist.independent_segments);
            assert_eq!(variant.frame_rate, Some(f64::from(format.fps)));
            assert!(
                variant
                    .codecs
                    .as_ref()
                    .is_some_and(|codecs| { codecs.starts_with("avc1.64") && codecs.ends_with(",mp4a.40.2") })
            );
            let mut lengths: Vec<f64> = playlist.segments.iter().map(|segment| f64::from(segment.duration)).collect();
            assert!(lengths.iter().all(|length| *length <= playlist.target_duration as f64), "{lengths:?}");
            lengths.pop();
            assert!(lengths.iter().all(|length| (2.5..=6.0).contains(length)), "near four seconds: {lengths:?}");
            for (number, (segment, owns)) in playlist.segments.iter().zip(&own.segments).enumerate() {
                assert!((segment.duration - owns.duration).abs() < 0.001, "sizes change at segment {number}");
                let bytes = playable(&folder, &playlist, number);
                let range = segment.byte_range.as_ref().expect("a range");
                let rate = range.length as f64 * 8.0 / f64::from(segment.duration);
                assert!(variant.bandwidth as f64 >= rate, "segment {number} needs more than promised");
                let alone = folder.with_extension("segment.mp4");
                fs::write(&alone, bytes).expect("a file");
                let decoded = frame_hashes(&alone).len() as f64;
                let told = f64::from(segment.duration) * f64::from(format.fps);
                assert!((decoded - told).abs() < 0.5, "segment {number} alone has {decoded} frames, not {told}");
            }
            // Read as a whole by FFmpeg.
            let list = folder.join(&variant.uri);
            let hashes = frame_hashes(&list);
            assert_eq!(hashes.len(), frames as usize, "{}", variant.uri);
            let size = String::from_utf8(ffprobe(&list, "stream=width,height")).expect("text");
            let resolution = variant.resolution.expect("a resolution");
            assert_eq!(size.lines().next().unwrap_or_default(), format!("{},{}", resolution.width, resolution.height));
        }
        assert_eq!(frame_hashes(&folder.join(&expected[0])), frame_hashes(&path), "the film's own size is the film");
        assert!((seconds(&sound) - secs).abs() < 1024.0 / 48_000.0 + 0.001, "{} and {secs}", seconds(&sound));

        // Each key frame is a picture by itself, the same as in the film.
        let key_frames = media(&folder, &format!("{}.keyframes.m3u8", names[0]));
        assert!(key_frames.i_frames_only);
        assert!((seconds(&key_frames) - secs).abs() < 1.0 / f64::from(format.fps));
        let film_hashes = frame_hashes(&path);
        let mut at = 0.0;
        for (number, segment) in key_frames.segments.iter().enumerate() {
            let alone = folder.with_extension("keyframe.mp4");
            fs::write(&alone, playable(&folder, &key_frames, number)).expect("a file");
            let frame = (at * f64::from(format.fps)).round() as usize;
            let hashes = frame_hashes(&alone);
            assert_eq!(hashes.first(), Some(&film_hashes[frame]), "key frame {number} is frame {frame}");
            at += f64::from(segment.duration);
        }

        // From the master playlist FFmpeg finds picture and sound; captions in playlists it does not read.
        let kinds = String::from_utf8(ffprobe(&folder.join("master.m3u8"), "stream=codec_name")).expect("text");
        for (codec, least) in [("h264", names.len()), ("aac", 1)] {
            assert!(kinds.matches(codec).count() >= least, "{codec}: {kinds}");
        }
        let captions = media(&folder, "captions.m3u8");
        assert!((seconds(&captions) - secs).abs() < 0.01);
        let srt =
            ffmpeg_cli(&["-i", folder.join(&captions.segments[0].uri).to_str().expect("UTF-8"), "-f", "srt", "-"]);
        let srt = String::from_utf8(srt).expect("text");
        assert!(srt.contains("00:00:07,000 --> 00:00:08,500\nAgain"), "{srt}");

        let out = folder.with_extension("wav");
        let master_text = folder.join("master.m3u8").display().to_string();
        ffmpeg_cli(&["-i", &master_text, "-map", "0:a:0", out.to_str().expect("UTF-8")]);
        let heard: f64 =
            String::from_utf8(ffprobe(&out, "format=duration")).expect("text").trim().parse().expect("secs");
        assert!((heard - secs).abs() < 1024.0 / 48_000.0 + 0.001, "{heard} s of sound in {secs} s of film");
    }
}

fn ffprobe(file: &Path, entries: &str) -> Vec<u8> {
    let output = Command::new("ffprobe")
        .args(["-v", "error", "-of", "csv=p=0", "-show_entries", entries])
        .arg(file)
        .output()
        .expect("ffprobe is installed");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    output.stdout
}

#[test]
fn thumbnails_show_what_the_film_shows_then() {
    let ffmpeg = Ffmpeg::find().expect("ffmpeg is installed");
    let place = tempfile::tempdir().expect("a folder");
    let format = Format { width: 320, height: 180, fps: 25 };
    let path = film(&ffmpeg, place.path(), format, &[610]);
    let folder = place.path().join("hls");
    fs::create_dir(&folder).expect("a folder");
    stream(&ffmpeg, &path, &streaming(format), &folder, &Cancel::default()).expect("it streams");

    let list = fs::read_to_string(folder.join("thumbnails.vtt")).expect("a list");
    let cues: Vec<(&str, &str)> = list.split("\n\n").skip(1).filter_map(|cue| cue.trim().split_once('\n')).collect();
    assert_eq!(cues.len(), 13, "one every two seconds of 24.4");
    assert!(cues[0].0.starts_with("00:00:00.000 --> ") && cues[12].0.ends_with(" --> 00:00:24.400"), "{list}");
    for pair in cues.windows(2) {
        assert_eq!(pair[0].0.rsplit(' ').next(), pair[1].0.split(' ').next(), "no gap between pictures");
    }
    for (number, (_, picture)) in cues.iter().enumerate() {
        let (file, place) = picture.split_once("#xywh=").expect("a part of a sheet");
        let [x, y, width, height]: [u32; 4] =
            place.split(',').map(|part| part.parse().expect("a number")).collect::<Vec<_>>().try_into().expect("four");
        let sheet = folder.join(file).display().to_string();
        let tile = format!("crop={width}:{height}:{x}:{y},scale=1:1:flags=area");
        let mean = |input: &str, filters: &str, more: &[&str]| -> Vec<u8> {
            let arguments =
                [more, &["-i", input, "-frames:v", "1", "-vf", filters, "-f", "rawvideo", "-pix_fmt", "rgb24", "-"]];
            ffmpeg_cli(&arguments.concat())
        };
        let shown = mean(&sheet, &tile, &[]);
        let secs = (number * 2).to_string();
        let filmed = mean(path.to_str().expect("UTF-8"), "scale=1:1:flags=area", &["-ss", &secs]);
        let apart = shown.iter().zip(&filmed).map(|(one, other)| one.abs_diff(*other)).max().expect("three colors");
        // The nearest key frame is at most a second off: 8 of the 16 levels between two pictures.
        assert!(apart <= 12, "picture {number} is {shown:?}, the film {filmed:?}");
    }
}

#[test]
fn a_stopped_stream_stops_at_once() {
    let ffmpeg = Ffmpeg::find().expect("ffmpeg is installed");
    let place = tempfile::tempdir().expect("a folder");
    let cancel = Cancel::default();
    cancel.set();
    let format = Format { width: 854, height: 480, fps: 24 };
    let error = stream(&ffmpeg, &place.path().join("film.mp4"), &streaming(format), place.path(), &cancel);
    // It is not even asked whether there is a film.
    assert!(matches!(error, Err(VideoError::Cancelled)), "{error:?}");
}
