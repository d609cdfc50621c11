use std::path::PathBuf;

use lectern_lesson::{SceneTiming, Storyboard};
use lectern_video::{Chapter, Composite, Ffmpeg, VIDEO_VERSION};
use tokio::task;

use crate::{ArtifactKey, Clip, Made, Objects, PipelineError, Sound, Step};

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

/// Joins clips, sound, captions and chapters to the film, or finds it joined. No picture is encoded again.
///
/// # Errors
/// When FFmpeg fails or the film cannot be stored.
#[expect(clippy::too_many_arguments, reason = "each is one of the film's parts; a struct would be used here only")]
pub async fn composite(
    storyboard: &Storyboard,
    clips: &[Clip],
    timings: &[SceneTiming],
    sound: &Sound,
    chapters: &[Chapter],
    captions_srt: &str,
    ffmpeg: &Ffmpeg,
    objects: &dyn Objects,
) -> Result<Composited, PipelineError> {
    let clip_hashes: Vec<&str> = clips.iter().map(|clip| clip.key.hash()).collect();
    let chapter_list: Vec<_> =
        chapters.iter().map(|chapter| (&chapter.title, chapter.start_secs, chapter.end_secs)).collect();
    let texts = (&storyboard.title, &storyboard.language, &storyboard.credits);
    let inputs = (&clip_hashes, sound.key.hash(), &chapter_list, captions_srt, texts);
    let key = ArtifactKey::new(Step::Composite, VIDEO_VERSION, &inputs, "mp4");
    if let Some(file) = objects.file(&key).await? {
        return Ok(Composited { key, file, made: Made::Found });
    }
    let captions_key = key.with_extension("srt");
    objects.put(&captions_key, captions_srt.as_bytes().to_vec()).await?;
    let job = Composite {
        clips: clips
            .iter()
            .zip(timings)
            .map(|(clip, timing)| lectern_video::Clip { file: clip.file.clone(), frames: timing.frames })
            .collect(),
        fps: storyboard.format.fps,
        sound: sound.file.clone(),
        chapters: chapters.to_vec(),
        captions_srt: objects.file(&captions_key).await?.filter(|_| !captions_srt.trim().is_empty()),
        title: storyboard.title.clone(),
        language: storyboard.language.clone(),
        comment: storyboard.credits.join("; "),
    };
    let draft = objects.draft(&key).await?;
    let (program, film) = (ffmpeg.clone(), draft.clone());
    task::spawn_blocking(move || lectern_video::composite(&program, &job, &film))
        .await
        .map_err(|source| PipelineError::Crashed { step: Step::Composite, source })??;
    let file = objects.adopt(&key, &draft).await?;
    Ok(Composited { key, file, made: Made::Now })
}
