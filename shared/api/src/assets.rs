//! The pictures of a project: announced, put at a signed address, checked, kept.

use std::{sync::Arc, time::Duration};

use axum::{
    Json as Answer,
    extract::State,
    response::{IntoResponse, Response},
};
use http::{StatusCode, header};
use lectern_drawing::Picture;
use lectern_lesson::{ASSETS_MAX, Asset, Project};
use lectern_pipeline::{FilmsError, Reservation, Upload, content_hash, error_chain, studio::asset_key};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use tokio::{task, time};

use crate::{
    Studio,
    auth::Caller,
    idempotency::Creation,
    ids::{Id, OfProject, OfUpload},
    limits::{ASSET_BYTES_MAX, PLANNING_SECS},
    names::{NAME_PATTERN, check_name, is_name},
    preconditions::{Expected, IfMatch},
    problem::{Code, Problem},
    projects::change,
    request::{Checked, Faults, Parameters},
};

/// A picture that is about to be put.
#[derive(Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct NewAsset {
    /// The path by which the script names it.
    #[schemars(length(min = 1, max = 200), regex(pattern = NAME_PATTERN), example = "pictures/moon.png")]
    name: String,
    /// Its media type.
    content_type: PictureType,
    /// Its size.
    #[schemars(range(min = 1, max = 20_971_520), example = 48_213)]
    bytes: u64,
}

/// Media types of pictures.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
pub(crate) enum PictureType {
    #[serde(rename = "image/png")]
    Png,
    #[serde(rename = "image/jpeg")]
    Jpeg,
    #[serde(rename = "image/webp")]
    Webp,
    #[serde(rename = "image/gif")]
    Gif,
}

/// Where to put an announced picture.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct AssetUpload {
    /// Its id: complete it when the picture is put.
    upload_id: String,
    /// How the address is to be requested.
    #[schemars(extend("const" = "PUT"))]
    method: &'static str,
    /// Where the picture is to be put.
    url: String,
    /// Headers that the request must carry.
    headers: Vec<Header>,
    /// Until when the address holds, in milliseconds since 1970.
    expires_millis: u64,
}

/// A header of a request.
#[derive(Serialize, JsonSchema)]
pub(crate) struct Header {
    /// Its name.
    name: String,
    /// Its value.
    value: String,
}

impl PictureType {
    const fn name(self) -> &'static str {
        match self {
            Self::Png => "image/png",
            Self::Jpeg => "image/jpeg",
            Self::Webp => "image/webp",
            Self::Gif => "image/gif",
        }
    }

    /// What bytes are, by how they begin.
    fn sniffed(bytes: &[u8]) -> Option<Self> {
        match bytes {
            [0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1a, b'\n', ..] => Some(Self::Png),
            [0xff, 0xd8, 0xff, ..] => Some(Self::Jpeg),
            [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => Some(Self::Webp),
            [b'G', b'I', b'F', b'8', b'7' | b'9', b'a', ..] => Some(Self::Gif),
            _ => None,
        }
    }
}

impl Checked for NewAsset {
    fn check(&self, faults: &mut Faults) {
        check_name(&self.name, "/name", faults);
        let range = 1..=ASSET_BYTES_MAX;
        faults.unless(range.contains(&self.bytes), "/bytes", format!("must be from 1 to {ASSET_BYTES_MAX}"));
    }
}

/// `POST /projects/{projectId}/assets`
pub(crate) async fn announce(
    State(studio): State<Arc<Studio>>,
    caller: Caller,
    id: Id<OfProject>,
    creation: Creation<NewAsset>,
) -> Result<Response, Problem> {
    let project = studio.records.project(&caller.user_id, &id.text).await?;
    check_room(&project, &creation.value.name)?;
    let upload_id = creation.id::<OfUpload>(&studio, &caller).await?;
    let NewAsset { name, content_type, bytes } = creation.value;
    let upload = Upload { key: key(&id.text, &upload_id), content_type: content_type.name().to_owned(), bytes };
    let now_millis = studio.clock.unix_millis();
    // The name waits under the upload's id, for the day for which reservations are kept.
    let announced = Reservation { request_hash: String::new(), id: name };
    studio.records.reserve(&caller.user_id, &upload.key, &announced, now_millis).await?;
    let valid_secs = studio.settings.address_secs;
    let address = studio.uploads.address(&upload, valid_secs).await?;
    let location = format!("/projects/{}/assets/{upload_id}/complete", id.text);
    let body = AssetUpload {
        upload_id,
        method: "PUT",
        url: address.url,
        headers: address.headers.into_iter().map(|(name, value)| Header { name, value }).collect(),
        expires_millis: now_millis + valid_secs * 1000,
    };
    Ok((StatusCode::CREATED, [(header::LOCATION, location)], Answer(body)).into_response())
}

fn key(project_id: &str, upload_id: &str) -> String {
    format!("assets/{project_id}/{upload_id}")
}

fn check_room(project: &Project, name: &str) -> Result<(), Problem> {
    let is_new = project.assets.iter().all(|asset| asset.name != name);
    if is_new && project.assets.len() >= ASSETS_MAX {
        return Err(Problem::new(Code::Conflict, format!("a project has at most {ASSETS_MAX} pictures")));
    }
    Ok(())
}

/// `POST /projects/{projectId}/assets/{uploadId}/complete`
pub(crate) async fn complete(
    State(studio): State<Arc<Studio>>,
    caller: Caller,
    id: Id<OfProject>,
    upload: Id<OfUpload>,
) -> Result<Answer<Asset>, Problem> {
    let project = studio.records.project(&caller.user_id, &id.text).await?;
    let key = key(&id.text, &upload.text);
    // There is no way to only look: an upload that was never announced leaves a reservation without a name, for a day.
    let unknown = Reservation { request_hash: String::new(), id: String::new() };
    let now_millis = studio.clock.unix_millis();
    let name = studio.records.reserve(&caller.user_id, &key, &unknown, now_millis).await?.id;
    if name.is_empty() {
        return Err(Problem::not_found("upload"));
    }
    check_room(&project, &name)?;
    let Some(bytes) = studio.uploads.read(&key, ASSET_BYTES_MAX).await.map_err(unread)? else {
        // It was completed before: the upload is gone and the picture is there.
        let done = project.assets.into_iter().find(|asset| asset.name == name);
        return done
            .map(Answer)
            .ok_or_else(|| Problem::new(Code::UploadMissing, "put the picture at its address first"));
    };
    let content_type = PictureType::sniffed(&bytes)
        .ok_or_else(|| Problem::new(Code::UnusableUpload, "it is no PNG, JPEG, WebP or GIF"))?;
    let bytes = decodable(&studio, bytes).await?;
    let asset = Asset {
        name,
        hash: content_hash(&bytes),
        content_type: content_type.name().to_owned(),
        bytes: bytes.len() as u64,
    };
    let stored_at = asset_key(&asset).expect("a content hash is a hash");
    studio.documents.put(&stored_at, bytes).await?;
    change(&studio, &caller, &id.text, &Expected::Whatever, |project| {
        check_room(project, &asset.name)?;
        match project.assets.iter_mut().find(|known| known.name == asset.name) {
            Some(known) => known.clone_from(&asset),
            None => project.assets.push(asset.clone()),
        }
        Ok(())
    })
    .await?;
    studio.uploads.remove(&key).await?;
    Ok(Answer(asset))
}

fn unread(error: FilmsError) -> Problem {
    let is_too_large = error
        .source
        .downcast_ref::<std::io::Error>()
        .is_some_and(|cause| cause.kind() == std::io::ErrorKind::FileTooLarge);
    if is_too_large {
        Problem::new(Code::UnusableUpload, format!("it has more than {ASSET_BYTES_MAX} bytes"))
    } else {
        error.into()
    }
}

/// Which picture is meant.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct AssetName {
    name: String,
}

/// `DELETE /projects/{projectId}/assets`
pub(crate) async fn delete(
    State(studio): State<Arc<Studio>>,
    caller: Caller,
    id: Id<OfProject>,
    IfMatch(expected): IfMatch,
    Parameters(AssetName { name }): Parameters<AssetName>,
) -> Result<StatusCode, Problem> {
    if !is_name(&name) {
        return Err(Problem::new(Code::InvalidParameter, "name must be the name of a picture"));
    }
    change(&studio, &caller, &id.text, &expected, |project| {
        let before = project.assets.len();
        project.assets.retain(|asset| asset.name != name);
        if project.assets.len() < before { Ok(()) } else { Err(Problem::not_found("picture")) }
    })
    .await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Checks that a picture can be decoded: processor work, bounded and away from the network's threads.
async fn decodable(studio: &Studio, bytes: Vec<u8>) -> Result<Vec<u8>, Problem> {
    let permit = Arc::clone(&studio.decoders).acquire_owned().await.map_err(|error| Problem::internal(&error))?;
    let decoding = task::spawn_blocking(move || {
        // Work cannot be broken off: it keeps its place even when nobody waits for it any more.
        let _permit = permit;
        Picture::decode(&bytes).map(|_| bytes)
    });
    let decoded = time::timeout(Duration::from_secs(PLANNING_SECS), decoding).await;
    let too_long =
        |_| Problem::new(Code::Unavailable, "other pictures are being checked; try again later").retry_after(30);
    decoded
        .map_err(too_long)?
        .map_err(|error| Problem::internal(&error))?
        .map_err(|error| Problem::new(Code::UnusableUpload, error_chain(&error)))
}
