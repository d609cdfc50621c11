use crate::{Delivery, DeliveryState};

use super::super::{specimens::NOW_MILLIS, together};
use super::Bench;

async fn delivery(bench: &Bench) -> Delivery {
    let project = bench.project().await;
    Delivery {
        user_id: project.user_id,
        project_id: project.id,
        sequence: 1,
        webhook_id: bench.fresh.id("whk"),
        state: DeliveryState::Pending,
        attempts: 0,
        due_millis: NOW_MILLIS,
    }
}

pub(super) async fn open(bench: Bench) {
    let new = delivery(&bench).await;
    let opened = together((0..8).map(|number| {
        let records = bench.records.clone();
        let new = Delivery { due_millis: NOW_MILLIS + number, ..new.clone() };
        async move { records.open_delivery(&new).await.expect("it is taken up") }
    }))
    .await;
    assert!(opened.iter().all(|delivery| *delivery == opened[0]), "all get what the first stored: {opened:?}");
    for state in [DeliveryState::Pending, DeliveryState::Delivered, DeliveryState::Dead] {
        let changed = Delivery { state, attempts: 3, due_millis: NOW_MILLIS + 60_000, ..new.clone() };
        bench.records.update_delivery(&changed).await.expect("it is stored");
        assert_eq!(bench.records.open_delivery(&new).await.expect("it is there"), changed);
    }
}

pub(super) async fn apart(bench: Bench) {
    let one = delivery(&bench).await;
    let other = delivery(&bench).await;
    let done = Delivery { state: DeliveryState::Delivered, attempts: 1, ..one.clone() };
    bench.records.open_delivery(&one).await.expect("it is taken up");
    bench.records.update_delivery(&done).await.expect("it is stored");
    for separate in [
        Delivery { webhook_id: bench.fresh.id("whk"), ..one.clone() },
        Delivery { sequence: 2, ..one.clone() },
        Delivery { sequence: 10, ..one.clone() },
        Delivery { webhook_id: one.webhook_id.clone(), ..other },
    ] {
        assert_eq!(bench.records.open_delivery(&separate).await.expect("it is new"), separate);
    }
    assert_eq!(bench.records.open_delivery(&one).await.expect("it is there"), done);
}
