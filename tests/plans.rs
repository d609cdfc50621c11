//! Plans of the sample lessons, and the commands that show them.

use crate::program::Workplace;

/// The sample lessons, and how each is asked for.
pub const LESSONS: [(&str, &[&str]); 8] = [
    ("water-cycle.md", &[]),
    ("pythagoras.md", &[]),
    ("recursion.md", &[]),
    ("supply-and-demand.md", &[]),
    ("fall-of-constantinople.txt", &[]),
    ("openstax-atp/lesson.md", &["--length", "3m"]),
    ("openstax-cell-cycle/lesson.md", &["--length", "3m"]),
    ("openstax-light-reactions/lesson.md", &["--length", "3m"]),
];

#[test]
fn every_sample_lesson_is_planned_without_errors() {
    for (lesson, options) in LESSONS {
        let place = Workplace::new();
        let script = place.lesson(lesson);
        let script = script.to_str().expect("a UTF-8 path");
        let run = place.succeed(&[&["lint", script], options].concat());
        assert!(run.stdout.contains("no errors"), "{lesson}: {}", run.stdout);
    }
}

#[test]
fn a_plan_is_the_same_every_time_and_is_a_storyboard_that_lints() {
    let place = Workplace::new();
    place.lesson("pythagoras.md");
    let first = place.succeed(&["plan", "pythagoras.md"]).stdout;
    assert_eq!(first, place.succeed(&["plan", "pythagoras.md"]).stdout);
    place.write("pythagoras.storyboard.json", &first);
    let run = place.succeed(&["lint", "pythagoras.storyboard.json"]);
    assert!(run.stdout.contains("no errors"), "{}", run.stdout);
}

#[test]
fn a_storyboard_with_an_unknown_visual_is_refused_with_its_place() {
    let place = Workplace::new();
    place.lesson("water-cycle.md");
    let plan = place.succeed(&["plan", "water-cycle.md"]).stdout;
    place.write("film.json", plan.replacen("\"kind\": \"title\"", "\"kind\": \"hologram\"", 1));
    let run = place.run(&["lint", "film.json"]);
    assert_eq!(run.code, Some(3), "{}", run.stderr);
    assert!(run.stderr.contains("hologram") && run.stderr.contains("line"), "{}", run.stderr);
}

#[test]
fn the_published_schema_is_the_one_of_the_types() {
    let published = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/storyboard.schema.json");
    let published = std::fs::read_to_string(published).expect("the schema is published");
    let printed = Workplace::new().succeed(&["schema"]).stdout;
    assert!(published == printed, "publish it anew: lectern schema > docs/storyboard.schema.json");
}

#[test]
fn a_style_of_ones_own_is_a_file_and_travels_in_the_storyboard() {
    let place = Workplace::new();
    place.lesson("recursion.md");
    let shipped = place.succeed(&["styles", "night-sky"]).stdout;
    place.write("mine.toml", shipped.replace("#FFCB5C", "#FFD15C").replace("name = \"night-sky\"", "name = \"mine\""));
    let plan = place.succeed(&["plan", "recursion.md", "--style", "mine.toml"]).stdout;
    let storyboard: serde_json::Value = serde_json::from_str(&plan).expect("a storyboard");
    let style = storyboard["style"].as_str().expect("a text");
    assert!(style.contains("name = \"mine\""), "{style}");
    place.write("film.json", &plan);
    std::fs::remove_file(place.path("mine.toml")).expect("was written");
    let run = place.succeed(&["lint", "film.json"]);
    assert!(run.stdout.contains("no errors"), "{}", run.stdout);

    place.write("faint.toml", shipped.replace("muted = \"#BDC1F2\"", "muted = \"#5A5FA0\""));
    let run = place.run(&["plan", "recursion.md", "--style", "faint.toml"]);
    assert_eq!(run.code, Some(2), "{}", run.stderr);
    assert!(run.stderr.contains("muted #5A5FA0 on"), "{}", run.stderr);
    let run = place.run(&["plan", "recursion.md", "--style", "nowhere.toml"]);
    assert_eq!(run.code, Some(2), "{}", run.stderr);
}

#[test]
fn subject_and_audience_choose_the_style_unless_it_is_asked_for() {
    let place = Workplace::new();
    for (lesson, style) in [("pythagoras.md", "blackboard"), ("fall-of-constantinople.txt", "paper-and-ink")] {
        place.lesson(lesson);
        let style_of = |arguments: &[&str]| {
            let plan = place.succeed(&[&["plan", lesson], arguments].concat()).stdout;
            let storyboard: serde_json::Value = serde_json::from_str(&plan).expect("a storyboard");
            storyboard["style"].as_str().map(str::to_owned)
        };
        assert_eq!(style_of(&[]).as_deref(), Some(style));
        assert_eq!(style_of(&["--style", "museum"]).as_deref(), Some("museum"));
    }
}

#[test]
fn a_storyboard_takes_on_the_style_shape_and_pace_that_are_asked_for() {
    let place = Workplace::new();
    place.lesson("water-cycle.md");
    let written = place.succeed(&["plan", "water-cycle.md", "--fps", "25"]).stdout;
    place.write("film.json", &written);
    let plan = |options: &[&str]| -> serde_json::Value {
        let printed = place.succeed(&[&["plan", "film.json"], options].concat()).stdout;
        serde_json::from_str(&printed).expect("a storyboard")
    };
    assert_eq!(plan(&[]), serde_json::from_str::<serde_json::Value>(&written).expect("a storyboard"));
    let other = plan(&["--shape", "9:16", "--style", "museum", "--pace", "0.9", "--voice", "bf_emma"]);
    assert_eq!(other["format"], serde_json::json!({ "width": 1080, "height": 1920, "fps": 25 }));
    assert_eq!((&other["style"], &other["pace"], &other["voice"]), (&"museum".into(), &0.9.into(), &"bf_emma".into()));
    assert_eq!(other["scenes"], plan(&[])["scenes"]);
    for option in [["--length", "1m"], ["--style", "nowhere"]] {
        let run = place.run(&[&["plan", "film.json"], &option[..]].concat());
        assert_eq!(run.code, Some(2), "{option:?}: {}", run.stderr);
    }
}

#[test]
fn lists_schema_completions_and_manual_are_printed() {
    let place = Workplace::new();
    for (arguments, says) in [
        (&["styles"][..], "night-sky"),
        (&["voices"], "af_heart"),
        (&["schema"], "big_number"),
        (&["completions", "bash"], "lectern"),
        (&["man"], ".TH lectern"),
        (&["cache"], "in all"),
        (&["--help"], "contact sheet"),
        (&["--version"], env!("CARGO_PKG_VERSION")),
    ] {
        let run = place.succeed(arguments);
        assert!(run.stdout.contains(says), "{arguments:?}: {}", run.stdout);
    }
}

#[test]
fn wrong_usage_has_its_own_code() {
    let place = Workplace::new();
    place.lesson("water-cycle.md");
    for (arguments, says) in [
        (&["make"][..], "SCRIPT"),
        (&["make", "water-cycle.md", "--pace", "9"], "0.5 to 2"),
        (&["make", "water-cycle.md", "--size", "huge"], "1920x1080"),
        (&["make", "water-cycle.md", "--style", "plaid"], "lectern styles"),
        (&["make", "water-cycle.md", "--shape", "3:2"], "9:16"),
        (&["make", "water-cycle.md", "--shape", "1:1", "--size", "1080x1920"], "contradict"),
        (&["make", "water-cycle.md", "--voice", "nobody"], "lectern voices"),
        (&["frame", "water-cycle.md", "--scene", "999"], "scenes 1 to"),
    ] {
        let run = place.run(arguments);
        assert_eq!(run.code, Some(2), "{arguments:?}: {}", run.stderr);
        assert!(run.stderr.contains(says), "{arguments:?}: {}", run.stderr);
    }
}
