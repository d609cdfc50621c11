//! The life of a paid call, whatever store keeps it.

use lectern_providers::{Call, CallState, Day, Happening, MicroDollars, ModelId, Order, RequestHash, Scope};
use proptest::prelude::*;

fn order(request: usize, cents: u64) -> Order {
    Order {
        request: RequestHash(format!("request-{request}")),
        user: "ada".to_owned(),
        project: "optics".to_owned(),
        film: "film".to_owned(),
        scene: format!("scene-{request}"),
        month: "2026-11-22".parse::<Day>().expect("a day").month(),
        model: ModelId::new("p", "m"),
        estimate: MicroDollars(cents * 10_000),
    }
}

proptest! {
    /// Whatever is noted in whatever order: what was once paid stays paid, and a call that may be under way is not begun again.
    #[test]
    fn no_order_of_happenings_loses_a_payment(happenings in proptest::collection::vec(0_usize..13, 0..40)) {
        let all = [
            Happening::Post, Happening::Submitted("j".to_owned()), Happening::Refused("r".to_owned()), Happening::Lost,
            Happening::Running, Happening::Succeeded("a".to_owned(), MicroDollars(7)),
            Happening::Failed("f".to_owned(), MicroDollars(3)), Happening::Fetched("h".to_owned()), Happening::Expired,
            Happening::Found("j".to_owned()), Happening::NeverTaken, Happening::WrittenOff, Happening::Dropped,
        ];
        let mut call = Call::planned(order(0, 50));
        for index in happenings {
            let before = call.clone();
            if let Ok(after) = call.after(&all[index]) {
                prop_assert!(after.revision >= before.revision);
                call = after;
            }
            prop_assert!(before.paid.is_none_or(|paid| call.paid == Some(paid)), "{:?} after {:?}", call, before);
            let may_be_under_way = !matches!(call.state, CallState::Failed { .. });
            let again = call.planned_again(order(0, 50));
            prop_assert!(again.is_none() || !may_be_under_way && call.paid == Some(MicroDollars::ZERO));
            prop_assert_eq!(call.planned_again(order(1, 50)), None, "another request's");
        }
    }
}

#[test]
fn rows_are_read_as_they_were_written() {
    let mut call = Call::planned(order(3, 12));
    let steps = [
        Happening::Post,
        Happening::Submitted("j".to_owned()),
        Happening::Running,
        Happening::Succeeded("a".to_owned(), MicroDollars(119_999)),
        Happening::Fetched("h".to_owned()),
    ];
    for happening in &steps {
        call = call.after(happening).expect("it is its next step");
        let json = serde_json::to_string(&call).expect("a row is plain data");
        assert_eq!(serde_json::from_str::<Call>(&json).expect("it was written by us"), call, "{json}");
    }
    assert_eq!(call.paid, Some(MicroDollars(119_999)));
    let scope = &call.order.scopes()[3];
    let json = serde_json::to_string(scope).expect("a scope is plain data");
    assert_eq!(json, r#"{"month":{"user":"ada","month":"2026-11"}}"#);
    assert_eq!(serde_json::from_str::<Scope>(&json).expect("it was written by us"), *scope);
}
