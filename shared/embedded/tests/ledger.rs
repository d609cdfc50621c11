//! The ledger of one machine: it keeps the contract of every ledger, and whatever crashes when, no call is paid twice, no budget is
//! exceeded, and the books agree with the bill.

use std::path::Path;
use std::sync::Arc;

use lectern_embedded::SqliteLedger;
use lectern_providers::{
    Budgets, Call, CallState, Day, Happening, Ledger, LedgerError, MicroDollars, ModelId, NextStep, Order, RequestHash,
    Scope, conformance,
};
use proptest::prelude::*;
use tokio::runtime::Runtime;

fn open(file: &Path) -> SqliteLedger {
    SqliteLedger::open(file).expect("a ledger")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn it_keeps_the_contract_of_every_ledger() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("ledger.sqlite");
    let ledger = Arc::new(open(&file));
    conformance::ledger(Arc::clone(&ledger), "first").await;
    let left = ledger.unfinished().await.expect("the store answers");
    // What was returned is on the disk, and two openings share nothing but the file, as two processes do.
    drop(ledger);
    assert_eq!(open(&file).unfinished().await.expect("the store answers"), left);
    tokio::join!(conformance::ledger(Arc::new(open(&file)), "one"), conformance::ledger(Arc::new(open(&file)), "two"));
}

#[test]
fn what_is_no_ledger_is_refused() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("ledger.sqlite");
    std::fs::write(&file, "Dear diary, today I spent nothing. ".repeat(100)).expect("a file");
    let refused = SqliteLedger::open(&file).expect_err("no ledger").to_string();
    assert!(refused.contains("cannot open the ledger"), "{refused}");
    let kept = std::fs::read_to_string(&file).expect("it is there");
    assert!(kept.starts_with("Dear diary"), "what is not ours stays");
}

fn order(request: usize, cents: u64) -> Order {
    Order {
        request: RequestHash(format!("request-{request}")),
        user: "ada".to_owned(),
        project: "optics".to_owned(),
        film: format!("film-{}", request % 2),
        scene: format!("scene-{request}"),
        month: "2026-11-22".parse::<Day>().expect("a day").month(),
        model: ModelId::new("p", "m"),
        estimate: MicroDollars(cents * 10_000),
    }
}

/// What a provider does with a request that is posted.
#[derive(Clone, Copy, Debug)]
enum Answer {
    /// Nobody is reached; that is proven.
    Unreached,
    /// It is not taken on, and the answer is lost.
    LostUntaken,
    /// It is taken on, and the answer is lost.
    LostTaken,
    /// It is taken on.
    Taken,
}

/// How a job ends.
#[derive(Clone, Copy, Debug)]
enum End {
    Free,
    Charged,
    Result,
    /// There is a result, but it cannot be fetched any more.
    Expired,
}

struct Job {
    request: RequestHash,
    token: String,
    price: MicroDollars,
    end: End,
}

/// The world outside: it goes on while we crash.
struct Provider {
    does_once: bool,
    can_list: bool,
    answers: Vec<Answer>,
    ends: Vec<End>,
    posts: usize,
    jobs: Vec<Job>,
}

impl Provider {
    /// The name of the job, `Ok(None)` where nobody was reached, and an error where the answer was lost.
    fn post(&mut self, call: &Call) -> Result<Option<String>, ()> {
        let answer = self.answers[self.posts % self.answers.len()];
        self.posts += 1;
        let known = || self.jobs.iter().position(|job| job.token == call.token()).filter(|_| self.does_once);
        let take = matches!(answer, Answer::Taken | Answer::LostTaken);
        let index = known().or_else(|| {
            take.then(|| {
                // It charges what was estimated, or a little less.
                let price = MicroDollars(call.order.estimate.0 * (90 + self.posts as u64 % 11) / 100);
                let end = self.ends[self.jobs.len() % self.ends.len()];
                self.jobs.push(Job { request: call.order.request.clone(), token: call.token(), price, end });
                self.jobs.len() - 1
            })
        });
        match answer {
            Answer::Unreached => Ok(None),
            Answer::LostUntaken | Answer::LostTaken => Err(()),
            Answer::Taken => Ok(index.map(|index| index.to_string())),
        }
    }

    fn job(&self, name: &str) -> &Job {
        &self.jobs[name.parse::<usize>().expect("one of its names")]
    }

    fn charged(&self, request: &RequestHash) -> Vec<MicroDollars> {
        let is_charged = |job: &&Job| job.request == *request && !matches!(job.end, End::Free);
        self.jobs.iter().filter(is_charged).map(|job| job.price).collect()
    }
}

/// The process has ended, at whatever point.
struct Crashed;

/// Counts points down to the next crash.
struct Fate(Vec<u8>);

impl Fate {
    fn point(&mut self) -> Result<(), Crashed> {
        match self.0.last_mut() {
            None => Ok(()),
            Some(0) => {
                self.0.pop();
                Err(Crashed)
            }
            Some(left) => {
                *left -= 1;
                Ok(())
            }
        }
    }
}

/// Takes a call to its end, one noted step after the other.
async fn lead(rows: &SqliteLedger, provider: &mut Provider, mut call: Call, fate: &mut Fate) -> Result<Call, Crashed> {
    // A crash lies before and behind each step: between what was done and its being noted, and the other way round.
    loop {
        fate.point()?;
        let happening = match call.next_step(provider.does_once) {
            NextStep::Done => return Ok(call),
            NextStep::Post => {
                call = note(rows, &call, &Happening::Post).await;
                fate.point()?;
                posted(provider.post(&call), provider.does_once)
            }
            NextStep::PostAgain => posted(provider.post(&call), provider.does_once),
            NextStep::GiveUp => Some(Happening::Lost),
            NextStep::Poll => {
                let (CallState::Submitted { job } | CallState::Running { job }) = &call.state else {
                    panic!("{:?} is not to be polled", call.state)
                };
                let Job { price, end, .. } = provider.job(job);
                Some(match (&call.state, end) {
                    (CallState::Submitted { .. }, _) => Happening::Running,
                    (_, End::Free) => Happening::Failed("it cannot".to_owned(), MicroDollars::ZERO),
                    (_, End::Charged) => Happening::Failed("it cannot".to_owned(), *price),
                    (_, End::Result | End::Expired) => Happening::Succeeded(format!("at/{job}"), *price),
                })
            }
            NextStep::Fetch => {
                let CallState::Succeeded { job, .. } = &call.state else { panic!("{:?} has no result", call.state) };
                let expired = matches!(provider.job(job).end, End::Expired);
                Some(if expired { Happening::Expired } else { Happening::Fetched(format!("hash-{job}")) })
            }
            NextStep::Reconcile => Some(match provider.jobs.iter().position(|job| job.token == call.token()) {
                _ if !provider.can_list => Happening::WrittenOff,
                Some(index) => Happening::Found(index.to_string()),
                None => Happening::NeverTaken,
            }),
        };
        fate.point()?;
        if let Some(happening) = happening {
            call = note(rows, &call, &happening).await;
        }
    }
}

/// What is noted after a post. Where a lost answer can be asked for again, nothing is.
fn posted(answer: Result<Option<String>, ()>, does_once: bool) -> Option<Happening> {
    match answer {
        Ok(Some(job)) => Some(Happening::Submitted(job)),
        // A provider that does a request once may have taken it on when it was posted before: this time proves nothing.
        Ok(None) => (!does_once).then(|| Happening::Refused("nobody was reached".to_owned())),
        Err(()) => (!does_once).then_some(Happening::Lost),
    }
}

async fn note(rows: &SqliteLedger, call: &Call, happening: &Happening) -> Call {
    rows.advance(&call.order.request, call.revision, happening).await.expect("it is its next step")
}

/// One life of the process: goes on with what it finds, then sees to every request.
async fn live(
    rows: &SqliteLedger,
    provider: &mut Provider,
    orders: &[Order],
    budgets: &Budgets,
    fate: &mut Fate,
) -> Result<(), Crashed> {
    for call in rows.unfinished().await.expect("the rows can be read") {
        lead(rows, provider, call, fate).await?;
    }
    for order in orders {
        // A scene is tried three times at most, then something else fills it.
        for _ in 0..3 {
            fate.point()?;
            match rows.plan(order, budgets).await {
                Ok(call) => lead(rows, provider, call, fate).await?,
                Err(LedgerError::OverBudget(_)) => break,
                Err(error) => panic!("{error}"),
            };
        }
    }
    Ok(())
}

/// Each is some hundred transactions, each of which waits for the disk.
const CASES: u32 = 60;

proptest! {
    #![proptest_config(ProptestConfig::with_cases(CASES))]

    /// Random crash points, lost answers, failures and expiries.
    #[test]
    fn no_call_is_paid_twice_and_the_ledger_balances(
        crashes in proptest::collection::vec(0_u8..25, 0..30),
        answers in proptest::collection::vec(prop_oneof![
            2 => Just(Answer::Taken), 1 => Just(Answer::LostTaken), 1 => Just(Answer::LostUntaken), 1 => Just(Answer::Unreached),
        ], 1..12),
        ends in proptest::collection::vec(prop_oneof![
            3 => Just(End::Result), 1 => Just(End::Free), 1 => Just(End::Charged), 1 => Just(End::Expired),
        ], 1..8),
        cents in proptest::collection::vec(1_u64..100, 1..8),
        film_cents in 50_u64..300, month_cents in 50_u64..400,
        does_once in any::<bool>(), can_list in any::<bool>(),
    ) {
        // A provider that never answers would be asked for ever.
        let answers = [answers, vec![Answer::Taken]].concat();
        let orders: Vec<Order> = cents.iter().enumerate().map(|(request, cents)| order(request, *cents)).collect();
        let limit = |cents: u64| Some(MicroDollars(cents * 10_000));
        let budgets = Budgets { film: limit(film_cents), month: limit(month_cents), ..Budgets::default() };
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("ledger.sqlite");
        let runtime = Runtime::new().expect("a runtime");
        let mut provider = Provider { does_once, can_list, answers, ends, posts: 0, jobs: Vec::new() };
        let mut fate = Fate(crashes);
        loop {
            // Each life opens the file anew.
            let rows = open(&file);
            let lived = runtime.block_on(live(&rows, &mut provider, &orders, &budgets, &mut fate));
            // Whenever it ends, in a crash or well: what the provider may charge is promised, and no budget is exceeded.
            let bill: MicroDollars = orders.iter().flat_map(|order| provider.charged(&order.request)).sum();
            for order in &orders {
                prop_assert!(provider.charged(&order.request).len() <= 1, "{} is paid twice", order.request);
                let [film, _, user, month] = order.scopes();
                let committed = |scope: &Scope| runtime.block_on(rows.committed(scope)).expect("the rows can be read");
                prop_assert!(Some(committed(&film)) <= budgets.film && Some(committed(&month)) <= budgets.month);
                prop_assert!(bill <= committed(&user), "{} is charged, {} promised", bill, committed(&user));
            }
            if lived.is_ok() {
                break;
            }
        }
        let rows = open(&file);
        prop_assert!(runtime.block_on(rows.unfinished()).expect("the rows can be read").is_empty());
        for order in &orders {
            let Some(call) = runtime.block_on(rows.find(&order.request)).expect("the rows can be read") else { continue };
            let is_written_off = call.state == CallState::Failed { reason: "it was written off".to_owned() };
            prop_assert!(!is_written_off || !(can_list || does_once));
            let bill: MicroDollars = provider.charged(&order.request).into_iter().sum();
            match is_written_off {
                // To the millionth of a dollar.
                false => prop_assert_eq!(call.paid, Some(bill), "{:?}", call),
                true => prop_assert_eq!(call.paid, Some(order.estimate)),
            }
        }
    }
}

#[test]
fn a_budget_refuses_before_anything_is_spent() {
    let folder = tempfile::tempdir().expect("a folder");
    let rows = open(&folder.path().join("ledger.sqlite"));
    let runtime = Runtime::new().expect("a runtime");
    let plan = |request, cents, budgets: &Budgets| runtime.block_on(rows.plan(&order(request, cents), budgets));
    let film = Budgets { film: Some(MicroDollars(2_500_000)), ..Budgets::default() };
    assert!(plan(0, 200, &film).is_ok());
    let refused = plan(2, 51, &film).expect_err("it is above the film's budget").to_string();
    assert!(refused.contains("$0.51") && refused.contains("$2.50 of the film film-0, of which $2 is"), "{refused}");
    assert!(plan(1, 250, &film).is_ok(), "another film");
    assert!(plan(0, 200, &film).is_ok(), "what is planned already asks for no more");
    assert!(plan(2, 50, &film).is_ok(), "to the cent");
    for (name, budgets) in [
        ("project optics", Budgets { project: Some(MicroDollars(5_000_000)), ..Budgets::default() }),
        ("user ada", Budgets { user: Some(MicroDollars(5_000_000)), ..Budgets::default() }),
        ("ada in 2026-11", Budgets { month: Some(MicroDollars(5_000_000)), ..Budgets::default() }),
    ] {
        let refused = plan(4, 1, &budgets).expect_err(name).to_string();
        assert!(refused.contains(name), "{refused}");
    }
}
