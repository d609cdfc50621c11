//! The sheet that a map is drawn on: which part of the globe it shows, and its land and water.

use lectern_atlas::{Atlas, Kind, Place, View};
use lectern_lesson::{MapPlace, PlaceKind, Rect};
use vello_cpu::kurbo::{Affine, BezPath, Point, Rect as KurboRect, Shape as _, Size};

use crate::Color;
use crate::composer::Composer;
use crate::element::{Composition, Content, Element, Line, Paint, ShapeContent};
use crate::style::TEXT_CONTRAST;

/// How exact outlines are, in design pixels: half a pixel at 1080p cannot be seen.
const TOLERANCE: f64 = 0.6;

/// The part of a globe behind a map's places, laid over the whole plane.
pub(super) struct Sheet<'a> {
    view: View<'a>,
    plane: Rect,
    land: Color,
    water: Color,
    line: Color,
    shade: Color,
}

/// A name of the atlas where it would stand on the plane.
pub(super) struct Name {
    pub(super) name: String,
    pub(super) rect: Rect,
    /// The dot beside it, for cities.
    pub(super) dot: Option<Point>,
}

/// Whether a place is marked by a dot: it is a point on the map.
pub(super) fn is_point(place: &MapPlace) -> bool {
    matches!(place.kind, PlaceKind::City | PlaceKind::Strait)
}

impl<'a> Sheet<'a> {
    /// The sheet that shows all places within `middle`.
    pub(super) fn of(places: &[MapPlace], middle: Rect, composer: &Composer<'_>) -> Self {
        let plane = composer.plane();
        let framed: Vec<Place> = places.iter().map(framed).collect();
        // Tags stand beside their dots: the places themselves keep off the edges.
        let inner = Rect::new(
            middle.x + middle.width * 0.1,
            middle.y + middle.height * 0.08,
            middle.width * 0.8,
            middle.height * 0.84,
        );
        let view = Atlas::standard().frame(&framed, inner.width / inner.height);
        let part = |length: f64| (length / inner.height).max(0.0);
        let view = view.extended(
            part(inner.x - plane.x),
            part(inner.y - plane.y),
            part(plane.right() - inner.right()),
            part(plane.bottom() - inner.bottom()),
        );
        let palette = composer.palette();
        let is_dark = palette.text.luminance() > palette.ground.luminance();
        let water = |amount: f64| {
            if is_dark { palette.ground.mix(palette.shade, amount) } else { palette.ground.mix(palette.line, amount * 0.5) }
        };
        let land = |amount: f64| {
            if is_dark { palette.ground.mix(palette.line, amount * 0.62) } else { palette.panel_top.mix(palette.ground, 0.3) }
        };
        // As far apart as the quietest text on both allows.
        let amount = [0.5, 0.4, 0.32, 0.25, 0.18, 0.1, 0.0]
            .into_iter()
            .find(|amount| {
                [water(*amount), land(*amount)].iter().all(|color| palette.muted.contrast(*color) >= TEXT_CONTRAST * 1.04)
            })
            .unwrap_or(0.0);
        Self { view, plane, land: land(amount), water: water(amount), line: palette.line, shade: palette.shade }
    }

    /// Where a place is on the plane.
    pub(super) fn at(&self, place: &MapPlace) -> Point {
        self.to_plane() * self.view.project(place.longitude, place.latitude)
    }

    /// The way between two places: over the globe where it is long, a light curve where it is short.
    pub(super) fn route(&self, from: &MapPlace, to: &MapPlace) -> BezPath {
        let (from, to) = (framed(from), framed(to));
        let path = if self.view.height_km() > 4000.0 {
            self.view.great_circle(&from, &to)
        } else {
            self.view.curve(&from, &to, 0.09)
        };
        self.to_plane() * path
    }

    /// Length in design pixels and in kilometers of a bar that tells the scale; none on a map of the world.
    pub(super) fn scale_bar(&self) -> Option<(f64, f64)> {
        let bar = self.view.scale_bar(0.16)?;
        Some((bar.length * self.plane.height, bar.kilometers))
    }

    /// Names of the atlas around some places, the most helpful first. `measure` tells how large a name is in design pixels.
    pub(super) fn labels(&self, places: &[MapPlace], measure: impl Fn(&str) -> (f64, f64)) -> Vec<Name> {
        let unit = self.plane.height;
        let asked: Vec<Place> = places.iter().map(named).collect();
        let labels = self.view.labels(&asked, |name, _| {
            let (width, height) = measure(name);
            Size::new(width / unit, height / unit)
        });
        let to_plane = self.to_plane();
        let others = labels.into_iter().filter(|label| !label.asked).map(|label| {
            let center = to_plane * label.center;
            let (width, height) = (label.size.width * unit, label.size.height * unit);
            Name {
                name: label.place.name,
                rect: Rect::new(center.x - width / 2.0, center.y - height / 2.0, width, height),
                dot: label.dot.map(|dot| to_plane * dot),
            }
        });
        others.collect()
    }

    /// Land or water, whichever a text of that color is worse read on.
    pub(super) fn worst_ground(&self, text: Color) -> Color {
        if text.contrast(self.land) < text.contrast(self.water) { self.land } else { self.water }
    }

    /// Draws water, land, lakes, rivers, borders and coasts.
    pub(super) fn draw(&self, composition: &mut Composition) {
        let plane = KurboRect::new(self.plane.x, self.plane.y, self.plane.right(), self.plane.bottom());
        let tolerance = TOLERANCE / self.plane.height;
        let to_plane = self.to_plane();
        let (view, line) = (&self.view, self.line);
        let mut fill = |path: BezPath, color: Color| {
            composition.push(shape(path, Some(Paint::Solid(color, 1.0)), None));
        };
        fill(plane.to_path(0.1), self.water);
        fill(to_plane * view.land(tolerance), self.land);
        fill(to_plane * view.lakes(tolerance), self.water);
        let river = self.water.mix(line, 0.4);
        let strokes = [
            (view.rivers(tolerance), river, 0.8, 2.4),
            (view.borders(tolerance), line, 0.4, 1.8),
            (view.shores(tolerance), line, 0.5, 1.6),
            (view.coasts(tolerance), line, 0.85, 2.6),
        ];
        for (path, color, opacity, width) in strokes {
            let stroke = Line { paint: Paint::Solid(color, opacity), width, dots: None, glow: None };
            composition.push(shape(to_plane * path, None, Some(stroke)));
        }
        // The edges fall back, so that the eye stays with the places.
        let radius = plane.width().hypot(plane.height()) / 2.0;
        let stops = vec![(0.0, self.shade, 0.0), (0.62, self.shade, 0.0), (1.0, self.shade, 0.5)];
        let vignette = Paint::Radial { center: plane.center(), radius, stops };
        composition.push(shape(plane.to_path(0.1), Some(vignette), None));
    }

    fn to_plane(&self) -> Affine {
        Affine::translate((self.plane.x, self.plane.y)) * Affine::scale(self.plane.height)
    }
}

fn shape(path: BezPath, fill: Option<Paint>, stroke: Option<Line>) -> Element {
    Element::new(Content::Shape(ShapeContent { path, fill, stroke }))
}

/// The place as it counts for the part of the globe that is shown: by its middle and extent, so that layouts are the same
/// without the shapes of countries. What is long and thin counts by its middle alone.
fn framed(place: &MapPlace) -> Place {
    let extent_km = match place.kind {
        PlaceKind::City | PlaceKind::River | PlaceKind::Strait => 0.0,
        PlaceKind::Mountains => place.extent_km * 0.4,
        _ => place.extent_km * 0.8,
    };
    let kind = if is_point(place) { Kind::City } else { Kind::Region };
    Place { kind, extent_km, ..named(place) }
}

fn named(place: &MapPlace) -> Place {
    let kind = match place.kind {
        PlaceKind::City => Kind::City,
        PlaceKind::Country => Kind::Country,
        PlaceKind::Region => Kind::Region,
        PlaceKind::Continent => Kind::Continent,
        PlaceKind::Island => Kind::Island,
        PlaceKind::Sea => Kind::Sea,
        PlaceKind::Lake => Kind::Lake,
        PlaceKind::River => Kind::River,
        PlaceKind::Strait => Kind::Strait,
        PlaceKind::Mountains => Kind::Mountains,
        PlaceKind::Desert => Kind::Desert,
    };
    Place {
        name: place.name.clone(),
        kind,
        longitude: place.longitude,
        latitude: place.latitude,
        extent_km: place.extent_km,
        country: String::new(),
        population: 0,
        note: String::new(),
    }
}
