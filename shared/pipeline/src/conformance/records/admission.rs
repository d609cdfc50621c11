use lectern_lesson::{Generation, GenerationState, Happening};

use super::super::{
    specimens::{self, NOW_MILLIS},
    together,
};
use super::{Bench, expect_not_found};

async fn waiting(bench: &Bench, count: usize) -> Vec<Generation> {
    let project = bench.project().await;
    let mut generations = Vec::new();
    for _ in 0..count {
        generations.push(bench.generation(&project).await);
    }
    generations
}

pub(super) async fn in_order(bench: Bench) {
    let waiting = waiting(&bench, 4).await;
    assert!(!bench.admit(&waiting[0], 0).await, "nothing runs where nothing may");
    assert!(!bench.admit(&waiting[2], 2).await, "two are before it");
    assert!(bench.admit(&waiting[1], 2).await, "it is among the two oldest");
    assert!(!bench.admit(&waiting[2], 2).await, "the oldest still waits and has the last place");
    assert!(bench.admit(&waiting[0], 2).await);
    let running = bench.stored(&waiting[0]).await;
    assert_eq!((running.state, running.version), (GenerationState::Running, 2));
    assert!(bench.admit(&waiting[0], 2).await, "it is running already");
    assert!(bench.admit(&waiting[0], 0).await, "it is running already, whatever the limit is now");
    assert_eq!(bench.stored(&waiting[0]).await, running, "asking again changes nothing");
    assert!(!bench.admit(&waiting[2], 2).await, "two are running");
    bench.record(&waiting[1], &specimens::failed()).await;
    assert!(!bench.admit(&waiting[1], 2).await, "what has ended does not run");
    assert!(!bench.admit(&waiting[3], 2).await, "one is before it");
    assert!(bench.admit(&waiting[2], 2).await);
    assert!(bench.admit(&waiting[3], 3).await, "a higher limit holds from now on");
    let never = bench.records.admit(&waiting[0].user_id, &bench.fresh.generation(), 2, NOW_MILLIS).await;
    expect_not_found(never, "a generation that never was");
}

pub(super) async fn at_once(bench: Bench) {
    const LIMIT: usize = 3;
    let waiting = waiting(&bench, 8).await;
    let user = &waiting[0].user_id;
    for round in 0..2 {
        let admitted = together(waiting.iter().flat_map(|generation| [generation.clone(), generation.clone()]).map(
            |generation| {
                let records = bench.records.clone();
                async move { records.admit(&generation.user_id, &generation.id, LIMIT, NOW_MILLIS).await }
            },
        ))
        .await;
        let admitted: Vec<bool> = admitted.into_iter().map(|result| result.expect("asking succeeds")).collect();
        // Only the oldest are ever among those that have a place, in whatever order they ask.
        let expected: Vec<bool> = (0..8).flat_map(|index| [(round..round + LIMIT).contains(&index); 2]).collect();
        assert_eq!(admitted, expected, "in round {round}");
        let queue = bench.records.queue(user).await.expect("a queue");
        assert_eq!(queue.running.len(), LIMIT);
        assert_eq!(queue.queued, waiting[round + LIMIT..].iter().map(|item| item.id.clone()).collect::<Vec<_>>());
        bench.record(&waiting[round], &Happening::Cancelled).await;
    }
}
