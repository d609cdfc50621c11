//! Films made by the real binary, judged from outside: by FFmpeg and by a speech recognizer.

use std::{
    fs,
    io::{BufRead, BufReader},
    path::Path,
    process::{Command, Stdio},
};

use lectern_lesson::escape_narration;
use serde::Deserialize;
use serde_json::Value;

use crate::program::Workplace;

fn json(path: &Path) -> Value {
    let bytes = fs::read(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    serde_json::from_slice(&bytes).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn ffprobe(film: &Path) -> Value {
    let output = Command::new("ffprobe")
        .args(["-v", "error", "-of", "json", "-show_format", "-show_streams", "-show_chapters", "-count_packets"])
        .arg(film)
        .output()
        .expect("ffprobe is installed");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).expect("ffprobe prints JSON")
}

fn stream<'a>(probe: &'a Value, kind: &str) -> &'a Value {
    probe["streams"]
        .as_array()
        .expect("streams")
        .iter()
        .find(|stream| stream["codec_type"] == kind)
        .unwrap_or_else(|| panic!("no {kind} stream in {probe}"))
}

fn number(value: &Value) -> f64 {
    value.as_f64().or_else(|| value.as_str()?.parse().ok()).unwrap_or_else(|| panic!("{value} is no number"))
}

/// The film of a lesson is what the README promises, in every file.
#[test]
fn a_lesson_becomes_a_film_with_everything_beside_it() {
    let place = Workplace::new();
    place.write(
        "lesson.md",
        "# Rain\n\nWarm air rises and cools. Drops form around **specks of dust**.\n\n## Falling\n\nThen it rains.\n",
    );
    let run = place.succeed(&["make", "lesson.md", "--json"]);

    let events: Vec<Value> = run.stdout.lines().map(|line| serde_json::from_str(line).expect("a JSON line")).collect();
    let types: Vec<&str> = events.iter().map(|event| event["eventType"].as_str().expect("a type")).collect();
    assert_eq!(types.first(), Some(&"GENERATION_STARTED"));
    assert_eq!(types.last(), Some(&"GENERATION_FINISHED"));
    assert!(types[1..types.len() - 1].iter().all(|name| *name == "SCENE_COMPLETED"), "{types:?}");
    assert!(events.windows(2).all(|pair| number(&pair[0]["progress"]) <= number(&pair[1]["progress"])));
    assert!(events.iter().all(|event| event["projectId"] == "lesson" && event["userId"] == "local"));

    let mut expected = [
        "lesson.md",
        "lesson.mp4",
        "lesson.vtt",
        "lesson.srt",
        "lesson.chapters.vtt",
        "lesson.transcript.md",
        "lesson.jpg",
        "lesson.storyboard.json",
        "lesson.report.json",
    ];
    expected.sort_unstable();
    assert_eq!(place.files(), expected);

    let probe = ffprobe(&place.path("lesson.mp4"));
    let (picture, sound) = (stream(&probe, "video"), stream(&probe, "audio"));
    for (key, value) in [
        ("codec_name", "h264"),
        ("profile", "High"),
        ("pix_fmt", "yuv420p"),
        ("color_space", "bt709"),
        ("color_transfer", "bt709"),
        ("color_primaries", "bt709"),
        ("color_range", "tv"),
        ("r_frame_rate", "30/1"),
        ("avg_frame_rate", "30/1"),
    ] {
        assert_eq!(picture[key], value, "{key}");
    }
    assert_eq!((&picture["width"], &picture["height"]), (&Value::from(1920), &Value::from(1080)));
    for (key, value) in [("codec_name", "aac"), ("sample_rate", "48000")] {
        assert_eq!(sound[key], value, "{key}");
    }
    assert_eq!(sound["channels"], 2);
    assert_eq!(stream(&probe, "subtitle")["codec_name"], "mov_text");
    let (picture_secs, sound_secs) = (number(&picture["duration"]), number(&sound["duration"]));
    assert!((picture_secs - sound_secs).abs() < 0.1, "picture {picture_secs} s, sound {sound_secs} s");

    let report = json(&place.path("lesson.report.json"));
    assert_eq!(report["passed"], true, "{report}");
    assert!((number(&report["duration_secs"]) - picture_secs).abs() < 0.001, "{picture_secs}");
    let frames = number(&picture["nb_read_packets"]);
    assert!((frames - number(&report["duration_secs"]) * 30.0).abs() < 0.01, "{frames} frames");
    let chapters: Vec<&str> = probe["chapters"]
        .as_array()
        .expect("chapters")
        .iter()
        .map(|chapter| chapter["tags"]["title"].as_str().expect("a title"))
        .collect();
    assert_eq!(chapters.last(), Some(&"Falling"), "{chapters:?}");

    // Fast start: the index comes before the data.
    let bytes = fs::read(place.path("lesson.mp4")).expect("the film");
    let find = |name: &[u8]| bytes.windows(4).position(|window| window == name).expect("the atom");
    assert!(find(b"moov") < find(b"mdat"));
    let transcript = fs::read_to_string(place.path("lesson.transcript.md")).expect("the transcript");
    assert!(
        transcript.contains("Drops form around specks of dust.") && transcript.contains("## Falling"),
        "{transcript}"
    );
    assert!(fs::read(place.path("lesson.jpg")).expect("the picture").starts_with(&[0xff, 0xd8]));
}

/// The stored steps: nothing is made twice, an edit re-makes its scene, and a film is the same however it is made.
#[test]
fn films_are_the_same_bytes_and_nothing_is_made_twice() {
    let script = "# Rain\n\nWarm air rises and cools. It cannot hold its water.\n\n## Drops\n\nDrops form around specks of dust. They grow until they fall.\n\n## Rivers\n\nThe rain runs down the hills into rivers. Rivers carry it back to the sea.\n";
    let (one, two) = (Workplace::new(), Workplace::new());
    for (place, jobs) in [(&one, "1"), (&two, "2")] {
        place.write("lesson.md", script);
        place.succeed(&["make", "--draft", "lesson.md", "--jobs", jobs]);
    }
    let film = |place: &Workplace| fs::read(place.path("lesson.mp4")).expect("the film");
    assert!(film(&one) == film(&two), "one job and two jobs gave different films");

    let steps = |place: &Workplace| {
        let report = json(&place.path("lesson.report.json"));
        let steps = report["steps"].as_array().expect("steps").clone();
        move |name: &str| {
            let step = steps.iter().find(|step| step["step"] == name).expect("the step");
            (step["made"].as_u64().expect("a count"), step["found"].as_u64().expect("a count"))
        }
    };
    let first = film(&one);
    one.succeed(&["make", "--draft", "lesson.md"]);
    assert!(film(&one) == first, "the unchanged film changed");
    let scenes = steps(&one)("render").1;
    for step in ["narrate", "render", "score", "composite", "inspect"] {
        assert_eq!(steps(&one)(step).0, 0, "{step} made something again");
    }

    one.write("lesson.md", script.replace("They grow until they fall.", "They grow and grow until they fall."));
    one.succeed(&["make", "--draft", "lesson.md"]);
    assert_eq!(steps(&one)("narrate"), (1, scenes - 1), "an edited sentence is one scene");
    // The scene after it too, where it passes over the last picture of the edited one.
    let (made, found) = steps(&one)("render");
    assert!(
        (1..=2).contains(&made) && made + found == scenes,
        "an edited sentence is one scene and a transition: {made}"
    );
}

/// A killed run goes on where it was.
#[test]
fn a_killed_run_is_resumed() {
    let place = Workplace::new();
    place.lesson("recursion.md");
    let arguments = ["make", "--draft", "recursion.md", "--jobs", "1", "--json"];
    let mut child = place.command(&arguments).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().expect("it starts");
    let mut scenes = 0;
    for line in BufReader::new(child.stdout.take().expect("it is piped")).lines() {
        scenes += u32::from(line.expect("a line").contains("SCENE_COMPLETED"));
        if scenes == 3 {
            // SIGKILL: no handler runs.
            child.kill().expect("it can be killed");
            break;
        }
    }
    child.wait().expect("it ended");
    assert!(!place.path("recursion.mp4").exists(), "no half film");
    place.succeed(&arguments);
    let report = json(&place.path("recursion.report.json"));
    assert_eq!(report["passed"], true, "{report}");
    let render = report["steps"]
        .as_array()
        .expect("steps")
        .iter()
        .find(|step| step["step"] == "render")
        .expect("render")
        .clone();
    assert!(render["found"].as_u64().expect("a count") >= 3, "{render}");
    assert!(render["made"].as_u64().expect("a count") >= 1, "{render}");
}

/// Two runs at once share one cache.
#[test]
fn two_runs_at_once_share_the_cache() {
    let place = Workplace::new();
    place.write("lesson.md", "# Rain\n\nWarm air rises and cools. Drops form around specks of dust. Then it rains.\n");
    let runs: Vec<_> = ["a.mp4", "b.mp4"]
        .map(|film| {
            place
                .command(&["make", "--draft", "lesson.md", "-o", film])
                .stderr(Stdio::piped())
                .spawn()
                .expect("it starts")
        })
        .into();
    for run in runs {
        let output = run.wait_with_output().expect("it ends");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    }
    assert!(fs::read(place.path("a.mp4")).expect("a film") == fs::read(place.path("b.mp4")).expect("a film"));
}

#[derive(Deserialize)]
struct Heard {
    word: String,
    start: f64,
}

/// What the recognizer hears in a film.
fn recognize(film: &Path, language: &str) -> Vec<Heard> {
    let cache = std::env::var_os("XDG_CACHE_HOME")
        .map_or_else(|| Path::new(&std::env::var_os("HOME").expect("a home")).join(".cache"), std::path::PathBuf::from);
    let output = Command::new(cache.join("lectern/judge/bin/python"))
        .arg(Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/recognition/recognize.py"))
        .arg(film)
        .arg(language)
        .output()
        .expect("the recognizer is installed: make setup-judge");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let heard: Vec<Heard> = serde_json::from_slice(&output.stdout).expect("JSON");
    heard.into_iter().flat_map(counted).collect()
}

/// Numbers that are counted off one after another, which the judge at times writes with hyphens between: "1-2-6-24" is no subtraction.
fn counted(heard: Heard) -> Vec<Heard> {
    let numbers: Vec<&str> = heard.word.trim_matches(|mark: char| !mark.is_alphanumeric()).split('-').collect();
    let is_counted = numbers.len() > 2 && numbers.iter().all(|number| number.parse::<u32>().is_ok());
    if !is_counted {
        return vec![heard];
    }
    numbers.iter().map(|number| Heard { word: (*number).to_owned(), ..heard }).collect()
}

/// What sounds the same and is written in two ways: British spelling, of which the judge writes the American.
const SPELLINGS: [(&str, &str); 8] = [
    ("harbour", "harbor"),
    ("metre", "meter"),
    ("metres", "meters"),
    ("kilometres", "kilometers"),
    ("tonnes", "tons"),
    ("defence", "defense"),
    ("colour", "color"),
    ("centre", "center"),
];

/// The words of a text as they are compared: spoken forms in lower case, letters only, in one spelling. Each with the
/// number of the white-space separated word that it comes from.
fn normalized(text: &str, language: &str) -> Vec<(usize, String)> {
    let mut words: Vec<(usize, String)> = Vec::new();
    for (index, spoken) in lectern_speech::spoken_words(&escape_narration(text), language).into_iter().enumerate() {
        for word in spoken.split(|character: char| !character.is_alphanumeric() && character != '\'') {
            let word = word.to_lowercase().replace('\'', "");
            let word = SPELLINGS
                .iter()
                .find(|(british, _)| *british == word)
                .map_or(word, |(_, american)| (*american).to_owned());
            // The judge writes "a thousand" as "1000", which reads "one thousand".
            if ["hundred", "thousand", "million", "billion"].contains(&word.as_str())
                && let Some((_, article)) = words.last_mut().filter(|(_, before)| before == "a")
            {
                "one".clone_into(article);
            }
            if !word.is_empty() {
                words.push((index, word));
            }
        }
    }
    words
}

/// The alignment of two word lists with the fewest edits: the edits, and the pairs that agree.
fn align(said: &[String], heard: &[String]) -> (usize, Vec<(usize, usize)>) {
    let width = heard.len() + 1;
    let mut cost = vec![0_usize; (said.len() + 1) * width];
    for row in 0..=said.len() {
        for column in 0..width {
            cost[row * width + column] = match (row, column) {
                (0, _) => column,
                (_, 0) => row,
                _ => {
                    let same = usize::from(said[row - 1] != heard[column - 1]);
                    (cost[(row - 1) * width + column - 1] + same)
                        .min(cost[(row - 1) * width + column] + 1)
                        .min(cost[row * width + column - 1] + 1)
                }
            };
        }
    }
    let (mut row, mut column, mut pairs) = (said.len(), heard.len(), Vec::new());
    while row > 0 && column > 0 {
        let here = cost[row * width + column];
        let same = usize::from(said[row - 1] != heard[column - 1]);
        if here == cost[(row - 1) * width + column - 1] + same {
            (row, column) = (row - 1, column - 1);
            if same == 0 {
                pairs.push((row, column));
            }
        } else if here == cost[(row - 1) * width + column] + 1 {
            row -= 1;
        } else {
            column -= 1;
        }
    }
    pairs.reverse();
    (cost[said.len() * width + heard.len()], pairs)
}

/// A caption of a WebVTT file: its start and its words.
fn captions(vtt: &str) -> Vec<(f64, String)> {
    vtt.split("\n\n")
        .filter_map(|block| {
            let (times, text) = block.split_once(" --> ").map(|(before, after)| {
                let start = before.lines().last().unwrap_or_default();
                (start, after.split_once('\n').map_or("", |(_, text)| text))
            })?;
            let secs =
                times.split(':').fold(0.0, |total, part| total * 60.0 + part.trim().parse::<f64>().unwrap_or(0.0));
            Some((secs, text.replace('\n', " ")))
        })
        .collect()
}

/// A lesson in which two speak, a word is stressed, and a name is said as the lexicon tells: as "Rayleigh" is not spelled.
const DIALOGUE: &str = "---\ntitle: Why the sky is blue\nlexicon:\n  Strutt: /ˈreɪli/\n---\n# Why the sky is blue\n\n\
    Look up on a clear day. The sky is blue, but the sunlight that comes through it is white.\n\n\
    Teacher: Why is the sky blue?\n\nStudent: Because it mirrors the sea?\n\n\
    Teacher: That is what many people think. But the sea is blue because of the sky, and *not* the other way around.\n\n\
    Student: Then where does the blue come from?\n\n\
    Teacher: The air scatters blue light more than red light. Lord Strutt found this out in 1871.\n\n\
    Student: So blue light comes to us from everywhere.\n";

/// A lesson in Spanish. The rules of its sounds were not made by it.
const ACUEDUCTOS: &str = include_str!("spanish/acueductos.txt");

/// Words of a Spanish film that the judge may hear otherwise: its multilingual model is smaller than the one for English, and writes names
/// in its own way.
const SPANISH_RATE: f64 = 0.08;

/// Everybody who speaks is understood through the music, and captions start with their words, by the judgement of a speech recognizer.
#[test]
#[expect(clippy::print_stdout, reason = "the figures are for the reader of the test's output")]
fn narration_is_understood_and_captions_start_with_their_words() {
    let english = ["water-cycle.md", "supply-and-demand.md", "recursion.md", "dialogue.md"];
    for (lesson, language) in english.map(|lesson| (lesson, "en")).into_iter().chain([("acueductos.txt", "es")]) {
        let place = Workplace::new();
        let speaks_to_each_other = lesson == "dialogue.md";
        let script = match language {
            "es" => place.write(lesson, ACUEDUCTOS),
            _ if speaks_to_each_other => place.write(lesson, DIALOGUE),
            _ => place.lesson(lesson),
        };
        let script = script.to_str().expect("a UTF-8 path");
        place.succeed(&["make", "--draft", script, "-o", "film.mp4"]);

        let mix = &json(&place.path("film.report.json"))["mix"];
        let within = |name: &str, range: std::ops::RangeInclusive<f64>| {
            let value = number(&mix[name]);
            assert!(range.contains(&value), "{lesson}: {name} is {value}");
            value
        };
        let (mean, closest) =
            (within("voice_to_music_lu", 15.0..=18.0), within("closest_voice_to_music_lu", 10.0..=60.0));
        within("loudness_lufs", -16.5..=-15.5);
        within("true_peak_dbtp", -60.0..=-1.0);
        println!("{lesson}: the music lies {mean:.1} LU under the voice, {closest:.1} LU at the closest");

        let heard = recognize(&place.path("film.mp4"), language);
        let heard_text: Vec<&str> = heard.iter().map(|item| item.word.as_str()).collect();
        let (heard_starts, heard_words): (Vec<f64>, Vec<String>) = normalized(&heard_text.join(" "), language)
            .into_iter()
            .map(|(index, word)| (heard[index].start, word))
            .unzip();
        let vtt = fs::read_to_string(place.path("film.vtt")).expect("the captions");
        assert_eq!(vtt.contains("<v Teacher>") && vtt.contains("<v Student>"), speaks_to_each_other, "{vtt}");
        let captions =
            captions(&vtt.replace("<v Teacher>", "").replace("<v Student>", "").replace("Strutt", "Rayleigh"));
        let said: Vec<(usize, &str)> = captions
            .iter()
            .enumerate()
            .flat_map(|(caption, (_, text))| text.split_whitespace().map(move |word| (caption, word)))
            .collect();
        let said_text: Vec<&str> = said.iter().map(|(_, word)| *word).collect();
        let (said_captions, said_words): (Vec<usize>, Vec<String>) =
            normalized(&said_text.join(" "), language).into_iter().map(|(index, word)| (said[index].0, word)).unzip();
        let (edits, pairs) = align(&said_words, &heard_words);
        let rate = edits as f64 / said_words.len() as f64;
        println!("{lesson}: word error rate {:.2} % of {} words", 100.0 * rate, said_words.len());
        assert!(
            rate <= if language == "en" { 0.03 } else { SPANISH_RATE },
            "{lesson}: {:.1} %; heard: {}",
            100.0 * rate,
            heard_words.join(" ")
        );

        // The first word of each caption, where the judge heard it.
        let mut errors: Vec<f64> = captions
            .iter()
            .enumerate()
            .filter_map(|(caption, (start, _))| {
                let first = said_captions.iter().position(|said| *said == caption)?;
                let (_, index) = pairs.iter().find(|(said, _)| *said == first)?;
                Some((heard_starts[*index] - start).abs())
            })
            .collect();
        errors.sort_by(f64::total_cmp);
        let median = errors[errors.len() / 2];
        println!(
            "{lesson}: captions start {:.0} ms from their words in the median of {}",
            1000.0 * median,
            errors.len()
        );
        // The judge and the captions tell times in milliseconds. The multilingual judge is the smaller and less exact one.
        let bar = if language == "en" { 120.0 } else { 150.0 };
        assert!((1000.0 * median).round() <= bar, "{lesson}: {median:.3} s");
    }
}
