//! Key figures for Prometheus at `/metrics`.

use std::{sync::Arc, time::Instant};

use async_trait::async_trait;
use axum::{
    Router,
    extract::{MatchedPath, Request},
    middleware::Next,
    response::Response,
    routing::get,
};
use lectern_embedded::{FilmMaker, Maker, SqliteRecords};
use lectern_lesson::{Failure, Generation};
use lectern_pipeline::{PipelineError, Records};
use lectern_video::Cancel;
use metrics::{counter, describe_counter, describe_gauge, describe_histogram, gauge, histogram};
use metrics_exporter_prometheus::{BuildError, Matcher, PrometheusBuilder};

/// Upper bounds of the buckets of request times, in seconds.
const REQUEST_SECS: [f64; 9] = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.5, 2.0];

/// Upper bounds of the buckets of generation times, in seconds.
const GENERATION_SECS: [f64; 8] = [15.0, 30.0, 60.0, 120.0, 300.0, 600.0, 1800.0, 7200.0];

const REQUESTS: &str = "lectern_requests_total";
const REQUEST_TIME: &str = "lectern_request_seconds";
const GENERATIONS: &str = "lectern_generations_total";
const GENERATION_TIME: &str = "lectern_generation_seconds";
const FILM_TIME: &str = "lectern_film_seconds_total";
const RUNNING: &str = "lectern_generations_running";

/// Starts measuring and gives the route `/metrics`.
///
/// # Errors
/// When this process measures already.
pub fn start() -> Result<Router, BuildError> {
    let handle = PrometheusBuilder::new()
        .set_buckets_for_metric(Matcher::Full(REQUEST_TIME.to_owned()), &REQUEST_SECS)?
        .set_buckets_for_metric(Matcher::Full(GENERATION_TIME.to_owned()), &GENERATION_SECS)?
        .install_recorder()?;
    describe_counter!(REQUESTS, "Requests by method, route and status");
    describe_histogram!(REQUEST_TIME, "Time to the response's head, by method and route");
    describe_counter!(GENERATIONS, "Generations that ended, by state");
    describe_histogram!(GENERATION_TIME, "Time from start to end of generations that succeeded");
    describe_counter!(FILM_TIME, "Length of the films made");
    describe_gauge!(RUNNING, "Generations being made");
    gauge!(RUNNING).set(0.0);
    Ok(Router::new().route(
        "/metrics",
        get(move || {
            let text = handle.render();
            async move { text }
        }),
    ))
}

/// Counts and times requests, by route and not by address, so that there are as many series as routes.
pub async fn measure(request: Request, next: Next) -> Response {
    let began = Instant::now();
    let route = request.extensions().get::<MatchedPath>().map_or("none", MatchedPath::as_str).to_owned();
    let method = request.method().as_str().to_owned();
    let response = next.run(request).await;
    let status = response.status().as_u16().to_string();
    histogram!(REQUEST_TIME, "method" => method.clone(), "route" => route.clone())
        .record(began.elapsed().as_secs_f64());
    counter!(REQUESTS, "method" => method, "route" => route, "status" => status).increment(1);
    response
}

/// A generation is being made until this is dropped.
struct Running;

impl Running {
    /// It begins now.
    fn begin() -> Self {
        gauge!(RUNNING).increment(1.0);
        Self
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        gauge!(RUNNING).decrement(1.0);
    }
}

/// A generation has ended in `state`; if it succeeded, after how long, with how long a film.
fn count(state: &'static str, secs: f64, film_secs: Option<f64>) {
    counter!(GENERATIONS, "state" => state).increment(1);
    if let Some(film_secs) = film_secs {
        histogram!(GENERATION_TIME).record(secs);
        // A counter holds whole numbers; milliseconds would be no unit that Prometheus knows.
        counter!(FILM_TIME).increment(film_secs.round() as u64);
    }
}

/// A maker whose work is measured.
pub struct Measured(pub FilmMaker, pub Arc<SqliteRecords>);

#[async_trait]
impl Maker for Measured {
    async fn make(&self, generation: &Generation, cancel: &Cancel) -> Result<(), PipelineError> {
        let (began, running) = (Instant::now(), Running::begin());
        let outcome = self.0.make(generation, cancel).await;
        drop(running);
        // How it ended is in the records; one that was stopped goes on later and is not counted yet.
        if let Ok(ended) = self.1.generation(&generation.user_id, &generation.id).await
            && ended.state.is_final()
        {
            let film_secs = ended.film.map(|film| film.duration_secs);
            count(ended.state.name(), began.elapsed().as_secs_f64(), film_secs);
        }
        outcome
    }

    async fn fail(&self, generation: &Generation, failure: Failure) -> Result<(), PipelineError> {
        count("failed", 0.0, None);
        self.0.fail(generation, failure).await
    }
}
