//! `lectern serve`: the whole studio in one process.

mod access;
mod courier;
mod files;
mod metrics;
mod news;

use std::{io::Write as _, sync::Arc, time::Duration};

use axum::{Router, middleware};
use lectern_api::{ApiSettings, Courier, limits::PLANNING_SECS, router};
use lectern_embedded::{
    ArtifactFiles, DataFolder, FilmFolder, FilmMaker, LocalPlanner, LocalVoice, News, SqliteRecords, UploadFolder,
    Workshop, WorkshopLimits,
};
use lectern_host::{OsRandomness, SystemClock};
use lectern_pipeline::{
    Clock, Objects,
    studio::{Makers, Studio},
};
use lectern_speech::VoiceFiles;
use lectern_video::Ffmpeg;
use tokio::{
    net::TcpListener,
    signal::unix::{SignalKind, signal},
    sync::{mpsc, oneshot},
};

use crate::{
    arguments::ServeArguments,
    commands::make::{best_canvas, processors},
    exit::{Failure, Fault},
    places,
};

/// Serves until it is told to stop.
pub fn run(arguments: &ServeArguments) -> Result<(), Failure> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(|error| Failure::new(Fault::Defect, format!("cannot start the runtime: {error}")))?;
    runtime.block_on(serve(arguments))
}

async fn serve(arguments: &ServeArguments) -> Result<(), Failure> {
    let listener = TcpListener::bind(&arguments.listen).await.map_err(|error| {
        Failure::new(Fault::Output, format!("cannot listen at {}: {error}", arguments.listen))
            .with_hint("Another program may have the port: choose one with --listen, such as 127.0.0.1:8081.")
    })?;
    let local = listener.local_addr().map_err(|error| told("learn the address", &error))?;
    let address = arguments.public_url.clone().unwrap_or_else(|| format!("http://{local}"));

    let clock: Arc<dyn Clock> = Arc::new(SystemClock::default());
    let callers = access::callers(local.ip(), &arguments.cors_origin, &clock)?;
    let data = DataFolder::take(&arguments.data.clone().unwrap_or_else(places::data_folder)).map_err(|error| {
        told("serve", &error).with_hint("One process at a time serves a data folder; --data names another.")
    })?;
    let records = Arc::new(SqliteRecords::open(&data.records()).map_err(|error| told("open the records", &error))?);
    let artifacts: Arc<dyn Objects> = Arc::new(ArtifactFiles::at(places::cache_folder()));
    let documents: Arc<dyn Objects> = Arc::new(ArtifactFiles::at(data.documents()));
    let key = data.signing_key(&OsRandomness).map_err(|error| told("sign addresses", &error))?;
    let films = FilmFolder::at(data.films(), Arc::clone(&artifacts), &address, key.clone(), Arc::clone(&clock));
    let films = Arc::new(films.map_err(|error| told("open the films", &error))?);
    let uploads = UploadFolder::at(data.uploads(), &address, key, Arc::clone(&clock));
    let uploads = Arc::new(uploads.map_err(|error| told("open the uploads", &error))?);

    let jobs = arguments.jobs.map_or_else(processors, usize::from);
    let limits = WorkshopLimits { jobs: usize::from(arguments.films), running_per_owner: usize::from(arguments.films) };
    let workshop = Arc::new(Workshop::new(Arc::clone(&records), Arc::clone(&clock), limits));
    let (events, waiting) = mpsc::channel(news::EVENTS_HELD);
    let news = Arc::new(news::Announcements { news: Arc::new(News::default()), events });
    let studio = Studio {
        records: Arc::clone(&records) as _,
        documents: Arc::clone(&documents),
        artifacts: Arc::clone(&artifacts),
        broadcast: Arc::clone(&news) as _,
        clock: Arc::clone(&clock),
    };
    let ffmpeg = Ffmpeg::find().map_err(lectern_pipeline::PipelineError::from)?;
    let makers = Makers {
        narrator: Arc::new(LocalVoice::new(VoiceFiles::at(places::voice_folder()), jobs)),
        encoder: ffmpeg.best_encoder(),
        canvas: best_canvas(),
        ffmpeg,
        jobs,
        films: Arc::clone(&films) as _,
        launcher: Arc::clone(&workshop) as _,
    };
    let courier = Courier::new(Arc::clone(&records) as _, Arc::clone(&clock), arguments.private_webhooks)
        .map_err(|error| told("make an HTTP client", &error))?;
    let maker = Arc::new(metrics::Measured(FilmMaker { studio: studio.clone(), makers }, Arc::clone(&records)));

    let api = lectern_api::Studio {
        records: Arc::clone(&records) as _,
        planner: Arc::new(LocalPlanner::new(Arc::clone(&documents), Duration::from_secs(PLANNING_SECS))),
        documents,
        films: Arc::clone(&films) as _,
        uploads: Arc::clone(&uploads) as _,
        launcher: Arc::clone(&workshop) as _,
        broadcast: Arc::clone(&news) as _,
        clock: Arc::clone(&clock),
        randomness: Arc::new(OsRandomness),
        callers,
        news: Some(news),
        settings: ApiSettings {
            requests_per_minute: arguments.requests_per_minute,
            queue_limit: usize::from(arguments.queue_limit),
            events_address: format!("{}/ws/projects/{{projectId}}", address.replacen("http", "ws", 1)),
            cors_origins: arguments.cors_origin.clone(),
            private_webhooks: arguments.private_webhooks,
            ..ApiSettings::default()
        },
        decoders: lectern_api::Studio::decoders(),
    };
    let app = Router::new()
        .merge(files::router(films, uploads))
        .merge(metrics::start().map_err(|error| told("measure", &error))?)
        .merge(router(Arc::new(api)).layer(middleware::from_fn(metrics::measure)));

    // Data goes to standard output: where to go on. A reader that has gone away stops nothing.
    let _ = writeln!(std::io::stdout().lock(), "{address}");
    tracing::info!(%address, "serving");

    let couriering = tokio::spawn(courier::run(Arc::clone(&records), Arc::new(courier), Arc::clone(&clock), waiting));
    let (closing, closed) = oneshot::channel::<()>();
    let making = {
        let workshop = Arc::clone(&workshop);
        async move {
            let outcome = workshop.run(maker).await;
            // A studio that makes no films any more is not to go on taking orders.
            drop(closing);
            outcome
        }
    };
    let stopping = {
        let workshop = Arc::clone(&workshop);
        let stop = stop_signal()?;
        async move {
            tokio::select! {
                () = stop => {}
                _ = closed => {}
            }
            tracing::info!("stopping; what is under way goes on at the next start");
            workshop.stop();
        }
    };
    let serving = axum::serve(listener, app).with_graceful_shutdown(stopping);
    let (made, served) = tokio::join!(making, serving.into_future());
    couriering.abort();
    made.map_err(|error| told("go on making films", &error))?;
    served.map_err(|error| told("go on serving", &error))
}

/// Ends with the first interrupt or request to terminate.
fn stop_signal() -> Result<impl Future<Output = ()>, Failure> {
    let mut terminate = signal(SignalKind::terminate()).map_err(|error| told("listen for signals", &error))?;
    let mut interrupt = signal(SignalKind::interrupt()).map_err(|error| told("listen for signals", &error))?;
    Ok(async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
    })
}

fn told(action: &str, error: &dyn std::error::Error) -> Failure {
    Failure::new(Fault::Output, format!("cannot {action}: {}", lectern_pipeline::error_chain(error)))
}
