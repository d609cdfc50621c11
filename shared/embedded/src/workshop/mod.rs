//! Where films are made on one machine.

mod maker;
mod under_way;

use std::{
    collections::VecDeque,
    panic::{AssertUnwindSafe, resume_unwind},
    sync::Arc,
};

use async_trait::async_trait;
use futures::FutureExt;
use lectern_lesson::{Failure, Generation};
use lectern_pipeline::{Clock, DEFECT, JOB_FAILED, Launcher, LauncherError, PipelineError, Records, RecordsError};
use lectern_video::Cancel;
use thiserror::Error;
use tokio::{
    sync::Notify,
    task::{JoinError, JoinSet},
};
use tracing::Instrument;

use crate::SqliteRecords;

pub use maker::{FilmMaker, Maker};
use under_way::UnderWay;

/// How often a generation is begun before it is given up: what has taken the whole process down twice would do it again.
const STARTS_MAX: u32 = 3;

/// Makes queued generations, a few at a time, after what another process left unfinished.
///
/// The queue is in the records: whatever is queued or running there is made, whether or not somebody calls
/// [`start`](Launcher::start), which only tells that it is time to look.
pub struct Workshop {
    records: Arc<SqliteRecords>,
    clock: Arc<dyn Clock>,
    limits: WorkshopLimits,
    under_way: UnderWay,
    wake: Notify,
}

/// How much is made at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WorkshopLimits {
    /// Generations in all, at least 1.
    pub jobs: usize,
    /// Generations of one owner, at least 1.
    pub running_per_owner: usize,
}

/// Why a workshop closed.
#[derive(Debug, Error)]
pub enum WorkshopError {
    /// The records do not answer.
    #[error(transparent)]
    Records(#[from] RecordsError),
    /// It could not be noted how a generation ended.
    #[error("cannot note how generation {generation_id} ended")]
    Note {
        /// The generation.
        generation_id: String,
        /// Why not.
        #[source]
        source: PipelineError,
    },
}

impl Workshop {
    /// A workshop for what is in `records`. It opens with [`run`](Self::run).
    pub fn new(records: Arc<SqliteRecords>, clock: Arc<dyn Clock>, limits: WorkshopLimits) -> Self {
        Self { records, clock, limits, under_way: UnderWay::default(), wake: Notify::new() }
    }

    /// Makes what there is to make until [`stop`](Self::stop) is called and what is under way has stopped. To be called once.
    ///
    /// # Errors
    /// When the records do not answer any more. What is under way has been stopped then, and goes on at the next start.
    pub async fn run(self: Arc<Self>, maker: Arc<dyn Maker>) -> Result<(), WorkshopError> {
        let mut jobs = JoinSet::new();
        let mut outcome = self.make_all(&maker, &mut jobs).await;
        self.stop();
        while let Some(ended) = jobs.join_next().await {
            outcome = outcome.and(unwind(ended));
        }
        outcome
    }

    /// Lets nothing new begin and stops what is under way, as if it had not been begun: it goes on at the next start.
    pub fn stop(&self) {
        self.under_way.stop();
        self.wake.notify_one();
    }

    /// How many generations are being made.
    pub fn under_way(&self) -> usize {
        self.under_way.count()
    }

    async fn make_all(self: &Arc<Self>, maker: &Arc<dyn Maker>, jobs: &mut Jobs) -> Result<(), WorkshopError> {
        let mut interrupted = VecDeque::from(self.records.running().await?);
        while !self.under_way.is_stopping() {
            while jobs.len() < self.limits.jobs.max(1)
                && let Some((generation, cancel)) = self.next(&mut interrupted).await?
            {
                let span = tracing::info_span!("generation", id = generation.id, project = generation.project_id);
                let (workshop, maker) = (Arc::clone(self), Arc::clone(maker));
                jobs.spawn(async move { workshop.make(generation, cancel, maker).await }.instrument(span));
            }
            tokio::select! {
                Some(ended) = jobs.join_next() => unwind(ended)?,
                () = self.wake.notified() => {}
            }
        }
        Ok(())
    }

    /// The next generation to be made, taken up.
    async fn next(
        &self,
        interrupted: &mut VecDeque<Generation>,
    ) -> Result<Option<(Generation, Cancel)>, WorkshopError> {
        loop {
            let listed = match interrupted.pop_front() {
                Some(generation) => generation,
                None => match self.admit_next().await? {
                    Some(generation) => generation,
                    None => return Ok(None),
                },
            };
            let Some(cancel) = self.under_way.begin(&listed.id) else { return Ok(None) };
            // Whoever cancels it from now on finds it under way; whoever did before is seen here.
            match self.records.generation(&listed.user_id, &listed.id).await {
                Ok(generation) if !generation.state.is_final() => return Ok(Some((generation, cancel))),
                Ok(_) | Err(RecordsError::NotFound { .. }) => self.under_way.end(&listed.id),
                Err(error) => {
                    self.under_way.end(&listed.id);
                    return Err(error.into());
                }
            }
        }
    }

    async fn admit_next(&self) -> Result<Option<Generation>, WorkshopError> {
        let limit = self.limits.running_per_owner.max(1);
        loop {
            let waiting = self.records.next_in_turn(limit, self.limits.jobs.max(1)).await?;
            if waiting.is_empty() {
                return Ok(None);
            }
            for generation in waiting {
                let now_millis = self.clock.unix_millis();
                match self.records.admit(&generation.user_id, &generation.id, limit, now_millis).await {
                    Ok(true) => return Ok(Some(generation)),
                    // Cancelled, or deleted with its project, since it was listed.
                    Ok(false) | Err(RecordsError::NotFound { .. }) => {}
                    Err(error) => return Err(error.into()),
                }
            }
        }
    }

    async fn make(&self, generation: Generation, cancel: Cancel, maker: Arc<dyn Maker>) -> Result<(), WorkshopError> {
        let outcome = self.make_or_fail(&generation, &cancel, maker.as_ref()).await;
        let stopped = if self.under_way.is_stopping() { self.records.stopped(&generation.id).await } else { Ok(()) };
        self.under_way.end(&generation.id);
        outcome?;
        Ok(stopped?)
    }

    async fn make_or_fail(
        &self,
        generation: &Generation,
        cancel: &Cancel,
        maker: &dyn Maker,
    ) -> Result<(), WorkshopError> {
        let starts = match self.records.started(&generation.id).await {
            // Cancelled and deleted since it was taken up.
            Err(RecordsError::NotFound { .. }) => return Ok(()),
            starts => starts?,
        };
        tracing::info!(starts, "making");
        let failure = if starts > STARTS_MAX {
            let message = format!("each of {STARTS_MAX} tries to make it ended with the process that made it");
            Failure { error: JOB_FAILED.to_owned(), message, findings: Vec::new() }
        } else {
            match AssertUnwindSafe(maker.make(generation, cancel)).catch_unwind().await {
                Ok(Ok(())) => return Ok(()),
                Ok(Err(error)) => error.failure(),
                Err(_) => {
                    let message = "its making crashed; this is a defect of Lectern, please report it with the script";
                    Failure { error: DEFECT.to_owned(), message: message.to_owned(), findings: Vec::new() }
                }
            }
        };
        tracing::error!(error = failure.error, message = failure.message, "failed");
        let noted = maker.fail(generation, failure).await;
        noted.map_err(|source| WorkshopError::Note { generation_id: generation.id.clone(), source })
    }
}

type Jobs = JoinSet<Result<(), WorkshopError>>;

/// A job's result. Jobs catch the panics of makers and are not aborted, so what panics here is ours.
fn unwind(ended: Result<Result<(), WorkshopError>, JoinError>) -> Result<(), WorkshopError> {
    ended.unwrap_or_else(|error| resume_unwind(error.into_panic()))
}

#[async_trait]
impl Launcher for Workshop {
    async fn start(&self, _user_id: &str, _generation_id: &str) -> Result<(), LauncherError> {
        self.wake.notify_one();
        Ok(())
    }

    async fn cancel(&self, _user_id: &str, generation_id: &str) -> Result<(), LauncherError> {
        self.under_way.cancel(generation_id);
        Ok(())
    }
}
