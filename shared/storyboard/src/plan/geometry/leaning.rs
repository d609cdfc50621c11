//! Something straight that leans against something upright: a ladder, a wall and the ground.

use lectern_lesson::{GeometryShape, Tint};

use super::heard::{Heard, Length};
use super::{Sketch, polygon, segment};

/// What leans.
const THINGS: [&str; 14] = [
    "ladder", "plank", "pole", "board", "ramp", "rope", "wire", "cable", "beam", "stick", "broom", "rod", "mast",
    "tree",
];

/// What stands.
const UPRIGHT: [&str; 12] =
    ["wall", "house", "building", "tree", "tower", "post", "pole", "fence", "mast", "roof", "window", "barn"];

const LEANS: [&str; 10] =
    ["leans", "leaning", "leaned", "lean", "rests", "resting", "propped", "placed", "tied", "stretched"];

/// How many numbers of the triangle must be known.
const LEAST_KNOWN: usize = 2;

pub(super) fn read(heard: &Heard, formulas: &[String]) -> Option<Sketch> {
    let leans = heard.find(0, &LEANS)?;
    let thing = heard.find(0, &THINGS).filter(|thing| heard.together(*thing, leans) && *thing < leans)?;
    let against = heard.find_phrase(leans, &["against", "to the top of", "from the top of"])?;
    let wall = heard.find(against, &UPRIGHT).filter(|wall| heard.together(*wall, leans))?;

    // Each number is what the words around it say.
    let (mut along, mut foot, mut height) = (None, None, None);
    for length in heard.lengths() {
        let role = role(heard, &length);
        match role {
            Some(Role::Along) if along.is_none() => along = Some(length),
            Some(Role::Foot) if foot.is_none() => foot = Some(length),
            Some(Role::Height) if height.is_none() => height = Some(length),
            _ => {}
        }
    }
    let known = [&along, &foot, &height].iter().filter(|length| length.is_some()).count();
    if known < LEAST_KNOWN {
        return None;
    }
    let value = |length: &Option<Length>| length.as_ref().map(|length| length.value);
    let (across, up) = match (value(&along), value(&foot), value(&height)) {
        (Some(along), Some(foot), _) if along > foot => (foot, (along * along - foot * foot).sqrt()),
        (Some(along), None, Some(height)) if along > height => ((along * along - height * height).sqrt(), height),
        (_, Some(foot), Some(height)) => (foot, height),
        _ => return None,
    };
    // Flatter or steeper than this it is a line.
    if !(0.1..=10.0).contains(&(up / across)) {
        return None;
    }
    let asked = heard.find(leans, &["high", "far", "long", "reach", "reaches"]).and_then(|index| heard.at(index));
    let place = |length: &Option<Length>| length.as_ref().and_then(|length| heard.at(length.index));
    let name = |length: &Option<Length>| {
        let shown = length.as_ref().map(|length| length.shown.clone());
        shown.or_else(|| Some(subject(formulas).map_or_else(|| "?".to_owned(), |subject| format!("${subject}$"))))
    };
    let tint = |length: &Option<Length>, known: Tint| if length.is_some() { known } else { Tint::Result };
    let mut sketch = Sketch::default();
    let thick = (across + up) * 0.03;
    let top = up + (across + up) * 0.08;
    let wall_at = heard.at(wall);
    let upright = vec![(-thick, 0.0), (0.0, 0.0), (0.0, top), (-thick, top)];
    sketch.add(polygon(upright, Tint::Plain, None, false), wall_at);
    let leaning = segment((across, 0.0), (0.0, up), tint(&along, Tint::Second), name(&along));
    sketch.add(leaning, place(&along).or(heard.at(thing)).max(heard.at(thing)));
    let ground_at = place(&foot).or(asked).or(wall_at);
    sketch.add(segment((0.0, 0.0), (across, 0.0), tint(&foot, Tint::First), name(&foot)), ground_at);
    let right = GeometryShape::Angle { at: (0.0, 0.0), from: (across, 0.0), to: (0.0, up), label: None };
    sketch.add(right, ground_at);
    let height_at = place(&height).or(asked).or(ground_at);
    sketch.add(segment((0.0, 0.0), (0.0, up), tint(&height, Tint::First), name(&height)), height_at);
    Some(sketch)
}

/// Which side of the triangle a number is.
enum Role {
    Along,
    Foot,
    Height,
}

fn role(heard: &Heard, length: &Length) -> Option<Role> {
    let near = |words: &[&str], before: usize, after: usize| {
        let from = length.index.saturating_sub(before);
        let found = heard.find(from, words).filter(|found| *found <= length.index + after);
        found.filter(|found| heard.together(*found, length.index))
    };
    // "Its foot stands 2.5 meters from the wall", "the base is 6 feet away".
    let foot = near(&["foot", "base", "bottom", "end", "feet"], 8, 0).filter(|found| *found != length.index);
    let away = near(&["from", "away"], 0, 4);
    if foot.is_some() && away.is_some() || away.is_some() && near(&["top", "reaches", "reach"], 8, 0).is_none() {
        return Some(Role::Foot);
    }
    // "reaches 12 feet up", "the top is 4 m above the ground".
    if near(&["top", "reaches", "reach", "touches"], 9, 0).is_some() || near(&["high", "above", "up"], 0, 4).is_some() {
        return Some(Role::Height);
    }
    // "A ladder 6.5 meters long", "a 13-foot ladder".
    near(&THINGS, 5, 5).map(|_| Role::Along)
}

/// The letter that a formula is solved for, as in `h = \sqrt{…}`.
fn subject(formulas: &[String]) -> Option<char> {
    formulas.iter().find_map(|latex| {
        let (left, _) = latex.split_once('=')?;
        let mut letters = left.chars().filter(|character| !character.is_whitespace() && *character != '&');
        let only = letters.next().filter(char::is_ascii_alphabetic)?;
        letters.next().is_none().then_some(only)
    })
}
