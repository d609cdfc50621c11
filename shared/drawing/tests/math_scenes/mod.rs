//! Scenes of mathematics and code, each with the moments at which it is looked at, as fractions of its length.

use lectern_lesson::{Axis, GeometryShape, Moved, PlotItem, Scene, Tint, TraceFrame, TraceStep, Visual};

use crate::scenes::scene;

type Points = Vec<(f64, f64)>;

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
            segment((0.0, 3.0), (4.0, 0.0), Tint::Result, "$c$", false),
            segment((0.0, 0.0), (0.0, 3.0), Tint::Second, "$a$", false),
            segment((0.0, 0.0), (4.0, 0.0), Tint::First, "$b$", false),
            polygon(vec![(0.0, 0.0), (0.0, 3.0), (-3.0, 3.0), (-3.0, 0.0)], Tint::Second, "$a^2$", true),
            polygon(vec![(0.0, 0.0), (4.0, 0.0), (4.0, -4.0), (0.0, -4.0)], Tint::First, "$b^2$", true),
            polygon(vec![(4.0, 0.0), (7.0, 4.0), (3.0, 7.0), (0.0, 3.0)], Tint::Result, "$c^2$", true),
        ],
        formula: Some("a^2 + b^2 = c^2".to_owned()),
    }
}

fn dissection() -> Visual {
    let (a, b) = (3.0, 4.4);
    let side = a + b;
    let corners: [Points; 4] = [
        vec![(0.0, side), (0.0, a), (a, side)],
        vec![(side, side), (a, side), (side, b)],
        vec![(side, 0.0), (side, b), (b, 0.0)],
        vec![(0.0, 0.0), (b, 0.0), (0.0, a)],
    ];
    // The copies turn from the first corner into theirs.
    let triangle = |index: usize| GeometryShape::Polygon {
        points: corners[0].clone(),
        tint: Tint::Structure,
        label: None,
        ruled: false,
        moved: (index > 0).then(|| Moved { points: corners[index].clone(), with: 3 + index }),
    };
    Visual::Geometry {
        title: Some("The same square, counted twice".to_owned()),
        shapes: vec![
            polygon(vec![(0.0, 0.0), (side, 0.0), (side, side), (0.0, side)], Tint::Plain, "", false),
            segment((0.0, side), (a, side), Tint::Second, "$a$", false),
            segment((a, side), (side, side), Tint::First, "$b$", false),
            triangle(0),
            triangle(1),
            triangle(2),
            triangle(3),
            polygon(vec![(0.0, a), (a, side), (side, b), (b, 0.0)], Tint::Result, "$c^2$", false),
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
            polygon(vec![(-0.25, 0.0), (0.0, 0.0), (0.0, 6.7), (-0.25, 6.7)], Tint::Plain, "", false),
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

fn axis(label: &str, from: f64, to: f64) -> Axis {
    Axis { label: (!label.is_empty()).then(|| label.to_owned()), from, to, numbers: true }
}

fn parabola() -> Visual {
    let name = |text: &str| Some(text.to_owned());
    Visual::Plot {
        title: Some("A parabola and its slope".to_owned()),
        x: axis("x", -2.0, 4.0),
        y: axis("y", -2.0, 6.0),
        items: vec![
            PlotItem::Function { formula: "x^2 - 2*x".to_owned(), label: name("x² − 2x") },
            PlotItem::Function { formula: "2x - 4".to_owned(), label: name("tangent") },
            PlotItem::Point { x: 2.0, y: 0.0, label: name("touches here") },
            PlotItem::Area { formula: "x^2-2x".to_owned(), from: 2.0, to: 3.0, label: name("area") },
        ],
    }
}

fn poles() -> Visual {
    Visual::Plot {
        title: None,
        x: axis("angle", -6.0, 6.0),
        y: axis("", -4.0, 4.0),
        items: vec![
            PlotItem::Function { formula: "tan(x)".to_owned(), label: Some("tan".to_owned()) },
            PlotItem::Function { formula: "1/x".to_owned(), label: Some("1/x".to_owned()) },
            PlotItem::Vector { from: (0.0, 0.0), by: (3.0, 2.0), label: Some("v".to_owned()) },
        ],
    }
}

/// Every scene with its moments.
pub fn all() -> Vec<(Scene, Vec<f64>)> {
    let said = "Look at it for a while, and it will tell you what it is, and why it is so.";
    vec![
        (scene("squares", said, &[0, 0, 3, 5, 5, 8, 10, 13], squares()), vec![0.45, 0.85]),
        (scene("dissection", said, &[0, 1, 2, 3, 4, 5, 6, 10], dissection()), vec![0.52, 0.85]),
        (scene("ladder", said, &[0, 2, 4, 8, 9], ladder()), vec![0.85]),
        (scene("circle", said, &[0, 0, 4, 8, 9], circle()), vec![0.85]),
        (scene("recursion", said, &[], recursion()), vec![0.3, 0.68, 0.9]),
        (scene("counting", said, &[], counting()), vec![0.5, 0.9]),
        (scene("parabola", said, &[0, 4, 8, 12], parabola()), vec![0.12, 0.9]),
        (scene("poles", said, &[0, 5, 10], poles()), vec![0.9]),
        (scene("transform", said, &[0, 5, 10], derivation()), vec![0.355, 0.585, 0.9]),
    ]
}
