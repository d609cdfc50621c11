//! The router: which model gets a scene. Pure functions of what comes in; time comes in as milliseconds since some fixed
//! moment, so that a simulated clock serves as well as a real one.

mod breaker;
mod bucket;
mod capability;
mod choice;
mod fallback;
mod score;

pub use breaker::{Breaker, BreakerSettings, Circuit};
pub use bucket::TokenBucket;
pub use capability::{Need, capability, estimate};
pub use choice::{best_for_budget, by_score};
pub use fallback::{Fallback, chain};
pub use score::{Candidate, Weights, WeightsError, score};
