//! Silence that a script asks for, from every place in it.

use lectern_lesson::{Lesson, PassageKind, RichText, Run};
use lectern_script::{ReadError, analyze, read};

fn lesson(name: &str, text: &str) -> Lesson {
    let script = read(name, text.as_bytes()).unwrap_or_else(|error| panic!("{error}: {text}"));
    analyze(&script, &|text| text.len() as f64 * 0.06)
}

/// What is narrated, sentence by sentence, with `~` and its milliseconds for a pause.
fn narrated(lesson: &Lesson) -> Vec<String> {
    let said = |text: &RichText| -> String {
        let run = |run: &Run| match run {
            Run::Pause { millis } => format!("~{millis}~"),
            other => other.text().to_owned(),
        };
        text.runs.iter().map(run).collect()
    };
    let passages = lesson.sections.iter().flat_map(|section| &section.passages);
    passages
        .flat_map(|passage| match &passage.kind {
            PassageKind::Prose { sentences } => sentences.iter().map(|sentence| said(&sentence.text)).collect(),
            PassageKind::List { items, .. } => items.iter().map(|item| said(&item.text)).collect(),
            PassageKind::Quotation { text, .. } => vec![said(text)],
            PassageKind::Question(question) => {
                let choices = question.choices.iter().map(|choice| said(&choice.text));
                std::iter::once(said(&question.prompt)).chain(choices).collect()
            }
            PassageKind::Dialogue { turns } => turns
                .iter()
                .flat_map(|turn| turn.sentences.iter().map(|one| format!("{}: {}", turn.speaker, said(&one.text))))
                .collect(),
            _ => Vec::new(),
        })
        .collect()
}

#[test]
fn a_pause_stands_right_after_the_word_before_it() {
    for (text, expected) in [
        // Inside a sentence, at its end, between sentences, at the very end.
        ("# Rain\n\nThe drops [[pause]] fall [[pause 0.5s]], and grow.", vec!["The drops~1000~ fall~500~, and grow."]),
        ("# Rain\n\nWhy? [[pause 3]] Because it rains.[[pause 2]]\n", vec!["Why?~3000~", "Because it rains.~2000~"]),
        ("# Rain\n\nIt is wet [[pause 1]]. So there[[pause 1]]!", vec!["It is wet~1000~.", "So there~1000~!"]),
        // At the start, alone between paragraphs, after a heading, in one.
        ("# Rain\n\n[[pause 2]] It rains today. It pours.", vec!["~2000~It rains today.", "It pours."]),
        ("# Rain\n\nIt rains today.\n\n[[pause 2]]\n\nIt pours.", vec!["It rains today.~2000~", "It pours."]),
        (
            "# Rain [[pause 0.4]]\n\nIt rains today.\n\n## More\n\n[[pause 1]]\n\nIt pours.",
            vec!["~400~It rains today.", "~1000~It pours."],
        ),
        (
            "# Rain\n\nIt rains today:\n\n$$a = b$$\n\n[[pause 1]]\n\nIt pours.",
            vec!["It rains today:", "~1000~It pours."],
        ),
        // In lists, quotations, questions, emphasis and around formulas.
        (
            "# Rain\n\n- The sun [[pause 1]] shines\n- It rains [[pause 2]]\n- [[pause 3]] It stops\n",
            vec!["The sun~1000~ shines", "It rains~2000~", "~3000~It stops"],
        ),
        (
            "# Rain\n\n- It shines\n- [[pause 3]]\n- It stops\n\n[[pause 1]]\n\nThen it is dry.",
            vec!["It shines~3000~", "It stops~1000~", "Then it is dry."],
        ),
        (
            "# Rain\n\n> “I like rain. [[pause 1]] Always.” [[pause 2]]\n>\n> — A. Duck\n\nSo it said.",
            vec!["I like rain.~1000~ Always.~2000~", "So it said."],
        ),
        (
            "# Rain\n\nIs it wet? [[pause 5]]\n\n- [x] Yes [[pause 1]]\n- [ ] No\n",
            vec!["Is it wet?~5000~", "Yes~1000~", "No"],
        ),
        (
            "# Rain\n\nIt is *very [[pause 1]] wet* now, [[pause 1]] $x$ [[pause 2]] and **dry:** [[pause 1]]**soon**.",
            vec!["It is very~1000~ wet now,~1000~ x~2000~ and dry:~1000~ soon."],
        ),
        // A mark over two lines, and two in a row.
        ("# Rain\n\nIt rains [[pause\n1.5s]] [[pause 1]] today.", vec!["It rains~1500~~1000~ today."]),
        // Code and what is escaped is text.
        (
            "# Rain\n\nWrite `[[pause 99]]` here, or \\[[pause no]] there.\n\n```\n[[pause x]]\n```\n",
            vec!["Write [[pause 99]] here, or [[pause no]] there."],
        ),
    ] {
        let lesson = lesson("lesson.md", text);
        assert_eq!(narrated(&lesson), expected, "{text}");
        assert_eq!(lesson.title, "Rain", "{text}");
        assert!(lesson.findings.iter().all(|finding| finding.rule != "unheard-pause"), "{:?}", lesson.findings);
    }
}

#[test]
fn plain_text_and_dialogues_pause_as_well() {
    let text = "The Rain\n\nIt rains today. [[pause 2]] It is wet.\n\n[[pause 3]]\n\nThen [[pause]] it stops.\n\nThere are two kinds:\n- long rain [[pause 1]]\n- short rain\n";
    let plain = lesson("rain.txt", text);
    assert_eq!(
        narrated(&plain),
        [
            "It rains today.~2000~",
            "It is wet.~3000~",
            "Then~1000~ it stops.",
            "There are two kinds:",
            "long rain~1000~",
            "short rain"
        ]
    );
    let text = "A Talk\n\nTeacher: [[pause 1]] Does it rain?\nPupil: [[pause 2]] No. [[pause 0.5]] It pours.\nTeacher: I see.\n";
    assert_eq!(
        narrated(&lesson("talk.txt", text)),
        ["Teacher: ~1000~Does it rain?", "Pupil: ~2000~No.~500~", "Pupil: It pours.", "Teacher: I see."]
    );
}

#[test]
fn a_title_of_plain_text_is_none_for_a_pause_at_its_end() {
    let lesson = lesson(
        "rain.txt",
        "It rains here today. [[pause 2]]\n\nThe rain is wet, and the wet is a thing of the rain as such.",
    );
    assert_eq!(narrated(&lesson)[0], "It rains here today.~2000~");
    assert!(!lesson.title.contains("pause"), "{}", lesson.title);
}

#[test]
fn a_broken_mark_is_an_error_with_its_place() {
    for (name, text, mark, line, column) in [
        ("a.md", "# Rain\n\nIt [[pause two]] rains today.", "[[pause two]]", 3, 4),
        ("a.txt", "It rains today.\nSo [[pause 600]] it is wet.", "[[pause 600]]", 2, 4),
        ("a.md", "---\ntitle: Rain\n---\n\n- It rains\n- It [[pause 0]] stops\n", "[[pause 0]]", 6, 6),
        ("a.md", "# Rain\n\nIt rains [[pause 2 today.\n\nIt ]] pours.", "[[pause", 3, 10),
    ] {
        let error = read(name, text.as_bytes()).expect_err(text);
        let expected = ReadError::Pause { name: name.into(), mark: mark.into(), line, column };
        assert_eq!(error, expected);
        assert!(error.to_string().contains(&format!("line {line}")) && error.hint().contains("[[pause 2.5]]"));
    }
}

#[test]
fn what_nobody_will_hear_is_told() {
    let text = "# Rain\n\nIt rains today.\n\n| a | b |\n|---|---|\n| one [[pause 2]] | two |\n\nIt pours.";
    let lesson = lesson("lesson.md", text);
    assert!(lesson.findings.iter().any(|finding| finding.rule == "unheard-pause"), "{:?}", lesson.findings);
    let cells = lesson.sections.iter().flat_map(|section| &section.passages).find_map(|passage| match &passage.kind {
        PassageKind::Table(table) => Some(table.rows[0].clone()),
        _ => None,
    });
    assert_eq!(cells, Some(vec!["one".to_owned(), "two".to_owned()]));
}
