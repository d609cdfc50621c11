//! The Batch job `composite`: scores, joins, captions and inspects the film.

use lectern_batch::{JobExit, run_job};
use lectern_pipeline::{Step, studio};

#[tokio::main]
async fn main() -> JobExit {
    run_job(Step::Composite, async |studio, ffmpeg, job, cancel| {
        studio::composite(studio, ffmpeg, &job.at, &job.schedule, cancel).await
    })
    .await
}
