//! A right triangle whose sides have numbers.

use lectern_lesson::{GeometryShape, Tint};

use super::heard::{Heard, Length};
use super::{Sketch, polygon, segment};

pub(super) fn read(heard: &Heard, _formulas: &[String]) -> Option<Sketch> {
    // A right angle must be spoken of: as such, or as a corner that is checked.
    let named = heard.find_phrase(0, &["right triangle", "right angled triangle", "right angle"]);
    let corner = || heard.find(0, &["corner", "corners", "square", "diagonal", "diagonally", "triangle"]);
    let right = named.or_else(corner)?;
    let lengths = heard.lengths();
    let (legs, hypotenuse) = sides(heard, &lengths, named.is_some())?;
    let [one, two] = legs;
    if !(0.1..=10.0).contains(&(one.value / two.value)) {
        return None;
    }
    let mut sketch = Sketch::default();
    let (across, up) = (two.value, one.value);
    let first = heard.at(one.index.min(two.index));
    let start = heard.at(right).min(first);
    sketch.add(polygon(vec![(0.0, 0.0), (across, 0.0), (0.0, up)], Tint::Plain, None, false), start);
    let mark = GeometryShape::Angle { at: (0.0, 0.0), from: (across, 0.0), to: (0.0, up), label: None };
    sketch.add(mark, start);
    let side = |from, to, tint, shown: &str| segment(from, to, tint, Some(shown.to_owned()));
    sketch.add(side((0.0, 0.0), (0.0, up), Tint::Second, &one.shown), heard.at(one.index));
    sketch.add(side((0.0, 0.0), (across, 0.0), Tint::First, &two.shown), heard.at(two.index));
    let (shown, at) = match hypotenuse {
        Some(length) => (length.shown.clone(), heard.at(length.index)),
        None => (
            "?".to_owned(),
            heard.find(0, &["hypotenuse", "diagonal"]).and_then(|index| heard.at(index)).or(heard.at(two.index)),
        ),
    };
    sketch.add(side((0.0, up), (across, 0.0), Tint::Result, &shown), at);
    Some(sketch)
}

/// The two legs and the hypotenuse, if it is told. Three numbers must fit the theorem; two must be called legs or sides.
fn sides<'a>(heard: &Heard, lengths: &'a [Length], named: bool) -> Option<([&'a Length; 2], Option<&'a Length>)> {
    for three in lengths.windows(3) {
        let mut sorted: Vec<&Length> = three.iter().collect();
        sorted.sort_by(|one, two| one.value.total_cmp(&two.value));
        let [one, two, longest] = sorted[..] else { continue };
        let gap = one.value.hypot(two.value) - longest.value;
        if gap.abs() < 0.005 * longest.value && longest.value > 1.0 {
            return Some(([one, two], Some(longest)));
        }
    }
    let legs = heard.find(0, &["legs", "leg"]).filter(|_| named)?;
    let mut after = lengths.iter().filter(|length| heard.together(length.index, legs));
    let (one, two) = (after.next()?, after.next()?);
    // A third number that does not fit the theorem would make the drawing false.
    after.next().is_none().then_some(([one, two], None))
}
