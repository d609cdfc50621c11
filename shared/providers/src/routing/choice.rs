use crate::{Candidate, MicroDollars, Weights, score};

/// The available candidates by their score, the highest first; the order they came in where scores are equal.
pub fn by_score<'a>(candidates: &'a [Candidate], weights: &Weights) -> Vec<&'a Candidate> {
    let mut available: Vec<&Candidate> = candidates.iter().filter(|candidate| candidate.is_available).collect();
    available.sort_by(|first, second| score(second, weights).total_cmp(&score(first, weights)));
    available
}

/// The available candidates whose estimated cost fits into a budget, the best quality for the dollar first: free ones before
/// all others, and where it is equal, the more capable first, then the order they came in. One that can do nothing of what the
/// scene asks for is none, however cheap.
pub fn best_for_budget(candidates: &[Candidate], budget: MicroDollars) -> Vec<&Candidate> {
    let mut fitting: Vec<&Candidate> = candidates
        .iter()
        .filter(|candidate| candidate.is_available && candidate.cost <= budget && candidate.capability > 0.0)
        .collect();
    fitting.sort_by(|first, second| {
        let ((first_value, first_quality), (second_value, second_quality)) = (value(first), value(second));
        second_value.total_cmp(&first_value).then(second_quality.total_cmp(&first_quality))
    });
    fitting
}

/// Quality for the dollar, without end for what is free, and quality.
fn value(candidate: &Candidate) -> (f64, f64) {
    let quality = candidate.capability.clamp(0.0, 1.0);
    let value = if candidate.cost == MicroDollars::ZERO { f64::INFINITY } else { quality / candidate.cost.dollars() };
    (value, quality)
}
