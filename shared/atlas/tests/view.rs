//! Views hold their places, and what they draw stays in bounds.

use lectern_atlas::{Atlas, Kind, Place};
use proptest::prelude::*;
use vello_cpu::kurbo::{Point, Rect, Shape, Size};

fn place(longitude: f64, latitude: f64, extent_km: f64) -> Place {
    Place {
        name: "A".to_owned(),
        kind: Kind::City,
        longitude,
        latitude,
        extent_km,
        country: String::new(),
        population: 0,
        note: String::new(),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn a_frame_holds_its_places_with_air(
        positions in prop::collection::vec((-180.0..180.0_f64, -85.0..85.0_f64, 1.0..3000.0_f64), 1..6),
        aspect in 0.4..2.5_f64,
    ) {
        let places: Vec<Place> = positions.into_iter().map(|(x, y, size)| place(x, y, size)).collect();
        let view = Atlas::standard().frame(&places, aspect);
        prop_assert!((view.width() - aspect).abs() < 1e-9);
        for place in &places {
            let point = view.project(place.longitude, place.latitude);
            prop_assert!(view.bounds().inset(-0.005).contains(point), "{place:?} at {point:?} of {view:?}", view = view.projection());
            let (longitude, latitude) = view.unproject(point).expect("a shown place lies on the globe");
            prop_assert!((latitude - place.latitude).abs() < 1e-6);
            let turn = (longitude - place.longitude).rem_euclid(360.0);
            prop_assert!(turn.min(360.0 - turn) < 1e-6);
        }
        prop_assert!(view.height_km() >= 74.0);
    }
}

#[test]
fn land_is_where_land_is_in_every_projection() {
    let land = [
        (25.0, 60.5),
        (10.0, 25.0),
        (134.0, -25.0),
        (-100.0, 40.0),
        (-60.0, -10.0),
        (100.0, 62.0),
        (-40.0, 72.0),
        (60.0, -80.0),
    ];
    let water =
        [(-30.0, 40.0), (-140.0, 0.0), (80.0, -20.0), (179.9, -40.0), (0.0, 88.0), (-25.0, -50.0), (18.0, 35.0)];
    let atlas = Atlas::standard();
    for (longitude, latitude, size) in [
        (0.0, 0.0, 300.0),
        (30.0, 40.0, 2000.0),
        (-4.0, 40.0, 9000.0),
        (174.0, -40.0, 9000.0),
        (179.0, 65.0, 6000.0),
        (0.0, -90.0, 6000.0),
        (0.0, 90.0, 6000.0),
        (-179.0, -17.0, 1000.0),
        (0.0, 0.0, 19000.0),
    ] {
        let view = atlas.frame(&[place(longitude, latitude, size)], 1.5);
        let path = view.land(0.0005);
        for (points, expected) in [(&land[..], true), (&water[..], false)] {
            for &(x, y) in points {
                if view.shows(x, y) {
                    let at: Point = view.project(x, y);
                    assert_eq!(path.winding(at) != 0, expected, "{x} {y} in {:?}", view.projection());
                }
            }
        }
        assert_eq!(path.elements(), view.land(0.0005).elements(), "the same view gives the same path");
    }
}

#[test]
fn labels_keep_apart_and_inside() {
    let atlas = Atlas::standard();
    let places = atlas.places_in("Constantinople, Athens, Rome and Alexandria lie around the Mediterranean.");
    let view = atlas.frame(&places, 16.0 / 9.0);
    let labels = view.labels(&places, |name, _| Size::new(0.018 * name.chars().count() as f64, 0.035));
    assert!(labels.iter().filter(|label| label.asked).count() >= 4 && labels.len() > 6, "{labels:?}");
    let boxes: Vec<_> = labels.iter().map(|label| Rect::from_center_size(label.center, label.size)).collect();
    for (index, one) in boxes.iter().enumerate() {
        assert!(view.bounds().contains_rect(*one));
        assert!(boxes[index + 1..].iter().all(|other| !one.overlaps(*other)), "{:?}", labels[index]);
    }
    let bar = view.scale_bar(0.2).expect("the Mediterranean is not the world");
    assert!(bar.length <= 0.2 * view.width());
}

#[test]
fn equal_earth_agrees_with_its_published_extent() {
    // Šavrič et al. 2018: the map is 2.05458 times as wide as high.
    let view = Atlas::standard().world(0.0, 2.0);
    let (left, right) = (view.project(-180.0, 0.0), view.project(179.999_999, 0.0));
    let (top, bottom) = (view.project(0.0, 90.0), view.project(0.0, -90.0));
    assert!(((right.x - left.x) / (bottom.y - top.y) - 2.054_58).abs() < 1e-4);
}
