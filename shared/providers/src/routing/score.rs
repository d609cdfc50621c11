use thiserror::Error;

use crate::{MicroDollars, ModelId};

/// A model that could get a scene, as it stands at a moment.
#[derive(Clone, Debug, PartialEq)]
pub struct Candidate {
    /// The model.
    pub id: ModelId,
    /// How full its queue is, in percent; bounded to 0 to 100.
    pub queue_percent: f64,
    /// How well it can do what the scene asks for; bounded to 0 to 1. See [`crate::capability`].
    pub capability: f64,
    /// What the scene would cost.
    pub cost: MicroDollars,
    /// What a minute of what it makes costs.
    pub cost_per_minute: MicroDollars,
    /// Whether it may be called: its key is set, its circuit lets calls through, its bucket holds a token.
    pub is_available: bool,
}

/// How much each part of the score counts. None is negative, and together they are not 0.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Weights {
    queue: f64,
    capability: f64,
    cost: f64,
}

/// Weights that cannot be used.
#[derive(Clone, Copy, Debug, PartialEq, Error)]
#[error(
    "the weights {queue}, {capability} and {cost} for queue, capability and cost cannot be used; take numbers from 0 to 1000, of which one at least is not 0"
)]
pub struct WeightsError {
    queue: f64,
    capability: f64,
    cost: f64,
}

impl Default for Weights {
    /// 0.4 for a short queue, 0.4 for capability, 0.2 for a low price.
    fn default() -> Self {
        Self { queue: 0.4, capability: 0.4, cost: 0.2 }
    }
}

impl Weights {
    /// Weights for a short queue, for capability and for a low price.
    ///
    /// # Errors
    /// When one is not from 0 to 1000, or all are 0.
    pub fn new(queue: f64, capability: f64, cost: f64) -> Result<Self, WeightsError> {
        let all = [queue, capability, cost];
        let is_well =
            all.iter().all(|weight| (0.0..=1000.0).contains(weight)) && all.iter().any(|weight| *weight > 0.0);
        if is_well { Ok(Self { queue, capability, cost }) } else { Err(WeightsError { queue, capability, cost }) }
    }
}

/// Dollars a minute from which on a price no longer lowers the score.
const DEAREST_PER_MINUTE: f64 = 10.0;

/// (1 − queue/100) · `queue` + capability · `capability` + (1 − cost per minute/10) · `cost`, each part bounded to 0 to 1. A
/// number that is none counts as the worst.
pub fn score(candidate: &Candidate, weights: &Weights) -> f64 {
    let bounded = |value: f64| if value.is_nan() { 0.0 } else { value.clamp(0.0, 1.0) };
    let free = bounded(1.0 - candidate.queue_percent / 100.0);
    let cheap = bounded(1.0 - candidate.cost_per_minute.dollars() / DEAREST_PER_MINUTE);
    free * weights.queue + bounded(candidate.capability) * weights.capability + cheap * weights.cost
}
