use serde_json::{Value, json};

use crate::support::Emulator;

#[tokio::test(flavor = "multi_thread")]
async fn a_message_arrives_as_json_also_when_it_is_to_wait_longer_than_the_queue_can() {
    let emulator = Emulator::start().await;
    let queue = emulator.create_queue("relay").await;
    let cloud = emulator.cloud(|settings| settings.relay_queue_url = Some(queue.clone())).await;
    let message = json!({ "kind": "replay", "projectId": "prj_1" });
    cloud.relay_queue().send(&message, 1).await.expect("it is queued");
    assert_eq!(serde_json::from_str::<Value>(&emulator.receive(&queue).await).expect("JSON"), message);
    cloud.relay_queue().send(&message, 7 * 24 * 60 * 60).await.expect("it is queued for as long as can be");
}

#[tokio::test(flavor = "multi_thread")]
async fn without_its_address_the_missing_variable_is_named() {
    let emulator = Emulator::start().await;
    let error = emulator.cloud(|_| {}).await.relay_queue().send(&json!({}), 0).await.expect_err("none is known");
    assert!(error.to_string().contains("LECTERN_RELAY_QUEUE_URL"), "{error}");
}
