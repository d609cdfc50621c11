//! The shapes in a view, as paths in view units.

use kurbo::{BezPath, Point, Rect, Vec2};

use crate::clip::{add_line_in_box, keep_side, needed_points, ring_in_box, rounded};
use crate::projection::{Projection, position};
use crate::shapes::{Arc, ArcKind, Area, AreaKind, Bounds, Level, Ring};
use crate::view::View;

/// How far beyond the view fills reach, in view units, so that their edge along the cut is never seen.
const BLEED: f64 = 0.05;

/// Lambert's projection shows nothing farther from its middle than this: 2 sin(120° / 2). Rings beyond are pulled to this circle.
const RIM: f64 = 1.732;

impl View<'_> {
    /// All land, to be filled (nonzero). It is cut a little outside the view; stroke [`View::coasts`] instead of its outline.
    ///
    /// `tolerance` is how far, in view units, the outline may be from the data's: half a pixel is a good value.
    pub fn land(&self, tolerance: f64) -> BezPath {
        self.areas(tolerance, |area| area.kind == AreaKind::Land)
    }

    /// The lakes, to be filled over the land, smaller ones only where they are large enough to be seen.
    pub fn lakes(&self, tolerance: f64) -> BezPath {
        let smallest = tolerance * 4.0;
        let mut path = BezPath::new();
        for area in self.level().areas.iter().filter(|area| area.kind == AreaKind::Lake) {
            for ring in &area.rings {
                let size = self.project(ring.bounds.east, ring.bounds.north)
                    - self.project(ring.bounds.west, ring.bounds.south);
                if size.hypot() > smallest {
                    self.add_ring(&mut path, ring, tolerance);
                }
            }
        }
        path
    }

    /// A country by its ISO 3166 code of two or three letters, to be filled; empty when it is not in the view or not known.
    pub fn country(&self, iso: &str, tolerance: f64) -> BezPath {
        let code = self.atlas.country_code(iso);
        self.areas(tolerance, |area| area.kind == AreaKind::Country && Some(area.code.as_str()) == code)
    }

    /// The lines between land and sea, to be stroked.
    pub fn coasts(&self, tolerance: f64) -> BezPath {
        self.lines(tolerance, ArcKind::Coast)
    }

    /// The borders between countries on land, to be stroked, each once.
    pub fn borders(&self, tolerance: f64) -> BezPath {
        self.lines(tolerance, ArcKind::Border)
    }

    /// The center lines of large rivers, to be stroked. Their data is that of the coarse level, rounded.
    pub fn rivers(&self, tolerance: f64) -> BezPath {
        self.lines(tolerance, ArcKind::River)
    }

    /// The shores of lakes, to be stroked.
    pub fn shores(&self, tolerance: f64) -> BezPath {
        self.lines(tolerance, ArcKind::Shore)
    }

    fn areas(&self, tolerance: f64, wanted: impl Fn(&Area) -> bool) -> BezPath {
        let mut path = BezPath::new();
        for area in self.level().areas.iter().filter(|area| wanted(area)) {
            for ring in &area.rings {
                self.add_ring(&mut path, ring, tolerance);
            }
        }
        path
    }

    fn add_ring(&self, path: &mut BezPath, ring: &Ring, tolerance: f64) {
        let shifts: Vec<f64> = self.shifts(&ring.bounds).collect();
        if shifts.is_empty() {
            return;
        }
        let level = self.level();
        let degrees = self.thinned_ring(level, ring, tolerance);
        for shift in shifts {
            let flat = self.flat_ring(&degrees, shift);
            add_closed(path, &ring_in_box(&flat, self.bounds().inflate(BLEED, BLEED)));
        }
        if let Some(turns) = self.turns_around_antipode(level, ring) {
            let rim = self.rim(turns);
            for _ in 0..turns.abs() {
                add_closed(path, &ring_in_box(&rim, self.bounds().inflate(BLEED, BLEED)));
            }
        }
    }

    /// By how many degrees of longitude shapes within `bounds` must be moved to be seen in the view.
    fn shifts(&self, bounds: &Bounds) -> impl Iterator<Item = f64> {
        // Lambert's projection takes longitudes as they come: one copy is enough.
        let turned = matches!(self.projection, Projection::LambertAzimuthal { .. });
        let (bounds, window) = (*bounds, self.window);
        let mut shifts: Vec<f64> =
            [-360.0, 0.0, 360.0].into_iter().filter(|shift| bounds.meets(&window, *shift)).collect();
        if turned {
            shifts.truncate(1);
        }
        shifts.into_iter()
    }

    fn thinned_ring(&self, level: &Level, ring: &Ring, tolerance: f64) -> Vec<(f64, f64)> {
        let mut points = Vec::new();
        for reference in &ring.arcs {
            let mut thinned = self.thinned_arc(&level.arcs[reference.arc], tolerance);
            if reference.backwards {
                thinned.reverse();
            }
            // The last point is the first of the next arc.
            thinned.pop();
            points.extend(thinned);
        }
        points
    }

    /// The points of an arc, in degrees, that its picture needs. Each arc is thinned by itself, so that what shares it fits.
    fn thinned_arc(&self, arc: &Arc, tolerance: f64) -> Vec<(f64, f64)> {
        let degrees = arc.points.iter().map(|(longitude, latitude)| (f64::from(*longitude), f64::from(*latitude)));
        let degrees: Vec<(f64, f64)> =
            if arc.kind == ArcKind::River { rounded(&degrees.collect::<Vec<_>>()) } else { degrees.collect() };
        let flat: Vec<Point> = degrees.iter().map(|(longitude, latitude)| self.flat(*longitude, *latitude)).collect();
        let needed = needed_points(&flat, tolerance);
        degrees.into_iter().zip(needed).filter_map(|(point, needed)| needed.then_some(point)).collect()
    }

    /// View units of a position that is not wrapped; on Lambert's plane not beyond the rim.
    fn flat(&self, longitude: f64, latitude: f64) -> Point {
        let mut plane = self.projection.forward(longitude, latitude).to_vec2();
        if matches!(self.projection, Projection::LambertAzimuthal { .. }) && plane.hypot() > RIM {
            plane *= RIM / plane.hypot();
        }
        self.to_view(plane.to_point())
    }

    fn flat_ring(&self, degrees: &[(f64, f64)], shift: f64) -> Vec<Point> {
        match self.projection {
            Projection::Mercator { .. } => {
                degrees.iter().map(|(longitude, latitude)| self.flat(longitude + shift, *latitude)).collect()
            }
            Projection::EqualEarth { longitude: middle } => {
                let ring: Vec<Point> = degrees.iter().map(|(x, y)| Point::new(x + shift, *y)).collect();
                let ring = keep_side(&ring, |point| point.x - (middle - 180.0));
                let ring = keep_side(&ring, |point| middle + 180.0 - point.x);
                with_steps(&ring, 2.0).into_iter().map(|point| self.flat(point.x, point.y)).collect()
            }
            Projection::LambertAzimuthal { .. } => {
                let flat: Vec<Point> =
                    degrees.iter().map(|(longitude, latitude)| self.flat(*longitude, *latitude)).collect();
                self.around_rim(&flat)
            }
        }
    }

    /// A ring whose steps between points on the rim follow the rim.
    fn around_rim(&self, ring: &[Point]) -> Vec<Point> {
        let center = self.to_view(Point::ZERO);
        let radius = RIM / self.plane.height();
        let mut out = Vec::with_capacity(ring.len());
        for (index, &point) in ring.iter().enumerate() {
            out.push(point);
            let next = ring[(index + 1) % ring.len()];
            let (from, to) = (point - center, next - center);
            if from.hypot().min(to.hypot()) < radius * 0.98 {
                continue;
            }
            let turn = from.cross(to).atan2(from.dot(to));
            let steps = (turn.abs() / 0.2).ceil() as u32;
            for step in 1..steps {
                out.push(center + Vec2::from_angle(from.atan2() + turn * f64::from(step) / f64::from(steps)) * radius);
            }
        }
        out
    }

    /// How often a ring runs around the point opposite to the middle of Lambert's projection, counter-clockwise. Pulled to the
    /// rim, such a ring would count as many turns too few everywhere.
    fn turns_around_antipode(&self, level: &Level, ring: &Ring) -> Option<i32> {
        let Projection::LambertAzimuthal { longitude, latitude } = self.projection else { return None };
        let (east, north) = position(crate::projection::direction(longitude + 180.0, -latitude));
        let Bounds { west, south, east: edge, north: top } = ring.bounds;
        if east < west || east > edge || north < south || north > top {
            return None;
        }
        let points: Vec<(f64, f64)> = level.ring_points(ring).collect();
        let mut turns = 0;
        for (index, a) in points.iter().enumerate() {
            let b = points[(index + 1) % points.len()];
            let side = (b.0 - a.0) * (north - a.1) - (east - a.0) * (b.1 - a.1);
            if a.1 <= north && b.1 > north && side > 0.0 {
                turns += 1;
            } else if a.1 > north && b.1 <= north && side < 0.0 {
                turns -= 1;
            }
        }
        (turns != 0).then_some(turns)
    }

    /// The rim as a ring, counter-clockwise on the map for turns above 0.
    fn rim(&self, turns: i32) -> Vec<Point> {
        let center = self.to_view(Point::ZERO);
        let radius = RIM / self.plane.height();
        // View units have y downwards.
        let sign = -f64::from(turns.signum());
        (0..64)
            .map(|step| center + Vec2::from_angle(sign * f64::from(step) * std::f64::consts::TAU / 64.0) * radius)
            .collect()
    }

    fn lines(&self, tolerance: f64, kind: ArcKind) -> BezPath {
        let mut path = BezPath::new();
        let bounds = self.bounds().inflate(BLEED, BLEED);
        for arc in self.level().arcs.iter().filter(|arc| arc.kind == kind) {
            let shifts: Vec<f64> = self.shifts(&arc.bounds).collect();
            if shifts.is_empty() {
                continue;
            }
            let degrees = self.thinned_arc(arc, tolerance);
            for shift in shifts {
                self.add_line(&mut path, &degrees, shift, bounds);
            }
        }
        path
    }

    /// Adds a line given in degrees, cut at the edge of the globe's picture and at a box.
    fn add_line(&self, path: &mut BezPath, degrees: &[(f64, f64)], shift: f64, bounds: Rect) {
        match self.projection {
            Projection::Mercator { .. } => {
                let line: Vec<Point> = degrees.iter().map(|(x, y)| self.flat(x + shift, *y)).collect();
                add_line_in_box(path, &line, bounds);
            }
            Projection::EqualEarth { longitude: middle } => {
                let shown = |x: f64| (x - middle).abs() <= 180.0;
                for run in degrees.split(|(x, _)| !shown(x + shift)) {
                    let line: Vec<Point> = run.iter().map(|(x, y)| self.flat(x + shift, *y)).collect();
                    add_line_in_box(path, &line, bounds);
                }
            }
            Projection::LambertAzimuthal { .. } => {
                for run in degrees.split(|(x, y)| self.projection.forward(*x, *y).to_vec2().hypot() >= RIM) {
                    let line: Vec<Point> = run.iter().map(|(x, y)| self.flat(*x, *y)).collect();
                    add_line_in_box(path, &line, bounds);
                }
            }
        }
    }
}

/// A ring with points added so that no step is longer than `longest`.
fn with_steps(ring: &[Point], longest: f64) -> Vec<Point> {
    let mut out = Vec::with_capacity(ring.len());
    for (index, &point) in ring.iter().enumerate() {
        let next = ring[(index + 1) % ring.len()];
        let steps = ((next - point).hypot() / longest).ceil().max(1.0) as u32;
        for step in 0..steps {
            out.push(point.lerp(next, f64::from(step) / f64::from(steps)));
        }
    }
    out
}

fn add_closed(path: &mut BezPath, ring: &[Point]) {
    if ring.len() < 3 {
        return;
    }
    path.move_to(ring[0]);
    for point in &ring[1..] {
        path.line_to(*point);
    }
    path.close_path();
}
