use std::path::PathBuf;

use lectern_lesson::LEAD_SECS;
use lectern_music::{MUSIC_VERSION, MixInput, MusicStyle, ScoreBrief, Section, VoicePart};
use tokio::task;

use crate::{ArtifactKey, Made, Objects, PipelineError, Schedule, Step, content_hash, narrate::samples};

/// A film's mixed sound, stored.
#[derive(Clone, Debug)]
pub struct Sound {
    /// Its key.
    pub key: ArtifactKey,
    /// The WAV file: 48 kHz stereo.
    pub file: PathBuf,
    /// Whether it was made now or found.
    pub made: Made,
}

/// Where the sound of a schedule's film is stored.
pub(crate) fn sound_key(schedule: &Schedule) -> ArtifactKey {
    let storyboard = &schedule.storyboard;
    let voice_hashes: Vec<&str> = schedule.narrations.iter().map(|narrated| narrated.key.hash()).collect();
    let moods: Vec<_> = storyboard.scenes.iter().map(|scene| (scene.mood, scene.chapter.is_some())).collect();
    let inputs = (&voice_hashes, schedule.starts(), &moods, &storyboard.title);
    ArtifactKey::new(Step::Score, MUSIC_VERSION, &inputs, "wav")
}

/// Composes the music bed, lays the voice over it and brings the mix to the film's loudness, or finds that done.
///
/// # Errors
/// When narrations cannot be read, or the mix fails or cannot be stored.
#[tracing::instrument(skip_all)]
pub async fn score(schedule: &Schedule, objects: &dyn Objects) -> Result<Sound, PipelineError> {
    let key = sound_key(schedule);
    if let Some(file) = objects.file(&key).await? {
        return Ok(Sound { key, file, made: Made::Found });
    }
    let (storyboard, narrated) = (&schedule.storyboard, &schedule.narrations);
    let starts = schedule.starts();
    let sections: Vec<Section> = storyboard
        .scenes
        .iter()
        .zip(&starts)
        .map(|(scene, start_secs)| Section {
            start_secs: *start_secs,
            mood: scene.mood,
            is_chapter_start: scene.chapter.is_some(),
        })
        .collect();
    let mut voices = Vec::with_capacity(narrated.len());
    for (narrated, start_secs) in narrated.iter().zip(&starts) {
        voices.push((start_secs + LEAD_SECS, narrated.narration.sample_rate, samples(narrated, objects).await?));
    }
    let duration_secs = starts.last().copied().unwrap_or_default();
    let brief = ScoreBrief {
        seed: seed(&storyboard.title),
        style: MusicStyle::default(),
        sections,
        speech: Vec::new(),
        thinking: Vec::new(),
        duration_secs,
    };
    let draft = objects.draft(&key).await?;
    let wav = draft.clone();
    task::spawn_blocking(move || {
        let bed = lectern_music::score(&brief);
        let voices = voices
            .iter()
            .map(|(start_secs, sample_rate, samples)| VoicePart {
                start_secs: *start_secs,
                samples,
                sample_rate: *sample_rate,
            })
            .collect();
        let mix = lectern_music::mix(MixInput { voices, bed: Some(bed), duration_secs })?;
        lectern_music::write_wav(&wav, &mix.samples)
    })
    .await
    .map_err(|source| PipelineError::Crashed { step: Step::Score, source })??;
    let file = objects.adopt(&key, &draft).await?;
    Ok(Sound { key, file, made: Made::Now })
}

/// A film's own seed: the same title gives the same music, whatever is edited.
fn seed(title: &str) -> u64 {
    u64::from_str_radix(&content_hash(title.as_bytes())[..16], 16).expect("a hash is hexadecimal")
}
