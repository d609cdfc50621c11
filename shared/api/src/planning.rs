//! Planning and checking on behalf of a request: processor work, bounded and away from the network's threads.

use std::{sync::Arc, time::Duration};

use lectern_lesson::{Finding, Project, Severity};
use lectern_pipeline::{
    ArtifactKey, PipelineError, Plan, Wishes, error_chain,
    studio::{ProjectPictures, storyboard_key},
};
use schemars::JsonSchema;
use serde::Serialize;
use tokio::{task, time};

use crate::{
    Studio,
    limits::{PLANNED_BYTES_MAX, PLANNING_SECS},
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

/// Runs processor work when one of the planners is free.
pub(crate) async fn run<T: Send + 'static>(
    studio: &Studio,
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, Problem> {
    let planners = Arc::clone(&studio.planners);
    let span = tracing::Span::current();
    let working = async move {
        let permit = planners.acquire_owned().await.map_err(|error| Problem::internal(&error))?;
        let work = move || {
            // Work cannot be broken off: it keeps its place among the planners even when nobody waits for it any more.
            let _permit = permit;
            span.in_scope(work)
        };
        task::spawn_blocking(work).await.map_err(|error| Problem::internal(&error))
    };
    let too_long = |_| Problem::new(Code::Unavailable, "others are being planned; try again later").retry_after(30);
    time::timeout(Duration::from_secs(PLANNING_SECS), working).await.map_err(too_long)?
}

/// The plan of a project's film: of its storyboard if there is one, else of its script.
///
/// The outer problem is that it could not be tried; the inner error that there is no plan.
pub(crate) async fn plan(studio: &Studio, project: &Project) -> Result<Result<Plan, PipelineError>, Problem> {
    let is_stored = project.storyboard.is_some();
    let (name, bytes) = match &project.storyboard {
        Some(document) => (document.name.clone(), stored(studio, storyboard_key(document), &document.name).await?),
        None => {
            let document = script::of(project)?;
            if document.bytes > PLANNED_BYTES_MAX {
                let detail =
                    format!("a script of more than {PLANNED_BYTES_MAX} bytes is planned when its film is made");
                return Err(Problem::new(Code::Unplannable, detail));
            }
            (document.name.clone(), script::stored(studio, document).await?)
        }
    };
    let pictures = {
        // Only the pictures that the text mentions: a project may have many.
        let text = String::from_utf8_lossy(&bytes);
        ProjectPictures::fetch(&project.assets, studio.documents.as_ref(), |name| text.contains(name)).await
    };
    let pictures = pictures.map_err(|error| Problem::unavailable(&error))?;
    let settings = &project.settings;
    let wishes = Wishes {
        style: settings.style.clone(),
        voice: settings.voice.clone(),
        pace: settings.pace,
        lexicon: settings.lexicon.clone(),
        format: settings.format,
        length_secs: settings.length_secs,
    };
    run(studio, move || {
        if is_stored {
            lectern_pipeline::open_storyboard(&name, &bytes, &pictures)
        } else {
            lectern_pipeline::plan(&name, &bytes, &wishes, &pictures)
        }
    })
    .await
}

/// The bytes of a document.
pub(crate) async fn stored(studio: &Studio, key: Option<ArtifactKey>, name: &str) -> Result<Vec<u8>, Problem> {
    let missing = || {
        let what = PipelineError::MissingObject { what: name.to_owned() };
        Problem::internal(&what)
    };
    let key = key.ok_or_else(missing)?;
    studio.documents.get(&key).await?.ok_or_else(missing)
}

/// Why there is no plan, as a finding.
pub(crate) fn finding(error: &PipelineError) -> Finding {
    let (rule, hint) = match error {
        PipelineError::Read(cause) => ("unreadable-script", cause.hint()),
        PipelineError::UnknownStyle { .. } => ("unknown-style", "GET /styles lists the styles."),
        PipelineError::UnknownVoice { .. } => ("unknown-voice", "GET /voices lists the voices."),
        PipelineError::Language { .. } => ("language", "Take a voice that speaks the language of the lesson."),
        PipelineError::Length { .. } => ("length", "Ask for a longer film."),
        PipelineError::Drawing(_) => ("format", "Take one of the sizes of the API's description."),
        _ => ("no-plan", "Look at the script."),
    };
    Finding::new(Severity::Error, rule, error_chain(error)).with_hint(hint)
}

/// Why there is no plan, as a problem.
pub(crate) fn problem(error: &PipelineError) -> Problem {
    let finding = finding(error);
    Problem::new(Code::Unplannable, finding.message.clone()).with_findings(vec![finding])
}
