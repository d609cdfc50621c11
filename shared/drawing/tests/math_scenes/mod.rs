//! Scenes of mathematics and code, each with the moments at which it is looked at, as fractions of its length.

use lectern_lesson::{Action, Cue, GeometryShape, Moved, Scene, Shot, Tint, TraceFrame, TraceStep, Transition, Visual};

type Points = Vec<(f64, f64)>;

fn scene(id: &str, narration: &str, shows: &[usize], visual: Visual) -> Scene {
    let cue = |(part, word): (usize, &usize)| Cue { word: *word, action: Action::Show, part, last_part: None };
    Scene {
        id: id.to_owned(),
        chapter: None,
        narration: narration.to_owned(),
        visual,
        description: String::new(),
        shot: Shot::default(),
        cues: shows.iter().enumerate().map(cue).collect(),
        transition: Transition::Continue,
        mood: Default::default(),
        sources: Vec::new(),
    }
}

pub fn polygon(points: Points, tint: Tint, label: &str, ruled: bool) -> GeometryShape {
    let label = (!label.is_empty()).then(|| label.to_owned());
    GeometryShape::Polygon { points, tint, label, ruled, moved: None }
}

pub fn segment(from: (f64, f64), to: (f64, f64), tint: Tint, label: &str, dashed: bool) -> GeometryShape {
    GeometryShape::Segment { from, to, tint, label: (!label.is_empty()).then(|| label.to_owned()), dashed }
}

fn squares() -> Visual {
    Visual::Geometry {
        title: None,
        shapes: vec![
            polygon(vec![(0.0, 0.0), (4.0, 0.0), (0.0, 3.0)], Tint::Plain, "", false),
            GeometryShape::Angle { at: (0.0, 0.0), from: (4.0, 0.0), to: (0.0, 3.0), label: None },
            polygon(vec![(0.0, 0.0), (0.0, 3.0), (-3.0, 3.0), (-3.0, 0.0)], Tint::Second, "$a^2$", true),
            polygon(vec![(0.0, 0.0), (4.0, 0.0), (4.0, -4.0), (0.0, -4.0)], Tint::First, "$b^2$", true),
            polygon(vec![(4.0, 0.0), (7.0, 4.0), (3.0, 7.0), (0.0, 3.0)], Tint::Result, "$c^2$", true),
        ],
        formula: Some("a^2 + b^2 = c^2".to_owned()),
    }
}

fn dissection() -> Visual {
    let (a, b) = (3.0, 4.5);
    let side = a + b;
    let triangle = |points: Points, goal: Points, with: usize| GeometryShape::Polygon {
        points,
        tint: Tint::Structure,
        label: None,
        ruled: false,
        moved: Some(Moved { points: goal, with }),
    };
    Visual::Geometry {
        title: Some("The same square, counted twice".to_owned()),
        shapes: vec![
            polygon(vec![(0.0, 0.0), (side, 0.0), (side, side), (0.0, side)], Tint::Plain, "", false),
            segment((0.0, side), (a, side), Tint::Second, "$a$", false),
            segment((a, side), (side, side), Tint::First, "$b$", false),
            triangle(vec![(0.0, 0.0), (b, 0.0), (0.0, a)], vec![(a, a), (side, a), (a, 2.0 * a)], 7),
            triangle(vec![(side, 0.0), (side, b), (b, 0.0)], vec![(side, 0.0), (side, b), (b, 0.0)], 7),
            triangle(vec![(side, side), (a, side), (side, b)], vec![(side, side), (a, side), (side, b)], 7),
            triangle(vec![(0.0, side), (0.0, a), (a, side)], vec![(0.0, side), (0.0, a), (a, side)], 7),
            polygon(vec![(b, 0.0), (side, b), (a, side), (0.0, a)], Tint::Result, "$c^2$", false),
        ],
        formula: Some(
            r"(a+b)^2 = 4 \cdot \tfrac{1}{2}ab + c^2 \\ a^2 + 2ab + b^2 = 2ab + c^2 \\ a^2 + b^2 = c^2".to_owned(),
        ),
    }
}

fn ladder() -> Visual {
    Visual::Geometry {
        title: None,
        shapes: vec![
            segment((0.0, 0.0), (2.5, 0.0), Tint::First, "2.5 m", false),
            segment((0.0, 0.0), (0.0, 6.0), Tint::Result, "$h$", false),
            segment((2.5, 0.0), (0.0, 6.0), Tint::Second, "6.5 m", false),
            GeometryShape::Angle { at: (0.0, 0.0), from: (2.5, 0.0), to: (0.0, 6.0), label: None },
        ],
        formula: Some(r"h = \sqrt{6.5^2 - 2.5^2} = 6".to_owned()),
    }
}

fn circle() -> Visual {
    Visual::Geometry {
        title: Some("Radius and angle".to_owned()),
        shapes: vec![
            GeometryShape::Circle { center: (0.0, 0.0), radius: 2.0, tint: Tint::First, label: None },
            GeometryShape::Dot { at: (0.0, 0.0), label: Some("center".to_owned()) },
            segment((0.0, 0.0), (2.0, 0.0), Tint::Second, "$r$", false),
            segment((0.0, 0.0), (1.0, 1.732), Tint::Plain, "", true),
            GeometryShape::Angle {
                at: (0.0, 0.0),
                from: (2.0, 0.0),
                to: (1.0, 1.732),
                label: Some(r"$60^\circ$".to_owned()),
            },
        ],
        formula: None,
    }
}

fn derivation() -> Visual {
    Visual::Formula {
        lines: [r"(a+b)^2 = 4 \cdot \tfrac{1}{2}ab + c^2", "a^2 + 2ab + b^2 = 2ab + c^2", "a^2 + b^2 = c^2"]
            .map(str::to_owned)
            .to_vec(),
        caption: None,
    }
}

/// A step of a run: its line, one variable, its calls with what they wait for.
fn step(line: usize, variables: &[(&str, &str)], stack: &[(&str, &str)], output: &[&str]) -> TraceStep {
    let note = |note: &str| (!note.is_empty()).then(|| note.to_owned());
    TraceStep {
        line,
        variables: variables.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect(),
        stack: stack.iter().map(|(call, text)| TraceFrame { call: (*call).to_owned(), note: note(text) }).collect(),
        output: output.iter().map(|line| (*line).to_owned()).collect(),
    }
}

fn recursion() -> Visual {
    let (four, three, two) = (("factorial(4)", "4 × ?"), ("factorial(3)", "3 × ?"), ("factorial(2)", "2 × ?"));
    let trace = vec![
        step(1, &[("n", "4")], &[("factorial(4)", "")], &[]),
        step(3, &[("n", "4")], &[four], &[]),
        step(1, &[("n", "3")], &[four, ("factorial(3)", "")], &[]),
        step(3, &[("n", "3")], &[four, three], &[]),
        step(1, &[("n", "2")], &[four, three, ("factorial(2)", "")], &[]),
        step(3, &[("n", "2")], &[four, three, two], &[]),
        step(1, &[("n", "1")], &[four, three, two, ("factorial(1)", "")], &[]),
        step(2, &[("n", "1")], &[four, three, two, ("factorial(1)", "= 1")], &[]),
        step(3, &[("n", "2")], &[four, three, ("factorial(2)", "2 × 1 = 2")], &[]),
        step(3, &[("n", "3")], &[four, ("factorial(3)", "3 × 2 = 6")], &[]),
        step(3, &[("n", "4")], &[("factorial(4)", "4 × 6 = 24")], &[]),
    ];
    let text = "def factorial(n):\n    if n <= 1:  # base case\n        return 1\n    return n * factorial(n - 1)";
    Visual::Code { language: Some("python".to_owned()), text: text.to_owned(), trace }
}

fn counting() -> Visual {
    let trace = vec![
        step(0, &[("total", "0")], &[], &[]),
        step(1, &[("total", "0"), ("number", "3")], &[], &[]),
        step(2, &[("total", "3"), ("number", "3")], &[], &[]),
        step(1, &[("total", "3"), ("number", "5")], &[], &[]),
        step(2, &[("total", "8"), ("number", "5")], &[], &[]),
        step(3, &[("total", "8"), ("number", "5")], &[], &["sum 8"]),
    ];
    let text = "total = 0\nfor number in [3, 5]:\n    total += number\nprint(\"sum\", total)";
    Visual::Code { language: Some("python".to_owned()), text: text.to_owned(), trace }
}

/// Every scene with its moments.
pub fn all() -> Vec<(Scene, Vec<f64>)> {
    let said = "Look at it for a while, and it will tell you what it is, and why it is so.";
    vec![
        (scene("squares", said, &[0, 0, 5, 9, 13], squares()), vec![0.45, 0.85]),
        (scene("dissection", said, &[0, 1, 2, 3, 4, 5, 6, 10], dissection()), vec![0.5, 0.85]),
        (scene("ladder", said, &[0, 4, 8, 9], ladder()), vec![0.85]),
        (scene("circle", said, &[0, 0, 4, 8, 9], circle()), vec![0.85]),
        (scene("recursion", said, &[], recursion()), vec![0.3, 0.68, 0.9]),
        (scene("counting", said, &[], counting()), vec![0.5, 0.9]),
        (scene("transform", said, &[0, 5, 10], derivation()), vec![0.4, 0.72, 0.9]),
    ]
}
