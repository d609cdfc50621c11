//! What is made when, and what is left when it is not.

mod scenes;
mod stored;

use std::{collections::BTreeSet, sync::Arc};

use lectern_embedded::{SqliteRecords, Workshop, WorkshopError, WorkshopLimits};
use lectern_host::SystemClock;
use lectern_lesson::{EventType, Generation, GenerationState, Happening};
use lectern_pipeline::{DEFECT, JOB_FAILED, Launcher, Records, conformance};
use scenes::{SceneMaker, until};
use stored::{generation, project};
use tokio::task::JoinHandle;

struct Studio {
    _folder: tempfile::TempDir,
    records: Arc<SqliteRecords>,
    limits: WorkshopLimits,
    workshop: Arc<Workshop>,
}

impl Studio {
    /// A studio whose queue holds `ids`; the first letter of an id names its owner.
    async fn with(ids: &[&str], jobs: usize, running_per_owner: usize) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let records = Arc::new(SqliteRecords::open(&folder.path().join("records.sqlite")).expect("records"));
        let limits = WorkshopLimits { jobs, running_per_owner };
        let workshop = workshop(&records, limits);
        let studio = Self { _folder: folder, records, limits, workshop };
        for id in ids {
            studio.queue(id).await;
        }
        studio
    }

    async fn queue(&self, id: &str) {
        let owner = &id[..1];
        let project = project(&format!("prj_{owner}"), owner);
        self.records.create_project(&project).await.expect("a project");
        self.records.create_generation(&generation(id, &project), 99).await.expect("a generation");
    }

    fn run(&self, maker: &Arc<SceneMaker>) -> JoinHandle<Result<(), WorkshopError>> {
        tokio::spawn(Arc::clone(&self.workshop).run(maker.clone()))
    }

    /// Closes the workshop, and opens another one as the next process does.
    async fn reopen(&mut self, running: JoinHandle<Result<(), WorkshopError>>) {
        self.workshop.stop();
        running.await.expect("it does not panic").expect("it closes in good order");
        self.workshop = workshop(&self.records, self.limits);
    }

    async fn stored(&self, id: &str) -> Generation {
        self.records.generation(&id[..1], id).await.expect("it is there")
    }

    async fn until_final(&self, ids: &[&str]) {
        until("an end", async || {
            for id in ids {
                if !self.stored(id).await.state.is_final() {
                    return false;
                }
            }
            true
        })
        .await;
    }

    /// Types of a generation's logged events.
    async fn events(&self, id: &str) -> Vec<EventType> {
        let events = self.records.events(&format!("prj_{}", &id[..1]), 0, 999).await.expect("a log");
        let of_this = events.into_iter().filter(|event| event.event.metadata["generationId"] == id);
        of_this.map(|event| event.event.event_type).collect()
    }
}

fn workshop(records: &Arc<SqliteRecords>, limits: WorkshopLimits) -> Arc<Workshop> {
    Arc::new(Workshop::new(records.clone(), Arc::new(SystemClock::default()), limits))
}

/// The log of a film that was made without trouble.
const MADE: [EventType; 4] =
    [EventType::GenerationStarted, EventType::SceneCompleted, EventType::SceneCompleted, EventType::GenerationFinished];

#[tokio::test]
async fn a_queue_is_made_in_turn_without_being_asked() {
    let ids = ["a1", "a2", "a3", "b1", "b2", "c1"];
    let studio = Studio::with(&ids, 1, 2).await;
    let maker = Arc::new(SceneMaker::free(&studio.records));
    let running = studio.run(&maker);
    studio.until_final(&ids).await;
    assert_eq!(maker.begun(), ["a1", "b1", "c1", "a2", "b2", "a3"]);
    for id in ids {
        assert_eq!(studio.events(id).await, MADE, "{id}");
    }
    studio.workshop.stop();
    running.await.expect("it does not panic").expect("it closes in good order");
}

#[tokio::test]
async fn what_is_started_later_is_made_once() {
    let studio = Studio::with(&[], 2, 2).await;
    let maker = Arc::new(SceneMaker::free(&studio.records));
    let running = studio.run(&maker);
    for id in ["a1", "a2", "b1"] {
        studio.queue(id).await;
        for _ in 0..3 {
            studio.workshop.start(&id[..1], id).await.expect("it is taken");
        }
        studio.until_final(&[id]).await;
        studio.workshop.start(&id[..1], id).await.expect("it is taken and comes to nothing");
    }
    studio.workshop.stop();
    running.await.expect("it does not panic").expect("it closes in good order");
    assert_eq!(maker.begun(), ["a1", "a2", "b1"]);
}

#[tokio::test]
async fn no_more_are_made_at_once_than_allowed() {
    let ids = ["a1", "a2", "a3", "b1", "c1", "d1"];
    for (jobs, running_per_owner, first) in [(2, 9, vec!["a1", "b1"]), (9, 1, vec!["a1", "b1", "c1", "d1"])] {
        let studio = Studio::with(&ids, jobs, running_per_owner).await;
        let maker = Arc::new(SceneMaker::held(&studio.records));
        let running = studio.run(&maker);
        until("a full house", async || maker.begun().len() == first.len()).await;
        assert_eq!(studio.workshop.under_way(), first.len());
        let begun: BTreeSet<String> = maker.begun().into_iter().collect();
        assert_eq!(begun.iter().collect::<Vec<_>>(), first);
        maker.allowed.add_permits(99);
        studio.until_final(&ids).await;
        studio.workshop.stop();
        running.await.expect("it does not panic").expect("it closes in good order");
        let seen = maker.seen.lock().expect("nothing panics while it is locked");
        assert_eq!((seen.begun.len(), seen.most_at_once), (ids.len(), first.len()));
    }
}

#[tokio::test]
async fn cancelling_stops_what_runs_and_what_waits_and_nothing_else() {
    let studio = Studio::with(&["a1", "a2", "a3"], 1, 1).await;
    let maker = Arc::new(SceneMaker::held(&studio.records));
    let running = studio.run(&maker);
    until("a start", async || studio.stored("a1").await.started_millis.is_some()).await;
    for id in ["a2", "a1"] {
        studio.records.record("a", id, &Happening::Cancelled, 1).await.expect("it is recorded");
        studio.workshop.cancel("a", id).await.expect("it is stopped");
    }
    until("the next", async || maker.begun().len() == 2).await;
    maker.allowed.add_permits(99);
    studio.until_final(&["a3"]).await;
    studio.workshop.stop();
    running.await.expect("it does not panic").expect("it closes in good order");
    assert_eq!(maker.begun(), ["a1", "a3"]);
    assert_eq!(studio.events("a1").await, [EventType::GenerationStarted, EventType::GenerationFailed]);
    assert_eq!(studio.events("a2").await, [EventType::GenerationFailed]);
    assert_eq!(studio.events("a3").await, MADE);
    assert_eq!(studio.stored("a1").await.state, GenerationState::Cancelled);
}

/// However often a studio is restarted, films and queue go on where they were.
#[tokio::test]
async fn a_stopped_studio_goes_on_with_films_and_queue() {
    let ids = ["a1", "b1", "c1"];
    let mut studio = Studio::with(&ids, 2, 1).await;
    for restart in 0..5 {
        let maker = Arc::new(SceneMaker::held(&studio.records));
        let running = studio.run(&maker);
        until("a start", async || maker.begun().len() == 2 && studio.stored("b1").await.started_millis.is_some()).await;
        assert_eq!(maker.begun(), ["a1", "b1"], "after restart {restart}, what was under way is first");
        if restart == 2 {
            maker.allowed.add_permits(1);
            until("a scene", async || maker.allowed.available_permits() == 0).await;
        }
        studio.reopen(running).await;
        assert_eq!(studio.workshop.under_way(), 0);
        for (id, state) in [("a1", GenerationState::Running), ("c1", GenerationState::Queued)] {
            assert_eq!(studio.stored(id).await.state, state, "{id} is left as it is");
        }
    }
    let maker = Arc::new(SceneMaker::free(&studio.records));
    let running = studio.run(&maker);
    studio.until_final(&ids).await;
    studio.reopen(running).await;
    assert_eq!(maker.begun(), ["a1", "b1", "c1"]);
    for id in ids {
        assert_eq!(studio.events(id).await, MADE, "{id}: a stop is no event");
    }
}

#[tokio::test]
async fn a_stopped_studio_begins_nothing() {
    let studio = Studio::with(&["a1"], 1, 1).await;
    studio.workshop.stop();
    let maker = Arc::new(SceneMaker::free(&studio.records));
    studio.run(&maker).await.expect("it does not panic").expect("it closes in good order");
    assert_eq!(maker.begun(), [""; 0]);
    assert_eq!(studio.stored("a1").await.state, GenerationState::Queued);
}

#[tokio::test]
async fn what_crashes_fails_and_the_next_is_made() {
    let studio = Studio::with(&["a1", "a2"], 1, 1).await;
    let crashing = BTreeSet::from(["a1".to_owned()]);
    let maker = Arc::new(SceneMaker { crashing, ..SceneMaker::free(&studio.records) });
    let running = studio.run(&maker);
    studio.until_final(&["a1", "a2"]).await;
    let failure = studio.stored("a1").await.failure.expect("it failed");
    assert_eq!(failure.error, DEFECT);
    assert_eq!(studio.events("a1").await, [EventType::GenerationFailed]);
    assert_eq!(studio.events("a2").await, MADE);
    studio.workshop.stop();
    running.await.expect("it does not panic").expect("it closes in good order");
}

#[tokio::test]
async fn what_took_the_process_down_again_and_again_is_given_up() {
    let studio = Studio::with(&["a1", "b1"], 1, 1).await;
    for start in 1..=3 {
        // As processes count that die afterwards.
        assert_eq!(studio.records.started("a1").await.expect("it is counted"), start);
    }
    let maker = Arc::new(SceneMaker::free(&studio.records));
    let running = studio.run(&maker);
    studio.until_final(&["a1", "b1"]).await;
    assert_eq!(maker.begun(), ["b1"]);
    assert_eq!(studio.stored("a1").await.failure.expect("it failed").error, JOB_FAILED);
    studio.workshop.stop();
    running.await.expect("it does not panic").expect("it closes in good order");
}

#[tokio::test]
async fn a_workshop_that_cannot_note_an_end_closes_and_leaves_the_rest_to_go_on() {
    let mut studio = Studio::with(&["a1", "b1"], 2, 1).await;
    let crashing = BTreeSet::from(["b1".to_owned()]);
    let maker = Arc::new(SceneMaker { crashing, mute: true, ..SceneMaker::held(&studio.records) });
    let error = studio.run(&maker).await.expect("it does not panic").expect_err("it cannot be noted");
    assert!(matches!(&error, WorkshopError::Note { generation_id, .. } if generation_id == "b1"), "{error:?}");
    studio.workshop = workshop(&studio.records, studio.limits);
    let maker = Arc::new(SceneMaker::free(&studio.records));
    let running = studio.run(&maker);
    studio.until_final(&["a1", "b1"]).await;
    studio.reopen(running).await;
    for id in ["a1", "b1"] {
        assert_eq!(studio.events(id).await, MADE, "{id}");
    }
}

/// Whatever comes together, each generation ends once, and as its log says.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn many_films_of_many_owners_with_cancellations_between() {
    let ids: Vec<String> = (0..60).map(|number| format!("{}{number}", char::from(b'a' + number % 7))).collect();
    let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
    let studio = Studio::with(&[], 4, 2).await;
    let maker = Arc::new(SceneMaker::free(&studio.records));
    let running = studio.run(&maker);
    for (number, id) in ids.iter().enumerate() {
        studio.queue(id).await;
        studio.workshop.start(&id[..1], id).await.expect("it is taken");
        if number >= 5 && number % 3 == 0 {
            let cancelled = ids[number - 5];
            studio.records.record(&cancelled[..1], cancelled, &Happening::Cancelled, 1).await.expect("it is recorded");
            studio.workshop.cancel(&cancelled[..1], cancelled).await.expect("it is stopped");
        }
    }
    studio.until_final(&ids).await;
    studio.workshop.stop();
    running.await.expect("it does not panic").expect("it closes in good order");
    for id in ids {
        let events = studio.events(id).await;
        match studio.stored(id).await.state {
            GenerationState::Succeeded => assert_eq!(events, MADE, "{id}"),
            GenerationState::Cancelled => {
                let (last, before) = events.split_last().expect("a cancellation is logged");
                assert_eq!(*last, EventType::GenerationFailed, "{id}");
                assert_eq!(before, &MADE[..before.len()], "{id}");
            }
            other => panic!("{id} is {other:?}"),
        }
    }
    let seen = maker.seen.lock().expect("nothing panics while it is locked");
    let once: BTreeSet<&String> = seen.begun.iter().collect();
    assert_eq!(once.len(), seen.begun.len(), "nothing is made twice");
    assert!(seen.most_at_once <= 4, "{seen:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn it_conforms_closed_and_open() {
    let studio = Studio::with(&[], 2, 2).await;
    conformance::launcher(studio.workshop.clone(), studio.records.clone(), "closed").await;
    let maker = Arc::new(SceneMaker::held(&studio.records));
    let running = studio.run(&maker);
    conformance::launcher(studio.workshop.clone(), studio.records.clone(), "open").await;
    studio.workshop.stop();
    running.await.expect("it does not panic").expect("it closes in good order");
}
