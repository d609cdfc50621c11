//! The ledger: whatever crashes when, no call is paid twice, no budget is exceeded, and the books agree with the bill.

use std::{collections::BTreeMap, sync::Mutex};

use async_trait::async_trait;
use lectern_providers::{
    Budgets, Call, CallState, Day, Happening, Ledger, LedgerError, MicroDollars, ModelId, NextStep, Order, RequestHash,
    Scope,
};
use proptest::prelude::*;

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

/// What survives a crash: rows, each change a transaction.
#[derive(Default)]
struct Rows(Mutex<BTreeMap<RequestHash, Call>>);

impl Rows {
    fn sum(rows: &BTreeMap<RequestHash, Call>, scope: &Scope) -> MicroDollars {
        rows.values().filter(|call| call.order.scopes().contains(scope)).map(Call::committed).sum()
    }
}

#[async_trait]
impl Ledger for Rows {
    async fn plan(&self, order: &Order, budgets: &Budgets) -> Result<Call, LedgerError> {
        let mut rows = self.0.lock().expect("no thread has failed");
        let call = match rows.get(&order.request) {
            None => Call::planned(order.clone()),
            Some(row) => match row.planned_again(order.clone()) {
                None => return Ok(row.clone()),
                Some(call) => call,
            },
        };
        budgets.admit(order, "a clip", order.estimate, |scope| Self::sum(&rows, scope))?;
        rows.insert(order.request.clone(), call.clone());
        Ok(call)
    }

    async fn advance(&self, request: &RequestHash, revision: u64, happening: &Happening) -> Result<Call, LedgerError> {
        let mut rows = self.0.lock().expect("no thread has failed");
        let row = rows.get_mut(request).ok_or_else(|| LedgerError::NotFound { request: request.clone() })?;
        if row.revision != revision {
            return Err(LedgerError::Moved { request: request.clone(), expected: revision, stored: row.revision });
        }
        *row = row.after(happening)?;
        Ok(row.clone())
    }

    async fn find(&self, request: &RequestHash) -> Result<Option<Call>, LedgerError> {
        Ok(self.0.lock().expect("no thread has failed").get(request).cloned())
    }

    async fn unfinished(&self) -> Result<Vec<Call>, LedgerError> {
        let rows = self.0.lock().expect("no thread has failed");
        Ok(rows.values().filter(|call| call.next_step(false) != NextStep::Done).cloned().collect())
    }

    async fn committed(&self, scope: &Scope) -> Result<MicroDollars, LedgerError> {
        Ok(Self::sum(&self.0.lock().expect("no thread has failed"), scope))
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
async fn lead(rows: &Rows, provider: &mut Provider, mut call: Call, fate: &mut Fate) -> Result<Call, Crashed> {
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

async fn note(rows: &Rows, call: &Call, happening: &Happening) -> Call {
    rows.advance(&call.order.request, call.revision, happening).await.expect("it is its next step")
}

/// One life of the process: goes on with what it finds, then sees to every request.
async fn live(
    rows: &Rows,
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

proptest! {
    #![proptest_config(ProptestConfig::with_cases(600))]

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
        let rows = Rows::default();
        let mut provider = Provider { does_once, can_list, answers, ends, posts: 0, jobs: Vec::new() };
        let mut fate = Fate(crashes);
        loop {
            let lived = pollster::block_on(live(&rows, &mut provider, &orders, &budgets, &mut fate));
            // Whenever it ends, in a crash or well: what the provider may charge is promised, and no budget is exceeded.
            let bill: MicroDollars = orders.iter().flat_map(|order| provider.charged(&order.request)).sum();
            for order in &orders {
                prop_assert!(provider.charged(&order.request).len() <= 1, "{} is paid twice", order.request);
                let [film, _, user, month] = order.scopes();
                let committed = |scope: &Scope| pollster::block_on(rows.committed(scope)).expect("the rows can be read");
                prop_assert!(Some(committed(&film)) <= budgets.film && Some(committed(&month)) <= budgets.month);
                prop_assert!(bill <= committed(&user), "{} is charged, {} promised", bill, committed(&user));
            }
            if lived.is_ok() {
                break;
            }
        }
        prop_assert!(pollster::block_on(rows.unfinished()).expect("the rows can be read").is_empty());
        for order in &orders {
            let Some(call) = pollster::block_on(rows.find(&order.request)).expect("the rows can be read") else { continue };
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
fn a_budget_refuses_before_anything_is_spent() {
    let rows = Rows::default();
    let plan = |request, cents, budgets: &Budgets| pollster::block_on(rows.plan(&order(request, cents), budgets));
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

#[test]
fn whoever_comes_second_is_told() {
    let rows = Rows::default();
    let planned = pollster::block_on(rows.plan(&order(0, 10), &Budgets::default())).expect("there is no limit");
    let advance = |revision, happening| pollster::block_on(rows.advance(&planned.order.request, revision, happening));
    assert_eq!(advance(0, &Happening::Post).expect("it is planned").state, CallState::Posting);
    assert!(matches!(advance(0, &Happening::Post), Err(LedgerError::Moved { expected: 0, stored: 1, .. })));
    let wrong = advance(1, &Happening::Fetched("h".to_owned())).expect_err("there is no result").to_string();
    assert!(wrong.contains("request-0") && wrong.contains("Posting") && wrong.contains("Fetched"), "{wrong}");
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
