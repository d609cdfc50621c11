//! Planning and linting on behalf of a request.

use lectern_lesson::{Finding, Project, Severity};
use lectern_pipeline::{Inquiry, Manuscript, PlannerError, Preview, Subject};
use schemars::JsonSchema;
use serde::Serialize;

use crate::{
    Studio,
    limits::PLANNED_BYTES_MAX,
    problem::{Code, Problem},
    script,
};

/// What a check found.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct LintReport {
    /// Whether a film can be made: there is no error among the findings.
    passed: bool,
    /// What was found, the worst first.
    findings: Vec<Finding>,
}

impl LintReport {
    /// A report on findings.
    pub(crate) fn new(mut findings: Vec<Finding>) -> Self {
        findings.sort_by_key(|finding| std::cmp::Reverse(finding.severity));
        Self { passed: findings.iter().all(|finding| finding.severity != Severity::Error), findings }
    }
}

/// What the planner tells of a project.
pub(crate) async fn preview(studio: &Studio, project: &Project, about: Subject) -> Result<Preview, Problem> {
    if about == Subject::Storyboard && project.storyboard.is_none() && script::of(project)?.bytes > PLANNED_BYTES_MAX {
        let detail = format!("a script of more than {PLANNED_BYTES_MAX} bytes is planned when its film is made");
        return Err(Problem::new(Code::Unplannable, detail));
    }
    let inquiry = Inquiry { about, manuscript: Manuscript::of(project) };
    studio.planner.preview(&inquiry).await.map_err(|error| match error {
        PlannerError::Busy => Problem::new(Code::Unavailable, error.to_string()).retry_after(30),
        PlannerError::Unreachable(_) => Problem::unavailable(&error),
        PlannerError::Failed(_) => Problem::internal(&error),
    })
}

/// Why there is no storyboard, as a problem.
pub(crate) fn unplannable(findings: Vec<Finding>) -> Problem {
    let detail =
        findings.first().map_or_else(|| "no storyboard can be planned".to_owned(), |first| first.message.clone());
    Problem::new(Code::Unplannable, detail).with_findings(findings)
}
