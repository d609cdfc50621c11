//! Every rule finds what it is there for, and nothing in a good storyboard.

mod support;

use lectern_lesson::{
    Action, ChartKind, Cue, Finding, Focus, Format, Framing, Layout, Mood, Movement, Overflow, PlacedText, Rect, Scene,
    Series, Severity, Shot, Storyboard, TextRole, Transition, Visual,
};
use lectern_storyboard::{Layouts, lint, rules};
use support::STAGE;

fn scene(id: &str, narration: &str, visual: Visual) -> Scene {
    Scene {
        id: id.into(),
        chapter: None,
        narration: narration.into(),
        visual,
        description: "What is to be seen.".into(),
        shot: Shot { from: Framing::Wide, to: Framing::Wide, movement: Movement::Hold, focus: Focus::Deep },
        cues: Vec::new(),
        transition: Transition::Continue,
        mood: Mood::Calm,
        sources: Vec::new(),
        chosen_for: None,
    }
}

fn statement(text: &str) -> Visual {
    Visual::Statement { picture: None, text: text.into(), emphasis: Vec::new() }
}

fn cue(word: usize, action: Action, part: usize) -> Cue {
    Cue { word, action, part, last_part: None }
}

fn good() -> Storyboard {
    let mut first = scene(
        "title",
        "The water cycle. [[pause 1]]",
        Visual::Title { title: "The water cycle".into(), subtitle: None },
    );
    first.chapter = Some("Introduction".into());
    let mut second = scene("rain-1", "Warm air rises, and as it rises it cools down.", statement("Warm air rises"));
    second.cues = vec![cue(0, Action::Show, 0), cue(1, Action::Show, 1), cue(2, Action::Show, 2)];
    Storyboard {
        title: "The water cycle".into(),
        language: "en".into(),
        style: "night-sky".into(),
        voice: "af_heart".into(),
        pace: 1.0,
        format: Format::default(),
        scenes: vec![first, second],
        credits: Vec::new(),
    }
}

/// A layout in which one text stands as told, whatever the visual.
struct Fixed(Layout);

impl Layouts for Fixed {
    fn layout(&self, _: &Visual) -> Layout {
        self.0.clone()
    }
}

fn text(rect: Rect) -> PlacedText {
    PlacedText { part: None, text: "Some words".into(), rect, size_px: 56.0, contrast: 9.0, role: TextRole::Body }
}

fn ids(findings: &[Finding]) -> Vec<&str> {
    findings.iter().map(|finding| finding.rule.as_str()).collect()
}

#[test]
fn a_good_storyboard_has_no_findings() {
    assert_eq!(lint(&good(), &STAGE), []);
}

type Spoil = Box<dyn Fn(&mut Storyboard)>;

fn with_scene(narration: &'static str, visual: Visual, cues: Vec<Cue>) -> Spoil {
    Box::new(move |storyboard| {
        let mut added = scene("added-1", narration, visual.clone());
        added.cues = cues.clone();
        storyboard.scenes.push(added);
    })
}

fn question(choices: &[&str], correct: Option<usize>) -> Visual {
    Visual::Question {
        prompt: "Is it red?".into(),
        choices: choices.iter().map(|choice| (*choice).to_owned()).collect(),
        correct,
        answer: None,
    }
}

fn spoiled() -> Vec<(&'static str, Spoil)> {
    let long = "word ".repeat(90);
    let longest = "word ".repeat(200);
    let chart = |values: Vec<f64>| Visual::Chart {
        chart: ChartKind::Bar,
        title: None,
        x_label: None,
        y_label: None,
        categories: vec!["a".into(), "b".into()],
        series: vec![Series { name: "sold".into(), values }],
    };
    let points = |points: &[&str]| Visual::KeyPoints {
        heading: None,
        points: points.iter().map(|point| (*point).to_owned()).collect(),
    };
    vec![
        ("narration-marks", Box::new(|board: &mut Storyboard| board.scenes[1].narration = "Warm [[air rises".into())),
        ("empty-narration", Box::new(|board: &mut Storyboard| board.scenes[1].narration = "[[pause 2]]".into())),
        ("scene-id", Box::new(|board: &mut Storyboard| board.scenes[1].id = "Rain 1".into())),
        ("scene-id", Box::new(|board: &mut Storyboard| board.scenes[1].id = "title".into())),
        (
            "visual-empty",
            with_scene(
                "A number that is big enough.",
                Visual::BigNumber { comparison: None, number: " ".into(), caption: "big".into() },
                vec![],
            ),
        ),
        ("part-count", with_scene("Only one thing is here today.", points(&["one thing"]), vec![])),
        ("cue-word", Box::new(|board: &mut Storyboard| board.scenes[1].cues.push(cue(10, Action::Focus, 2)))),
        ("cue-part", Box::new(|board: &mut Storyboard| board.scenes[1].cues.push(cue(9, Action::Focus, 3)))),
        ("cue-order", Box::new(|board: &mut Storyboard| board.scenes[1].cues.swap(0, 2))),
        ("cue-order", Box::new(|board: &mut Storyboard| board.scenes[1].cues.push(cue(4, Action::Show, 2)))),
        ("cue-answer", Box::new(|board: &mut Storyboard| board.scenes[1].cues.push(cue(4, Action::Answer, 2)))),
        ("question-answer", with_scene("Is it red? Yes or no? It is yes.", question(&["yes", "no"], Some(0)), vec![])),
        (
            "question-answer",
            with_scene(
                "Is it red? Yes or no? It is yes.",
                question(&["yes", "no"], Some(2)),
                vec![cue(8, Action::Answer, 0)],
            ),
        ),
        (
            "question-answer",
            with_scene(
                "Is it red? Yes or no? It is yes.",
                question(&["yes", "no"], Some(0)),
                vec![cue(3, Action::Answer, 0), cue(5, Action::Show, 1)],
            ),
        ),
        (
            "ragged-table",
            with_scene(
                "Here are the two columns of it.",
                Visual::Table { headers: vec!["a".into(), "b".into()], rows: vec![vec!["1".into()]], caption: None },
                vec![],
            ),
        ),
        ("chart-values", with_scene("Here is what was sold this year.", chart(vec![1.0]), vec![])),
        ("chart-values", with_scene("Here is what was sold this year.", chart(vec![1.0, f64::NAN]), vec![])),
        ("missing-description", Box::new(|board: &mut Storyboard| board.scenes[1].description = " ".into())),
        (
            "missing-picture-alt",
            with_scene(
                "Here is the picture of the pump.",
                Visual::Figure {
                    callouts: Vec::new(),
                    source: "p.png".into(),
                    alt: String::new(),
                    caption: None,
                    credit: None,
                },
                vec![],
            ),
        ),
        (
            "emphasis",
            with_scene(
                "Cold air sinks down to the ground.",
                Visual::Statement { picture: None, text: "Cold air sinks".into(), emphasis: vec!["warm".into()] },
                vec![],
            ),
        ),
        (
            "term-shown",
            with_scene(
                "Some water turns into an invisible gas.",
                Visual::Definition {
                    picture: None,
                    term: "evaporation".into(),
                    meaning: "water turns into gas".into(),
                },
                vec![],
            ),
        ),
        (
            "unspoken",
            with_scene("Warm air climbs up the mountain.", statement("Elephants never forget anything"), vec![]),
        ),
        (
            "redundancy",
            with_scene(
                "One day the old man walked down the long road to the far town and bought a big red apple from a boy there.",
                statement(
                    "One day the old man walked down the long road to the far town and bought a big red apple from a boy",
                ),
                vec![],
            ),
        ),
        (
            "duplicate-scene",
            Box::new(|board: &mut Storyboard| {
                let mut twin = board.scenes[1].clone();
                twin.id = "rain-2".into();
                board.scenes.push(twin);
            }),
        ),
        ("text-count", {
            let text = "warm air rises ".repeat(9);
            Box::new(move |board: &mut Storyboard| board.scenes[1].visual = statement(&text))
        }),
        ("overflow", with_scene("These words are much too long.", statement(&"unbreakable".repeat(9)), vec![])),
        (
            "scene-length",
            Box::new(move |board: &mut Storyboard| board.scenes[1].narration = format!("Warm air rises {long}")),
        ),
        ("scene-length", Box::new(|board: &mut Storyboard| board.scenes[1].narration = "Air.".into())),
        ("caption-speed", {
            Box::new(|board: &mut Storyboard| {
                board.pace = 2.0;
                board.scenes[1].narration = format!("Warm air rises {}", "internationalization ".repeat(20));
            })
        }),
        (
            "flashes",
            with_scene(
                "a b c d e and so on.",
                points(&["a", "b", "c", "d", "e"]),
                (0..5).map(|part| cue(part, Action::Show, part)).collect(),
            ),
        ),
        (
            "chapter-length",
            Box::new(move |board: &mut Storyboard| {
                for number in 0..9 {
                    let mut more = board.scenes[1].clone();
                    more.id = format!("more-{number}");
                    more.narration = format!("Warm air rises {number} {longest}");
                    board.scenes.push(more);
                }
            }),
        ),
        ("shot-jump", Box::new(|board: &mut Storyboard| board.scenes[1].shot.from = Framing::Close)),
        ("shot-move", Box::new(|board: &mut Storyboard| board.scenes[1].shot.movement = Movement::Push)),
        (
            "shot-move",
            Box::new(|board: &mut Storyboard| {
                board.scenes[1].shot.movement = Movement::Crane;
            }),
        ),
        (
            "shot-target",
            Box::new(|board: &mut Storyboard| {
                board.scenes[1].shot = Shot { to: Framing::Insert, movement: Movement::Push, ..board.scenes[1].shot };
                board.scenes[1].cues.clear();
            }),
        ),
        ("format", Box::new(|board: &mut Storyboard| board.format.width = 1921)),
        ("pace", Box::new(|board: &mut Storyboard| board.pace = 3.0)),
        ("no-scenes", Box::new(|board: &mut Storyboard| board.scenes.clear())),
        ("no-chapter", Box::new(|board: &mut Storyboard| board.scenes[0].chapter = None)),
    ]
}

fn laid_out() -> Vec<(&'static str, Layout)> {
    let at = Rect::new(200.0, 200.0, 400.0, 80.0);
    let with = |texts: Vec<PlacedText>| Layout { texts, ..Layout::default() };
    vec![
        ("text-size", with(vec![PlacedText { size_px: 31.0, ..text(at) }])),
        ("contrast", with(vec![PlacedText { contrast: 4.4, ..text(at) }])),
        ("margins", with(vec![text(Rect::new(90.0, 200.0, 400.0, 80.0))])),
        ("margins", with(vec![text(Rect::new(200.0, 960.0, 400.0, 80.0))])),
        ("overlap", with(vec![text(at), text(Rect::new(300.0, 250.0, 400.0, 80.0))])),
        ("missing-characters", Layout { missing_characters: vec!['\u{1F9CA}'], ..Layout::default() }),
        (
            "overflow",
            Layout {
                overflows: vec![Overflow { part: None, message: "the title is too long".into() }],
                ..Layout::default()
            },
        ),
    ]
}

#[test]
fn every_rule_finds_what_it_is_there_for_and_nothing_else_cries() {
    let mut seen = Vec::new();
    for (rule, spoil) in spoiled() {
        let mut storyboard = good();
        spoil(&mut storyboard);
        let findings = lint(&storyboard, &STAGE);
        assert!(ids(&findings).contains(&rule), "{rule}: {findings:#?}");
        seen.push(rule);
    }
    for (rule, layout) in laid_out() {
        let findings = lint(&good(), &Fixed(layout));
        assert_eq!(ids(&findings), [rule, rule], "one for each scene");
        seen.push(rule);
    }
    let mut near = good();
    near.scenes[1].shot = Shot { to: Framing::Close, movement: Movement::Push, ..near.scenes[1].shot };
    let full = Layout { room: 1.0, ..Layout::default() };
    assert_eq!(ids(&lint(&near, &Fixed(full))), ["shot-room"]);
    seen.push("shot-room");
    for rule in rules() {
        assert!(seen.contains(&rule.id), "no case for {}", rule.id);
        assert!(!rule.hint.is_empty() && rule.checks.ends_with('.'), "{}", rule.id);
    }
}

#[test]
fn findings_name_the_thing_the_hint_and_the_place() {
    let layout = Layout { missing_characters: vec!['\u{1F9CA}', 'ᚠ'], ..Layout::default() };
    let finding = &lint(&good(), &Fixed(layout))[0];
    assert_eq!(finding.message, "no font at hand has ᚠ (U+16A0), 🧊 (U+1F9CA)");
    assert_eq!(finding.place.scene.as_deref(), Some("title"));
    assert_eq!(finding.severity, Severity::Error);
    assert!(finding.hint.is_some());
}

#[test]
fn a_scene_is_too_long_for_comfort_before_it_is_wrong() {
    for (words, severity) in [(60, None), (100, Some(Severity::Warning)), (220, Some(Severity::Error))] {
        let mut storyboard = good();
        storyboard.scenes[1].narration = format!("Warm air rises {}", "word ".repeat(words));
        let found = lint(&storyboard, &STAGE).into_iter().find(|finding| finding.rule == "scene-length");
        assert_eq!(found.map(|finding| finding.severity), severity, "{words} words");
    }
}
