//! What a studio does for those who use it, wherever it runs: one suite for `lectern serve` and for the cloud.

use std::collections::BTreeSet;

use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use crate::{Answer, Client, Follower, Place, inspect_film, inspect_stream};

/// A lesson of a few seconds.
pub const SCRIPT: &str =
    "# Rain\n\nWarm air rises and cools. Drops form around **specks of dust**.\n\n## Falling\n\nThen it rains.\n";

/// Settings of a quick film.
pub fn draft() -> Value {
    json!({ "draft": true })
}

/// From the project to the film: events arrive in order, each once, also for who comes late; the film is whole, and all beside
/// it can be had, its stream among it. Gives the generation as it is read at the end.
///
/// # Panics
/// When something of it is not so.
pub async fn a_project_becomes_a_film(place: &dyn Place, user_id: &str) -> Value {
    let client = place.client(user_id, "author");
    let project = client.project("Rain", SCRIPT, json!({ "draft": true, "hls": true })).await;
    let mut follower = Follower::connect(&place.events(&project, &client, 0)).await.expect("the owner may follow");
    let generation = client.generate(&project).await;
    let events = follower.until_end().await;
    check_events(&events, &project, user_id, &generation);

    // Who comes late is sent what they missed, and only that.
    let middle = events[events.len() / 2]["sequence"].as_u64().expect("a place in the log");
    let mut late = Follower::connect(&place.events(&project, &client, middle)).await.expect("the owner may follow");
    assert_eq!(late.until_end().await, events[usize::try_from(middle).expect("a small number")..]);

    let read = client.get(&format!("/generations/{generation}")).await.body;
    assert_eq!(read["state"], "succeeded", "{read}");
    let downloads = client.get(&format!("/generations/{generation}/downloads")).await;
    assert_eq!(downloads.status, StatusCode::OK, "{downloads:?}");
    let files = downloads.body["files"].as_array().expect("files");
    for (name, start) in
        [("captions.vtt", "WEBVTT"), ("captions.srt", "1\n"), ("transcript.md", "# Rain"), ("report.json", "{")]
    {
        let text = client.download(url(files, name)).await;
        assert!(text.starts_with(start.as_bytes()), "{name}: {}", String::from_utf8_lossy(&text));
    }
    let film = inspect_film(&client.download(url(files, "film.mp4")).await);
    let told_secs = read["film"]["durationSecs"].as_f64().expect("a length");
    assert!((film.picture_secs - told_secs).abs() < 0.1 && (film.sound_secs - told_secs).abs() < 0.1, "{film:?}");
    assert!(film.has_captions && film.width == 640, "{film:?}");
    check_stream(&client, files, told_secs).await;
    read
}

/// The stream plays from a folder into which all that can be downloaded was put under its name.
async fn check_stream(client: &Client, files: &[Value], told_secs: f64) {
    let mut downloaded = Vec::with_capacity(files.len());
    for file in files {
        let name = file["name"].as_str().expect("a name");
        downloaded.push((name.to_owned(), client.download(url(files, name)).await));
    }
    let names: BTreeSet<&str> = downloaded.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names.len(), downloaded.len(), "no name is given twice: {files:?}");
    for name in ["master.m3u8", "360p.m3u8", "sound.m3u8", "captions.m3u8", "thumbnails.vtt", "thumbnails-001.jpg"] {
        assert!(names.contains(name), "{name} is not among {names:?}");
    }
    let stream_secs = inspect_stream(&downloaded);
    assert!((stream_secs - told_secs).abs() < 0.1, "{stream_secs} s streamed, {told_secs} s told");
}

/// The events of one film, in order, each once.
///
/// # Panics
/// When they are not.
pub fn check_events(events: &[Value], project: &str, user_id: &str, generation: &str) {
    let types: Vec<&str> = events.iter().map(|event| event["eventType"].as_str().expect("a type")).collect();
    assert_eq!(types.first(), Some(&"GENERATION_STARTED"), "{types:?}");
    assert_eq!(types.last(), Some(&"GENERATION_FINISHED"), "{events:?}");
    let scenes = events[0]["metadata"]["scenes"].as_u64().expect("a number of scenes");
    let mut numbers: Vec<u64> = events[1..events.len() - 1]
        .iter()
        .map(|event| event["metadata"]["number"].as_u64().expect("a scene"))
        .collect();
    numbers.sort_unstable();
    assert_eq!(numbers, (1..=scenes).collect::<Vec<_>>(), "each scene is told once");
    let sequences: Vec<u64> = events.iter().map(|event| event["sequence"].as_u64().expect("a place")).collect();
    assert_eq!(sequences, (1..=events.len() as u64).collect::<Vec<_>>());
    assert!(events.windows(2).all(|pair| pair[0]["progress"].as_f64() <= pair[1]["progress"].as_f64()), "{events:?}");
    for event in events {
        assert_eq!((&event["projectId"], &event["userId"]), (&json!(project), &json!(user_id)));
        assert_eq!(event["metadata"]["generationId"], generation);
    }
}

fn url<'a>(files: &'a [Value], name: &str) -> &'a str {
    let file = files.iter().find(|file| file["name"] == name).unwrap_or_else(|| panic!("no {name} in {files:?}"));
    file["url"].as_str().expect("an address")
}

/// As for the command, the script chooses the style unless the settings name one.
async fn the_subject_chooses_the_style(client: &Client) {
    let script = "---\ntitle: Sums\nsubject: mathematics\n---\n# Sums\n\nTwo and two are four. Sums have an order.\n";
    let mut styles = Vec::new();
    for settings in [json!({ "draft": true }), json!({ "draft": true, "style": "museum" })] {
        let project = client.project("Sums", script, settings).await;
        let storyboard = client.get(&format!("/projects/{project}/storyboard")).await.body;
        styles.push(storyboard["style"].as_str().map(str::to_owned));
    }
    assert_eq!(styles, [Some("blackboard".to_owned()), Some("museum".to_owned())]);
}

/// What the API promises beside films.
///
/// # Panics
/// When it breaks a promise.
pub async fn the_api_keeps_its_promises(place: &dyn Place) {
    let (ada, bob) = (place.client("ada", "author"), place.client("bob", "author"));
    let project = ada.project("Mine", SCRIPT, draft()).await;
    let path = format!("/projects/{project}");

    // Another's project is as one that never was.
    let hidden = bob.get(&path).await;
    let absent = bob.get("/projects/prj_00000000000000000000000000").await;
    assert_problem(&hidden, StatusCode::NOT_FOUND);
    assert_eq!(without_instance(&hidden.body), without_instance(&absent.body));
    assert_problem(&bob.post("/videos/generate", json!({ "projectId": project })).await, StatusCode::NOT_FOUND);
    assert!(Follower::connect(&place.events(&project, &bob, 0)).await.is_err(), "another's events cannot be followed");

    // Versions.
    let read = ada.get(&path).await;
    let etag = read.headers["etag"].to_str().expect("text").to_owned();
    let unchanged = ada.send(Method::GET, &path, None, &[("if-none-match", &etag)]).await;
    assert_eq!(unchanged.status, StatusCode::NOT_MODIFIED);
    let change = json!({ "title": "Renamed" });
    assert_problem(&ada.send(Method::PATCH, &path, Some(&change), &[]).await, StatusCode::PRECONDITION_REQUIRED);
    let renamed = ada.send(Method::PATCH, &path, Some(&change), &[("if-match", &etag)]).await;
    assert_eq!((renamed.status, &renamed.body["title"]), (StatusCode::OK, &json!("Renamed")));
    let stale = ada.send(Method::PATCH, &path, Some(&change), &[("if-match", &etag)]).await;
    assert_problem(&stale, StatusCode::PRECONDITION_FAILED);

    // A repeated creation creates nothing twice.
    let new = json!({ "title": "Once" });
    let key = [("idempotency-key", "the-same-key")];
    let first = ada.send(Method::POST, "/projects", Some(&new), &key).await;
    let again = ada.send(Method::POST, "/projects", Some(&new), &key).await;
    assert_eq!(first.status, StatusCode::CREATED, "{first:?}");
    assert_eq!(first.body["id"], again.body["id"]);
    let other = ada.send(Method::POST, "/projects", Some(&json!({ "title": "Other" })), &key).await;
    assert_problem(&other, StatusCode::UNPROCESSABLE_ENTITY);

    // Lists go page by page.
    let page = ada.get("/projects?limit=1").await.body;
    let next = page["nextCursor"].as_str().expect("there are two");
    let rest = ada.get(&format!("/projects?limit=1&cursor={next}")).await.body;
    assert_ne!(page["items"][0]["id"], rest["items"][0]["id"]);

    // The storyboard is planned from the script, can be edited, and the lint tells what is wrong with one.
    let storyboard = ada.get(&format!("{path}/storyboard")).await;
    assert_eq!(storyboard.status, StatusCode::OK, "{storyboard:?}");
    assert!(storyboard.body["scenes"].as_array().is_some_and(|scenes| scenes.len() >= 2));
    the_subject_chooses_the_style(&ada).await;
    let lint = ada.send(Method::POST, &format!("{path}/storyboard/lint"), None, &[]).await;
    assert_eq!(lint.status, StatusCode::OK, "{lint:?}");

    // Mistakes get their problem.
    assert_problem(&ada.get("/nowhere").await, StatusCode::NOT_FOUND);
    assert_problem(&ada.send(Method::DELETE, "/projects", None, &[]).await, StatusCode::METHOD_NOT_ALLOWED);
    assert_problem(&ada.post("/projects", json!({ "titel": "typo" })).await, StatusCode::UNPROCESSABLE_ENTITY);
    let text = ada.send(Method::POST, "/projects", Some(&new), &[("content-type", "text/plain")]).await;
    assert_problem(&text, StatusCode::UNSUPPORTED_MEDIA_TYPE);

    // Deleting.
    let etag = ada.get(&path).await.headers["etag"].to_str().expect("text").to_owned();
    let deleted = ada.send(Method::DELETE, &path, None, &[("if-match", &etag)]).await;
    assert_eq!(deleted.status, StatusCode::NO_CONTENT, "{deleted:?}");
    assert_problem(&ada.get(&path).await, StatusCode::NOT_FOUND);
}

/// Whether who calls matters as the table of roles says: role × route × whose project, as data.
///
/// # Panics
/// When somebody may what they may not, or the other way around.
pub async fn roles_may_what_they_may(place: &dyn Place) {
    let owner = place.client("owner", "admin");
    let project = owner.project("Guarded", SCRIPT, draft()).await;
    let (own, ok, forbidden, absent) = (true, 0, 403, 404);
    let routes: [(Method, String, Option<Value>); 7] = [
        (Method::GET, format!("/projects/{project}"), None),
        (Method::PATCH, format!("/projects/{project}"), Some(json!({ "title": "New" }))),
        (Method::GET, format!("/projects/{project}/generations"), None),
        (Method::POST, "/videos/generate".to_owned(), Some(json!({ "projectId": project }))),
        (Method::GET, format!("/projects/{project}/webhooks"), None),
        (Method::GET, format!("/projects/{project}/script"), None),
        (Method::GET, "/styles".to_owned(), None),
    ];
    // For each route what a role gets: 0 is "not refused".
    let table: [(&str, bool, [u16; 7]); 6] = [
        ("viewer", own, [ok, forbidden, ok, forbidden, forbidden, ok, ok]),
        ("viewer", !own, [absent, forbidden, absent, forbidden, forbidden, absent, ok]),
        ("author", own, [ok, ok, ok, ok, forbidden, ok, ok]),
        ("author", !own, [absent, absent, absent, absent, forbidden, absent, ok]),
        ("admin", !own, [absent, absent, absent, absent, absent, absent, ok]),
        ("unheard-of", own, [forbidden, forbidden, forbidden, forbidden, forbidden, forbidden, ok]),
    ];
    for (role, is_own, expected) in table {
        let client = place.client(if is_own { "owner" } else { "somebody" }, role);
        for ((method, path, body), expected) in routes.iter().zip(expected) {
            let answer = client.send(method.clone(), path, body.as_ref(), &[("if-match", "\"*\"")]).await;
            let status = answer.status.as_u16();
            let is_as_expected = if expected == ok { ![401, 403, 404].contains(&status) } else { status == expected };
            assert!(is_as_expected, "{role} (own: {is_own}) {method} {path}: {status}, expected {expected}");
        }
    }
    for (method, path, body) in &routes {
        for nobody in [place.stranger(), place.stranger().with_token(Some("no.token.atall".to_owned()))] {
            let answer = nobody.send(method.clone(), path, body.as_ref(), &[]).await;
            assert_eq!(answer.status, StatusCode::UNAUTHORIZED, "{method} {path}");
        }
    }
}

/// Checks that an answer is a problem of that status, as RFC 9457 has it.
///
/// # Panics
/// When it is not.
pub fn assert_problem(answer: &Answer, status: StatusCode) {
    assert_eq!(answer.status, status, "{answer:?}");
    assert_eq!(answer.headers["content-type"], "application/problem+json", "{answer:?}");
    assert_eq!(answer.body["status"], status.as_u16(), "{answer:?}");
    assert!(answer.body["code"].is_string() && answer.body["title"].is_string(), "{answer:?}");
}

fn without_instance(body: &Value) -> Value {
    let mut body = body.clone();
    if let Some(fields) = body.as_object_mut() {
        fields.remove("instance");
        fields.remove("requestId");
    }
    body
}

/// Cancels a generation; it ends as cancelled, with its event, and makes no film.
///
/// # Panics
/// When it does not.
pub async fn a_generation_is_cancelled(client: &Client, follower: &mut Follower, generation: &str) {
    let cancelled = client.send(Method::POST, &format!("/generations/{generation}/cancel"), None, &[]).await;
    assert_eq!((cancelled.status, &cancelled.body["state"]), (StatusCode::OK, &json!("cancelled")), "{cancelled:?}");
    let events = follower.until_end().await;
    let last = events.last().expect("an event");
    assert_eq!(
        (&last["eventType"], &last["metadata"]["error"]),
        (&json!("GENERATION_FAILED"), &json!("Lectern.Cancelled"))
    );
    let downloads = client.get(&format!("/generations/{generation}/downloads")).await;
    assert_problem(&downloads, StatusCode::CONFLICT);
}
