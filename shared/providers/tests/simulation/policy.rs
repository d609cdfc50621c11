//! Who is asked first: the router's two orders, and three that are simpler.

use lectern_providers::{Candidate, MicroDollars, Weights, best_for_budget, by_score};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Policy {
    Cheapest,
    Best,
    RoundRobin,
    Score,
    /// The score, but providers that are down are not remembered.
    ScoreWithoutBreaker,
    Budget,
}

/// What a film may cost where there is a budget, in dollars: 20 scenes at 50 cents.
pub const FILM_BUDGET: MicroDollars = MicroDollars(10_000_000);

impl Policy {
    pub const ALL: [Self; 6] =
        [Self::Cheapest, Self::Best, Self::RoundRobin, Self::Score, Self::ScoreWithoutBreaker, Self::Budget];

    pub fn name(self) -> &'static str {
        match self {
            Self::Cheapest => "always cheapest",
            Self::Best => "always best",
            Self::RoundRobin => "round-robin",
            Self::Score => "score",
            Self::ScoreWithoutBreaker => "score, no breaker",
            Self::Budget => "budget",
        }
    }

    pub fn has_breaker(self) -> bool {
        self != Self::ScoreWithoutBreaker
    }

    /// Whether the order is the router's.
    pub fn is_ours(self) -> bool {
        matches!(self, Self::Score | Self::Budget)
    }

    /// The candidates in the order in which they are asked. `turn` counts the questions so far; `budget` is what the scene may
    /// cost.
    pub fn order(self, candidates: &[Candidate], turn: usize, budget: MicroDollars) -> Vec<&Candidate> {
        let mut available: Vec<&Candidate> = candidates.iter().filter(|candidate| candidate.is_available).collect();
        match self {
            Self::Cheapest => available.sort_by_key(|candidate| candidate.cost),
            Self::Best => available.sort_by(|first, second| second.capability.total_cmp(&first.capability)),
            Self::RoundRobin => {
                let count = available.len().max(1);
                available.rotate_left(turn % count);
            }
            Self::Score | Self::ScoreWithoutBreaker => available = by_score(candidates, &Weights::default()),
            Self::Budget => available = best_for_budget(candidates, budget),
        }
        available
    }
}
