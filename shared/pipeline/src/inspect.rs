use lectern_video::{Cancel, Ffmpeg, Inspection, VIDEO_VERSION};
use tokio::task;

use crate::{ArtifactKey, Composited, Made, Objects, PipelineError, Step};

/// Measures the finished film, or finds it measured.
///
/// # Errors
/// When FFmpeg cannot decode the film, the measurements cannot be stored, or `cancel` is set.
#[tracing::instrument(skip_all)]
pub async fn inspect(
    film: &Composited,
    ffmpeg: &Ffmpeg,
    objects: &dyn Objects,
    cancel: &Cancel,
) -> Result<(Inspection, Made), PipelineError> {
    let key = inspection_key(&film.key);
    if let Some(inspection) = stored_inspection(&film.key, objects).await? {
        return Ok((inspection, Made::Found));
    }
    let (program, file, cancel) = (ffmpeg.clone(), film.file.clone(), cancel.clone());
    let inspection = task::spawn_blocking(move || lectern_video::inspect(&program, &file, &cancel))
        .await
        .map_err(|source| PipelineError::Crashed { step: Step::Inspect, source })??;
    objects.put(&key, serde_json::to_vec(&inspection).expect("measurements are plain data")).await?;
    Ok((inspection, Made::Now))
}

/// What the film of that key measures, if it was inspected already.
pub(crate) async fn stored_inspection(
    film: &ArtifactKey,
    objects: &dyn Objects,
) -> Result<Option<Inspection>, PipelineError> {
    let json = objects.get(&inspection_key(film)).await?;
    Ok(json.and_then(|json| serde_json::from_slice(&json).ok()))
}

fn inspection_key(film: &ArtifactKey) -> ArtifactKey {
    ArtifactKey::new(Step::Inspect, VIDEO_VERSION, &film.hash(), "json")
}
