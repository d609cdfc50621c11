//! The Lambda `schedule`: times the film by its narrations and shares the missing clips among render jobs.

use lectern_aws::Settings;
use lectern_lambda::run_step;
use lectern_pipeline::{
    Step,
    studio::{self, Spoken},
};
use serde::Deserialize;

#[derive(Debug, Deserialize)]
struct Input {
    /// Hash of the plan.
    storyboard: String,
    /// The narrations of all scenes.
    narrations: Vec<Spoken>,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), lambda_runtime::Error> {
    // Of the whole environment: jobs of one film on different encoders or canvases would make clips that do not fit each other.
    let Settings { encoder, canvas, .. } = Settings::from_environment()?;
    run_step(Step::Schedule, async move |_, studio, at, input: Input| {
        Ok((studio::schedule(studio, &at, &input.storyboard, &input.narrations, encoder, canvas).await?, Vec::new()))
    })
    .await
}
