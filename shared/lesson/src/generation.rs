//! A film being made: its states, and the one function that moves it through them.

use std::collections::BTreeSet;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::{Asset, Document, Event, EventType, Finding, Project, Settings};

/// One making of a project's film, from the request to the film or the reason why there is none.
///
/// It keeps a copy of what it is made from, so editing the project does not change it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Generation {
    /// `gen_` and 26 characters that sort by time. Also the name of the execution that makes it.
    pub id: String,
    /// The project.
    pub project_id: String,
    /// Its owner.
    pub user_id: String,
    /// Where it stands.
    pub state: GenerationState,
    /// The script; at least one of script and storyboard is there.
    pub script: Option<Document>,
    /// The storyboard; it goes before the script.
    pub storyboard: Option<Document>,
    /// The project's pictures.
    pub assets: Vec<Asset>,
    /// How the film is to be.
    pub settings: Settings,
    /// Share of the work that is done, 0 to 100. Never falls.
    pub progress: f64,
    /// Numbers, from 1, of the scenes whose picture is encoded.
    pub scenes_done: BTreeSet<u32>,
    /// Why there is no film; of failed generations only.
    pub failure: Option<Failure>,
    /// The film; of succeeded generations only.
    pub film: Option<FilmSummary>,
    /// Milliseconds since 1970, as the two below.
    pub created_millis: u64,
    /// When the work began.
    pub started_millis: Option<u64>,
    /// When it ended.
    pub ended_millis: Option<u64>,
    /// 1 when created, one more at each change.
    pub version: u64,
}

/// Where a generation stands.
///
/// `queued → running → succeeded | failed | cancelled`, and `queued → failed | cancelled`. The last three are final.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum GenerationState {
    /// Accepted; waits for its turn.
    Queued,
    /// Being made.
    Running,
    /// The film is there.
    Succeeded,
    /// There is no film; [`Generation::failure`] tells why.
    Failed,
    /// The user stopped it.
    Cancelled,
}

impl GenerationState {
    /// Whether nothing will change any more.
    pub fn is_final(self) -> bool {
        matches!(self, Self::Succeeded | Self::Failed | Self::Cancelled)
    }

    /// Its name, as in JSON.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Queued => "queued",
            Self::Running => "running",
            Self::Succeeded => "succeeded",
            Self::Failed => "failed",
            Self::Cancelled => "cancelled",
        }
    }
}

/// Why there is no film.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Failure {
    /// Stable name of the reason, the same as the error name in the state machine: `Lectern.BadScript` …
    pub error: String,
    /// What was tried, on what, and why it did not work.
    pub message: String,
    /// What the linter or the reader found.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub findings: Vec<Finding>,
}

/// A finished film.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct FilmSummary {
    /// Its title.
    pub title: String,
    /// Its length.
    pub duration_secs: f64,
    /// Whether it passed its inspection.
    pub passed: bool,
    /// The film and its sidecars.
    pub files: Vec<FilmFile>,
}

/// A published file of a film.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct FilmFile {
    /// Its name: `film.mp4`, `captions.vtt` …
    pub name: String,
    /// Its media type.
    pub content_type: String,
    /// Its size.
    pub bytes: u64,
}

/// Something that happened to a generation, before it is known whether it counts.
#[derive(Clone, Debug, PartialEq)]
pub enum Happening {
    /// It was given a place among its owner's running ones. Sends no event.
    Admitted,
    /// The plan is approved and work begins.
    Started {
        /// Title of the film.
        title: String,
        /// Number of scenes.
        scenes: u32,
    },
    /// A scene's picture is encoded.
    SceneCompleted {
        /// Its id.
        scene: String,
        /// Its number, from 1.
        number: u32,
        /// Number of scenes.
        of: u32,
        /// Details for the event.
        made: Value,
    },
    /// The film is published.
    Finished(FilmSummary),
    /// It ended without a film.
    Failed(Failure),
    /// The user stopped it.
    Cancelled,
}

/// What [`Generation::apply`] made of a happening.
#[derive(Clone, Debug, PartialEq)]
pub enum Applied {
    /// The generation changed; the event, if there is one, is to be logged with it.
    Changed(Option<Event>),
    /// It had happened before, or came too late: nothing changed.
    Unchanged,
}

/// Share of the work that is done when narration is: rendering moves it from here …
const PROGRESS_NARRATED: f64 = 20.0;
/// … to here, and joining and inspecting the film take the rest.
const PROGRESS_RENDERED: f64 = 90.0;

/// Progress when `done` of `total` scenes are rendered.
pub fn render_progress(done: usize, total: usize) -> f64 {
    PROGRESS_NARRATED + (PROGRESS_RENDERED - PROGRESS_NARRATED) * done as f64 / total.max(1) as f64
}

impl Generation {
    /// A queued generation of nothing yet.
    pub fn new(id: String, project_id: String, user_id: String, now_millis: u64) -> Self {
        Self {
            id,
            project_id,
            user_id,
            state: GenerationState::Queued,
            script: None,
            storyboard: None,
            assets: Vec::new(),
            settings: Settings::default(),
            progress: 0.0,
            scenes_done: BTreeSet::new(),
            failure: None,
            film: None,
            created_millis: now_millis,
            started_millis: None,
            ended_millis: None,
            version: 1,
        }
    }

    /// A queued generation of what a project holds now.
    pub fn of(project: &Project, id: String, settings: Settings, now_millis: u64) -> Self {
        Self {
            script: project.script.clone(),
            storyboard: project.storyboard.clone(),
            assets: project.assets.clone(),
            settings,
            ..Self::new(id, project.id.clone(), project.user_id.clone(), now_millis)
        }
    }

    /// Moves the generation on. The only way its state changes, wherever it is stored.
    ///
    /// Happenings may come twice, late and in any order: a repeated one and one after the end change nothing, so each of
    /// the four events is sent at most once, `GENERATION_STARTED` comes first, one of the two last events comes last, and
    /// progress never falls. A scene of a generation that has not started changes nothing.
    pub fn apply(&mut self, happening: &Happening, now_millis: u64) -> Applied {
        if self.state.is_final() {
            return Applied::Unchanged;
        }
        let event = match happening {
            Happening::Admitted => {
                if self.state != GenerationState::Queued {
                    return Applied::Unchanged;
                }
                self.state = GenerationState::Running;
                None
            }
            Happening::Started { title, scenes } => {
                if self.started_millis.is_some() {
                    return Applied::Unchanged;
                }
                self.state = GenerationState::Running;
                self.started_millis = Some(now_millis);
                Some(self.event(EventType::GenerationStarted, json!({ "title": title, "scenes": scenes })))
            }
            Happening::SceneCompleted { scene, number, of, made } => {
                if self.started_millis.is_none() || !self.scenes_done.insert(*number) {
                    return Applied::Unchanged;
                }
                self.progress = self.progress.max(render_progress(self.scenes_done.len(), *of as usize));
                let metadata = json!({ "scene": scene, "number": number, "of": of, "made": made });
                Some(self.event(EventType::SceneCompleted, metadata))
            }
            Happening::Finished(film) => {
                let metadata = json!({ "durationSecs": film.duration_secs, "passed": film.passed });
                self.film = Some(film.clone());
                self.end(GenerationState::Succeeded, now_millis);
                Some(self.event(EventType::GenerationFinished, metadata))
            }
            Happening::Failed(failure) => {
                self.failure = Some(failure.clone());
                self.end(GenerationState::Failed, now_millis);
                let metadata = json!({ "error": failure.error, "message": failure.message });
                Some(self.event(EventType::GenerationFailed, metadata))
            }
            Happening::Cancelled => {
                self.end(GenerationState::Cancelled, now_millis);
                let metadata = json!({ "error": CANCELLED, "message": "stopped by the user" });
                Some(self.event(EventType::GenerationFailed, metadata))
            }
        };
        self.version += 1;
        Applied::Changed(event)
    }

    fn end(&mut self, state: GenerationState, now_millis: u64) {
        self.state = state;
        self.ended_millis = Some(now_millis);
        self.progress = 100.0;
    }

    fn event(&self, event_type: EventType, mut metadata: Value) -> Event {
        metadata["generationId"] = Value::from(self.id.as_str());
        Event {
            event_type,
            project_id: self.project_id.clone(),
            user_id: self.user_id.clone(),
            progress: self.progress,
            metadata,
        }
    }
}

/// Error name in the event of a generation that the user stopped.
pub const CANCELLED: &str = "Lectern.Cancelled";

/// An event in a project's log.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct LoggedEvent {
    /// Its place in the project's log: 1, 2, 3 …, without gaps.
    pub sequence: u64,
    /// `<project id>.<sequence>`: the same wherever and however often the event is delivered.
    pub event_id: String,
    /// When it was logged, in milliseconds since 1970.
    pub at_millis: u64,
    /// The event.
    #[serde(flatten)]
    pub event: Event,
}

impl LoggedEvent {
    /// An event at its place in its project's log.
    pub fn new(sequence: u64, at_millis: u64, event: Event) -> Self {
        Self { sequence, event_id: format!("{}.{sequence}", event.project_id), at_millis, event }
    }
}

/// A user's generations that are not final.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Queue {
    /// Ids of those that wait, the oldest first.
    pub queued: Vec<String>,
    /// Ids of those being made.
    pub running: Vec<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn generation() -> Generation {
        Generation::new("gen_1".to_owned(), "prj_1".to_owned(), "ada".to_owned(), 1)
    }

    fn scene(number: u32) -> Happening {
        Happening::SceneCompleted { scene: format!("s{number}"), number, of: 2, made: json!("now") }
    }

    fn started() -> Happening {
        Happening::Started { title: "Rain".to_owned(), scenes: 2 }
    }

    fn film() -> Happening {
        Happening::Finished(FilmSummary { title: "Rain".to_owned(), duration_secs: 9.0, passed: true, files: vec![] })
    }

    /// Whatever is repeated, late or out of order, the events are each of the four at most once and in order.
    #[test]
    fn repeated_and_late_happenings_change_nothing() {
        let mut generation = generation();
        let happenings = [
            scene(1),
            Happening::Admitted,
            Happening::Admitted,
            started(),
            started(),
            scene(2),
            scene(2),
            scene(1),
            film(),
            film(),
            Happening::Cancelled,
            scene(1),
        ];
        let mut events = Vec::new();
        for happening in &happenings {
            if let Applied::Changed(Some(event)) = generation.apply(happening, 5) {
                events.push(event);
            }
        }
        let types: Vec<EventType> = events.iter().map(|event| event.event_type).collect();
        assert_eq!(
            types,
            [
                EventType::GenerationStarted,
                EventType::SceneCompleted,
                EventType::SceneCompleted,
                EventType::GenerationFinished
            ]
        );
        let progress: Vec<f64> = events.iter().map(|event| event.progress).collect();
        assert_eq!(progress, [0.0, 55.0, 90.0, 100.0]);
        assert_eq!(generation.state, GenerationState::Succeeded);
        assert_eq!(generation.version, 6, "five changes");
        assert!(events.iter().all(|event| event.metadata["generationId"] == "gen_1"));
    }

    #[test]
    fn a_cancelled_generation_stays_cancelled() {
        let mut generation = generation();
        let Applied::Changed(Some(event)) = generation.apply(&Happening::Cancelled, 7) else {
            panic!("it is cancelled")
        };
        assert_eq!((event.event_type, &event.metadata["error"]), (EventType::GenerationFailed, &json!(CANCELLED)));
        for late in [Happening::Admitted, started(), film()] {
            assert_eq!(generation.apply(&late, 8), Applied::Unchanged, "{late:?}");
        }
        assert_eq!((generation.state, generation.ended_millis), (GenerationState::Cancelled, Some(7)));
    }
}
