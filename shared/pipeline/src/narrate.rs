use futures::{StreamExt, TryStreamExt, stream};
use lectern_lesson::{Finding, Narration, Scene, Storyboard};
use lectern_video::Cancel;
use serde::{Deserialize, Serialize};

use crate::{ArtifactKey, Events, Made, Narrator, Objects, ObjectsError, PipelineError, Progress, Step};

/// A scene's narration, stored.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Narrated {
    /// Where its samples lie.
    pub key: ArtifactKey,
    /// Word spans and length.
    pub narration: Narration,
    /// Words that were spoken by rule and the like.
    pub findings: Vec<Finding>,
    /// Whether it was made now or found; not part of what is stored.
    #[serde(skip, default = "found")]
    pub made: Made,
}

fn found() -> Made {
    Made::Found
}

impl Narrated {
    /// The stored narration of that hash.
    ///
    /// # Errors
    /// When it is not there or cannot be read.
    pub async fn load(hash: &str, objects: &dyn Objects) -> Result<Self, PipelineError> {
        let gone = || PipelineError::MissingObject { what: format!("{}/{hash}.json", Step::Narrate) };
        let key = ArtifactKey::of_hash(Step::Narrate, hash, "f32").ok_or_else(gone)?;
        let record_key = key.with_extension("json");
        let json = objects.get(&record_key).await?.ok_or_else(gone)?;
        let stored: Stored = serde_json::from_slice(&json)
            .map_err(|source| PipelineError::Stored { what: record_key.to_string(), source })?;
        Ok(Self { key, narration: stored.narration, findings: stored.findings, made: Made::Found })
    }
}

#[derive(Serialize, Deserialize)]
struct Stored {
    narration: Narration,
    findings: Vec<Finding>,
}

/// Speaks all scenes, `jobs` at a time: the next scene is under way while one is spoken.
///
/// # Errors
/// As [`narrate`], and when `cancel` was set.
pub async fn narrate_all(
    storyboard: &Storyboard,
    narrator: &dyn Narrator,
    objects: &dyn Objects,
    events: &dyn Events,
    jobs: usize,
    cancel: &Cancel,
) -> Result<Vec<Narrated>, PipelineError> {
    let fingerprint = narrator.fingerprint().await?;
    let total = storyboard.scenes.len();
    events.progress(Progress { step: Step::Narrate, done: 0, total });
    // By index: a closure over references would keep this future from being `Send`.
    let narrations = stream::iter(0..total).map(|index| {
        let (scene, fingerprint) = (&storyboard.scenes[index], &fingerprint);
        async move {
            if cancel.is_set() {
                return Err(PipelineError::Cancelled);
            }
            narrate(scene, storyboard, fingerprint, narrator, objects).await
        }
    });
    narrations
        .buffered(jobs)
        .enumerate()
        .map(|(index, narrated)| {
            events.progress(Progress { step: Step::Narrate, done: index + 1, total });
            narrated
        })
        .try_collect()
        .await
}

/// Speaks a scene, or finds it spoken.
///
/// # Errors
/// When the voice fails or its output cannot be stored.
#[tracing::instrument(name = "narrate", skip_all, fields(scene = scene.id))]
pub async fn narrate(
    scene: &Scene,
    storyboard: &Storyboard,
    fingerprint: &str,
    narrator: &dyn Narrator,
    objects: &dyn Objects,
) -> Result<Narrated, PipelineError> {
    let inputs = (&scene.narration, &storyboard.voice, storyboard.pace);
    let key = ArtifactKey::new(Step::Narrate, fingerprint, &inputs, "f32");
    let record_key = key.with_extension("json");
    // The record is written last: where it lies, the samples lie.
    if let Some(json) = objects.get(&record_key).await?
        && let Ok(stored) = serde_json::from_slice::<Stored>(&json)
    {
        return Ok(Narrated { key, narration: stored.narration, findings: stored.findings, made: Made::Found });
    }
    let speech = narrator
        .narrate(&scene.narration, &storyboard.voice, storyboard.pace)
        .await
        .map_err(|source| PipelineError::Narrate { scene: scene.id.clone(), source })?;
    objects.put(&key, speech.samples.iter().flat_map(|sample| sample.to_le_bytes()).collect()).await?;
    let stored = Stored { narration: speech.narration, findings: speech.findings };
    objects.put(&record_key, serde_json::to_vec(&stored).expect("word spans are plain data")).await?;
    Ok(Narrated { key, narration: stored.narration, findings: stored.findings, made: Made::Now })
}

/// The samples of a narration.
///
/// # Errors
/// When they cannot be read, or were removed in the meantime.
pub async fn samples(narrated: &Narrated, objects: &dyn Objects) -> Result<Vec<f32>, ObjectsError> {
    let bytes = objects.get(&narrated.key).await?.ok_or_else(|| missing(&narrated.key))?;
    Ok(bytes.chunks_exact(4).map(|chunk| f32::from_le_bytes([chunk[0], chunk[1], chunk[2], chunk[3]])).collect())
}

/// The error for an artifact that another run has trimmed away while this one needs it.
pub(crate) fn missing(key: &ArtifactKey) -> ObjectsError {
    ObjectsError { action: "find", what: key.to_string(), source: std::io::ErrorKind::NotFound.into() }
}
