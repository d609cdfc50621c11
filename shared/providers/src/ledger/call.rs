use std::fmt;

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::{MicroDollars, ModelId, Month, Scope};

/// The hash of all that a result depends on: model, prompt, pictures, seed. Results are stored under it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct RequestHash(pub String);

impl fmt::Display for RequestHash {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

/// What is to be paid for, and by whom.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Order {
    /// The request.
    pub request: RequestHash,
    /// The user who pays.
    pub user: String,
    /// The project.
    pub project: String,
    /// The film.
    pub film: String,
    /// The scene.
    pub scene: String,
    /// The month that it counts to.
    pub month: Month,
    /// The model.
    pub model: ModelId,
    /// What it will cost, as far as is known before.
    pub estimate: MicroDollars,
}

impl Order {
    /// What it counts to: film, project, user, month.
    pub fn scopes(&self) -> [Scope; 4] {
        let user = || self.user.clone();
        [
            Scope::Film { user: user(), film: self.film.clone() },
            Scope::Project { user: user(), project: self.project.clone() },
            Scope::User { user: user() },
            Scope::Month { user: user(), month: self.month },
        ]
    }
}

/// A paid call: a row of the ledger.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Call {
    /// What is paid for.
    pub order: Order,
    /// Where it stands.
    pub state: CallState,
    /// What was paid, once that is known; the same for all attempts together.
    pub paid: Option<MicroDollars>,
    /// How often it was begun, from 1. It is part of the token under which a provider does a request once.
    pub attempt: u32,
    /// Counts the changes of the row, from 0.
    pub revision: u64,
}

/// Where a call stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "kebab-case")]
pub enum CallState {
    /// Its money is promised; nothing is sent.
    Planned,
    /// It is about to be sent, is on its way, or was: only who sends it knows.
    Posting,
    /// The provider has taken it on.
    Submitted {
        /// The provider's name for it.
        job: String,
    },
    /// The provider works on it.
    Running {
        /// The provider's name for it.
        job: String,
    },
    /// The result can be fetched, and is paid.
    Succeeded {
        /// The provider's name for it.
        job: String,
        /// Where the result lies for a while.
        address: String,
    },
    /// The result is here.
    Fetched {
        /// The hash under which it is stored.
        result: String,
    },
    /// There will be no result.
    Failed {
        /// Why.
        reason: String,
    },
    /// Whether the provider has taken it on is not known.
    Unknown,
}

/// What happens to a call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Happening {
    /// It will be sent now.
    Post,
    /// The provider has taken it on under this name.
    Submitted(String),
    /// It is proven that the provider has not taken it on, for this reason: nobody was reached, or it was refused.
    Refused(String),
    /// The answer was lost, or whoever waited for it.
    Lost,
    /// The provider works on it.
    Running,
    /// The result lies at an address, for a price.
    Succeeded(String, MicroDollars),
    /// The provider has failed with it, for this reason, and takes this much all the same.
    Failed(String, MicroDollars),
    /// The result is stored under this hash.
    Fetched(String),
    /// The result can no longer be fetched. It stays paid.
    Expired,
    /// A call of which nothing was known was found at the provider under this name.
    Found(String),
    /// The provider, or the owner, says that the call of which nothing was known was never taken on.
    NeverTaken,
    /// The owner counts the call of which nothing was known as paid and gone.
    WrittenOff,
    /// It is not wanted any more, and was not sent.
    Dropped,
}

/// What is to be done about a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NextStep {
    /// Note [`Happening::Post`], then send it.
    Post,
    /// Send it again under the same token: the provider does it once.
    PostAgain,
    /// Note [`Happening::Lost`]: it must not be sent again.
    GiveUp,
    /// Ask the provider how it stands.
    Poll,
    /// Fetch the result.
    Fetch,
    /// Look for it at the provider, or ask the owner.
    Reconcile,
    /// Nothing.
    Done,
}

/// Something that cannot happen to a call in its state.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error(
    "{happening:?} cannot happen to the call {request} in the state {state:?}; read it again and take its next step"
)]
pub struct WrongTurn {
    /// The request.
    pub request: RequestHash,
    /// Where it stands.
    pub state: CallState,
    /// What was to happen.
    pub happening: Happening,
}

impl Call {
    /// A call that is planned.
    pub fn planned(order: Order) -> Self {
        Self { order, state: CallState::Planned, paid: None, attempt: 1, revision: 0 }
    }

    /// The call after something has happened to it. What has happened already, and is heard of again, changes nothing.
    ///
    /// # Errors
    /// When it cannot happen in its state.
    pub fn after(&self, happening: &Happening) -> Result<Self, WrongTurn> {
        use CallState::{Failed, Fetched, Planned, Posting, Running, Submitted, Succeeded, Unknown};
        let failed = |reason: &str| Failed { reason: reason.to_owned() };
        let (state, paid) = match (&self.state, happening) {
            (Planned, Happening::Post) => (Posting, None),
            (Planned, Happening::Dropped) => (failed("it was not wanted any more"), Some(MicroDollars::ZERO)),
            (Posting, Happening::Submitted(job)) | (Unknown, Happening::Found(job)) => {
                (Submitted { job: job.clone() }, None)
            }
            (Posting, Happening::Refused(reason)) => (failed(reason), Some(MicroDollars::ZERO)),
            (Posting, Happening::Lost) => (Unknown, None),
            (Submitted { job } | Running { job }, Happening::Running) => (Running { job: job.clone() }, None),
            (Submitted { job } | Running { job }, Happening::Succeeded(address, price)) => {
                (Succeeded { job: job.clone(), address: address.clone() }, Some(*price))
            }
            (Submitted { .. } | Running { .. }, Happening::Failed(reason, price)) => (failed(reason), Some(*price)),
            (Succeeded { .. }, Happening::Fetched(result)) => (Fetched { result: result.clone() }, self.paid),
            (Succeeded { .. }, Happening::Expired) => (failed("its result was not fetched in time"), self.paid),
            (Unknown, Happening::NeverTaken) => (failed("it was never taken on"), Some(MicroDollars::ZERO)),
            (Unknown, Happening::WrittenOff) => (failed("it was written off"), Some(self.order.estimate)),
            (state, happening) => {
                let request = self.order.request.clone();
                return Err(WrongTurn { request, state: state.clone(), happening: happening.clone() });
            }
        };
        if state == self.state && paid == self.paid {
            return Ok(self.clone());
        }
        Ok(Self { order: self.order.clone(), state, paid, attempt: self.attempt, revision: self.revision + 1 })
    }

    /// The call planned anew by an order for the same request, which may have another estimate and count to another month; none where
    /// that could pay twice: only what has failed and is proven to have cost nothing is begun again.
    pub fn planned_again(&self, order: Order) -> Option<Self> {
        let is_free = matches!(self.state, CallState::Failed { .. }) && self.paid == Some(MicroDollars::ZERO);
        (is_free && order.request == self.order.request).then(|| Self {
            order,
            state: CallState::Planned,
            paid: None,
            attempt: self.attempt + 1,
            revision: self.revision + 1,
        })
    }

    /// What is to be done about it by whoever finds it. `is_idempotent` tells whether its provider does a request once under its
    /// token. A call found in `posting` is somebody else's as long as that one lives; how long that may be, its finder must know.
    pub fn next_step(&self, is_idempotent: bool) -> NextStep {
        match self.state {
            CallState::Planned => NextStep::Post,
            CallState::Posting if is_idempotent => NextStep::PostAgain,
            CallState::Posting => NextStep::GiveUp,
            CallState::Submitted { .. } | CallState::Running { .. } => NextStep::Poll,
            CallState::Succeeded { .. } => NextStep::Fetch,
            CallState::Unknown => NextStep::Reconcile,
            CallState::Fetched { .. } | CallState::Failed { .. } => NextStep::Done,
        }
    }

    /// The money that it takes from budgets: what was paid, or the estimate as long as that is not known.
    pub fn committed(&self) -> MicroDollars {
        self.paid.unwrap_or(self.order.estimate)
    }

    /// The token under which a provider does this attempt once.
    pub fn token(&self) -> String {
        format!("{}-{}", self.order.request, self.attempt)
    }
}
