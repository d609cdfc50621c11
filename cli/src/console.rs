//! Progress on the console: a bar in the words of the work, or JSON lines.

use std::{
    io::{self, Write},
    sync::{Mutex, PoisonError},
};

use async_trait::async_trait;
use indicatif::{ProgressBar, ProgressStyle};
use lectern_lesson::{Applied, Generation, Happening};
use lectern_pipeline::{Events, EventsError, Progress, Step};

/// Events as JSON lines on standard output.
#[derive(Debug)]
pub struct JsonLines {
    generation: Mutex<Generation>,
}

impl JsonLines {
    /// The events of a film that is made of `project_id` here and now.
    pub fn of(project_id: String) -> Self {
        // No clock is asked: the events of the command line carry no time.
        Self { generation: Mutex::new(Generation::new(LOCAL.to_owned(), project_id, LOCAL.to_owned(), 0)) }
    }
}

/// User and generation on the command line.
const LOCAL: &str = "local";

#[async_trait]
impl Events for JsonLines {
    async fn happened(&self, happening: &Happening) -> Result<(), EventsError> {
        let applied = self.generation.lock().unwrap_or_else(PoisonError::into_inner).apply(happening, 0);
        if let Applied::Changed(Some(event)) = applied {
            let line = serde_json::to_string(&event).expect("events are plain data");
            // A reader that has gone away does not stop the film.
            let _ = writeln!(io::stdout().lock(), "{line}");
        }
        Ok(())
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
    async fn happened(&self, _happening: &Happening) -> Result<(), EventsError> {
        Ok(())
    }

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
