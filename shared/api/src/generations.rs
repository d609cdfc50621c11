//! Generations: films being made.

use std::{collections::BTreeSet, sync::Arc};

use axum::{
    Json as Answer,
    extract::State,
    response::{IntoResponse, Response},
};
use http::{StatusCode, header};
use lectern_lesson::{Asset, Document, Failure, FilmSummary, Generation, GenerationState, Happening, Settings};
use lectern_pipeline::RecordsError;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    Studio,
    auth::Caller,
    idempotency::Creation,
    ids::{Id, OfGeneration, OfProject, is_id},
    pagination::{PageBody, PageParameters},
    preconditions::{Known, tagged},
    problem::{Code, Problem},
    request::{Checked, Faults, Parameters},
    settings::SettingsChange,
};

/// A film to be made.
#[derive(Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct NewGeneration {
    /// The project.
    #[schemars(regex(pattern = "^prj_[0-7][0-9A-HJKMNP-TV-Z]{25}$"))]
    project_id: String,
    /// What is to be different from the project's settings, this time.
    #[serde(default)]
    settings: SettingsChange,
}

/// A generation, as its owner sees it.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(rename = "Generation")]
pub(crate) struct GenerationView<'a> {
    /// Its id.
    id: &'a str,
    /// The project.
    project_id: &'a str,
    /// Where it stands.
    state: GenerationState,
    /// Share of the work that is done, 0 to 100. Never falls.
    #[schemars(range(min = 0, max = 100))]
    progress: f64,
    /// Numbers, from 1, of the scenes whose picture is made.
    scenes_done: &'a BTreeSet<u32>,
    /// The script that it is made from.
    script: Option<&'a Document>,
    /// The storyboard that it is made from, before the script.
    storyboard: Option<&'a Document>,
    /// The pictures.
    assets: &'a [Asset],
    /// How the film is to be.
    settings: &'a Settings,
    /// Why there is no film; of failed generations only.
    failure: Option<&'a Failure>,
    /// The film; of succeeded generations only.
    film: Option<&'a FilmSummary>,
    /// When it was asked for, in milliseconds since 1970, as the two below.
    created_millis: u64,
    /// When the work began.
    started_millis: Option<u64>,
    /// When it ended.
    ended_millis: Option<u64>,
    /// 1 when created, one more at each change. Its ETag, with quotes around it.
    version: u64,
    /// Where to go from here.
    links: Links,
}

/// Addresses that belong to a generation.
#[derive(Serialize, JsonSchema)]
pub(crate) struct Links {
    /// The generation.
    #[serde(rename = "self")]
    itself: String,
    /// Its project.
    project: String,
    /// WebSocket with its project's events; `?after=` replays.
    events: String,
    /// Where it can be stopped.
    cancel: String,
    /// The film's files, once it is there.
    downloads: String,
}

/// Waiting generations that are offered when one ends: more than one, so that one that cannot start blocks nobody.
const NEXT_OFFERED: usize = 3;

impl<'a> GenerationView<'a> {
    fn of(generation: &'a Generation, studio: &Studio) -> Self {
        let itself = format!("/generations/{}", generation.id);
        let links = Links {
            project: format!("/projects/{}", generation.project_id),
            events: studio.settings.events_address.replace("{projectId}", &generation.project_id),
            cancel: format!("{itself}/cancel"),
            downloads: format!("{itself}/downloads"),
            itself,
        };
        Self {
            id: &generation.id,
            project_id: &generation.project_id,
            state: generation.state,
            progress: generation.progress,
            scenes_done: &generation.scenes_done,
            script: generation.script.as_ref(),
            storyboard: generation.storyboard.as_ref(),
            assets: &generation.assets,
            settings: &generation.settings,
            failure: generation.failure.as_ref(),
            film: generation.film.as_ref(),
            created_millis: generation.created_millis,
            started_millis: generation.started_millis,
            ended_millis: generation.ended_millis,
            version: generation.version,
            links,
        }
    }
}

impl Checked for NewGeneration {
    fn check(&self, faults: &mut Faults) {
        faults.unless(is_id::<OfProject>(&self.project_id), "/projectId", "must be the id of a project");
        self.settings.check("/settings", faults);
    }
}

/// `POST /videos/generate`
pub(crate) async fn create(
    State(studio): State<Arc<Studio>>,
    caller: Caller,
    creation: Creation<NewGeneration>,
) -> Result<Response, Problem> {
    let project = studio.records.project(&caller.user_id, &creation.value.project_id).await?;
    if project.script.is_none() && project.storyboard.is_none() {
        return Err(Problem::new(Code::NothingToFilm, "write a script or a storyboard first"));
    }
    let id = creation.id::<OfGeneration>(&studio, &caller).await?;
    let is_repeatable = creation.is_repeatable();
    let generation = match if is_repeatable { find(&studio, &caller, &id).await? } else { None } {
        Some(generation) => generation,
        None => {
            let generation = Generation {
                id,
                project_id: project.id,
                user_id: project.user_id,
                state: GenerationState::Queued,
                script: project.script,
                storyboard: project.storyboard,
                assets: project.assets,
                settings: creation.value.settings.over(&project.settings),
                progress: 0.0,
                scenes_done: BTreeSet::new(),
                failure: None,
                film: None,
                created_millis: studio.clock.unix_millis(),
                started_millis: None,
                ended_millis: None,
                version: 1,
            };
            match studio.records.create_generation(&generation, studio.settings.queue_limit).await {
                Ok(()) => generation,
                // The same request, sent twice at once: the other one was faster.
                Err(RecordsError::Conflict { .. }) if is_repeatable => {
                    studio.records.generation(&caller.user_id, &generation.id).await?
                }
                Err(error) => return Err(error.into()),
            }
        }
    };
    if generation.state == GenerationState::Queued {
        start(&studio, &caller, &generation, is_repeatable).await?;
    }
    let location = format!("/generations/{}", generation.id);
    let body = Answer(GenerationView::of(&generation, &studio));
    Ok((StatusCode::ACCEPTED, [(header::LOCATION, location)], body).into_response())
}

/// Starts a stored generation. When that fails, a request with an idempotency key can be repeated; without one nobody would
/// start it any more, so it ends.
async fn start(studio: &Studio, caller: &Caller, generation: &Generation, is_repeatable: bool) -> Result<(), Problem> {
    let Err(error) = studio.launcher.start(&caller.user_id, &generation.id).await else { return Ok(()) };
    if !is_repeatable {
        let failure = Failure {
            error: "Lectern.NotStarted".to_owned(),
            message: "the production could not be started".to_owned(),
            findings: Vec::new(),
        };
        happened(studio, caller, &generation.id, &Happening::Failed(failure)).await?;
    }
    Err(error.into())
}

async fn find(studio: &Studio, caller: &Caller, id: &str) -> Result<Option<Generation>, Problem> {
    match studio.records.generation(&caller.user_id, id).await {
        Ok(generation) => Ok(Some(generation)),
        Err(RecordsError::NotFound { .. }) => Ok(None),
        Err(error) => Err(error.into()),
    }
}

/// `GET /generations`
pub(crate) async fn list(
    State(studio): State<Arc<Studio>>,
    caller: Caller,
    Parameters(page): Parameters<PageParameters>,
) -> Result<Response, Problem> {
    let page = studio.records.generations(&caller.user_id, None, &page.of::<OfGeneration>()?).await?;
    Ok(Answer(PageBody::new(&page, |generation| GenerationView::of(generation, &studio))).into_response())
}

/// `GET /projects/{projectId}/generations`
pub(crate) async fn list_of_project(
    State(studio): State<Arc<Studio>>,
    caller: Caller,
    id: Id<OfProject>,
    Parameters(page): Parameters<PageParameters>,
) -> Result<Response, Problem> {
    let page = page.of::<OfGeneration>()?;
    studio.records.project(&caller.user_id, &id.text).await?;
    let page = studio.records.generations(&caller.user_id, Some(&id.text), &page).await?;
    Ok(Answer(PageBody::new(&page, |generation| GenerationView::of(generation, &studio))).into_response())
}

/// `GET /generations/{generationId}`
pub(crate) async fn read(
    State(studio): State<Arc<Studio>>,
    caller: Caller,
    id: Id<OfGeneration>,
    known: Known,
) -> Result<Response, Problem> {
    let generation = studio.records.generation(&caller.user_id, &id.text).await?;
    Ok(known.answer(generation.version, || Answer(GenerationView::of(&generation, &studio)).into_response()))
}

/// `POST /generations/{generationId}/cancel`
pub(crate) async fn cancel(
    State(studio): State<Arc<Studio>>,
    caller: Caller,
    id: Id<OfGeneration>,
) -> Result<Response, Problem> {
    let generation = happened(&studio, &caller, &id.text, &Happening::Cancelled).await?;
    if generation.state != GenerationState::Cancelled {
        let detail = format!("it has {} before it could be cancelled", generation.state.name());
        return Err(Problem::new(Code::Ended, detail));
    }
    // All of this may be repeated: a client whose first try broke off after the record comes here again.
    studio.launcher.cancel(&caller.user_id, &id.text).await?;
    for waiting in studio.records.queue(&caller.user_id).await?.queued.iter().take(NEXT_OFFERED) {
        studio.launcher.start(&caller.user_id, waiting).await?;
    }
    Ok(tagged(generation.version, Answer(GenerationView::of(&generation, &studio)).into_response()))
}

/// Records a happening, passes its event on, and tells how the generation stands.
async fn happened(studio: &Studio, caller: &Caller, id: &str, happening: &Happening) -> Result<Generation, Problem> {
    let now_millis = studio.clock.unix_millis();
    let recorded = studio.records.record(&caller.user_id, id, happening, now_millis).await?;
    if let Some(event) = &recorded.event {
        studio.broadcast.announce(event).await.map_err(|error| Problem::unavailable(&error))?;
    }
    Ok(recorded.generation)
}
