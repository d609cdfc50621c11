use std::path::PathBuf;

use lectern_speech::to_srt;
use lectern_video::{Cancel, Composite, Ffmpeg, VIDEO_VERSION};
use tokio::task;

use crate::{ArtifactKey, Made, Objects, PipelineError, Schedule, Sound, Step, score::sound_key};

/// The film's file, stored.
#[derive(Clone, Debug)]
pub struct Composited {
    /// Its key.
    pub key: ArtifactKey,
    /// The MP4.
    pub file: PathBuf,
    /// Whether it was made now or found.
    pub made: Made,
}

/// Where a schedule's film is stored.
pub(crate) fn film_key(schedule: &Schedule) -> ArtifactKey {
    let storyboard = &schedule.storyboard;
    let clip_hashes: Vec<&str> = schedule.clips.iter().map(ArtifactKey::hash).collect();
    let chapters = schedule.chapters();
    let chapter_list: Vec<_> =
        chapters.iter().map(|chapter| (&chapter.title, chapter.start_secs, chapter.end_secs)).collect();
    let texts = (&storyboard.title, &storyboard.language, &storyboard.credits);
    let (captions_srt, sound) = (to_srt(&schedule.captions()), sound_key(schedule));
    let inputs = (&clip_hashes, sound.hash(), &chapter_list, captions_srt, texts);
    ArtifactKey::new(Step::Composite, VIDEO_VERSION, &inputs, "mp4")
}

/// Joins clips, sound, captions and chapters to the film, or finds it joined. No picture is encoded again.
///
/// # Errors
/// When a clip is not stored, FFmpeg fails, the film cannot be stored, or `cancel` is set.
#[tracing::instrument(skip_all)]
pub async fn composite(
    schedule: &Schedule,
    sound: &Sound,
    ffmpeg: &Ffmpeg,
    objects: &dyn Objects,
    cancel: &Cancel,
) -> Result<Composited, PipelineError> {
    let key = film_key(schedule);
    if let Some(file) = objects.file(&key).await? {
        return Ok(Composited { key, file, made: Made::Found });
    }
    let storyboard = &schedule.storyboard;
    let mut clips = Vec::with_capacity(schedule.clips.len());
    for (clip, timing) in schedule.clips.iter().zip(&schedule.timings) {
        let file = objects.file(clip).await?.ok_or_else(|| PipelineError::MissingObject { what: clip.to_string() })?;
        clips.push(lectern_video::Clip { file, frames: timing.frames });
    }
    let captions_srt = to_srt(&schedule.captions());
    let captions_key = key.with_extension("srt");
    objects.put(&captions_key, captions_srt.clone().into_bytes()).await?;
    let job = Composite {
        clips,
        fps: storyboard.format.fps,
        sound: sound.file.clone(),
        chapters: schedule.chapters(),
        captions_srt: objects.file(&captions_key).await?.filter(|_| !captions_srt.trim().is_empty()),
        title: storyboard.title.clone(),
        language: storyboard.language.clone(),
        comment: storyboard.credits.join("; "),
    };
    let draft = objects.draft(&key).await?;
    let (program, film, cancel) = (ffmpeg.clone(), draft.clone(), cancel.clone());
    task::spawn_blocking(move || lectern_video::composite(&program, &job, &film, &cancel))
        .await
        .map_err(|source| PipelineError::Crashed { step: Step::Composite, source })??;
    let file = objects.adopt(&key, &draft).await?;
    Ok(Composited { key, file, made: Made::Now })
}
