//! The whole flow from storyboard to film, readable from top to bottom.

use std::{path::PathBuf, sync::Arc};

use lectern_drawing::CanvasKind;
use lectern_lesson::Happening;
use lectern_video::{Cancel, Encoder, Ffmpeg, Quality};

use crate::{
    Clock, Diary, Events, Narrator, Objects, PipelineError, Plan, QualityReport, Schedule, Set, Sidecars, Sources,
    Step, composite, inspect, judge, narrate_all, render, score, thumbnail,
};

/// The world around a production.
#[derive(Clone)]
pub struct Ports {
    /// Stored step outputs.
    pub objects: Arc<dyn Objects>,
    /// The voice.
    pub narrator: Arc<dyn Narrator>,
    /// Where events go.
    pub events: Arc<dyn Events>,
    /// The user's pictures.
    pub sources: Arc<dyn Sources>,
    /// Time and resources.
    pub clock: Arc<dyn Clock>,
    /// The encoder.
    pub ffmpeg: Ffmpeg,
}

/// A film to be made.
#[derive(Clone, Debug)]
pub struct Production {
    /// The approved plan.
    pub plan: Plan,
    /// Final or draft.
    pub quality: Quality,
    /// What encodes the clips.
    pub encoder: Encoder,
    /// What their frames are painted on.
    pub canvas: CanvasKind,
    /// How many scenes are worked on at once, at least 1.
    pub jobs: usize,
    /// Stops the production when set.
    pub cancel: Cancel,
}

/// A finished film with what lies beside it.
#[derive(Clone, Debug)]
pub struct Film {
    /// What was filmed.
    pub schedule: Arc<Schedule>,
    /// The MP4 among the stored outputs.
    pub video: PathBuf,
    /// Captions, chapters and transcript.
    pub sidecars: Sidecars,
    /// The title picture as JPEG.
    pub thumbnail: Vec<u8>,
    /// What was made and how good it is.
    pub report: QualityReport,
}

/// Makes a film: narrate → render → score → composite → inspect. Notes the start and each scene; whoever publishes the film
/// notes its end.
///
/// The film is made even if it fails its inspection; the report says so ([`QualityReport::passed`]).
///
/// # Errors
/// When a step fails or the production is cancelled. What was made until then stays stored, so that the next run goes on
/// from there.
pub async fn produce(ports: &Ports, production: &Production) -> Result<Film, PipelineError> {
    let (plan, cancel) = (&production.plan, &production.cancel);
    let (objects, events) = (ports.objects.as_ref(), ports.events.as_ref());
    let jobs = production.jobs.max(1);
    events.happened(&started(plan)).await?;
    let mut diary = Diary::new(ports.clock.as_ref());
    let Production { quality, encoder, canvas, .. } = *production;
    let set = Arc::new(Set::build(&plan.storyboard, quality, encoder, canvas, ports.sources.as_ref())?);

    let narrated = narrate_all(&plan.storyboard, ports.narrator.as_ref(), objects, events, jobs, cancel).await?;
    ports.narrator.rest().await;
    diary.close(Step::Narrate, narrated.iter().map(|narrated| narrated.made));

    let schedule = Arc::new(Schedule::new(plan, &set, narrated));
    let scenes: Vec<usize> = (0..schedule.clips.len()).collect();
    let clips = render(&schedule, &scenes, &set, &ports.ffmpeg, objects, events, jobs, cancel).await?;
    diary.close(Step::Render, clips.iter().copied());

    let sound = score(&schedule, objects).await?;
    diary.close(Step::Score, [sound.made]);

    let film = composite(&schedule, &sound, &ports.ffmpeg, objects, cancel).await?;
    diary.close(Step::Composite, [film.made]);

    let (inspection, made) = inspect(&film, &ports.ffmpeg, objects, cancel).await?;
    diary.close(Step::Inspect, [made]);

    let thumbnail = thumbnail(&schedule, &set, objects).await?;
    let mut report = judge(&schedule, &set, &clips, sound.figures, inspection);
    report.steps = diary.steps;
    Ok(Film { video: film.file, sidecars: Sidecars::of(&schedule), thumbnail, report, schedule })
}

/// What is told when the work on a plan begins.
pub(crate) fn started(plan: &Plan) -> Happening {
    let storyboard = &plan.storyboard;
    Happening::Started { title: storyboard.title.clone(), scenes: storyboard.scenes.len() as u32 }
}
