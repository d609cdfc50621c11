//! What amounts and pairs of pictures promise in every shape: nothing overlaps, nothing leaves the safe area, nothing is too
//! small or too faint to read, or else the report says that it does not fit.

mod scenes;

use lectern_drawing::{Painter, ScenePlace, Stage, Style};
use lectern_lesson::{
    Amount, AmountForm, Format, Mood, Narration, Picture, Rect, Scene, SceneTiming, Shot, Transition, Visual,
};
use proptest::prelude::*;
use scenes::TestCard;

/// A small format of each shape, with the plane that it is laid out on.
const SHAPES: [(u32, u32, f64, f64); 4] =
    [(480, 270, 1920.0, 1080.0), (270, 480, 1080.0, 1920.0), (320, 320, 1440.0, 1440.0), (320, 400, 1280.0, 1600.0)];

fn stage(style: &str, shape: (u32, u32, f64, f64)) -> Stage {
    let format = Format { width: shape.0, height: shape.1, fps: 30 };
    Stage::new(Style::named(style).expect("ships"), format).expect("a known shape")
}

/// Checks the layout in every shape; whether all of it fits in all of them.
fn check(visual: &Visual) -> bool {
    let mut fits = true;
    for style in ["night-sky", "paper-and-ink"] {
        for shape in SHAPES {
            let layout = stage(style, shape).layout(visual, &TestCard);
            let (width, height) = (shape.2, shape.3);
            let safe = Rect::new(width * 0.05, height * 0.05, width * 0.9, height * 0.9);
            fits &= layout.fits();
            for (index, text) in layout.texts.iter().enumerate() {
                let told = format!("{style} {width}×{height} {:?} {:?} in {visual:?}", text.text, text.rect);
                assert!(text.size_px >= 32.0, "too small: {told}");
                if !layout.fits() {
                    continue;
                }
                assert!(safe.contains(&text.rect, 1.0), "outside the safe area: {told}");
                assert!(text.contrast >= 4.5, "contrast {}: {told}", text.contrast);
                for other in &layout.texts[index + 1..] {
                    assert!(!text.rect.overlaps(&other.rect, 2.0), "{told} overlaps {:?} {:?}", other.text, other.rect);
                }
            }
        }
    }
    fits
}

fn amount(number: &str, value: f64, caption: &str) -> Amount {
    Amount { number: number.into(), value, caption: caption.into(), picture: None }
}

fn cases() -> Vec<(&'static str, Visual)> {
    let armies = vec![amount("7,000", 7_000.0, "defenders"), amount("80,000", 80_000.0, "besiegers")];
    let walls =
        vec![amount("1.7 m", 1.7, "a person"), amount("5 m", 5.0, "the moat"), amount("12 m", 12.0, "the wall")];
    let of = |heading: &str, form, amounts: &[Amount]| Visual::Amounts {
        heading: Some(heading.into()),
        form,
        amounts: amounts.to_vec(),
    };
    let picture = |source: &str, credit: Option<&str>| Picture {
        source: source.into(),
        alt: "What is to be seen".into(),
        caption: Some("Before the flood".into()),
        credit: credit.map(str::to_owned),
    };
    vec![
        ("count", of("Who stood at the walls", AmountForm::Count, &armies)),
        ("height", of("How high it was", AmountForm::Height, &walls)),
        ("length", of("How high it was", AmountForm::Length, &walls)),
        (
            "pair",
            Visual::FigurePair {
                left: picture("photograph.png", Some("Drawn for this test, public domain")),
                right: picture("diagram.png", None),
            },
        ),
        (
            "pair-missing",
            Visual::FigurePair { left: picture("missing.png", None), right: picture("diagram.png", None) },
        ),
    ]
}

#[test]
fn visuals_as_lessons_have_them_fit_every_shape() {
    for (name, visual) in cases() {
        assert!(check(&visual), "{name} overflows");
    }
}

#[test]
fn every_shape_is_drawn() {
    let folder = std::env::var_os("LECTERN_STILLS").map(std::path::PathBuf::from);
    for (name, visual) in cases() {
        for (style, shape) in
            ["night-sky", "paper-and-ink"].into_iter().flat_map(|style| SHAPES.map(|shape| (style, shape)))
        {
            let stage = stage(style, shape);
            let scene = Scene {
                id: name.into(),
                chapter: None,
                narration: "Look.".into(),
                visual: visual.clone(),
                description: String::new(),
                shot: Shot::default(),
                cues: Vec::new(),
                transition: Transition::Continue,
                mood: Mood::default(),
                sources: Vec::new(),
                chosen_for: None,
            };
            let words = vec![lectern_lesson::WordSpan { start_secs: 0.0, end_secs: 0.3 }];
            let timing = SceneTiming::new(&Narration { sample_rate: 24_000, duration_secs: 6.0, words }, 30);
            let prepared = stage.prepare(&scene, &timing, ScenePlace::default(), &TestCard).expect("draws");
            let mut painter = Painter::new(stage.format());
            prepared.draw(0, &mut painter).expect("draws");
            let first = painter.rgba().to_vec();
            prepared.draw(timing.frames * 3 / 4, &mut painter).expect("draws");
            assert_ne!(first, painter.rgba(), "{name} does not come in {style}");
            if let Some(folder) = &folder {
                let path = folder.join(format!("{name}-{style}-{}x{}.png", shape.0, shape.1));
                image::save_buffer(path, painter.rgba(), shape.0, shape.1, image::ColorType::Rgba8).expect("written");
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(8))]

    #[test]
    fn any_amounts_are_laid_out(
        form in prop_oneof![Just(AmountForm::Count), Just(AmountForm::Height), Just(AmountForm::Length)],
        amounts in prop::collection::vec(("[0-9,]{1,9}( [a-z]{1,6})?", 0.001_f64..1e7, "[a-zA-Z ]{0,40}"), 1..7),
        heading in prop::option::of("[A-Z][a-z ]{1,40}"),
    ) {
        let amounts = amounts.into_iter().map(|(number, value, caption)| amount(&number, value, &caption)).collect();
        check(&Visual::Amounts { heading, form, amounts });
    }
}
