//! What went wrong, as a state machine tells it.

use lectern_lesson::{CANCELLED, Failure};
use lectern_pipeline::{JOB_FAILED, error_chain, studio::GenerationRef};
use serde::Deserialize;
use serde_json::Value;
use thiserror::Error;

/// Error and cause as a catch of the state machine has them.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct Caught {
    /// The error's name.
    #[serde(default)]
    pub error: String,
    /// Its cause: JSON of a function's error or of a failed job, or text.
    #[serde(default)]
    pub cause: String,
}

/// A failed production, as the `fail` function is told of it: by the state machine, or by EventBridge when an execution ended in
/// a way that the state machine could not catch (timed out as a whole, aborted).
#[derive(Debug, PartialEq)]
pub struct Failed {
    /// The generation.
    pub at: GenerationRef,
    /// Why.
    pub failure: Failure,
}

/// An event that tells of no failed production.
#[derive(Debug, Error)]
#[error("the event tells of no failed production")]
pub struct UnknownEvent(#[source] serde_json::Error);

impl Failed {
    /// Reads the event of the `fail` function.
    ///
    /// # Errors
    /// When it has neither of the two shapes.
    pub fn read(event: Value) -> Result<Self, UnknownEvent> {
        #[derive(Deserialize)]
        struct FromStateMachine {
            #[serde(flatten)]
            at: GenerationRef,
            error: Caught,
        }
        #[derive(Deserialize)]
        struct FromEventBridge {
            detail: Detail,
        }
        #[derive(Deserialize)]
        struct Detail {
            status: String,
            input: String,
            #[serde(default)]
            cause: Option<String>,
        }
        if event.get("detail").is_none() {
            let told: FromStateMachine = serde_json::from_value(event).map_err(UnknownEvent)?;
            return Ok(Self { at: told.at, failure: failure_of(&told.error) });
        }
        let FromEventBridge { detail } = serde_json::from_value(event).map_err(UnknownEvent)?;
        let at = serde_json::from_str(&detail.input).map_err(UnknownEvent)?;
        let failure = match detail.status.as_str() {
            "ABORTED" => plain(CANCELLED, "stopped".to_owned()),
            "TIMED_OUT" => plain(JOB_FAILED, "the production took longer than it may".to_owned()),
            _ => plain(JOB_FAILED, detail.cause.unwrap_or_else(|| "the production failed".to_owned())),
        };
        Ok(Self { at, failure })
    }
}

/// What a user is told of a caught error.
pub fn failure_of(caught: &Caught) -> Failure {
    let cause: Value = serde_json::from_str(&caught.cause).unwrap_or_default();
    // A function of ours: its message is the failure.
    if let Some(message) = cause["errorMessage"].as_str() {
        return serde_json::from_str(message).unwrap_or_else(|_| plain(JOB_FAILED, message.to_owned()));
    }
    // A job: AWS gives its description.
    if let Some(name) = cause["JobName"].as_str() {
        let reason = cause["StatusReason"].as_str().unwrap_or("no reason given");
        let code = cause["Container"]["ExitCode"]
            .as_i64()
            .or_else(|| cause["Attempts"].as_array()?.last()?["Container"]["ExitCode"].as_i64());
        let step = name.split('-').next().unwrap_or(name);
        let exit = code.map_or_else(String::new, |code| format!(", exit code {code}"));
        return plain(JOB_FAILED, format!("the {step} job failed: {reason}{exit}"));
    }
    let message = if caught.cause.is_empty() { caught.error.clone() } else { caught.cause.clone() };
    plain(JOB_FAILED, format!("a step failed with {}: {message}", caught.error))
}

fn plain(error: &str, message: String) -> Failure {
    Failure { error: error.to_owned(), message, findings: Vec::new() }
}

impl From<UnknownEvent> for lambda_runtime::Diagnostic {
    fn from(error: UnknownEvent) -> Self {
        Self { error_type: lectern_pipeline::DEFECT.to_owned(), error_message: error_chain(&error) }
    }
}

#[cfg(test)]
mod tests {
    use lectern_pipeline::BAD_SCRIPT;
    use serde_json::json;

    use super::*;

    fn at() -> GenerationRef {
        GenerationRef { user_id: "ada".to_owned(), generation_id: "gen_1".to_owned() }
    }

    fn read(cause: Value, error: &str) -> Failure {
        let event = json!({
            "userId": "ada", "generationId": "gen_1", "error": { "Error": error, "Cause": cause.to_string() },
        });
        let failed = Failed::read(event).expect("a failure");
        assert_eq!(failed.at, at());
        failed.failure
    }

    #[test]
    fn the_failure_of_a_function_arrives_whole() {
        let failure = plain(BAD_SCRIPT, "cannot read the script: it is empty".to_owned());
        let message = serde_json::to_string(&failure).expect("plain data");
        assert_eq!(read(json!({ "errorType": BAD_SCRIPT, "errorMessage": message }), BAD_SCRIPT), failure);
    }

    #[test]
    fn a_job_that_was_killed_tells_its_reason_and_exit_code() {
        let job = json!({
            "JobName": "render-gen_1", "StatusReason": "Host EC2 (instance i-0) terminated.",
            "Attempts": [{ "Container": { "ExitCode": 137 } }],
        });
        let failure = read(job, "States.TaskFailed");
        assert_eq!(failure.error, JOB_FAILED);
        assert_eq!(failure.message, "the render job failed: Host EC2 (instance i-0) terminated., exit code 137");
    }

    #[test]
    fn executions_that_ended_uncaught_are_read_from_their_event() {
        let input = json!({ "userId": "ada", "generationId": "gen_1" }).to_string();
        for (status, error) in [("TIMED_OUT", JOB_FAILED), ("ABORTED", CANCELLED), ("FAILED", JOB_FAILED)] {
            let event = json!({ "source": "aws.states", "detail": { "status": status, "input": input } });
            let failed = Failed::read(event).expect("a failure");
            assert_eq!((failed.at, failed.failure.error.as_str()), (at(), error), "{status}");
        }
        assert!(Failed::read(json!({ "detail": { "status": "FAILED", "input": "not ours" } })).is_err());
    }
}
