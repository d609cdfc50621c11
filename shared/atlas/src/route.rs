//! Routes between places, and the scale bar.

use kurbo::{BezPath, Point};

use crate::place::Place;
use crate::projection::{direction, position, wrap_near};
use crate::view::View;

/// A bar that tells the scale.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ScaleBar {
    /// The length it stands for: 1, 2 or 5 times a power of ten.
    pub kilometers: f64,
    /// Its length in view units, by the scale in the view's middle.
    pub length: f64,
}

impl View<'_> {
    /// The longest bar of a round length that is not longer than a part of the view's width. Not for views of the world, whose scale
    /// differs too much from place to place.
    pub fn scale_bar(&self, part_of_width: f64) -> Option<ScaleBar> {
        let unit = self.height_km();
        if unit > 9000.0 {
            return None;
        }
        let most = unit * self.width() * part_of_width;
        let power = 10.0_f64.powf(most.log10().floor());
        let kilometers = [5.0, 2.0, 1.0].into_iter().map(|digit| digit * power).find(|length| *length <= most)?;
        Some(ScaleBar { kilometers, length: kilometers / unit })
    }

    /// The shortest way over the globe between two places, as a line; in two parts where it leaves a map of the world at one
    /// side and comes in at the other. Empty between opposite ends of the globe, where every way is as short.
    pub fn great_circle(&self, from: &Place, to: &Place) -> BezPath {
        let (a, b) = (direction(from.longitude, from.latitude), direction(to.longitude, to.latitude));
        let cosine = (a[0] * b[0] + a[1] * b[1] + a[2] * b[2]).clamp(-1.0, 1.0);
        let angle = cosine.acos();
        let mut path = BezPath::new();
        if !(1e-9..=3.13).contains(&angle) {
            return path;
        }
        let middle = self.projection().longitude();
        let steps = ((angle.to_degrees()).ceil() as u32).max(16);
        let mut before: Option<f64> = None;
        for step in 0..=steps {
            let at = f64::from(step) / f64::from(steps);
            let (first, second) = (((1.0 - at) * angle).sin() / angle.sin(), (at * angle).sin() / angle.sin());
            let (longitude, latitude) = position([0, 1, 2].map(|axis| a[axis] * first + b[axis] * second));
            let longitude = wrap_near(longitude, middle);
            let point = self.project(longitude, latitude);
            if before.is_none_or(|before| (before - longitude).abs() > 180.0) {
                path.move_to(point);
            } else {
                path.line_to(point);
            }
            before = Some(longitude);
        }
        path
    }

    /// A line between two places that bends to its left by a part of its length, as journeys are drawn; negative bends to its right.
    pub fn curve(&self, from: &Place, to: &Place, bend: f64) -> BezPath {
        let start = self.project(from.longitude, from.latitude);
        let end = self.project(to.longitude, to.latitude);
        let along = end - start;
        // View units have y downwards: left of the way is this.
        let side = kurbo::Vec2::new(along.y, -along.x);
        let control: Point = start.midpoint(end) + side * (bend * 2.0);
        let mut path = BezPath::new();
        path.move_to(start);
        path.quad_to(control, end);
        path
    }
}
