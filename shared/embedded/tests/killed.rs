//! A process that is killed while it makes films, and the one that goes on.

mod scenes;
mod stored;

use std::{
    env,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    sync::Arc,
};

use lectern_embedded::{SqliteRecords, Workshop, WorkshopLimits};
use lectern_host::SystemClock;
use lectern_lesson::{EventType, GenerationState};
use lectern_pipeline::Records;
use scenes::{SceneMaker, until};
use stored::{generation, project};

/// Where the killed process finds its records. Without it, this program's first test has nothing to do.
const RECORDS: &str = "LECTERN_TEST_RECORDS";
const IDS: [&str; 3] = ["gen_1", "gen_2", "gen_3"];
const SCENES: u32 = 400;

/// The process to be killed: this very program, run for this test alone.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn process_to_be_killed() {
    if let Some(file) = env::var_os(RECORDS) {
        run(Path::new(&file)).await;
    }
}

/// Makes what there is until everything has ended.
async fn run(file: &Path) {
    let records = Arc::new(SqliteRecords::open(file).expect("records"));
    let limits = WorkshopLimits { jobs: 2, running_per_owner: 2 };
    let workshop = Arc::new(Workshop::new(records.clone(), Arc::new(SystemClock::default()), limits));
    let maker = Arc::new(SceneMaker { scenes: SCENES, ..SceneMaker::free(&records) });
    let running = tokio::spawn(Arc::clone(&workshop).run(maker));
    until("the end of all", async || {
        let queue = records.queue("ada").await.expect("a queue");
        queue.queued.is_empty() && queue.running.is_empty()
    })
    .await;
    workshop.stop();
    running.await.expect("it does not panic").expect("it closes in good order");
}

fn start(file: &PathBuf) -> Child {
    Command::new(env::current_exe().expect("a path"))
        .args(["--exact", "process_to_be_killed"])
        .env(RECORDS, file)
        .stdout(Stdio::null())
        .spawn()
        .expect("it starts")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_killed_studio_loses_nothing_and_repeats_nothing() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("records.sqlite");
    let records = SqliteRecords::open(&file).expect("records");
    let project = project("prj_1", "ada");
    records.create_project(&project).await.expect("a project");
    for id in IDS {
        records.create_generation(&generation(id, &project), 9).await.expect("a generation");
    }
    for events in [20, 150] {
        let mut child = start(&file);
        until("some events", async || records.events("prj_1", 0, 9999).await.expect("a log").len() >= events).await;
        child.kill().expect("it is killed");
        child.wait().expect("it is gone");
    }
    let left = records.queue("ada").await.expect("a queue");
    assert!(!left.running.is_empty(), "it was killed at work: {left:?}");

    run(&file).await;

    let events = records.events("prj_1", 0, 9999).await.expect("a log");
    let sequences: Vec<u64> = events.iter().map(|event| event.sequence).collect();
    assert_eq!(sequences, (1..=IDS.len() as u64 * (u64::from(SCENES) + 2)).collect::<Vec<_>>());
    for id in IDS {
        let of_this: Vec<_> = events.iter().filter(|event| event.event.metadata["generationId"] == id).collect();
        let numbers = of_this.iter().filter_map(|event| event.event.metadata["number"].as_u64());
        assert_eq!(numbers.collect::<Vec<_>>(), (1..=u64::from(SCENES)).collect::<Vec<_>>(), "{id}: each scene once");
        let last = of_this.last().expect("there are events");
        assert_eq!(last.event.event_type, EventType::GenerationFinished);
        assert_eq!(records.generation("ada", id).await.expect("it is there").state, GenerationState::Succeeded);
    }
}
