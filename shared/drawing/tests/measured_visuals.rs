//! Formulas, code, charts, tables and figures: what they report of their layout, for any content.

use std::io::Cursor;
use std::sync::{Arc, OnceLock};

use image::{ImageBuffer, ImageFormat, Rgba};
use lectern_drawing::{Picture, Pictures, Stage, Style};
use lectern_lesson::{ChartKind, Format, Layout, Rect, Series, TextRole, Visual};
use proptest::prelude::*;

/// Where text may stand: 5 % from every edge.
const SAFE: Rect = Rect::new(96.0, 54.0, 1728.0, 972.0);

/// Smallest text, in design pixels.
const FLOOR: f64 = 32.0;

fn stage() -> &'static Stage {
    static STAGE: OnceLock<Stage> = OnceLock::new();
    STAGE.get_or_init(|| {
        let style = Style::named("night-sky").expect("ships");
        Stage::new(style, Format::default()).expect("16:9")
    })
}

/// Pictures whose sources are their sizes and grounds, such as `800x600-white`.
struct Sizes;

impl Pictures for Sizes {
    fn picture(&self, source: &str) -> Option<Arc<Picture>> {
        let (size, ground) = source.split_once('-')?;
        let (width, height) = size.split_once('x')?;
        let ground = match ground {
            "white" => [255_u8, 255, 255, 255],
            "clear" => [0, 0, 0, 0],
            _ => [40, 80, 140, 255],
        };
        let image = ImageBuffer::from_pixel(width.parse().ok()?, height.parse().ok()?, Rgba(ground));
        let mut bytes = Cursor::new(Vec::new());
        image.write_to(&mut bytes, ImageFormat::Png).ok()?;
        Picture::decode(bytes.get_ref()).ok().map(Arc::new)
    }
}

fn layout(visual: &Visual) -> Layout {
    stage().layout(visual, &Sizes)
}

/// What must hold for every layout: readable sizes and contrast, and, where nothing is reported to overflow, no text
/// outside of the safe area or over another.
fn faults(layout: &Layout) -> Vec<String> {
    let mut faults = Vec::new();
    for (index, text) in layout.texts.iter().enumerate() {
        let name = format!("{:?} {:?}", text.text, text.rect);
        if text.size_px < FLOOR - 0.01 {
            faults.push(format!("{name} has {} px", text.size_px));
        }
        if text.contrast < 4.5 {
            faults.push(format!("{name} has a contrast of {}", text.contrast));
        }
        if layout.fits() && !SAFE.contains(&text.rect, 1.5) {
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

fn check(visual: &Visual) -> Layout {
    let layout = layout(visual);
    assert_eq!(faults(&layout), Vec::<String>::new(), "{visual:?}");
    layout
}

fn words(lines: &[&str]) -> Vec<String> {
    lines.iter().map(|line| (*line).to_owned()).collect()
}

fn formula(lines: &[&str], caption: Option<&str>) -> Visual {
    Visual::Formula { lines: words(lines), caption: caption.map(str::to_owned) }
}

fn code(text: &str) -> Visual {
    Visual::Code { language: Some("python".to_owned()), text: text.to_owned(), trace: Vec::new() }
}

fn table(headers: &[&str], rows: &[&[&str]]) -> Visual {
    Visual::Table { headers: words(headers), rows: rows.iter().map(|row| words(row)).collect(), caption: None }
}

fn chart(chart: ChartKind, categories: &[&str], series: &[(&str, &[f64])]) -> Visual {
    Visual::Chart {
        chart,
        title: Some("A chart".to_owned()),
        x_label: Some("category".to_owned()),
        y_label: Some("value".to_owned()),
        categories: words(categories),
        series: series
            .iter()
            .map(|(name, values)| Series { name: (*name).to_owned(), values: values.to_vec() })
            .collect(),
    }
}

fn figure(source: &str, caption: Option<&str>, credit: Option<&str>) -> Visual {
    Visual::Figure {
        callouts: Vec::new(),
        source: source.to_owned(),
        alt: "What is to be seen".to_owned(),
        caption: caption.map(str::to_owned),
        credit: credit.map(str::to_owned),
    }
}

const CREDIT: &str = "Diagram: OpenStax Biology 2e, CC BY 4.0";

#[test]
fn visuals_of_ordinary_lessons_fit() {
    let long_line = r"(x+y)^6 = x^6 + 6x^5y + 15x^4y^2 + 20x^3y^3 + 15x^2y^4 + 6xy^5 + y^6";
    let prices = ["1", "2", "3", "4", "5"];
    let demand: (&str, &[f64]) = ("Demand", &[900.0, 700.0, 500.0, 300.0, 100.0]);
    let supply: (&str, &[f64]) = ("Supply", &[100.0, 300.0, 500.0, 700.0, 900.0]);
    let phases: [&[&str]; 2] = [
        &["Interphase", "The cell grows and copies its DNA, and makes ready for division", "Nucleus and cytoplasm"],
        &["Prophase", "Chromosomes condense and become visible; the spindle begins to form", "Nucleus"],
    ];
    let cases = [
        formula(&["a^2 + b^2 = c^2"], Some("The squares of the legs add up to the square of the hypotenuse")),
        formula(&[r"(a+b)^2 = 4 \cdot \tfrac{1}{2}ab + c^2", "a^2 + 2ab + b^2 = 2ab + c^2", "a^2 + b^2 = c^2"], None),
        formula(
            &[r"\text{ATP}+\text{H}_2\text{O}\to\text{ADP}+\text{P}_i+\text{free energy}"],
            Some("ATP gives up energy"),
        ),
        formula(&[long_line], None),
        formula(&[r"\frac{a}{b", "E = mc^2"], Some("Broken LaTeX is shown as written")),
        code(
            "def factorial(n):\n    if n <= 1:              # base case\n        return 1\n    return n * factorial(n - 1)",
        ),
        code(&"total = total + price * amount\n".repeat(14)),
        code(&format!("x = [{}]", "alpha, beta, gamma, ".repeat(12))),
        table(&["n", "calls of naive fib(n)"], &[&["5", "15"], &["10", "177"], &["20", "21891"], &["30", "2692537"]]),
        table(&["Phase", "What happens", "Where"], &phases),
        chart(ChartKind::Bar, &["5", "10", "20", "30"], &[("calls", &[15.0, 177.0, 21_891.0, 2_692_537.0])]),
        chart(
            ChartKind::Bar,
            &["Jan", "Apr", "Jul", "Oct"],
            &[("Oslo", &[-4.3, 4.5, 16.4, 6.3]), ("Rome", &[7.5, 13.0, 25.0, 17.0])],
        ),
        chart(ChartKind::Line, &prices, &[demand, supply]),
        chart(ChartKind::Line, &["Monday", "Tuesday", "Wednesday"], &[("Ada", &[1.0, 3.0, 2.0])]),
        figure("800x600-blue", Some("A short caption"), Some(CREDIT)),
        figure("300x900-white", Some("A caption beside a tall picture"), Some(CREDIT)),
        figure("1800x300-clear", Some("A caption under a very wide picture"), Some(CREDIT)),
        figure("1200x800-white", None, None),
        figure("missing", Some("A caption"), Some(CREDIT)),
    ];
    for visual in &cases {
        let layout = check(visual);
        assert!(layout.fits(), "{visual:?}: {:?}", layout.overflows);
        assert_eq!(layout.missing_characters, Vec::<char>::new());
        assert!(!layout.texts.is_empty() || matches!(visual, Visual::Figure { caption: None, .. }));
    }
}

#[test]
fn what_does_not_fit_is_reported_at_its_part() {
    let many_lines: Vec<String> = (0..40).map(|line| format!("value_{line} = {line}")).collect();
    let rows: Vec<Vec<String>> = (0..30).map(|row| vec![row.to_string(), "text".to_owned()]).collect();
    let sum = vec!["x"; 120].join(" + ");
    let equations = vec!["a = b"; 30];
    let one: &[f64] = &[1.0];
    let cases: [(Visual, std::ops::Range<usize>); 6] = [
        (code(&many_lines.join("\n")), 14..20),
        (Visual::Table { headers: words(&["n", "what"]), rows, caption: None }, 8..14),
        (formula(&equations, None), 8..18),
        (formula(&["a = b", &format!(r"\sqrt{{{sum}}}")], None), 1..2),
        (chart(ChartKind::Bar, &["a"], &[("1", one), ("2", one), ("3", one), ("4", one)]), 3..4),
        (figure("800x600-blue", Some(&"a long caption ".repeat(60)), Some(CREDIT)), 1..2),
    ];
    for (visual, expected) in &cases {
        let layout = check(visual);
        let part = layout.overflows.first().and_then(|overflow| overflow.part);
        assert!(part.is_some_and(|part| expected.contains(&part)), "{visual:?}: {:?}", layout.overflows);
    }
}

#[test]
fn a_credit_is_always_there_in_full() {
    for source in ["800x600-blue", "300x900-white", "1800x300-clear", "missing"] {
        for credit in [CREDIT.to_owned(), format!("{}the end", "credit: someone, some work; ".repeat(9))] {
            let layout = check(&figure(source, Some("A caption"), Some(&credit)));
            let shown = layout.texts.iter().find(|text| text.role == TextRole::Credit);
            assert_eq!(shown.map(|text| text.text.replace('\n', " ")), Some(credit), "{source}");
        }
    }
}

#[test]
fn a_missing_picture_leaves_its_words() {
    let layout = check(&figure("missing", Some("A caption"), None));
    for words in ["What is to be seen", "A caption"] {
        assert!(layout.texts.iter().any(|text| text.text == words), "{words}: {:?}", layout.texts);
    }
}

#[test]
fn broken_latex_is_shown_as_written() {
    let layout = check(&formula(&[r"\frac{a}{b", "E = mc^2"], None));
    let roles: Vec<(TextRole, &str)> = layout.texts.iter().map(|text| (text.role, text.text.as_str())).collect();
    assert_eq!(roles, [(TextRole::Code, r"\frac{a}{b"), (TextRole::Formula, "E = mc^2")]);
}

#[test]
fn empty_content_is_reported_and_does_not_panic() {
    let cases = [
        code(""),
        code("\n\n   \n"),
        table(&[], &[]),
        table(&["a"], &[]),
        chart(ChartKind::Line, &[], &[]),
        chart(ChartKind::Bar, &["a"], &[("s", &[])]),
        chart(ChartKind::Line, &["a"], &[("s", &[f64::NAN])]),
    ];
    for visual in &cases {
        assert!(!check(visual).fits(), "{visual:?}");
    }
    for visual in [formula(&[], None), formula(&[""], None), figure("1x1-blue", Some(""), Some(""))] {
        check(&visual);
    }
}

/// Text as lessons have it and as nobody expects it.
fn any_text() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => "[a-zA-Z]{1,12}( [a-zA-Z]{1,12}){0,12}",
        2 => "[0-9]{1,7}(\\.[0-9]{1,3})?",
        1 => "[A-Za-z]{30,80}",
        1 => "\\PC{0,60}",
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

/// A line of code: indentation, then words or anything.
const CODE_LINES: &str = "(([ \\t]{0,12})(\\PC{0,30}|[a-z_(), ]{0,120})\n){0,24}";

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn any_table_is_readable(
        headers in prop::collection::vec(any_text(), 1..6),
        cells in prop::collection::vec(prop::collection::vec(any_text(), 0..7), 0..12),
        caption in prop::option::of(any_text()),
    ) {
        let layout = layout(&Visual::Table { headers, rows: cells, caption });
        prop_assert_eq!(faults(&layout), Vec::<String>::new());
    }

    #[test]
    fn any_code_is_readable(text in CODE_LINES, language in prop::sample::select(vec!["python", "rust", "no"])) {
        let layout = layout(&Visual::Code { language: Some(language.to_owned()), text, trace: Vec::new() });
        prop_assert_eq!(faults(&layout), Vec::<String>::new());
    }

    #[test]
    fn any_chart_is_readable(
        line in any::<bool>(),
        title in prop::option::of(any_text()),
        x_label in prop::option::of(any_text()),
        y_label in prop::option::of(any_text()),
        categories in prop::collection::vec(any_text(), 0..16),
        series in prop::collection::vec((any_text(), prop::collection::vec(any_value(), 0..16)), 0..5),
    ) {
        let layout = layout(&Visual::Chart {
            chart: if line { ChartKind::Line } else { ChartKind::Bar },
            title,
            x_label,
            y_label,
            categories,
            series: series.into_iter().map(|(name, values)| Series { name, values }).collect(),
        });
        prop_assert_eq!(faults(&layout), Vec::<String>::new());
    }

    #[test]
    fn any_chart_over_numbers_is_readable(
        line in any::<bool>(),
        start in -3_000_i32..3_000,
        values in prop::collection::vec((1_i32..50, -500.0_f64..500.0, -500.0_f64..500.0), 2..20),
    ) {
        let categories = values
            .iter()
            .scan(start, |x, step| {
                *x += step.0;
                Some(x.to_string())
            })
            .collect();
        let series = vec![
            Series { name: "first".to_owned(), values: values.iter().map(|value| value.1).collect() },
            Series { name: "second".to_owned(), values: values.iter().map(|value| value.2).collect() },
        ];
        let chart = if line { ChartKind::Line } else { ChartKind::Bar };
        let layout = layout(&Visual::Chart { chart, title: None, x_label: None, y_label: None, categories, series });
        prop_assert_eq!(faults(&layout), Vec::<String>::new());
    }

    #[test]
    fn any_formula_is_readable(
        lines in prop::collection::vec(
            prop::sample::select(vec![
                "a^2 + b^2 = c^2",
                "x",
                r"\frac{1}{1+\frac{1}{x}} = y",
                r"2^{2^{2^n}}",
                r"\text{a long name} \to \text{another}",
                r"\frac{",
                "",
                r"\begin{pmatrix} a & b \\ c & d \end{pmatrix} = A",
                r"\sum_{i=1}^n i^2 = \frac{n(n+1)(2n+1)}{6}",
            ]),
            0..8,
        ),
        caption in prop::option::of(any_text()),
    ) {
        let layout = layout(&Visual::Formula { lines: lines.into_iter().map(str::to_owned).collect(), caption });
        prop_assert_eq!(faults(&layout), Vec::<String>::new());
    }

    #[test]
    fn any_figure_is_readable(
        width in 1_u32..600,
        height in 1_u32..600,
        ground in prop::sample::select(vec!["white", "blue", "clear", "missing"]),
        caption in prop::option::of(any_text()),
        credit in prop::option::of(any_text()),
        alt in any_text(),
    ) {
        let source = if ground == "missing" { "missing".to_owned() } else { format!("{width}x{height}-{ground}") };
        let layout = layout(&Visual::Figure { callouts: Vec::new(), source, alt, caption, credit });
        prop_assert_eq!(faults(&layout), Vec::<String>::new());
    }
}
