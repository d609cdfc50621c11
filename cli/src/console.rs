//! Progress on the console: a bar in the words of the work, or JSON lines.

use std::io::{self, Write};

use async_trait::async_trait;
use indicatif::{ProgressBar, ProgressStyle};
use lectern_lesson::Event;
use lectern_pipeline::{Events, Progress, Step};

/// Events as JSON lines on standard output.
#[derive(Debug, Default)]
pub struct JsonLines;

#[async_trait]
impl Events for JsonLines {
    async fn publish(&self, event: &Event) {
        let line = serde_json::to_string(event).expect("events are plain data");
        // A reader that has gone away does not stop the film.
        let _ = writeln!(io::stdout().lock(), "{line}");
    }

    fn progress(&self, _progress: Progress) {}
}

/// A progress bar on standard error; nothing where that is not a terminal.
#[derive(Debug)]
pub struct Bar {
    bar: ProgressBar,
}

impl Default for Bar {
    fn default() -> Self {
        let bar = ProgressBar::new(1);
        let style = ProgressStyle::with_template("{msg:>10} {wide_bar} {pos}/{len} {elapsed}")
            .expect("the template is well-formed");
        bar.set_style(style);
        Self { bar }
    }
}

impl Bar {
    /// Takes the bar off the screen.
    pub fn clear(&self) {
        self.bar.finish_and_clear();
    }
}

#[async_trait]
impl Events for Bar {
    async fn publish(&self, _event: &Event) {}

    fn progress(&self, progress: Progress) {
        let verb = match progress.step {
            Step::Narrate => "narrating",
            Step::Render => "rendering",
            other => other.name(),
        };
        self.bar.set_length(progress.total as u64);
        self.bar.set_position(progress.done as u64);
        self.bar.set_message(verb);
    }
}
