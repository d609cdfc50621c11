//! A view: a part of the globe laid flat in a box of 1 high and as many wide as its aspect says.

use kurbo::{Point, Rect, Vec2};

use crate::atlas::Atlas;
use crate::projection::{Projection, wrap_near};
use crate::shapes::{Bounds, Level};

/// The Earth's mean radius (IUGG) in kilometers.
pub(crate) const EARTH_RADIUS_KM: f64 = 6371.0088;

/// Views less high than this are drawn from the fine level, in kilometers: at 1080 pixels the coarse level's points begin to show.
const FINE_BELOW_KM: f64 = 4500.0;

/// A part of the globe on a plane. View units: x from 0 to [`View::width`], y from 0 at the top to 1 at the bottom.
#[derive(Debug, Clone, Copy)]
pub struct View<'a> {
    pub(crate) atlas: &'a Atlas,
    pub(crate) projection: Projection,
    /// The part of the projection's plane that is shown.
    pub(crate) plane: Rect,
    /// The degrees that are shown, around the projection's middle; all longitudes when a pole is shown.
    pub(crate) window: Bounds,
}

impl<'a> View<'a> {
    /// A view of a part of a projection's plane.
    pub(crate) fn new(atlas: &'a Atlas, projection: Projection, plane: Rect) -> Self {
        Self { atlas, projection, plane, window: window(projection, plane) }
    }

    /// The same view with more of the globe around it, as parts of its height: what was framed lies in the middle of a larger picture. The
    /// units are those of the larger view.
    ///
    /// # Panics
    /// When a part is negative or not finite.
    #[must_use]
    pub fn extended(&self, left: f64, top: f64, right: f64, bottom: f64) -> Self {
        assert!([left, top, right, bottom].iter().all(|part| part.is_finite() && *part >= 0.0), "margins are parts of the height");
        let unit = self.plane.height();
        let plane = Rect::new(
            self.plane.x0 - left * unit,
            self.plane.y0 - bottom * unit,
            self.plane.x1 + right * unit,
            self.plane.y1 + top * unit,
        );
        Self::new(self.atlas, self.projection, plane)
    }

    /// The projection in use.
    pub fn projection(&self) -> Projection {
        self.projection
    }

    /// The view's width in view units; its height is 1.
    pub fn width(&self) -> f64 {
        self.plane.width() / self.plane.height()
    }

    /// The box of the view in view units.
    pub fn bounds(&self) -> Rect {
        Rect::new(0.0, 0.0, self.width(), 1.0)
    }

    /// Where a place is, in degrees, in view units. Outside the view too, except for a place on the far side of the globe, which
    /// comes out at the rim.
    pub fn project(&self, longitude: f64, latitude: f64) -> Point {
        self.to_view(self.projection.forward(wrap_near(longitude, self.projection.longitude()), latitude))
    }

    /// The longitude (-180 to 180) and latitude in degrees of a point of the view; none outside the globe.
    pub fn unproject(&self, point: Point) -> Option<(f64, f64)> {
        let (longitude, latitude) = self.projection.inverse(self.to_plane(point))?;
        Some((wrap_near(longitude, 0.0), latitude))
    }

    /// Whether a place is within the view.
    pub fn shows(&self, longitude: f64, latitude: f64) -> bool {
        self.bounds().contains(self.project(longitude, latitude))
    }

    /// Kilometers for each view unit at a place.
    pub fn kilometers_at(&self, longitude: f64, latitude: f64) -> f64 {
        self.plane.height() * EARTH_RADIUS_KM / self.projection.stretch(longitude, latitude)
    }

    /// How high the view is in kilometers, by the scale in its middle.
    pub fn height_km(&self) -> f64 {
        let (longitude, latitude) = self.middle();
        self.kilometers_at(longitude, latitude)
    }

    /// The longitude and latitude in the middle.
    pub(crate) fn middle(&self) -> (f64, f64) {
        self.projection.inverse(self.plane.center()).unwrap_or((self.projection.longitude(), 0.0))
    }

    pub(crate) fn level(&self) -> &'a Level {
        if self.height_km() < FINE_BELOW_KM { self.atlas.shapes().fine() } else { self.atlas.shapes().coarse() }
    }

    pub(crate) fn to_view(self, plane: Point) -> Point {
        let scale = 1.0 / self.plane.height();
        Point::new((plane.x - self.plane.x0) * scale, (self.plane.y1 - plane.y) * scale)
    }

    fn to_plane(self, view: Point) -> Point {
        Point::new(self.plane.x0, self.plane.y1) + Vec2::new(view.x, -view.y) * self.plane.height()
    }
}

/// The degrees that a part of the plane shows, found by looking at a grid of its points, with a little more around.
fn window(projection: Projection, plane: Rect) -> Bounds {
    const STEPS: u32 = 48;
    let mut bounds = Bounds::EMPTY;
    let mut outside = false;
    for row in 0..=STEPS {
        for column in 0..=STEPS {
            let point = Point::new(
                plane.x0 + plane.width() * f64::from(column) / f64::from(STEPS),
                plane.y0 + plane.height() * f64::from(row) / f64::from(STEPS),
            );
            match projection.inverse(point) {
                Some((longitude, latitude)) => bounds.add(longitude, latitude),
                None => outside = true,
            }
        }
    }
    let pad_latitude = (bounds.north - bounds.south) / 12.0 + 0.1;
    let pad_longitude = (bounds.east - bounds.west) / 12.0 + 0.1;
    bounds = Bounds {
        west: bounds.west - pad_longitude,
        east: bounds.east + pad_longitude,
        south: bounds.south - pad_latitude,
        north: bounds.north + pad_latitude,
    };
    let middle = projection.longitude();
    let holds_a_pole = match projection {
        Projection::LambertAzimuthal { .. } => {
            [90.0, -90.0].into_iter().any(|pole| plane.inflate(0.02, 0.02).contains(projection.forward(middle, pole)))
        }
        Projection::Mercator { .. } => false,
        Projection::EqualEarth { .. } => outside,
    };
    if holds_a_pole || (bounds.east - bounds.west) > 300.0 && matches!(projection, Projection::LambertAzimuthal { .. })
    {
        bounds.west = middle - 180.0;
        bounds.east = middle + 180.0;
        if outside || matches!(projection, Projection::LambertAzimuthal { latitude, .. } if latitude > 0.0) {
            bounds.north = 90.0;
        }
        if outside || matches!(projection, Projection::LambertAzimuthal { latitude, .. } if latitude < 0.0) {
            bounds.south = -90.0;
        }
    }
    bounds
}
