//! A maker whose films are scenes in the log alone, and which can be held at each.

#![allow(dead_code, reason = "each test program uses some of these")]

use std::{
    collections::BTreeSet,
    sync::{Arc, Mutex},
    time::Duration,
};

use async_trait::async_trait;
use lectern_embedded::{Maker, SqliteRecords};
use lectern_lesson::{Failure, Generation, Happening};
use lectern_pipeline::{PipelineError, Records};
use lectern_video::Cancel;
use tokio::{sync::Semaphore, time};

use crate::stored::{finished, scene, started};

pub struct SceneMaker {
    pub records: Arc<SqliteRecords>,
    /// Scenes of each film.
    pub scenes: u32,
    /// Scenes that may be completed; films wait for it.
    pub allowed: Semaphore,
    /// Ids of the generations whose making crashes.
    pub crashing: BTreeSet<String>,
    /// Whether ends cannot be noted.
    pub mute: bool,
    pub seen: Mutex<Seen>,
}

/// What a maker was asked for.
#[derive(Debug, Default)]
pub struct Seen {
    /// Ids in the order in which their making began.
    pub begun: Vec<String>,
    pub at_once: usize,
    pub most_at_once: usize,
}

impl SceneMaker {
    /// A maker that completes scenes when it is allowed to.
    pub fn held(records: &Arc<SqliteRecords>) -> Self {
        Self {
            records: Arc::clone(records),
            scenes: 2,
            allowed: Semaphore::new(0),
            crashing: BTreeSet::new(),
            mute: false,
            seen: Mutex::default(),
        }
    }

    /// A maker that is never held.
    pub fn free(records: &Arc<SqliteRecords>) -> Self {
        Self { allowed: Semaphore::new(Semaphore::MAX_PERMITS), ..Self::held(records) }
    }

    pub fn begun(&self) -> Vec<String> {
        self.seen.lock().expect("nothing panics while it is locked").begun.clone()
    }

    async fn film(&self, generation: &Generation, cancel: &Cancel) -> Result<(), PipelineError> {
        assert!(!self.crashing.contains(&generation.id), "{} crashes", generation.id);
        let record = async |happening: Happening| {
            let recorded = self.records.record(&generation.user_id, &generation.id, &happening, 1).await;
            recorded.map(drop).map_err(PipelineError::from)
        };
        record(started(self.scenes)).await?;
        for number in 1..=self.scenes {
            while !cancel.is_set() {
                if let Ok(permit) = time::timeout(Duration::from_millis(1), self.allowed.acquire()).await {
                    permit.expect("it is never closed").forget();
                    break;
                }
            }
            if cancel.is_set() {
                return Ok(());
            }
            record(scene(number, self.scenes)).await?;
        }
        record(finished()).await
    }
}

#[async_trait]
impl Maker for SceneMaker {
    async fn make(&self, generation: &Generation, cancel: &Cancel) -> Result<(), PipelineError> {
        {
            let mut seen = self.seen.lock().expect("nothing panics while it is locked");
            seen.begun.push(generation.id.clone());
            seen.at_once += 1;
            seen.most_at_once = seen.most_at_once.max(seen.at_once);
        }
        let outcome = self.film(generation, cancel).await;
        self.seen.lock().expect("nothing panics while it is locked").at_once -= 1;
        outcome
    }

    async fn fail(&self, generation: &Generation, failure: Failure) -> Result<(), PipelineError> {
        if self.mute {
            return Err(PipelineError::MissingObject { what: "a voice to tell it".to_owned() });
        }
        let happening = Happening::Failed(failure);
        self.records.record(&generation.user_id, &generation.id, &happening, 1).await?;
        Ok(())
    }
}

/// Waits until something holds, at most a minute.
pub async fn until(what: &str, mut holds: impl AsyncFnMut() -> bool) {
    let wait = async {
        while !holds().await {
            time::sleep(Duration::from_millis(1)).await;
        }
    };
    time::timeout(Duration::from_secs(60), wait).await.unwrap_or_else(|_| panic!("{what} did not come about"));
}
