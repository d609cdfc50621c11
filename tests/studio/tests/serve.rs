//! `lectern serve`, driven from outside.

use std::{
    io::{Read, Write},
    net::TcpListener,
    process::Command,
    thread,
};

use lectern_studio_tests::{Follower, Place, Serve, program, suite};
use reqwest::StatusCode;
use serde_json::{Value, json};

#[tokio::test(flavor = "multi_thread")]
async fn a_project_becomes_a_film() {
    let data = tempfile::tempdir().expect("a folder");
    let serve = Serve::start(data.path(), &[]);
    suite::a_project_becomes_a_film(&serve, "ada").await;
    let metrics = serve.stranger().download("/metrics").await;
    let metrics = String::from_utf8(metrics).expect("text");
    assert!(metrics.contains("lectern_generations_total{state=\"succeeded\"} 1"), "{metrics}");
    assert_eq!(serve.stop(), Some(0));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_api_keeps_its_promises() {
    let data = tempfile::tempdir().expect("a folder");
    suite::the_api_keeps_its_promises(&Serve::start(data.path(), &[])).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn roles_may_what_they_may() {
    let data = tempfile::tempdir().expect("a folder");
    suite::roles_may_what_they_may(&Serve::start(data.path(), &[])).await;
}

/// A crash loses nothing: the film under way and the one that waits are made by the next process.
#[tokio::test(flavor = "multi_thread")]
async fn a_crash_loses_neither_queue_nor_film() {
    let data = tempfile::tempdir().expect("a folder");
    let serve = Serve::start(data.path(), &[]);
    let client = serve.client("ada", "author");
    let project = client.project("Rain", &long_script(), suite::draft()).await;
    let mut follower = Follower::connect(&serve.events(&project, &client, 0)).await.expect("the owner may follow");
    let generations = [client.generate(&project).await, client.generate(&project).await];
    // It is killed in the middle of the first film.
    let begun = loop {
        let event = follower.next().await;
        if event["eventType"] == "SCENE_COMPLETED" {
            break event;
        }
    };
    assert_eq!(begun["metadata"]["generationId"], generations[0].as_str());
    serve.kill();

    let serve = Serve::start(data.path(), &[]);
    let client = serve.client("ada", "author");
    let seen = begun["sequence"].as_u64().expect("a place in the log");
    let mut follower = Follower::connect(&serve.events(&project, &client, seen)).await.expect("the owner may follow");
    let mut events: Vec<Value> = follower.until_end().await;
    events.extend(follower.until_end().await);
    let ends: Vec<(&str, &str)> = events
        .iter()
        .filter(|event| event["eventType"] == "GENERATION_FINISHED")
        .map(|event| ("finished", event["metadata"]["generationId"].as_str().expect("an id")))
        .collect();
    assert_eq!(ends, [("finished", generations[0].as_str()), ("finished", generations[1].as_str())]);
    let places: Vec<u64> = events.iter().map(|event| event["sequence"].as_u64().expect("a place")).collect();
    assert!(places.windows(2).all(|pair| pair[1] == pair[0] + 1), "each event once, in order: {places:?}");
}

/// Three moments: waiting, just begun, and with scenes made.
#[tokio::test(flavor = "multi_thread")]
async fn a_generation_is_cancelled_whenever_its_user_wants() {
    let data = tempfile::tempdir().expect("a folder");
    let serve = Serve::start(data.path(), &[]);
    let client = serve.client("ada", "author");
    for moment in ["GENERATION_STARTED", "SCENE_COMPLETED"] {
        let project = client.project("Rain", &long_script(), suite::draft()).await;
        let mut follower = Follower::connect(&serve.events(&project, &client, 0)).await.expect("the owner may follow");
        let generation = client.generate(&project).await;
        while follower.next().await["eventType"] != moment {}
        // This one waits while the other is made.
        let other = client.project("Waits", suite::SCRIPT, suite::draft()).await;
        let mut waiting = Follower::connect(&serve.events(&other, &client, 0)).await.expect("the owner may follow");
        let waits = client.generate(&other).await;
        suite::a_generation_is_cancelled(&client, &mut waiting, &waits).await;
        suite::a_generation_is_cancelled(&client, &mut follower, &generation).await;
    }
    // The studio goes on.
    let project = client.project("After", suite::SCRIPT, suite::draft()).await;
    let mut follower = Follower::connect(&serve.events(&project, &client, 0)).await.expect("the owner may follow");
    client.generate(&project).await;
    assert_eq!(follower.until_end().await.last().expect("an event")["eventType"], "GENERATION_FINISHED");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_bad_script_fails_with_its_reason_and_a_full_queue_is_told() {
    let data = tempfile::tempdir().expect("a folder");
    let serve = Serve::start(data.path(), &["--queue-limit", "2"]);
    let client = serve.client("ada", "author");
    let project =
        client.project("Fremd", "# Ni\n\n今日は雨が降ります。水は空から落ちて、川に流れます。\n", suite::draft()).await;
    let mut follower = Follower::connect(&serve.events(&project, &client, 0)).await.expect("the owner may follow");
    let generation = client.generate(&project).await;
    let last = follower.until_end().await.pop().expect("an event");
    assert_eq!(
        (&last["eventType"], &last["metadata"]["error"]),
        (&json!("GENERATION_FAILED"), &json!("Lectern.BadScript"))
    );
    let read = client.get(&format!("/generations/{generation}")).await.body;
    assert_eq!((&read["state"], &read["failure"]["error"]), (&json!("failed"), &json!("Lectern.BadScript")));

    let project = client.project("Rain", &long_script(), suite::draft()).await;
    client.generate(&project).await;
    client.generate(&project).await;
    let third = client.post("/videos/generate", json!({ "projectId": project })).await;
    suite::assert_problem(&third, StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(third.body["code"], "films-under-way", "{third:?}");
}

/// A receiver that fails first is told again; what it is sent is signed, and each event comes once it was taken.
#[tokio::test(flavor = "multi_thread")]
async fn webhooks_are_told_of_every_event() {
    let data = tempfile::tempdir().expect("a folder");
    let serve = Serve::start(data.path(), &["--private-webhooks"]);
    let client = serve.client("ada", "admin");
    let project = client.project("Rain", suite::SCRIPT, suite::draft()).await;
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let url = format!("http://{}/hook", listener.local_addr().expect("an address"));
    let made = client.post(&format!("/projects/{project}/webhooks"), json!({ "url": url })).await;
    assert_eq!(made.status, StatusCode::CREATED, "{made:?}");
    let secret = made.body["secret"].as_str().expect("it is shown once").to_owned();
    let listed = client.get(&format!("/projects/{project}/webhooks")).await.body;
    assert!(!listed.to_string().contains(&secret), "the secret is not shown again");

    let receiver = thread::spawn(move || {
        let mut taken = Vec::new();
        for (number, stream) in listener.incoming().enumerate() {
            let mut stream = stream.expect("a request");
            let (head, body) = request(&mut stream);
            // The first try fails.
            let status = if number == 0 { "503 Busy" } else { "204 No Content" };
            stream
                .write_all(format!("HTTP/1.1 {status}\r\ncontent-length: 0\r\nconnection: close\r\n\r\n").as_bytes())
                .expect("sent");
            if number > 0 {
                taken.push((head, body));
            }
            // Which event is refused first, and when it is told again, nobody knows: the last one's number tells how many there are.
            let last = taken.iter().find(|(_, body): &&(String, Value)| body["eventType"] == "GENERATION_FINISHED");
            let number = last.and_then(|(_, body)| body["eventId"].as_str()?.rsplit('.').next()?.parse().ok());
            if number.is_some_and(|events: usize| taken.len() >= events) {
                return taken;
            }
        }
        taken
    });
    let mut follower = Follower::connect(&serve.events(&project, &client, 0)).await.expect("the owner may follow");
    client.generate(&project).await;
    let events = follower.until_end().await;
    let taken = tokio::task::spawn_blocking(|| receiver.join().expect("the receiver")).await.expect("joined");
    let mut ids: Vec<&str> = taken.iter().map(|(_, body)| body["eventId"].as_str().expect("an id")).collect();
    ids.sort_unstable();
    let mut expected: Vec<&str> = events.iter().map(|event| event["eventId"].as_str().expect("an id")).collect();
    expected.sort_unstable();
    assert_eq!(ids, expected, "each event once");
    for (head, _) in &taken {
        let head = head.to_lowercase();
        for header in ["webhook-id: ", "webhook-timestamp: ", "webhook-signature: v1,"] {
            assert!(head.contains(header), "{head}");
        }
    }
}

/// Reads a request: its head and its JSON.
fn request(stream: &mut impl Read) -> (String, Value) {
    let (mut bytes, mut buffer) = (Vec::new(), [0; 4096]);
    loop {
        let read = stream.read(&mut buffer).expect("a request");
        bytes.extend_from_slice(&buffer[..read]);
        let text = String::from_utf8_lossy(&bytes);
        if let Some((head, body)) = text.split_once("\r\n\r\n")
            && let Ok(json) = serde_json::from_str(body)
        {
            return (head.to_owned(), json);
        }
        assert!(read > 0, "the request ended early: {text}");
    }
}

#[test]
fn without_a_key_only_this_machine_is_served() {
    let data = tempfile::tempdir().expect("a folder");
    let output = Command::new(program("lectern"))
        .args(["serve", "--listen", "0.0.0.0:0", "--data"])
        .arg(data.path())
        .output()
        .expect("lectern runs");
    assert_eq!(output.status.code(), Some(2));
    let told = String::from_utf8_lossy(&output.stderr);
    assert!(told.contains("open to everybody") && told.contains("LECTERN_JWT_SECRET"), "{told}");
}

/// Long enough to be interrupted.
fn long_script() -> String {
    let sections: String = (1..=6)
        .map(|number| format!("\n## Part {number}\n\nWarm air number {number} rises and cools. It cannot hold its water. Drops form around specks of dust. They grow until they fall.\n"))
        .collect();
    format!("# Rain\n\nRain comes from the sea.\n{sections}")
}
