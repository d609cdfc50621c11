//! The sample lessons, read, analyzed and condensed.
#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use lectern_lesson::{BlockKind, Lesson, PassageKind, Script, SectionRole, Subject};
use lectern_script::{analyze, condense, read};

const LESSONS: [&str; 8] = [
    "fall-of-constantinople.txt",
    "openstax-atp/lesson.md",
    "openstax-cell-cycle/lesson.md",
    "openstax-light-reactions/lesson.md",
    "pythagoras.md",
    "recursion.md",
    "supply-and-demand.md",
    "water-cycle.md",
];

/// 150 words a minute.
fn estimate(text: &str) -> f64 {
    text.split_whitespace().count() as f64 * 0.4
}

fn script(name: &str) -> Script {
    let path = format!("{}/../../assets/lessons/{name}", env!("CARGO_MANIFEST_DIR"));
    read(name, &std::fs::read(path).unwrap()).unwrap()
}

fn lesson(name: &str) -> Lesson {
    analyze(&script(name), &estimate)
}

/// Everything that the voice or the captions may say.
fn narratable(lesson: &Lesson) -> Vec<String> {
    let mut texts = vec![lesson.title.clone()];
    texts.extend(lesson.objectives.iter().map(|objective| objective.text()));
    texts.extend(lesson.terms.iter().flat_map(|term| [Some(term.name.clone()), term.meaning.clone()]).flatten());
    for section in &lesson.sections {
        texts.extend(section.title.clone());
        for passage in &section.passages {
            match &passage.kind {
                PassageKind::Prose { sentences } => texts.extend(sentences.iter().map(|sentence| sentence.text.text())),
                PassageKind::List { items, .. } => texts.extend(items.iter().map(|item| item.text.text())),
                PassageKind::Dialogue { turns } => {
                    for turn in turns {
                        texts.push(turn.speaker.clone());
                        texts.extend(turn.sentences.iter().map(|sentence| sentence.text.text()));
                    }
                }
                PassageKind::Quotation { text, author } => {
                    texts.push(text.text());
                    texts.extend(author.clone());
                }
                PassageKind::Figure(figure) => {
                    texts.push(figure.alt.clone());
                    texts.extend(figure.caption.clone());
                    texts.extend(figure.credit.clone());
                }
                PassageKind::Formula(formula) => texts.extend(formula.lines.iter().map(|line| line.spoken.clone())),
                PassageKind::Table(table) => {
                    texts.extend(table.headers.clone());
                    texts.extend(table.rows.iter().flatten().cloned());
                }
                PassageKind::Question(question) => {
                    texts.push(question.prompt.text());
                    texts.extend(question.choices.iter().map(|choice| choice.text.text()));
                }
                PassageKind::Code { .. } => {}
            }
        }
    }
    texts
}

#[test]
fn no_markup_reaches_the_voice() {
    for name in LESSONS {
        for text in narratable(&lesson(name)) {
            for mark in ["**", "{:", "](", "[link]", "<", "$$", "data-type", "\\", "&#", "  "] {
                assert!(!text.contains(mark), "{name}: {mark:?} in {text:?}");
            }
            assert!(!text.chars().any(char::is_control), "{name}: {text:?}");
            assert!(!text.contains("( )") && !text.contains("()"), "{name}: {text:?}");
        }
    }
}

#[test]
fn spans_hold_what_they_say() {
    let is_word = |character: char| character.is_ascii_alphanumeric();
    for name in LESSONS {
        let script = script(name);
        let first_word =
            |text: &str| text.split(|c| !is_word(c)).find(|word| !word.is_empty()).unwrap_or("").to_owned();
        for block in &script.blocks {
            let source = &script.source[block.span.start..block.span.end];
            let text = match &block.kind {
                BlockKind::Heading { text, .. } | BlockKind::Paragraph { text } | BlockKind::Quotation { text, .. } => {
                    text.text()
                }
                BlockKind::Figure(figure) => figure.source.clone(),
                BlockKind::GlossaryEntry { term, .. } => term.clone(),
                _ => continue,
            };
            assert!(source.contains(&first_word(&text)), "{name}: {text:?} in {source:?}");
        }
        for section in analyze(&script, &estimate).sections {
            for passage in section.passages {
                let PassageKind::Prose { sentences } = passage.kind else {
                    continue;
                };
                for sentence in sentences {
                    let source = &script.source[sentence.span.start..sentence.span.end];
                    let word = first_word(&sentence.text.text());
                    assert!(source.starts_with(&word), "{name}: {:?} at {source:?}", sentence.text.text());
                }
            }
        }
    }
}

#[test]
fn textbook_pages_give_their_parts() {
    for (name, objectives, figures, terms, sections, formulas) in [
        ("openstax-atp/lesson.md", 2, 2, 3, 2, 2),
        ("openstax-cell-cycle/lesson.md", 4, 4, 20, 10, 0),
        ("openstax-light-reactions/lesson.md", 3, 8, 18, 7, 0),
    ] {
        let lesson = lesson(name);
        let passages: Vec<&PassageKind> =
            lesson.sections.iter().flat_map(|section| &section.passages).map(|passage| &passage.kind).collect();
        let count = |test: fn(&PassageKind) -> bool| passages.iter().filter(|kind| test(kind)).count();
        assert_eq!(lesson.objectives.len(), objectives, "{name}");
        assert_eq!(count(|kind| matches!(kind, PassageKind::Figure(_))), figures, "{name}");
        assert_eq!(count(|kind| matches!(kind, PassageKind::Formula(_))), formulas, "{name}");
        assert!(lesson.terms.len() >= terms, "{name}: {:?}", lesson.terms);
        assert_eq!(lesson.sections.len(), sections, "{name}");
        assert_eq!(lesson.sections.last().unwrap().role, SectionRole::Summary, "{name}");
        assert_eq!(lesson.subject, Subject::Biology, "{name}");
        assert_eq!(lesson.language, "en");
        assert!(
            lesson.terms.iter().filter(|term| term.meaning.is_some()).count() * 3 > lesson.terms.len() * 2,
            "{name}: {:#?}",
            lesson.terms
        );
        assert!(narratable(&lesson).iter().all(|text| !text.contains("QR Code") && !text.contains("Link to Learning")));
    }
    let credits = lesson("openstax-light-reactions/lesson.md").credits;
    assert!(credits.iter().any(|credit| credit == "credit: Gerry Atwell"), "{credits:?}");
}

#[test]
fn handwritten_lessons_give_their_parts() {
    let pythagoras = lesson("pythagoras.md");
    assert_eq!(pythagoras.title, "The Pythagorean Theorem");
    assert_eq!(pythagoras.subject, Subject::Mathematics);
    let last = pythagoras.sections.last().unwrap();
    assert_eq!(last.role, SectionRole::Questions);
    let PassageKind::Question(question) = &last.passages[0].kind else { panic!("{last:?}") };
    assert!(question.prompt.text().ends_with("How long is the hypotenuse?"));
    assert_eq!(question.choices.iter().position(|choice| choice.correct), Some(1));
    for (name, subject, terms) in [
        (
            "water-cycle.md",
            Subject::EarthScience,
            vec!["water vapor", "evaporation", "transpiration", "condensation", "precipitation", "aquifers"],
        ),
        (
            "recursion.md",
            Subject::ComputerScience,
            vec!["recursive", "base case", "recursive case", "call stack", "memoization"],
        ),
        (
            "supply-and-demand.md",
            Subject::Economics,
            vec!["Demand", "Supply", "equilibrium price", "surplus", "shortage"],
        ),
        ("fall-of-constantinople.txt", Subject::History, vec![]),
    ] {
        let lesson = lesson(name);
        assert_eq!(lesson.subject, subject, "{name}");
        assert_eq!(lesson.terms.iter().map(|term| term.name.as_str()).collect::<Vec<_>>(), terms, "{name}");
        assert!((4.0..15.0).contains(&lesson.reading_level), "{name}: {}", lesson.reading_level);
        assert!(lesson.estimated_secs > 60.0);
    }
    assert_eq!(lesson("fall-of-constantinople.txt").title, "The Fall of Constantinople");
}

#[test]
fn long_pages_are_condensed_to_the_length_asked_for() {
    for name in ["openstax-atp/lesson.md", "openstax-cell-cycle/lesson.md", "openstax-light-reactions/lesson.md"] {
        let whole = lesson(name);
        for target in [120.0, 180.0, 300.0] {
            let short = condense(&whole, target, &estimate);
            assert_eq!(short, condense(&whole, target, &estimate));
            let secs = short.estimated_secs;
            assert!((secs / target - 1.0).abs() <= 0.1 || secs == whole.estimated_secs, "{name} {target}: {secs}");
            let original: Vec<String> = narratable(&whole);
            for section in &short.sections {
                for (index, passage) in section.passages.iter().enumerate() {
                    let PassageKind::Prose { sentences } = &passage.kind else {
                        continue;
                    };
                    for (number, sentence) in sentences.iter().enumerate() {
                        let text = sentence.text.text();
                        let position = original.iter().position(|other| *other == text).unwrap();
                        let refers =
                            ["This ", "These ", "It ", "They ", "However", "In other words", "As a result", "Thus"];
                        if refers.iter().any(|start| text.starts_with(start)) {
                            let before = &original[position - 1];
                            let kept = narratable(&short).contains(before);
                            assert!(kept, "{name}: {text:?} without {before:?}");
                        }
                        if text.ends_with(':') && number + 1 == sentences.len() {
                            assert!(section.passages.get(index + 1).is_some(), "{name}: {text:?}");
                        }
                    }
                }
            }
        }
        let short = condense(&whole, 180.0, &estimate);
        let bodies =
            |lesson: &Lesson| lesson.sections.iter().filter(|section| section.role == SectionRole::Body).count();
        assert!(bodies(&short) * 10 >= bodies(&whole) * 7, "{name}: {} of {}", bodies(&short), bodies(&whole));
    }
    // Pictures stay with the sentences beside them.
    let short = condense(&lesson("openstax-light-reactions/lesson.md"), 180.0, &estimate);
    let is_figure = |kind: &PassageKind| matches!(kind, PassageKind::Figure(_));
    let figures =
        short.sections.iter().flat_map(|section| &section.passages).filter(|passage| is_figure(&passage.kind));
    assert!(figures.count() >= 3);
    let short = lesson("water-cycle.md");
    assert_eq!(condense(&short, 600.0, &estimate), short);
}
