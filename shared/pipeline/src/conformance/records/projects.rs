use lectern_lesson::Project;

use crate::{Delivery, DeliveryState, RecordsError};

use super::super::{specimens, together};
use super::{AMPLE, Bench, expect_conflict, expect_not_found, first_page};

pub(super) async fn round_trip(bench: Bench) {
    let user = bench.fresh.user();
    let full = specimens::project(&bench.fresh.project(), &user);
    let bare =
        Project { id: bench.fresh.project(), script: None, assets: Vec::new(), webhooks: Vec::new(), ..full.clone() };
    for project in [full, bare] {
        expect_not_found(bench.records.project(&user, &project.id).await, "a project before it is stored");
        bench.records.create_project(&project).await.expect("it is stored");
        assert_eq!(bench.records.project(&user, &project.id).await.expect("it is there"), project);
    }
}

pub(super) async fn create_again(bench: Bench) {
    let project = bench.project().await;
    bench.records.create_project(&project).await.expect("storing the same again succeeds");
    let other = Project { title: "Snow".to_owned(), ..project.clone() };
    expect_conflict(bench.records.create_project(&other).await, "another project under the same id");
    assert_eq!(bench.records.project(&project.user_id, &project.id).await.expect("it is there"), project);
    let created = {
        let project = specimens::project(&bench.fresh.project(), &project.user_id);
        together((0..8).map(|_| {
            let (records, project) = (bench.records.clone(), project.clone());
            async move { records.create_project(&project).await }
        }))
        .await
    };
    for result in created {
        result.expect("the same project stored by many at once is a success to all");
    }
}

pub(super) async fn versions(bench: Bench) {
    let first = bench.project().await;
    let renamed = Project { title: "Snow".to_owned(), storyboard: first.script.clone(), script: None, ..first.clone() };
    let second = bench.records.update_project(&renamed).await.expect("the version is the stored one");
    assert_eq!(second, Project { version: 2, ..renamed.clone() });
    assert_eq!(bench.records.project(&first.user_id, &first.id).await.expect("it is there"), second);
    expect_conflict(bench.records.update_project(&renamed).await, "an update of a version that is past");
    let ahead = Project { version: 3, ..renamed };
    expect_conflict(bench.records.update_project(&ahead).await, "an update of a version that is not yet");
    let third = bench.records.update_project(&second).await.expect("the version is the stored one");
    assert_eq!(third.version, 3);
    let never = Project { id: bench.fresh.project(), ..first };
    expect_not_found(bench.records.update_project(&never).await, "an update of what never was");
}

pub(super) async fn concurrent_updates(bench: Bench) {
    let mut project = bench.project().await;
    for round in 0..5 {
        let results = together((0..6).map(|writer| {
            let (records, title) = (bench.records.clone(), format!("by {writer} in {round}"));
            let project = Project { title, ..project.clone() };
            async move { records.update_project(&project).await }
        }))
        .await;
        let mut winners = Vec::new();
        for result in results {
            match result {
                Ok(stored) => winners.push(stored),
                other => expect_conflict(other, "the update that came second"),
            }
        }
        assert_eq!(winners.len(), 1, "exactly one wins: {winners:?}");
        project = bench.records.project(&project.user_id, &project.id).await.expect("it is there");
        assert_eq!((&project, project.version), (&winners[0], round + 2));
    }
}

pub(super) async fn delete_refused(bench: Bench) {
    let project = bench.project().await;
    let generation = bench.generation(&project).await;
    for state in ["queued", "running"] {
        let result = bench.records.delete_project(&project.user_id, &project.id).await;
        expect_conflict(result, &format!("deleting a project with a {state} generation"));
        assert!(bench.admit(&generation, 1).await);
    }
    assert!(bench.records.project(&project.user_id, &project.id).await.is_ok(), "it stays");
    assert!(bench.records.generation(&project.user_id, &generation.id).await.is_ok(), "its generation stays");
}

pub(super) async fn delete(bench: Bench) {
    let (project, other) = {
        let project = bench.project().await;
        let other = bench.project_of(&project.user_id).await;
        (project, other)
    };
    let mut generations = Vec::new();
    // More than one batch of any store's deletions, which hold 25 to 100.
    for _ in 0..10 {
        let generation = bench.generation(&project).await;
        bench.record(&generation, &specimens::started(8)).await;
        for number in 1..=8 {
            bench.record(&generation, &specimens::scene(number, 8)).await;
        }
        bench.record(&generation, &specimens::finished()).await;
        generations.push(generation);
    }
    let kept = bench.generation(&other).await;
    bench.record(&kept, &specimens::started(1)).await;
    let delivery = Delivery {
        user_id: project.user_id.clone(),
        project_id: project.id.clone(),
        sequence: 1,
        webhook_id: "whk_1".to_owned(),
        state: DeliveryState::Pending,
        attempts: 0,
        due_millis: 5,
    };
    bench.records.open_delivery(&delivery).await.expect("it is stored");
    let delivered = Delivery { state: DeliveryState::Delivered, attempts: 1, ..delivery.clone() };
    bench.records.update_delivery(&delivered).await.expect("it is stored");

    bench.records.delete_project(&project.user_id, &project.id).await.expect("everything is final");

    let user = &project.user_id;
    expect_not_found(bench.records.project(user, &project.id).await, "a deleted project");
    expect_not_found(bench.records.update_project(&project).await, "a deleted project");
    expect_not_found(bench.records.delete_project(user, &project.id).await, "a deleted project");
    for generation in &generations {
        expect_not_found(bench.records.generation(user, &generation.id).await, "a deleted project's generation");
    }
    assert_eq!(bench.records.events(&project.id, 0, 100).await.expect("asking succeeds"), [], "its log is empty");
    assert_eq!(bench.records.open_delivery(&delivery).await.expect("asking succeeds"), delivery, "it is new");
    let listed = bench.records.generations(user, None, &first_page(100)).await.expect("a page");
    assert_eq!(listed.items.iter().map(|item| &item.id).collect::<Vec<_>>(), [&kept.id], "the other project's");
    let of_project = bench.records.generations(user, Some(&project.id), &first_page(100)).await;
    assert!(of_project.map_or(true, |page| page.items.is_empty()), "none of the deleted project's");
    let listed = bench.records.projects(user, &first_page(100)).await.expect("a page");
    assert_eq!(listed.items, [other], "the other project");
    assert_eq!(bench.records.events(&kept.project_id, 0, 100).await.expect("its log").len(), 1);
    assert_eq!(bench.records.queue(user).await.expect("a queue").running, [kept.id]);
}

pub(super) async fn delete_beside_create(bench: Bench) {
    for _ in 0..8 {
        let project = bench.project().await;
        let generation = specimens::generation(&bench.fresh.generation(), &project);
        let create = {
            let (records, generation) = (bench.records.clone(), generation.clone());
            tokio::spawn(async move { records.create_generation(&generation, AMPLE).await })
        };
        let deleted = bench.records.delete_project(&project.user_id, &project.id).await;
        let created = create.await.expect("it does not panic");
        match (&created, &deleted) {
            (Ok(()), Err(RecordsError::Conflict { .. })) | (Err(RecordsError::NotFound { .. }), Ok(())) => {}
            both => panic!("a generation without its project: {both:?}"),
        }
        assert_eq!(bench.records.generation(&project.user_id, &generation.id).await.is_ok(), created.is_ok());
        assert_eq!(
            bench.records.queue(&project.user_id).await.expect("a queue").queued.len(),
            usize::from(created.is_ok())
        );
    }
}
