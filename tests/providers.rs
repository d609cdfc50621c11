//! The list of outside services: which keys are set without their values, what ends soon, and files of one's own.

use std::{fs, path::Path};

use crate::program::{Run, Workplace};

/// A run in an environment that has these variables and no others of its kind.
fn run(place: &Workplace, variables: &[(&str, &str)], arguments: &[&str]) -> Run {
    let mut command = place.command(arguments);
    command.env_clear().env("LECTERN_PROVIDERS", place.path("providers")).envs(variables.iter().copied());
    Run::of(command.output().expect("the binary can be started"))
}

fn line<'a>(run: &'a Run, holds: &str) -> &'a str {
    run.stdout.lines().find(|line| line.contains(holds)).unwrap_or_else(|| panic!("no {holds:?} in: {}", run.stdout))
}

#[test]
fn a_key_is_told_to_be_set_and_never_printed() {
    let place = Workplace::new();
    let secret = "sk-0123456789-do-not-print";
    let with_key = [("RUNWAYML_API_SECRET", secret), ("GEMINI_API_KEY", "")];
    for arguments in
        [&["providers"][..], &["providers", "--json"], &["providers", "--markdown"], &["providers", "runway"]]
    {
        let run = run(&place, &with_key, arguments);
        assert_eq!(run.code, Some(0), "{arguments:?}: {}", run.stderr);
        assert!(!run.stdout.contains(secret) && !run.stderr.contains(secret), "{arguments:?} prints the key");
        assert_eq!(run.stderr, "", "{arguments:?}");
    }
    let listed = run(&place, &with_key, &["providers", "--on", "2026-11-23"]);
    assert!(line(&listed, "runway/gen4.5").trim_start().starts_with("key set"), "{}", listed.stdout);
    assert!(line(&listed, "RUNWAYML_API_SECRET").trim_start().starts_with("set"), "{}", listed.stdout);
    // A variable that is empty is not set.
    assert!(line(&listed, "  no key   google-gemini/gemini-omni-1.2-flash").contains("$0.023 to $0.21 a second"));
    assert!(line(&listed, "GEMINI_API_KEY or GOOGLE_API_KEY: video").trim_start().starts_with("not set"));
    assert!(
        line(&listed, "openai/sora-2 ")
            .contains("since 2026-09-24; google-gemini/gemini-omni-1.2-flash takes its place")
    );
}

#[test]
fn what_ends_within_ninety_days_is_told_by_the_day_that_is_asked_about() {
    let place = Workplace::new();
    // 91 days before, 90, one, and the day itself.
    for (on, ends) in [("2026-06-25", false), ("2026-06-26", true), ("2026-09-23", true), ("2026-09-24", false)] {
        let run = run(&place, &[], &["providers", "--json", "--on", on]);
        let json: serde_json::Value = serde_json::from_str(&run.stdout).expect("it is JSON");
        let ending: Vec<&str> =
            json["ending"].as_array().expect("a list").iter().filter_map(serde_json::Value::as_str).collect();
        // Its status says that it is retired already: what is asked about earlier days is its sunset alone.
        assert!(!ending.contains(&"openai/sora-2"), "{on}");
        let own = own(&place, ends, on);
        assert_eq!(own, ends, "{on}");
    }
}

/// Whether a model of one's own that ends on 24 September 2026 is told to end soon; `expected` for the message.
fn own(place: &Workplace, expected: bool, on: &str) -> bool {
    place.write("providers/mine.toml", OWN);
    let run = run(place, &[("MINE_KEY", "x")], &["providers", "--on", on]);
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    fs::remove_file(place.path("providers/mine.toml")).expect("it was written");
    let (_, ending) = run.stdout.split_once("what ends within").expect("a section");
    assert_eq!(ending.contains("nothing whose day is known"), !expected, "{on}: {ending}");
    ending.contains("mine/clips, then mine/more")
}

const OWN: &str = r#"name = "mine"
title = "Mine"
endpoint = "https://mine.example"
auth = { scheme = "bearer", variables = [["MINE_KEY"]] }
source = "me"
[sources.me]
where = "what I know"
on = 2026-06-01
certainty = "recalled"
[[models]]
name = "clips"
kind = "video"
protocol = "openai-videos"
status = "deprecated"
sunset = 2026-09-24
successor = "mine/more"
source = "me"
[[models]]
name = "more"
kind = "video"
protocol = "openai-videos"
status = "active"
source = "me"
"#;

#[test]
fn the_page_of_the_documentation_is_what_is_printed() {
    let page = run(&Workplace::new(), &[], &["providers", "--markdown"]).stdout;
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/providers.md");
    let kept = fs::read_to_string(&path).expect("docs/providers.md");
    assert_eq!(kept, page, "write it anew: lectern providers --markdown > docs/providers.md");
}

#[test]
fn a_file_of_ones_own_that_is_wrong_is_refused_with_its_place() {
    let place = Workplace::new();
    let path = place.write("providers/mine.toml", OWN.replace("mine/more", "mine/nobody"));
    let run = run(&place, &[], &["providers"]);
    assert_eq!((run.code, run.stdout.as_str()), (Some(3), ""));
    for text in [path.to_str().expect("a UTF-8 path"), "clips", "successor", "mine/nobody", "hint:"] {
        assert!(run.stderr.contains(text), "{text:?} is not in: {}", run.stderr);
    }
}

#[test]
fn a_printed_file_can_be_changed_and_put_in_its_place() {
    let place = Workplace::new();
    let text = run(&place, &[], &["providers", "minimax"]).stdout;
    place.write("providers/minimax.toml", text.replace("usd = 0.13", "usd = 0.55"));
    let listed = run(&place, &[], &["providers"]);
    assert!(line(&listed, "minimax/h3").contains("$0.08 to $0.55 a second"), "{}", listed.stdout);
    let json = run(&place, &[], &["providers", "--json"]).stdout;
    let json: serde_json::Value = serde_json::from_str(&json).expect("it is JSON");
    let models = json["models"].as_array().expect("a list");
    let changed = models.iter().find(|model| model["id"] == "minimax/h3").expect("it is listed");
    assert_eq!(changed["prices"][1]["usd"], 0.55, "in dollars, as in the file");
    let unknown = run(&place, &[], &["providers", "nobody"]);
    assert_eq!(unknown.code, Some(2), "{}", unknown.stderr);
    assert!(unknown.stderr.contains("nobody") && unknown.stderr.contains("There are: openai,"), "{}", unknown.stderr);
}
