//! The Lambda `publish`: puts the film where its users get it and tells that it is finished.

use lectern_lambda::run_step;
use lectern_pipeline::{Step, studio};
use lectern_telemetry::Figure;
use serde::Deserialize;

#[derive(Debug, Deserialize)]
struct Input {
    /// Hash of the schedule.
    schedule: String,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), lambda_runtime::Error> {
    run_step(Step::Publish, async |cloud, studio, at, input: Input| {
        let (films, launcher) = (cloud.films(), cloud.launcher());
        let published = studio::publish(studio, &films, &launcher, &at, &input.schedule).await?;
        let figures = published.took_secs.map_or_else(Vec::new, |took_secs| {
            vec![
                Figure::count("GenerationsFinished", 1.0),
                Figure::secs("GenerationSecs", took_secs),
                Figure::secs("FilmSecs", published.film.duration_secs),
            ]
        });
        Ok((published, figures))
    })
    .await
}
