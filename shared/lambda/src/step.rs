use lambda_runtime::{Diagnostic, Error, LambdaEvent, service_fn};
use lectern_aws::{Cloud, Settings};
use lectern_pipeline::{
    PipelineError, Step, error_chain,
    studio::{GenerationRef, Studio},
};
use lectern_telemetry::{Figure, embedded, emit};
use serde::{Deserialize, Serialize};
use tracing::Instrument;

/// A step's error as Lambda reports it: its type is the stable name that the state machine's retry rules and catches know.
#[derive(Debug)]
pub struct StepError(PipelineError);

impl From<PipelineError> for StepError {
    fn from(error: PipelineError) -> Self {
        Self(error)
    }
}

impl From<StepError> for Diagnostic {
    fn from(StepError(error): StepError) -> Self {
        // The whole failure, findings included, is what `fail` will record.
        let failure = serde_json::to_string(&error.failure()).unwrap_or_else(|_| error_chain(&error));
        Self { error_type: error.name().to_owned(), error_message: failure }
    }
}

/// What every step is told: which generation, and what else it needs.
#[derive(Debug, Deserialize)]
struct Payload<I> {
    #[serde(flatten)]
    at: GenerationRef,
    #[serde(flatten)]
    input: I,
}

/// Runs a function of the state machine: connects once, then does `work` for each invocation, in a span that names the
/// generation, and reports how long it took and what it cost. `work` takes what its step alone needs from the cloud, and may
/// report figures of the film as a whole.
///
/// # Errors
/// When the environment is incomplete, or the Lambda runtime ends.
pub async fn run_step<I, O>(
    step: Step,
    work: impl AsyncFn(&Cloud, &Studio, GenerationRef, I) -> Result<(O, Vec<Figure>), PipelineError>,
) -> Result<(), Error>
where
    I: for<'de> Deserialize<'de>,
    O: Serialize,
{
    lectern_telemetry::start();
    let settings = Settings::from_environment()?;
    let (environment, usd_per_sec) = (settings.environment.clone(), settings.usd_per_sec);
    let cloud = Cloud::connect(settings).await;
    let studio = cloud.studio();
    let (cloud, studio, environment, work) = (&cloud, &studio, environment.as_str(), &work);
    lambda_runtime::run(service_fn(|event: LambdaEvent<Payload<I>>| async move {
        let Payload { at, input } = event.payload;
        let generation = at.generation_id.clone();
        let span = tracing::info_span!("step", step = %step, %generation, request = %event.context.request_id);
        let began = studio.clock.now_secs();
        let outcome = work(cloud, studio, at, input).instrument(span).await;
        let secs = studio.clock.now_secs() - began;
        let report = |step, figures: &[Figure]| {
            let properties = [("generation", generation.as_str())];
            emit(&embedded(studio.clock.unix_millis(), environment, step, figures, &properties));
        };
        report(Some(step.name()), &[Figure::secs("StepSecs", secs)]);
        report(None, &[Figure::usd("CostUsd", secs * usd_per_sec)]);
        let outcome = outcome.map(|(output, figures)| {
            if !figures.is_empty() {
                report(None, &figures);
            }
            output
        });
        outcome.map_err(|error| {
            tracing::error!(%step, %generation, error = error_chain(&error), "step failed");
            StepError(error)
        })
    }))
    .await
}
