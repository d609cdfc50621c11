//! A lesson's way through the API: from the script to the film's addresses.

#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

mod studio;

use http::StatusCode;
use lectern_lesson::{FilmFile, FilmSummary, GenerationState, Happening};
use lectern_pipeline::{FilmPlace, studio::asset_key};
use serde_json::{Value, json};
use studio::{Desk, desk};

async fn generate(desk: &Desk, project: &str) -> Value {
    let body = json!({ "projectId": project, "settings": { "draft": true, "pace": 1.5 } });
    let answered = desk.ada("POST", "/videos/generate", Some(body), &[]).await;
    assert_eq!(answered.status, StatusCode::ACCEPTED, "{}", answered.json());
    answered.json()
}

#[tokio::test]
async fn a_script_is_planned_checked_edited_and_filmed() {
    let desk = desk();
    let project = desk.project().await;
    let at = |rest: &str| format!("/projects/{project}/{rest}");
    assert_eq!(desk.ada("GET", &at("storyboard"), None, &[]).await.status, StatusCode::NOT_FOUND);
    assert_eq!(desk.ada("POST", &at("script/lint"), None, &[]).await.code(), "nothing-to-film");
    let body = json!({ "projectId": project });
    assert_eq!(desk.ada("POST", "/videos/generate", Some(body), &[]).await.code(), "nothing-to-film");

    let script = json!({ "name": "rain.md", "text": studio::SCRIPT });
    let written = desk.ada("PUT", &at("script"), Some(script), &[("if-match", "\"1\"")]).await;
    assert_eq!((written.status.as_u16(), written.tag().as_str()), (200, "\"2\""));
    let read = desk.ada("GET", &at("script"), None, &[]).await;
    assert_eq!((&read.json()["text"], &read.json()["name"]), (&json!(studio::SCRIPT), &json!("rain.md")));
    let linted = desk.ada("POST", &at("script/lint"), None, &[]).await.json();
    assert_eq!(linted["passed"], true, "{linted}");

    let planned = desk.ada("GET", &at("storyboard"), None, &[]).await;
    assert_eq!(planned.tag(), "\"2\"");
    let mut storyboard = planned.json();
    assert!(storyboard["scenes"].as_array().unwrap().len() > 1, "{storyboard}");
    storyboard["title"] = json!("Why it rains, by hand");
    storyboard["voice"] = json!("nobody");
    let written = desk.ada("PUT", &at("storyboard"), Some(storyboard.clone()), &[("if-match", "\"2\"")]).await;
    assert_eq!(written.status, StatusCode::OK, "unfinished work can be kept");
    assert_eq!(desk.ada("GET", &at("storyboard"), None, &[]).await.json(), storyboard);
    let linted = desk.ada("POST", &at("storyboard/lint"), None, &[]).await.json();
    assert_eq!((&linted["passed"], &linted["findings"][0]["rule"]), (&json!(false), &json!("unknown-voice")));
    assert_eq!(desk.ada("DELETE", &at("storyboard"), None, &[]).await.status, StatusCode::NO_CONTENT);
    assert_ne!(desk.ada("GET", &at("storyboard"), None, &[]).await.json()["title"], storyboard["title"]);

    let generation = generate(&desk, &project).await;
    let id = generation["id"].as_str().unwrap();
    assert_eq!((&generation["state"], &generation["settings"]["pace"]), (&json!("queued"), &json!(1.5)));
    assert_eq!(generation["links"]["events"], format!("/ws/projects/{project}"));
    assert_eq!(desk.launches.all(), [("start", id.to_owned())]);
    let itself = generation["links"]["self"].as_str().unwrap();
    let downloads = generation["links"]["downloads"].as_str().unwrap();
    assert_eq!(desk.ada("GET", downloads, None, &[]).await.code(), "no-film");
    let refused = desk.ada("DELETE", &format!("/projects/{project}"), None, &[]).await;
    assert_eq!(refused.code(), "conflict", "a film is being made");

    let place = FilmPlace { project_id: project.clone(), generation_id: id.to_owned() };
    let file: FilmFile = desk.studio.films.write(&place, "captions.vtt", b"WEBVTT\n".to_vec()).await.unwrap();
    let film = FilmSummary { title: "Why it rains".to_owned(), duration_secs: 9.0, passed: true, files: vec![file] };
    let started = Happening::Started { title: film.title.clone(), scenes: 1 };
    for happening in [started, Happening::Finished(film)] {
        desk.studio.records.record("ada", id, &happening, 5).await.unwrap();
    }
    let read = desk.ada("GET", itself, None, &[]).await.json();
    assert_eq!((&read["state"], &read["progress"]), (&json!("succeeded"), &json!(100.0)));
    let files = desk.ada("GET", downloads, None, &[]).await.json();
    assert_eq!(files["files"][0]["name"], "captions.vtt");
    assert!(files["files"][0]["url"].as_str().unwrap().contains("signature="), "{files}");
    let cancelled = desk.ada("POST", &format!("{itself}/cancel"), None, &[]).await;
    assert_eq!((cancelled.status.as_u16(), cancelled.code().as_str()), (409, "ended"));
    let listed = desk.ada("GET", &at("generations"), None, &[]).await.json();
    assert_eq!(listed["items"].as_array().unwrap().len(), 1);
    assert_eq!(desk.ada("DELETE", &format!("/projects/{project}"), None, &[]).await.status, StatusCode::NO_CONTENT);
    assert_eq!(desk.ada("GET", itself, None, &[]).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_cancelled_generation_stays_so_and_lets_the_next_one_start() {
    let desk = desk();
    let project = desk.project_with_script().await;
    let first = generate(&desk, &project).await["id"].as_str().unwrap().to_owned();
    let second = generate(&desk, &project).await["id"].as_str().unwrap().to_owned();
    let cancel = format!("/generations/{first}/cancel");
    for _ in 0..2 {
        let answered = desk.ada("POST", &cancel, None, &[]).await;
        assert_eq!((answered.status.as_u16(), &answered.json()["state"]), (200, &json!("cancelled")));
    }
    let asked = desk.launches.all();
    let ids = [("start", first.clone()), ("start", second.clone()), ("cancel", first.clone()), ("start", second)];
    assert_eq!(asked[..4], ids, "stopped, and the next one offered");
    let events = desk.studio.records.events(&project, 0, 10).await.unwrap();
    assert_eq!(events.len(), 1, "cancelled twice, told once");
    let generation = desk.studio.records.generation("ada", &first).await.unwrap();
    assert_eq!(generation.state, GenerationState::Cancelled);
}

#[tokio::test]
async fn a_script_too_long_to_wait_for_is_kept_and_filmed_all_the_same() {
    let desk = desk();
    let project = desk.project().await;
    let at = |rest: &str| format!("/projects/{project}/{rest}");
    let text = "Warm air carries water up. ".repeat(3000);
    let written = desk.ada("PUT", &at("script"), Some(json!({ "text": text })), &[("if-match", "\"1\"")]).await;
    assert_eq!(written.status, StatusCode::OK);
    assert_eq!(desk.ada("GET", &at("storyboard"), None, &[]).await.code(), "unplannable");
    generate(&desk, &project).await;
}

#[tokio::test]
async fn a_full_queue_takes_no_more() {
    let settings = lectern_api::ApiSettings { queue_limit: 1, ..Default::default() };
    let desk = studio::desk_with(settings, studio::tokens);
    let project = desk.project_with_script().await;
    generate(&desk, &project).await;
    let refused = desk.ada("POST", "/videos/generate", Some(json!({ "projectId": project })), &[]).await;
    assert_eq!((refused.status.as_u16(), refused.code().as_str()), (429, "films-under-way"));
    assert!(refused.headers.contains_key("retry-after"));
}

#[tokio::test]
async fn an_uploaded_picture_is_judged_by_what_it_is() {
    let png = lectern_drawing::png(&[9; 4 * 64 * 36], 64, 36).unwrap();
    let cut = &png[..png.len() / 2];
    for (bytes, code) in
        [(png.as_slice(), None), (b"<svg/>".as_slice(), Some("unusable-upload")), (cut, Some("unusable-upload"))]
    {
        let desk = desk();
        let project = desk.project().await;
        let size = bytes.len() as u64;
        let body = json!({ "name": "pictures/dot.png", "contentType": "image/png", "bytes": size });
        let announced = desk.ada("POST", &format!("/projects/{project}/assets"), Some(body), &[]).await;
        assert_eq!(announced.status, StatusCode::CREATED);
        let complete = announced.headers["location"].to_str().unwrap().to_owned();
        assert_eq!(desk.ada("POST", &complete, None, &[]).await.code(), "upload-missing");
        // What a browser does with the address.
        let url = announced.json()["url"].as_str().unwrap().to_owned();
        let (path, query) = url.split_once('?').unwrap();
        let query: lectern_embedded::UploadQuery =
            axum::extract::Query::try_from_uri(&format!("/?{query}").parse().unwrap())
                .map(|axum::extract::Query(query)| query)
                .unwrap();
        let key = path.strip_prefix("/uploads/").unwrap();
        desk.uploads.receive(key, "image/png", &query, bytes.to_vec()).await.unwrap();
        let answered = desk.ada("POST", &complete, None, &[]).await;
        let kept = desk.studio.records.project("ada", &project).await.unwrap().assets;
        match code {
            Some(code) => {
                assert_eq!((answered.code().as_str(), kept.len()), (code, 0));
            }
            None => {
                assert_eq!((answered.status.as_u16(), &answered.json()["contentType"]), (200, &json!("image/png")));
                let stored = desk.studio.documents.get(&asset_key(&kept[0]).unwrap()).await.unwrap();
                assert_eq!(stored.as_deref(), Some(bytes));
                let again = desk.ada("POST", &complete, None, &[]).await;
                assert_eq!(again.json(), answered.json(), "completing twice is completing once");
                let path = format!("/projects/{project}/assets?name=pictures%2Fdot.png");
                assert_eq!(desk.ada("DELETE", &path, None, &[]).await.status, StatusCode::NO_CONTENT);
                assert_eq!(desk.ada("DELETE", &path, None, &[]).await.status, StatusCode::NOT_FOUND);
            }
        }
    }
}

#[tokio::test]
async fn a_webhooks_secret_is_shown_once() {
    let desk = desk();
    let path = format!("/projects/{}/webhooks", desk.project().await);
    for refused in ["http://example.com/", "https://ada:pw@example.com/", "ftp://example.com/", "https://"] {
        let answered = desk.ada("POST", &path, Some(json!({ "url": refused })), &[]).await;
        assert_eq!(answered.code(), "invalid-body", "{refused}");
    }
    let mut last = String::new();
    for number in 0..5 {
        let url = format!("https://example.com/{number}");
        let created = desk.ada("POST", &path, Some(json!({ "url": url })), &[]).await.json();
        assert!(created["secret"].as_str().unwrap().starts_with("whsec_"));
        last = format!("{path}/{}", created["id"].as_str().unwrap());
    }
    let sixth = desk.ada("POST", &path, Some(json!({ "url": "https://example.com/6" })), &[]).await;
    assert_eq!(sixth.code(), "conflict");
    let changed = desk.ada("PUT", &last, Some(json!({ "url": "https://example.com/new" })), &[]).await;
    assert_eq!(changed.json()["url"], "https://example.com/new");
    for seen in [path.as_str(), &last, path.trim_end_matches("/webhooks")] {
        let answered = desk.ada("GET", seen, None, &[]).await;
        assert!(!String::from_utf8_lossy(&answered.body).contains("whsec_"), "{seen}");
    }
    assert_eq!(desk.ada("DELETE", &last, None, &[]).await.status, StatusCode::NO_CONTENT);
    assert_eq!(desk.ada("GET", &last, None, &[]).await.status, StatusCode::NOT_FOUND);
}
