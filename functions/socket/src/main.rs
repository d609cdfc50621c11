//! The Lambda `socket`: browsers connect to follow a project, and leave.

use std::collections::HashMap;

use lambda_runtime::{Error, LambdaEvent, service_fn};
use lectern_api::auth::Permission;
use lectern_aws::{Cloud, RelayQueue, Settings, Sockets};
use lectern_lambda::Relay;
use lectern_pipeline::{RecordsError, studio::Studio};
use serde::Deserialize;
use serde_json::{Value, json};

/// An event of the WebSocket API.
/// (API Gateway Developer Guide: "Set up an integration request in a WebSocket API".)
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct SocketEvent {
    request_context: SocketContext,
    #[serde(default)]
    query_string_parameters: Option<HashMap<String, String>>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct SocketContext {
    connection_id: String,
    route_key: String,
    #[serde(default)]
    authorizer: HashMap<String, Value>,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    lectern_telemetry::start();
    let cloud = Cloud::connect(Settings::from_environment()?).await;
    let (studio, sockets, queue) = (cloud.studio(), cloud.sockets(), cloud.relay_queue());
    let (studio, sockets, queue) = (&studio, &sockets, &queue);
    lambda_runtime::run(service_fn(|event: LambdaEvent<SocketEvent>| async move {
        let event = event.payload;
        let status = match event.request_context.route_key.as_str() {
            "$connect" => connect(&event, studio, sockets, queue).await?,
            "$disconnect" => {
                sockets.disconnect(&event.request_context.connection_id).await?;
                200
            }
            // Followers have nothing to say; what they send is not answered.
            _ => 200,
        };
        Ok::<_, Error>(json!({ "statusCode": status }))
    }))
    .await
}

/// Seconds until what was missed is sent: the connection is open by then.
const REPLAY_WAIT_SECS: u64 = 1;

async fn connect(event: &SocketEvent, studio: &Studio, sockets: &Sockets, queue: &RelayQueue) -> Result<u16, Error> {
    let parameter = |name: &str| event.query_string_parameters.as_ref()?.get(name).cloned();
    let Some(caller) = lectern_lambda::caller(&event.request_context.authorizer) else { return Ok(401) };
    if !caller.may(Permission::GenerationsRead) {
        return Ok(403);
    }
    let after = match parameter("after").map(|after| after.parse()).transpose() {
        Ok(after) => after.unwrap_or_default(),
        Err(_) => return Ok(400),
    };
    let Some(project) = parameter("project") else { return Ok(400) };
    match studio.records.project(&caller.user_id, &project).await {
        Ok(_) => {}
        Err(RecordsError::NotFound { .. }) => return Ok(404),
        Err(error) => return Err(error.into()),
    }
    sockets.connect(&event.request_context.connection_id, &caller.user_id, &project, after).await?;
    // What was missed is sent by the relay: nothing can be sent to a connection before this answer.
    queue.send(&Relay::Replay { project_id: project }, REPLAY_WAIT_SECS).await?;
    Ok(200)
}
