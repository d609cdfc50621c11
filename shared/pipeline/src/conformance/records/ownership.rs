use lectern_lesson::{Generation, Happening, Project, Queue};

use crate::Reservation;

use super::super::specimens::{self, NOW_MILLIS};
use super::{AMPLE, Bench, expect_not_found, first_page};

/// Whatever a stranger asks for, it is as if it never was; and nothing they do changes it.
pub(super) async fn strangers(bench: Bench) {
    let project = bench.project().await;
    let generation = bench.generation(&project).await;
    let (owner, stranger) = (&project.user_id, bench.fresh.user());
    let records = &bench.records;

    let stolen = Project { user_id: stranger.clone(), ..project.clone() };
    let begun = Generation { id: bench.fresh.generation(), user_id: stranger.clone(), ..generation.clone() };
    expect_not_found(records.project(&stranger, &project.id).await, "a stranger's view of a project");
    expect_not_found(records.update_project(&stolen).await, "a stranger's update");
    expect_not_found(records.delete_project(&stranger, &project.id).await, "a stranger's deletion");
    expect_not_found(records.generation(&stranger, &generation.id).await, "a stranger's view of a generation");
    expect_not_found(records.create_generation(&begun, AMPLE).await, "a stranger's generation");
    expect_not_found(records.admit(&stranger, &generation.id, 5, NOW_MILLIS).await, "a stranger's admission");
    for happening in [Happening::Cancelled, specimens::started(2), specimens::finished()] {
        let result = records.record(&stranger, &generation.id, &happening, NOW_MILLIS).await;
        expect_not_found(result, "what a stranger records");
    }
    assert_eq!(records.queue(&stranger).await.expect("a queue"), Queue::default());
    assert_eq!(records.projects(&stranger, &first_page(9)).await.expect("a page").items, []);
    assert_eq!(records.generations(&stranger, None, &first_page(9)).await.expect("a page").items, []);
    let of_project = records.generations(&stranger, Some(&project.id), &first_page(9)).await;
    assert!(of_project.map_or(true, |page| page.items.is_empty()), "a stranger's list of a project's generations");

    assert_eq!(records.project(owner, &project.id).await.expect("it is there"), project);
    assert_eq!(records.generation(owner, &generation.id).await.expect("it is there"), generation);
    assert_eq!(records.queue(owner).await.expect("a queue").queued, [generation.id]);
    assert_eq!(records.events(&project.id, 0, 9).await.expect("a log"), []);

    for (user, id) in [(owner, "one"), (&stranger, "two")] {
        let reservation = Reservation { request_hash: "same".to_owned(), id: id.to_owned() };
        let stored = records.reserve(user, "same key", &reservation, NOW_MILLIS).await.expect("it is reserved");
        assert_eq!(stored, reservation, "keys are each user's own");
        assert_eq!(records.count_request(user, 60, NOW_MILLIS).await.expect("it is counted"), 1);
    }
}
