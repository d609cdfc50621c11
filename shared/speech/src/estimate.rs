/// Estimated seconds of a narration at a pace, without the model.
pub fn estimate_secs(narration: &str, pace: f64) -> f64 {
    let words = narration.split_whitespace().count();
    words as f64 / 2.5 / if pace.is_finite() { pace.clamp(0.5, 2.0) } else { 1.0 }
}
