//! Signed addresses of a film and the files beside it.

use std::sync::Arc;

use axum::{Json as Answer, extract::State};
use lectern_pipeline::{FilmPlace, studio::film_place};
use schemars::JsonSchema;
use serde::Serialize;

use crate::{
    Studio,
    auth::Caller,
    ids::{Id, OfGeneration},
    problem::{Code, Problem},
};

/// The files of a film.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Downloads {
    /// Until when the addresses hold, in milliseconds since 1970.
    expires_millis: u64,
    /// The film and what lies beside it.
    files: Vec<Download>,
}

/// A file.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Download {
    /// Its name.
    name: String,
    /// Its media type.
    content_type: String,
    /// Its size.
    bytes: u64,
    /// Where it can be downloaded by whoever has this address.
    url: String,
}

/// `GET /generations/{generationId}/downloads`
pub(crate) async fn list(
    State(studio): State<Arc<Studio>>,
    caller: Caller,
    id: Id<OfGeneration>,
) -> Result<Answer<Downloads>, Problem> {
    let generation = studio.records.generation(&caller.user_id, &id.text).await?;
    let place: FilmPlace = film_place(&generation);
    let Some(film) = generation.film else {
        let detail = format!("the generation is {}: there is no film", generation.state.name());
        return Err(Problem::new(Code::NoFilm, detail));
    };
    let valid_secs = studio.settings.address_secs;
    // Taken before the addresses are signed, so that none ends earlier than is said.
    let expires_millis = studio.clock.unix_millis() + valid_secs * 1000;
    let mut files = Vec::with_capacity(film.files.len());
    for file in film.files {
        let url = studio.films.address(&place, &file.name, valid_secs).await?;
        files.push(Download { name: file.name, content_type: file.content_type, bytes: file.bytes, url });
    }
    Ok(Answer(Downloads { expires_millis, files }))
}
