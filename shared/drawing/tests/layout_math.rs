//! What the layout of constructions, plots and running code promises in every shape: names touch nothing, nothing leaves the
//! safe area, nothing is too small or too faint to read, or else the report says so.

mod math_scenes;
mod scenes;

use std::sync::OnceLock;

use lectern_drawing::{Stage, Style};
use lectern_lesson::{Axis, Format, GeometryShape, Layout, Moved, PlotItem, Rect, Tint, TraceFrame, TraceStep, Visual};
use proptest::prelude::*;
use scenes::TestCard;

/// Each shape with the size of its plane.
const FORMATS: [(Format, f64, f64); 4] = [
    (Format { width: 640, height: 360, fps: 30 }, 1920.0, 1080.0),
    (Format { width: 360, height: 640, fps: 30 }, 1080.0, 1920.0),
    (Format { width: 480, height: 480, fps: 30 }, 1440.0, 1440.0),
    (Format { width: 384, height: 480, fps: 30 }, 1280.0, 1600.0),
];

fn stages() -> &'static Vec<Stage> {
    static STAGES: OnceLock<Vec<Stage>> = OnceLock::new();
    STAGES.get_or_init(|| {
        let stage = |format| Stage::new(Style::named("night-sky").expect("ships"), format).expect("a known shape");
        FORMATS.iter().map(|(format, _, _)| stage(*format)).collect()
    })
}

fn faults(layout: &Layout, width: f64, height: f64) -> Vec<String> {
    let safe = Rect::new(width * 0.05, height * 0.05, width * 0.9, height * 0.9);
    let mut faults = Vec::new();
    for (index, text) in layout.texts.iter().enumerate() {
        let name = format!("{:?} {:?}", text.text, text.rect);
        if text.size_px < 32.0 {
            faults.push(format!("{name} has {} px", text.size_px));
        }
        if layout.fits() && text.contrast < 4.5 {
            faults.push(format!("{name} has a contrast of {}", text.contrast));
        }
        if layout.fits() && !safe.contains(&text.rect, 1.5) {
            faults.push(format!("{name} leaves the safe area"));
        }
        for other in layout.texts.iter().skip(index + 1).filter(|_| layout.fits()) {
            if text.rect.overlaps(&other.rect, 1.5) {
                faults.push(format!("{name} lies over {:?} {:?}", other.text, other.rect));
            }
        }
    }
    faults
}

fn check_all(visual: &Visual) -> Vec<Layout> {
    let layouts: Vec<Layout> = stages().iter().map(|stage| stage.layout(visual, &TestCard)).collect();
    for (layout, (format, width, height)) in layouts.iter().zip(FORMATS) {
        assert_eq!(faults(layout, width, height), Vec::<String>::new(), "{format:?} {visual:?}");
    }
    layouts
}

#[test]
fn the_scenes_fit_in_every_shape() {
    for (scene, _) in math_scenes::all() {
        for (layout, (format, _, _)) in check_all(&scene.visual).iter().zip(FORMATS) {
            assert!(layout.fits(), "{} {format:?}: {:?}", scene.id, layout.overflows);
        }
    }
}

#[test]
fn what_cannot_be_drawn_is_reported() {
    let axis = |from, to| Axis { label: None, from, to, numbers: true };
    let plot = |x, items| Visual::Plot { title: None, x, y: axis(0.0, 1.0), items };
    let function = |formula: &str| PlotItem::Function { formula: formula.to_owned(), label: None };
    let geometry = |shapes| Visual::Geometry { title: None, shapes, formula: None };
    for visual in [
        plot(axis(1.0, 1.0), vec![]),
        plot(axis(f64::NAN, 1.0), vec![]),
        plot(axis(0.0, 1.0), vec![function("os.exit()")]),
        plot(axis(0.0, 1.0), vec![PlotItem::Point { x: 7.0, y: 0.5, label: None }]),
        geometry(vec![]),
        geometry(vec![math_scenes::polygon(vec![(0.0, 0.0), (f64::INFINITY, 1.0), (1.0, 1.0)], Tint::Plain, "", true)]),
    ] {
        for layout in check_all(&visual) {
            assert!(!layout.fits(), "{visual:?}");
        }
    }
}

fn label() -> impl Strategy<Value = Option<String>> {
    prop::option::of(prop_oneof![
        3 => "\\$[a-z](\\^2)?\\$",
        2 => "[a-zA-Z]{1,9}( [a-z]{1,9}){0,2}",
        1 => "[0-9]{1,3}(\\.[0-9])? (m|cm|ft)",
        1 => "\\PC{0,40}",
        1 => "[A-Za-z]{20,60}",
    ])
}

fn place() -> impl Strategy<Value = (f64, f64)> {
    (-10.0_f64..10.0, -10.0_f64..10.0)
}

fn tint() -> impl Strategy<Value = Tint> {
    prop::sample::select(vec![Tint::Plain, Tint::First, Tint::Second, Tint::Result, Tint::Structure])
}

fn shape() -> impl Strategy<Value = GeometryShape> {
    let points = || prop::collection::vec(place(), 3..6);
    prop_oneof![
        (points(), tint(), label(), any::<bool>(), any::<bool>()).prop_map(|(points, tint, label, ruled, moves)| {
            let moved = moves.then(|| Moved { points: points.iter().map(|(x, y)| (x + 3.0, *y)).collect(), with: 0 });
            GeometryShape::Polygon { points, tint, label, ruled, moved }
        }),
        (place(), place(), tint(), label(), any::<bool>())
            .prop_map(|(from, to, tint, label, dashed)| GeometryShape::Segment { from, to, tint, label, dashed }),
        (place(), place(), place(), label()).prop_map(|(at, from, to, label)| GeometryShape::Angle {
            at,
            from,
            to,
            label
        }),
        (place(), 0.1_f64..6.0, tint(), label()).prop_map(|(center, radius, tint, label)| GeometryShape::Circle {
            center,
            radius,
            tint,
            label
        }),
        (place(), label()).prop_map(|(at, label)| GeometryShape::Dot { at, label }),
    ]
}

fn item() -> impl Strategy<Value = PlotItem> {
    let formulas = vec!["x^2", "1/x", "sin(x)*3", "tan(x)", "sqrt(x)", "2^x", "no", "x^x", "floor(x)"];
    let formula = || prop::sample::select(formulas.clone()).prop_map(str::to_owned);
    prop_oneof![
        (formula(), label()).prop_map(|(formula, label)| PlotItem::Function { formula, label }),
        (prop::collection::vec(place(), 0..8), label(), any::<bool>())
            .prop_map(|(points, label, smooth)| PlotItem::Line { points, label, smooth }),
        (place(), label()).prop_map(|((x, y), label)| PlotItem::Point { x, y, label }),
        (formula(), place(), label()).prop_map(|(formula, (from, to), label)| PlotItem::Area {
            formula,
            from,
            to,
            label
        }),
        (place(), place(), label()).prop_map(|(from, by, label)| PlotItem::Vector { from, by, label }),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    #[test]
    fn any_construction_is_readable(
        shapes in prop::collection::vec(shape(), 0..10),
        title in prop::option::of("[a-zA-Z]{1,12}( [a-zA-Z]{1,12}){0,6}"),
        formula in prop::option::of(prop::sample::select(vec!["a^2+b^2=c^2", r"\frac{1", r"x=1 \\ x+1=2", ""])),
    ) {
        let formula = formula.map(str::to_owned);
        check_all(&Visual::Geometry { title, shapes, formula });
    }

    #[test]
    fn any_plot_is_readable(
        items in prop::collection::vec(item(), 0..7),
        title in prop::option::of("[a-zA-Z]{1,12}( [a-zA-Z]{1,12}){0,6}"),
        labels in (label(), label()),
        start in (-1e4_f64..1e4, -20.0_f64..20.0),
        extent in (1e-3_f64..1e5, 1.0_f64..50.0),
        numbers in any::<bool>(),
    ) {
        let x = Axis { label: labels.0, from: start.0, to: start.0 + extent.0, numbers };
        let y = Axis { label: labels.1, from: start.1, to: start.1 + extent.1, numbers };
        check_all(&Visual::Plot { title, x, y, items });
    }

    #[test]
    fn any_run_is_readable(
        text in "([a-z]{1,10} = [0-9]{1,4}\n){1,10}",
        steps in prop::collection::vec(
            (0_usize..12, prop::collection::vec("[a-z]{1,30}", 0..4), prop::collection::vec("\\PC{0,60}", 0..7), 0_usize..8),
            1..12,
        ),
    ) {
        let trace = steps.into_iter().map(|(line, names, output, depth)| TraceStep {
            line,
            variables: names.into_iter().map(|name| (name.clone(), name)).collect(),
            stack: (0..depth).map(|at| TraceFrame { call: format!("call({at})"), note: Some("n × ?".repeat(at)) }).collect(),
            output,
        });
        check_all(&Visual::Code { language: None, text, trace: trace.collect() });
    }
}
