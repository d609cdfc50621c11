//! Whatever is read, nothing panics and every span lies in the source.

use lectern_lesson::{PassageKind, Span};
use lectern_script::{analyze, condense, formula_line, read};
use proptest::prelude::*;

fn check(bytes: &[u8]) {
    let Ok(script) = read("any.md", bytes) else {
        return;
    };
    let in_bounds = |span: Span| {
        assert!(span.start <= span.end && span.end <= script.source.len());
        assert!(script.source.is_char_boundary(span.start) && script.source.is_char_boundary(span.end));
        assert!(span.line >= 1 && span.column >= 1);
    };
    for block in &script.blocks {
        in_bounds(block.span);
    }
    for finding in &script.findings {
        finding.place.span.into_iter().for_each(in_bounds);
    }
    let estimate = |text: &str| text.split_whitespace().count() as f64 * 0.4;
    let lesson = analyze(&script, &estimate);
    for section in &lesson.sections {
        for passage in &section.passages {
            in_bounds(passage.span);
            let sentences = match &passage.kind {
                PassageKind::Prose { sentences } => sentences,
                PassageKind::List { items, .. } => items,
                PassageKind::Table(table) => {
                    assert!(table.rows.iter().all(|row| row.len() == table.headers.len()));
                    continue;
                }
                _ => continue,
            };
            for sentence in sentences {
                in_bounds(sentence.span);
                let text = sentence.text.text();
                assert!(!text.chars().any(char::is_control), "{text:?}");
                for fact in &sentence.facts {
                    assert!(text.get(fact.start..fact.end).is_some(), "{fact:?} in {text:?}");
                }
            }
        }
    }
    let short = condense(&lesson, 10.0, &estimate);
    assert!(short.estimated_secs <= lesson.estimated_secs + 1e-9);
}

/// Pieces that mean something to one of the dialects.
fn piece() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => "[a-zA-Zäß₂ ,.;:?!]{0,20}",
        4 => prop::sample::select(vec![
            "**", "*", "`", "```", "~~~", "$", "$$", "\n", "\n\n", "# ", "- ", "1. ", "- [x] ", "> ", "|", "|---|---|", "\\", "[", "](#fig)",
            "![a](b.png \"c (credit: d)\")", "{: data-type=\"term\"}", "{: #id}", "^\n", ": meaning", "<div data-type=\"note\" markdown=\"1\">",
            "</div>", "<sub>", "</sub>", "<sup>2</sup>", "<math><mi>x</mi></math>", "<math>", "<table><tr><td>1</td></tr></table>", "<table>",
            "<pre>", "<h2>", "</h2>", "<li>", "<script>", "<!--", "-->", "([\\[link\\]](#fig-1))", "[[link]](#x)", "[[pause]]", " [[pause 2.5s]] ", "[[pause 99]]", "[[pause ", "[1]", "[^1]: note", "---\n",
            "title: \"x", "\\begin{aligned}", "\\end{aligned}", "\\frac{1}{2}", "\\[", "\\]", "\\(", "\\)", "&amp;", "&#x3B2;", "\u{1}", "\t",
            "    ", "Dr. ", "29th of May 1453 ", "seven thousand men ", "$5 and $6 ", "\u{feff}", "\r\n", "“", "”", "…", "é",
        ]).prop_map(str::to_owned),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        check(&bytes);
    }

    #[test]
    fn any_markdown(pieces in prop::collection::vec(piece(), 0..40)) {
        check(pieces.concat().as_bytes());
    }

    #[test]
    fn any_latex(pieces in prop::collection::vec(piece(), 0..12), raw in "[\\\\a-z{}^_&0-9()|!' ]{0,40}") {
        for latex in [pieces.concat(), raw] {
            let line = formula_line(&latex);
            prop_assert_eq!(line.latex.as_str(), latex.trim());
        }
    }
}

#[test]
fn deep_nesting_is_no_trouble() {
    for text in [
        "> ".repeat(5000) + "deep",
        (0..300).map(|depth| "  ".repeat(depth) + "- item of a list\n").collect::<String>(),
        "*".repeat(20_000) + "words and more words",
        "[".repeat(20_000) + "words and more words",
        "<div>".repeat(5_000) + "words and more words",
        "(".repeat(20_000) + "words and more words",
        "$".repeat(20_000) + "words and more words",
        "<table>".repeat(2_000) + "words and more words",
    ] {
        check(text.as_bytes());
    }
}
