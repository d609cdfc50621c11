//! The Lambda `fail`: a failed production leaves a state that its user can read, and an event.

use lambda_runtime::{Diagnostic, Error, LambdaEvent, service_fn};
use lectern_aws::{Cloud, Settings};
use lectern_lambda::{Failed, StepError};
use lectern_pipeline::studio;
use lectern_telemetry::{Figure, embedded, emit};
use serde_json::Value;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    lectern_telemetry::start();
    let settings = Settings::from_environment()?;
    let environment = settings.environment.clone();
    let cloud = Cloud::connect(settings).await;
    let (studio, launcher) = (cloud.studio(), cloud.launcher());
    let (studio, launcher, environment) = (&studio, &launcher, environment.as_str());
    lambda_runtime::run(service_fn(|event: LambdaEvent<Value>| async move {
        let Failed { at, failure } = Failed::read(event.payload).map_err(Diagnostic::from)?;
        tracing::warn!(generation = at.generation_id, error = failure.error, message = failure.message, "failed");
        let name = failure.error.clone();
        let failed = studio::fail(studio, launcher, &at, failure).await;
        let failed_now = failed.map_err(|error| Diagnostic::from(StepError::from(error)))?;
        // It is told twice of some failures, by the state machine and by the end of the execution; and a cancellation is none.
        if failed_now {
            let properties = [("generation", at.generation_id.as_str()), ("error", name.as_str())];
            let figures = [Figure::count("GenerationsFailed", 1.0)];
            emit(&embedded(studio.clock.unix_millis(), environment, None, &figures, &properties));
        }
        Ok::<_, Diagnostic>(())
    }))
    .await
}
