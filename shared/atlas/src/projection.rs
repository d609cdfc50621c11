//! How the globe is laid flat. Plane coordinates are in radians of the unit sphere, y up.

use kurbo::{Point, Vec2};

/// Latitudes beyond this are not shown by Mercator: it stretches them without end.
pub(crate) const MERCATOR_LIMIT: f64 = 84.0;

/// A map projection with its center.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Projection {
    /// Keeps angles; for views of up to about 25 degrees.
    Mercator {
        /// The meridian in the middle, in degrees.
        longitude: f64,
    },
    /// Lambert's azimuthal projection: keeps areas; for countries and continents, also around a pole.
    LambertAzimuthal {
        /// The middle, in degrees east.
        longitude: f64,
        /// The middle, in degrees north.
        latitude: f64,
    },
    /// Equal Earth (Šavrič, Patterson and Jenny 2018): keeps areas; for the world.
    EqualEarth {
        /// The meridian in the middle, in degrees.
        longitude: f64,
    },
}

/// The polynomial of Equal Earth, from "The Equal Earth map projection", equation 3.
const A: [f64; 4] = [1.340_264, -0.081_106, 0.000_893, 0.003_796];

impl Projection {
    /// The plane's point for a place. Longitudes are used as they are, not wrapped, except by Lambert's projection.
    pub(crate) fn forward(self, longitude: f64, latitude: f64) -> Point {
        match self {
            Self::Mercator { longitude: middle } => {
                let latitude = latitude.clamp(-MERCATOR_LIMIT, MERCATOR_LIMIT).to_radians();
                Point::new((longitude - middle).to_radians(), (latitude.sin()).atanh())
            }
            Self::LambertAzimuthal { longitude: middle, latitude: center } => {
                let east = (longitude - middle).to_radians();
                let (sin_latitude, cos_latitude) = latitude.to_radians().sin_cos();
                let (sin_center, cos_center) = center.to_radians().sin_cos();
                let (sin_east, cos_east) = east.sin_cos();
                let towards = sin_center * sin_latitude + cos_center * cos_latitude * cos_east;
                let scale = (2.0 / (1.0 + towards).max(1e-9)).sqrt();
                Point::new(
                    scale * cos_latitude * sin_east,
                    scale * (cos_center * sin_latitude - sin_center * cos_latitude * cos_east),
                )
            }
            Self::EqualEarth { longitude: middle } => {
                let root = 3.0_f64.sqrt();
                let theta = (root / 2.0 * latitude.to_radians().sin()).asin();
                let square = theta * theta;
                let sixth = square * square * square;
                let slope = A[0] + 3.0 * A[1] * square + sixth * (7.0 * A[2] + 9.0 * A[3] * square);
                Point::new(
                    2.0 * root * (longitude - middle).to_radians() * theta.cos() / (3.0 * slope),
                    theta * (A[0] + A[1] * square + sixth * (A[2] + A[3] * square)),
                )
            }
        }
    }

    /// The longitude and latitude in degrees of a point of the plane; none outside the globe. The longitude is within 180 degrees of
    /// the middle.
    pub(crate) fn inverse(self, point: Point) -> Option<(f64, f64)> {
        let (longitude, latitude) = match self {
            Self::Mercator { longitude } => (longitude + point.x.to_degrees(), point.y.tanh().asin().to_degrees()),
            Self::LambertAzimuthal { longitude, latitude } => {
                let distance = point.to_vec2().hypot();
                if distance > 2.0 {
                    return None;
                }
                if distance < 1e-12 {
                    return Some((longitude, latitude));
                }
                let (sin_angle, cos_angle) = (2.0 * (distance / 2.0).asin()).sin_cos();
                let (sin_center, cos_center) = latitude.to_radians().sin_cos();
                let sin_latitude = cos_angle * sin_center + point.y * sin_angle * cos_center / distance;
                let east = (point.x * sin_angle)
                    .atan2(distance * cos_center * cos_angle - point.y * sin_center * sin_angle)
                    .to_degrees();
                (longitude + east, sin_latitude.clamp(-1.0, 1.0).asin().to_degrees())
            }
            Self::EqualEarth { longitude } => {
                let root = 3.0_f64.sqrt();
                let mut theta = point.y / A[0];
                for _ in 0..12 {
                    let square = theta * theta;
                    let sixth = square * square * square;
                    let value = theta * (A[0] + A[1] * square + sixth * (A[2] + A[3] * square)) - point.y;
                    let slope = A[0] + 3.0 * A[1] * square + sixth * (7.0 * A[2] + 9.0 * A[3] * square);
                    theta -= value / slope;
                }
                let sin_latitude = 2.0 * theta.sin() / root;
                if sin_latitude.abs() > 1.0 + 1e-9 {
                    return None;
                }
                let square = theta * theta;
                let sixth = square * square * square;
                let slope = A[0] + 3.0 * A[1] * square + sixth * (7.0 * A[2] + 9.0 * A[3] * square);
                let east = (3.0 * point.x * slope / (2.0 * root * theta.cos())).to_degrees();
                (longitude + east, sin_latitude.clamp(-1.0, 1.0).asin().to_degrees())
            }
        };
        ((longitude - self.longitude()).abs() <= 180.0 + 1e-6).then_some((longitude, latitude))
    }

    /// The meridian in the middle, in degrees.
    pub fn longitude(self) -> f64 {
        match self {
            Self::Mercator { longitude }
            | Self::LambertAzimuthal { longitude, .. }
            | Self::EqualEarth { longitude } => longitude,
        }
    }

    /// How much longer a short line is on the plane than on the unit sphere.
    pub(crate) fn stretch(self, longitude: f64, latitude: f64) -> f64 {
        let step = 0.01;
        let here = self.forward(longitude, latitude);
        let north = self.forward(longitude, latitude + if latitude > 0.0 { -step } else { step });
        let east = self.forward(longitude + step, latitude);
        let up = (north - here).hypot() / step.to_radians();
        let across = (east - here).hypot() / (step.to_radians() * latitude.to_radians().cos().max(1e-6));
        (up * across).sqrt()
    }
}

/// A longitude brought to within 180 degrees of a middle one.
pub(crate) fn wrap_near(longitude: f64, middle: f64) -> f64 {
    middle + (longitude - middle + 180.0).rem_euclid(360.0) - 180.0
}

/// A direction from the globe's center, of length 1.
pub(crate) fn direction(longitude: f64, latitude: f64) -> [f64; 3] {
    let (sin_latitude, cos_latitude) = latitude.to_radians().sin_cos();
    let (sin_longitude, cos_longitude) = longitude.to_radians().sin_cos();
    [cos_latitude * cos_longitude, cos_latitude * sin_longitude, sin_latitude]
}

/// The longitude and latitude in degrees of a direction of any length.
pub(crate) fn position(direction: [f64; 3]) -> (f64, f64) {
    let flat = Vec2::new(direction[0], direction[1]);
    (flat.y.atan2(flat.x).to_degrees(), direction[2].atan2(flat.hypot()).to_degrees())
}

/// The angle between two places in degrees, by the haversine formula, which is exact for near places too.
pub(crate) fn angle_between(a: (f64, f64), b: (f64, f64)) -> f64 {
    let half_latitude = ((b.1 - a.1) / 2.0).to_radians().sin();
    let half_longitude = ((b.0 - a.0) / 2.0).to_radians().sin();
    let chord = half_latitude * half_latitude
        + a.1.to_radians().cos() * b.1.to_radians().cos() * half_longitude * half_longitude;
    (2.0 * chord.sqrt().min(1.0).asin()).to_degrees()
}
