//! The Batch job `render`: draws and encodes the scenes of its chunk.

use lectern_batch::{JobExit, run_job};
use lectern_pipeline::{Step, studio};

#[tokio::main]
async fn main() -> JobExit {
    run_job(Step::Render, async |studio, ffmpeg, job, cancel| {
        studio::render(studio, ffmpeg, &job.at, &job.schedule, job.chunk, job.jobs, cancel).await.map(drop)
    })
    .await
}
