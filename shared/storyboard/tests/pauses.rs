//! Silence that a script asks for, in the films of real lessons: each pause is kept, once, after the word it was written after.

mod support;

use lectern_lesson::{Storyboard, Token, parse_narration};
use lectern_script::{analyze, read};
use lectern_storyboard::{NoReferences, plan};
use support::{STAGE, options};

fn planned(name: &str, text: &str) -> Storyboard {
    let script = read(name, text.as_bytes()).expect("a lesson");
    plan(&analyze(&script, &|text| text.split_whitespace().count() as f64 * 0.4), &options(), &STAGE, &NoReferences)
}

/// The letters of a word.
fn letters(word: &str) -> String {
    word.chars().filter(|sign| sign.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Every pause of the film with the word before it and the one after it in its scene.
fn pauses(storyboard: &Storyboard) -> Vec<(f64, String, String)> {
    let mut found: Vec<(f64, String, String)> = Vec::new();
    for scene in &storyboard.scenes {
        let first = found.len();
        let mut before = String::new();
        for token in parse_narration(&scene.narration).expect("a planned narration is well-formed") {
            match token {
                Token::Word { shown, .. } => {
                    assert!(!shown.contains("pause"), "{shown}");
                    for pause in found[first..].iter_mut().filter(|pause| pause.2.is_empty()) {
                        pause.2 = letters(&shown);
                    }
                    before = letters(&shown);
                }
                Token::Pause { secs } => found.push((secs, before.clone(), String::new())),
                Token::Paragraph => {}
            }
        }
    }
    found
}

/// A lesson with a pause of a length of its own after about every `step`th word of its prose, and the words before and after each.
fn with_pauses(text: &str, step: usize) -> (String, Vec<(f64, String, String)>) {
    let (mut out, mut asked) = (String::new(), Vec::new());
    let (mut count, mut is_code) = (0, false);
    for line in text.split_inclusive('\n') {
        is_code ^= line.starts_with("```");
        let prose = !is_code
            && line.len() > 60
            && line.starts_with(|sign: char| sign.is_uppercase() || sign == '-')
            && !line.contains('|');
        let words: Vec<&str> = line.split(' ').collect();
        for (index, word) in words.iter().enumerate() {
            out.push_str(if index > 0 { " " } else { "" });
            out.push_str(word);
            count += usize::from(prose);
            let next = words.get(index + 1).copied().unwrap_or_default();
            let is_word = |word: &str| word.len() > 1 && word.chars().all(char::is_alphabetic);
            // Not within a formula or code.
            let is_open = ['$', '`'].iter().any(|mark| words[..index].concat().matches(*mark).count() % 2 == 1);
            if prose && !is_open && count >= step && is_word(word) && is_word(next.trim_end_matches(['.', ','])) {
                // None of these lengths is one that the planner makes.
                let secs = 0.101 + asked.len() as f64 * 0.002;
                out.push_str(&format!(" [[pause {secs:.3}]]"));
                asked.push((secs, letters(word), letters(next)));
                count = 0;
            }
        }
    }
    (out, asked)
}

#[test]
fn no_pause_is_lost_or_moved_in_real_lessons() {
    for name in
        ["water-cycle.md", "supply-and-demand.md", "recursion.md", "pythagoras.md", "fall-of-constantinople.txt"]
    {
        let path = format!("{}/../../assets/lessons/{name}", env!("CARGO_MANIFEST_DIR"));
        let text = std::fs::read_to_string(path).expect("a lesson of the repository");
        for step in [7, 11, 29] {
            let (marked, asked) = with_pauses(&text, step);
            let storyboard = planned(name, &marked);
            assert!(asked.len() > 3, "{name} has {} pauses", asked.len());
            let kept = pauses(&storyboard);
            for (secs, before, after) in &asked {
                let here: Vec<_> = kept.iter().filter(|kept| (kept.0 - secs).abs() < 1e-6).collect();
                assert_eq!(here.len(), 1, "{name}, {secs} s after {before:?} before {after:?}: {here:?}");
                let (_, heard_before, heard_after) = here[0];
                assert_eq!((heard_before, heard_after), (before, after), "{name}");
            }
            let stored = serde_json::to_string(&storyboard).expect("a storyboard is plain data");
            let again: Storyboard = serde_json::from_str(&stored).expect("its own text");
            assert!(
                again
                    .scenes
                    .iter()
                    .map(|scene| &scene.narration)
                    .eq(storyboard.scenes.iter().map(|scene| &scene.narration))
            );
            assert_eq!(pauses(&again), kept, "{name}");
        }
    }
}

#[test]
fn pauses_between_blocks_stand_where_they_were_written() {
    let text = "# The rain\n\nRain falls from the clouds. [[pause 1.7]] It fills the rivers [[pause 0.3]].\n\n[[pause 2.1]]\n\n\
                There are two kinds of rain:\n\n- the long rain [[pause 1.3]] of winter\n- the short rain of summer [[pause 1.4]]\n\n\
                ## The snow [[pause 3.3]]\n\nSnow falls in winter, and it is white and cold to the hand. [[pause 2.7]]\n";
    let storyboard = planned("rain.md", text);
    let kept: Vec<(f64, String, String)> =
        pauses(&storyboard).into_iter().filter(|pause| pause.0 > 1.2 && pause.0 < 4.0 || pause.0 == 0.3).collect();
    let pause = |secs: f64, before: &str, after: &str| (secs, before.to_owned(), after.to_owned());
    assert_eq!(
        kept,
        [
            pause(1.7, "clouds", "it"),
            // Two that touch are one.
            pause(2.4, "rivers", ""),
            pause(1.3, "rain", "of"),
            pause(1.4, "summer", ""),
            pause(3.3, "", "snow"),
            pause(2.7, "hand", ""),
        ],
        "{:#?}",
        storyboard.scenes.iter().map(|scene| &scene.narration).collect::<Vec<_>>()
    );
}
