use std::sync::Arc;

use lectern_drawing::CanvasKind;
use lectern_lesson::{FilmSummary, Generation, Happening};
use lectern_video::{Cancel, Encoder, Ffmpeg};

use super::{GenerationRef, Studio, film_place, pictures, plan, quality};
use crate::{Events, Films, Launcher, Narrator, PipelineError, Ports, Production, produce};

/// What makes films on one machine.
#[derive(Clone)]
pub struct Makers {
    /// The voice.
    pub narrator: Arc<dyn Narrator>,
    /// The encoder.
    pub ffmpeg: Ffmpeg,
    /// What encodes the clips.
    pub encoder: Encoder,
    /// What their frames are painted on.
    pub canvas: CanvasKind,
    /// How many scenes of a film are worked on at once.
    pub jobs: usize,
    /// Where finished films go.
    pub films: Arc<dyn Films>,
    /// Starts what waits when a generation has ended.
    pub launcher: Arc<dyn Launcher>,
}

/// Makes the film of a generation in this process, from its script or storyboard to the published film, and notes how it
/// ended. A production that was stopped (`cancel`) is left as it is: cancelled if its user did it, to be gone on with if not.
///
/// # Errors
/// When it could not be noted how it ended.
pub async fn make(
    studio: &Studio,
    makers: &Makers,
    generation: &Generation,
    cancel: &Cancel,
) -> Result<(), PipelineError> {
    let at = GenerationRef { user_id: generation.user_id.clone(), generation_id: generation.id.clone() };
    let journal = studio.journal(&at);
    match film(studio, makers, generation, cancel, &at).await {
        Ok(film) => journal.happened(&Happening::Finished(film)).await?,
        Err(PipelineError::Cancelled) => return Ok(()),
        // What fails while it is stopped fails for that: a terminal's Ctrl-C, for one, reaches the encoder as well.
        Err(_) if cancel.is_set() => return Ok(()),
        Err(error) => journal.happened(&Happening::Failed(error.failure())).await?,
    }
    studio.start_next(makers.launcher.as_ref(), &at.user_id).await
}

async fn film(
    studio: &Studio,
    makers: &Makers,
    generation: &Generation,
    cancel: &Cancel,
    at: &GenerationRef,
) -> Result<FilmSummary, PipelineError> {
    let plan = plan::approved_plan(studio, generation).await?;
    let pictures = pictures(&plan.storyboard, generation, studio.documents.as_ref()).await?;
    let ports = Ports {
        objects: Arc::clone(&studio.artifacts),
        narrator: Arc::clone(&makers.narrator),
        events: Arc::new(studio.journal(at)),
        sources: Arc::new(pictures),
        clock: Arc::clone(&studio.clock),
        ffmpeg: makers.ffmpeg.clone(),
    };
    let production = Production {
        plan,
        quality: quality(generation),
        encoder: makers.encoder,
        canvas: makers.canvas,
        jobs: makers.jobs,
        cancel: cancel.clone(),
    };
    let film = produce(&ports, &production).await?;
    let stream = if generation.settings.hls {
        Some(crate::stream(&film.schedule, &ports.ffmpeg, ports.objects.as_ref(), cancel).await?)
    } else {
        None
    };
    crate::publish(&film.schedule, &film.report, stream.as_ref(), makers.films.as_ref(), &film_place(generation)).await
}
