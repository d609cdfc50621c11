//! Curves through points that never swing past them.

use vello_cpu::kurbo::{BezPath, Point};

/// A monotone cubic through points with rising x (Fritsch and Carlson, "Monotone piecewise cubic interpolation", SIAM
/// Journal on Numerical Analysis 17, 1980).
pub(super) struct Curve {
    points: Vec<Point>,
    slopes: Vec<f64>,
}

impl Curve {
    /// A curve through the points, whose x must rise strictly.
    pub(super) fn new(points: Vec<Point>) -> Self {
        let secants: Vec<f64> =
            points.windows(2).map(|pair| (pair[1].y - pair[0].y) / (pair[1].x - pair[0].x).max(1e-9)).collect();
        let mut slopes: Vec<f64> = (0..points.len())
            .map(|index| {
                let before = index.checked_sub(1).and_then(|index| secants.get(index));
                match (before, secants.get(index)) {
                    (Some(before), Some(after)) if before * after > 0.0 => (before + after) / 2.0,
                    (Some(_), Some(_)) | (None, None) => 0.0,
                    (Some(one), None) | (None, Some(one)) => *one,
                }
            })
            .collect();
        for (index, secant) in secants.iter().enumerate() {
            if *secant == 0.0 {
                slopes[index] = 0.0;
                slopes[index + 1] = 0.0;
                continue;
            }
            let (start, end) = (slopes[index] / secant, slopes[index + 1] / secant);
            let length = start.hypot(end);
            if length > 3.0 {
                slopes[index] = 3.0 / length * start * secant;
                slopes[index + 1] = 3.0 / length * end * secant;
            }
        }
        Self { points, slopes }
    }

    /// The curve as a path.
    pub(super) fn path(&self) -> BezPath {
        let mut path = BezPath::new();
        for (index, point) in self.points.iter().enumerate() {
            let Some(before) = index.checked_sub(1) else {
                path.move_to(*point);
                continue;
            };
            let from = self.points[before];
            let third = (point.x - from.x) / 3.0;
            path.curve_to(
                (from.x + third, from.y + third * self.slopes[before]),
                (point.x - third, point.y - third * self.slopes[index]),
                (point.x, point.y),
            );
        }
        path
    }

    /// Its right end.
    pub(super) fn end(&self) -> Option<Point> {
        self.points.last().copied()
    }

    /// Its left end.
    pub(super) fn start(&self) -> Option<Point> {
        self.points.first().copied()
    }

    /// The least and the greatest y of its points.
    pub(super) fn heights(&self) -> Option<(f64, f64)> {
        let all = || self.points.iter().map(|point| point.y);
        let (low, high) = (all().fold(f64::INFINITY, f64::min), all().fold(f64::NEG_INFINITY, f64::max));
        (low <= high).then_some((low, high))
    }

    /// Where a curve that only rises or only falls has that y.
    pub(super) fn x_at(&self, y: f64) -> Option<f64> {
        let (start, end) = (self.start()?, self.end()?);
        let rises = end.y > start.y;
        let (mut low, mut high) = (start.x, end.x);
        for _ in 0..40 {
            let middle = f64::midpoint(low, high);
            if (self.at(middle)? < y) == rises { low = middle } else { high = middle }
        }
        Some(f64::midpoint(low, high))
    }

    /// Height of the curve at an x between its ends.
    pub(super) fn at(&self, x: f64) -> Option<f64> {
        let index = self.points.windows(2).position(|pair| x >= pair[0].x && x <= pair[1].x)?;
        let (from, to) = (self.points[index], self.points[index + 1]);
        let width = to.x - from.x;
        let part = (x - from.x) / width;
        let (square, cube) = (part * part, part * part * part);
        Some(
            (2.0 * cube - 3.0 * square + 1.0) * from.y
                + (cube - 2.0 * square + part) * width * self.slopes[index]
                + (3.0 * square - 2.0 * cube) * to.y
                + (cube - square) * width * self.slopes[index + 1],
        )
    }

    /// Where two curves cross, from left to right. Curves that only touch, or run together, do not cross.
    pub(super) fn crossings(&self, other: &Self) -> Vec<Point> {
        let ends = |curve: &Self| Some((curve.points.first()?.x, curve.points.last()?.x));
        let (Some(one), Some(two)) = (ends(self), ends(other)) else { return Vec::new() };
        let (start, end) = (one.0.max(two.0), one.1.min(two.1));
        let gap = |x: f64| Some(self.at(x)? - other.at(x)?);
        const STEPS: u32 = 400;
        let mut found = Vec::new();
        let mut last: Option<(f64, f64)> = None;
        for step in 0..=STEPS {
            let x = start + (end - start) * f64::from(step) / f64::from(STEPS);
            let Some(difference) = gap(x).filter(|difference| difference.abs() > 1e-9) else { continue };
            if let Some((last_x, last_difference)) = last
                && last_difference * difference < 0.0
            {
                let (mut low, mut high) = (last_x, x);
                for _ in 0..40 {
                    let middle = (low + high) / 2.0;
                    if gap(middle).unwrap_or(0.0) * last_difference > 0.0 { low = middle } else { high = middle }
                }
                let x = (low + high) / 2.0;
                found.extend(self.at(x).map(|y| Point::new(x, y)));
            }
            last = Some((x, difference));
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn curve(points: &[(f64, f64)]) -> Curve {
        Curve::new(points.iter().map(|point| Point::new(point.0, point.1)).collect())
    }

    #[test]
    fn supply_and_demand_cross_once_in_the_middle() {
        let demand = curve(&[(1.0, 900.0), (2.0, 700.0), (3.0, 500.0), (4.0, 300.0), (5.0, 100.0)]);
        let supply = curve(&[(1.0, 100.0), (2.0, 300.0), (3.0, 500.0), (4.0, 700.0), (5.0, 900.0)]);
        let found = demand.crossings(&supply);
        assert_eq!(found.len(), 1);
        assert!((found[0].x - 3.0).abs() < 1e-6 && (found[0].y - 500.0).abs() < 1e-6, "{found:?}");
    }

    #[test]
    fn curves_that_do_not_cross_have_no_crossing() {
        let low = curve(&[(0.0, 0.0), (1.0, 1.0), (2.0, 0.0)]);
        let cases = [
            curve(&[(0.0, 2.0), (2.0, 2.0)]),
            curve(&[(0.0, 0.0), (1.0, 1.0), (2.0, 0.0)]),
            curve(&[(3.0, 0.0), (4.0, 1.0)]),
            curve(&[]),
        ];
        for other in cases {
            assert_eq!(low.crossings(&other), Vec::new());
        }
    }

    proptest! {
        #[test]
        fn a_curve_stays_between_its_neighbors(heights in prop::collection::vec(-100.0_f64..100.0, 2..9)) {
            let points: Vec<(f64, f64)> = heights.iter().enumerate().map(|(index, y)| (index as f64, *y)).collect();
            let curve = curve(&points);
            for (index, pair) in heights.windows(2).enumerate() {
                for step in 0..=10 {
                    let y = curve.at(index as f64 + f64::from(step) / 10.0).expect("inside");
                    prop_assert!(y >= pair[0].min(pair[1]) - 1e-6 && y <= pair[0].max(pair[1]) + 1e-6);
                }
            }
        }
    }
}
