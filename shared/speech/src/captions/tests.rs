use lectern_lesson::{Finding, Narration, SceneTiming, WordSpan, parse_narration, shown_text};
use proptest::prelude::*;

use super::*;

/// Characters in a line of a wide picture.
const WIDE: usize = WIDE_CHARACTERS;

/// Words spoken evenly: `per_character` seconds a character, `pauses` seconds after the words with these indices.
fn timing(narration: &str, per_character: f64, pauses: &[(usize, f64)]) -> SceneTiming {
    let mut now = 0.0;
    let mut words = Vec::new();
    for token in parse_narration(narration).expect("well-formed") {
        match token {
            Token::Word { shown, .. } => {
                let length = per_character * (shown.chars().count() + 1) as f64;
                words.push(WordSpan { start_secs: now, end_secs: now + length * 0.95 });
                now += length;
                now += pauses.iter().find(|(word, _)| word + 1 == words.len()).map_or(0.0, |(_, secs)| *secs);
            }
            Token::Pause { secs } => now += secs,
            Token::Paragraph => now += 0.7,
        }
    }
    SceneTiming::new(&Narration { sample_rate: 24_000, duration_secs: now, words }, 30)
}

fn film(narrations: &[&str], per_character: f64) -> Vec<Caption> {
    let timings: Vec<SceneTiming> = narrations.iter().map(|narration| timing(narration, per_character, &[])).collect();
    let mut start_secs = 0.0;
    let scenes: Vec<SpokenScene> = narrations
        .iter()
        .zip(&timings)
        .map(|(narration, timing)| {
            let scene = SpokenScene { start_secs, narration, timing };
            start_secs += timing.duration_secs();
            scene
        })
        .collect();
    captions(&scenes, WIDE)
}

fn lines(captions: &[Caption]) -> Vec<String> {
    captions.iter().map(|caption| caption.lines.join(" | ")).collect()
}

#[test]
fn breaks_fall_between_phrases() {
    let narration = "Every day the sun warms the oceans, the lakes and the rivers. Some of that water turns into an invisible gas called water vapor. About 90 percent of the water vapor in the air comes from the oceans.";
    assert_eq!(
        lines(&film(&[narration], 0.065)),
        [
            "Every day the sun warms the oceans, | the lakes and the rivers.",
            "Some of that water turns | into an invisible gas called water vapor.",
            "About 90 percent of the water vapor | in the air comes from the oceans."
        ]
    );
}

#[test]
fn narrow_pictures_have_shorter_lines() {
    let narration = "Every day the sun warms the oceans, the lakes and the rivers. Some of that water turns into an invisible gas called water vapor.";
    let timing = timing(narration, 0.065, &[]);
    let scene = SpokenScene { start_secs: 0.0, narration, timing: &timing };
    for ((width, height), longest) in [
        ((1920, 1080), 42),
        ((3840, 2160), 42),
        ((1440, 1080), 42),
        ((1080, 1080), 36),
        ((1080, 1350), 32),
        ((1080, 1920), 26),
        ((360, 640), 26),
    ] {
        let limit = line_characters(Format { width, height, fps: 30 });
        assert_eq!(limit, longest, "{width}×{height}");
        let shown = captions(&[scene], limit);
        assert_eq!(caption_findings(&shown, 30, limit), [], "{width}×{height}");
    }
    assert_eq!(
        lines(&captions(&[scene], TALL_CHARACTERS)),
        [
            "Every day the sun | warms the oceans,",
            "the lakes and the rivers.",
            "Some of that water turns",
            "into an invisible | gas called water vapor.",
        ]
    );
}

#[test]
fn each_speaker_has_captions_of_their_own() {
    let shown = film(&["Why? [[voice am_puck A & B]] It rains. [[voice]] Does it? [[voice bf_emma]] Yes."], 0.065);
    assert_eq!(lines(&shown), ["Why?", "It rains.", "Does it?", "Yes."]);
    let text = to_vtt(&shown);
    assert!(text.contains("\n<v A &amp; B>It rains.\n") && text.contains("\nDoes it?\n") && text.contains("\nYes.\n"));
    assert!(to_srt(&shown).contains("\nIt rains.\n"));
}

#[test]
fn an_answer_is_not_shown_before_its_pause_is_over() {
    let shown = film(&["How long is the hypotenuse? [[pause 3]] It is 15."], 0.065);
    assert_eq!(lines(&shown), ["How long is the hypotenuse?", "It is 15."]);
    assert!(shown[0].end_secs < shown[1].start_secs - 2.0);
}

#[test]
fn no_caption_reaches_over_two_scenes_and_a_lone_word_stays_long_enough() {
    let shown = film(&["Rain.", "Snow falls in winter."], 0.06);
    assert_eq!(lines(&shown), ["Rain.", "Snow falls in winter."]);
    assert!(shown[0].end_secs - shown[0].start_secs >= SHORTEST_SECS);
    assert_eq!(caption_findings(&shown, 30, WIDE), []);
}

#[test]
fn a_long_formula_breaks_at_its_spaces() {
    let shown = film(
        &["So [[a² + 2ab + b² = 4 · ½ab + c² and therefore also a² + b² = c² for every right triangle|it holds]]."],
        0.08,
    );
    assert!(shown.iter().flat_map(|caption| &caption.lines).all(|line| line.chars().count() <= WIDE));
    assert_eq!(caption_statistics(&shown, 30, WIDE).violations, 0, "{shown:?}");
}

#[test]
fn a_word_longer_than_a_line_is_cut_and_not_lost() {
    let word = "x".repeat(100);
    let shown = film(&[&word], 0.06);
    assert_eq!(shown.iter().flat_map(|caption| caption.lines.clone()).collect::<String>(), word);
    assert!(shown.iter().flat_map(|caption| &caption.lines).all(|line| line.chars().count() <= WIDE));
}

#[test]
fn the_check_finds_every_kind_of_fault() {
    let caption = |start_secs, end_secs, lines: &[&str]| Caption {
        start_secs,
        end_secs,
        lines: lines.iter().map(|line| (*line).to_owned()).collect(),
        speaker: None,
    };
    let long = "x".repeat(43);
    for (captions, rule) in [
        (vec![caption(0.0, 3.0, &["a", "b", "c"])], "caption-lines"),
        (vec![caption(0.0, 3.0, &[&long])], "caption-line-long"),
        (vec![caption(0.0, 0.8, &["a"])], "caption-short"),
        (vec![caption(0.0, 7.1, &["a"])], "caption-long"),
        (vec![caption(0.0, 1.0, &["more than twenty characters"])], "caption-fast"),
        (vec![caption(0.0, 2.0, &["a"]), caption(2.05, 4.0, &["b"])], "caption-gap"),
    ] {
        let rules: Vec<String> =
            caption_findings(&captions, 30, WIDE).into_iter().map(|finding| finding.rule).collect();
        assert_eq!(rules, [rule]);
        assert_eq!(caption_statistics(&captions, 30, WIDE).violations, 1);
    }
    assert_eq!(caption_findings(&[], 30, WIDE), []);
}

#[test]
fn files_are_well_formed() {
    let captions = [
        Caption { start_secs: 0.4, end_secs: 2.0, lines: vec!["a < b & c".into(), "--> d".into()], speaker: None },
        Caption { start_secs: 3661.007, end_secs: 3663.0, lines: vec!["e".into()], speaker: None },
    ];
    assert_eq!(
        to_vtt(&captions),
        "WEBVTT\n\n1\n00:00:00.400 --> 00:00:02.000\na &lt; b &amp; c\n--&gt; d\n\n2\n01:01:01.007 --> 01:01:03.000\ne\n"
    );
    assert_eq!(
        to_srt(&captions),
        "1\n00:00:00,400 --> 00:00:02,000\na < b & c\n--> d\n\n2\n01:01:01,007 --> 01:01:03,000\ne\n"
    );
}

#[test]
fn strange_scenes_have_no_captions_and_do_no_harm() {
    let timing = timing("", 0.06, &[]);
    for narration in ["", "[[pause 2]]", "[[broken", "words without times"] {
        let shown = captions(&[SpokenScene { start_secs: 0.0, narration, timing: &timing }], WIDE);
        assert_eq!(shown.is_empty(), narration != "words without times", "{narration}");
    }
}

fn narration() -> impl Strategy<Value = (String, Vec<(usize, f64)>)> {
    let word =
        "[A-Za-z]{1,12}[,.?;]?|[0-9]{1,5}|of|the|and|\\[\\[[a-z]{1,6} [+] [a-z]{1,6} = [0-9]{1,4}[|]spoken\\]\\]";
    (prop::collection::vec(word, 1..60), prop::collection::vec((0_usize..60, 0.1_f64..3.0), 0..8))
        .prop_map(|(words, pauses)| (words.join(" "), pauses))
}

proptest! {
    #[test]
    fn every_word_is_shown_once_in_order_within_the_limits(
        scenes in prop::collection::vec(narration(), 1..4),
        per_character in 0.055_f64..0.09,
        fps in prop::sample::select(vec![24_u32, 25, 30, 60]),
        line_characters in prop::sample::select(vec![WIDE_CHARACTERS, SQUARE_CHARACTERS, PORTRAIT_CHARACTERS, TALL_CHARACTERS]),
    ) {
        let timings: Vec<SceneTiming> = scenes.iter().map(|(text, pauses)| {
            let timing = timing(text, per_character, pauses);
            SceneTiming { fps, frames: timing.frames * fps / 30, words: timing.words }
        }).collect();
        let mut start_secs = 0.0;
        let spoken: Vec<SpokenScene> = scenes.iter().zip(&timings).map(|((narration, _), timing)| {
            let scene = SpokenScene { start_secs, narration, timing };
            start_secs += timing.duration_secs();
            scene
        }).collect();
        let shown = captions(&spoken, line_characters);
        let all: Vec<String> = shown.iter().map(|caption| caption.lines.join(" ")).collect();
        let expected: Vec<String> = scenes.iter().map(|(text, _)| shown_text(text).expect("well-formed")).collect();
        prop_assert_eq!(all.join(" "), expected.join(" "));
        // When each shown piece is spoken; only the first of a mark's pieces has a time of its own.
        let mut starts: Vec<Option<f64>> = Vec::new();
        for scene in &spoken {
            let tokens = parse_narration(scene.narration).expect("well-formed");
            for (token, span) in tokens.iter().zip(&scene.timing.words) {
                let Token::Word { shown, .. } = token else { continue };
                starts.extend((0..shown.split(' ').count()).map(|piece| (piece == 0).then_some(scene.start_secs + span.start_secs)));
            }
        }
        let mut piece = 0;
        for caption in &shown {
            if let Some(start) = starts[piece] {
                prop_assert!((caption.start_secs - start).abs() < 0.0011, "{caption:?} for a word at {start}");
            }
            piece += caption.lines.join(" ").split(' ').count();
        }
        prop_assert_eq!(piece, starts.len());
        // At these speeds (18 characters a second at most) every limit can be kept, but the film may end too early for its
        // last caption.
        let room_secs = shown.last().map_or(0.0, |last| start_secs - last.start_secs);
        let faults: Vec<Finding> = caption_findings(&shown, fps, line_characters)
            .into_iter()
            .filter(|fault| !(room_secs < SHORTEST_SECS && fault.message.starts_with(&format!("caption {} ", shown.len()))))
            .collect();
        prop_assert!(faults.is_empty(), "{faults:#?}");
    }

    #[test]
    fn any_times_give_captions_in_order(
        (text, _) in narration(),
        spans in prop::collection::vec((0.0_f64..0.6, 0.0_f64..1.5), 0..60),
        line_characters in TALL_CHARACTERS..=WIDE_CHARACTERS,
    ) {
        let mut now = 0.0;
        let words = spans.iter().map(|(silence, length)| {
            let start_secs = now + silence;
            now = start_secs + length;
            WordSpan { start_secs, end_secs: now }
        }).collect();
        let timing = SceneTiming::new(&Narration { sample_rate: 24_000, duration_secs: now, words }, 30);
        let shown = captions(&[SpokenScene { start_secs: 5.0, narration: &text, timing: &timing }], line_characters);
        let all: Vec<String> = shown.iter().map(|caption| caption.lines.join(" ")).collect();
        prop_assert_eq!(all.join(" "), shown_text(&text).expect("well-formed"));
        for caption in &shown {
            prop_assert!(caption.start_secs <= caption.end_secs && caption.lines.len() <= 2);
            prop_assert!(caption.lines.iter().all(|line| line.chars().count() <= line_characters));
        }
        prop_assert!(shown.windows(2).all(|pair| pair[0].start_secs <= pair[1].start_secs));
    }
}
