//! What every store of the ledger must do, as a function that its own tests call.

use std::sync::Arc;

use crate::{
    Budgets, CallState, Day, Happening, Ledger, LedgerError, MicroDollars, ModelId, Month, Order, RequestHash, Scope,
};

/// Requests that are planned at once.
const AT_ONCE: u64 = 12;

/// Holds a ledger to the contract of its port. Each check works on users of its own, whose names begin with `prefix`, so it may be run
/// against a store that is in use; no other run has that prefix. Run it on a runtime with several threads: what happens at once is then
/// really at once.
///
/// # Panics
/// When the ledger does something else.
pub async fn ledger<L: Ledger + 'static>(ledger: Arc<L>, prefix: &str) {
    a_request_is_planned_once(&*ledger, &format!("{prefix}-once")).await;
    budgets_hold_in_every_scope(&*ledger, &format!("{prefix}-scopes")).await;
    budgets_hold_for_many_at_once(&ledger, &format!("{prefix}-many")).await;
    a_row_moves_on_for_one_alone(&ledger, &format!("{prefix}-moves")).await;
    what_was_paid_counts_and_what_failed_free_is_begun_anew(&*ledger, &format!("{prefix}-pays")).await;
    what_is_unfinished_is_found_oldest_first(&*ledger, &format!("{prefix}-left")).await;
}

fn month(text: &str) -> Month {
    text.parse::<Day>().expect("a day").month()
}

fn order(user: &str, request: u64, cents: u64) -> Order {
    Order {
        request: RequestHash(format!("{user}-{request}")),
        user: user.to_owned(),
        project: "optics".to_owned(),
        film: format!("film-{}", request % 2),
        scene: format!("scene-{request}"),
        month: month("2026-11-22"),
        model: ModelId::new("p", "m"),
        estimate: cents_of(cents),
    }
}

fn cents_of(cents: u64) -> MicroDollars {
    MicroDollars(cents * 10_000)
}

async fn total(ledger: &dyn Ledger, user: &str) -> MicroDollars {
    ledger.committed(&Scope::User { user: user.to_owned() }).await.expect("the store answers")
}

async fn a_request_is_planned_once(ledger: &dyn Ledger, user: &str) {
    let asked = order(user, 0, 20);
    assert_eq!(ledger.find(&asked.request).await.expect("the store answers"), None);
    assert_eq!(total(ledger, user).await, MicroDollars::ZERO, "a scope without rows");
    let planned = ledger.plan(&asked, &Budgets::default()).await.expect("there is no limit");
    assert_eq!((&planned.state, planned.revision, planned.attempt), (&CallState::Planned, 0, 1));
    let dearer = Order { estimate: cents_of(90), ..asked.clone() };
    // Not even a budget that it would not fit into matters: nothing is asked for.
    let none = Budgets { user: Some(MicroDollars::ZERO), ..Budgets::default() };
    assert_eq!(ledger.plan(&dearer, &none).await.expect("it is planned already"), planned);
    assert_eq!(ledger.find(&asked.request).await.expect("the store answers"), Some(planned));
    assert_eq!(total(ledger, user).await, cents_of(20));
}

async fn budgets_hold_in_every_scope(ledger: &dyn Ledger, user: &str) {
    let plan =
        |request, cents, budgets: Budgets| async move { ledger.plan(&order(user, request, cents), &budgets).await };
    plan(0, 200, Budgets::default()).await.expect("there is no limit");
    let limit = Some(cents_of(250));
    let scopes: [(&str, Budgets); 4] = [
        ("film", Budgets { film: limit, ..Budgets::default() }),
        ("project", Budgets { project: limit, ..Budgets::default() }),
        ("user", Budgets { user: limit, ..Budgets::default() }),
        ("month", Budgets { month: limit, ..Budgets::default() }),
    ];
    for (name, budgets) in scopes {
        let refused = plan(2, 51, budgets).await.expect_err(name);
        let LedgerError::OverBudget(over) = &refused else { panic!("{name}: {refused}") };
        assert_eq!((over.committed, over.limit), (cents_of(200), cents_of(250)), "{name}");
        assert_eq!(ledger.find(&order(user, 2, 51).request).await.expect("the store answers"), None, "{name}");
    }
    plan(2, 50, Budgets { film: limit, project: limit, user: limit, month: limit }).await.expect("it fits to the cent");
    plan(1, 250, Budgets { film: limit, ..Budgets::default() }).await.expect("another film");
    let later = Order { month: month("2026-12-01"), ..order(user, 3, 250) };
    ledger.plan(&later, &Budgets { month: limit, ..Budgets::default() }).await.expect("another month");
    assert_eq!(total(ledger, user).await, cents_of(750));
}

async fn budgets_hold_for_many_at_once<L: Ledger + 'static>(ledger: &Arc<L>, user: &str) {
    let budgets = Budgets { user: Some(cents_of(50)), ..Budgets::default() };
    let tasks: Vec<_> = (0..AT_ONCE)
        .map(|request| {
            let (ledger, order) = (Arc::clone(ledger), order(user, request, 10));
            tokio::spawn(async move { ledger.plan(&order, &budgets).await })
        })
        .collect();
    let mut admitted = 0;
    for task in tasks {
        match task.await.expect("no task panics") {
            Ok(_) => admitted += 1,
            Err(LedgerError::OverBudget(_)) => {}
            Err(error) => panic!("{error}"),
        }
    }
    assert_eq!(admitted, 5, "as many as the budget holds");
    assert_eq!(total(&**ledger, user).await, cents_of(50));
}

async fn a_row_moves_on_for_one_alone<L: Ledger + 'static>(ledger: &Arc<L>, user: &str) {
    let asked = order(user, 0, 10);
    let missing = ledger.advance(&asked.request, 0, &Happening::Post).await;
    assert!(matches!(missing, Err(LedgerError::NotFound { .. })), "{missing:?}");
    ledger.plan(&asked, &Budgets::default()).await.expect("there is no limit");
    let tasks: Vec<_> = (0..AT_ONCE)
        .map(|_| {
            let (ledger, request) = (Arc::clone(ledger), asked.request.clone());
            tokio::spawn(async move { ledger.advance(&request, 0, &Happening::Post).await })
        })
        .collect();
    let mut moved = 0;
    for task in tasks {
        match task.await.expect("no task panics") {
            Ok(call) => {
                assert_eq!((call.state, call.revision), (CallState::Posting, 1));
                moved += 1;
            }
            Err(LedgerError::Moved { expected: 0, stored: 1, .. }) => {}
            Err(error) => panic!("{error}"),
        }
    }
    assert_eq!(moved, 1, "one alone sends it");
    let wrong = ledger.advance(&asked.request, 1, &Happening::Fetched("h".to_owned())).await;
    assert!(matches!(wrong, Err(LedgerError::WrongTurn(_))), "{wrong:?}");
    let row = ledger.find(&asked.request).await.expect("the store answers").expect("it is planned");
    assert_eq!((row.state, row.revision), (CallState::Posting, 1), "what is refused changes nothing");
}

async fn what_was_paid_counts_and_what_failed_free_is_begun_anew(ledger: &dyn Ledger, user: &str) {
    let asked = order(user, 0, 100);
    let mut call = ledger.plan(&asked, &Budgets::default()).await.expect("there is no limit");
    for (happening, committed) in [
        (Happening::Post, 100),
        (Happening::Submitted("job".to_owned()), 100),
        (Happening::Running, 100),
        (Happening::Succeeded("https://example.com/clip".to_owned(), cents_of(93)), 93),
        (Happening::Fetched("hash".to_owned()), 93),
    ] {
        call = ledger.advance(&asked.request, call.revision, &happening).await.expect("it is its next step");
        assert_eq!(total(ledger, user).await, cents_of(committed), "{happening:?}");
    }
    assert_eq!(ledger.plan(&asked, &Budgets::default()).await.expect("it is there"), call, "what is paid stays");

    let asked = order(user, 1, 40);
    let mut call = ledger.plan(&asked, &Budgets::default()).await.expect("there is no limit");
    for happening in [Happening::Post, Happening::Refused("nobody was there".to_owned())] {
        call = ledger.advance(&asked.request, call.revision, &happening).await.expect("it is its next step");
    }
    assert_eq!(total(ledger, user).await, cents_of(93));
    let anew = Order { estimate: cents_of(50), month: month("2026-12-01"), ..asked.clone() };
    let again = ledger.plan(&anew, &Budgets::default()).await.expect("it may be begun again");
    assert_eq!((&again.state, again.attempt, again.revision), (&CallState::Planned, 2, call.revision + 1));
    let in_month = Scope::Month { user: user.to_owned(), month: month("2026-12-01") };
    assert_eq!(ledger.committed(&in_month).await.expect("the store answers"), cents_of(50));
}

async fn what_is_unfinished_is_found_oldest_first(ledger: &dyn Ledger, user: &str) {
    for request in [7, 3, 5] {
        ledger.plan(&order(user, request, 1), &Budgets::default()).await.expect("there is no limit");
    }
    let finished = order(user, 3, 1).request;
    ledger.advance(&finished, 0, &Happening::Dropped).await.expect("it was not sent");
    let left = ledger.unfinished().await.expect("the store answers");
    let own: Vec<&str> =
        left.iter().filter(|call| call.order.user == user).map(|call| call.order.scene.as_str()).collect();
    assert_eq!(own, ["scene-7", "scene-5"]);
}
