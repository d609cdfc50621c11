//! A planned film on the real stage: whatever the lesson's texts are like, everything fits.

mod support;

use std::sync::Arc;

use lectern_drawing::{Picture, Pictures, Stage, Style};
use lectern_lesson::{Choice, Format, Formula, FormulaLine, Layout, PassageKind, Question, Severity, Table, Visual};
use lectern_storyboard::{Layouts, NoReferences, lint, plan};
use support::{items_of, lesson, options, passage, prose, rich, section};

struct NoPictures;

impl Pictures for NoPictures {
    fn picture(&self, _: &str) -> Option<Arc<Picture>> {
        None
    }
}

struct OnStage(Stage);

impl Layouts for OnStage {
    fn layout(&self, visual: &Visual) -> Layout {
        self.0.layout(visual, &NoPictures)
    }
}

fn stage(width: u32, height: u32) -> OnStage {
    let style = Style::named("night-sky").expect("the style is built in");
    OnStage(Stage::new(style, Format { width, height, fps: 30 }).expect("the size is in range"))
}

#[test]
fn long_texts_are_parted_or_cut_until_they_fit() {
    let long = |word: &str, count: usize| vec![word; count].join(" ");
    let sentence = format!("The {} carries the water over the {}.", long("northern", 14), long("mountains", 12));
    let entries: Vec<String> =
        (0..9).map(|number| format!("Entry {number} is about {}", long("condensation", 12))).collect();
    let rows: Vec<Vec<String>> =
        (0..30).map(|row| (0..5).map(|column| format!("a long cell {row} in column {column}")).collect()).collect();
    let code = (0..70)
        .map(|line| format!("let value_{line} = compute_the_value_of(line_{line}, {line});"))
        .collect::<Vec<_>>()
        .join("\n");
    let passages = vec![
        prose(&[
            sentence.as_str(),
            "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft.",
        ]),
        passage(PassageKind::List { steps: true, items: items_of(&entries) }),
        passage(PassageKind::List { steps: false, items: items_of(&entries) }),
        passage(PassageKind::Table(Table {
            headers: (0..5).map(|column| format!("column number {column}")).collect(),
            rows,
            caption: None,
        })),
        passage(PassageKind::Code { language: Some("rust".into()), text: code }),
        passage(PassageKind::Quotation {
            text: rich(&format!("{sentence} {sentence} {sentence}")),
            author: Some(long("Someone", 12)),
        }),
        passage(PassageKind::Formula(Formula {
            lines: (0..12)
                .map(|line| FormulaLine {
                    latex: format!("x_{line} = {line}"),
                    text: format!("x = {line}"),
                    spoken: format!("x equals {line}"),
                })
                .collect(),
        })),
        passage(PassageKind::Question(Question {
            prompt: rich(&format!("{sentence} Which of these is right?")),
            choices: entries
                .iter()
                .take(4)
                .map(|entry| Choice { text: rich(entry), correct: entry.contains('2') })
                .collect(),
        })),
    ];
    let title = format!("Everything about the {}", long("mountains", 20));
    let lesson = lesson(&title, vec![section(Some(&long("Heading", 30)), 2, passages)]);
    for (width, height) in [(1920, 1080), (1280, 720)] {
        let stage = stage(width, height);
        let storyboard = plan(&lesson, &options(), &stage, &NoReferences);
        let layout_rules = [
            "overflow",
            "text-size",
            "margins",
            "cue-word",
            "cue-part",
            "narration-marks",
            "visual-empty",
            "ragged-table",
        ];
        let findings: Vec<_> = lint(&storyboard, &stage)
            .into_iter()
            .filter(|finding| layout_rules.contains(&finding.rule.as_str()))
            .collect();
        assert!(findings.is_empty(), "{findings:#?}");
        assert!(storyboard.scenes.len() > 15, "{} scenes", storyboard.scenes.len());
    }
}

#[test]
fn the_sample_lessons_become_films_without_errors() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../assets/lessons");
    let estimate = |text: &str| text.split_whitespace().count() as f64 / 2.6;
    let stage = stage(1920, 1080);
    for (name, least) in [
        ("water-cycle.md", 12),
        ("pythagoras.md", 12),
        ("recursion.md", 10),
        ("supply-and-demand.md", 10),
        ("fall-of-constantinople.txt", 10),
        ("openstax-atp/lesson.md", 20),
        ("openstax-cell-cycle/lesson.md", 40),
        ("openstax-light-reactions/lesson.md", 40),
    ] {
        let bytes = std::fs::read(format!("{folder}/{name}")).expect("the sample lesson is there");
        let script = lectern_script::read(name, &bytes).expect("the sample lesson can be read");
        let lesson = lectern_script::analyze(&script, &estimate);
        let storyboard = plan(&lesson, &options(), &stage, &NoReferences);
        assert!(storyboard.scenes.len() >= least, "{name} has {} scenes", storyboard.scenes.len());
        // Whether a title stands clear of the scenery is not the planner's to decide: it never changes a title.
        let is_title =
            |id: &str| storyboard.scenes.iter().any(|scene| scene.id == id && scene.visual.kind() == "title");
        let errors: Vec<_> = lint(&storyboard, &stage)
            .into_iter()
            .filter(|finding| {
                finding.severity == Severity::Error && !finding.place.scene.as_deref().is_some_and(is_title)
            })
            .collect();
        assert!(errors.is_empty(), "{name}: {errors:#?}");
    }
}
