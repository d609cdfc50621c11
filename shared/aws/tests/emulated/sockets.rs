use std::{
    collections::HashMap,
    sync::{
        Arc, Weak,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
    time::Duration,
};

use aws_sdk_dynamodb::{
    config::{ConfigBag, Intercept, RuntimeComponents, interceptors::BeforeTransmitInterceptorContextRef},
    error::BoxError,
    types::AttributeValue,
};
use futures::{SinkExt, StreamExt, future::join_all};
use lectern_aws::{Cloud, Sockets, SocketsError};
use lectern_host::{OsRandomness, SystemClock};
use lectern_lesson::{FilmSummary, Generation, Happening, LoggedEvent, Project, Settings};
use lectern_pipeline::{Clock, Records, Usage};
use serde_json::json;
use tokio::{net::TcpStream, runtime::Handle, task::block_in_place, time::timeout};
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async, tungstenite::Message};

use crate::support::{Emulator, WebSocketApi};

const SCENES: u32 = 20;
const USER: &str = "auth0|ada";
const PROJECT: &str = "prj_1";

/// A browser that follows a project.
struct Follower {
    socket: WebSocketStream<MaybeTlsStream<TcpStream>>,
    connection_id: String,
}

impl Follower {
    async fn open(api: &WebSocketApi) -> Self {
        let (mut socket, _) = connect_async(&api.url).await.expect("it is accepted");
        // The test's route answers with the connection's id.
        socket.send(Message::text("{}")).await.expect("it is sent");
        let connection_id = next_text(&mut socket).await;
        Self { socket, connection_id }
    }

    async fn next(&mut self) -> LoggedEvent {
        serde_json::from_str(&next_text(&mut self.socket).await).expect("a logged event")
    }
}

async fn next_text(socket: &mut WebSocketStream<MaybeTlsStream<TcpStream>>) -> String {
    let message = timeout(Duration::from_secs(60), socket.next()).await.expect("a message in time");
    message.expect("it is open").expect("a message").into_text().expect("text").to_string()
}

/// The system's clock, moved on.
#[derive(Debug, Default)]
struct MovedClock {
    host: SystemClock,
    moved_millis: AtomicU64,
}

impl Clock for MovedClock {
    fn now_secs(&self) -> f64 {
        self.host.now_secs() + self.moved_millis.load(Ordering::SeqCst) as f64 / 1000.0
    }

    fn unix_millis(&self) -> u64 {
        self.host.unix_millis() + self.moved_millis.load(Ordering::SeqCst)
    }

    fn usage(&self) -> Usage {
        self.host.usage()
    }
}

#[derive(Debug)]
struct Bench {
    emulator: Emulator,
    api: WebSocketApi,
    cloud: Cloud,
    clock: Arc<MovedClock>,
}

impl Bench {
    async fn start() -> Self {
        let emulator = Emulator::start().await;
        emulator.create_table().await;
        let api = emulator.create_web_socket_api().await;
        let cloud = emulator.cloud(|settings| settings.socket_endpoint = Some(api.endpoint.clone())).await;
        let records = cloud.records();
        let project = Project {
            id: PROJECT.to_owned(),
            user_id: USER.to_owned(),
            title: "Rain".to_owned(),
            settings: Settings::default(),
            script: None,
            storyboard: None,
            assets: Vec::new(),
            webhooks: Vec::new(),
            version: 1,
            created_millis: 1,
            updated_millis: 1,
        };
        records.create_project(&project).await.expect("a project");
        let generation = Generation::of(&project, "gen_1".to_owned(), Settings::default(), 1);
        records.create_generation(&generation, 9).await.expect("a generation");
        Self { emulator, api, cloud, clock: Arc::default() }
    }

    /// Sockets whose clock can be moved.
    async fn sockets(&self) -> Sockets {
        let config = self.emulator.config().await;
        self.sockets_over(aws_sdk_dynamodb::Client::new(&config)).await
    }

    async fn sockets_over(&self, table: aws_sdk_dynamodb::Client) -> Sockets {
        let config = self.emulator.config().await;
        let gateway = aws_sdk_apigatewaymanagement::config::Builder::from(&config).endpoint_url(&self.api.endpoint);
        let gateway = aws_sdk_apigatewaymanagement::Client::from_conf(gateway.build());
        Sockets::new(table, "lectern", Some(gateway), self.clock.clone(), Arc::new(OsRandomness))
    }

    async fn record(&self, happening: &Happening) {
        let recorded = self.cloud.records().record(USER, "gen_1", happening, 1).await.expect("it is recorded");
        assert!(recorded.event.is_some(), "{happening:?} is logged");
    }

    async fn started(&self) {
        self.record(&Happening::Started { title: "Rain".to_owned(), scenes: SCENES }).await;
    }
}

fn scene(number: u32) -> Happening {
    Happening::SceneCompleted { scene: format!("s{number}"), number, of: SCENES, made: json!("now") }
}

#[tokio::test(flavor = "multi_thread")]
async fn each_connection_gets_each_event_once_and_in_order_however_many_push() {
    let bench = Bench::start().await;
    bench.started().await;
    bench.record(&scene(1)).await;
    let mut followers = Vec::new();
    for after in [0, 1, 2] {
        let follower = Follower::open(&bench.api).await;
        bench.cloud.sockets().connect(&follower.connection_id, USER, PROJECT, after).await.expect("it is noted");
        followers.push((after, follower));
    }
    // Every scene is recorded and pushed by a sender of its own, and pushed by two that come too late.
    join_all((2..=SCENES).map(|number| {
        let bench = &bench;
        async move {
            bench.record(&scene(number)).await;
            let sockets = bench.cloud.sockets();
            let pushes = join_all((0..3).map(|_| sockets.push(PROJECT))).await;
            pushes.into_iter().collect::<Result<(), _>>().expect("it is sent");
        }
    }))
    .await;
    let film = FilmSummary { title: "Rain".to_owned(), duration_secs: 9.0, passed: true, files: Vec::new() };
    bench.record(&Happening::Finished(film)).await;
    bench.cloud.sockets().push(PROJECT).await.expect("it is sent");

    let log = bench.cloud.records().events(PROJECT, 0, 1000).await.expect("a log");
    assert_eq!(log.len(), SCENES as usize + 2);
    for (after, mut follower) in followers {
        for event in &log[after as usize..] {
            assert_eq!(follower.next().await, *event, "after {after}");
        }
    }
}

/// Lets a latecomer record and push an event between a sender's last look at the log and the return of its lease.
#[derive(Debug)]
struct Latecomer {
    bench: Weak<Bench>,
    has_come: AtomicBool,
}

impl Intercept for Latecomer {
    fn name(&self) -> &'static str {
        "latecomer"
    }

    fn read_before_transmit(
        &self,
        context: &BeforeTransmitInterceptorContextRef<'_>,
        _: &RuntimeComponents,
        _: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        let body = String::from_utf8_lossy(context.request().body().bytes().unwrap_or_default());
        if body.contains("REMOVE lease") && !self.has_come.swap(true, Ordering::SeqCst) {
            let bench = self.bench.upgrade().expect("the test still runs");
            let come = async {
                bench.record(&scene(1)).await;
                bench.sockets().await.push(PROJECT).await.expect("it is left to the one who has the lease");
            };
            block_in_place(|| Handle::current().block_on(come));
        }
        Ok(())
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sender_takes_along_what_is_logged_while_it_gives_its_lease_back() {
    let bench = Arc::new(Bench::start().await);
    bench.started().await;
    let mut follower = Follower::open(&bench.api).await;
    let latecomer = Latecomer { bench: Arc::downgrade(&bench), has_come: AtomicBool::default() };
    let table = aws_sdk_dynamodb::config::Builder::from(&bench.emulator.config().await).interceptor(latecomer);
    let sockets = bench.sockets_over(aws_sdk_dynamodb::Client::from_conf(table.build())).await;
    sockets.connect(&follower.connection_id, USER, PROJECT, 0).await.expect("it is noted");
    sockets.push(PROJECT).await.expect("it is sent");
    assert_eq!([follower.next().await.sequence, follower.next().await.sequence], [1, 2]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_connection_that_is_gone_is_forgotten_unless_it_may_be_opening() {
    let bench = Bench::start().await;
    let sockets = bench.sockets().await;
    bench.started().await;
    sockets.connect("never-was", USER, PROJECT, 0).await.expect("it is noted");
    let mut follower = Follower::open(&bench.api).await;
    sockets.connect(&follower.connection_id, USER, PROJECT, 0).await.expect("it is noted");
    for _ in 0..2 {
        let error = sockets.push(PROJECT).await.expect_err("it may be opening");
        assert!(matches!(&error, SocketsError::Unopened { connection_id } if connection_id == "never-was"), "{error}");
    }
    assert_eq!(follower.next().await.sequence, 1, "the other one is sent to all the same");
    bench.clock.moved_millis.store(60_000, Ordering::SeqCst);
    sockets.push(PROJECT).await.expect("what is gone is forgotten");
    bench.clock.moved_millis.store(0, Ordering::SeqCst);
    sockets.push(PROJECT).await.expect("it is forgotten");
    bench.record(&scene(1)).await;
    sockets.push(PROJECT).await.expect("it is sent");
    assert_eq!(follower.next().await.sequence, 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_lease_of_a_sender_that_died_expires() {
    let bench = Bench::start().await;
    let sockets = bench.sockets().await;
    let mut follower = Follower::open(&bench.api).await;
    sockets.connect(&follower.connection_id, USER, PROJECT, 0).await.expect("it is noted");
    let key = HashMap::from([
        ("pk".to_owned(), AttributeValue::S(format!("PROJECT#{PROJECT}"))),
        ("sk".to_owned(), AttributeValue::S(format!("CONNECTION#{}", follower.connection_id))),
    ]);
    let until = bench.clock.unix_millis() + Sockets::LEASE_SECS * 1000;
    let table = aws_sdk_dynamodb::Client::new(&bench.emulator.config().await);
    let died = table.update_item().table_name("lectern").set_key(Some(key.clone()));
    let died = died.update_expression("SET lease = :holder, leaseUntil = :until");
    let died = died.expression_attribute_values(":holder", AttributeValue::S("dead".to_owned()));
    let died = died.expression_attribute_values(":until", AttributeValue::N(until.to_string()));
    died.send().await.expect("it is leased");

    bench.started().await;
    sockets.push(PROJECT).await.expect("it is left to the one who has the lease");
    let listener = table.get_item().table_name("lectern").set_key(Some(key)).send().await.expect("an answer");
    let sent = listener.item().expect("it is there")["sent"].as_n().expect("a number");
    assert_eq!(sent, "0", "nothing is sent beside the one who has the lease");
    bench.record(&scene(1)).await;
    bench.clock.moved_millis.store(Sockets::LEASE_SECS * 1000 + 1, Ordering::SeqCst);
    sockets.push(PROJECT).await.expect("it is sent");
    assert_eq!([follower.next().await.sequence, follower.next().await.sequence], [1, 2]);
}

#[tokio::test(flavor = "multi_thread")]
async fn who_has_left_is_sent_nothing_and_nobody_is_kept_for_ever() {
    let bench = Bench::start().await;
    let sockets = bench.sockets().await;
    for _ in 0..2 {
        sockets.connect("leaves", USER, PROJECT, 0).await.expect("it is noted, also when told twice");
    }
    for id in ["leaves", "leaves", "unknown"] {
        sockets.disconnect(id).await.expect("it is forgotten, or was never known");
    }
    sockets.connect("stays", USER, PROJECT, 0).await.expect("it is noted");
    bench.started().await;
    let error = sockets.push(PROJECT).await.expect_err("the other one may be opening");
    assert!(matches!(&error, SocketsError::Unopened { connection_id } if connection_id == "stays"), "{error}");
    bench.clock.moved_millis.store(3 * 60 * 60 * 1000, Ordering::SeqCst);
    sockets.push(PROJECT).await.expect("no connection lasts for three hours");
    bench.clock.moved_millis.store(0, Ordering::SeqCst);
    sockets.push(PROJECT).await.expect("nobody is left");
}
