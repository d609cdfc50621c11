//! Where the camera stands at a moment of a scene: a pure function of the shot, the clock and the composition.
//! `docs/cinematography.md` tells why it moves.

use lectern_lesson::{Focus, Movement, Rect, Shot};
use vello_cpu::kurbo::{Affine, Point, Vec2};

use crate::easing::{cubic_bezier, progress, sine};
use crate::plane::Plane;
use crate::style;
use crate::timeline::Timeline;

/// How far off its place a world begins that comes to rest, in design pixels for a layer that makes all of the motion.
const ARRIVAL_PX: f64 = 44.0;

/// Seconds that it takes to come to rest at the most.
const ARRIVAL_SECS: f64 = 4.5;

/// Seconds from one part to the next.
const TRAVEL_SECS: f64 = 0.9;

/// A part that is spoken of for less time is seen together with the next: a camera that is always on its way shows nothing.
const DWELL_SECS: f64 = 1.7;

/// The whole is seen for so long before the camera goes in.
const ESTABLISHING_SECS: f64 = 1.0;

/// Seconds back to the whole, and that the whole rests before the subject leaves.
const RETURN_SECS: f64 = 1.0;
const REST_SECS: f64 = 0.3;

/// Design pixels around a part that the camera goes to.
const PART_MARGIN: f64 = 110.0;

/// Seconds that a focus takes from the world to the subject.
const RACK_SECS: f64 = 0.9;

/// A camera that takes the subject with it moves it in steps of a quarter of a frame's pixel.
const STEPS: f64 = 4.0;

/// Softness in as many steps: the world is softened anew for each.
const SOFTNESS_STEPS: f64 = 24.0;

/// The camera of a scene.
pub(crate) struct Camera {
    shot: Shot,
    plane: Plane,
    length: f64,
    /// Scale of the subject in a close framing.
    reach: f64,
    /// Where the camera goes, in order: from when on, and what it frames.
    stations: Vec<(f64, Pose)>,
    move_curve: [f64; 4],
    /// How far out of focus the world was at the end of the scene before, 0 or 1.
    soft_before: f64,
    /// When the lens turns to what this scene focuses on.
    racks_at: f64,
}

/// How the camera frames the plane.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Pose {
    /// What is in the middle of the frame.
    pub(crate) middle: Point,
    /// Enlargement.
    pub(crate) scale: f64,
}

/// Where the camera is in the world.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct View {
    /// 0 wide, 1 close.
    pub(crate) closeness: f64,
    /// How far the world stands off its place, in design pixels, for a layer that makes all of the camera's motion.
    pub(crate) offset: Vec2,
}

impl View {
    /// The whole world, at rest.
    pub(crate) const WIDE: Self = Self { closeness: 0.0, offset: Vec2::ZERO };
}

impl Camera {
    /// The camera of a scene whose parts stand at `parts` (none for one that is nowhere) and whose texts at `texts`.
    /// `soft_before`: whether the world was out of focus when the scene before ended, and the world goes on.
    pub(crate) fn new(
        shot: Shot,
        style: &style::Camera,
        timeline: &Timeline,
        plane: Plane,
        parts: &[Option<Rect>],
        texts: &[Rect],
        soft_before: bool,
    ) -> Self {
        let subject_moves = !style.pin_text;
        let room = plane.safe().room(texts.iter().copied());
        let reach = if subject_moves && shot.carries_subject() { style.push.min(room).max(1.0) } else { 1.0 };
        let follows = subject_moves && shot.follows_parts();
        let stations = if follows { stations(shot, style.insert, timeline, plane, parts) } else { Vec::new() };
        let first_part = (0..parts.len()).map(|part| timeline.show(part)).fold(f64::INFINITY, f64::min);
        let racks_at = match shot.focus {
            Focus::Rack if first_part.is_finite() => first_part.clamp(0.3, (timeline.length - RACK_SECS).max(0.3)),
            _ => 0.1,
        };
        Self {
            shot,
            plane,
            length: timeline.length,
            reach,
            stations,
            move_curve: timeline.motion.move_curve,
            soft_before: if soft_before { 1.0 } else { 0.0 },
            racks_at,
        }
    }

    /// Where it is in the world.
    pub(crate) fn view(&self, now: f64) -> View {
        let along = sine(progress(now, 0.0, self.length));
        let (from, to) = (self.shot.from.closeness(), self.shot.to.closeness());
        let away = if self.shot.follows_parts() { 0.0 } else { 1.0 - sine_out(progress(now, 0.0, self.arrival())) };
        let direction = match self.shot.movement {
            Movement::Pan => Vec2::new(1.0, 0.0),
            // The camera sinks, so the world rises into its place; it rises, and the world sinks.
            Movement::Tilt => Vec2::new(0.0, 1.0),
            Movement::Crane => Vec2::new(0.0, -1.0),
            _ => Vec2::ZERO,
        };
        View { closeness: from + (to - from) * along, offset: direction * (ARRIVAL_PX * away) }
    }

    fn arrival(&self) -> f64 {
        ARRIVAL_SECS.min(self.length * 0.8)
    }

    /// How it frames the subject.
    pub(crate) fn pose(&self, now: f64) -> Pose {
        let whole = Pose::whole(self.plane);
        if self.stations.is_empty() {
            let scale = 1.0 + (self.reach - 1.0) * self.view(now).closeness;
            return Pose { scale, ..whole };
        }
        self.stations.iter().fold(whole, |pose, (start, next)| {
            pose.toward(*next, cubic_bezier(self.move_curve, progress(now, *start, TRAVEL_SECS)), self.plane)
        })
    }

    /// From where things stand on the plane to where they stand on a frame of `scale` pixels for a design pixel.
    pub(crate) fn transform(&self, now: f64, scale: f64) -> Option<Affine> {
        let pose = self.pose(now).stepped(self.plane, scale);
        (pose != Pose::whole(self.plane)).then(|| {
            let middle = Point::new(self.plane.width / 2.0, self.plane.height / 2.0);
            Affine::scale(scale) * pose.about(middle) * Affine::scale(1.0 / scale)
        })
    }

    /// How much of what repeats the part in focus elsewhere on the plane is seen: nothing while the camera is at the part
    /// itself, on its way along a line.
    pub(crate) fn shows_repeats(&self, now: f64) -> f64 {
        let nearest = self.stations.iter().map(|station| station.1.scale).fold(1.0, f64::max);
        if nearest <= 1.0 || !matches!(self.shot.movement, Movement::Pan | Movement::Tilt) {
            return 1.0;
        }
        (1.0 - 2.0 * (self.pose(now).scale - 1.0) / (nearest - 1.0)).clamp(0.0, 1.0)
    }

    /// Whether the camera goes so near that texts can come to the edge of the frame.
    pub(crate) fn crops(&self) -> bool {
        !self.stations.is_empty()
    }

    /// How far the world is out of focus, 0 to 1.
    pub(crate) fn softness(&self, now: f64) -> f64 {
        let after = if self.shot.focus.ends_soft() { 1.0 } else { 0.0 };
        let turned = sine(progress(now, self.racks_at, RACK_SECS));
        let softness = self.soft_before + (after - self.soft_before) * turned;
        (softness * SOFTNESS_STEPS).round() / SOFTNESS_STEPS
    }
}

impl Pose {
    fn whole(plane: Plane) -> Self {
        Self { middle: Point::new(plane.width / 2.0, plane.height / 2.0), scale: 1.0 }
    }

    /// Between two: what is seen changes evenly, as a frame that is drawn smaller on a photograph.
    fn toward(self, other: Self, along: f64, plane: Plane) -> Self {
        if along <= 0.0 {
            return self;
        }
        let seen = |pose: Self| plane.width / pose.scale;
        let width = seen(self) + (seen(other) - seen(self)) * along;
        Self { middle: self.middle.lerp(other.middle, along), scale: plane.width / width }
    }

    fn about(self, middle: Point) -> Affine {
        Affine::translate(middle.to_vec2()) * Affine::scale(self.scale) * Affine::translate(-self.middle.to_vec2())
    }

    fn stepped(self, plane: Plane, scale: f64) -> Self {
        let steps = plane.width * scale * STEPS / 2.0;
        let round = |value: f64| (value * scale * STEPS).round() / (scale * STEPS);
        Self {
            middle: Point::new(round(self.middle.x), round(self.middle.y)),
            scale: 1.0 + ((self.scale - 1.0) * steps).round() / steps,
        }
    }
}

/// Fast first, slow at the end: what comes to rest.
fn sine_out(time: f64) -> f64 {
    (time.clamp(0.0, 1.0) * std::f64::consts::FRAC_PI_2).sin()
}

/// How much of a text is seen that reaches to the edge of the safe area while the camera goes in: all of it inside, nothing
/// outside, so that no text is ever cut off.
pub(crate) fn seen(rect: Rect, safe: Rect) -> f64 {
    const FADE_PX: f64 = 36.0;
    let over = [safe.x - rect.x, rect.right() - safe.right(), safe.y - rect.y, rect.bottom() - safe.bottom()];
    let over = over.into_iter().fold(f64::NEG_INFINITY, f64::max);
    (-over / FADE_PX).clamp(0.0, 1.0)
}

/// Where the camera goes: to each part when it comes into focus, and back to the whole.
fn stations(shot: Shot, nearest: f64, timeline: &Timeline, plane: Plane, parts: &[Option<Rect>]) -> Vec<(f64, Pose)> {
    let back = timeline.exit - REST_SECS - RETURN_SECS;
    let mut goals: Vec<(f64, Rect)> = Vec::new();
    for (start, first, last) in timeline.focuses() {
        let start = (start - TRAVEL_SECS * 0.25).max(ESTABLISHING_SECS);
        let Some(rect) = parts
            .iter()
            .take(last.saturating_add(1))
            .skip(first)
            .flatten()
            .copied()
            .reduce(|one, other| one.united(other))
        else {
            continue;
        };
        match goals.last_mut() {
            Some((begun, known)) if start - *begun < DWELL_SECS => *known = known.united(rect),
            _ if start + DWELL_SECS > back => {}
            _ => goals.push((start, rect)),
        }
    }
    let Some(all) = goals.iter().map(|goal| goal.1).reduce(|one, other| one.united(other)) else { return Vec::new() };
    let safe = plane.safe();
    let fit = |rect: Rect| {
        let (wide, high) = (rect.width + 2.0 * PART_MARGIN, rect.height + 2.0 * PART_MARGIN);
        (safe.width / wide).min(safe.height / high).clamp(1.0, nearest)
    };
    // Along a line the distance stays the same, or the way would look like a flight.
    let along = goals.iter().map(|goal| fit(goal.1)).fold(nearest, f64::min);
    let mut stations: Vec<(f64, Pose)> = goals
        .iter()
        .map(|(start, rect)| {
            let (scale, middle) = match shot.movement {
                Movement::Pan => (along, Point::new(center(*rect).x, center(all).y)),
                Movement::Tilt => (along, Point::new(center(all).x, center(*rect).y)),
                _ => (fit(*rect), center(*rect)),
            };
            (*start, Pose { middle: within(middle, scale, plane), scale })
        })
        .collect();
    if stations.iter().all(|station| station.1.scale < 1.05) {
        return Vec::new();
    }
    stations.push((back, Pose::whole(plane)));
    stations
}

/// The nearest middle at which the frame does not leave the plane.
fn within(middle: Point, scale: f64, plane: Plane) -> Point {
    let (half_width, half_height) = (plane.width / 2.0 / scale, plane.height / 2.0 / scale);
    Point::new(
        middle.x.clamp(half_width, plane.width - half_width),
        middle.y.clamp(half_height, plane.height - half_height),
    )
}

fn center(rect: Rect) -> Point {
    Point::new(rect.x + rect.width / 2.0, rect.y + rect.height / 2.0)
}

#[cfg(test)]
mod tests {
    use lectern_lesson::{
        Action, Cue, Format, Framing, Item, Narration, Scene, SceneTiming, Transition, Visual, WordSpan,
    };

    use super::*;
    use crate::Style;

    const SECS: f64 = 16.0;

    fn plane() -> Plane {
        Plane::of(Format::default()).expect("a known shape")
    }

    fn style() -> Style {
        Style::named("night-sky").expect("ships")
    }

    /// Six parts in a row, spoken of one after another.
    fn camera(shot: Shot, texts: &[Rect]) -> Camera {
        let names = |index: usize| Item { name: format!("part {index}"), ..Item::default() };
        let scene = Scene {
            id: "one".into(),
            chapter: None,
            narration: "one two three four five six".into(),
            visual: Visual::Process { heading: None, stages: (0..6).map(names).collect() },
            description: String::new(),
            shot,
            cues: (0..6).map(|word| Cue { word, action: Action::Focus, part: word, last_part: None }).collect(),
            transition: Transition::Continue,
            mood: lectern_lesson::Mood::Calm,
            sources: Vec::new(),
            chosen_for: None,
        };
        let words = (0..6).map(|word| f64::from(word) * 2.4);
        let words = words.map(|start| WordSpan { start_secs: start, end_secs: start + 0.5 }).collect();
        let timing = SceneTiming::new(&Narration { sample_rate: 24_000, duration_secs: SECS - 1.0, words }, 30);
        let timeline = Timeline::new(&scene, &timing, &style().motion);
        let parts: Vec<_> =
            (0..6).map(|part| Some(Rect::new(120.0 + 290.0 * f64::from(part), 480.0, 200.0, 120.0))).collect();
        Camera::new(shot, &style().camera, &timeline, plane(), &parts, texts, false)
    }

    fn shot(from: Framing, to: Framing, movement: Movement, focus: Focus) -> Shot {
        Shot { from, to, movement, focus }
    }

    fn times() -> impl Iterator<Item = f64> {
        (0..=(SECS * 30.0) as u32).map(|frame| f64::from(frame) / 30.0)
    }

    #[test]
    fn everything_rests_at_both_ends_and_nothing_jumps_between() {
        use Framing::{Close, Insert, Wide};
        for shot in [
            shot(Wide, Close, Movement::Push, Focus::Rack),
            shot(Close, Wide, Movement::Pull, Focus::Deep),
            shot(Wide, Insert, Movement::Pan, Focus::Deep),
            shot(Wide, Insert, Movement::Push, Focus::Shallow),
            shot(Wide, Wide, Movement::Crane, Focus::Deep),
            shot(Wide, Close, Movement::Drift, Focus::Deep),
        ] {
            let camera = camera(shot, &[Rect::new(400.0, 400.0, 900.0, 200.0)]);
            let (mut pose, mut view) = (camera.pose(0.0), camera.view(0.0));
            for now in times() {
                let (next, seen) = (camera.pose(now), camera.view(now));
                // More of the frame in a frame's time would be a throw.
                let moved = next.middle.distance(pose.middle) + (next.scale - pose.scale).abs() * 960.0;
                assert!(moved < plane().width * 0.05, "{shot:?} at {now}: {moved}");
                assert!((seen.offset - view.offset).hypot() < 3.0, "{shot:?} at {now}");
                (pose, view) = (next, seen);
            }
            assert_eq!(view.offset, Vec2::ZERO, "{shot:?} has come to rest");
            assert_eq!(view.closeness, shot.to.closeness());
            if shot.follows_parts() {
                assert_eq!((camera.pose(0.0), pose), (Pose::whole(plane()), Pose::whole(plane())), "back on the whole");
                assert!(times().any(|now| camera.pose(now).scale > 1.3), "{shot:?} goes in");
            }
        }
    }

    #[test]
    fn an_insert_frames_the_part_that_is_spoken_of() {
        let near = camera(shot(Framing::Wide, Framing::Insert, Movement::Pan, Focus::Deep), &[]);
        for part in 1..5_u32 {
            let said = LEAD + 2.4 * f64::from(part) + 0.9;
            let pose = near.pose(said);
            let middle = 220.0 + 290.0 * f64::from(part);
            let half = plane().width / 2.0 / pose.scale;
            assert!((middle - pose.middle.x).abs() < half - 100.0, "part {part} is in the frame: {pose:?}");
            assert!(pose.middle.x - half >= -1e-6 && pose.middle.x + half <= plane().width + 1e-6, "no edge is seen");
        }
        let travels: Vec<f64> = times().map(|now| near.pose(now).middle.y).collect();
        let scales = times().map(|now| near.pose(now).scale).fold(0.0, f64::max);
        assert!(scales <= style().camera.insert && travels.iter().all(|y| (y - 540.0).abs() < 1e-6), "a pan is level");
    }

    const LEAD: f64 = lectern_lesson::LEAD_SECS;

    #[test]
    fn a_push_ends_where_a_text_would_leave_the_safe_area() {
        let push = shot(Framing::Wide, Framing::Close, Movement::Push, Focus::Deep);
        for (width, expected) in [(900.0, style().camera.push), (1680.0, 1728.0 / 1680.0), (1728.0, 1.0), (1900.0, 1.0)]
        {
            let text = Rect::new(960.0 - width / 2.0, 500.0, width, 80.0);
            let camera = camera(push, &[text]);
            let most = times().map(|now| camera.pose(now).scale).fold(0.0, f64::max);
            assert!((most - expected).abs() < 1e-3, "a text {width} wide: {most}, not {expected}");
        }
        let hold = shot(Framing::Close, Framing::Close, Movement::Hold, Focus::Deep);
        assert!(
            times().all(|now| camera(hold, &[]).transform(now, 1.0).is_none()),
            "a camera that rests costs nothing"
        );
    }

    #[test]
    fn a_text_is_whole_inside_the_safe_area_or_not_seen() {
        let safe = plane().safe();
        assert_eq!(seen(Rect::new(400.0, 400.0, 300.0, 80.0), safe), 1.0);
        for cut in [
            Rect::new(60.0, 400.0, 300.0, 80.0),
            Rect::new(1700.0, 400.0, 300.0, 80.0),
            Rect::new(400.0, 20.0, 300.0, 80.0),
            Rect::new(400.0, 1000.0, 300.0, 80.0),
        ] {
            assert_eq!(seen(cut, safe), 0.0, "{cut:?}");
        }
        let edge = seen(Rect::new(safe.x + 18.0, 400.0, 300.0, 80.0), safe);
        assert!(edge > 0.0 && edge < 1.0);
    }

    #[test]
    fn the_lens_turns_when_the_subject_comes_and_begins_as_the_scene_before_ended() {
        let hold = |focus| shot(Framing::Wide, Framing::Wide, Movement::Hold, focus);
        let rack = camera(hold(Focus::Rack), &[]);
        assert_eq!((rack.softness(0.0), rack.softness(SECS)), (0.0, 1.0));
        let deep = camera(hold(Focus::Deep), &[]);
        assert!(times().all(|now| deep.softness(now) == 0.0));
        let after = Camera { soft_before: 1.0, ..camera(hold(Focus::Deep), &[]) };
        assert_eq!((after.softness(0.0), after.softness(SECS)), (1.0, 0.0));
        let stays = Camera { soft_before: 1.0, ..camera(hold(Focus::Shallow), &[]) };
        assert!(times().all(|now| stays.softness(now) == 1.0));
    }
}
