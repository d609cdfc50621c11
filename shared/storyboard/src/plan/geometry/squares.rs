//! The squares on the sides of a right triangle.

use lectern_lesson::{GeometryShape, Tint};

use super::heard::{At, Heard};
use super::{Sketch, letter, polygon, segment, sides_of_theorem};

/// The sides of the triangle: whole numbers, so that their squares can be ruled and counted.
const SIDES: (f64, f64) = (3.0, 4.0);

pub(super) fn read(heard: &Heard, formulas: &[String]) -> Option<Sketch> {
    let triangle =
        heard.find_phrase(0, &["right triangle", "right triangles", "right angled triangle", "right angle"])?;
    let on_sides =
        ["squares on the", "square on the", "squares of the", "square of the", "squares built on", "square over the"];
    let whole = [
        "square of the hypotenuse",
        "square on the hypotenuse",
        "square over the hypotenuse",
        "square of the longest",
        "square on the longest",
        "square on the long",
        "square of the side opposite",
        "large square",
        "largest square",
        "big square",
    ];
    let parts = [
        "squares of the legs",
        "squares on the legs",
        "squares of the other",
        "squares on the other",
        "squares of the two",
        "squares on the two",
        "squares of the shorter",
        "squares on the shorter",
        "squares on the sides",
        "sum of the squares",
        "two smaller squares",
        "two small squares",
        "other two squares",
    ];
    heard.find_phrase(0, &on_sides)?;
    let (large, small) = (heard.find_phrase(0, &whole)?, heard.find_phrase(0, &parts)?);
    let (a, b, c, latex) =
        sides_of_theorem(formulas).map_or(('a', 'b', 'c', None), |(a, b, c, latex)| (a, b, c, Some(latex)));
    let named = |names: &[&str]| heard.find(0, names).filter(|index| *index < large.min(small));
    let at = |index: Option<usize>| -> Option<At> { index.and_then(|index| heard.at(index)) };
    let (short, long) = SIDES;
    let start = heard.at(triangle);
    let mut sketch = Sketch::default();
    sketch.add(polygon(vec![(0.0, 0.0), (long, 0.0), (0.0, short)], Tint::Plain, None, false), start);
    let right = GeometryShape::Angle { at: (0.0, 0.0), from: (long, 0.0), to: (0.0, short), label: None };
    sketch.add(right, start);
    let longest = at(named(&["hypotenuse", "longest"]));
    sketch.add(segment((0.0, short), (long, 0.0), Tint::Result, letter(c)), longest.or(start));
    let legs = at(named(&["legs", "leg", "cathetus", "catheti"]));
    sketch.add(segment((0.0, 0.0), (0.0, short), Tint::Second, letter(a)), legs.or(start));
    sketch.add(segment((0.0, 0.0), (long, 0.0), Tint::First, letter(b)), legs.or(start));

    let square = |points: Vec<(f64, f64)>, tint, name: char| polygon(points, tint, Some(format!("${name}^2$")), true);
    let on_short = square(vec![(0.0, 0.0), (0.0, short), (-short, short), (-short, 0.0)], Tint::Second, a);
    let on_long = square(vec![(0.0, 0.0), (long, 0.0), (long, -long), (0.0, -long)], Tint::First, b);
    let on_hypotenuse =
        square(vec![(long, 0.0), (long + short, long), (short, long + short), (0.0, short)], Tint::Result, c);
    // The formula comes with the last of them, so they stand in the order in which they are spoken of.
    let (small, large) = (heard.at(small), heard.at(large));
    let legs_squared = [(on_short, small), (on_long, small)];
    if large > small {
        legs_squared.into_iter().for_each(|(shape, at)| sketch.add(shape, at));
        sketch.add(on_hypotenuse, large);
    } else {
        sketch.add(on_hypotenuse, large);
        legs_squared.into_iter().for_each(|(shape, at)| sketch.add(shape, at));
    }
    sketch.formula = latex;
    Some(sketch)
}
