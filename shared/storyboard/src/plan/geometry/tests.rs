use lectern_lesson::{GeometryShape, Visual};

use super::*;

fn sentences(texts: &[&str]) -> Vec<Vec<String>> {
    texts.iter().map(|text| text.split_whitespace().map(str::to_owned).collect()).collect()
}

fn read(texts: &[&str], formulas: &[&str]) -> Option<Construction> {
    let formulas: Vec<String> = formulas.iter().map(|formula| (*formula).to_owned()).collect();
    of_words(&sentences(texts), &formulas)
}

/// Every label of a construction, in order.
fn labels(construction: &Construction) -> Vec<String> {
    let Visual::Geometry { shapes, .. } = &construction.visual else { return Vec::new() };
    let label = |shape: &GeometryShape| match shape {
        GeometryShape::Polygon { label, .. }
        | GeometryShape::Segment { label, .. }
        | GeometryShape::Angle { label, .. }
        | GeometryShape::Circle { label, .. }
        | GeometryShape::Dot { label, .. } => label.clone(),
    };
    shapes.iter().filter_map(label).collect()
}

/// The words of the cues, one for each part that has one.
fn cued(construction: &Construction, texts: &[&str]) -> Vec<String> {
    let words = sentences(texts);
    construction.cues.iter().map(|(_, sentence, word)| words[*sentence][*word].clone()).collect()
}

#[test]
fn what_leans_against_a_wall_becomes_a_triangle_with_its_numbers() {
    let cases: [(&[&str], [&str; 3]); 5] = [
        (
            &[
                "A ladder 6.5 meters long leans against a wall.",
                "Its foot stands 2.5 meters from the wall.",
                "How high does it reach?",
            ],
            ["6.5 m", "2.5 m", "?"],
        ),
        (
            &["A 13-foot ladder is leaning against a house.", "The base is 5 feet away from the house."],
            ["13 ft", "5 ft", "?"],
        ),
        (
            &["A plank of 10 feet rests against a fence.", "Its top touches the fence 8 feet above the ground."],
            ["10 ft", "?", "8 ft"],
        ),
        (
            &["A pole leans against a building.", "Its bottom is 3 m from the building, and it reaches 4 m up."],
            ["?", "3 m", "4 m"],
        ),
        (
            &[
                "Suppose a ladder leans against a tower.",
                "The ladder is twenty-five meters long.",
                "Its base is seven meters from the tower.",
            ],
            ["25 m", "7 m", "?"],
        ),
    ];
    for (texts, expected) in cases {
        let found = read(texts, &[]).unwrap_or_else(|| panic!("{texts:?}"));
        assert_eq!(labels(&found), expected, "{texts:?}");
    }
    let unknown = read(
        &["A ladder 10 m long leans against a wall.", "Its foot is 6 m from the wall."],
        &[r"h = \sqrt{10^2 - 6^2}"],
    );
    assert_eq!(unknown.map(|found| labels(&found)), Some(vec!["10 m".into(), "6 m".into(), "$h$".into()]));
}

#[test]
fn squares_on_the_sides_come_with_the_words_that_name_them() {
    let texts = [
        "In a right triangle, the longest side is called the hypotenuse.",
        "The square of the hypotenuse equals the sum of the squares of the legs.",
    ];
    let found = read(&texts, &["x^2 + y^2 = z^2"]).expect("a figure of the theorem");
    assert_eq!(labels(&found), ["$z$", "$x$", "$y$", "$z^2$", "$x^2$", "$y^2$"]);
    assert_eq!(cued(&found, &texts)[5..], ["square", "sum", "sum"]);
    assert!(matches!(found.visual, Visual::Geometry { formula: Some(_), .. }));
    let other = [
        "Draw a right-angled triangle.",
        "The squares on the two shorter sides together are as large as the square on the longest side.",
    ];
    let found = read(&other, &[]).expect("a figure of the theorem");
    assert_eq!(labels(&found).last().map(String::as_str), Some("$c^2$"));
}

#[test]
fn a_square_of_a_sum_is_cut_into_triangles() {
    let texts = [
        "Draw a square of side p + q.",
        "Put four equal right triangles into its corners.",
        "In the middle a tilted square remains.",
    ];
    let found = read(&texts, &["(p+q)^2 = 2pq + r^2", "p^2 + q^2 = r^2"]).expect("a dissection");
    assert_eq!(labels(&found), ["$p$", "$q$", "$r^2$"]);
    let Visual::Geometry { shapes, formula, .. } = &found.visual else { panic!("{found:?}") };
    assert_eq!(formula.as_deref(), Some("(p+q)^2 = 2pq + r^2"));
    // The triangles and the inner square fill the outer one exactly.
    let areas: Vec<f64> = shapes.iter().filter_map(area).collect();
    let [outer, rest @ ..] = &areas[..] else { panic!("{areas:?}") };
    assert!((outer - rest.iter().sum::<f64>()).abs() < 1e-9, "{areas:?}");

    let again = [&texts[..], &["Now rearrange the triangles, and two squares are left."]].concat();
    let found = of_words(&sentences(&again), &["p^2 + q^2 = r^2".to_owned()]).expect("a dissection");
    assert_eq!(found.sentences, 0..4);
    assert_eq!(labels(&found), ["$p$", "$q$", "$r^2$", "$p^2$", "$q^2$"]);
    let Visual::Geometry { shapes, .. } = &found.visual else { panic!("{found:?}") };
    let areas: Vec<f64> = shapes.iter().skip(8).filter_map(area).collect();
    let [outer, rest @ ..] = &areas[..] else { panic!("{areas:?}") };
    assert!((outer - rest.iter().sum::<f64>()).abs() < 1e-9, "{areas:?}");
}

/// The area of a polygon where it comes to rest.
fn area(shape: &GeometryShape) -> Option<f64> {
    let GeometryShape::Polygon { points, moved, .. } = shape else { return None };
    let points = moved.as_ref().map_or(points, |moved| &moved.points);
    let next = points.iter().cycle().skip(1);
    Some(points.iter().zip(next).map(|(one, two)| one.0 * two.1 - two.0 * one.1).sum::<f64>().abs() / 2.0)
}

#[test]
fn triangles_with_numbers_are_drawn_only_when_the_numbers_fit() {
    let carpenter =
        "She measures 3 feet along one wall, 4 feet along the other, and checks the corner: exactly 5 feet.";
    let found = read(&[carpenter], &[]).expect("a triangle");
    assert_eq!(labels(&found), ["3 ft", "4 ft", "5 ft"]);
    let legs =
        read(&["A right triangle has legs of 9 and 12.", "How long is the hypotenuse?"], &[]).expect("a triangle");
    assert_eq!(labels(&legs), ["9", "12", "?"]);
    for texts in [
        &["A corner shop sold 3 apples, 4 pears and 6 plums."][..],
        &["The right wing won 120 seats."],
        &["A ladder leans against a wall."],
        &["In a right triangle the angles add up."],
        &["A square of side a is cut in two."],
        &["The ladder of success leans against the wrong wall 9 times out of 10."],
    ] {
        assert_eq!(read(texts, &[]), None, "{texts:?}");
    }
}
