//! The Lambda `fail`: a failed production leaves a state that its user can read, and an event.

use lambda_runtime::{Diagnostic, Error, LambdaEvent, service_fn};
use lectern_aws::{Cloud, Settings};
use lectern_lambda::{Failed, StepError};
use lectern_pipeline::studio;
use lectern_telemetry::{Figure, Unit, embedded, emit};
use serde_json::Value;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    lectern_telemetry::start();
    let settings = Settings::from_environment()?;
    let environment = settings.environment.clone();
    let studio = Cloud::connect(settings).await.studio();
    let (studio, environment) = (&studio, environment.as_str());
    lambda_runtime::run(service_fn(|event: LambdaEvent<Value>| async move {
        let Failed { at, failure } = Failed::read(event.payload).map_err(Diagnostic::from)?;
        tracing::warn!(generation = at.generation_id, error = failure.error, message = failure.message, "failed");
        let properties = [("generation", at.generation_id.as_str()), ("error", failure.error.as_str())];
        let figures = [Figure { name: "GenerationsFailed", unit: Unit::Count, value: 1.0 }];
        emit(&embedded(studio.clock.unix_millis(), environment, None, &figures, &properties));
        studio::fail(studio, &at, failure.clone()).await.map_err(|error| Diagnostic::from(StepError::from(error)))
    }))
    .await
}
