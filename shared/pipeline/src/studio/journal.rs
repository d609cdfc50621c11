use std::sync::Arc;

use async_trait::async_trait;
use lectern_lesson::Happening;

use super::{GenerationRef, Studio};
use crate::{Broadcast, Clock, Events, EventsError, Progress, Recorded, Records};

/// Notes the happenings of one generation in the records, and passes their events on.
pub struct Journal {
    records: Arc<dyn Records>,
    broadcast: Arc<dyn Broadcast>,
    clock: Arc<dyn Clock>,
    at: GenerationRef,
}

impl Journal {
    pub(super) fn new(studio: &Studio, at: GenerationRef) -> Self {
        Self {
            records: Arc::clone(&studio.records),
            broadcast: Arc::clone(&studio.broadcast),
            clock: Arc::clone(&studio.clock),
            at,
        }
    }
}

impl Journal {
    /// Notes a happening, passes its event on, and tells what became of it.
    ///
    /// # Errors
    /// When it could not be recorded, or its event not be passed on.
    pub async fn record(&self, happening: &Happening) -> Result<Recorded, EventsError> {
        let now = self.clock.unix_millis();
        let recorded = self.records.record(&self.at.user_id, &self.at.generation_id, happening, now).await?;
        if let Some(event) = &recorded.event {
            self.broadcast.announce(event).await?;
        }
        Ok(recorded)
    }
}

#[async_trait]
impl Events for Journal {
    async fn happened(&self, happening: &Happening) -> Result<(), EventsError> {
        self.record(happening).await.map(drop)
    }

    fn progress(&self, progress: Progress) {
        tracing::debug!(step = %progress.step, done = progress.done, total = progress.total, "progress");
    }
}
