//! Events over a real WebSocket.

#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

mod studio;

use std::time::Duration;

use futures::{SinkExt, StreamExt};
use lectern_lesson::{FilmSummary, Happening};
use lectern_pipeline::Clock;
use serde_json::{Value, json};
use studio::{Desk, desk, signed, token};
use tokio::{net::TcpStream, time::timeout};
use tokio_tungstenite::{
    MaybeTlsStream, WebSocketStream, connect_async,
    tungstenite::{Error, Message, client::IntoClientRequest},
};

type Socket = WebSocketStream<MaybeTlsStream<TcpStream>>;

/// How long is waited for what must come.
const PATIENCE: Duration = Duration::from_secs(20);

async fn connect(address: &str, path: &str, token: &str) -> Result<Socket, Error> {
    let mut request = format!("ws://{address}{path}").into_client_request()?;
    request.headers_mut().insert("authorization", format!("Bearer {token}").parse().unwrap());
    connect_async(request).await.map(|(socket, _)| socket)
}

async fn events(socket: &mut Socket, count: usize) -> Vec<Value> {
    let mut events = Vec::new();
    while events.len() < count {
        match timeout(PATIENCE, socket.next()).await.expect("it comes in time").unwrap().unwrap() {
            Message::Text(text) => events.push(serde_json::from_str(&text).unwrap()),
            Message::Ping(_) => {}
            other => panic!("{other:?}"),
        }
    }
    events
}

async fn happen(desk: &Desk, id: &str, happening: Happening) {
    let recorded = desk.studio.records.record("ada", id, &happening, 5).await.unwrap();
    desk.studio.broadcast.announce(&recorded.event.unwrap()).await.unwrap();
}

fn scene(number: u32) -> Happening {
    Happening::SceneCompleted { scene: format!("s{number}"), number, of: 150, made: json!("now") }
}

async fn generation(desk: &Desk) -> (String, String) {
    let project = desk.project_with_script().await;
    let made = desk.ada("POST", "/videos/generate", Some(json!({ "projectId": project })), &[]).await.json();
    (project, made["id"].as_str().unwrap().to_owned())
}

#[tokio::test]
async fn events_come_in_order_each_once_and_what_was_missed_is_replayed() {
    let desk = desk();
    let address = desk.serve().await;
    let (project, id) = generation(&desk).await;
    let path = format!("/ws/projects/{project}");
    let ada = token("ada", &["viewer"]);
    happen(&desk, &id, Happening::Started { title: "Rain".to_owned(), scenes: 150 }).await;
    let mut whole = connect(&address, &path, &ada).await.unwrap();
    assert_eq!(events(&mut whole, 1).await[0]["eventType"], "GENERATION_STARTED");
    // More than are read at once, while the socket is open.
    for number in 1..=150 {
        happen(&desk, &id, scene(number)).await;
    }
    let film = FilmSummary { title: "Rain".to_owned(), duration_secs: 9.0, passed: true, files: vec![] };
    happen(&desk, &id, Happening::Finished(film)).await;
    let rest = events(&mut whole, 151).await;
    let sequences: Vec<u64> = rest.iter().map(|event| event["sequence"].as_u64().unwrap()).collect();
    assert_eq!(sequences, (2..=152).collect::<Vec<u64>>());
    assert_eq!(rest[150]["eventType"], "GENERATION_FINISHED");
    assert_eq!(rest[0]["eventId"], format!("{project}.2"));

    let mut late = connect(&address, &format!("{path}?after=150"), &ada).await.unwrap();
    assert_eq!(events(&mut late, 2).await, rest[149..]);
    // The next thing that either hears is the next event: nothing came twice.
    let made = desk.ada("POST", "/videos/generate", Some(json!({ "projectId": project })), &[]).await.json();
    happen(&desk, made["id"].as_str().unwrap(), Happening::Cancelled).await;
    for socket in [&mut whole, &mut late] {
        assert_eq!(events(socket, 1).await[0]["sequence"], 153);
    }
    whole.send(Message::Close(None)).await.unwrap();
}

#[tokio::test]
async fn sockets_are_for_the_owner_with_a_valid_token() {
    let desk = desk();
    let address = desk.serve().await;
    let (project, _) = generation(&desk).await;
    let path = format!("/ws/projects/{project}");
    let ada = token("ada", &["viewer"]);
    for (path, token, status) in [
        (path.clone(), "nonsense".to_owned(), 401),
        (path.clone(), token("ada", &[]), 403),
        (path.clone(), token("eve", &["admin"]), 404),
        ("/ws/projects/prj_1".to_owned(), ada.clone(), 404),
        (format!("{path}?after=x"), ada.clone(), 400),
    ] {
        match connect(&address, &path, &token).await {
            Err(Error::Http(response)) => assert_eq!(response.status().as_u16(), status, "{path}"),
            other => panic!("{path}: {other:?}"),
        }
    }
    // As a browser does it, which can set no header.
    connect_async(format!("ws://{address}{path}?access_token={ada}")).await.unwrap();
    let plain = desk.ada("GET", &path, None, &[]).await;
    assert_eq!((plain.status.as_u16(), plain.code().as_str()), (400, "invalid-parameter"));
    let in_query = format!("/projects?access_token={ada}");
    assert_eq!(desk.send("", "GET", &in_query, None, &[]).await.status, 401, "for sockets only");
}

#[tokio::test]
async fn a_socket_ends_with_its_token() {
    let desk = desk();
    let address = desk.serve().await;
    let (project, _) = generation(&desk).await;
    // Expired within the leeway for differing clocks: it is let in and ends at once.
    let now_secs = lectern_host::SystemClock::default().unix_millis() / 1000;
    let claims = json!({
        "sub": "ada", "roles": ["viewer"], "iss": studio::ISSUER, "aud": studio::AUDIENCE, "exp": now_secs - 1,
    });
    let mut socket = connect(&address, &format!("/ws/projects/{project}"), &signed(&claims)).await.unwrap();
    match timeout(PATIENCE, socket.next()).await.expect("it comes in time").unwrap().unwrap() {
        Message::Close(Some(frame)) => assert_eq!(u16::from(frame.code), 4401),
        other => panic!("{other:?}"),
    }
}
