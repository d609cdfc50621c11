//! Who may do what: every operation, as every kind of caller, on their own project and on somebody else's.

mod studio;

use http::StatusCode;
use lectern_api::{
    auth::{Permission, ROLES},
    operations::{Access, OPERATIONS, Operation, Trait},
};
use serde_json::{Value, json};
use studio::{Desk, desk, signed, token};

/// A body that an operation takes.
fn body(operation: &Operation, project: &str) -> Option<Value> {
    Some(match operation.takes? {
        "NewProject" | "ProjectChange" => json!({ "title": "Snow" }),
        "NewScript" => json!({ "text": studio::SCRIPT }),
        "Storyboard" => json!({
            "title": "Rain", "language": "en", "style": "night-sky", "voice": "af_heart",
            "scenes": [{
                "id": "one", "narration": "Rain falls.", "description": "Rain.",
                "visual": { "kind": "statement", "text": "Rain falls" },
            }],
        }),
        "NewAsset" => json!({ "name": "moon.png", "contentType": "image/png", "bytes": 5 }),
        "NewWebhook" => json!({ "url": "https://example.com/hook" }),
        "NewGeneration" => json!({ "projectId": project }),
        other => panic!("no body for {other}"),
    })
}

/// What of Ada's an operation can be tried on. Everything is there, so that whoever may do something gets beyond a 404.
struct Things {
    project: String,
    generation: String,
    webhook: String,
    upload: String,
}

async fn things(desk: &Desk) -> Things {
    let project = desk.project_with_script().await;
    let text = |answered: &studio::Answered, key: &str| {
        answered.json()[key].as_str().unwrap_or_else(|| panic!("{key} of {}", answered.json())).to_owned()
    };
    let generate = json!({ "projectId": project });
    let generation = desk.ada("POST", "/videos/generate", Some(generate), &[]).await;
    let at = |rest: &str| format!("/projects/{project}/{rest}");
    let hook = json!({ "url": "https://example.com/hook" });
    let webhook = desk.ada("POST", &at("webhooks"), Some(hook), &[]).await;
    let picture = json!({ "name": "moon.png", "contentType": "image/png", "bytes": 5 });
    let upload = desk.ada("POST", &at("assets"), Some(picture), &[]).await;
    Things {
        generation: text(&generation, "id"),
        webhook: text(&webhook, "id"),
        upload: text(&upload, "uploadId"),
        project,
    }
}

fn path(operation: &Operation, things: &Things) -> String {
    let query = if operation.query.contains(&"name") { "?name=moon.png" } else { "" };
    operation
        .path
        .replace("{projectId}", &things.project)
        .replace("{generationId}", &things.generation)
        .replace("{webhookId}", &things.webhook)
        .replace("{uploadId}", &things.upload)
        + query
}

/// A kind of caller.
struct Kind {
    name: String,
    token: String,
    may: Vec<Permission>,
}

fn kinds() -> Vec<Kind> {
    let kind = |name: &str, token: String, may: &[Permission]| Kind { name: name.to_owned(), token, may: may.to_vec() };
    let single = json!({
        "sub": "ada", "permissions": ["projects:read"], "iss": studio::ISSUER, "aud": studio::AUDIENCE,
        "exp": 4_000_000_000_u64,
    });
    let mut kinds = vec![
        kind("nobody", String::new(), &[]),
        kind("forger", format!("{}x", token("ada", &["admin"])), &[]),
        kind("no role", token("ada", &[]), &[]),
        kind("unknown role", token("ada", &["emperor"]), &[]),
        kind("owner with projects:read", signed(&single), &[Permission::ProjectsRead]),
    ];
    for (role, permissions) in ROLES {
        kinds.push(kind(&format!("owner as {role}"), token("ada", &[role]), permissions));
        kinds.push(kind(&format!("stranger as {role}"), token("eve", &[role]), permissions));
    }
    kinds
}

#[tokio::test]
async fn every_operation_answers_every_caller_as_its_access_says() {
    let mut tried = 0;
    for Kind { name, token, may } in kinds() {
        for operation in OPERATIONS.iter().filter(|operation| !operation.is(Trait::Socket)) {
            let desk = desk();
            let things = things(&desk).await;
            let sent = desk
                .send(
                    &token,
                    operation.method,
                    &path(operation, &things),
                    body(operation, &things.project),
                    &[("if-match", "*")],
                )
                .await;
            let is_known = name != "nobody" && name != "forger";
            let names_things = operation.path.contains('{') || operation.is(Trait::Refers);
            let expected = match operation.access {
                Access::Public => None,
                _ if !is_known => Some((StatusCode::UNAUTHORIZED, "unauthenticated")),
                Access::Needs(permission) if !may.contains(&permission) => Some((StatusCode::FORBIDDEN, "forbidden")),
                Access::Needs(_) if name.starts_with("stranger") && names_things => {
                    Some((StatusCode::NOT_FOUND, "not-found"))
                }
                Access::Needs(_) | Access::Anyone => None,
            };
            let case = format!("{} {} by {name}: {}", operation.method, operation.path, sent.status);
            match expected {
                Some((status, code)) => {
                    assert_eq!(sent.status, status, "{case}");
                    assert_eq!(sent.code(), code, "{case}");
                }
                // What is let through may fail for its own reasons, but never for these.
                None => assert!(
                    sent.status.is_success()
                        || sent.status == StatusCode::CONFLICT
                        || is_missing_part(operation, &sent),
                    "{case}: {}",
                    String::from_utf8_lossy(&sent.body)
                ),
            }
            tried += 1;
        }
    }
    assert!(tried > 300, "{tried}");
}

/// The project of the test has neither a picture nor a written storyboard to delete.
fn is_missing_part(operation: &Operation, sent: &studio::Answered) -> bool {
    matches!(operation.id, "deleteAsset" | "deleteStoryboard") && sent.status == StatusCode::NOT_FOUND
}

/// A stranger's request for what is there, and the same for what never was, are answered with the same bytes.
#[tokio::test]
async fn what_is_somebody_elses_cannot_be_told_from_what_never_was() {
    let desk = desk();
    let real = things(&desk).await;
    let never = Things {
        project: "prj_01ARZ3NDEKTSV4RRFFQ69G5FAV".to_owned(),
        generation: "gen_01ARZ3NDEKTSV4RRFFQ69G5FAV".to_owned(),
        webhook: "whk_01ARZ3NDEKTSV4RRFFQ69G5FAV".to_owned(),
        upload: "upl_01ARZ3NDEKTSV4RRFFQ69G5FAV".to_owned(),
    };
    let eve = token("eve", &["admin"]);
    for operation in OPERATIONS.iter().filter(|operation| operation.path.contains('{') || operation.is(Trait::Refers)) {
        let mut answers = Vec::new();
        for things in [&real, &never] {
            let sent = desk
                .send(
                    &eve,
                    operation.method,
                    &path(operation, things),
                    body(operation, &things.project),
                    &[("if-match", "*")],
                )
                .await;
            let mut names: Vec<String> = sent.headers.keys().map(ToString::to_string).collect();
            names.sort();
            answers.push((sent.status, names, sent.body));
        }
        assert_eq!(answers[0].0, StatusCode::NOT_FOUND, "{}", operation.path);
        assert_eq!(answers[0], answers[1], "{} {}", operation.method, operation.path);
    }
}
