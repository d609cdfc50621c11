//! Projects: what users edit.

use std::sync::Arc;

use axum::{
    Json as Answer,
    extract::State,
    response::{IntoResponse, Response},
};
use http::{StatusCode, header};
use lectern_lesson::{Asset, Document, PROJECT_TITLE_MAX, Project, Settings};
use lectern_pipeline::RecordsError;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    Studio,
    auth::Caller,
    idempotency::Creation,
    ids::{Id, OfProject},
    pagination::{PageBody, PageParameters},
    preconditions::{Expected, IfMatch, Known, Required, tagged},
    problem::{Code, Problem},
    request::{Checked, Faults, Json, Parameters},
    settings,
};

/// A project to be created.
#[derive(Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct NewProject {
    /// Its title. No control characters, no space at the beginning.
    #[schemars(length(min = 1, max = 200), regex(pattern = TITLE_PATTERN), example = "Why the sky is blue")]
    title: String,
    /// How its films are to be.
    #[serde(default)]
    settings: Settings,
}

/// What is to be different about a project.
#[derive(Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct ProjectChange {
    /// Its new title.
    #[schemars(length(min = 1, max = 200), regex(pattern = TITLE_PATTERN), example = "Why the sky is blue")]
    title: Option<String>,
    /// How its films are to be from now on.
    settings: Option<Settings>,
}

/// A project, as its owner sees it.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(rename = "Project")]
pub(crate) struct ProjectView<'a> {
    /// Its id.
    id: &'a str,
    /// Its title.
    title: &'a str,
    /// How its films are to be.
    settings: &'a Settings,
    /// The script; null until one is written.
    script: Option<&'a Document>,
    /// The storyboard that was written; null while films are made from the script.
    storyboard: Option<&'a Document>,
    /// The pictures that the script can name.
    assets: &'a [Asset],
    /// 1 when created, one more at each change. Its ETag, with quotes around it.
    version: u64,
    /// When it was created, in milliseconds since 1970.
    created_millis: u64,
    /// When it was changed last, in milliseconds since 1970.
    updated_millis: u64,
}

/// Titles as a regular expression: no control characters, no space at the beginning.
const TITLE_PATTERN: &str = "^[^\u{0}-\u{20}\u{7f}-\u{a0}][^\u{0}-\u{1f}\u{7f}-\u{9f}]*$";

/// Tries to change a project that others change at the same time.
const CHANGE_TRIES: usize = 8;

impl<'a> ProjectView<'a> {
    fn of(project: &'a Project) -> Self {
        Self {
            id: &project.id,
            title: &project.title,
            settings: &project.settings,
            script: project.script.as_ref(),
            storyboard: project.storyboard.as_ref(),
            assets: &project.assets,
            version: project.version,
            created_millis: project.created_millis,
            updated_millis: project.updated_millis,
        }
    }
}

/// A project as a response.
pub(crate) fn shown(project: &Project) -> Response {
    tagged(project.version, Answer(ProjectView::of(project)).into_response())
}

impl Checked for NewProject {
    fn check(&self, faults: &mut Faults) {
        check_title(&self.title, faults);
        settings::check(&self.settings, "/settings", faults);
    }
}

impl Checked for ProjectChange {
    fn check(&self, faults: &mut Faults) {
        if let Some(title) = &self.title {
            check_title(title, faults);
        }
        if let Some(settings) = &self.settings {
            settings::check(settings, "/settings", faults);
        }
    }
}

fn check_title(title: &str, faults: &mut Faults) {
    let length = title.chars().count();
    faults.unless((1..=PROJECT_TITLE_MAX).contains(&length), "/title", "must have 1 to 200 characters");
    faults.unless(!title.starts_with([' ', '\u{a0}']), "/title", "must not begin with a space");
    faults.unless(!title.chars().any(char::is_control), "/title", "must have no control characters");
}

/// `POST /projects`
pub(crate) async fn create(
    State(studio): State<Arc<Studio>>,
    caller: Caller,
    creation: Creation<NewProject>,
) -> Result<Response, Problem> {
    let id = creation.id::<OfProject>(&studio, &caller).await?;
    let existing = if creation.is_repeatable() { find(&studio, &caller, &id).await? } else { None };
    let project = match existing {
        Some(project) => project,
        None => {
            let now_millis = studio.clock.unix_millis();
            let project = Project {
                id,
                user_id: caller.user_id.as_ref().to_owned(),
                title: creation.value.title,
                settings: creation.value.settings,
                script: None,
                storyboard: None,
                assets: Vec::new(),
                webhooks: Vec::new(),
                version: 1,
                created_millis: now_millis,
                updated_millis: now_millis,
            };
            match studio.records.create_project(&project).await {
                Ok(()) => project,
                // The same request, sent twice at once: the other one was faster.
                Err(RecordsError::Conflict { .. }) => studio.records.project(&caller.user_id, &project.id).await?,
                Err(error) => return Err(error.into()),
            }
        }
    };
    let location = format!("/projects/{}", project.id);
    Ok((StatusCode::CREATED, [(header::LOCATION, location)], shown(&project)).into_response())
}

async fn find(studio: &Studio, caller: &Caller, id: &str) -> Result<Option<Project>, Problem> {
    match studio.records.project(&caller.user_id, id).await {
        Ok(project) => Ok(Some(project)),
        Err(RecordsError::NotFound { .. }) => Ok(None),
        Err(error) => Err(error.into()),
    }
}

/// `GET /projects`
pub(crate) async fn list(
    State(studio): State<Arc<Studio>>,
    caller: Caller,
    Parameters(page): Parameters<PageParameters>,
) -> Result<Response, Problem> {
    let page = studio.records.projects(&caller.user_id, &page.of::<OfProject>()?).await?;
    Ok(Answer(PageBody::new(&page, ProjectView::of)).into_response())
}

/// `GET /projects/{projectId}`
pub(crate) async fn read(
    State(studio): State<Arc<Studio>>,
    caller: Caller,
    id: Id<OfProject>,
    known: Known,
) -> Result<Response, Problem> {
    let project = studio.records.project(&caller.user_id, &id.text).await?;
    Ok(known.answer(project.version, || Answer(ProjectView::of(&project)).into_response()))
}

/// `PATCH /projects/{projectId}`
pub(crate) async fn update(
    State(studio): State<Arc<Studio>>,
    caller: Caller,
    id: Id<OfProject>,
    Required(expected): Required,
    Json(wanted): Json<ProjectChange>,
) -> Result<Response, Problem> {
    let (project, ()) = change(&studio, &caller, &id.text, &expected, |project| {
        if let Some(title) = &wanted.title {
            project.title.clone_from(title);
        }
        if let Some(settings) = &wanted.settings {
            project.settings.clone_from(settings);
        }
        Ok(())
    })
    .await?;
    Ok(shown(&project))
}

/// `DELETE /projects/{projectId}`
pub(crate) async fn delete(
    State(studio): State<Arc<Studio>>,
    caller: Caller,
    id: Id<OfProject>,
    IfMatch(expected): IfMatch,
) -> Result<StatusCode, Problem> {
    let project = studio.records.project(&caller.user_id, &id.text).await?;
    expected.check(project.version)?;
    studio.records.delete_project(&caller.user_id, &id.text).await.map_err(|error| match error {
        RecordsError::Conflict { .. } => {
            Problem::new(Code::Conflict, "films of the project are being made: cancel them first")
        }
        error => error.into(),
    })?;
    // The project is gone by now. Films that a broken connection leaves behind are nobody's, and end with the bucket's rules.
    studio.films.remove(&id.text).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Changes a project, if it is what the caller expects. A change of the same project by somebody else at the same time is no
/// problem unless the caller named the version: then what is wanted is tried on the newer one. Wanting what is there
/// already changes nothing.
pub(crate) async fn change<T>(
    studio: &Studio,
    caller: &Caller,
    id: &str,
    expected: &Expected,
    wanted: impl Fn(&mut Project) -> Result<T, Problem>,
) -> Result<(Project, T), Problem> {
    for _ in 0..CHANGE_TRIES {
        let before = studio.records.project(&caller.user_id, id).await?;
        expected.check(before.version)?;
        let mut after = before.clone();
        let outcome = wanted(&mut after)?;
        if after == before {
            return Ok((before, outcome));
        }
        after.updated_millis = studio.clock.unix_millis();
        match studio.records.update_project(&after).await {
            Ok(project) => return Ok((project, outcome)),
            // The next try finds the newer version, and compares it with what the caller expects.
            Err(RecordsError::Conflict { .. }) => {}
            Err(error) => return Err(error.into()),
        }
    }
    Err(Problem::new(Code::Unavailable, "the project is being changed by many at once").retry_after(1))
}
