//! What is made of a finished film where it is asked for: a stream, a teaser, stills.

use std::{
    fs,
    path::{Path, PathBuf},
    sync::Arc,
};

use lectern_drawing::{DRAWING_VERSION, Painter};
use lectern_speech::to_vtt;
use lectern_video::{Cancel, Ffmpeg, Streaming, Teaser, VIDEO_VERSION, VideoError, ladder};
use serde::{Deserialize, Serialize};
use tokio::task;

use crate::{
    ArtifactKey, Made, Objects, PipelineError, Schedule, Set, Sources, Step, composite::film_key, scene_place,
};

/// Files that belong together, stored.
#[derive(Clone, Debug)]
pub struct Packaged {
    /// The files.
    pub files: Vec<PackagedFile>,
    /// Whether they were made now or found.
    pub made: Made,
}

/// One of the files of a [`Packaged`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PackagedFile {
    /// What the others call it: its name in the folder in which all of them are to lie.
    pub name: String,
    /// Where it is stored.
    pub key: ArtifactKey,
}

/// Version of what is packaged; changed whenever files change. The film's own is part of its hash.
const PACKAGE_VERSION: &str = "1";

/// Makes the stream of a schedule's film (HLS, see [`lectern_video::stream`]), or finds it made. Its first file is the one that
/// players open.
///
/// # Errors
/// When the film is not stored, FFmpeg fails, the files cannot be stored, or `cancel` is set.
#[tracing::instrument(skip_all)]
pub async fn stream(
    schedule: &Schedule,
    ffmpeg: &Ffmpeg,
    objects: &dyn Objects,
    cancel: &Cancel,
) -> Result<Packaged, PipelineError> {
    let storyboard = &schedule.storyboard;
    let (film, rungs) = (film_key(schedule), ladder(storyboard.format));
    let key = |name: &str, ending| stream_key(schedule, name, ending);
    let list = key("", "json");
    if let Some(files) = stored_files(&list, objects).await? {
        return Ok(Packaged { files, made: Made::Found });
    }
    let file = stored_film(&film, objects).await?;
    let captions_vtt = Some(to_vtt(&schedule.captions())).filter(|_| !schedule.captions().is_empty());
    let streaming = Streaming {
        format: storyboard.format,
        ladder: rungs.clone(),
        captions_vtt,
        language: storyboard.language.clone(),
    };
    let workshop = Workshop::beside(&objects.draft(&list).await?)?;
    let (program, folder, stop) = (ffmpeg.clone(), workshop.0.clone(), cancel.clone());
    let names = task::spawn_blocking(move || lectern_video::stream(&program, &file, &streaming, &folder, &stop))
        .await
        .map_err(|source| PipelineError::Crashed { step: Step::Package, source })??;
    let mut files = Vec::with_capacity(names.len());
    for name in names {
        let key = key(&name, ending(&name));
        objects.adopt(&key, &workshop.0.join(&name)).await?;
        files.push(PackagedFile { name, key });
    }
    // Last: whoever finds the list finds its files.
    objects.put(&list, serde_json::to_vec(&files).expect("names and keys are plain data")).await?;
    Ok(Packaged { files, made: Made::Now })
}

/// The stream that [`stream`] made of a schedule's film.
///
/// # Errors
/// When it is not stored.
pub(crate) async fn stored_stream(schedule: &Schedule, objects: &dyn Objects) -> Result<Packaged, PipelineError> {
    let list = stream_key(schedule, "", "json");
    let files = stored_files(&list, objects).await?;
    let files = files.ok_or_else(|| PipelineError::MissingObject { what: format!("the stream {list}") })?;
    Ok(Packaged { files, made: Made::Found })
}

/// Where a file of the stream of a schedule's film is stored; the list of them under no name.
fn stream_key(schedule: &Schedule, name: &str, ending: &'static str) -> ArtifactKey {
    let film = film_key(schedule);
    package_key(&("stream", film.hash(), ladder(schedule.storyboard.format), name), ending)
}

/// Pieces of a teaser, at most.
const TEASER_PIECES: usize = 5;
/// Length of a piece in seconds.
const PIECE_SECS: f64 = 1.4;
/// Length of a cross-fade in seconds.
const FADE_SECS: f64 = 0.4;

/// Makes the teaser of a schedule's film (an animated WebP of a few seconds), or finds it made: the middles of its longest
/// scenes, in the film's order, cross-faded.
///
/// # Errors
/// When the film is not stored, FFmpeg fails, the teaser cannot be stored, or `cancel` is set.
#[tracing::instrument(skip_all)]
pub async fn teaser(
    schedule: &Schedule,
    ffmpeg: &Ffmpeg,
    objects: &dyn Objects,
    cancel: &Cancel,
) -> Result<Packaged, PipelineError> {
    let film = film_key(schedule);
    let cut = teaser_cut(schedule);
    let key = package_key(&("teaser", film.hash(), &cut.moments, cut.piece_secs, cut.fade_secs), "webp");
    let files = vec![PackagedFile { name: "teaser.webp".to_owned(), key: key.clone() }];
    if objects.exists(&key).await? {
        return Ok(Packaged { files, made: Made::Found });
    }
    let (file, draft) = (stored_film(&film, objects).await?, objects.draft(&key).await?);
    let (program, out, stop) = (ffmpeg.clone(), draft.clone(), cancel.clone());
    task::spawn_blocking(move || lectern_video::teaser(&program, &file, &cut, &out, &stop))
        .await
        .map_err(|source| PipelineError::Crashed { step: Step::Package, source })??;
    objects.adopt(&key, &draft).await?;
    Ok(Packaged { files, made: Made::Now })
}

fn teaser_cut(schedule: &Schedule) -> Teaser {
    let starts = schedule.starts();
    let mut scenes: Vec<(f64, f64)> = starts.windows(2).map(|pair| (pair[0], pair[1] - pair[0])).collect();
    // Of equally long scenes the earlier: sorting is stable.
    scenes.sort_by(|one, other| other.1.total_cmp(&one.1));
    scenes.truncate(TEASER_PIECES);
    let shortest = scenes.last().map_or(0.0, |scene| scene.1);
    let piece_secs = PIECE_SECS.min(shortest * 0.9);
    let mut moments: Vec<f64> = scenes.iter().map(|(start, length)| start + (length - piece_secs) / 2.0).collect();
    moments.sort_by(f64::total_cmp);
    Teaser { format: schedule.storyboard.format, moments, piece_secs, fade_secs: FADE_SECS.min(piece_secs * 0.4) }
}

/// Draws a still of each scene of a schedule as JPEG, when everything on it is to be seen, or finds them drawn. Files are named
/// by the scenes' numbers and ids. `sources` are the user's pictures.
///
/// # Errors
/// When a scene cannot be drawn, a still cannot be stored, or `cancel` is set.
#[tracing::instrument(skip_all)]
pub async fn stills(
    schedule: &Arc<Schedule>,
    sources: &dyn Sources,
    objects: &dyn Objects,
    cancel: &Cancel,
) -> Result<Packaged, PipelineError> {
    let scenes = &schedule.storyboard.scenes;
    let files: Vec<PackagedFile> = scenes
        .iter()
        .zip(&schedule.clips)
        .enumerate()
        // The clip's hash covers all that its frames depend on.
        .map(|(index, (scene, clip))| PackagedFile {
            name: format!("{:02}-{}.jpg", index + 1, plain(&scene.id)),
            key: package_key(&("still", DRAWING_VERSION, clip.hash()), "jpg"),
        })
        .collect();
    let mut missing = Vec::new();
    for (index, file) in files.iter().enumerate() {
        if !objects.exists(&file.key).await? {
            missing.push(index);
        }
    }
    if missing.is_empty() {
        return Ok(Packaged { files, made: Made::Found });
    }
    let settings = schedule.settings;
    let set = Arc::new(Set::build(&schedule.storyboard, settings.quality, settings.encoder, schedule.canvas, sources)?);
    for index in missing {
        if cancel.is_set() {
            return Err(PipelineError::Cancelled);
        }
        let (schedule, set) = (Arc::clone(schedule), Arc::clone(&set));
        let jpeg = task::spawn_blocking(move || still(&schedule, &set, index))
            .await
            .map_err(|source| PipelineError::Crashed { step: Step::Package, source })??;
        objects.put(&files[index].key, jpeg).await?;
    }
    Ok(Packaged { files, made: Made::Now })
}

/// A scene when everything on it is to be seen, as JPEG.
pub(crate) fn still(schedule: &Schedule, set: &Set, index: usize) -> Result<Vec<u8>, PipelineError> {
    let (storyboard, timing) = (&schedule.storyboard, &schedule.timings[index]);
    let place = scene_place(storyboard, index);
    let prepared = set.stage.prepare(&storyboard.scenes[index], timing, place, &set.album)?;
    let mut painter = Painter::new(storyboard.format);
    prepared.draw(timing.rest_frame(), &mut painter)?;
    Ok(lectern_video::jpeg(painter.rgba(), storyboard.format)?)
}

/// An id as a part of a file name.
fn plain(id: &str) -> String {
    id.chars().map(|letter| if letter.is_alphanumeric() || letter == '_' { letter } else { '-' }).collect()
}

fn package_key(inputs: &impl Serialize, ending: &'static str) -> ArtifactKey {
    ArtifactKey::new(Step::Package, &format!("{VIDEO_VERSION}/{PACKAGE_VERSION}"), inputs, ending)
}

/// The ending of a stream's file, as keys have it.
fn ending(name: &str) -> &'static str {
    let known = ["m3u8", "mp4", "vtt", "jpg"];
    known.into_iter().find(|ending| name.ends_with(&format!(".{ending}"))).unwrap_or("bin")
}

async fn stored_film(key: &ArtifactKey, objects: &dyn Objects) -> Result<PathBuf, PipelineError> {
    objects.file(key).await?.ok_or_else(|| PipelineError::MissingObject { what: key.to_string() })
}

/// The files of a stored list, if none of them was trimmed away.
async fn stored_files(list: &ArtifactKey, objects: &dyn Objects) -> Result<Option<Vec<PackagedFile>>, PipelineError> {
    let Some(json) = objects.get(list).await? else { return Ok(None) };
    let Ok(files) = serde_json::from_slice::<Vec<PackagedFile>>(&json) else { return Ok(None) };
    for file in &files {
        if !objects.exists(&file.key).await? {
            return Ok(None);
        }
    }
    Ok(Some(files))
}

/// A folder for files in the making, gone when dropped.
struct Workshop(PathBuf);

impl Workshop {
    fn beside(draft: &Path) -> Result<Self, VideoError> {
        let folder = draft.with_extension("parts");
        fs::create_dir_all(&folder).map_err(|source| VideoError::Write { path: folder.clone(), source })?;
        Ok(Self(folder))
    }
}

impl Drop for Workshop {
    fn drop(&mut self) {
        // Left behind it would do no harm: it lies among the drafts, which are swept.
        let _ = fs::remove_dir_all(&self.0);
    }
}
