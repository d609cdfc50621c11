//! What the planner makes of each kind of passage.

mod support;

use lectern_lesson::{
    Action, Choice, Fact, FactKind, Figure, Formula, FormulaLine, Lesson, Passage, PassageKind, Question, RichText,
    Run, Scene, SectionRole, Sentence, Severity, Span, Storyboard, Table, Term, Token, Transition, Visual,
    parse_narration, shown_text,
};
use lectern_storyboard::{NoReferences, References, lint, plan};
use proptest::prelude::*;
use support::{STAGE, Typewriter, lesson, options, passage, prose, rich, section, sentence};

fn planned(lesson: &Lesson) -> Storyboard {
    let storyboard = plan(lesson, &options(), &STAGE, &NoReferences);
    let errors: Vec<_> =
        lint(&storyboard, &STAGE).into_iter().filter(|finding| finding.severity == Severity::Error).collect();
    assert!(errors.is_empty(), "{errors:#?}");
    storyboard
}

/// The scenes of a lesson with one section of these passages, without its title.
fn scenes(passages: Vec<Passage>) -> Vec<Scene> {
    planned(&lesson("A lesson", vec![section(None, 0, passages)])).scenes.split_off(1)
}

fn quantity(value: f64, figure: &str, unit: &str) -> FactKind {
    FactKind::Quantity { value, figure: figure.into(), unit: Some(unit.into()) }
}

fn definition(term: &str, meaning: &str) -> FactKind {
    FactKind::Definition { term: term.into(), meaning: meaning.into() }
}

fn table(headers: &[&str], rows: &[&[&str]]) -> Passage {
    passage(PassageKind::Table(Table {
        headers: headers.iter().map(|cell| (*cell).to_owned()).collect(),
        rows: rows.iter().map(|row| row.iter().map(|cell| (*cell).to_owned()).collect()).collect(),
        caption: None,
    }))
}

fn one(text: &str, facts: &[(&str, FactKind)]) -> Vec<Passage> {
    vec![passage(PassageKind::Prose { sentences: vec![sentence(text, facts)] })]
}

fn items(texts: &[&str]) -> Vec<Sentence> {
    texts.iter().map(|text| sentence(text, &[])).collect()
}

#[test]
fn each_passage_gets_the_visual_that_carries_it() {
    let code =
        || passage(PassageKind::Code { language: Some("python".into()), text: "def f(n):\n    return n + 1".into() });
    let figure = || {
        passage(PassageKind::Figure(Figure {
            source: "pump.png".into(),
            alt: "A pump in a membrane".into(),
            caption: Some("The pump moves sodium out of the cell.".into()),
            credit: Some("credit: someone".into()),
            anchor: None,
        }))
    };
    let cases: Vec<(&str, Vec<Passage>, &str)> = vec![
        ("plain words", one("The drops bump into each other and grow.", &[]), "statement"),
        (
            "a term with its meaning",
            one(
                "The side opposite the right angle is called the **hypotenuse**.",
                &[("hypotenuse", definition("hypotenuse", "the side opposite the right angle"))],
            ),
            "definition",
        ),
        (
            "a striking quantity",
            one("A medium-sized cloud weighs about 500 tonnes.", &[("500 tonnes", quantity(500.0, "500", "tonnes"))]),
            "big_number",
        ),
        (
            "a share of something",
            one(
                "About 90 percent of the water vapor comes from the oceans.",
                &[("90 percent", FactKind::Quantity { value: 90.0, figure: "90 %".into(), unit: None })],
            ),
            "big_number",
        ),
        (
            "a small count",
            one(
                "Every recursive function needs two things to work at all.",
                &[("two things", quantity(2.0, "2", "things"))],
            ),
            "statement",
        ),
        (
            "a date that opens",
            one(
                "In 1492, Columbus sailed west with three small ships.",
                &[("1492", FactKind::Date { text: "1492".into(), year: Some(1492) })],
            ),
            "big_number",
        ),
        (
            "an announced enumeration",
            one(
                "Recursion fits nested things: trees, folders, fractals.",
                &[(
                    "trees, folders, fractals",
                    FactKind::Enumeration { items: vec!["trees".into(), "folders".into(), "fractals".into()] },
                )],
            ),
            "tree",
        ),
        (
            "a question to the listener",
            one("Where does rain come from, and where does it go?", &[("Where", FactKind::Question)]),
            "statement",
        ),
        ("who does what", one("Pigments absorb visible light.", &[]), "cause"),
        ("parts of a whole", one("Interphase is divided into growth, synthesis and a second gap.", &[]), "tree"),
        (
            "a contrast",
            one("Arteries carry blood away from the heart, whereas veins carry blood back to it.", &[]),
            "comparison",
        ),
        (
            "what follows one another",
            vec![prose(&[
                "First, the outer ear collects the sound.",
                "Then the eardrum moves three bones.",
                "Finally, the bones push the fluid.",
            ])],
            "process",
        ),
        (
            "a list",
            vec![passage(PassageKind::List {
                steps: false,
                items: items(&["Supply rises with the price.", "Demand falls with it."]),
            })],
            "key_points",
        ),
        (
            "steps",
            vec![passage(PassageKind::List { steps: true, items: items(&["Draw the ring.", "Pull the rope."]) })],
            "process",
        ),
        (
            "a quotation",
            vec![passage(PassageKind::Quotation {
                text: rich("Water is the driving force of all nature."),
                author: Some("Leonardo".into()),
            })],
            "quotation",
        ),
        (
            "a formula",
            vec![passage(PassageKind::Formula(Formula {
                lines: vec![FormulaLine { latex: "c^2".into(), text: "c²".into(), spoken: "c squared".into() }],
            }))],
            "formula",
        ),
        (
            "growing numbers with a trend",
            vec![table(&["price", "sold"], &[&["1", "900"], &["2", "700"], &["3", "500"]])],
            "chart",
        ),
        ("numbers by name", vec![table(&["city", "people"], &[&["Rome", "40"], &["Bonn", "30"]])], "chart"),
        (
            "numbers too far apart for a chart",
            vec![table(&["n", "calls"], &[&["5", "15"], &["20", "21891"], &["30", "2692537"]])],
            "table",
        ),
        (
            "numbers that do not grow",
            vec![table(&["leg a", "leg b"], &[&["3", "4"], &["8", "15"], &["7", "24"]])],
            "table",
        ),
        ("a table of words", vec![table(&["gas", "share"], &[&["nitrogen", "most"], &["oxygen", "a fifth"]])], "table"),
        ("code that nobody speaks of", vec![code()], "code"),
        (
            "code that is spoken of",
            vec![prose(&["The function f adds one to what it gets and gives it back to the caller."]), code()],
            "code",
        ),
        (
            "a figure",
            vec![prose(&["This pump drives sodium out of the cell and potassium into the cell."]), figure()],
            "figure",
        ),
        ("a figure that nobody speaks of", vec![figure()], "figure"),
        (
            "a question with choices",
            vec![passage(PassageKind::Question(Question {
                prompt: rich("How long is it?"),
                choices: vec![Choice { text: rich("13"), correct: false }, Choice { text: rich("15"), correct: true }],
            }))],
            "question",
        ),
    ];
    for (name, passages, kind) in cases {
        let kinds: Vec<&str> = scenes(passages).iter().map(|scene| scene.visual.kind()).collect();
        assert_eq!(kinds, [kind], "{name}");
    }
}

#[test]
fn a_numbers_caption_is_honest_to_its_sentence() {
    let scene = &scenes(one(
        "A medium-sized cloud weighs about 500 tonnes.",
        &[("500 tonnes", quantity(500.0, "500", "tonnes"))],
    ))[0];
    assert_eq!(
        scene.visual,
        Visual::BigNumber {
            comparison: None,
            number: "about 500 tonnes".into(),
            caption: "A medium-sized cloud".into()
        }
    );
    assert_eq!(scene.cues.iter().map(|cue| (cue.part, cue.word)).collect::<Vec<_>>(), [(1, 0), (0, 4)]);
}

#[test]
fn a_name_takes_its_meaning_from_the_sentence_before() {
    let paragraph = prose(&["Some of the water turns into an invisible gas.", "This is **evaporation**."]);
    let scene = &scenes(vec![paragraph])[0];
    let expected = Visual::Definition {
        picture: None,
        term: "Evaporation".into(),
        meaning: "Some of the water turns into an invisible gas".into(),
    };
    assert_eq!(scene.visual, expected);
    assert_eq!(scene.cues.iter().map(|cue| (cue.part, cue.word)).collect::<Vec<_>>(), [(1, 0), (0, 11)]);
}

#[test]
fn bare_phrases_are_said_in_one_breath_after_their_lead() {
    let list = passage(PassageKind::List { steps: false, items: items(&["rain", "snow", "sleet", "hail"]) });
    let scene = &scenes(vec![prose(&["When they are heavy, they fall as **precipitation**:"]), list])[0];
    assert_eq!(scene.narration, "When they are heavy, they fall as precipitation: rain, snow, sleet and hail.");
    let Visual::Tree { nodes, .. } = &scene.visual else { panic!("{:?}", scene.visual) };
    let names: Vec<&str> = nodes.iter().map(|node| node.name.as_str()).collect();
    assert_eq!(names, ["Precipitation", "Rain", "Snow", "Sleet", "Hail"]);
    assert_eq!(scene.cues.iter().map(|cue| cue.word).collect::<Vec<_>>(), [0, 8, 9, 10, 12]);
}

#[test]
fn a_formula_is_read_line_by_line_as_its_lines_appear() {
    let line = |text: &str, spoken: &str| FormulaLine { latex: text.into(), text: text.into(), spoken: spoken.into() };
    let formula =
        Formula { lines: vec![line("a + b = c", "a plus b equals c"), line("a = c - b", "a equals c minus b")] };
    let scene = &scenes(vec![prose(&["The sum is known, so"]), passage(PassageKind::Formula(formula))])[0];
    assert_eq!(
        scene.narration,
        "The sum is known, so [[a + b|a plus b]] [[= c|equals c]]. [[a|a]] [[= c - b|equals c minus b]]. [[pause 0.8]]"
    );
    assert_eq!(scene.cues.iter().map(|cue| (cue.part, cue.word)).collect::<Vec<_>>(), [(0, 5), (1, 7)]);
}

#[test]
fn a_question_waits_and_then_tells_its_answer() {
    let choices = ["red", "blue", "green"].map(|text| Choice { text: rich(text), correct: text == "blue" }).to_vec();
    let scene = &scenes(vec![passage(PassageKind::Question(Question { prompt: rich("Which color?"), choices }))])[0];
    assert_eq!(scene.narration, "Which color? red, blue or green? [[pause 4]] The answer is blue.");
    let answer = scene.cues.iter().find(|cue| cue.action == Action::Answer).expect("the answer is revealed");
    assert_eq!((answer.word, answer.part), (9, 1));
}

#[test]
fn inline_formulas_are_shown_and_spoken_in_their_own_ways() {
    let text = RichText {
        runs: vec![
            Run::Plain { text: "Subtract ".into() },
            Run::Formula { latex: "2ab".into(), text: "2ab".into(), spoken: "two a b".into() },
            Run::Plain { text: " from a[0] on both sides.".into() },
        ],
    };
    let sentences = vec![Sentence { text, span: Span::default(), facts: Vec::new() }];
    let scene = &scenes(vec![passage(PassageKind::Prose { sentences })])[0];
    assert!(scene.narration.starts_with("Subtract [[2ab|two a b]] from a\\[0] on both sides."), "{}", scene.narration);
}

#[test]
fn headings_make_chapters_that_begin_after_a_dissolve() {
    let body = || {
        vec![prose(&["Warm air rises over the land and cools there.", "Cold air holds less vapor than warm air does."])]
    };
    let lesson = lesson(
        "Water",
        vec![section(Some("Water"), 1, body()), section(Some("Sun"), 2, body()), section(Some("Sun"), 2, body())],
    );
    let storyboard = planned(&lesson);
    let chapters: Vec<(&str, &str)> =
        storyboard.scenes.iter().filter_map(|scene| Some((scene.id.as_str(), scene.chapter.as_deref()?))).collect();
    assert_eq!(chapters, [("introduction-1", "Introduction"), ("sun-1", "Sun"), ("sun-2-1", "Sun")]);
    for pair in storyboard.scenes.windows(2) {
        if pair[1].chapter.is_some() {
            assert_eq!(pair[1].transition, Transition::Dissolve);
        } else {
            assert_eq!((pair[1].shot.from, pair[1].transition), (pair[0].shot.to, Transition::Continue));
        }
    }
}

#[test]
fn an_edited_sentence_leaves_the_other_scenes_as_they_were() {
    let film = |changed: &str| {
        let sections = vec![
            section(Some("Sun"), 2, vec![prose(&["Every day the sun warms the oceans of the world.", changed])]),
            section(Some("Clouds"), 2, vec![prose(&["Warm air rises and cools as it climbs."])]),
        ];
        plan(&lesson("Water", sections), &options(), &STAGE, &NoReferences).scenes
    };
    let before = film("Some of that water turns into a gas that rises over the warm land.");
    let after = film("Much of that water turns into a gas that no one on the land can see.");
    assert_eq!(before.len(), after.len());
    let changed: Vec<&str> =
        before.iter().zip(&after).filter(|(old, new)| old != new).map(|(old, _)| old.id.as_str()).collect();
    assert!(matches!(changed[..], [one] if one.starts_with("sun-")), "{changed:?}");
}

#[test]
fn a_summary_is_the_recap_and_else_the_terms_are() {
    let mut summed =
        lesson("Water", vec![section(Some("Remember"), 2, vec![prose(&["Water rises.", "Water falls."])])]);
    summed.sections[0].role = SectionRole::Summary;
    let last = planned(&summed).scenes.pop().expect("the film has scenes");
    assert_eq!(last.narration, "Remember. [[pause 0.4]] Water rises. Water falls.");
    let Visual::Recap { points, .. } = last.visual else { panic!("{:?}", last.visual) };
    assert_eq!(points, ["Water rises", "Water falls"]);

    let taught = lesson(
        "Weather",
        vec![section(
            None,
            0,
            vec![prose(&[
                "What falls in warm air is called **rain**.",
                "What falls in cold air is known as **snow**.",
                "Air that holds all it can is called **saturated**.",
            ])],
        )],
    );
    let last = plan(&taught, &options(), &STAGE, &Pictures).scenes.pop().expect("the film has scenes");
    assert_eq!(last.narration, "Remember: rain and snow.");
    // Names alone recall nothing.
    let last = planned(&taught).scenes.pop().expect("the film has scenes");
    assert!(!matches!(last.visual, Visual::Recap { .. }), "{:?}", last.visual);
}

/// The shipped pictures.
struct Pictures;

impl References for Pictures {
    fn illustration(&self, term: &str, context: &str, subject: &str) -> Option<String> {
        lectern_illustrations::find(term, lectern_illustrations::Context { text: context, subject }).map(str::to_owned)
    }

    fn place(&self, _name: &str, _context: &str) -> Option<lectern_lesson::MapPlace> {
        None
    }
}

#[test]
fn what_does_not_fit_becomes_further_scenes() {
    let long: Vec<String> = (1..=9)
        .map(|number| format!("Step number {number} moves the slide a little further to the left side"))
        .collect();
    let steps: Vec<Sentence> = long.iter().map(|text| sentence(text, &[])).collect();
    let found = scenes(vec![passage(PassageKind::List { steps: true, items: steps })]);
    let mut next = 1;
    for scene in &found {
        let Visual::Steps { first, steps, .. } = &scene.visual else { panic!("{:?}", scene.visual) };
        assert_eq!(*first, next);
        assert_eq!(scene.cues.len(), steps.len());
        next += steps.len() as u32;
    }
    assert!(found.len() >= 2 && next == 10, "{} scenes up to step {next}", found.len());

    let code = (0..60).map(|line| format!("let line_{line} = {line};")).collect::<Vec<_>>().join("\n");
    let found = scenes(vec![passage(PassageKind::Code { language: None, text: code })]);
    assert!((2..=8).contains(&found.len()), "{} scenes", found.len());
}

#[test]
fn long_texts_without_headings_get_chapters() {
    let paragraphs: Vec<Passage> = (0..24)
        .map(|number| {
            let first =
                format!("Ruler number {number} carried many heavy books from the old harbour to the new library.");
            prose(&[
                first.as_str(),
                "The people of the town stood along the road and watched the long procession pass by them.",
            ])
        })
        .collect();
    let storyboard = planned(&lesson("The library", vec![section(None, 0, paragraphs)]));
    let chapters = storyboard.scenes.iter().filter(|scene| scene.chapter.is_some()).count();
    assert!(chapters >= 3, "{chapters} chapters");
}

fn sentence_text() -> impl Strategy<Value = String> {
    let word = prop_oneof![
        8 => "[a-z]{1,9}",
        2 => Just("is".to_owned()), 2 => Just("the".to_owned()), 1 => Just("and".to_owned()), 1 => Just("which".to_owned()),
        1 => Just("**term**".to_owned()), 1 => Just("a[[b|c]]".to_owned()), 1 => Just("—".to_owned()), 1 => Just("(so".to_owned()),
        1 => Just("on)".to_owned()), 1 => Just("x\\y".to_owned()), 1 => Just("水“".to_owned()), 1 => Just("1,000".to_owned()),
        1 => Just("word,".to_owned()), 1 => Just("thing:".to_owned()), 1 => Just("yes?".to_owned()), 1 => "\\PC{1,12}",
    ];
    prop::collection::vec(word, 1..40).prop_map(|words| words.join(" "))
}

fn facts_for(text: &RichText, seeds: &[(usize, usize, u8)]) -> Vec<Fact> {
    let plain = text.text();
    let boundaries: Vec<usize> = plain.char_indices().map(|(at, _)| at).chain([plain.len()]).collect();
    seeds
        .iter()
        .map(|(start, length, kind)| {
            let from = start % boundaries.len();
            let to = (from + length).min(boundaries.len() - 1);
            let words = plain[boundaries[from]..boundaries[to]].to_owned();
            let kind = match kind % 6 {
                0 => FactKind::Definition { term: words.clone(), meaning: plain.clone() },
                1 => FactKind::Quantity { value: 250.0, figure: "250".into(), unit: Some(words.clone()) },
                2 => FactKind::Date { text: words.clone(), year: None },
                3 => FactKind::Enumeration { items: plain.split(' ').map(str::to_owned).collect() },
                4 => FactKind::Place { name: words.clone() },
                _ => FactKind::Question,
            };
            Fact { kind, start: boundaries[from], end: boundaries[to] }
        })
        .collect()
}

fn random_passage() -> impl Strategy<Value = Passage> {
    let sentences = || {
        prop::collection::vec(
            (sentence_text(), prop::collection::vec((0..200_usize, 0..40_usize, any::<u8>()), 0..3)),
            1..5,
        )
        .prop_map(|texts| {
            texts
                .into_iter()
                .map(|(text, seeds)| {
                    let text = rich(&text);
                    let facts = facts_for(&text, &seeds);
                    Sentence { text, span: Span::default(), facts }
                })
                .collect::<Vec<Sentence>>()
        })
    };
    let cell = "[a-z0-9 ]{0,12}";
    prop_oneof![
        6 => sentences().prop_map(|sentences| passage(PassageKind::Prose { sentences })),
        2 => (any::<bool>(), sentences()).prop_map(|(steps, items)| passage(PassageKind::List { steps, items })),
        1 => sentence_text().prop_map(|text| passage(PassageKind::Quotation { text: rich(&text), author: Some("Someone".into()) })),
        1 => "[a-z\n (){}]{0,400}".prop_map(|text| passage(PassageKind::Code { language: None, text })),
        1 => prop::collection::vec(prop::collection::vec(cell, 3), 0..20).prop_map(|rows| {
            passage(PassageKind::Table(Table { headers: vec!["a".into(), "b".into(), String::new()], rows, caption: None }))
        }),
        1 => prop::collection::vec((sentence_text(), "[a-z |\\]]{0,30}"), 0..5).prop_map(|lines| {
            let lines = lines.into_iter().map(|(text, spoken)| FormulaLine { latex: text.clone(), text, spoken }).collect();
            passage(PassageKind::Formula(Formula { lines }))
        }),
        1 => (sentence_text(), sentence_text()).prop_map(|(alt, caption)| {
            passage(PassageKind::Figure(Figure { source: "p.png".into(), alt, caption: Some(caption), credit: None, anchor: None }))
        }),
        1 => (sentence_text(), prop::collection::vec((sentence_text(), any::<bool>()), 0..5)).prop_map(|(prompt, choices)| {
            let choices = choices.into_iter().map(|(text, correct)| Choice { text: rich(&text), correct }).collect();
            passage(PassageKind::Question(Question { prompt: rich(&prompt), choices }))
        }),
    ]
}

fn words_of(text: &str) -> Vec<String> {
    text.split_whitespace()
        .map(|word| word.trim_end_matches(['.', ',', '?']).to_owned())
        .filter(|word| !word.is_empty())
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, ..ProptestConfig::default() })]

    #[test]
    fn every_sentence_is_spoken_once_and_in_order(
        passages in prop::collection::vec(random_passage(), 0..8),
        titles in prop::collection::vec(prop::option::of("\\PC{0,30}"), 1..4),
        columns in 12..60_usize,
        rows in 3..12_usize,
    ) {
        let count = titles.len();
        let sections = titles
            .into_iter()
            .enumerate()
            .map(|(number, title)| {
                let own = passages.iter().enumerate().filter(|(at, _)| at % count == number).map(|(_, passage)| passage.clone()).collect();
                section(title.as_deref(), if title.is_some() { 1 + number as u8 } else { 0 }, own)
            })
            .collect();
        let mut lesson = lesson("Anything", sections);
        lesson.terms = vec![Term { name: "term".into(), meaning: Some("a word that is explained here".into()), span: Span::default() }];
        let storyboard = plan(&lesson, &options(), &Typewriter { columns, rows }, &NoReferences);
        let spoken: Vec<String> = storyboard
            .scenes
            .iter()
            .flat_map(|scene| words_of(&shown_text(&scene.narration).expect("narration is well-formed")))
            .collect();
        let mut from = 0;
        for passage in lesson.sections.iter().flat_map(|section| &section.passages) {
            let sentences = match &passage.kind {
                PassageKind::Prose { sentences } | PassageKind::List { items: sentences, .. } => sentences.as_slice(),
                _ => &[],
            };
            for sentence in sentences {
                let words = words_of(&sentence.text.text());
                let found = (from..=spoken.len().saturating_sub(words.len()))
                    .find(|start| spoken.len() >= start + words.len() && spoken[*start..start + words.len()] == words[..]);
                prop_assert!(found.is_some(), "“{}” is not spoken after word {from}", sentence.text.text());
                from = found.unwrap_or(from) + words.len();
            }
        }
        let mut ids: Vec<&str> = storyboard.scenes.iter().map(|scene| scene.id.as_str()).collect();
        ids.sort_unstable();
        ids.dedup();
        prop_assert_eq!(ids.len(), storyboard.scenes.len());
        for scene in &storyboard.scenes {
            let words = parse_narration(&scene.narration).expect("narration is well-formed").iter().filter(|token| matches!(token, Token::Word { .. })).count();
            prop_assert!(words > 0, "{:?}", scene);
            for cue in &scene.cues {
                prop_assert!(cue.word < words, "{:?}", scene);
                prop_assert!(cue.part < scene.visual.part_count(), "{:?}", scene);
            }
        }
        prop_assert_eq!(&storyboard, &plan(&lesson, &options(), &Typewriter { columns, rows }, &NoReferences));
    }
}

#[test]
fn a_figure_stays_and_comes_back_where_it_is_spoken_of() {
    let figure = passage(PassageKind::Figure(Figure {
        source: "pump.png".into(),
        alt: "A pump in a membrane, with sodium ions outside and potassium ions inside".into(),
        caption: Some("The pump moves sodium out of the cell.".into()),
        credit: None,
        anchor: None,
    }));
    let scenes = scenes(vec![
        prose(&["This pump drives sodium out of the cell and potassium into the cell, one after the other."]),
        figure,
        prose(&["Notice how the potassium ions gather."]),
        prose(&["Long before all of that, a Danish scientist kept wondering about the legs of crabs."]),
        prose(&["Only much later did he learn that sodium ions outside the membrane gather beside the pump."]),
    ]);
    let kind_of = |part: &str| {
        let scene = scenes.iter().find(|scene| scene.narration.contains(part));
        scene.map(|scene| scene.visual.kind()).expect("the words are in a scene")
    };
    assert_eq!(kind_of("This pump drives"), "figure");
    assert_eq!(kind_of("Notice how"), "figure", "it stays for what points at it");
    assert_ne!(kind_of("Danish"), "figure", "it goes when something else is told");
    assert_eq!(kind_of("sodium ions outside"), "figure", "it comes back");
}
