//! Pages of other subjects and dialects, and what bad input gets.
#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use lectern_lesson::{BlockKind, FactKind, Figure, Lesson, PassageKind, Subject};
use lectern_script::{ReadError, analyze, condense, read};

fn estimate(text: &str) -> f64 {
    text.split_whitespace().count() as f64 * 0.4
}

fn fixture(name: &str) -> Lesson {
    let path = format!("{}/tests/pages/{name}", env!("CARGO_MANIFEST_DIR"));
    analyze(&read(name, &std::fs::read(path).unwrap()).unwrap(), &estimate)
}

fn prose(lesson: &Lesson) -> String {
    let mut out = String::new();
    for passage in lesson.sections.iter().flat_map(|section| &section.passages) {
        if let PassageKind::Prose { sentences } = &passage.kind {
            for sentence in sentences {
                out += &sentence.text.text();
                out.push(' ');
            }
        }
    }
    out
}

fn rules(lesson: &Lesson) -> Vec<&str> {
    lesson.findings.iter().map(|finding| finding.rule.as_str()).collect()
}

fn facts(lesson: &Lesson) -> Vec<FactKind> {
    lesson
        .sections
        .iter()
        .flat_map(|section| &section.passages)
        .filter_map(|passage| match &passage.kind {
            PassageKind::Prose { sentences } => Some(sentences),
            _ => None,
        })
        .flatten()
        .flat_map(|sentence| sentence.facts.iter().map(|fact| fact.kind.clone()))
        .collect()
}

#[test]
fn an_encyclopedia_page_is_read_without_its_apparatus() {
    let lesson = fixture("hanseatic-league.md");
    assert_eq!(lesson.subject, Subject::History);
    assert_eq!(lesson.title, "The Hanseatic League");
    let prose = prose(&lesson);
    for gone in ["[1]", "citation needed", "Further reading", "Dollinger", "http", "|"] {
        assert!(!prose.contains(gone), "{gone} in {prose}");
    }
    assert!(prose.contains("It began in the 12th century."), "{prose}");
    let tables: Vec<_> = lesson
        .sections
        .iter()
        .flat_map(|section| &section.passages)
        .filter_map(|passage| match &passage.kind {
            PassageKind::Table(table) => Some(table),
            _ => None,
        })
        .collect();
    assert_eq!(tables[0].caption.as_deref(), Some("Goods and where they came from"));
    assert_eq!(tables[0].rows[1], ["furs", "Novgorod", ""]);
    assert!(rules(&lesson).contains(&"ragged-table"));
    assert!(rules(&lesson).contains(&"missing-alt"));
    let facts = facts(&lesson);
    assert!(facts.iter().any(|fact| matches!(fact, FactKind::Place { name } if name == "Bruges")), "{facts:?}");
    assert!(facts.iter().any(|fact| matches!(fact, FactKind::Date { year: Some(1356), .. })), "{facts:?}");
    assert_eq!(lesson.terms[0].name, "kontor");
    let short = condense(&lesson, lesson.estimated_secs * 0.6, &estimate);
    assert!((short.estimated_secs / (lesson.estimated_secs * 0.6) - 1.0).abs() < 0.1, "{}", short.estimated_secs);
}

#[test]
fn an_html_page_is_read_as_what_it_shows() {
    let lesson = fixture("acids.html");
    assert_eq!(lesson.title, "Acids and Bases");
    assert_eq!(lesson.subject, Subject::Chemistry);
    let prose = prose(&lesson);
    assert!(prose.contains("An acid gives away a hydrogen ion, H⁺, and becomes a base."), "{prose}");
    assert!(prose.contains("pH < 7"), "{prose}");
    for gone in ["alert", "onclick", "<p", "color", "&amp;", "iframe"] {
        assert!(!prose.contains(gone), "{gone} in {prose}");
    }
    assert!(rules(&lesson).contains(&"removed-html"));
    let kinds: Vec<&PassageKind> =
        lesson.sections.iter().flat_map(|section| &section.passages).map(|passage| &passage.kind).collect();
    assert!(
        kinds.iter().any(|kind| matches!(kind, PassageKind::List { steps: true, items } if items.len() == 3)),
        "{kinds:#?}"
    );
    assert!(kinds.iter().any(|kind| matches!(kind, PassageKind::Formula(formula) if formula.lines[0].spoken == "H C l yields H plus plus C l minus" || formula.lines[0].text == "HCl → H⁺ + Cl⁻")), "{kinds:#?}");
    assert!(
        kinds.iter().any(|kind| matches!(kind, PassageKind::Table(table) if table.headers == ["Liquid", "pH"])),
        "{kinds:#?}"
    );
    assert!(kinds.iter().any(|kind| matches!(kind, PassageKind::Figure(Figure { source, alt, .. }) if source == "litmus.png" && alt == "Red and blue paper")));
    assert_eq!(lesson.terms[0].name, "acid");
}

#[test]
fn a_teachers_plain_text_is_read() {
    let lesson = fixture("volcanoes.txt");
    assert_eq!(lesson.title, "Volcanoes – Mountains of Fire");
    assert!(rules(&lesson).contains(&"converted-encoding"));
    let titles: Vec<_> = lesson.sections.iter().filter_map(|section| section.title.clone()).collect();
    assert_eq!(titles, ["What Is Magma", "Famous Eruptions"]);
    assert!(prose(&lesson).contains("it’s at about 1,200 °C"), "{}", prose(&lesson));
    let lists = lesson.sections.iter().flat_map(|section| &section.passages);
    assert!(
        lists.into_iter().any(|passage| matches!(&passage.kind, PassageKind::List { items, .. } if items.len() == 3))
    );
}

#[test]
fn bad_input_gets_a_named_error() {
    type Check = fn(&ReadError) -> bool;
    let cases: [(&[u8], Check); 7] = [
        (b"", |error| matches!(error, ReadError::Empty { .. })),
        (b" \n\n\t ", |error| matches!(error, ReadError::Empty { .. })),
        (b"# One\n\n## Two\n", |error| matches!(error, ReadError::OnlyHeadings { .. })),
        (b"Photosynthesis", |error| matches!(error, ReadError::NoSentence { .. })),
        (b"# Photosynthesis\n\nPlants.\n", |error| matches!(error, ReadError::NoSentence { .. })),
        (b"\x89PNG\r\n\x1a\n", |error| matches!(error, ReadError::Binary { .. })),
        (b"<!-- nothing here -->", |error| matches!(error, ReadError::Empty { .. })),
    ];
    for (bytes, expected) in cases {
        let error = read("bad.md", bytes).unwrap_err();
        assert!(expected(&error), "{error:?}");
        assert!(error.to_string().contains("bad.md") && !error.hint().is_empty());
    }
}

#[test]
fn flaws_are_found_with_their_place() {
    for (source, rule, line) in [
        ("# T\n\nSome words here.\n\n```python\nprint(1)\n", "unclosed-fence", 5),
        ("Some words here.\n\n$$\na^2 + b^2\n\nMore words follow.\n", "unclosed-formula", 3),
        ("# T\n\nThe sum is $\\frac{1}{2$ of it all.\n", "broken-formula", 3),
        ("# T\n\nSome words here.\n\n$$\n\\unknown{x}\n$$\n", "broken-formula", 6),
        ("# T\n\nSome words here.\n\n| a | b |\n|---|---|\n| 1 |\n", "ragged-table", 7),
        ("# T\n\nSome words here.\n\n| a | b | c |\n|---|---|\n| 1 | 2 | 3 |\n", "ragged-table", 6),
        ("# T\n\nSome words here.\n\n![](a.png)\n", "missing-alt", 5),
        ("---\ntitle: \"a\" b\n---\n\nSome words here.\n", "broken-front-matter", 2),
        ("# T\n\nSome words here.\n\n## Exercises\n\nAdd two and two.\n", "untold-section", 5),
        ("# T\n\nSome words here.\n\n<script>alert(1)</script>\n", "removed-html", 5),
    ] {
        let script = read("flaw.md", source.as_bytes()).unwrap();
        let finding = script.findings.iter().find(|finding| finding.rule == rule);
        let finding = finding.unwrap_or_else(|| panic!("{rule}: {:?}", script.findings));
        assert_eq!(finding.place.span.unwrap().line, line, "{rule}: {source}");
        assert!(finding.hint.is_some());
    }
}

#[test]
fn small_things_of_markdown_are_read() {
    type Check = fn(&[BlockKind]) -> bool;
    let cases: [(&str, Check); 9] = [
        (
            "It costs $5 and $6 in *all* shops.",
            |b| matches!(&b[0], BlockKind::Paragraph { text } if text.text() == "It costs $5 and $6 in all shops."),
        ),
        (
            "# Aims\n\nYou will be able to:\n\n- read a map\n- draw one\n\nMaps are old.",
            |b| matches!(&b[1], BlockKind::Objectives { items } if items.len() == 2),
        ),
        (
            "# Glossary\n\n- **delta**: land at a mouth\n- **source**: where it starts\n",
            |b| matches!(&b[1], BlockKind::GlossaryEntry { term, .. } if term == "delta"),
        ),
        (
            "Things to do today:\n\n- [ ] read a page\n- [x] write a page\n",
            |b| matches!(&b[1], BlockKind::List { items, .. } if items.len() == 2),
        ),
        (
            "See the map.\n\n![A map](m.png)\n\n*A map of old Rome. Photo: A. Smith*\n",
            |b| matches!(&b[1], BlockKind::Figure(f) if f.caption.as_deref() == Some("A map of old Rome.") && f.credit.as_deref() == Some("Photo: A. Smith")),
        ),
        (
            "First line of it\ngoes on here  \nand breaks <br> there.",
            |b| matches!(&b[0], BlockKind::Paragraph { text } if text.text() == "First line of it goes on here and breaks there."),
        ),
        ("- one\n  - two\n- three and more", |b| matches!(&b[0], BlockKind::List { items, .. } if items.len() == 3)),
        (
            "> \"All is flux.\"\n> — Heraclitus\n\nHe said so.",
            |b| matches!(&b[0], BlockKind::Quotation { text, author } if text.text() == "All is flux." && author.as_deref() == Some("Heraclitus")),
        ),
        ("So $$x = 1$$ is shown on its own.", |b| matches!(&b[1], BlockKind::Formula(f) if f.lines[0].text == "x = 1")),
    ];
    for (source, expected) in cases {
        let blocks: Vec<BlockKind> =
            read("a.md", source.as_bytes()).unwrap().blocks.into_iter().map(|block| block.kind).collect();
        assert!(expected(&blocks), "{source}: {blocks:#?}");
    }
}
