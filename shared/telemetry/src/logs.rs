use std::{env, io};

use tracing::Level;
use tracing_subscriber::{
    filter::Targets,
    fmt::{MakeWriter, format::FmtSpan},
    layer::SubscriberExt,
};

/// Starts logging as JSON lines on standard output, where Lambda and Batch pick them up. See [`start_to`].
pub fn start() {
    start_to(io::stdout);
}

/// Starts logging as JSON lines. `LECTERN_LOG` holds the filter (`info`, `lectern_pipeline=debug` …); `info`
/// without it. A second call changes nothing.
///
/// Each span is logged once when it closes, with the time it was busy and idle: the trace of a step, without a collector.
pub fn start_to(writer: impl for<'a> MakeWriter<'a> + Send + Sync + 'static) {
    let lines = tracing_subscriber::fmt::layer()
        .json()
        .flatten_event(true)
        .with_span_list(true)
        .with_span_events(FmtSpan::CLOSE)
        .with_writer(writer);
    let subscriber = tracing_subscriber::registry().with(lines).with(filter(Level::INFO));
    // An embedding program may have set its own.
    let _ = tracing::subscriber::set_global_default(subscriber);
}

/// Starts logging as text for people on standard error; errors only, unless `LECTERN_LOG` holds a filter. A second call changes nothing.
pub fn start_text() {
    let lines = tracing_subscriber::fmt::layer().with_writer(io::stderr);
    let _ =
        tracing::subscriber::set_global_default(tracing_subscriber::registry().with(lines).with(filter(Level::ERROR)));
}

/// What `LECTERN_LOG` asks to be logged; from `level` on without it, or when it cannot be read.
fn filter(level: Level) -> Targets {
    let asked = env::var("LECTERN_LOG").ok().and_then(|filter| filter.parse().ok());
    asked.unwrap_or_else(|| Targets::new().with_default(level))
}
