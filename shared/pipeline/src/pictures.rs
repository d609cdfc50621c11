//! The user's pictures, decoded once for a whole film.

use std::{collections::BTreeMap, io, sync::Arc};

use lectern_drawing::{Picture, Pictures};
use lectern_lesson::{Finding, Lesson, PassageKind, Severity, Storyboard};

use crate::{Sources, content_hash};

/// The pictures of a storyboard. One that is missing or does not decode is left out with a finding: its scene goes on
/// with its caption.
#[derive(Default)]
pub struct Album {
    pictures: BTreeMap<String, (Arc<Picture>, String)>,
    findings: Vec<Finding>,
}

impl Album {
    /// Reads and decodes the pictures that a lesson's script names, for its plan. What is missing is not told: the plan's scenes tell it.
    pub(crate) fn of_lesson(lesson: &Lesson, sources: &dyn Sources) -> Self {
        let figures =
            lesson.sections.iter().flat_map(|section| &section.passages).filter_map(|passage| match &passage.kind {
                PassageKind::Figure(figure) => Some(figure.source.as_str()),
                _ => None,
            });
        let pictures = figures.filter_map(|source| Some((source.to_owned(), open(source, sources).ok()?)));
        Self { pictures: pictures.collect(), findings: Vec::new() }
    }

    /// Reads and decodes the pictures that `storyboard` shows.
    pub fn load(storyboard: &Storyboard, sources: &dyn Sources) -> Self {
        let mut album = Self::default();
        for scene in &storyboard.scenes {
            for source in scene.visual.sources() {
                if album.pictures.contains_key(source) {
                    continue;
                }
                match open(source, sources) {
                    Ok(picture) => {
                        album.pictures.insert(source.to_owned(), picture);
                    }
                    Err(finding) => album.findings.push(finding.in_scene(&scene.id)),
                }
            }
        }
        album
    }

    /// The pictures by their paths, in the paths' order.
    pub fn all(&self) -> impl Iterator<Item = (&str, &Picture)> {
        self.pictures.iter().map(|(source, (picture, _))| (source.as_str(), picture.as_ref()))
    }

    /// What was missing.
    pub fn findings(&self) -> &[Finding] {
        &self.findings
    }

    /// The hash of a picture's bytes; `None` for one that is not there.
    pub fn hash(&self, source: &str) -> Option<&str> {
        self.pictures.get(source).map(|(_, hash)| hash.as_str())
    }
}

impl Pictures for Album {
    fn picture(&self, source: &str) -> Option<Arc<Picture>> {
        self.pictures.get(source).map(|(picture, _)| Arc::clone(picture))
    }
}

fn open(source: &str, sources: &dyn Sources) -> Result<(Arc<Picture>, String), Box<Finding>> {
    let bytes = sources.read(source).map_err(|error| {
        let hint = match error.kind() {
            io::ErrorKind::PermissionDenied => "Copy the picture into the script's folder.",
            _ => "Put the picture there or mend its path; the scene shows its caption instead.",
        };
        let message = format!("cannot read the picture {source}: {error}");
        Box::new(Finding::new(Severity::Warning, "missing-picture", message).with_hint(hint))
    })?;
    let picture = Picture::decode(&bytes).map_err(|error| {
        let message = format!("cannot decode the picture {source}: {error}");
        let hint = "Save it again as PNG, JPEG, WebP or GIF; the scene shows its caption instead.";
        Box::new(Finding::new(Severity::Warning, "broken-picture", message).with_hint(hint))
    })?;
    Ok((Arc::new(picture), content_hash(&bytes)))
}
