//! What users handed in, by hash.

use std::{collections::BTreeMap, io, sync::Arc};

use lectern_lesson::{Asset, Document, Generation, Scene, Storyboard};

use crate::{ArtifactKey, Objects, PipelineError, Sources, Step};

/// Largest script, in bytes.
pub const SCRIPT_BYTES_MAX: u64 = 1 << 20;

/// Largest storyboard, in bytes.
pub const STORYBOARD_BYTES_MAX: u64 = 4 << 20;

/// Where a script's bytes lie among the documents. `None` if its hash is none.
pub fn script_key(script: &Document) -> Option<ArtifactKey> {
    ArtifactKey::of_hash(Step::Read, &script.hash, "txt")
}

/// Where a storyboard's bytes lie among the documents. `None` if its hash is none.
pub fn storyboard_key(storyboard: &Document) -> Option<ArtifactKey> {
    ArtifactKey::of_hash(Step::Plan, &storyboard.hash, "json")
}

/// Where a picture's bytes lie among the documents. `None` if its hash is none.
pub fn asset_key(asset: &Asset) -> Option<ArtifactKey> {
    ArtifactKey::of_hash(Step::Read, &asset.hash, "bin")
}

/// The pictures of a project that a film shows, in memory.
#[derive(Clone, Debug, Default)]
pub struct ProjectPictures {
    pictures: BTreeMap<String, Arc<Vec<u8>>>,
}

impl ProjectPictures {
    /// Fetches those of `assets` that `is_wanted` by name.
    ///
    /// # Errors
    /// When the store does not answer. One that is not stored is left out: its scene shows its caption instead.
    pub async fn fetch(
        assets: &[Asset],
        documents: &dyn Objects,
        is_wanted: impl Fn(&str) -> bool,
    ) -> Result<Self, PipelineError> {
        let mut pictures = BTreeMap::new();
        for asset in assets.iter().filter(|asset| is_wanted(&asset.name)) {
            if let Some(key) = asset_key(asset)
                && let Some(bytes) = documents.get(&key).await?
            {
                pictures.insert(asset.name.clone(), Arc::new(bytes));
            }
        }
        Ok(Self { pictures })
    }
}

impl Sources for ProjectPictures {
    fn read(&self, name: &str) -> io::Result<Vec<u8>> {
        let picture = self.pictures.get(name).or_else(|| self.pictures.get(name.trim_start_matches("./")));
        picture.map(|bytes| bytes.to_vec()).ok_or_else(|| io::ErrorKind::NotFound.into())
    }
}

/// The pictures that a storyboard shows.
///
/// # Errors
/// When the store does not answer.
pub async fn pictures(
    storyboard: &Storyboard,
    generation: &Generation,
    documents: &dyn Objects,
) -> Result<ProjectPictures, PipelineError> {
    let shown = |name: &str| {
        let sources =
            |scene: &Scene| scene.visual.sources().iter().any(|source| source.trim_start_matches("./") == name);
        storyboard.scenes.iter().any(sources)
    };
    ProjectPictures::fetch(&generation.assets, documents, shown).await
}

/// A document's bytes.
pub(super) async fn read(
    key: Option<ArtifactKey>,
    name: &str,
    documents: &dyn Objects,
) -> Result<Vec<u8>, PipelineError> {
    let missing = || PipelineError::MissingObject { what: name.to_owned() };
    let key = key.ok_or_else(missing)?;
    documents.get(&key).await?.ok_or_else(missing)
}
