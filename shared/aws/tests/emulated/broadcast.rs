use std::sync::Arc;

use aws_sdk_eventbridge::types::Target;
use lectern_lesson::{Event, EventType, LoggedEvent};
use lectern_pipeline::{Broadcast, conformance};
use serde_json::{Value, json};

use crate::support::Emulator;

#[tokio::test(flavor = "multi_thread")]
async fn what_is_announced_arrives_on_the_bus() {
    let emulator = Emulator::start().await;
    let queue = emulator.create_queue("relay").await;
    let bus = aws_sdk_eventbridge::Client::new(&emulator.config().await);
    bus.create_event_bus().name("lectern").send().await.expect("a bus");
    let rule = bus.put_rule().name("happened").event_bus_name("lectern");
    rule.event_pattern(r#"{"source":["lectern"]}"#).send().await.expect("a rule");
    let target = Target::builder().id("relay").arn(emulator.arn("sqs", "relay")).build().expect("a complete target");
    bus.put_targets().rule("happened").event_bus_name("lectern").targets(target).send().await.expect("a target");

    let broadcast = Arc::new(emulator.cloud(|_| {}).await.broadcast());
    let event = Event {
        event_type: EventType::SceneCompleted,
        project_id: "prj_1".to_owned(),
        user_id: "auth0|ada".to_owned(),
        progress: 55.0,
        metadata: json!({ "scene": "s1", "number": 1, "of": 2, "ünïcode": "🌧" }),
    };
    let event = LoggedEvent::new(7, 1_700_000_000_123, event);
    broadcast.announce(&event).await.expect("it is passed on");
    let body: Value = serde_json::from_str(&emulator.receive(&queue).await).expect("JSON");
    assert_eq!((&body["source"], &body["detail-type"]), (&json!("lectern"), &json!("SCENE_COMPLETED")));
    assert_eq!(serde_json::from_value::<LoggedEvent>(body["detail"].clone()).expect("a logged event"), event);
    conformance::broadcast(broadcast, "bus").await;
}
