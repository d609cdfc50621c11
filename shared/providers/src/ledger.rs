//! The ledger: a row for each paid call, written before the call is made.
//!
//! Between sending a request and hearing of it lies a moment in which a crash leaves its outcome unknown: it may be paid, or not. The
//! row then stands in `posting`. Such a call is never sent again on a guess: it is looked for at the provider, or put to the owner. Only
//! where a provider does a request once under its token, however often it is sent, it is sent again.

mod budget;
mod call;

use async_trait::async_trait;
use thiserror::Error;

use crate::MicroDollars;

pub use budget::{Budgets, OverBudget, Scope};
pub use call::{Call, CallState, Happening, NextStep, Order, RequestHash, WrongTurn};

/// Where the rows are kept. Every method is one transaction: it is done as a whole or not at all, what it has returned survives a crash,
/// and two at once are as one after the other.
#[async_trait]
pub trait Ledger: Send + Sync {
    /// Plans a call within budgets. Where the request has a row already, that row is returned as it is and nothing is stored: what was asked
    /// once is not paid twice. Only a row that [`Call::planned_again`] lets begin anew is planned anew.
    ///
    /// # Errors
    /// [`LedgerError::OverBudget`] when its estimate and what [`Call::committed`] sums up to in a scope are above that scope's budget;
    /// nothing is stored then.
    async fn plan(&self, order: &Order, budgets: &Budgets) -> Result<Call, LedgerError>;

    /// Moves a call on by what happened to it (see [`Call::after`]). `revision` is that of the row as the caller has read it.
    ///
    /// # Errors
    /// [`LedgerError::Moved`] when the row has another revision by now, [`LedgerError::WrongTurn`] when this cannot happen to it,
    /// [`LedgerError::NotFound`] when there is none. The row stays as it was.
    async fn advance(&self, request: &RequestHash, revision: u64, happening: &Happening) -> Result<Call, LedgerError>;

    /// A request's row; none when it was never planned.
    ///
    /// # Errors
    /// When the store does not answer.
    async fn find(&self, request: &RequestHash) -> Result<Option<Call>, LedgerError>;

    /// The rows whose next step is not [`NextStep::Done`], the oldest first: what is to be gone on with after a crash.
    ///
    /// # Errors
    /// When the store does not answer.
    async fn unfinished(&self) -> Result<Vec<Call>, LedgerError>;

    /// The sum of [`Call::committed`] over a scope.
    ///
    /// # Errors
    /// When the store does not answer.
    async fn committed(&self, scope: &Scope) -> Result<MicroDollars, LedgerError>;
}

/// Why the ledger did not do what was asked.
#[derive(Debug, Error)]
pub enum LedgerError {
    /// There is no money for it.
    #[error(transparent)]
    OverBudget(#[from] OverBudget),
    /// It cannot happen to a call in its state.
    #[error(transparent)]
    WrongTurn(#[from] WrongTurn),
    /// Somebody else has moved the row.
    #[error("the call {request} has moved on to revision {stored} from {expected}; read it again")]
    Moved {
        /// The request.
        request: RequestHash,
        /// The revision that the caller had.
        expected: u64,
        /// The row's.
        stored: u64,
    },
    /// There is no such row.
    #[error("no call is planned for the request {request}; plan it first")]
    NotFound {
        /// The request.
        request: RequestHash,
    },
    /// The store failed.
    #[error("cannot {action} the ledger")]
    Store {
        /// What was tried: `read`, `write`.
        action: &'static str,
        /// Why it failed.
        source: Box<dyn std::error::Error + Send + Sync>,
    },
}
