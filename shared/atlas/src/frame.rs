//! Which part of the globe to show for some places.

use kurbo::{Point, Rect, Vec2};

use crate::atlas::Atlas;
use crate::place::{Kind, Place};
use crate::projection::{Projection, angle_between, direction, position};
use crate::shapes::{Bounds, Ring};
use crate::view::{EARTH_RADIUS_KM, View};

/// The least a view is high: the data's points lie about half a kilometer apart, and nearer its coasts look carved.
const LEAST_HEIGHT_KM: f64 = 75.0;

/// The least height around one city alone, so that its surroundings tell where it is.
const LEAST_HEIGHT_AROUND_A_CITY_KM: f64 = 600.0;

/// Air around the places, as a part of the box around them, on each side.
const AIR: f64 = 0.16;

/// Up to this many degrees from the middle to the farthest place Mercator is used; its scale then differs little within the view.
const MERCATOR_RADIUS: f64 = 12.0;

/// Up to here Lambert's azimuthal projection is used, beyond it the view is the world.
const LAMBERT_RADIUS: f64 = 58.0;

impl Atlas {
    /// The view that shows all of some places with air around them; without places, the world. `aspect` is width over height.
    ///
    /// Small views are Mercator's, countries and continents Lambert's azimuthal, the world Equal Earth, turned so that the places are in
    /// its middle: a route over the Pacific is not cut at the date line.
    pub fn frame(&self, places: &[Place], aspect: f64) -> View<'_> {
        let aspect = if aspect.is_finite() { aspect.clamp(0.2, 5.0) } else { 1.0 };
        let points: Vec<(f64, f64)> = places.iter().flat_map(|place| self.outline(place)).collect();
        if points.is_empty() {
            return self.world(10.0, aspect);
        }
        let middle = middle_of(&points);
        let radius = points.iter().map(|point| angle_between(middle, *point)).fold(0.0, f64::max);
        let projection = if radius <= MERCATOR_RADIUS && middle.1.abs() + radius < 72.0 {
            Projection::Mercator { longitude: middle.0 }
        } else if radius <= LAMBERT_RADIUS {
            Projection::LambertAzimuthal { longitude: middle.0, latitude: middle.1 }
        } else {
            return self.world(middle.0, aspect);
        };
        let mut plane: Option<Rect> = None;
        for (longitude, latitude) in points {
            let longitude = crate::projection::wrap_near(longitude, middle.0);
            let point = projection.forward(longitude, latitude);
            let dot = Rect::from_points(point, point);
            plane = Some(plane.map_or(dot, |plane| plane.union(dot)));
        }
        let plane = plane.unwrap_or(Rect::ZERO);
        let least_km = match places {
            [place] if place.kind == Kind::City => LEAST_HEIGHT_AROUND_A_CITY_KM,
            _ => LEAST_HEIGHT_KM,
        };
        let least = least_km / EARTH_RADIUS_KM * projection.stretch(middle.0, middle.1);
        let plane = plane.inflate(plane.width() * AIR, plane.height() * AIR);
        let view = View::new(self, projection, with_aspect(plane, aspect, least));
        // A tall or wide shape can reach beyond what the projection shows well.
        let corner =
            Vec2::new(view.plane.x0, view.plane.y0).hypot().max(Vec2::new(view.plane.x1, view.plane.y1).hypot());
        let beyond = match projection {
            Projection::LambertAzimuthal { .. } => corner > 1.3,
            _ => view.plane.height() > 2.2 || view.plane.width() > 4.0,
        };
        if beyond { self.world(middle.0, aspect) } else { view }
    }

    /// The whole world around a meridian.
    pub fn world(&self, longitude: f64, aspect: f64) -> View<'_> {
        let projection = Projection::EqualEarth { longitude };
        let right = projection.forward(longitude + 180.0, 0.0).x;
        let top = projection.forward(longitude, 90.0).y;
        let globe = Rect::new(-right, -top, right, top).inflate(0.06, 0.06);
        View::new(self, projection, with_aspect(globe, aspect, 0.0))
    }

    /// Points around a place that a view of it must show.
    fn outline(&self, place: &Place) -> Vec<(f64, f64)> {
        if place.kind == Kind::Country
            && let Some(code) = self.country_code(&place.country)
            && let Some(area) = self.shapes().coarse().country(code)
            && let Some(most) = area.rings.iter().map(|ring| box_size(&ring.bounds)).max_by(f64::total_cmp)
        {
            // New Zealand is two islands, but France is not shown with Guiana.
            let main = area.rings.iter().filter(|ring| {
                let bounds = ring.bounds;
                let middle = ((bounds.west + bounds.east) / 2.0, (bounds.south + bounds.north) / 2.0);
                let size = box_size(&bounds);
                size >= most || size > most * 0.15 && angle_between(middle, (place.longitude, place.latitude)) < 12.0
            });
            return main.flat_map(|ring| self.ring_outline(ring)).collect();
        }
        let radius = (place.extent_km / 2.0 / EARTH_RADIUS_KM).to_degrees().min(80.0);
        // A river's or a range's middle and length do not tell its direction: a square holds it whatever it is.
        (0..8).map(|step| destination((place.longitude, place.latitude), f64::from(step) * 45.0, radius)).collect()
    }

    fn ring_outline(&self, ring: &Ring) -> Vec<(f64, f64)> {
        let points: Vec<(f64, f64)> = self.shapes().coarse().ring_points(ring).collect();
        let step = (points.len() / 200).max(1);
        points.into_iter().step_by(step).collect()
    }
}

fn box_size(bounds: &Bounds) -> f64 {
    let middle = ((bounds.south + bounds.north) / 2.0).to_radians().cos();
    (bounds.east - bounds.west) * (bounds.north - bounds.south) * middle
}

/// The place that lies a number of degrees away in a direction (degrees clockwise from north).
pub(crate) fn destination(from: (f64, f64), bearing: f64, angle: f64) -> (f64, f64) {
    let (sin_angle, cos_angle) = angle.to_radians().sin_cos();
    let (sin_latitude, cos_latitude) = from.1.to_radians().sin_cos();
    let (sin_bearing, cos_bearing) = bearing.to_radians().sin_cos();
    let sin_to = sin_latitude * cos_angle + cos_latitude * sin_angle * cos_bearing;
    let east = (sin_bearing * sin_angle * cos_latitude).atan2(cos_angle - sin_latitude * sin_to);
    (from.0 + east.to_degrees(), sin_to.clamp(-1.0, 1.0).asin().to_degrees())
}

/// A middle of points on the globe: the center of a small circle around them, found by stepping towards the farthest.
fn middle_of(points: &[(f64, f64)]) -> (f64, f64) {
    let directions: Vec<[f64; 3]> = points.iter().map(|point| direction(point.0, point.1)).collect();
    let mut middle = directions.iter().fold([0.0; 3], |sum, d| [sum[0] + d[0], sum[1] + d[1], sum[2] + d[2]]);
    if middle.iter().map(|part| part * part).sum::<f64>() < 1e-6 {
        middle = directions[0];
    }
    let mut step = 0.5;
    for _ in 0..60 {
        let length = middle.iter().map(|part| part * part).sum::<f64>().sqrt().max(1e-9);
        middle = middle.map(|part| part / length);
        let closeness = |d: &[f64; 3]| d[0] * middle[0] + d[1] * middle[1] + d[2] * middle[2];
        let farthest = directions.iter().min_by(|a, b| closeness(a).total_cmp(&closeness(b)));
        let Some(farthest) = farthest else { break };
        for axis in 0..3 {
            middle[axis] += (farthest[axis] - middle[axis]) * step;
        }
        step *= 0.88;
    }
    position(middle)
}

/// The smallest box of an aspect, and at least a height, around another with the same middle.
fn with_aspect(plane: Rect, aspect: f64, least_height: f64) -> Rect {
    let height = plane.height().max(plane.width() / aspect).max(least_height).max(1e-6);
    Rect::from_center_size(Point::new(plane.center().x, plane.center().y), (height * aspect, height))
}
