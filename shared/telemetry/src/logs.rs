use std::io;

use tracing_subscriber::{
    EnvFilter,
    fmt::{MakeWriter, format::FmtSpan},
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
    let filter = EnvFilter::try_from_env("LECTERN_LOG").unwrap_or_else(|_| EnvFilter::new("info"));
    let subscriber = tracing_subscriber::fmt()
        .json()
        .flatten_event(true)
        .with_span_list(true)
        .with_span_events(FmtSpan::CLOSE)
        .with_env_filter(filter)
        .with_writer(writer)
        .finish();
    // An embedding program may have set its own.
    let _ = tracing::subscriber::set_global_default(subscriber);
}
