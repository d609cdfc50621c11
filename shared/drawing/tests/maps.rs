//! Maps in all styles and shapes: every place has its name, nothing overlaps or leaves the safe area, everything can be read; and
//! golden stills.
//!
//! `LECTERN_BLESS=1 cargo test -p lectern-drawing --test maps` writes them anew; look at each before committing.

mod scenes;

use std::path::PathBuf;

use lectern_drawing::{Painter, ScenePlace, Stage, Style};
use lectern_lesson::{Action, Arrow, Cue, Format, Layout, MapPlace, PlaceKind, Rect, Scene, Shot, Transition, Visual};
use proptest::prelude::*;
use scenes::{TestCard, timing};

/// A small format of each shape, with the plane that it is laid out on.
const SHAPES: [(u32, u32, f64, f64); 4] =
    [(480, 270, 1920.0, 1080.0), (270, 480, 1080.0, 1920.0), (320, 320, 1440.0, 1440.0), (320, 400, 1280.0, 1600.0)];

fn stage(style: &Style, shape: (u32, u32, f64, f64)) -> Stage {
    Stage::new(style.clone(), Format { width: shape.0, height: shape.1, fps: 30 }).expect("a known shape")
}

fn place(name: &str, longitude: f64, latitude: f64, kind: PlaceKind, extent_km: f64) -> MapPlace {
    MapPlace { name: name.to_owned(), longitude, latitude, kind, extent_km, note: None }
}

fn city(name: &str, longitude: f64, latitude: f64) -> MapPlace {
    place(name, longitude, latitude, PlaceKind::City, 0.0)
}

/// Maps of a city and its waters, of an ocean, of neighboring countries, and of the world.
fn maps() -> Vec<(&'static str, Visual)> {
    let map = |title: Option<&str>, date: Option<&str>, places: Vec<MapPlace>, routes: &[(usize, usize)]| Visual::Map {
        title: title.map(str::to_owned),
        date: date.map(str::to_owned),
        places,
        routes: routes.iter().map(|(from, to)| Arrow { from: *from, to: *to, label: None }).collect(),
        historical: date.is_some(),
    };
    vec![
        (
            "siege",
            map(
                Some("The siege"),
                Some("29 May 1453"),
                vec![
                    MapPlace { note: Some("today Istanbul".into()), ..city("Constantinople", 28.95, 41.01) },
                    place("Sea of Marmara", 28.2, 40.7, PlaceKind::Sea, 270.0),
                    place("Golden Horn", 28.95, 41.03, PlaceKind::Sea, 8.0),
                ],
                &[],
            ),
        ),
        (
            "voyage",
            map(
                Some("The way west"),
                Some("1492"),
                vec![
                    city("Palos", -6.89, 37.23),
                    place("Canary Islands", -15.6, 28.3, PlaceKind::Island, 400.0),
                    MapPlace {
                        note: Some("landfall, 12 October".into()),
                        ..place("Guanahani", -74.5, 24.0, PlaceKind::Island, 20.0)
                    },
                ],
                &[(0, 1), (1, 2)],
            ),
        ),
        (
            "neighbors",
            map(
                None,
                None,
                vec![
                    place("France", 2.55, 46.56, PlaceKind::Country, 1000.0),
                    place("Spain", -3.46, 40.09, PlaceKind::Country, 1000.0),
                    city("Lyon", 4.83, 45.76),
                    city("Barcelona", 2.17, 41.38),
                ],
                &[(2, 3)],
            ),
        ),
        (
            "world",
            map(
                Some("Four capitals"),
                None,
                vec![
                    city("London", -0.13, 51.5),
                    city("Tokyo", 139.69, 35.69),
                    city("Canberra", 149.13, -35.31),
                    city("Buenos Aires", -58.4, -34.6),
                ],
                &[(0, 3)],
            ),
        ),
    ]
}

fn check(layout: &Layout, shape: (u32, u32, f64, f64), told: &str) {
    let safe = Rect::new(shape.2 * 0.05, shape.3 * 0.05, shape.2 * 0.9, shape.3 * 0.9);
    for (index, text) in layout.texts.iter().enumerate() {
        let told = format!("{:?} {:?} at {}×{}, {told}", text.text, text.rect, shape.2, shape.3);
        assert!(text.size_px >= 33.9, "too small: {told}");
        assert!(text.contrast >= 4.5, "contrast {}: {told}", text.contrast);
        assert!(safe.contains(&text.rect, 1.0), "outside the safe area: {told}");
        for other in &layout.texts[index + 1..] {
            assert!(!text.rect.overlaps(&other.rect, 1.0), "{told} overlaps {:?} {:?}", other.text, other.rect);
        }
    }
}

#[test]
fn maps_are_clean_in_all_styles_and_shapes() {
    for style in Style::names().into_iter().map(|name| Style::named(name).expect("ships")) {
        for shape in SHAPES {
            let stage = stage(&style, shape);
            for (name, visual) in maps() {
                let layout = stage.layout(&visual, &TestCard);
                assert!(layout.fits(), "{name} at {}×{}: {:?}", shape.2, shape.3, layout.overflows);
                check(&layout, shape, name);
                for place in visual.names() {
                    assert!(layout.texts.iter().any(|text| text.text == place), "{place} has no name on {name}");
                }
            }
        }
    }
}

#[test]
fn maps_of_former_times_name_no_country_of_today() {
    let style = Style::named("night-sky").expect("ships");
    let stage = stage(&style, SHAPES[0]);
    let (_, map) = maps().swap_remove(2);
    let named = |visual: &Visual| stage.layout(visual, &TestCard).texts.iter().any(|text| text.text == "Germany");
    let Visual::Map { title, date, places, routes, .. } = map.clone() else { panic!("it is a map") };
    assert!(named(&map), "neighbors help to find France");
    assert!(!named(&Visual::Map { title, date, places, routes, historical: true }));
}

#[test]
fn maps_look_as_they_were_blessed() {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/golden/maps");
    let bless = std::env::var_os("LECTERN_BLESS").is_some();
    let mut wrong = Vec::new();
    for (style, width, height) in [("night-sky", 384, 216), ("museum", 216, 384)] {
        let format = Format { width, height, fps: 30 };
        let stage = Stage::new(Style::named(style).expect("ships"), format).expect("a known shape");
        let mut painter = Painter::new(format);
        for (name, visual) in maps() {
            let cues = (0..visual.part_count()).map(|part| Cue {
                word: part * 2,
                action: Action::Show,
                part,
                last_part: None,
            });
            let scene = Scene {
                id: name.to_owned(),
                chapter: None,
                narration: "From one place to the next they went, and the last was far away from home.".to_owned(),
                description: String::new(),
                shot: Shot::default(),
                cues: cues.collect(),
                visual,
                transition: Transition::Continue,
                mood: Default::default(),
                sources: Vec::new(),
                chosen_for: None,
            };
            let clock = timing(&scene);
            let prepared = stage.prepare(&scene, &clock, ScenePlace::default(), &TestCard).expect("draws");
            prepared.draw(clock.frames * 3 / 4, &mut painter).expect("draws");
            let path = folder.join(format!("{name}-{style}.png"));
            if bless {
                std::fs::create_dir_all(&folder).expect("can be written");
                image::save_buffer(&path, painter.rgba(), width, height, image::ColorType::Rgba8)
                    .expect("can be written");
                continue;
            }
            let golden = image::open(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display())).into_rgba8();
            let differing = painter.rgba().iter().zip(golden.as_raw()).filter(|(one, two)| one.abs_diff(**two) > 20);
            // Coasts are thin lines: a few of their pixels fall on either side with vector units of another width.
            let share = differing.count() as f64 / painter.rgba().len() as f64;
            if share > 0.003 {
                wrong.push(format!("{name}-{style}: {:.1} ‰ of values", share * 1e3));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("; "));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    #[test]
    fn any_places_are_named_or_reported(
        places in prop::collection::vec(("[A-Z][a-z]{1,14}( [A-Z][a-z]{1,9})?", -180.0_f64..180.0, -80.0_f64..80.0), 1..8),
        title in prop::option::of("[A-Z][a-z ]{1,50}"),
    ) {
        let style = Style::named("paper-and-ink").expect("ships");
        let visual = Visual::Map {
            title,
            date: None,
            places: places.iter().map(|(name, longitude, latitude)| city(name, *longitude, *latitude)).collect(),
            routes: vec![Arrow { from: 0, to: places.len() - 1, label: None }],
            historical: false,
        };
        for shape in SHAPES {
            let layout = stage(&style, shape).layout(&visual, &TestCard);
            check(&layout, shape, "a map of anything");
            let named = |name: &String| layout.texts.iter().any(|text| text.text == *name);
            prop_assert!(!layout.fits() || places.iter().all(|(name, ..)| named(name)));
        }
    }
}
