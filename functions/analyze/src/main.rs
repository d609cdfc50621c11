//! The Lambda `analyze`: reads and analyzes the script of a generation.

use lectern_lambda::run_step;
use lectern_pipeline::{Step, studio};
use serde::Deserialize;

#[derive(Debug, Deserialize)]
struct Input {}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), lambda_runtime::Error> {
    run_step(Step::Analyze, async |_, studio, at, _: Input| Ok((studio::analyze(studio, &at).await?, Vec::new()))).await
}
