use std::sync::{Arc, Mutex};

use aws_sdk_sfn::types::ExecutionStatus;
use axum::{Json, Router, extract::State, routing};
use lectern_aws::QueueLauncher;
use lectern_pipeline::{Launcher, conformance};
use serde_json::{Value, json};
use tokio::net::TcpListener;

use crate::support::Emulator;

/// A machine that waits for longer than any test.
const WAITING: &str = r#"{"StartAt":"Wait","States":{"Wait":{"Type":"Wait","Seconds":3600,"End":true}}}"#;
const PASSING: &str = r#"{"StartAt":"Pass","States":{"Pass":{"Type":"Pass","End":true}}}"#;

async fn create_machine(machines: &aws_sdk_sfn::Client, name: &str, definition: &str) -> String {
    let role = "arn:aws:iam::123456789012:role/machine";
    let machine = machines.create_state_machine().name(name).definition(definition).role_arn(role).send().await;
    machine.expect("a state machine").state_machine_arn
}

#[tokio::test(flavor = "multi_thread")]
async fn the_intake_queue_conforms_and_holds_what_is_to_be_made() {
    let emulator = Emulator::start().await;
    emulator.create_table().await;
    let queue = emulator.create_queue("intake").await;
    let machines = aws_sdk_sfn::Client::new(&emulator.config().await);
    let arn = create_machine(&machines, "produce-film", WAITING).await;
    let cloud = emulator.cloud(|settings| settings.state_machine_arn = Some(arn)).await;
    let launcher = Arc::new(cloud.launcher());
    launcher.start("auth0|ada", "gen_1").await.expect("it is queued");
    let message: Value = serde_json::from_str(&emulator.receive(&queue).await).expect("JSON");
    assert_eq!(message, json!({ "kind": "generation", "userId": "auth0|ada", "generationId": "gen_1" }));
    conformance::launcher(launcher, Arc::new(cloud.records()), "queue").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_generation_has_one_execution_which_a_cancellation_stops() {
    let emulator = Emulator::start().await;
    let machines = aws_sdk_sfn::Client::new(&emulator.config().await);
    let arn = create_machine(&machines, "produce-film", WAITING).await;
    let cloud = emulator.cloud(|settings| settings.state_machine_arn = Some(arn.clone())).await;
    let executions = cloud.executions();
    for _ in 0..3 {
        executions.start("auth0|ada", "gen_1").await.expect("it is started, also when asked again");
    }
    let listed = machines.list_executions().state_machine_arn(&arn).send().await.expect("a list").executions;
    let [execution] = listed.as_slice() else { panic!("one execution, not {listed:?}") };
    assert_eq!((execution.name.as_str(), &execution.status), ("gen_1", &ExecutionStatus::Running));
    let described = machines.describe_execution().execution_arn(&execution.execution_arn).send().await;
    let input: Value = serde_json::from_str(described.expect("it is there").input().expect("an input")).expect("JSON");
    assert_eq!(input, json!({ "userId": "auth0|ada", "generationId": "gen_1" }));

    let launcher = cloud.launcher();
    for id in ["gen_1", "gen_1", "gen_never"] {
        launcher.cancel("auth0|ada", id).await.expect("it is stopped, or there is nothing to stop");
    }
    let described = machines.describe_execution().execution_arn(&execution.execution_arn).send().await;
    assert_eq!(described.expect("it is there").status, ExecutionStatus::Aborted);
    executions.start("auth0|ada", "gen_1").await.expect("a late request is taken");
    let listed = machines.list_executions().state_machine_arn(&arn).send().await.expect("a list").executions;
    assert_eq!(listed.len(), 1, "and starts nothing");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_execution_that_has_ended_needs_no_stopping() {
    let emulator = Emulator::start().await;
    let machines = aws_sdk_sfn::Client::new(&emulator.config().await);
    let arn = create_machine(&machines, "produce-film", PASSING).await;
    let cloud = emulator.cloud(|settings| settings.state_machine_arn = Some(arn.clone())).await;
    cloud.executions().start("ada", "gen_1").await.expect("it is started");
    let execution = arn.replace(":stateMachine:", ":execution:") + ":gen_1";
    let ended = || async {
        let described = machines.describe_execution().execution_arn(&execution).send().await.expect("it is there");
        (described.status != ExecutionStatus::Running).then_some(())
    };
    emulator.wait_for("the end of the execution", ended).await;
    cloud.launcher().cancel("ada", "gen_1").await.expect("there is nothing to stop");
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_state_machine_the_missing_variable_is_named() {
    let emulator = Emulator::start().await;
    let error = emulator.cloud(|_| {}).await.launcher().cancel("ada", "gen_1").await.expect_err("none is known");
    assert!(error.source.to_string().contains("LECTERN_STATE_MACHINE_ARN"), "{error:?}");
}

/// What was asked of [`serve_batch`].
type Asked = Arc<Mutex<Vec<(&'static str, Value)>>>;

/// Answers as Batch does, whose jobs the emulator ends as soon as they are submitted: two pages of jobs in every queue, one of
/// them with a name that was not asked for.
async fn serve_batch() -> (String, Asked) {
    async fn list(State(asked): State<Asked>, Json(request): Json<Value>) -> Json<Value> {
        let name = request["filters"][0]["values"][0].clone();
        let job = |id: &str, status: &str, name: &Value| {
            let id = format!("{id}-{}", request["jobQueue"].as_str().unwrap_or_default());
            json!({ "jobId": id, "jobName": name, "status": status })
        };
        let page = match request.get("nextToken") {
            None => json!({
                "jobSummaryList": [job("done", "SUCCEEDED", &name), job("other", "RUNNING", &json!("render-gen_12"))],
                "nextToken": "more",
            }),
            Some(_) => json!({
                "jobSummaryList": [job("runs", "RUNNING", &name), job("waits", "RUNNABLE", &name), job("lost", "FAILED", &name)],
            }),
        };
        asked.lock().expect("nobody panics").push(("list", request));
        Json(page)
    }
    async fn terminate(State(asked): State<Asked>, Json(request): Json<Value>) -> Json<Value> {
        asked.lock().expect("nobody panics").push(("terminate", request));
        Json(json!({}))
    }
    let asked = Asked::default();
    let router = Router::new().route("/v1/listjobs", routing::post(list));
    let router = router.route("/v1/terminatejob", routing::post(terminate)).with_state(asked.clone());
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let address = format!("http://{}", listener.local_addr().expect("an address"));
    tokio::spawn(async move { axum::serve(listener, router).await });
    (address, asked)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cancellation_ends_the_jobs_of_its_generation_and_no_others() {
    let emulator = Emulator::start().await;
    let config = emulator.config().await;
    let arn = create_machine(&aws_sdk_sfn::Client::new(&config), "produce-film", WAITING).await;
    let cloud = emulator
        .cloud(|settings| {
            settings.state_machine_arn = Some(arn);
            settings.render_queue = Some("gpu".to_owned());
            settings.composite_queue = Some("cpu".to_owned());
        })
        .await;
    let (address, asked) = serve_batch().await;
    let batch = aws_sdk_batch::config::Builder::from(&config).endpoint_url(address).build();
    let batch = aws_sdk_batch::Client::from_conf(batch);
    let queue = aws_sdk_sqs::Client::new(&config);
    let launcher = QueueLauncher::new(queue, batch, cloud.executions(), cloud.settings());
    launcher.cancel("ada", "gen_1").await.expect("the jobs are stopped");

    let asked = asked.lock().expect("nobody panics").clone();
    let of = |kind: &str| asked.iter().filter(|(asked, _)| *asked == kind).map(|(_, body)| body.clone()).collect();
    let (listed, terminated): (Vec<Value>, Vec<Value>) = (of("list"), of("terminate"));
    let filters: Vec<(Value, Value)> =
        listed.iter().map(|list| (list["jobQueue"].clone(), list["filters"].clone())).collect();
    let filter = |name: &str| json!([{ "name": "JOB_NAME", "values": [name] }]);
    let (render, composite) = ((json!("gpu"), filter("render-gen_1")), (json!("cpu"), filter("composite-gen_1")));
    assert_eq!(filters, [render.clone(), render, composite.clone(), composite], "two pages of each queue");
    let ids: Vec<&Value> = terminated.iter().map(|body| &body["jobId"]).collect();
    assert_eq!(ids, ["runs-gpu", "waits-gpu", "runs-cpu", "waits-cpu"]);
}
