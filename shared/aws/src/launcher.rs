use std::error::Error;

use async_trait::async_trait;
use aws_sdk_batch::types::{JobStatus, KeyValuesPair};
use lectern_pipeline::{Launcher, LauncherError};
use serde_json::json;
use thiserror::Error;

use crate::{Settings, SettingsError};

/// Sets productions going through the intake queue, and stops their executions and jobs.
///
/// Starting needs `sqs:SendMessage` on the intake queue. Cancelling needs `states:StopExecution` on the state machine's executions,
/// and `batch:ListJobs` (which knows no resources) and `batch:TerminateJob` on the jobs.
#[derive(Debug)]
pub struct QueueLauncher {
    queue: aws_sdk_sqs::Client,
    queue_url: String,
    executions: Executions,
    batch: aws_sdk_batch::Client,
    /// The Batch queues with what begins the names of their jobs, as in the state machine.
    job_queues: Vec<(String, &'static str)>,
}

impl QueueLauncher {
    /// A launcher for the queues that the settings name. Where they name no state machine, it only starts.
    pub fn new(
        queue: aws_sdk_sqs::Client,
        batch: aws_sdk_batch::Client,
        executions: Executions,
        settings: &Settings,
    ) -> Self {
        let render = settings.render_queue.iter().map(|queue| (queue.clone(), "render"));
        let composite = settings.composite_queue.iter().map(|queue| (queue.clone(), "composite"));
        Self {
            queue,
            queue_url: settings.intake_queue_url.clone(),
            executions,
            batch,
            job_queues: render.chain(composite).collect(),
        }
    }

    /// Ends the jobs of a generation that a stopped execution may have left.
    async fn terminate_jobs(&self, generation_id: &str) -> Result<(), LauncherError> {
        for (queue, kind) in &self.job_queues {
            let name = format!("{kind}-{generation_id}");
            // With a filter, jobs in every state are listed.
            let filter = KeyValuesPair::builder().name("JOB_NAME").values(&name).build();
            let mut pages = self.batch.list_jobs().job_queue(queue).filters(filter).into_paginator().send();
            while let Some(page) = pages.next().await {
                let page = page.map_err(|error| failed("list the jobs of", generation_id, error))?;
                for job in page.job_summary_list() {
                    let ended = matches!(job.status(), Some(JobStatus::Succeeded | JobStatus::Failed));
                    // Stopping an array stops its children.
                    if let (Some(id), false, true) = (job.job_id(), ended, job.job_name() == Some(name.as_str())) {
                        let stopped = self.batch.terminate_job().job_id(id).reason("cancelled by its user").send();
                        stopped.await.map_err(|error| failed("stop a job of", generation_id, error))?;
                    }
                }
            }
        }
        Ok(())
    }
}

#[async_trait]
impl Launcher for QueueLauncher {
    async fn start(&self, user_id: &str, generation_id: &str) -> Result<(), LauncherError> {
        let message = json!({ "kind": "generation", "userId": user_id, "generationId": generation_id });
        let sent = self.queue.send_message().queue_url(&self.queue_url).message_body(message.to_string()).send().await;
        sent.map(drop).map_err(|error| failed("queue", generation_id, error))
    }

    async fn cancel(&self, _user_id: &str, generation_id: &str) -> Result<(), LauncherError> {
        // First what would submit the next job, then the jobs.
        self.executions.stop(generation_id).await?;
        self.terminate_jobs(generation_id).await
    }
}

/// Executions of the state machine, each named by its generation.
///
/// Starting needs `states:StartExecution` on the state machine, stopping `states:StopExecution` on its executions.
#[derive(Clone, Debug)]
pub struct Executions {
    client: aws_sdk_sfn::Client,
    state_machine_arn: Option<String>,
}

#[derive(Debug, Error)]
#[error("the ARN of the state machine is malformed")]
struct MalformedArn;

impl Executions {
    /// Executions of a state machine; without one, nothing can be started or stopped.
    pub fn new(client: aws_sdk_sfn::Client, state_machine_arn: Option<String>) -> Self {
        Self { client, state_machine_arn }
    }

    /// Starts the execution that makes a generation. That it was started before is a success.
    ///
    /// # Errors
    /// When no state machine is known, or Step Functions refuses.
    pub async fn start(&self, user_id: &str, generation_id: &str) -> Result<(), LauncherError> {
        let input = json!({ "userId": user_id, "generationId": generation_id }).to_string();
        let start = self.client.start_execution().state_machine_arn(self.state_machine(generation_id)?);
        match start.name(generation_id).input(input).send().await {
            Ok(_) => Ok(()),
            Err(error) if error.as_service_error().is_some_and(|error| error.is_execution_already_exists()) => Ok(()),
            Err(error) => Err(failed("start", generation_id, error)),
        }
    }

    /// Stops the execution that makes a generation. That there is none, or that it has ended, is a success.
    ///
    /// # Errors
    /// When no state machine is known, or Step Functions refuses.
    pub async fn stop(&self, generation_id: &str) -> Result<(), LauncherError> {
        let machine = self.state_machine(generation_id)?;
        let (start, name) =
            machine.rsplit_once(":stateMachine:").ok_or_else(|| failed("stop", generation_id, MalformedArn))?;
        let execution = format!("{start}:execution:{name}:{generation_id}");
        let stop = self.client.stop_execution().execution_arn(execution);
        match stop.error("Lectern.Cancelled").cause("stopped by the user").send().await {
            Ok(_) => Ok(()),
            // Of one that has ended, it says that the request is not valid.
            Err(error)
                if error
                    .as_service_error()
                    .is_some_and(|error| error.is_execution_does_not_exist() || error.is_validation_exception()) =>
            {
                Ok(())
            }
            Err(error) => Err(failed("stop", generation_id, error)),
        }
    }

    fn state_machine(&self, generation_id: &str) -> Result<&str, LauncherError> {
        let missing = || SettingsError::Missing { name: "LECTERN_STATE_MACHINE_ARN" };
        self.state_machine_arn.as_deref().ok_or_else(|| failed("find the state machine of", generation_id, missing()))
    }
}

fn failed(action: &'static str, generation_id: &str, error: impl Error + Send + Sync + 'static) -> LauncherError {
    LauncherError { action, generation_id: generation_id.to_owned(), source: Box::new(error) }
}
