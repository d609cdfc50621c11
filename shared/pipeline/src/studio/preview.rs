//! What a planner tells of a manuscript, before a film of it is asked for.

use lectern_lesson::{Document, Finding, Severity};
use tokio::task;

use super::documents::{ProjectPictures, read, script_key, storyboard_key};
use crate::{Inquiry, Manuscript, Objects, PipelineError, Plan, Preview, Step, Subject, error_chain};

/// Answers an inquiry from the stored documents. What cannot be read or planned is told by the preview's findings.
///
/// # Errors
/// When a document is not stored, the store does not answer, or a planner crashes.
pub async fn preview(documents: &dyn Objects, inquiry: &Inquiry) -> Result<Preview, PipelineError> {
    let manuscript = &inquiry.manuscript;
    let told = match inquiry.about {
        Subject::Script => lint_script(documents, manuscript).await,
        Subject::Storyboard => plan_film(documents, manuscript)
            .await
            .map(|plan| Preview { storyboard: Some(plan.storyboard), findings: plan.findings }),
    };
    match told {
        Ok(preview) => Ok(preview),
        Err(error) => match finding(&error) {
            Some(finding) => Ok(Preview { storyboard: None, findings: vec![finding] }),
            None => Err(error),
        },
    }
}

async fn lint_script(documents: &dyn Objects, manuscript: &Manuscript) -> Result<Preview, PipelineError> {
    let document = script(manuscript)?;
    let bytes = read(script_key(document), &document.name, documents).await?;
    let (name, pace) = (document.name.clone(), manuscript.settings.pace);
    let lesson = working(Step::Analyze, move || crate::analyze(&name, &bytes, pace)).await?;
    Ok(Preview { storyboard: None, findings: lesson.findings })
}

async fn plan_film(documents: &dyn Objects, manuscript: &Manuscript) -> Result<Plan, PipelineError> {
    let (document, key) = match &manuscript.storyboard {
        Some(storyboard) => (storyboard, storyboard_key(storyboard)),
        None => {
            let script = script(manuscript)?;
            (script, script_key(script))
        }
    };
    let bytes = read(key, &document.name, documents).await?;
    let pictures = {
        // Only the pictures that the text mentions: a project may have many.
        let text = String::from_utf8_lossy(&bytes);
        ProjectPictures::fetch(&manuscript.assets, documents, |name| text.contains(name)).await?
    };
    let name = document.name.clone();
    let is_written = manuscript.storyboard.is_some();
    let wishes = super::wishes(&manuscript.settings);
    working(Step::Plan, move || {
        if is_written {
            crate::open_storyboard(&name, &bytes, &pictures)
        } else {
            crate::plan(&name, &bytes, &wishes, &pictures)
        }
    })
    .await
}

fn script(manuscript: &Manuscript) -> Result<&Document, PipelineError> {
    manuscript.script.as_ref().ok_or_else(|| PipelineError::MissingObject { what: "the script".to_owned() })
}

/// Does processor work away from the threads of the network.
async fn working<T: Send + 'static>(
    step: Step,
    work: impl FnOnce() -> Result<T, PipelineError> + Send + 'static,
) -> Result<T, PipelineError> {
    let span = tracing::Span::current();
    task::spawn_blocking(move || span.in_scope(work)).await.map_err(|source| PipelineError::Crashed { step, source })?
}

/// Why there is no plan, as a finding; none where it is not the manuscript's fault.
fn finding(error: &PipelineError) -> Option<Finding> {
    let (rule, hint) = match error {
        PipelineError::Read(cause) => ("unreadable-script", cause.hint()),
        PipelineError::UnknownStyle { .. } => ("unknown-style", "GET /styles lists the styles."),
        PipelineError::Style(_) => ("style", "Mend the style, or take one that GET /styles lists."),
        PipelineError::UnknownVoice { .. } => ("unknown-voice", "GET /voices lists the voices."),
        PipelineError::Language { .. } => ("language", "Take a voice that speaks the language of the lesson."),
        PipelineError::Length { .. } => ("length", "Ask for a longer film."),
        PipelineError::Drawing(_) => ("format", "Take one of the sizes of the API's description."),
        PipelineError::Storyboard { .. } => ("no-plan", "Look at the storyboard."),
        _ => return None,
    };
    Some(Finding::new(Severity::Error, rule, error_chain(error)).with_hint(hint))
}
