use std::collections::BTreeSet;

use lectern_lesson::{EventType, Generation, Happening, LoggedEvent, Project};
use serde_json::Value;

use super::super::{
    specimens::{self, NOW_MILLIS},
    together,
};
use super::Bench;

/// The log, after checking what holds of every log: no gaps, ids by place.
async fn log(bench: &Bench, project: &Project) -> Vec<LoggedEvent> {
    let events = bench.records.events(&project.id, 0, 1000).await.expect("a log");
    for (index, event) in events.iter().enumerate() {
        assert_eq!(event.sequence, index as u64 + 1, "the log has no gaps and is in order");
        assert_eq!(event.event_id, format!("{}.{}", project.id, event.sequence));
        assert_eq!((&event.event.project_id, &event.event.user_id), (&project.id, &project.user_id));
    }
    events
}

pub(super) async fn in_order(bench: Bench) {
    let project = bench.project().await;
    let generation = bench.generation(&project).await;
    assert_eq!(log(&bench, &project).await, [], "waiting is no event");
    let mut logged = Vec::new();
    let happenings = [
        (Happening::Admitted, None),
        (specimens::started(2), Some((EventType::GenerationStarted, 0.0))),
        (specimens::scene(2, 2), Some((EventType::SceneCompleted, 55.0))),
        (specimens::scene(1, 2), Some((EventType::SceneCompleted, 90.0))),
        (specimens::finished(), Some((EventType::GenerationFinished, 100.0))),
    ];
    for (index, (happening, expected)) in happenings.into_iter().enumerate() {
        let now_millis = NOW_MILLIS + index as u64;
        let recorded = bench.records.record(&project.user_id, &generation.id, &happening, now_millis).await;
        let recorded = recorded.expect("it is recorded");
        let event = recorded.event.as_ref();
        assert_eq!(event.map(|event| (event.event.event_type, event.event.progress)), expected, "{happening:?}");
        assert!(event.is_none_or(|event| event.at_millis == now_millis), "{happening:?} is logged with its moment");
        assert!(event.is_none_or(|event| event.event.metadata["generationId"] == generation.id.as_str()));
        logged.extend(recorded.event);
    }
    assert_eq!(log(&bench, &project).await, logged, "the log holds what was returned");
}

pub(super) async fn repeated_and_late(bench: Bench) {
    let project = bench.project().await;
    let generation = bench.generation(&project).await;
    let early = bench.record(&generation, &specimens::scene(1, 3)).await;
    assert_eq!((early.changed, early.event), (false, None), "a scene before the start");
    assert_eq!(early.generation, generation);
    for happening in [Happening::Admitted, specimens::started(3), specimens::scene(1, 3)] {
        let first = bench.record(&generation, &happening).await;
        let again = bench.record(&generation, &happening).await;
        assert!(first.changed && !again.changed, "{happening:?}");
        assert_eq!((again.generation, again.event), (first.generation, None), "{happening:?} again");
    }
    let end = bench.record(&generation, &specimens::finished()).await;
    assert!(end.changed && end.event.is_some());
    // Another generation writes to the same log, so the last event of the log is not the last of this one.
    let other = bench.generation(&project).await;
    bench.record(&other, &specimens::started(1)).await;
    let before = log(&bench, &project).await;
    for late in [
        specimens::finished(),
        specimens::failed(),
        Happening::Cancelled,
        Happening::Admitted,
        specimens::started(3),
        specimens::scene(2, 3),
    ] {
        let recorded = bench.record(&generation, &late).await;
        assert!(!recorded.changed, "{late:?} after the end");
        assert_eq!(recorded.generation, end.generation, "{late:?} after the end");
        assert_eq!(recorded.event, end.event, "{late:?} after the end gives the last event again");
    }
    assert_eq!(log(&bench, &project).await, before);
}

pub(super) async fn ends_at_once(bench: Bench) {
    let project = bench.project().await;
    for _ in 0..4 {
        let generation = bench.generation(&project).await;
        bench.record(&generation, &specimens::started(1)).await;
        let before = log(&bench, &project).await.len();
        let ends = [specimens::finished(), specimens::failed(), Happening::Cancelled];
        let recorded = together(ends.into_iter().cycle().take(6).map(|happening| {
            let (records, generation) = (bench.records.clone(), generation.clone());
            async move { records.record(&generation.user_id, &generation.id, &happening, NOW_MILLIS).await }
        }))
        .await;
        let recorded: Vec<_> = recorded.into_iter().map(|result| result.expect("it is recorded")).collect();
        assert_eq!(recorded.iter().filter(|recorded| recorded.changed).count(), 1, "one end counts");
        let events = log(&bench, &project).await;
        assert_eq!(events.len(), before + 1, "one end is logged");
        let stored = bench.stored(&generation).await;
        for recorded in recorded {
            assert_eq!(recorded.event.as_ref(), events.last(), "every end is told the one that counts");
            assert_eq!(recorded.generation, stored);
        }
    }
}

pub(super) async fn one_generation(bench: Bench) {
    concurrent_scenes(&bench, 1, 10).await;
}

pub(super) async fn two_generations(bench: Bench) {
    concurrent_scenes(&bench, 2, 6).await;
}

/// Every scene of some generations of one project is completed twice, all at once.
async fn concurrent_scenes(bench: &Bench, generations: usize, scenes: u32) {
    let project = bench.project().await;
    let mut running: Vec<Generation> = Vec::new();
    for _ in 0..generations {
        let generation = bench.generation(&project).await;
        bench.record(&generation, &specimens::started(scenes)).await;
        running.push(generation);
    }
    let tasks = (1..=scenes).flat_map(|number| running.iter().map(move |generation| (number, generation.clone())));
    let recorded = together(tasks.flat_map(|task| [task.clone(), task]).map(|(number, generation)| {
        let records = bench.records.clone();
        async move {
            let happening = specimens::scene(number, scenes);
            let recorded = records.record(&generation.user_id, &generation.id, &happening, NOW_MILLIS).await;
            recorded.expect("it is recorded, however many write at once")
        }
    }))
    .await;
    for pair in recorded.chunks(2) {
        assert_ne!(pair[0].changed, pair[1].changed, "of two that complete a scene one counts");
        assert!(pair.iter().all(|recorded| recorded.changed == recorded.event.is_some()));
    }
    let events = log(bench, &project).await;
    assert_eq!(events.len(), generations * (scenes as usize + 1), "every scene is logged once");
    let mut returned: Vec<_> = recorded.into_iter().filter_map(|recorded| recorded.event).collect();
    returned.sort_by_key(|event| event.sequence);
    assert_eq!(events[generations..], returned, "the log holds what was returned");
    for generation in &running {
        let of_this: Vec<&LoggedEvent> =
            events.iter().filter(|event| event.event.metadata["generationId"] == generation.id.as_str()).collect();
        let numbers: BTreeSet<u64> =
            of_this.iter().filter_map(|event| event.event.metadata.get("number").and_then(Value::as_u64)).collect();
        assert_eq!(numbers, (1..=u64::from(scenes)).collect(), "each scene stands in the log");
        assert!(of_this.is_sorted_by(|a, b| a.event.progress < b.event.progress), "progress grows along the log");
        let stored = bench.stored(generation).await;
        assert_eq!(stored.scenes_done.len(), scenes as usize);
        assert_eq!(stored.version, u64::from(scenes) + 2, "each change counts in the version");
    }
}

pub(super) async fn from_any_place(bench: Bench) {
    let project = bench.project().await;
    let generation = bench.generation(&project).await;
    // More than nine, so that a store that sorts numbers as text is found out.
    bench.record(&generation, &specimens::started(11)).await;
    for number in 1..=11 {
        bench.record(&generation, &specimens::scene(number, 11)).await;
    }
    let all = log(&bench, &project).await;
    assert_eq!(all.len(), 12);
    for (after, limit) in [(0, 1), (0, 12), (0, 5), (5, 3), (9, 2), (9, 100), (11, 5), (12, 5), (99, 5)] {
        let part = bench.records.events(&project.id, after, limit).await.expect("a part of the log");
        let expected: Vec<_> = all.iter().skip(after as usize).take(limit).cloned().collect();
        assert_eq!(part, expected, "at most {limit} after {after}");
    }
    let never = bench.records.events(&bench.fresh.project(), 0, 5).await.expect("a log");
    assert_eq!(never, [], "a project that never was has an empty log");
}
