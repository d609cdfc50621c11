use std::sync::{Arc, Mutex, PoisonError};

use async_trait::async_trait;
use lectern_pipeline::{Narrator, NarratorError, Speech};
use lectern_speech::{Speaker, VoiceFiles, model_fingerprint};
use tokio::{sync::Semaphore, task};

/// The built-in voice: as many single-threaded speakers as sentences may be spoken at once. Two sessions of one thread
/// are cheaper than one of two (0.87 against 1.06 processor seconds a second of speech).
pub struct LocalVoice {
    files: VoiceFiles,
    idle: Arc<Mutex<Vec<Speaker>>>,
    permits: Arc<Semaphore>,
}

impl LocalVoice {
    /// The voice whose files are `files`, speaking at most `jobs` scenes at once. Nothing is loaded before it speaks.
    pub fn new(files: VoiceFiles, jobs: usize) -> Self {
        Self { files, idle: Arc::default(), permits: Arc::new(Semaphore::new(jobs.max(1))) }
    }
}

#[async_trait]
impl Narrator for LocalVoice {
    async fn fingerprint(&self) -> Result<String, NarratorError> {
        model_fingerprint(&self.files).map_err(|error| NarratorError::Missing(error.into()))
    }

    async fn narrate(&self, narration: &str, voice: &str, pace: f64) -> Result<Speech, NarratorError> {
        let permit = Arc::clone(&self.permits).acquire_owned().await.expect("the semaphore is never closed");
        let (files, idle) = (self.files.clone(), Arc::clone(&self.idle));
        let (narration, voice) = (narration.to_owned(), voice.to_owned());
        task::spawn_blocking(move || {
            let _permit = permit;
            let free = idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
            let mut speaker = match free {
                Some(speaker) => speaker,
                None => Speaker::load(&files).map_err(|error| NarratorError::Missing(error.into()))?,
            };
            let speech =
                speaker.speak(&narration, &voice, pace).map_err(|error| NarratorError::Failed(error.into()))?;
            idle.lock().unwrap_or_else(PoisonError::into_inner).push(speaker);
            Ok(Speech { narration: speech.narration, samples: speech.samples, findings: speech.findings })
        })
        .await
        .map_err(|error| NarratorError::Failed(error.into()))?
    }

    async fn rest(&self) {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }
}
