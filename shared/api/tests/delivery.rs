//! Webhooks, delivered to a real receiver.

#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

mod studio;

use std::sync::{Arc, Mutex};

use axum::{Router, body::Bytes, extract::State, response::IntoResponse, routing::post};
use http::{HeaderMap, StatusCode, header};
use lectern_api::{Courier, Outcome, signature, wait_secs};
use lectern_lesson::{Event, EventType, LoggedEvent, Project, Webhook};
use lectern_pipeline::{Clock, Usage};
use serde_json::Value;
use studio::{Desk, desk};

const SECRET: &str = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

/// A clock that is set by hand.
struct Hand(Mutex<u64>);

impl Clock for Hand {
    fn now_secs(&self) -> f64 {
        self.unix_millis() as f64 / 1000.0
    }

    fn unix_millis(&self) -> u64 {
        *self.0.lock().unwrap()
    }

    fn usage(&self) -> Usage {
        Usage::default()
    }
}

/// A receiver: what it answers next, and what it got.
struct Receiver {
    answers: Mutex<Vec<StatusCode>>,
    got: Mutex<Vec<(HeaderMap, Bytes)>>,
}

async fn receive(State(receiver): State<Arc<Receiver>>, headers: HeaderMap, body: Bytes) -> impl IntoResponse {
    receiver.got.lock().unwrap().push((headers, body));
    let status = receiver.answers.lock().unwrap().pop().unwrap_or(StatusCode::OK);
    // Followed, a redirect would come back here as another request.
    (status, [(header::LOCATION, "/")])
}

struct Scene {
    desk: Desk,
    clock: Arc<Hand>,
    receiver: Arc<Receiver>,
    project: Project,
    webhook: Webhook,
}

async fn scene(mut answers: Vec<StatusCode>) -> Scene {
    answers.reverse();
    let receiver = Arc::new(Receiver { answers: Mutex::new(answers), got: Mutex::default() });
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/", listener.local_addr().unwrap());
    let router = Router::new().route("/", post(receive)).with_state(Arc::clone(&receiver));
    tokio::spawn(async move { axum::serve(listener, router).await });
    let desk = desk();
    let id = desk.project().await;
    let project = desk.studio.records.project("ada", &id).await.unwrap();
    let webhook = Webhook { id: "whk_01ARZ3NDEKTSV4RRFFQ69G5FAV".to_owned(), url, secret: SECRET.to_owned() };
    Scene { desk, clock: Arc::new(Hand(Mutex::new(1_800_000_000_000))), receiver, project, webhook }
}

impl Scene {
    fn courier(&self, allows_private: bool) -> Courier {
        Courier::new(Arc::clone(&self.desk.studio.records), Arc::clone(&self.clock) as _, allows_private).unwrap()
    }

    fn event(&self, sequence: u64) -> LoggedEvent {
        let event = Event {
            event_type: EventType::GenerationStarted,
            project_id: self.project.id.clone(),
            user_id: "ada".to_owned(),
            progress: 0.0,
            metadata: Value::Null,
        };
        LoggedEvent::new(sequence, 1, event)
    }

    fn got(&self) -> usize {
        self.receiver.got.lock().unwrap().len()
    }
}

#[tokio::test]
async fn an_event_is_signed_and_delivered_once() {
    let scene = scene(vec![]).await;
    let courier = scene.courier(true);
    for _ in 0..3 {
        let outcome = courier.deliver(&scene.project, &scene.webhook, &scene.event(1)).await.unwrap();
        assert_eq!(outcome, Outcome::Delivered);
    }
    assert_eq!(scene.got(), 1);
    courier.deliver(&scene.project, &scene.webhook, &scene.event(2)).await.unwrap();
    let got = scene.receiver.got.lock().unwrap();
    assert_eq!(got.len(), 2, "another event is another delivery");
    let (headers, body) = &got[0];
    let text = |name: &str| headers[name].to_str().unwrap();
    assert_eq!((text("webhook-id"), text("webhook-timestamp")), (scene.event(1).event_id.as_str(), "1800000000"));
    let expected = signature(SECRET, text("webhook-id"), 1_800_000_000, body).unwrap();
    assert_eq!(text("webhook-signature"), expected);
    assert_eq!(serde_json::from_slice::<LoggedEvent>(body).unwrap(), scene.event(1));
}

#[tokio::test]
async fn failures_are_tried_again_when_they_are_due() {
    let scene = scene(vec![StatusCode::INTERNAL_SERVER_ERROR, StatusCode::FOUND]).await;
    let courier = scene.courier(true);
    let event = scene.event(1);
    let deliver = || courier.deliver(&scene.project, &scene.webhook, &event);
    for attempt in 1..=2 {
        let due_millis = scene.clock.unix_millis() + wait_secs(attempt).unwrap() * 1000;
        assert_eq!(deliver().await.unwrap(), Outcome::Later { due_millis });
        assert_eq!(deliver().await.unwrap(), Outcome::Later { due_millis }, "not due yet");
        assert_eq!(scene.got(), attempt as usize, "a redirect is not followed");
        *scene.clock.0.lock().unwrap() = due_millis;
    }
    assert_eq!(deliver().await.unwrap(), Outcome::Delivered);
}

#[tokio::test]
async fn a_receiver_that_never_takes_it_is_given_up() {
    let scene = scene(vec![StatusCode::SERVICE_UNAVAILABLE; 20]).await;
    let courier = scene.courier(true);
    let event = scene.event(1);
    let deliver = || courier.deliver(&scene.project, &scene.webhook, &event);
    let mut tries = 0;
    loop {
        tries += 1;
        match deliver().await.unwrap() {
            Outcome::Later { due_millis } => *scene.clock.0.lock().unwrap() = due_millis,
            Outcome::Dead => break,
            Outcome::Delivered => panic!("it is never taken"),
        }
    }
    assert_eq!(tries, 10);
    assert_eq!(deliver().await.unwrap(), Outcome::Dead);
    assert_eq!(scene.got(), 10, "nothing is sent after that");
}

#[tokio::test]
async fn a_receiver_that_is_gone_is_given_up_at_once() {
    let scene = scene(vec![StatusCode::GONE]).await;
    let outcome = scene.courier(true).deliver(&scene.project, &scene.webhook, &scene.event(1)).await.unwrap();
    assert_eq!(outcome, Outcome::Dead);
}

/// Addresses inside the network, as such and behind a name, are not even connected to.
#[tokio::test]
async fn addresses_inside_the_network_are_refused() {
    let scene = scene(vec![]).await;
    // It takes connections, which the system completes before anybody accepts them.
    let trap = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    trap.set_nonblocking(true).unwrap();
    let port = trap.local_addr().unwrap().port();
    let connections = || std::iter::from_fn(|| trap.accept().ok()).count();
    let courier = scene.courier(false);
    for (sequence, (address, is_final)) in (1..).zip([
        (format!("http://127.0.0.1:{port}"), true),
        (format!("https://127.0.0.1:{port}"), true),
        (format!("https://[::ffff:127.0.0.1]:{port}"), true),
        (format!("https://2130706433:{port}"), true),
        // A name may come to point elsewhere.
        (format!("https://localhost:{port}"), false),
    ]) {
        let webhook = Webhook { url: address.clone(), ..scene.webhook.clone() };
        let outcome = courier.deliver(&scene.project, &webhook, &scene.event(sequence)).await.unwrap();
        assert_eq!(outcome == Outcome::Dead, is_final, "{address}: {outcome:?}");
        assert_ne!(outcome, Outcome::Delivered, "{address}");
        assert_eq!(connections(), 0, "{address}");
    }
    let webhook = Webhook { url: format!("https://localhost:{port}"), ..scene.webhook.clone() };
    let tried = scene.courier(true);
    let event = scene.event(100);
    let delivery = tried.deliver(&scene.project, &webhook, &event);
    // It waits for an answer that never comes, but by then it has connected: only the rule kept it away.
    let connected = async {
        while connections() == 0 {
            tokio::task::yield_now().await;
        }
    };
    tokio::select! {
        outcome = delivery => panic!("nobody answers: {outcome:?}"),
        () = connected => {}
    }
}
