//! What numbers, figures and charts promise in every style and shape: nothing overlaps, nothing leaves the safe area, nothing
//! is too small or too faint to read, and ordinary content fits.

mod exhibit_scenes;
mod scenes;

use exhibit_scenes::all;
use lectern_drawing::{Stage, Style};
use lectern_lesson::{Callout, ChartKind, Format, Layout, Rect, Scale, ScaleForm, Scene, Series, Visual};
use proptest::prelude::*;
use scenes::TestCard;

/// A small format of each shape, with the plane that it is laid out on.
const SHAPES: [(Format, f64, f64); 4] = [
    (Format { width: 320, height: 180, fps: 30 }, 1920.0, 1080.0),
    (Format { width: 180, height: 320, fps: 30 }, 1080.0, 1920.0),
    (Format { width: 240, height: 240, fps: 30 }, 1440.0, 1440.0),
    (Format { width: 256, height: 320, fps: 30 }, 1280.0, 1600.0),
];

/// What is wrong with a layout on a plane of that size.
fn faults(layout: &Layout, width: f64, height: f64) -> Vec<String> {
    let safe = Rect::new(width * 0.05, height * 0.05, width * 0.9, height * 0.9);
    let mut faults: Vec<String> = layout.overflows.iter().map(|overflow| format!("{overflow:?}")).collect();
    for (index, text) in layout.texts.iter().enumerate() {
        let told = format!("{:?} {:?}", text.text, text.rect);
        if text.size_px < 32.0 {
            faults.push(format!("{told} has {} px", text.size_px));
        }
        if text.contrast < 4.5 {
            faults.push(format!("{told} has a contrast of {:.2}", text.contrast));
        }
        if !safe.contains(&text.rect, 1.0) {
            faults.push(format!("{told} leaves the safe area"));
        }
        for other in &layout.texts[index + 1..] {
            if text.rect.overlaps(&other.rect, 1.5) {
                faults.push(format!("{told} lies over {:?} {:?}", other.text, other.rect));
            }
        }
    }
    faults
}

/// The scenes of other tests that show the same kinds of visual.
fn known() -> impl Iterator<Item = Scene> {
    let kinds = ["big-number", "bars", "lines", "figure", "diagram", "missing-figure"];
    scenes::all().into_iter().filter(move |scene| kinds.contains(&scene.id.as_str()))
}

#[test]
fn ordinary_content_is_clean_in_every_style_and_shape() {
    let mut wrong = Vec::new();
    for style in Style::names() {
        for (format, width, height) in SHAPES {
            let stage = Stage::new(Style::named(style).expect("ships"), format).expect("a known shape");
            for scene in all().into_iter().chain(known()) {
                let layout = stage.layout(&scene.visual, &TestCard);
                assert!(!layout.texts.is_empty(), "{}", scene.id);
                let faults = faults(&layout, width, height);
                wrong.extend(
                    faults.into_iter().map(|fault| format!("{} in {style} at {width}×{height}: {fault}", scene.id)),
                );
            }
        }
    }
    assert!(wrong.is_empty(), "{} findings:\n{}", wrong.len(), wrong.join("\n"));
}

/// Text as lessons have it and as nobody expects it.
fn any_text() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => "[a-zA-Z]{1,12}( [a-zA-Z]{1,12}){0,6}",
        2 => "[0-9]{1,7}(\\.[0-9]{1,3})?",
        1 => "[A-Za-z]{30,60}",
        1 => "\\PC{0,40}",
        1 => Just(String::new()),
    ]
}

fn any_value() -> impl Strategy<Value = f64> {
    prop_oneof![
        6 => -1_000.0_f64..10_000.0,
        1 => Just(0.0),
        1 => -1e12_f64..1e12,
        1 => prop::num::f64::ANY,
    ]
}

fn any_form() -> impl Strategy<Value = ScaleForm> {
    let picture = || prop::option::of(prop::sample::select(vec!["elephant".to_owned(), "no such picture".to_owned()]));
    prop_oneof![
        (any::<u32>().prop_map(|count| count % 1_500), picture())
            .prop_map(|(count, picture)| ScaleForm::Count { count, picture }),
        prop_oneof![0.0_f64..1.0, prop::num::f64::ANY].prop_map(|part| ScaleForm::Part { part }),
        (any_value(), any_value(), picture(), any::<bool>())
            .prop_map(|(length, other, picture, upright)| { ScaleForm::Length { length, other, picture, upright } }),
    ]
}

/// What is wrong with the layout of a visual in one of the styles and every shape, whether all of it fits or not; where it does
/// not, a report may stand for texts that lie over each other.
fn faults_anywhere(visual: &Visual, style: &str) -> Vec<String> {
    let mut found = Vec::new();
    for (format, width, height) in SHAPES {
        let stage = Stage::new(Style::named(style).expect("ships"), format).expect("a known shape");
        let mut layout = stage.layout(visual, &TestCard);
        if layout.fits() {
            found.extend(faults(&layout, width, height));
        } else {
            layout.overflows.clear();
            layout.texts.retain(|text| text.size_px < 32.0);
            found.extend(faults(&layout, width, height));
        }
    }
    found
}

fn any_style() -> impl Strategy<Value = &'static str> {
    prop::sample::select(Style::names())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn any_number_beside_anything_is_readable(
        (number, caption, text) in (any_text(), any_text(), any_text()),
        form in any_form(),
        style in any_style(),
    ) {
        let comparison = Some(Scale { text, form });
        let visual = Visual::BigNumber { number, caption, comparison };
        prop_assert_eq!(faults_anywhere(&visual, style), Vec::<String>::new());
    }

    #[test]
    fn any_callouts_are_readable(
        callouts in prop::collection::vec((any_text(), -0.2_f64..1.2, -0.2_f64..1.2), 1..9),
        caption in prop::option::of(any_text()),
        source in prop::sample::select(vec!["photograph.png", "diagram.png", "missing.png"]),
        style in any_style(),
    ) {
        let callouts = callouts.into_iter().map(|(text, x, y)| Callout { text, x, y }).collect();
        let (source, alt, credit) = (source.to_owned(), "A picture".to_owned(), Some("Somebody".to_owned()));
        let visual = Visual::Figure { source, alt, caption, credit, callouts };
        prop_assert_eq!(faults_anywhere(&visual, style), Vec::<String>::new());
    }

    #[test]
    fn any_chart_of_any_kind_is_readable(
        chart in prop::sample::select(vec![
            ChartKind::Bar, ChartKind::Line, ChartKind::Area, ChartKind::Stacked, ChartKind::Scatter, ChartKind::Ring,
        ]),
        said in (prop::option::of(any_text()), prop::option::of(any_text()), prop::option::of(any_text())),
        categories in prop::collection::vec(any_text(), 0..12),
        series in prop::collection::vec((any_text(), prop::collection::vec(any_value(), 0..12)), 0..5),
        style in any_style(),
    ) {
        let series = series.into_iter().map(|(name, values)| Series { name, values }).collect();
        let (title, x_label, y_label) = said;
        let visual = Visual::Chart { chart, title, x_label, y_label, categories, series };
        prop_assert_eq!(faults_anywhere(&visual, style), Vec::<String>::new());
    }
}
