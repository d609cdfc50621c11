use lectern_lesson::{Generation, GenerationState, Happening, Queue};

use crate::RecordsError;

use super::super::{
    specimens::{self, NOW_MILLIS},
    together,
};
use super::{AMPLE, Bench, expect_not_found};

pub(super) async fn round_trip(bench: Bench) {
    let project = bench.project().await;
    let generation = specimens::generation(&bench.fresh.generation(), &project);
    expect_not_found(
        bench.records.generation(&project.user_id, &generation.id).await,
        "a generation before it is stored",
    );
    bench.records.create_generation(&generation, AMPLE).await.expect("it is stored");
    assert_eq!(bench.stored(&generation).await, generation);
    // Every field changes on its way.
    let happenings = [
        Happening::Admitted,
        specimens::started(3),
        specimens::scene(2, 3),
        specimens::scene(1, 3),
        specimens::finished(),
    ];
    let mut expected = generation.clone();
    for happening in &happenings {
        expected.apply(happening, NOW_MILLIS);
        let recorded = bench.record(&generation, happening).await;
        assert!(recorded.changed, "{happening:?} changes it");
        assert_eq!(recorded.generation, expected, "after {happening:?}");
        assert_eq!(bench.stored(&generation).await, expected, "after {happening:?}");
    }
    let failed = bench.generation(&project).await;
    let recorded = bench.record(&failed, &specimens::failed()).await;
    assert_eq!(bench.stored(&failed).await, recorded.generation);
    assert!(recorded.generation.failure.is_some());
}

pub(super) async fn create_again(bench: Bench) {
    let project = bench.project().await;
    let generation = specimens::generation(&bench.fresh.generation(), &project);
    let created = together((0..8).map(|_| {
        let (records, generation) = (bench.records.clone(), generation.clone());
        async move { records.create_generation(&generation, 1).await }
    }))
    .await;
    for result in created {
        result.expect("storing the same again succeeds, also where the quota is used up");
    }
    let queue = bench.records.queue(&project.user_id).await.expect("a queue");
    assert_eq!(queue.queued, [generation.id.as_str()], "it waits once");
    for happening in [specimens::started(1), specimens::finished()] {
        let moved = bench.record(&generation, &happening).await.generation;
        bench.records.create_generation(&generation, 1).await.expect("storing the same again succeeds");
        assert_eq!(bench.stored(&generation).await, moved, "what has become of it stays");
    }
    assert_eq!(bench.records.queue(&project.user_id).await.expect("a queue"), Queue::default());
}

pub(super) async fn without_project(bench: Bench) {
    let project = specimens::project(&bench.fresh.project(), &bench.fresh.user());
    let generation = specimens::generation(&bench.fresh.generation(), &project);
    expect_not_found(bench.records.create_generation(&generation, AMPLE).await, "the project of a new generation");
    assert_eq!(bench.records.queue(&project.user_id).await.expect("a queue"), Queue::default());
}

pub(super) async fn quota(bench: Bench) {
    const QUOTA: usize = 5;
    let project = bench.project().await;
    let first = bench.generation(&project).await;
    assert!(bench.admit(&first, 1).await, "running ones count as well");
    let results = together((0..20).map(|_| {
        let generation = specimens::generation(&bench.fresh.generation(), &project);
        let records = bench.records.clone();
        async move { records.create_generation(&generation, QUOTA).await.map(|()| generation.id) }
    }))
    .await;
    let mut created = Vec::new();
    for result in results {
        match result {
            Ok(id) => created.push(id),
            Err(RecordsError::Quota { limit }) => assert_eq!(limit, QUOTA),
            Err(other) => panic!("neither stored nor over the quota: {other:?}"),
        }
    }
    let mut queue = bench.records.queue(&project.user_id).await.expect("a queue");
    queue.queued.sort();
    created.sort();
    assert_eq!((created.len(), &queue.queued), (QUOTA - 1, &created));
    assert_eq!(queue.running, [first.id.as_str()]);
    let next = specimens::generation(&bench.fresh.generation(), &project);
    expect_not_found(bench.records.generation(&project.user_id, &next.id).await, "what is over the quota");
    bench.record(&first, &Happening::Cancelled).await;
    bench.records.create_generation(&next, QUOTA).await.expect("what has ended counts no more");
}

pub(super) async fn queue(bench: Bench) {
    let project = bench.project().await;
    // Stored in another order than that of their ids: the queue goes by arrival.
    let mut arrived: Vec<Generation> =
        (0..4).map(|_| specimens::generation(&bench.fresh.generation(), &project)).collect();
    arrived.swap(0, 3);
    for generation in &arrived {
        bench.records.create_generation(generation, AMPLE).await.expect("it is stored");
    }
    let [a, b, c, d] = [0, 1, 2, 3].map(|index| arrived[index].id.clone());
    let expect = async |queued: &[&String], running: &[&String], when: &str| {
        let mut queue = bench.records.queue(&project.user_id).await.expect("a queue");
        queue.running.sort();
        let mut running: Vec<&String> = running.to_vec();
        running.sort();
        assert_eq!(queue.queued.iter().collect::<Vec<_>>(), queued, "queued {when}");
        assert_eq!(queue.running.iter().collect::<Vec<_>>(), running, "running {when}");
    };
    expect(&[&a, &b, &c, &d], &[], "at first").await;
    assert!(bench.admit(&arrived[0], 1).await);
    expect(&[&b, &c, &d], &[&a], "after an admission").await;
    bench.record(&arrived[2], &specimens::started(1)).await;
    expect(&[&b, &d], &[&a, &c], "when one starts unasked").await;
    bench.record(&arrived[1], &Happening::Cancelled).await;
    expect(&[&d], &[&a, &c], "when a queued one is cancelled").await;
    bench.record(&arrived[0], &specimens::failed()).await;
    expect(&[&d], &[&c], "when one fails").await;
    bench.record(&arrived[3], &Happening::Admitted).await;
    expect(&[], &[&c, &d], "when an admission is recorded").await;
    bench.record(&arrived[2], &specimens::finished()).await;
    bench.record(&arrived[3], &specimens::finished()).await;
    expect(&[], &[], "at the end").await;
    let never = bench.records.generation(&project.user_id, &bench.fresh.generation()).await;
    expect_not_found(never, "a generation that never was");
    assert_eq!(bench.stored(&arrived[1]).await.state, GenerationState::Cancelled);
}
