//! What the records of one machine promise beyond what all records do.

mod stored;

use std::os::unix::fs::PermissionsExt;

use lectern_embedded::SqliteRecords;
use lectern_lesson::{Happening, Webhook};
use lectern_pipeline::{DeliveryState, Records, RecordsError};
use stored::{failed, finished, generation, project, scene, started};

async fn ids(records: &SqliteRecords, running_limit: usize, limit: usize) -> Vec<String> {
    let waiting = records.next_in_turn(running_limit, limit).await.expect("what waits");
    waiting.into_iter().map(|generation| generation.id).collect()
}

#[tokio::test]
async fn owners_take_turns_and_each_ones_own_come_in_order() {
    let folder = tempfile::tempdir().expect("a folder");
    let records = SqliteRecords::open(&folder.path().join("records.sqlite")).expect("records");
    for owner in ["ada", "bob", "cyd"] {
        records.create_project(&project(&format!("prj_{owner}"), owner)).await.expect("a project");
    }
    for (id, owner) in [("a1", "ada"), ("a2", "ada"), ("a3", "ada"), ("b1", "bob"), ("a4", "ada"), ("c1", "cyd")] {
        let generation = generation(id, &project(&format!("prj_{owner}"), owner));
        records.create_generation(&generation, 9).await.expect("a generation");
    }
    assert_eq!(ids(&records, 9, 9).await, ["a1", "b1", "c1", "a2", "a3", "a4"]);
    assert_eq!(ids(&records, 2, 9).await, ["a1", "b1", "c1", "a2"], "two of each owner at most");
    assert_eq!(ids(&records, 2, 2).await, ["a1", "b1"]);
    assert!(records.admit("ada", "a1", 2, 1).await.expect("it is admitted"));
    assert_eq!(ids(&records, 2, 9).await, ["b1", "c1", "a2"], "who has one running waits for the others' first");
    assert!(records.admit("ada", "a2", 2, 1).await.expect("it is admitted"));
    assert_eq!(ids(&records, 2, 9).await, ["b1", "c1"], "who has two running waits");
    records.record("ada", "a1", &failed(), 1).await.expect("it is recorded");
    assert_eq!(ids(&records, 2, 9).await, ["b1", "c1", "a3"]);
    let running = records.running().await.expect("what runs");
    assert_eq!(running.iter().map(|generation| generation.id.as_str()).collect::<Vec<_>>(), ["a2"]);
    // Whatever is listed is admitted, and nothing else.
    for id in ids(&records, 2, 9).await {
        let owner = match id.as_bytes()[0] {
            b'a' => "ada",
            b'b' => "bob",
            _ => "cyd",
        };
        assert!(records.admit(owner, &id, 2, 1).await.expect("asking succeeds"), "{id}");
    }
    assert_eq!(ids(&records, 2, 9).await, [""; 0]);
    assert!(!records.admit("ada", "a4", 2, 1).await.expect("asking succeeds"));
}

/// A process dies after an event is logged and before anybody is told.
#[tokio::test]
async fn what_was_logged_but_not_announced_is_found_again() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("records.sqlite");
    let mut project = project("prj_1", "ada");
    let webhook =
        |id: &str| Webhook { id: id.to_owned(), url: "https://example.com".to_owned(), secret: "s".to_owned() };
    project.webhooks = vec![webhook("whk_1"), webhook("whk_2")];
    let logged = {
        let records = SqliteRecords::open(&file).expect("records");
        records.create_project(&project).await.expect("a project");
        records.create_generation(&generation("gen_1", &project), 9).await.expect("a generation");
        records.record("ada", "gen_1", &started(1), 10).await.expect("it is recorded");
        records.record("ada", "gen_1", &scene(1, 1), 20).await.expect("it is recorded");
        records.record("ada", "gen_1", &finished(), 30).await.expect("it is recorded").event
    };

    let records = SqliteRecords::open(&file).expect("records");
    let again = records.record("ada", "gen_1", &finished(), 99).await.expect("it is recorded");
    assert_eq!((again.changed, &again.event), (false, &logged), "the end can be announced again");
    assert!(logged.is_some());

    let due = |now_millis, limit| {
        let records = &records;
        async move {
            let due = records.due_deliveries(now_millis, limit).await.expect("deliveries");
            due.iter().map(|delivery| (delivery.sequence, delivery.webhook_id.clone())).collect::<Vec<_>>()
        }
    };
    assert_eq!(records.next_due_millis().await.expect("a time"), Some(10));
    assert_eq!(due(9, 9).await, []);
    let both = |sequence| [(sequence, "whk_1".to_owned()), (sequence, "whk_2".to_owned())];
    assert_eq!(due(25, 9).await, [both(1), both(2)].concat(), "each webhook is owed each event");
    assert_eq!(due(30, 5).await.len(), 5);

    let mut delivery = records.due_deliveries(30, 1).await.expect("deliveries").remove(0);
    assert_eq!(records.open_delivery(&delivery).await.expect("it is there"), delivery, "it is opened already");
    (delivery.state, delivery.attempts) = (DeliveryState::Delivered, 1);
    records.update_delivery(&delivery).await.expect("it is stored");
    let mut retried = records.due_deliveries(30, 1).await.expect("deliveries").remove(0);
    (retried.attempts, retried.due_millis) = (1, 500);
    records.update_delivery(&retried).await.expect("it is stored");
    assert_eq!(due(499, 9).await, [both(2), both(3)].concat());
    assert_eq!(due(500, 9).await.len(), 5);
    records.delete_project("ada", "prj_1").await.expect("it is deleted");
    assert_eq!(records.next_due_millis().await.expect("a time"), None, "nothing is owed for a deleted project");
}

#[tokio::test]
async fn a_webhook_is_owed_what_comes_after_it() {
    let folder = tempfile::tempdir().expect("a folder");
    let records = SqliteRecords::open(&folder.path().join("records.sqlite")).expect("records");
    let mut project = project("prj_1", "ada");
    records.create_project(&project).await.expect("a project");
    records.create_generation(&generation("gen_1", &project), 9).await.expect("a generation");
    records.record("ada", "gen_1", &started(1), 1).await.expect("it is recorded");
    assert_eq!(records.due_deliveries(9, 9).await.expect("deliveries"), []);
    project.webhooks = vec![Webhook { id: "whk_1".to_owned(), url: String::new(), secret: String::new() }];
    records.update_project(&project).await.expect("it is updated");
    records.record("ada", "gen_1", &Happening::Cancelled, 2).await.expect("it is recorded");
    let due = records.due_deliveries(9, 9).await.expect("deliveries");
    assert_eq!(due.iter().map(|delivery| delivery.sequence).collect::<Vec<_>>(), [2]);
}

#[tokio::test]
async fn ids_are_unique_over_all_users() {
    let folder = tempfile::tempdir().expect("a folder");
    let records = SqliteRecords::open(&folder.path().join("records.sqlite")).expect("records");
    for (id, owner) in [("prj_1", "ada"), ("prj_2", "bob")] {
        records.create_project(&project(id, owner)).await.expect("a project");
    }
    let taken = records.create_project(&project("prj_1", "bob")).await;
    assert!(matches!(taken, Err(RecordsError::Conflict { .. })), "{taken:?}");
    records.create_generation(&generation("gen_1", &project("prj_1", "ada")), 9).await.expect("a generation");
    let taken = records.create_generation(&generation("gen_1", &project("prj_2", "bob")), 9).await;
    assert!(matches!(taken, Err(RecordsError::Conflict { .. })), "{taken:?}");
}

#[tokio::test]
async fn starts_are_counted_over_processes() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("records.sqlite");
    let records = SqliteRecords::open(&file).expect("records");
    records.create_project(&project("prj_1", "ada")).await.expect("a project");
    records.create_generation(&generation("gen_1", &project("prj_1", "ada")), 9).await.expect("a generation");
    assert_eq!(records.started("gen_1").await.expect("it is counted"), 1);
    drop(records);
    let records = SqliteRecords::open(&file).expect("records");
    assert_eq!(records.started("gen_1").await.expect("it is counted"), 2);
    records.stopped("gen_1").await.expect("it is taken back");
    assert_eq!(records.started("gen_1").await.expect("it is counted"), 2);
    assert!(matches!(records.started("gen_2").await, Err(RecordsError::NotFound { .. })));
    records.stopped("gen_2").await.expect("there is nothing to take back");
}

/// They hold the secrets of webhooks.
#[tokio::test]
async fn the_files_are_their_owners_alone() {
    let folder = tempfile::tempdir().expect("a folder");
    let records = SqliteRecords::open(&folder.path().join("records.sqlite")).expect("records");
    records.create_project(&project("prj_1", "ada")).await.expect("a project");
    let files: Vec<_> = std::fs::read_dir(folder.path()).expect("a folder").map(|file| file.expect("a file")).collect();
    assert!(files.len() > 1, "the write-ahead log is there: {files:?}");
    for file in files {
        let mode = file.metadata().expect("it is there").permissions().mode() & 0o777;
        assert_eq!(mode, 0o600, "{file:?}");
    }
}

#[test]
fn a_file_of_a_newer_version_or_of_something_else_is_left_alone() {
    let folder = tempfile::tempdir().expect("a folder");
    let newer = folder.path().join("newer.sqlite");
    drop(SqliteRecords::open(&newer).expect("records"));
    let connection = rusqlite::Connection::open(&newer).expect("a database");
    connection.pragma_update(None, "user_version", 99).expect("a version");
    drop(connection);
    let other = folder.path().join("other.sqlite");
    std::fs::write(&other, b"This is no database, however long it may be.".repeat(50)).expect("a file");
    for file in [newer, other, folder.path().join("missing/records.sqlite")] {
        let error = SqliteRecords::open(&file).expect_err("it is none of ours");
        assert!(matches!(error, RecordsError::Unavailable { .. }), "{file:?}: {error:?}");
    }
}
