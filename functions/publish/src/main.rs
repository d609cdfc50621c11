//! The Lambda `publish`: puts the film where its users get it and tells that it is finished.

use lectern_lambda::run_step;
use lectern_pipeline::{Step, studio};
use serde::Deserialize;

#[derive(Debug, Deserialize)]
struct Input {
    /// Hash of the schedule.
    schedule: String,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), lambda_runtime::Error> {
    run_step(Step::Publish, async |studio, at, input: Input| studio::publish(studio, &at, &input.schedule).await).await
}
