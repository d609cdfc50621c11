//! What requests are answered with, beside the cases that schemathesis tries.

#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

mod studio;

use axum::body::Body;
use http::{Request, StatusCode, header};
use lectern_api::{ApiSettings, Code, auth::LoopbackCaller, limits, openapi, operations::OPERATIONS, router};
use serde_json::{Value, json};
use std::{collections::HashSet, sync::Arc};
use studio::{desk, desk_with, token};

/// A request, and status and code of its answer.
struct Case {
    method: &'static str,
    path: &'static str,
    content_type: &'static str,
    body: Vec<u8>,
    headers: &'static [(&'static str, &'static str)],
    status: u16,
    code: &'static str,
}

fn case(method: &'static str, path: &'static str, body: impl Into<Vec<u8>>, status: u16, code: &'static str) -> Case {
    let content_type = "application/json";
    Case { method, path, content_type, body: body.into(), headers: &[], status, code }
}

#[tokio::test]
async fn wrong_requests_are_told_what_is_wrong() {
    let huge = format!("{{\"title\":\"{}\"}}", "x".repeat(limits::BODY_BYTES_MAX));
    let cases = [
        case("GET", "/nothing", "", 404, "not-found"),
        case("GET", "/projects/prj_1", "", 404, "not-found"),
        case("GET", "/projects/%FF", "", 404, "not-found"),
        case("PUT", "/projects", "{}", 405, "method-not-allowed"),
        case("POST", "/projects", "{", 400, "malformed-json"),
        case("POST", "/projects", "{\"title\":\"a\"} x", 400, "malformed-json"),
        case("POST", "/projects", "", 400, "malformed-json"),
        case("POST", "/projects", "[\"Rain\"]", 422, "invalid-body"),
        case("POST", "/projects", "{\"title\":\"\"}", 422, "invalid-body"),
        case("POST", "/projects", "{\"title\":\"a\",\"more\":1}", 422, "invalid-body"),
        case("POST", "/projects", "{\"title\":\"a\",\"settings\":{\"pace\":9}}", 422, "invalid-body"),
        case("POST", "/projects", "{\"title\":\"a\",\"settings\":{\"style\":\"x\"}}", 422, "invalid-body"),
        case("POST", "/projects", huge, 413, "too-large"),
        Case {
            content_type: "text/plain",
            ..case("POST", "/projects", "{\"title\":\"a\"}", 415, "unsupported-media-type")
        },
        Case {
            headers: &[("idempotency-key", "no spaces")],
            ..case("POST", "/projects", "{\"title\":\"a\"}", 400, "invalid-parameter")
        },
        case("GET", "/projects?limit=0", "", 400, "invalid-parameter"),
        case("GET", "/projects?limit=x", "", 400, "invalid-parameter"),
        case("GET", "/projects?cursor=x", "", 400, "invalid-parameter"),
        case("GET", "/projects?page=2", "", 400, "invalid-parameter"),
    ];
    let (desk, token) = (desk(), token("ada", &["admin"]));
    for Case { method, path, content_type, body, headers, status, code } in cases {
        let mut request = Request::builder().method(method).uri(path);
        request = request.header(header::AUTHORIZATION, format!("Bearer {token}"));
        request = request.header(header::CONTENT_TYPE, content_type);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let answered = desk.raw(request.body(Body::from(body)).unwrap()).await;
        let told = format!("{method} {path}: {}", String::from_utf8_lossy(&answered.body));
        assert_eq!((answered.status.as_u16(), answered.code().as_str()), (status, code), "{told}");
        let problem = answered.json();
        assert_eq!(problem["status"], status, "{told}");
        assert_eq!(problem["type"], format!("urn:lectern:problem:{code}"), "{told}");
        if code == "invalid-body" {
            assert!(problem["errors"].as_array().is_some_and(|errors| !errors.is_empty()), "{told}");
        }
        if status == 405 {
            let allowed = answered.headers[header::ALLOW].to_str().unwrap();
            assert!(allowed.contains("POST") && allowed.contains("GET"), "{allowed}");
        }
    }
}

#[tokio::test]
async fn faults_name_their_places() {
    let desk = desk();
    let body = json!({ "title": " x", "settings": { "pace": 3, "format": { "width": 100, "height": 100, "fps": 0 } } });
    let problem = desk.ada("POST", "/projects", Some(body), &[]).await.json();
    let places: HashSet<&str> =
        problem["errors"].as_array().unwrap().iter().map(|fault| fault["place"].as_str().unwrap()).collect();
    assert_eq!(places, HashSet::from(["/title", "/settings/pace", "/settings/format", "/settings/format/fps"]));
    let wrong_type = json!({ "title": "x", "settings": { "format": { "width": "wide", "height": 1, "fps": 1 } } });
    let problem = desk.ada("POST", "/projects", Some(wrong_type), &[]).await.json();
    assert_eq!(problem["errors"][0]["place"], "/settings/format/width");
}

#[tokio::test]
async fn changes_need_the_version_that_was_read() {
    let desk = desk();
    let path = format!("/projects/{}", desk.project().await);
    let rename = |title: &str| Some(json!({ "title": title }));
    let answered = desk.ada("PATCH", &path, rename("Snow"), &[]).await;
    assert_eq!((answered.status.as_u16(), answered.code().as_str()), (428, "version-required"));
    let answered = desk.ada("PATCH", &path, rename("Snow"), &[("if-match", "\"1\"")]).await;
    assert_eq!((answered.status.as_u16(), answered.tag().as_str()), (200, "\"2\""));
    let answered = desk.ada("PATCH", &path, rename("Hail"), &[("if-match", "\"1\"")]).await;
    assert_eq!((answered.status.as_u16(), answered.code().as_str()), (412, "version-mismatch"));
    let unchanged = desk.ada("GET", &path, None, &[("if-none-match", "\"2\"")]).await;
    assert_eq!((unchanged.status.as_u16(), unchanged.body.len()), (304, 0));
    let read = desk.ada("GET", &path, None, &[("if-none-match", "\"1\"")]).await;
    assert_eq!((read.status.as_u16(), &read.json()["title"]), (200, &json!("Snow")));
    let same = desk.ada("PATCH", &path, rename("Snow"), &[("if-match", "*")]).await;
    assert_eq!(same.tag(), "\"2\"", "wanting what is there changes nothing");
    let answered = desk.ada("DELETE", &path, None, &[("if-match", "\"1\"")]).await;
    assert_eq!(answered.code(), "version-mismatch");
    assert_eq!(desk.ada("DELETE", &path, None, &[("if-match", "\"2\"")]).await.status, StatusCode::NO_CONTENT);
    assert_eq!(desk.ada("GET", &path, None, &[]).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn of_two_changes_at_once_one_wins() {
    let desk = desk();
    let path = format!("/projects/{}", desk.project().await);
    let change = |title: &'static str| {
        let (desk, path) = (&desk, &path);
        async move { desk.ada("PATCH", path, Some(json!({ "title": title })), &[("if-match", "\"1\"")]).await.status }
    };
    let (first, second) = tokio::join!(change("One"), change("Two"));
    let mut statuses = [first.as_u16(), second.as_u16()];
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 412]);
}

#[tokio::test]
async fn a_repeated_creation_creates_nothing_twice() {
    let desk = desk();
    let project = desk.project_with_script().await;
    let assets = format!("/projects/{project}/assets");
    let webhooks = format!("/projects/{project}/webhooks");
    let creations = [
        ("/projects", json!({ "title": "Snow" }), json!({ "title": "Hail" }), "id"),
        ("/videos/generate", json!({ "projectId": project }), json!({ "projectId": project, "settings": {} }), "id"),
        (&assets, picture(5), picture(6), "uploadId"),
        (&webhooks, hook("a"), hook("b"), "id"),
    ];
    for (path, body, other, id) in creations {
        let key = format!("key-of-{id}-{}", path.len());
        let headers: &[(&str, &str)] = &[("idempotency-key", &key)];
        // At once, and later again.
        let (one, two) = tokio::join!(
            desk.ada("POST", path, Some(body.clone()), headers),
            desk.ada("POST", path, Some(body.clone()), headers)
        );
        let three = desk.ada("POST", path, Some(body.clone()), headers).await;
        for again in [&two, &three] {
            assert_eq!((one.status, &one.json()[id]), (again.status, &again.json()[id]), "{path}");
            assert_eq!(one.headers[header::LOCATION], again.headers[header::LOCATION], "{path}");
        }
        assert_eq!(one.json().get("secret"), three.json().get("secret"), "{path}");
        let reused = desk.ada("POST", path, Some(other), headers).await;
        assert_eq!((reused.status.as_u16(), reused.code().as_str()), (422, "idempotency-key-reused"), "{path}");
        let fresh = desk.ada("POST", path, Some(body), &[]).await;
        assert_ne!(one.json()[id], fresh.json()[id], "{path}: without a key each request creates");
    }
    let listed = desk.ada("GET", "/projects", None, &[]).await.json();
    assert_eq!(listed["items"].as_array().unwrap().len(), 3);
    // Another user's keys are their own.
    let eve = token("eve", &["admin"]);
    let key = [("idempotency-key", "key-of-id-9")];
    let theirs = desk.send(&eve, "POST", "/projects", Some(json!({ "title": "Fog" })), &key).await;
    assert_eq!(theirs.status, StatusCode::CREATED);
}

fn picture(bytes: u64) -> Value {
    json!({ "name": "moon.png", "contentType": "image/png", "bytes": bytes })
}

fn hook(name: &str) -> Value {
    json!({ "url": format!("https://example.com/{name}") })
}

#[tokio::test]
async fn lists_are_walked_by_their_cursors() {
    let desk = desk();
    let mut created = Vec::new();
    for _ in 0..7 {
        created.push(desk.project().await);
    }
    created.reverse();
    let (mut seen, mut path) = (Vec::new(), "/projects?limit=3".to_owned());
    loop {
        let page = desk.ada("GET", &path, None, &[]).await.json();
        let items = page["items"].as_array().unwrap();
        assert!(items.len() <= 3);
        seen.extend(items.iter().map(|item| item["id"].as_str().unwrap().to_owned()));
        match page["nextCursor"].as_str() {
            Some(cursor) => path = format!("/projects?limit=3&cursor={cursor}"),
            None => break,
        }
    }
    seen.sort();
    created.sort();
    assert_eq!(seen, created);
}

#[tokio::test]
async fn requests_are_counted_for_each_user() {
    let settings = ApiSettings { requests_per_minute: 3, ..ApiSettings::default() };
    let desk = desk_with(settings, |_| Arc::new(LoopbackCaller::new("local", Vec::new())));
    let get = || Request::builder().uri("/projects").header(header::HOST, "127.0.0.1:1").body(Body::empty()).unwrap();
    // A window may end in between, once; then there are three more.
    let mut answered = Vec::new();
    for _ in 0..7 {
        answered.push(desk.raw(get()).await);
    }
    let refused = answered.iter().find(|answered| answered.status == StatusCode::TOO_MANY_REQUESTS).unwrap();
    assert_eq!(refused.code(), "rate-limited");
    let number = |name: &str| refused.headers[name].to_str().unwrap().parse::<u64>().unwrap();
    assert_eq!((number("ratelimit-limit"), number("ratelimit-remaining")), (3, 0));
    assert_eq!(number("retry-after"), number("ratelimit-reset"));
    assert_eq!(answered[0].headers["ratelimit-remaining"], "2");
}

#[tokio::test]
async fn without_a_key_only_the_loopback_is_served() {
    let desk = desk_with(ApiSettings::default(), |_| {
        Arc::new(LoopbackCaller::new("local", vec!["https://console.example.com".to_owned()]))
    });
    for (host, origin, status) in [
        ("127.0.0.1:8080", None, 200),
        ("localhost:8080", None, 200),
        ("[::1]:8080", None, 200),
        ("studio.example.com", None, 401),
        ("127.0.0.1.example.com", None, 401),
        ("127.0.0.1:8080@example.com", None, 401),
        ("localhost:8080", Some("http://localhost:5173"), 200),
        ("localhost:8080", Some("https://console.example.com"), 200),
        ("localhost:8080", Some("https://evil.example.com"), 401),
        ("localhost:8080", Some("null"), 401),
    ] {
        let mut request = Request::builder().uri("/projects").header(header::HOST, host);
        if let Some(origin) = origin {
            request = request.header(header::ORIGIN, origin);
        }
        let answered = desk.raw(request.body(Body::empty()).unwrap()).await;
        assert_eq!(answered.status.as_u16(), status, "{host} {origin:?}");
    }
}

#[tokio::test]
async fn browsers_are_let_in_by_configuration() {
    for (origins, origin, allowed) in [
        (vec![], "https://a.example", None),
        (vec!["https://a.example".to_owned()], "https://a.example", Some("https://a.example")),
        (vec!["https://a.example".to_owned()], "https://b.example", None),
        (vec!["*".to_owned()], "https://b.example", Some("*")),
    ] {
        let settings = ApiSettings { cors_origins: origins.clone(), ..ApiSettings::default() };
        let desk = desk_with(settings, |_| Arc::new(LoopbackCaller::new("local", Vec::new())));
        let request = Request::builder()
            .method("OPTIONS")
            .uri("/projects")
            .header(header::ORIGIN, origin)
            .header(header::ACCESS_CONTROL_REQUEST_METHOD, "POST")
            .header(header::ACCESS_CONTROL_REQUEST_HEADERS, "idempotency-key");
        let answered = desk.raw(request.body(Body::empty()).unwrap()).await;
        let found = answered.headers.get(header::ACCESS_CONTROL_ALLOW_ORIGIN).map(|value| value.to_str().unwrap());
        assert_eq!(found, allowed, "{origins:?} {origin}");
        assert!(answered.headers.get(header::ACCESS_CONTROL_ALLOW_CREDENTIALS).is_none());
    }
}

#[tokio::test]
async fn request_ids_are_taken_over_when_they_are_harmless() {
    let desk = desk();
    let answered = desk.ada("GET", "/health", None, &[("x-request-id", "abc-1")]).await;
    assert_eq!(answered.headers["x-request-id"], "abc-1");
    let long = "x".repeat(65);
    for harmful in ["a b", "{\"x\":1}", &long] {
        let answered = desk.ada("GET", "/health", None, &[("x-request-id", harmful)]).await;
        assert_eq!(answered.headers["x-request-id"].len(), 26, "{harmful}");
    }
}

/// Every operation of the table has its route and its place in the description, and every answer to it is described there.
#[tokio::test]
async fn the_description_says_what_there_is() {
    let description: Value = serde_json::from_str(&openapi().to_json().unwrap()).unwrap();
    let desk = desk();
    let described: usize =
        description["paths"].as_object().unwrap().values().map(|it| it.as_object().unwrap().len()).sum();
    assert_eq!(described + 1, OPERATIONS.len(), "all but the socket");
    let served = desk.ada("GET", "/openapi.json", None, &[]).await.json();
    assert_eq!(served, description);
    let paths: HashSet<&str> = OPERATIONS.iter().map(|operation| operation.path).collect();
    for path in paths {
        let methods: HashSet<&str> =
            OPERATIONS.iter().filter(|operation| operation.path == path).map(|operation| operation.method).collect();
        // TRACE is no method of any operation, so the answer lists those that the router knows.
        let answered = desk.raw(Request::builder().method("TRACE").uri(path).body(Body::empty()).unwrap()).await;
        let allowed = answered.headers[header::ALLOW].to_str().unwrap();
        assert_eq!(allowed.split(',').filter(|method| *method != "HEAD").collect::<HashSet<_>>(), methods, "{path}");
    }
    let text = description["info"]["description"].as_str().unwrap();
    for code in Code::ALL {
        assert!(text.contains(&format!("`{}`", code.name())), "{}", code.name());
    }
    // References lead somewhere.
    let mut open = vec![&description];
    while let Some(value) = open.pop() {
        match value {
            Value::Object(fields) => {
                if let Some(Value::String(target)) = fields.get("$ref") {
                    assert!(description.pointer(target.trim_start_matches('#')).is_some(), "{target}");
                }
                open.extend(fields.values());
            }
            Value::Array(items) => open.extend(items),
            _ => {}
        }
    }
}

#[tokio::test]
async fn a_router_without_news_has_no_socket() {
    let desk = desk();
    let mut studio = Arc::try_unwrap({
        let studio::Desk { studio, router, .. } = desk;
        drop(router);
        studio
    })
    .unwrap_or_else(|_| panic!("nobody else has it"));
    studio.news = None;
    let router = router(Arc::new(studio));
    let request = Request::builder()
        .uri("/ws/projects/prj_01ARZ3NDEKTSV4RRFFQ69G5FAV")
        .header(header::AUTHORIZATION, format!("Bearer {}", token("ada", &["admin"])));
    let answered = tower::ServiceExt::oneshot(router, request.body(Body::empty()).unwrap()).await.unwrap();
    assert_eq!(answered.status(), StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn the_page_loads_its_files_and_the_description() {
    let desk = desk();
    let moved = desk.send("", "GET", "/docs", None, &[]).await;
    assert_eq!(
        (moved.status, &moved.headers[header::LOCATION]),
        (StatusCode::TEMPORARY_REDIRECT, &"docs/".parse().unwrap())
    );
    let page = String::from_utf8(desk.send("", "GET", "/docs/", None, &[]).await.body).unwrap();
    let files: Vec<&str> =
        page.split("swagger-ui").filter_map(|rest| rest.split_once('"')).map(|(end, _)| end).collect();
    assert!(files.contains(&".css") && files.contains(&"-bundle.js"), "{files:?}");
    for (file, content_type, word) in [
        ("swagger-ui.css", "text/css; charset=utf-8", ".swagger-ui"),
        ("swagger-ui-bundle.js", "text/javascript; charset=utf-8", "SwaggerUIBundle"),
    ] {
        let answered = desk.send("", "GET", &format!("/docs/{file}"), None, &[]).await;
        assert_eq!(
            (answered.status, &answered.headers[header::CONTENT_TYPE]),
            (StatusCode::OK, &content_type.parse().unwrap())
        );
        assert!(String::from_utf8(answered.body).unwrap().contains(word), "{file}");
    }
    assert!(page.contains("url: \"../openapi.json\""));
    assert_eq!(desk.send("", "GET", "/openapi.json", None, &[]).await.status, StatusCode::OK);
}
