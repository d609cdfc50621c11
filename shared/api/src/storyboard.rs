//! The storyboard of a project: planned from its script, or written by hand.

use std::sync::Arc;

use axum::{
    Json as Answer,
    extract::State,
    response::{IntoResponse, Response},
};
use http::StatusCode;
use lectern_lesson::{Document, Storyboard};
use lectern_pipeline::{Subject, content_hash, studio::storyboard_key};

use crate::{
    Studio,
    auth::Caller,
    documents,
    ids::{Id, OfProject},
    limits::{SCENES_MAX, STORYBOARD_BYTES_MAX},
    planning::{self, LintReport},
    preconditions::{IfMatch, Known, Required, tagged},
    problem::{Code, Problem},
    projects::{change, shown},
    request::{Checked, Faults, Json},
};

/// What a written storyboard is called in messages.
const NAME: &str = "storyboard.json";

impl Checked for Storyboard {
    const BYTES_MAX: usize = STORYBOARD_BYTES_MAX;

    /// Whatever is a storyboard can be stored, so that unfinished work can be; the linter says what is wrong with it.
    fn check(&self, faults: &mut Faults) {
        faults.unless(self.scenes.len() <= SCENES_MAX, "/scenes", format!("must be at most {SCENES_MAX}"));
    }
}

/// `GET /projects/{projectId}/storyboard`
pub(crate) async fn read(
    State(studio): State<Arc<Studio>>,
    caller: Caller,
    id: Id<OfProject>,
    known: Known,
) -> Result<Response, Problem> {
    let project = studio.records.project(&caller.user_id, &id.text).await?;
    if known.is(project.version) && (project.storyboard.is_some() || project.script.is_some()) {
        return Ok(known.answer(project.version, || unreachable!("the caller has it")));
    }
    let Some(document) = &project.storyboard else {
        let preview = planning::preview(&studio, &project, Subject::Storyboard).await?;
        let storyboard = preview.storyboard.ok_or_else(|| planning::unplannable(preview.findings))?;
        return Ok(tagged(project.version, Answer(storyboard).into_response()));
    };
    // It was written by this API, as JSON: it need not be read to be sent.
    let json = documents::stored(&studio, storyboard_key(document), &document.name).await?;
    let response = ([(http::header::CONTENT_TYPE, "application/json")], json).into_response();
    Ok(tagged(project.version, response))
}

/// `PUT /projects/{projectId}/storyboard`
pub(crate) async fn write(
    State(studio): State<Arc<Studio>>,
    caller: Caller,
    id: Id<OfProject>,
    Required(expected): Required,
    Json(storyboard): Json<Storyboard>,
) -> Result<Response, Problem> {
    expected.check(studio.records.project(&caller.user_id, &id.text).await?.version)?;
    let json = serde_json::to_vec(&storyboard).expect("a storyboard is plain data");
    let document = Document { name: NAME.to_owned(), hash: content_hash(&json), bytes: json.len() as u64 };
    let key = storyboard_key(&document).expect("a content hash is a hash");
    studio.documents.put(&key, json).await?;
    let (project, ()) = change(&studio, &caller, &id.text, &expected, |project| {
        project.storyboard = Some(document.clone());
        Ok(())
    })
    .await?;
    Ok(shown(&project))
}

/// `DELETE /projects/{projectId}/storyboard`
pub(crate) async fn delete(
    State(studio): State<Arc<Studio>>,
    caller: Caller,
    id: Id<OfProject>,
    IfMatch(expected): IfMatch,
) -> Result<StatusCode, Problem> {
    change(&studio, &caller, &id.text, &expected, |project| {
        project.storyboard.take().map(|_| ()).ok_or_else(|| Problem::not_found("storyboard"))
    })
    .await?;
    Ok(StatusCode::NO_CONTENT)
}

/// `POST /projects/{projectId}/storyboard/lint`
pub(crate) async fn lint(
    State(studio): State<Arc<Studio>>,
    caller: Caller,
    id: Id<OfProject>,
) -> Result<Answer<LintReport>, Problem> {
    let project = studio.records.project(&caller.user_id, &id.text).await?;
    if project.script.is_none() && project.storyboard.is_none() {
        return Err(Problem::new(Code::NothingToFilm, "write a script or a storyboard first"));
    }
    let preview = planning::preview(&studio, &project, Subject::Storyboard).await?;
    Ok(Answer(LintReport::new(preview.findings)))
}
