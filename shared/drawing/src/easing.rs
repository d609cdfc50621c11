//! Easing: how far a motion has come (0 to 1) after a fraction (0 to 1) of its time.

/// A CSS `cubic-bezier(x1, y1, x2, y2)`: the curve from (0, 0) to (1, 1) whose x is time.
pub(crate) fn cubic_bezier([x1, y1, x2, y2]: [f64; 4], time: f64) -> f64 {
    let time = if time.is_nan() { 0.0 } else { time.clamp(0.0, 1.0) };
    if time == 0.0 || time == 1.0 {
        return time;
    }
    let at = |one: f64, two: f64, parameter: f64| {
        let rest = 1.0 - parameter;
        3.0 * rest * rest * parameter * one + 3.0 * rest * parameter * parameter * two + parameter.powi(3)
    };
    // Bisection: x grows with the parameter as long as x1 and x2 are in 0 to 1, which styles are checked for. 24 halvings
    // are exact to 6e-8, far below a pixel.
    let (mut low, mut high) = (0.0, 1.0);
    for _ in 0..24 {
        let middle = (low + high) / 2.0;
        if at(x1, x2, middle) < time { low = middle } else { high = middle }
    }
    at(y1, y2, (low + high) / 2.0)
}

/// A rise that passes its end by eight percent and comes back: the pop of an orb.
pub(crate) fn overshoot(time: f64) -> f64 {
    // A quadratic through "back out": 1 + (s+1)(t-1)³ + s(t-1)² peaks 8 % above 1 for s = 1.525.
    let time = if time.is_nan() { 0.0 } else { time.clamp(0.0, 1.0) };
    let (back, past) = (1.525, time - 1.0);
    1.0 + (back + 1.0) * past * past * past + back * past * past
}

/// Slow at both ends: half a cosine.
pub(crate) fn sine(time: f64) -> f64 {
    0.5 - 0.5 * (time.clamp(0.0, 1.0) * std::f64::consts::PI).cos()
}

/// How far `now` is between `start` and `start + length`, 0 to 1.
pub(crate) fn progress(now: f64, start: f64, length: f64) -> f64 {
    if length <= 0.0 {
        return if now >= start { 1.0 } else { 0.0 };
    }
    ((now - start) / length).clamp(0.0, 1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn curves_follow_their_css_definition() {
        // Reference values from a browser's Web Animations `getComputedTiming().progress`.
        let cases = [
            ([0.0, 0.0, 1.0, 1.0], 0.3, 0.3),
            ([0.25, 0.1, 0.25, 1.0], 0.5, 0.8024),
            ([0.42, 0.0, 0.58, 1.0], 0.25, 0.1292),
            ([0.65, 0.0, 0.35, 1.0], 0.5, 0.5),
        ];
        for (curve, time, expected) in cases {
            let found = cubic_bezier(curve, time);
            assert!((found - expected).abs() < 1e-3, "{curve:?} at {time}: {found}, not {expected}");
        }
    }

    #[test]
    fn curves_start_and_end_at_rest_and_never_fall() {
        for curve in [[0.16, 1.0, 0.3, 1.0], [0.65, 0.0, 0.35, 1.0], [0.5, 0.0, 0.9, 0.4]] {
            assert_eq!(cubic_bezier(curve, -1.0), 0.0);
            assert_eq!(cubic_bezier(curve, f64::NAN), 0.0);
            assert_eq!(cubic_bezier(curve, 2.0), 1.0);
            let mut last = 0.0;
            for step in 1..=100 {
                let value = cubic_bezier(curve, f64::from(step) / 100.0);
                assert!(value >= last - 1e-9, "{curve:?} falls at step {step}");
                last = value;
            }
        }
    }

    #[test]
    fn the_pop_passes_its_end_by_eight_percent() {
        let peak = (0..=1000).map(|step| overshoot(f64::from(step) / 1000.0)).fold(0.0, f64::max);
        assert!((peak - 1.08).abs() < 0.005, "{peak}");
        assert_eq!(overshoot(1.0), 1.0);
        assert!(overshoot(0.0).abs() < 1e-9);
    }

    #[test]
    fn progress_is_clamped_and_knows_jumps() {
        let cases = [
            (0.0, 1.0, 2.0, 0.0),
            (2.0, 1.0, 2.0, 0.5),
            (9.0, 1.0, 2.0, 1.0),
            (1.0, 1.0, 0.0, 1.0),
            (0.9, 1.0, 0.0, 0.0),
        ];
        for (now, start, length, expected) in cases {
            assert_eq!(progress(now, start, length), expected);
        }
    }
}
