//! A square of side a + b with four triangles in its corners, and what they leave free.

use lectern_lesson::{GeometryShape, Moved, Tint};

use super::heard::Heard;
use super::{Sketch, letter, polygon, segment, sides_of_theorem};

/// The sides of the triangles, as drawn.
const SIDES: (f64, f64) = (3.0, 4.4);

/// Space between the two squares, where the triangles are put together in another way.
const GAP: f64 = 1.8;

type Corners = Vec<(f64, f64)>;

pub(super) fn read(heard: &Heard, formulas: &[String]) -> Option<Sketch> {
    let square = heard.find_phrase(
        0,
        &[
            "square with side",
            "square of side",
            "square with sides",
            "square whose side",
            "square with a side",
            "square whose sides",
        ],
    )?;
    let (a, b) = sum_of_letters(&heard.rest(square))?;
    let triangles = heard
        .find_phrase(
            square,
            &[
                "four copies",
                "four triangles",
                "four right triangles",
                "four congruent",
                "four equal",
                "four identical",
                "four of",
            ],
        )
        .filter(|index| heard.find(*index, &["triangle", "triangles", "copies"]).is_some())?;
    let c = sides_of_theorem(formulas).map_or('c', |(_, _, c, _)| c);
    let inner = heard
        .find(triangles, &["middle", "center", "centre", "left", "remains", "inside", "inner", "hole", "tilted"])?;
    let (short, long) = SIDES;
    let side = short + long;
    let mut sketch = Sketch::default();
    let outer = vec![(0.0, 0.0), (side, 0.0), (side, side), (0.0, side)];
    let square_at = heard.at(square);
    sketch.add(polygon(outer.clone(), Tint::Plain, None, false), square_at);
    sketch.add(segment((0.0, side), (short, side), Tint::Second, letter(a)), square_at);
    sketch.add(segment((short, side), (side, side), Tint::First, letter(b)), square_at);
    // Each triangle of legs a and b, from the corner at the upper left: the copies turn from the first into theirs.
    let corners = [
        vec![(0.0, side), (0.0, side - long), (short, side)],
        vec![(side, side), (side - long, side), (side, side - short)],
        vec![(side, 0.0), (side, long), (side - short, 0.0)],
        vec![(0.0, 0.0), (long, 0.0), (0.0, short)],
    ];
    let placed = heard.at(triangles);
    for corner in &corners {
        let with = sketch.shapes.len();
        sketch.add(moving(&corners[0], corner, with), placed);
    }
    let middle = vec![(0.0, short), (short, side), (side, side - short), (long, 0.0)];
    let label = Some(format!("${c}^2$"));
    let inner_at = heard.at(inner);
    sketch.add(polygon(middle, Tint::Result, label, false), inner_at);

    let again = ["rearrange", "rearranged", "rearranging", "slide", "slid", "move", "moved", "shift", "shifted"];
    if let Some(index) = heard.find(inner, &again) {
        let at = heard.at(index);
        let offset = (side + GAP, 0.0);
        let shifted =
            |corners: &[(f64, f64)]| corners.iter().map(|(x, y)| (x + offset.0, y + offset.1)).collect::<Corners>();
        sketch.add(polygon(shifted(&outer), Tint::Plain, None, false), at);
        // Two rectangles of a by b: one in the lower left, one in the upper right.
        let goals = [
            vec![(0.0, long), (0.0, 0.0), (short, long)],
            vec![(side, side), (short, side), (side, long)],
            vec![(short, 0.0), (short, long), (0.0, 0.0)],
            vec![(short, long), (side, long), (short, side)],
        ];
        for (corner, goal) in corners.iter().zip(&goals) {
            let with = sketch.shapes.len();
            sketch.add(moving(corner, &shifted(goal), with), at);
        }
        let then =
            heard.find(index + 1, &["squares", "square", "smaller", "sides"]).and_then(|index| heard.at(index)).or(at);
        let on_a = vec![(0.0, long), (short, long), (short, side), (0.0, side)];
        let on_b = vec![(short, 0.0), (side, 0.0), (side, long), (short, long)];
        sketch.add(polygon(shifted(&on_a), Tint::Second, Some(format!("${a}^2$")), false), then);
        sketch.add(polygon(shifted(&on_b), Tint::First, Some(format!("${b}^2$")), false), then);
        sketch.formula = sides_of_theorem(formulas).map(|(_, _, _, latex)| latex);
    } else {
        // The area in two ways: the first line of the derivation.
        let squared = format!("({a}+{b})^2");
        let bare = |latex: &str| latex.chars().filter(|one| !one.is_whitespace() && *one != '&').collect::<String>();
        sketch.formula = formulas.iter().find(|latex| bare(latex).starts_with(&squared)).cloned();
    }
    Some(sketch)
}

fn moving(from: &[(f64, f64)], to: &[(f64, f64)], with: usize) -> GeometryShape {
    let moved = (from != to).then(|| Moved { points: to.to_vec(), with });
    GeometryShape::Polygon { points: from.to_vec(), tint: Tint::Structure, label: None, ruled: false, moved }
}

/// The letters of the first sum of two letters, such as `a + b`, within the next few words.
fn sum_of_letters(text: &str) -> Option<(char, char)> {
    let near: Vec<char> = text.chars().take(60).filter(|one| !matches!(one, '(' | ')' | '$')).collect();
    let bare: String = near.iter().collect();
    let (before, after) = bare.split_once('+')?;
    let mut before = before.trim_end().chars().rev();
    let one = before.next().filter(char::is_ascii_lowercase)?;
    // A letter that ends a word is no variable.
    if before.next().is_some_and(char::is_alphanumeric) {
        return None;
    }
    let mut after = after.trim_start().chars();
    let two = after.next().filter(char::is_ascii_lowercase)?;
    (!after.next().is_some_and(char::is_alphanumeric) && one != two).then_some((one, two))
}
