//! What `make` makes of a film besides it, by the real binary.

use std::{fs, path::Path};

use crate::program::Workplace;

const LESSON: &str =
    "# Rain\n\nWarm air rises and cools. Drops form around **specks of dust**.\n\n## Falling\n\nThen it rains.\n";

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(folder)
        .unwrap_or_else(|error| panic!("{}: {error}", folder.display()))
        .map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    names
}

/// Every file of a folder by name.
fn contents(folder: &Path) -> Vec<(String, Vec<u8>)> {
    names(folder).into_iter().map(|name| (name.clone(), fs::read(folder.join(name)).expect("a file"))).collect()
}

#[test]
fn streams_teasers_and_stills_are_made_where_asked_for() {
    let place = Workplace::new();
    place.write("lesson.md", LESSON);
    let asked = ["make", "lesson.md", "--draft", "--hls", "--teaser", "--stills", "--stems", "--encoder", "x264"];
    place.succeed(&asked);
    let scenes = fs::read_to_string(place.path("lesson.storyboard.json"))
        .expect("a storyboard")
        .matches("\"narration\"")
        .count();
    let stills = names(&place.path("lesson.stills"));
    assert_eq!(stills.len(), scenes, "{stills:?}");
    assert!(stills[0].starts_with("01-") && stills[0].ends_with(".jpg"), "{stills:?}");
    let stream = names(&place.path("lesson.hls"));
    for file in ["master.m3u8", "360p.m3u8", "360p.mp4", "sound.mp4", "captions.vtt", "thumbnails.vtt"] {
        assert!(stream.iter().any(|name| name == file), "{file} is not among {stream:?}");
    }
    // The title's still is the film's title picture.
    let title = fs::read(place.path("lesson.stills").join(&stills[0])).expect("a still");
    assert_eq!(title, fs::read(place.path("lesson.jpg")).expect("the title picture"));

    // The stems are the film's, and tell how far its music lies under its voice; so does its report, without them.
    let inspected = || {
        let told = place.succeed(&["inspect", "--json", "lesson.mp4"]).stdout;
        serde_json::from_str::<serde_json::Value>(&told).expect("JSON")["voice_and_music"].clone()
    };
    let stems = ["lesson.voice.wav", "lesson.music.wav", "lesson.effects.wav"].map(|name| place.path(name));
    assert!(stems.iter().all(|stem| stem.is_file()));
    let by_stems = inspected();
    stems.iter().for_each(|stem| fs::remove_file(stem).expect("a stem"));
    let by_report = inspected();
    assert_eq!((&by_stems["told_by"], &by_report["told_by"]), (&"stems".into(), &"report".into()));
    for told in [&by_stems, &by_report] {
        let distance = told["voice_to_music_lu"].as_f64().unwrap_or_else(|| panic!("no distance in {told}"));
        assert!((15.0..=18.0).contains(&distance), "{told}");
    }
    // What is no film is refused, and so is a stem that is none.
    for (named, says) in [("lesson.md", "no film"), ("missing.mp4", "no such file")] {
        let refused = place.run(&["inspect", named]);
        assert_eq!(refused.code, Some(3), "{named}: {}", refused.stderr);
        assert!(refused.stderr.contains(says) && refused.stderr.contains("hint:"), "{}", refused.stderr);
    }
    place.write("lesson.voice.wav", "no sound");
    place.write("lesson.music.wav", "no sound");
    let refused = place.run(&["inspect", "lesson.mp4"]);
    assert_eq!(refused.code, Some(3), "{}", refused.stderr);
    assert!(refused.stderr.contains("lesson.voice.wav") && refused.stderr.contains("--stems"), "{}", refused.stderr);
    stems[..2].iter().for_each(|stem| fs::remove_file(stem).expect("a stem"));
    // A report of another film is not believed, and the film alone does not tell.
    let report = fs::read_to_string(place.path("lesson.report.json")).expect("a report");
    place.write("lesson.report.json", report.replace("\"frames\": ", "\"frames\": 1"));
    assert!(inspected().is_null());
    place.write("lesson.report.json", report);

    // Again: found, not made, and whatever lay there is replaced. Elsewhere: the same bytes.
    let first = contents(&place.path("lesson.hls"));
    place.write("lesson.hls/old.mp4", "of a longer film");
    place.succeed(&asked);
    assert_eq!(contents(&place.path("lesson.hls")), first);
    let report: serde_json::Value =
        serde_json::from_slice(&fs::read(place.path("lesson.report.json")).expect("a report")).expect("JSON");
    let package = report["steps"].as_array().and_then(|steps| steps.iter().find(|step| step["step"] == "package"));
    let package = package.unwrap_or_else(|| panic!("no packaging in {report}"));
    assert_eq!((package["made"].as_u64(), package["found"].as_u64()), (Some(0), Some(3)));

    let other = Workplace::new();
    other.write("lesson.md", LESSON);
    other.succeed(&asked);
    assert_eq!(contents(&other.path("lesson.hls")), first);
    for file in ["lesson.teaser.webp", "lesson.mp4"] {
        assert!(
            fs::read(other.path(file)).expect("a file") == fs::read(place.path(file)).expect("a file"),
            "{file} differs"
        );
    }
}

#[test]
fn an_encoder_that_does_not_work_here_is_refused_before_anything_is_made() {
    let place = Workplace::new();
    place.write("lesson.md", LESSON);
    let run = place.run(&["make", "lesson.md", "--draft", "--encoder", "x265"]);
    assert_eq!(run.code, Some(2), "{}", run.stderr);
    let run = place.run(&["make", "lesson.md", "--draft", "--encoder", "nvenc"]);
    // Where there is a GPU the film is made.
    if run.code != Some(0) {
        assert_eq!(run.code, Some(4), "{}", run.stderr);
        assert!(
            run.stderr.contains("cannot encode with nvenc") && run.stderr.contains("--encoder x264"),
            "{}",
            run.stderr
        );
        assert_eq!(place.files(), ["lesson.md"]);
    }
}
