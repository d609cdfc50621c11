use std::{env, thread};

use lectern_aws::{Cloud, Settings};
use lectern_pipeline::{
    PipelineError, Step, error_chain,
    studio::{self, GenerationRef, Studio},
};
use lectern_telemetry::{Figure, embedded, emit};
use lectern_video::{Cancel, Ffmpeg};
use thiserror::Error;
use tokio::signal::unix::{SignalKind, signal};
use tracing::Instrument;

use crate::JobExit;

/// The part of a film that a job is for, from its environment.
#[derive(Clone, Debug)]
pub struct Job {
    /// The generation: `LECTERN_USER_ID`, `LECTERN_GENERATION_ID`.
    pub at: GenerationRef,
    /// Hash of the schedule: `LECTERN_SCHEDULE`.
    pub schedule: String,
    /// The job's place in its array: `AWS_BATCH_JOB_ARRAY_INDEX`; 0 where it is not in one.
    pub chunk: usize,
    /// Scenes worked on at once: `LECTERN_JOBS`; as many as processors without it.
    pub jobs: usize,
}

/// An environment that names no job.
#[derive(Debug, Error)]
#[error("the environment variable {name} is missing or malformed; the state machine sets it")]
pub struct JobError {
    name: &'static str,
}

impl Job {
    /// Reads the job from the environment.
    ///
    /// # Errors
    /// When a variable is missing or malformed.
    pub fn from_environment() -> Result<Self, JobError> {
        let text = |name: &'static str| env::var(name).map_err(|_| JobError { name });
        let number = |name: &'static str, default: usize| match env::var(name) {
            Ok(text) => text.parse().map_err(|_| JobError { name }),
            Err(_) => Ok(default),
        };
        Ok(Self {
            at: GenerationRef { user_id: text("LECTERN_USER_ID")?, generation_id: text("LECTERN_GENERATION_ID")? },
            schedule: text("LECTERN_SCHEDULE")?,
            chunk: number("AWS_BATCH_JOB_ARRAY_INDEX", 0)?,
            jobs: number("LECTERN_JOBS", thread::available_parallelism().map_or(1, usize::from))?.max(1),
        })
    }
}

/// Runs a job: connects, does `work`, stops it when the host is taken away, and reports how it ended. An error that another
/// try would not mend is recorded as the generation's failure before the job exits.
pub async fn run_job(
    step: Step,
    work: impl AsyncFnOnce(&Studio, &Ffmpeg, &Job, &Cancel) -> Result<(), PipelineError>,
) -> JobExit {
    lectern_telemetry::start();
    let (settings, job) = match (Settings::from_environment(), Job::from_environment()) {
        (Ok(settings), Ok(job)) => (settings, job),
        (Err(error), _) => return refuse(&error),
        (_, Err(error)) => return refuse(&error),
    };
    let (environment, usd_per_sec) = (settings.environment.clone(), settings.usd_per_sec);
    let cloud = Cloud::connect(settings).await;
    let studio = cloud.studio();
    let cancel = Cancel::default();
    let stopped = cancel.clone();
    match signal(SignalKind::terminate()) {
        Ok(mut terminate) => drop(tokio::spawn(async move {
            terminate.recv().await;
            stopped.set();
        })),
        Err(error) => return refuse(&error),
    }
    let span = tracing::info_span!("step", step = %step, generation = job.at.generation_id, chunk = job.chunk);
    let began = studio.clock.now_secs();
    let outcome = async {
        let ffmpeg = Ffmpeg::find()?;
        work(&studio, &ffmpeg, &job, &cancel).await
    }
    .instrument(span)
    .await;
    let secs = studio.clock.now_secs() - began;
    let report = |step, figures: &[Figure]| {
        let properties = [("generation", job.at.generation_id.as_str())];
        emit(&embedded(studio.clock.unix_millis(), &environment, step, figures, &properties));
    };
    report(Some(step.name()), &[Figure::secs("StepSecs", secs)]);
    report(None, &[Figure::usd("CostUsd", secs * usd_per_sec)]);
    match outcome {
        Ok(()) => JobExit::Done,
        Err(PipelineError::Cancelled) if cancel.is_set() => JobExit::Stopped,
        Err(error) => fail(&cloud, &studio, &job, step, &error).await,
    }
}

async fn fail(cloud: &Cloud, studio: &Studio, job: &Job, step: Step, error: &PipelineError) -> JobExit {
    let generation = job.at.generation_id.as_str();
    tracing::error!(%step, %generation, error = error_chain(error), "step failed");
    let exit = JobExit::of_error(error.name());
    if !matches!(exit, JobExit::Input | JobExit::Defect) {
        return exit;
    }
    match studio::fail(studio, &cloud.launcher(), &job.at, error.failure()).await {
        Ok(true) => {
            let properties = [("generation", generation), ("error", error.name())];
            let figures = [Figure::count("GenerationsFailed", 1.0)];
            emit(&embedded(studio.clock.unix_millis(), &cloud.settings().environment, None, &figures, &properties));
        }
        Ok(false) => {}
        // The state machine's own `fail` records it then, in less detail.
        Err(error) => tracing::error!(%generation, error = error_chain(&error), "the failure could not be recorded"),
    }
    exit
}

fn refuse(error: &dyn std::error::Error) -> JobExit {
    tracing::error!(error = error_chain(error), "the job cannot start");
    JobExit::Defect
}
