//! The Lambda `preview`: plans and lints what users write, while the function `api` waits.

use lambda_runtime::{Error, LambdaEvent, service_fn};
use lectern_aws::{Cloud, Settings};
use lectern_lambda::StepError;
use lectern_pipeline::{Inquiry, studio};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    lectern_telemetry::start();
    let documents = Cloud::connect(Settings::from_environment()?).await.documents();
    let documents = &documents;
    lambda_runtime::run(service_fn(|event: LambdaEvent<Inquiry>| async move {
        studio::preview(documents, &event.payload).await.map_err(StepError::from)
    }))
    .await
}
