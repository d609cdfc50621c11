use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};

use aws_sdk_dynamodb::{
    config::{ConfigBag, Intercept, RuntimeComponents, interceptors::BeforeTransmitInterceptorContextRef},
    error::BoxError,
};
use lectern_aws::DynamoRecords;
use lectern_host::OsRandomness;
use lectern_lesson::{Generation, Happening, Project, Settings};
use lectern_pipeline::{Records, RecordsError, conformance, error_chain};

use crate::support::Emulator;

#[tokio::test(flavor = "multi_thread")]
async fn the_table_conforms() {
    let emulator = Emulator::start().await;
    emulator.create_table().await;
    let records = emulator.cloud(|_| {}).await.records();
    conformance::records(Arc::new(records), "table").await;
}

#[test]
fn the_host_s_randomness_conforms() {
    conformance::randomness(&OsRandomness);
}

#[tokio::test(flavor = "multi_thread")]
async fn without_its_table_the_store_does_not_answer() {
    let emulator = Emulator::start().await;
    let error = emulator.cloud(|_| {}).await.records().ping().await.expect_err("there is no table");
    let chain = error_chain(&error);
    assert!(
        chain.contains("table lectern") && chain.contains("ResourceNotFoundException"),
        "{chain} says what and why"
    );
}

/// Cuts the line, once, when a batch of removals is sent.
#[derive(Debug, Default)]
struct Cut {
    is_cut: Arc<AtomicBool>,
}

impl Intercept for Cut {
    fn name(&self) -> &'static str {
        "cut"
    }

    fn read_before_transmit(
        &self,
        context: &BeforeTransmitInterceptorContextRef<'_>,
        _: &RuntimeComponents,
        _: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        let target = context.request().headers().get("x-amz-target").unwrap_or_default();
        if target.ends_with("BatchWriteItem") && !self.is_cut.swap(true, Ordering::SeqCst) {
            return Err("the line is cut".into());
        }
        Ok(())
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_deletion_that_was_broken_off_is_taken_up() {
    let emulator = Emulator::start().await;
    emulator.create_table().await;
    let cut = Cut::default();
    let is_cut = cut.is_cut.clone();
    let client = aws_sdk_dynamodb::config::Builder::from(&emulator.config().await).interceptor(cut).build();
    let client = aws_sdk_dynamodb::Client::from_conf(client);
    let records = DynamoRecords::new(client, "lectern", Arc::new(OsRandomness));
    let project = Project {
        id: "prj_1".to_owned(),
        user_id: "ada".to_owned(),
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
    records.create_generation(&generation, 1).await.expect("a generation");
    records.record("ada", "gen_1", &Happening::Cancelled, 1).await.expect("it is final");

    let error = records.delete_project("ada", "prj_1").await.expect_err("it is broken off");
    assert!(matches!(error, RecordsError::Unavailable { .. }) && is_cut.load(Ordering::SeqCst), "{error}");
    let not_found = |result: Result<(), RecordsError>| matches!(result, Err(RecordsError::NotFound { .. }));
    assert!(not_found(records.project("ada", "prj_1").await.map(drop)), "the project is gone");
    assert!(not_found(records.delete_project("eve", "prj_1").await), "nobody else takes it up");
    assert_eq!(records.events("prj_1", 0, 9).await.expect("a log").len(), 1, "something is left of it");
    records.delete_project("ada", "prj_1").await.expect("it is taken up");
    assert!(not_found(records.generation("ada", "gen_1").await.map(drop)));
    assert_eq!(records.events("prj_1", 0, 9).await.expect("a log"), []);
    assert!(not_found(records.delete_project("ada", "prj_1").await), "nothing is left");
}
