use lectern_lesson::{Generation, Lesson};
use serde::{Deserialize, Serialize};
use tokio::task;

use super::{GenerationRef, ProjectPictures, Studio, analyze, documents, quality, wishes};
use crate::{
    Events, PipelineError, Plan, Step,
    produce::started,
    schedule::{load_by_content, store_by_content},
};

/// What the step hands on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Planned {
    /// Hash of the plan.
    pub storyboard: String,
    /// The scenes by index: 0, 1, 2 …, for the state machine to go through.
    pub scenes: Vec<usize>,
}

/// Plans and lints the storyboard of a generation, or takes the one that was written by hand, and notes that work has begun.
///
/// # Errors
/// When the generation is final, what it needs is not stored, or the storyboard has errors.
pub async fn plan(studio: &Studio, at: &GenerationRef, lesson: Option<&str>) -> Result<Planned, PipelineError> {
    let generation = studio.generation(at).await?;
    let plan = match lesson {
        Some(hash) => {
            let lesson = load_by_content(Step::Analyze, hash, studio.artifacts.as_ref()).await?;
            plan_lesson(studio, &generation, lesson).await?
        }
        None => approved_plan(studio, &generation).await?,
    };
    let hash = store_by_content(Step::Plan, &plan, studio.artifacts.as_ref()).await?;
    studio.journal(at).happened(&started(&plan)).await?;
    Ok(Planned { storyboard: hash, scenes: (0..plan.storyboard.scenes.len()).collect() })
}

/// The approved plan of a generation, from its storyboard or its script.
pub(super) async fn approved_plan(studio: &Studio, generation: &Generation) -> Result<Plan, PipelineError> {
    let Some(storyboard) = &generation.storyboard else {
        let lesson = analyze::lesson(studio, generation).await?;
        return plan_lesson(studio, generation, lesson).await;
    };
    let key = documents::storyboard_key(storyboard);
    let bytes = documents::read(key, &storyboard.name, studio.documents.as_ref()).await?;
    let pictures = pictures_named_in(&String::from_utf8_lossy(&bytes), studio, generation).await?;
    let (name, is_draft) = (storyboard.name.clone(), quality(generation) == lectern_video::Quality::Draft);
    task::spawn_blocking(move || {
        let mut plan = crate::open_storyboard(&name, &bytes, &pictures)?;
        if is_draft {
            plan.storyboard.format = crate::draft_format(plan.storyboard.format);
        }
        plan.approved()
    })
    .await
    .map_err(|source| PipelineError::Crashed { step: Step::Plan, source })?
}

async fn plan_lesson(studio: &Studio, generation: &Generation, lesson: Lesson) -> Result<Plan, PipelineError> {
    let text = serde_json::to_string(&lesson).expect("a lesson is plain data");
    let pictures = pictures_named_in(&text, studio, generation).await?;
    let wishes = wishes(&generation.settings);
    task::spawn_blocking(move || crate::plan_lesson(&lesson, &wishes, &pictures)?.approved())
        .await
        .map_err(|source| PipelineError::Crashed { step: Step::Plan, source })?
}

/// Fetches only the pictures that the text mentions: a project may have many, and scripts change.
async fn pictures_named_in(
    text: &str,
    studio: &Studio,
    generation: &Generation,
) -> Result<ProjectPictures, PipelineError> {
    ProjectPictures::fetch(&generation.assets, studio.documents.as_ref(), |name| text.contains(name)).await
}
