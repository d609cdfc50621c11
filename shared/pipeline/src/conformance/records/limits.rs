use crate::Reservation;

use super::super::{specimens::NOW_MILLIS, together};
use super::Bench;

const DAY_MILLIS: u64 = 24 * 60 * 60 * 1000;
/// Stores that count in whole seconds may be this much early or late.
const TOLERANCE_MILLIS: u64 = 1000;

fn reservation(request_hash: &str, id: &str) -> Reservation {
    Reservation { request_hash: request_hash.to_owned(), id: id.to_owned() }
}

pub(super) async fn reservations(bench: Bench) {
    let user = bench.fresh.user();
    let reserve = async |key: &str, reservation: &Reservation, now_millis: u64| {
        bench.records.reserve(&user, key, reservation, now_millis).await.expect("it is reserved")
    };
    let first = reservation("one request", "prj_1");
    assert_eq!(reserve("key", &first, NOW_MILLIS).await, first);
    assert_eq!(reserve("key", &reservation("one request", "prj_2"), NOW_MILLIS + 1).await, first, "the same again");
    assert_eq!(reserve("key", &reservation("another", "prj_3"), NOW_MILLIS + 2).await, first, "another request");
    let second = reservation("another", "prj_4");
    assert_eq!(reserve("key 2", &second, NOW_MILLIS).await, second, "another key");

    let third = reservation("later", "prj_5");
    assert_eq!(reserve("key", &third, NOW_MILLIS + DAY_MILLIS - TOLERANCE_MILLIS).await, first, "within a day");
    let later = NOW_MILLIS + DAY_MILLIS + TOLERANCE_MILLIS;
    assert_eq!(reserve("key", &third, later).await, third, "after a day");
    assert_eq!(reserve("key", &first, later + DAY_MILLIS - 2 * TOLERANCE_MILLIS).await, third, "for a day again");
}

pub(super) async fn concurrent_reservations(bench: Bench) {
    let user = bench.fresh.user();
    for now_millis in [NOW_MILLIS, NOW_MILLIS + 2 * DAY_MILLIS] {
        let stored = together((0..10).map(|number| {
            let (records, user) = (bench.records.clone(), user.clone());
            let wanted = reservation("same", &format!("{now_millis}-{number}"));
            async move { records.reserve(&user, "key", &wanted, now_millis).await.expect("it is reserved") }
        }))
        .await;
        assert!(stored[0].id.starts_with(&now_millis.to_string()), "an expired one is not kept");
        assert!(stored.iter().all(|reservation| *reservation == stored[0]), "all get the same: {stored:?}");
    }
}

pub(super) async fn windows(bench: Bench) {
    let user = bench.fresh.user();
    let start = NOW_MILLIS / 60_000 * 60_000;
    for (now_millis, expected, why) in [
        (start, 1, "the first of a window"),
        (start + 30_000, 2, "in the same window"),
        (start + 59_999, 3, "at its end"),
        (start + 60_000, 1, "the first of the next window"),
        (start + 61_000, 2, "in the next window"),
        (start + 59_999, 4, "late, in the first window"),
    ] {
        let count = bench.records.count_request(&user, 60, now_millis).await.expect("it is counted");
        assert_eq!(count, expected, "{why}");
    }
}

pub(super) async fn concurrent_requests(bench: Bench) {
    let user = bench.fresh.user();
    let mut counts = together((0..20).map(|_| {
        let (records, user) = (bench.records.clone(), user.clone());
        async move { records.count_request(&user, 60, NOW_MILLIS).await.expect("it is counted") }
    }))
    .await;
    counts.sort_unstable();
    assert_eq!(counts, (1..=20).collect::<Vec<u64>>(), "each gets a number of its own");
}
