//! The Lambda `plan`: plans and lints the storyboard of a generation.

use lectern_lambda::run_step;
use lectern_pipeline::{Step, studio};
use serde::Deserialize;

#[derive(Debug, Deserialize)]
struct Input {
    /// Hash of the lesson; none where the project has a storyboard.
    lesson: Option<String>,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), lambda_runtime::Error> {
    run_step(Step::Plan, async |_, studio, at, input: Input| {
        Ok((studio::plan(studio, &at, input.lesson.as_deref()).await?, Vec::new()))
    })
    .await
}
