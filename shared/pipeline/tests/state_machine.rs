//! The state machine and the code speak of the same steps and errors.

use std::{collections::BTreeSet, fs, path::Path};

use lectern_pipeline::{ERROR_NAMES, JOB_FAILED, Step, UNAVAILABLE};
use serde_json::{Map, Value};

fn state_machine() -> Value {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../statemachines/produce-film.asl.json");
    serde_json::from_slice(&fs::read(path).expect("the state machine")).expect("JSON")
}

/// All states with their names, those inside of maps too.
fn states(machine: &Value) -> Vec<(String, Map<String, Value>)> {
    let mut found = Vec::new();
    for (name, state) in machine["States"].as_object().expect("states") {
        let state = state.as_object().expect("a state");
        if let Some(inner) = state.get("ItemProcessor") {
            found.extend(states(inner));
        }
        found.push((name.clone(), state.clone()));
    }
    found
}

fn tasks(machine: &Value) -> Vec<(String, Map<String, Value>)> {
    states(machine).into_iter().filter(|(_, state)| state["Type"] == "Task").collect()
}

#[test]
fn states_are_named_after_their_steps() {
    let steps =
        [Step::Analyze, Step::Plan, Step::Narrate, Step::Schedule, Step::Render, Step::Composite, Step::Publish];
    let names: BTreeSet<String> = steps.iter().map(|step| step.name().to_owned()).collect();
    let machine = state_machine();
    let working: BTreeSet<String> = machine["States"]
        .as_object()
        .expect("states")
        .iter()
        .filter(|(name, state)| matches!(state["Type"].as_str(), Some("Task" | "Map")) && *name != "Fail")
        .map(|(name, _)| name.to_lowercase())
        .collect();
    assert_eq!(working, names);
    // Each step's task calls what is named after it.
    for (name, state) in tasks(&machine) {
        let step = name.strip_suffix("Scene").unwrap_or(&name);
        let called = state["Parameters"].to_string();
        let is_its_own =
            ["Function", "JobDefinition"].iter().any(|kind| called.contains(&format!("${{{step}{kind}}}")));
        assert!(is_its_own, "{name} calls {called}");
    }
}

#[test]
fn every_task_ends_says_first_what_it_never_retries_and_is_caught() {
    let never: BTreeSet<&str> =
        ERROR_NAMES.iter().copied().filter(|name| ![UNAVAILABLE, JOB_FAILED].contains(name)).collect();
    let machine = state_machine();
    assert!(machine["TimeoutSeconds"].is_u64());
    for (name, state) in tasks(&machine) {
        assert!(state["TimeoutSeconds"].is_u64(), "{name} may hang");
        let retry = state["Retry"].as_array().unwrap_or_else(|| panic!("{name} has no retry"));
        if name != "Fail" {
            assert_eq!(retry[0]["MaxAttempts"], 0, "{name} says first what it never retries");
        }
        let is_function = state["Resource"] == "arn:aws:states:::lambda:invoke";
        if is_function && name != "Fail" {
            let named: BTreeSet<&str> =
                retry[0]["ErrorEquals"].as_array().expect("names").iter().filter_map(Value::as_str).collect();
            assert_eq!(named, never, "{name}");
        }
        // The map around it catches what the narration of a scene throws.
        assert!(name == "NarrateScene" || state["Catch"].is_array(), "{name} has no catch");
    }
    assert!(machine["States"]["Narrate"]["Catch"].is_array());
}

#[test]
fn every_error_that_the_state_machine_names_is_one_of_ours() {
    for (name, state) in states(&state_machine()) {
        for rule in ["Retry", "Catch"].iter().filter_map(|key| state.get(*key)?.as_array()).flatten() {
            for error in rule["ErrorEquals"].as_array().expect("names").iter().filter_map(Value::as_str) {
                let is_ours = ERROR_NAMES.contains(&error);
                assert!(is_ours || !error.starts_with("Lectern."), "{name} names {error}, which no step gives");
            }
        }
    }
}

/// Nothing large travels through the state machine: what a task hands on is picked field by field, or dropped.
#[test]
fn payloads_hold_references_only() {
    let references =
        ["lesson", "storyboard", "scenes", "scene", "narration", "schedule", "chunks", "composited", "film"];
    for (name, state) in tasks(&state_machine()) {
        let is_dropped = state.get("ResultPath") == Some(&Value::Null);
        let picked = state.get("ResultSelector").and_then(Value::as_object);
        assert!(is_dropped || picked.is_some(), "{name} hands on whatever it is given");
        for field in picked.into_iter().flat_map(Map::keys) {
            assert!(references.contains(&field.trim_end_matches(".$")), "{name} hands on {field}");
        }
    }
}
