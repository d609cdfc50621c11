use std::{fmt, sync::Arc, thread, time::Duration};

use async_trait::async_trait;
use lectern_pipeline::{Inquiry, Objects, PipelineError, Planner, PlannerError, Preview, studio};
use tokio::{sync::Semaphore, task, time};

/// Plans in this process, on as many threads as there are processors.
pub struct LocalPlanner {
    documents: Arc<dyn Objects>,
    places: Arc<Semaphore>,
    wait: Duration,
}

impl LocalPlanner {
    /// A planner of what lies in `documents`, that lets nobody wait longer than `wait`.
    pub fn new(documents: Arc<dyn Objects>, wait: Duration) -> Self {
        let places = thread::available_parallelism().map_or(1, usize::from);
        Self { documents, places: Arc::new(Semaphore::new(places)), wait }
    }
}

impl fmt::Debug for LocalPlanner {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("LocalPlanner").field("places", &self.places).field("wait", &self.wait).finish()
    }
}

#[async_trait]
impl Planner for LocalPlanner {
    async fn preview(&self, inquiry: &Inquiry) -> Result<Preview, PlannerError> {
        let (documents, places, inquiry) = (Arc::clone(&self.documents), Arc::clone(&self.places), inquiry.clone());
        let working = async move {
            let permit = places.acquire_owned().await.map_err(|error| PlannerError::Unreachable(error.into()))?;
            // Work cannot be broken off: it keeps its place even when nobody waits for it any more.
            let work = task::spawn(async move {
                let _permit = permit;
                studio::preview(documents.as_ref(), &inquiry).await
            });
            work.await.map_err(|error| PlannerError::Failed(error.into()))?.map_err(|error| match error {
                PipelineError::Objects(_) => PlannerError::Unreachable(error.into()),
                _ => PlannerError::Failed(error.into()),
            })
        };
        time::timeout(self.wait, working).await.map_err(|_| PlannerError::Busy)?
    }
}
