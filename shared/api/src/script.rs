//! The script of a project.

use std::sync::Arc;

use axum::{
    Json as Answer,
    extract::State,
    response::{IntoResponse, Response},
};
use lectern_lesson::{Document, Project};
use lectern_pipeline::{Subject, content_hash, studio::script_key};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    Studio,
    auth::Caller,
    documents,
    ids::{Id, OfProject},
    limits::{SCRIPT_BODY_BYTES_MAX, SCRIPT_BYTES_MAX},
    names::check_name,
    planning::{self, LintReport},
    preconditions::{Known, Required},
    problem::{Code, Problem},
    projects::{change, shown},
    request::{Checked, Faults, Json},
};

/// A script to be written.
#[derive(Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct NewScript {
    /// The file's name; its ending tells the dialect.
    #[schemars(length(min = 1, max = 200), regex(pattern = crate::names::NAME_PATTERN), example = "lesson.md")]
    #[serde(default = "default_name")]
    name: String,
    /// The text; at most 1 MiB as UTF-8.
    #[schemars(
        length(max = 1_048_576),
        example = "# Rain\n\nWarm air carries water up. There it cools, and drops form.\n"
    )]
    text: String,
}

fn default_name() -> String {
    "lesson.md".to_owned()
}

/// A script.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Script<'a> {
    /// The file's name.
    name: &'a str,
    /// The text.
    text: &'a str,
    /// SHA-256 of the stored bytes, in hexadecimal.
    hash: &'a str,
    /// Number of stored bytes.
    bytes: u64,
}

impl Checked for NewScript {
    const BYTES_MAX: usize = SCRIPT_BODY_BYTES_MAX;

    fn check(&self, faults: &mut Faults) {
        check_name(&self.name, "/name", faults);
        faults.unless(self.text.len() <= SCRIPT_BYTES_MAX, "/text", "must have at most 1 MiB as UTF-8");
    }
}

/// `GET /projects/{projectId}/script`
pub(crate) async fn read(
    State(studio): State<Arc<Studio>>,
    caller: Caller,
    id: Id<OfProject>,
    known: Known,
) -> Result<Response, Problem> {
    let project = studio.records.project(&caller.user_id, &id.text).await?;
    let document = of(&project)?;
    if known.is(project.version) {
        return Ok(known.answer(project.version, || unreachable!("the caller has it")));
    }
    let bytes = stored(&studio, document).await?;
    // One that came in by another way may be in an old encoding.
    let text = String::from_utf8_lossy(&bytes);
    let script = Script { name: &document.name, text: &text, hash: &document.hash, bytes: document.bytes };
    Ok(known.answer(project.version, || Answer(script).into_response()))
}

/// `PUT /projects/{projectId}/script`
pub(crate) async fn write(
    State(studio): State<Arc<Studio>>,
    caller: Caller,
    id: Id<OfProject>,
    Required(expected): Required,
    Json(NewScript { name, text }): Json<NewScript>,
) -> Result<Response, Problem> {
    // Nothing is stored for a project that is not there, or has moved on.
    expected.check(studio.records.project(&caller.user_id, &id.text).await?.version)?;
    let bytes = text.into_bytes();
    let document = Document { name, hash: content_hash(&bytes), bytes: bytes.len() as u64 };
    let key = script_key(&document).expect("a content hash is a hash");
    studio.documents.put(&key, bytes).await?;
    let (project, ()) = change(&studio, &caller, &id.text, &expected, |project| {
        project.script = Some(document.clone());
        Ok(())
    })
    .await?;
    Ok(shown(&project))
}

/// `POST /projects/{projectId}/script/lint`
pub(crate) async fn lint(
    State(studio): State<Arc<Studio>>,
    caller: Caller,
    id: Id<OfProject>,
) -> Result<Answer<LintReport>, Problem> {
    let project = studio.records.project(&caller.user_id, &id.text).await?;
    let nothing = || Problem::new(Code::NothingToFilm, "write a script first");
    project.script.as_ref().ok_or_else(nothing)?;
    let preview = planning::preview(&studio, &project, Subject::Script).await?;
    Ok(Answer(LintReport::new(preview.findings)))
}

/// The script of a project.
pub(crate) fn of(project: &Project) -> Result<&Document, Problem> {
    project.script.as_ref().ok_or_else(|| Problem::new(Code::NotFound, "the project has no script yet"))
}

/// The bytes of a script.
pub(crate) async fn stored(studio: &Studio, document: &Document) -> Result<Vec<u8>, Problem> {
    documents::stored(studio, script_key(document), &document.name).await
}
