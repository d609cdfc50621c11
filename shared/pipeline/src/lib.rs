//! Script to film, as steps over ports.
//!
//! 1. **read** and **analyze**: text becomes a `Lesson` ([`analyze`](fn@analyze)).
//! 2. **plan** and **lint**: the lesson becomes a `Storyboard` with findings ([`plan`](fn@plan), [`open_storyboard`]).
//! 3. **narrate**: each scene is spoken, which gives the film its clock ([`narrate_all`](fn@narrate_all)).
//! 4. **render**: each scene is drawn and encoded as a clip ([`render`](fn@render)).
//! 5. **score**: the music bed is composed and mixed under the voice ([`score`](fn@score)).
//! 6. **composite**: clips, sound, captions and chapters become the film ([`composite`](fn@composite)).
//! 7. **inspect**: the finished file is measured ([`inspect`](fn@inspect)).
//! 8. **package**: where asked for, the film is made ready to be streamed, and a teaser and stills are made of it ([`stream`](fn@stream),
//!    [`teaser`](fn@teaser), [`stills`](fn@stills)).
//!
//! [`produce`](fn@produce) runs 3 to 7 in order. Every step stores its output under the hash of its inputs ([`ArtifactKey`]) through
//! the [`Objects`] port, so nothing is made twice, an edit makes one scene anew, and a killed run goes on where it was.

mod artifact;
mod cast;
mod composite;
#[cfg(feature = "conformance")]
pub mod conformance;
mod diary;
mod error;
mod error_chain;
mod film;
mod inspect;
mod narrate;
mod package;
mod pictures;
mod plan;
mod ports;
mod produce;
mod pronunciation;
mod references;
mod render;
mod report;
mod schedule;
mod score;
mod sheet;
mod sidecars;
mod step;
pub mod studio;
mod take;
mod timing;

pub use artifact::{ArtifactKey, content_hash};
pub use composite::{Composited, composite};
pub use diary::Diary;
pub use error::{
    BAD_SCRIPT, BAD_SETTINGS, BAD_STORYBOARD, DEFECT, ERROR_NAMES, JOB_FAILED, MISSING_OBJECT, PipelineError,
    UNAVAILABLE,
};
pub use error_chain::error_chain;
pub use film::{Sidecars, judge, publish, thumbnail, thumbnail_key};
pub use inspect::{FileInspection, FilmParts, ToldBy, VoiceAndMusic, inspect, inspect_file};
pub use lectern_drawing::CanvasKind;
pub use narrate::{Narrated, narrate, narrate_all};
pub use package::{Packaged, PackagedFile, stills, stream, teaser};
pub use pictures::Album;
pub use plan::{
    Plan, Wishes, analyze, check_storyboard, draft_format, estimated_film_secs, lint, lint_on, open_storyboard, plan,
    plan_lesson, read_storyboard, stage,
};
pub use ports::{
    Broadcast, BroadcastError, Clock, Delivery, DeliveryState, Events, EventsError, FilmPlace, Films, FilmsError,
    Inquiry, Launcher, LauncherError, Manuscript, Narrator, NarratorError, Objects, ObjectsError, Page, PageRequest,
    Planner, PlannerError, Preview, Progress, Randomness, Recorded, Records, RecordsError, Reservation, Sources,
    Speech, Subject, Upload, UploadAddress, Uploads, Usage, content_type,
};
pub use produce::{Film, Ports, Production, produce};
pub use render::{Set, clip_key, render};
pub use report::{Made, PhotographReport, QualityReport, SceneReport, StepReport};
pub use schedule::Schedule;
pub use score::{Sound, score, stems};
pub use sheet::sheet;
pub use step::Step;
pub use take::take;
pub use timing::{estimated_timing, scene_place, scene_starts, scene_timing};
