//! Scenes of numbers beside what is as much, figures with callouts, and every form of chart.

#![allow(dead_code, reason = "each file of tests uses a part of this")]

use lectern_lesson::{
    Action, Callout, ChartKind, Cue, Mood, Scale, ScaleForm, Scene, Series, Shot, Transition, Visual,
};

/// A scene whose parts are shown one after another.
fn scene(id: &str, shows: &[usize], visual: Visual) -> Scene {
    let cue = |(part, word): (usize, &usize)| Cue { word: *word, action: Action::Show, part, last_part: None };
    Scene {
        id: id.to_owned(),
        chapter: None,
        narration: "Look at it for a while, one thing after another, and it will tell you what it is, and why it is \
                    as it is, and how much of it there is."
            .to_owned(),
        visual,
        description: String::new(),
        shot: Shot::default(),
        cues: shows.iter().enumerate().map(cue).collect(),
        transition: Transition::Continue,
        mood: Mood::default(),
        sources: Vec::new(),
        chosen_for: None,
    }
}

fn strings(words: &[&str]) -> Vec<String> {
    words.iter().map(|word| (*word).to_owned()).collect()
}

fn number(number: &str, caption: &str, text: &str, form: ScaleForm) -> Visual {
    let comparison = Some(Scale { text: text.into(), form });
    Visual::BigNumber { number: number.into(), caption: caption.into(), comparison }
}

fn picture(name: &str) -> Option<String> {
    Some(name.to_owned())
}

fn numbers() -> Vec<Scene> {
    let many = |count, picture| ScaleForm::Count { count, picture };
    let long = |length, other, picture, upright| ScaleForm::Length { length, other, picture, upright };
    let scenes = [
        (
            "number-elephants",
            "500 tonnes",
            "of water in one summer cloud",
            "100 elephants",
            many(100, picture("elephant")),
        ),
        ("number-few", "14 hours", "of sleep", "2 nights", many(2, picture("bed"))),
        ("number-dots", "80,000 men", "outside the walls", "640 companies", many(640, None)),
        (
            "number-tenths",
            "90%",
            "of the water in the air comes from the sea",
            "9 of 10",
            ScaleForm::Part { part: 0.9 },
        ),
        ("number-ring", "71%", "of the Earth is covered by water", "71 of 100", ScaleForm::Part { part: 0.71 }),
        ("number-wall", "about 12 meters", "The inner wall", "a person", long(12.0, 1.65, None, true)),
        ("number-tree", "60 meters", "A great redwood", "a house", long(60.0, 9.0, picture("house"), true)),
        ("number-whale", "30 meters", "The longest blue whale", "a bus", long(30.0, 12.0, picture("bus"), false)),
    ];
    scenes.map(|(id, shown, caption, text, form)| scene(id, &[0, 3], number(shown, caption, text, form))).into()
}

fn figure(source: &str, caption: Option<&str>, callouts: &[(&str, f64, f64)]) -> Visual {
    Visual::Figure {
        source: source.into(),
        alt: "What is to be seen".into(),
        caption: caption.map(str::to_owned),
        credit: Some("Drawn for this test, public domain".into()),
        callouts: callouts.iter().map(|(text, x, y)| Callout { text: (*text).into(), x: *x, y: *y }).collect(),
    }
}

fn figures() -> Vec<Scene> {
    let air = [("Thin blue air", 0.72, 0.52), ("Weather layer", 0.82, 0.61)];
    let cell = [
        ("Nucleus", 0.5, 0.5),
        ("Mitochondrion", 0.3, 0.35),
        ("Cell membrane", 0.68, 0.2),
        ("Endoplasmic reticulum", 0.62, 0.66),
        ("Ribosome", 0.25, 0.7),
        ("Golgi apparatus", 0.7, 0.45),
    ];
    let near = [("One", 0.5, 0.5), ("Two", 0.52, 0.5), ("Three", 0.51, 0.53), ("Four", 0.5, 0.47)];
    vec![
        scene("figure-two", &[0, 2, 5, 9], figure("photograph.png", Some("Our air is a thin skin"), &air)),
        scene("figure-six", &[0, 1, 2, 4, 6, 8, 10, 12], figure("diagram.png", Some("A cell of an animal"), &cell)),
        scene("figure-near", &[0, 1, 2, 4, 6, 8], figure("photograph.png", None, &near)),
    ]
}

fn series(name: &str, values: &[f64]) -> Series {
    Series { name: name.into(), values: values.to_vec() }
}

/// A chart with its title, and the names of its axes.
fn chart(chart: ChartKind, said: [Option<&str>; 3], categories: &[&str], series: Vec<Series>) -> Visual {
    let [title, x_label, y_label] = said.map(|text| text.map(str::to_owned));
    Visual::Chart { chart, title, x_label, y_label, categories: strings(categories), series }
}

fn charts() -> Vec<Scene> {
    let prices = ["1", "2", "3", "4", "5"];
    let market = || {
        vec![
            series("Demand", &[900.0, 700.0, 500.0, 300.0, 100.0]),
            series("Supply", &[100.0, 300.0, 500.0, 700.0, 900.0]),
        ]
    };
    let axes = [None, Some("price per coffee ($)"), Some("coffees per day")];
    let mut shifted = market();
    shifted.push(series("New supply", &[300.0, 500.0, 700.0, 900.0, 1_100.0]));
    let years = ["1990", "2000", "2010", "2020"];
    let power = || {
        vec![
            series("Coal", &[40.0, 38.0, 30.0, 16.0]),
            series("Gas", &[20.0, 28.0, 34.0, 36.0]),
            series("Wind and sun", &[0.5, 2.0, 11.0, 33.0]),
        ]
    };
    let parts = strings(&["Nitrogen", "Oxygen", "Argon and traces"]);
    let phases = [
        "Growth before replication",
        "Replication of chromosomes",
        "Preparation for division",
        "Condensation of chromosomes",
        "Separation of chromosomes",
        "Reconstruction of membranes",
        "Rest",
    ];
    let marks = [("2", 48.0), ("4.5", 61.0), ("1", 40.0), ("6", 74.0), ("7", 70.0), ("3", 58.0), ("8", 91.0)];
    let hours: Vec<&str> = marks.iter().map(|mark| mark.0).collect();
    let grades: Vec<f64> = marks.iter().map(|mark| mark.1).collect();
    vec![
        scene("lines-shift", &[0, 4, 10], chart(ChartKind::Line, axes, &prices, shifted)),
        scene("lines-crossing", &[0, 5], chart(ChartKind::Line, axes, &prices, market())),
        scene(
            "area-one",
            &[0],
            chart(
                ChartKind::Area,
                [Some("Carbon dioxide in the air"), None, Some("parts per million")],
                &["1960", "1980", "2000", "2020"],
                vec![series("at Mauna Loa", &[317.0, 339.0, 370.0, 414.0])],
            ),
        ),
        scene(
            "area-three",
            &[0, 3, 6],
            chart(ChartKind::Area, [Some("Power by source"), None, Some("%")], &years, power()),
        ),
        scene(
            "stacked",
            &[0, 3, 6],
            chart(ChartKind::Stacked, [Some("Power by source"), None, Some("terawatt hours")], &years, power()),
        ),
        scene(
            "stacked-lying",
            &[0, 3],
            chart(
                ChartKind::Stacked,
                [None, None, Some("hours")],
                &phases,
                vec![
                    series("growth", &[8.0, 7.0, 3.0, 0.5, 0.0, 0.0, 1.0]),
                    series("division", &[0.0, 0.0, 0.5, 1.5, 2.0, 1.0, 0.0]),
                ],
            ),
        ),
        scene(
            "ring",
            &[0],
            Visual::Chart {
                chart: ChartKind::Ring,
                title: Some("What air is made of".into()),
                x_label: None,
                y_label: Some("% of the volume".into()),
                categories: parts,
                series: vec![series("Dry air", &[78.1, 20.9, 1.0])],
            },
        ),
        scene(
            "scatter",
            &[0],
            chart(
                ChartKind::Scatter,
                [Some("Learning pays"), Some("hours of study"), Some("points")],
                &hours,
                vec![series("students", &grades)],
            ),
        ),
        scene(
            "bars-two",
            &[0, 4],
            chart(
                ChartKind::Bar,
                [Some("Mean temperatures through the year"), None, Some("°C")],
                &["Jan", "Apr", "Jul", "Oct"],
                vec![series("Oslo", &[-4.3, 4.5, 16.4, 6.3]), series("Rome", &[7.5, 13.0, 25.0, 17.0])],
            ),
        ),
    ]
}

/// Every scene.
pub fn all() -> Vec<Scene> {
    let mut scenes = numbers();
    scenes.extend(figures());
    scenes.extend(charts());
    scenes
}
