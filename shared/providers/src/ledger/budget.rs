use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::{MicroDollars, Month, Order};

/// What a sum of money is summed up over.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Scope {
    /// One film of a user's.
    Film {
        /// The user.
        user: String,
        /// The film.
        film: String,
    },
    /// All films of a project.
    Project {
        /// The user.
        user: String,
        /// The project.
        project: String,
    },
    /// All of a user's, at any time.
    User {
        /// The user.
        user: String,
    },
    /// All of a user's in a month.
    Month {
        /// The user.
        user: String,
        /// The month.
        month: Month,
    },
}

/// The most that may be spent; none where there is no limit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Budgets {
    /// On the film.
    pub film: Option<MicroDollars>,
    /// On its project.
    pub project: Option<MicroDollars>,
    /// By its user, at any time.
    pub user: Option<MicroDollars>,
    /// By its user in the month.
    pub month: Option<MicroDollars>,
}

/// There is no money for a call.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error(
    "{asked} for {what} would go beyond the budget of {limit} of {scope}, of which {committed} is spent or promised; raise that budget, or leave it to what costs nothing"
)]
pub struct OverBudget {
    /// What was to be paid for.
    pub what: String,
    /// The estimate.
    pub asked: MicroDollars,
    /// Whose budget it is.
    pub scope: Scope,
    /// That budget.
    pub limit: MicroDollars,
    /// What is spent or promised of it.
    pub committed: MicroDollars,
}

impl Budgets {
    /// Refuses before anything is spent: whether `asked` for `what` of an order fits into every budget that the order falls under, where
    /// `committed` tells what is spent or promised in a scope. For a whole film `asked` is the sum of its scenes' estimates.
    ///
    /// # Errors
    /// With the first budget that it does not fit into, the narrowest first.
    pub fn admit(
        &self,
        order: &Order,
        what: &str,
        asked: MicroDollars,
        committed: impl Fn(&Scope) -> MicroDollars,
    ) -> Result<(), OverBudget> {
        let limits = [self.film, self.project, self.user, self.month];
        for (scope, limit) in order.scopes().into_iter().zip(limits) {
            let Some(limit) = limit else { continue };
            let committed = committed(&scope);
            // Both sums stop at the largest amount instead of wrapping, so too much never looks like little.
            if committed + asked > limit {
                return Err(OverBudget { what: what.to_owned(), asked, scope, limit, committed });
            }
        }
        Ok(())
    }
}

impl std::fmt::Display for Scope {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Film { film, .. } => write!(formatter, "the film {film}"),
            Self::Project { project, .. } => write!(formatter, "the project {project}"),
            Self::User { user } => write!(formatter, "the user {user}"),
            Self::Month { user, month } => write!(formatter, "the user {user} in {month}"),
        }
    }
}
