//! Names and sentences, and the places that they mean or do not mean.

use lectern_atlas::{Atlas, Context};

/// A text, a name, and what is expected: a country's code, a kind of place, or `-` for no place. Rules may be tuned on the first, third,
/// fifth … line; the others are held out and only counted.
const CASES: &str = include_str!("cases.txt");

/// What is expected of both halves, in cases out of a hundred.
const EXPECTED: usize = 90;

#[test]
fn names_in_sentences_mean_the_right_place_or_none() {
    let atlas = Atlas::standard();
    let (mut right, mut all, mut wrong) = ([0, 0], [0, 0], String::new());
    for (line, text) in CASES.lines().enumerate() {
        let columns: Vec<&str> = text.split('|').map(str::trim).collect();
        let [sentence, name, expected] = columns[..] else { panic!("line {} has not three columns", line + 1) };
        let context = if sentence.is_empty() { Context::none() } else { atlas.context(sentence) };
        let found = atlas.find(name, &context);
        let told = found.as_ref().map_or_else(
            || "-".to_owned(),
            |place| if place.country.is_empty() { format!("{:?}", place.kind) } else { place.country.clone() },
        );
        let kind = found.map(|place| format!("{:?}", place.kind)).unwrap_or_default();
        let half = line % 2;
        all[half] += 1;
        if told == expected || kind == expected {
            right[half] += 1;
        } else {
            wrong.push_str(&format!(
                "{} held out {}: {sentence} [{name}] gave {told} {kind}, not {expected}\n",
                line + 1,
                half == 1
            ));
        }
    }
    let report = format!("seen {}/{}, held out {}/{}\n{wrong}", right[0], all[0], right[1], all[1]);
    assert!(all[0] + all[1] >= 120, "the table has too few cases: {report}");
    assert!((0..2).all(|half| right[half] * 100 >= all[half] * EXPECTED), "{report}");
}

#[test]
fn the_siege_is_in_constantinople() {
    let text = include_str!("../../../assets/lessons/fall-of-constantinople.txt");
    let names: Vec<String> = Atlas::standard().places_in(text).into_iter().map(|place| place.name).collect();
    for expected in ["Constantinople", "Sea of Marmara", "Golden Horn", "Italy", "Istanbul"] {
        assert!(names.iter().any(|name| name == expected), "{expected} is not among {names:?}");
    }
    for never in ["Orban", "Columbus", "Constantine", "May", "April"] {
        assert!(names.iter().all(|name| name != never), "{never} is among {names:?}");
    }
}

#[test]
fn a_country_is_never_taken_for_an_island_of_its_own() {
    let atlas = Atlas::standard();
    for name in ["France", "Australia", "Brazil", "Kazakhstan", "Denmark", "Norway", "Portugal", "Spain", "Japan"] {
        let text = format!("They traveled through {name} for a year.");
        for context in [Context::none(), atlas.context(&text)] {
            let found = atlas.find(name, &context).map(|place| place.name);
            assert_eq!(found.as_deref(), Some(name));
        }
    }
}
