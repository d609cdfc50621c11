use std::time::Duration;

use async_trait::async_trait;
use aws_sdk_lambda::{
    config::{retry::RetryConfig, timeout::TimeoutConfig},
    error::SdkError,
    operation::invoke::InvokeError,
    primitives::Blob,
};
use lectern_pipeline::{Inquiry, Planner, PlannerError, Preview};
use thiserror::Error;

use crate::SettingsError;

/// Plans in the function `preview`, which is invoked and waited for.
///
/// Needs `lambda:InvokeFunction` on it.
#[derive(Debug)]
pub struct FunctionPlanner {
    client: aws_sdk_lambda::Client,
    function: Option<String>,
    wait: Duration,
}

impl FunctionPlanner {
    /// A planner that invokes `function`, its name or ARN, and lets nobody wait longer than `wait`. Without a name it plans nothing.
    pub fn new(client: aws_sdk_lambda::Client, function: Option<String>, wait: Duration) -> Self {
        Self { client, function, wait }
    }
}

/// How the function ended, where it did not answer.
#[derive(Debug, Error)]
#[error("the function ended with an error: {0}")]
struct Ended(String);

#[async_trait]
impl Planner for FunctionPlanner {
    async fn preview(&self, inquiry: &Inquiry) -> Result<Preview, PlannerError> {
        let missing = SettingsError::Missing { name: "LECTERN_PREVIEW_FUNCTION" };
        let function = self.function.as_deref().ok_or_else(|| PlannerError::Unreachable(missing.into()))?;
        let payload = serde_json::to_vec(inquiry).expect("an inquiry is plain data");
        // Whoever asks waits: a second try would come too late.
        let timeouts =
            TimeoutConfig::builder().operation_timeout(self.wait).operation_attempt_timeout(self.wait).build();
        let waiting =
            aws_sdk_lambda::config::Builder::new().timeout_config(timeouts).retry_config(RetryConfig::disabled());
        let call = self.client.invoke().function_name(function).payload(Blob::new(payload));
        let answer = call.customize().config_override(waiting).send().await.map_err(unanswered)?;
        let payload = answer.payload.map(Blob::into_inner).unwrap_or_default();
        if answer.function_error.is_some() {
            return Err(PlannerError::Failed(Ended(String::from_utf8_lossy(&payload).into_owned()).into()));
        }
        serde_json::from_slice(&payload).map_err(|error| PlannerError::Failed(error.into()))
    }
}

fn unanswered(error: SdkError<InvokeError>) -> PlannerError {
    let is_throttled =
        matches!(&error, SdkError::ServiceError(refused) if refused.err().is_too_many_requests_exception());
    match error {
        SdkError::TimeoutError(_) => PlannerError::Busy,
        _ if is_throttled => PlannerError::Busy,
        error => PlannerError::Unreachable(error.into()),
    }
}
