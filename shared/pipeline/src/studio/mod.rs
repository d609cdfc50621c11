//! The steps of a production that a state machine leads, one function each: what a Lambda or a job of that name calls.
//!
//! Each takes names and hashes, finds what they name through the ports, and returns names and hashes: nothing large travels
//! through the state machine. All may be run again at any time. On one machine [`make`](fn@make) does the same in one
//! process.

mod analyze;
mod composite;
mod documents;
mod fail;
mod journal;
mod make;
mod narrate;
mod order;
mod plan;
mod preview;
mod publish;
mod render;
mod schedule;

use std::sync::Arc;

use lectern_lesson::{Generation, GenerationState, Settings};
use lectern_video::Quality;
use serde::{Deserialize, Serialize};

use crate::{
    Broadcast, Clock, FilmPlace, Launcher, Objects, PipelineError, Plan, Records, Schedule, Set, Step, Wishes,
    schedule::load_by_content,
};

pub use analyze::{Analyzed, analyze};
pub use composite::composite;
pub use documents::{
    ProjectPictures, SCRIPT_BYTES_MAX, STORYBOARD_BYTES_MAX, asset_key, pictures, script_key, storyboard_key,
};
pub use fail::fail;
pub use journal::Journal;
pub use make::{Makers, make};
pub use narrate::{Spoken, narrate};
pub use order::{Order, Ordered, order};
pub use plan::{Planned, plan};
pub use preview::preview;
pub use publish::{Published, publish};
pub use render::render;
pub use schedule::{Scheduled, schedule};

/// The ports that the steps of a production share. What one step alone needs (a voice, an encoder, the place of finished films)
/// it is handed beside them, so that no function of a deployment carries clients that it never calls.
#[derive(Clone)]
pub struct Studio {
    /// Projects and generations.
    pub records: Arc<dyn Records>,
    /// Scripts, storyboards and pictures that users handed in, by hash. Kept.
    pub documents: Arc<dyn Objects>,
    /// Outputs of the steps, by hash. May be trimmed.
    pub artifacts: Arc<dyn Objects>,
    /// Passes events on.
    pub broadcast: Arc<dyn Broadcast>,
    /// Time.
    pub clock: Arc<dyn Clock>,
}

/// Which generation a step works on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct GenerationRef {
    /// The owner.
    pub user_id: String,
    /// The generation.
    pub generation_id: String,
}

impl Studio {
    /// The generation, if there is still work to be done on it.
    ///
    /// # Errors
    /// [`PipelineError::Cancelled`] if it is final: whoever leads the production stops.
    pub async fn generation(&self, at: &GenerationRef) -> Result<Generation, PipelineError> {
        let generation = self.records.generation(&at.user_id, &at.generation_id).await?;
        match generation.state {
            GenerationState::Queued | GenerationState::Running => Ok(generation),
            GenerationState::Succeeded | GenerationState::Failed | GenerationState::Cancelled => {
                Err(PipelineError::Cancelled)
            }
        }
    }

    /// Where the happenings of a generation are noted.
    pub fn journal(&self, at: &GenerationRef) -> Journal {
        Journal::new(self, at.clone())
    }

    /// Starts what of the owner's waits. To be called when a generation has ended.
    ///
    /// # Errors
    /// When the queue cannot be read or written to.
    async fn start_next(&self, launcher: &dyn Launcher, user_id: &str) -> Result<(), PipelineError> {
        // All that wait are offered; admission takes as many as may run, the oldest first.
        for generation_id in self.records.queue(user_id).await?.queued.iter().take(NEXT_OFFERED) {
            launcher.start(user_id, generation_id).await?;
        }
        Ok(())
    }
}

/// Waiting generations offered when one ends. More than one, so that one that cannot start does not block the next.
const NEXT_OFFERED: usize = 3;

/// What the settings of a film ask of the planner.
pub fn wishes(settings: &Settings) -> Wishes {
    Wishes {
        style: settings.style.clone(),
        voice: settings.voice.clone(),
        pace: settings.pace,
        lexicon: settings.lexicon.clone(),
        format: if settings.draft { crate::draft_format(settings.format) } else { settings.format },
        length_secs: settings.length_secs,
    }
}

/// How a generation's film is encoded.
pub fn quality(generation: &Generation) -> Quality {
    if generation.settings.draft { Quality::Draft } else { Quality::Final }
}

/// Where a generation's film is published.
pub fn film_place(generation: &Generation) -> FilmPlace {
    FilmPlace { project_id: generation.project_id.clone(), generation_id: generation.id.clone() }
}

async fn load_plan(hash: &str, studio: &Studio) -> Result<Plan, PipelineError> {
    load_by_content(Step::Plan, hash, studio.artifacts.as_ref()).await
}

/// The set of a schedule, with the project's pictures.
async fn set_of(schedule: &Schedule, generation: &Generation, studio: &Studio) -> Result<Set, PipelineError> {
    let pictures = pictures(&schedule.storyboard, generation, studio.documents.as_ref()).await?;
    let settings = schedule.settings;
    Set::build(&schedule.storyboard, settings.quality, settings.encoder, schedule.canvas, &pictures)
}
