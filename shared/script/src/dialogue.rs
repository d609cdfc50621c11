//! Dialogues: paragraphs in which lines begin with the name of who speaks.
//!
//! ```text
//! Teacher: Why is the sky blue?
//! **Student:** Because of the sea?
//! ```
//!
//! A line that begins with a word and a colon is no dialogue yet ("Mass: 5 kg"). It is one where the front matter names the
//! speakers (`voices:`), where all are roles that speak, or where a speaker comes again and sentences are said.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use lectern_lesson::{Block, BlockKind, RichText, Script};
use serde_json::Value;

use crate::sentence;

/// Longest name, in characters.
const NAME_MAX: usize = 32;

/// Who speaks without having to come again.
const ROLES: [&str; 30] = [
    "teacher",
    "student",
    "pupil",
    "professor",
    "tutor",
    "instructor",
    "learner",
    "host",
    "guest",
    "interviewer",
    "expert",
    "narrator",
    "speaker",
    "scientist",
    "doctor",
    "patient",
    "mother",
    "father",
    "child",
    "girl",
    "boy",
    "man",
    "woman",
    "customer",
    "mentor",
    "moderator",
    "master",
    "apprentice",
    "parent",
    "class",
];

/// What stands before colons and speaks never.
const LABELS: [&str; 34] = [
    "note",
    "warning",
    "example",
    "tip",
    "hint",
    "step",
    "figure",
    "table",
    "source",
    "definition",
    "theorem",
    "proof",
    "lemma",
    "remember",
    "important",
    "summary",
    "question",
    "answer",
    "title",
    "date",
    "time",
    "place",
    "author",
    "input",
    "output",
    "given",
    "solution",
    "result",
    "cause",
    "effect",
    "before",
    "after",
    "problem",
    "goal",
];

/// A turn as found: who speaks, what is said, and where it stands in the source.
pub(crate) struct FoundTurn {
    pub speaker: String,
    pub text: RichText,
    pub range: Range<usize>,
}

/// The voices of speakers that the front matter asks for: `voices: {Teacher: af_heart, Student: am_puck}`.
pub(crate) fn voices(script: &Script) -> BTreeMap<String, String> {
    readable_map(script.front_matter.other.get("voices").or_else(|| script.front_matter.other.get("speakers")))
}

/// A map of texts in the front matter.
pub(crate) fn readable_map(value: Option<&Value>) -> BTreeMap<String, String> {
    let Some(Value::Object(map)) = value else { return BTreeMap::new() };
    let text = |value: &Value| match value {
        Value::String(text) => Some(text.trim().to_owned()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    };
    map.iter().filter_map(|(key, value)| Some((key.trim().to_owned(), text(value)?))).collect()
}

/// The dialogues of a script: for each the range of its blocks and its turns.
pub(crate) fn find(script: &Script, blocks: &[Block]) -> Vec<(Range<usize>, Vec<FoundTurn>)> {
    let known: BTreeSet<String> = voices(script).into_keys().collect();
    let mut found = Vec::new();
    let mut index = 0;
    while index < blocks.len() {
        let turns_of = |block: &Block| match &block.kind {
            BlockKind::Paragraph { text } => turns(&script.source, block, text),
            _ => None,
        };
        let start = index;
        let mut turns = Vec::new();
        while let Some(more) = blocks.get(index).and_then(turns_of) {
            turns.extend(more);
            index += 1;
        }
        let turns = joined(turns);
        if is_dialogue(&turns, &known) {
            found.push((start..index, turns));
        }
        index = index.max(start + 1);
    }
    found
}

/// The turns of a paragraph whose first line begins with a name.
fn turns(source: &str, block: &Block, text: &RichText) -> Option<Vec<FoundTurn>> {
    let written = source.get(block.span.start..block.span.end)?;
    let mut names: Vec<(usize, &str)> = Vec::new();
    let mut offset = block.span.start;
    for line in written.split_inclusive('\n') {
        if let Some(name) = name_of(line) {
            names.push((offset, name));
        }
        offset += line.len();
    }
    let (first, _) = names.first()?;
    if source[block.span.start..*first].contains(char::is_alphanumeric) {
        return None;
    }
    // The same names in the text without markup.
    let plain = text.text();
    let mut places: Vec<Range<usize>> = Vec::new();
    let mut from = 0;
    for (_, name) in &names {
        let label = format!("{name}:");
        let at = from + plain.get(from..)?.find(&label)?;
        places.push(at..at + label.len());
        from = at + label.len();
    }
    let turns = names.iter().enumerate().map(|(index, (start, name))| {
        let end = places.get(index + 1).map_or(plain.len(), |next| next.start);
        let said = &plain[places[index].end..end];
        let blank = said.len() - said.trim_start().len();
        let last = end - (said.len() - said.trim_end().len()).min(said.len());
        FoundTurn {
            speaker: (*name).to_owned(),
            // A pause after the name is the speaker's.
            text: sentence::part(text, places[index].end + blank, last, places[index].end..=last),
            range: *start..names.get(index + 1).map_or(block.span.end, |(next, _)| *next),
        }
    });
    Some(turns.filter(|turn| !turn.text.is_empty()).collect())
}

/// The name that a line begins with, before a colon and something that is said: one to three words, each with a capital.
pub(crate) fn name_of(line: &str) -> Option<&str> {
    let is_markup = |sign: char| matches!(sign, '*' | '_');
    let line = line.trim_start().trim_start_matches(is_markup);
    let (name, rest) = line.split_once(':')?;
    let name = name.trim_end_matches(is_markup).trim_end();
    let words: Vec<&str> = name.split_whitespace().collect();
    let is_name = (1..=3).contains(&words.len())
        && name.chars().count() <= NAME_MAX
        && words.iter().all(|word| {
            word.starts_with(|sign: char| sign.is_uppercase() || sign.is_ascii_digit())
                && word.chars().all(|sign| sign.is_alphanumeric() || matches!(sign, '.' | '\'' | '’' | '-'))
        })
        && name.starts_with(char::is_alphabetic);
    let says =
        rest.starts_with(|sign: char| sign.is_whitespace() || is_markup(sign)) && rest.contains(char::is_alphanumeric);
    (is_name && says).then_some(name)
}

fn is_dialogue(turns: &[FoundTurn], known: &BTreeSet<String>) -> bool {
    let speakers: BTreeSet<String> = turns.iter().map(|turn| turn.speaker.to_lowercase()).collect();
    if turns.len() < 2 || speakers.len() < 2 || speakers.iter().any(|name| LABELS.contains(&name.as_str())) {
        return false;
    }
    if turns.iter().all(|turn| known.contains(&turn.speaker)) {
        return true;
    }
    if speakers.iter().all(|name| name.split_whitespace().any(|word| ROLES.contains(&word))) {
        return true;
    }
    // Someone comes again, after another; mostly sentences are said.
    let comes_again =
        turns.windows(3).any(|turns| turns[0].speaker == turns[2].speaker && turns[0].speaker != turns[1].speaker);
    let sentences = turns.iter().filter(|turn| is_sentence(&turn.text)).count();
    comes_again && sentences * 3 >= turns.len() * 2
}

fn is_sentence(text: &RichText) -> bool {
    let plain = text.text();
    plain.split_whitespace().count() >= 2
        && plain.trim_end_matches(['"', '”', '’', '\'', ')']).ends_with(['.', '!', '?', '…'])
}

/// Turns of one speaker that follow one another are one.
fn joined(turns: Vec<FoundTurn>) -> Vec<FoundTurn> {
    let mut joined: Vec<FoundTurn> = Vec::new();
    for turn in turns {
        match joined.last_mut() {
            Some(last) if last.speaker == turn.speaker => {
                last.text.runs.push(lectern_lesson::Run::Plain { text: " ".to_owned() });
                last.text.runs.extend(turn.text.runs);
                last.range.end = turn.range.end;
            }
            _ => joined.push(turn),
        }
    }
    joined
}

#[cfg(test)]
mod tests {
    use crate::{analyze, read};
    use lectern_lesson::PassageKind;

    /// The dialogues of a script: speakers with what they say.
    fn dialogues(name: &str, text: &str) -> Vec<Vec<(String, String)>> {
        let script = read(name, text.as_bytes()).unwrap();
        let lesson = analyze(&script, &|text| text.len() as f64 * 0.06);
        let passages = lesson.sections.iter().flat_map(|section| &section.passages);
        passages
            .filter_map(|passage| match &passage.kind {
                PassageKind::Dialogue { turns } => Some(
                    turns
                        .iter()
                        .map(|turn| {
                            for sentence in &turn.sentences {
                                let first =
                                    sentence.text.text().split_whitespace().next().unwrap_or_default().to_owned();
                                let written = &script.source[sentence.span.start..sentence.span.end];
                                assert!(
                                    written.contains(first.trim_matches(|sign: char| !sign.is_alphanumeric())),
                                    "{written}"
                                );
                            }
                            let said: Vec<String> =
                                turn.sentences.iter().map(|sentence| sentence.text.text()).collect();
                            (turn.speaker.clone(), said.join(" | "))
                        })
                        .collect(),
                ),
                _ => None,
            })
            .collect()
    }

    fn turn(speaker: &str, said: &str) -> (String, String) {
        (speaker.to_owned(), said.to_owned())
    }

    #[test]
    fn dialogues_are_found_in_lines_and_paragraphs_with_and_without_markup() {
        let expected = vec![vec![
            turn("Teacher", "Why is the sky blue? | Think."),
            turn("Student", "Because of the sea?"),
            turn("Teacher", "The sea is blue because of the sky."),
        ]];
        let prose = "# Light\n\nLight has many colors. They part in a prism.\n\n";
        let after = "\n\nSo much for the sky. Now for the sun.\n";
        for (name, lines) in [
            (
                "a.md",
                "Teacher: Why is the sky blue? Think.\nStudent: Because of the sea?\nTeacher: The sea is blue because of the sky.",
            ),
            (
                "a.md",
                "**Teacher:** Why is the sky blue? Think.\n\n**Student**: Because of *the sea*?\n\n**Teacher:** The sea is blue\nbecause of the sky.",
            ),
            (
                "a.txt",
                "Teacher: Why is the sky blue? Think.\nStudent: Because of the sea?\nTeacher: The sea is blue because of the sky.",
            ),
            (
                "a.txt",
                "Teacher: Why is the sky blue? Think.\n\nStudent: Because of the sea?\n\nTeacher: The sea is blue because of the sky.",
            ),
        ] {
            assert_eq!(dialogues(name, &format!("{prose}{lines}{after}")), expected, "{lines}");
        }
    }

    #[test]
    fn what_is_no_dialogue_is_left_alone() {
        for lines in [
            "Mass: 5 kg\n\nLength: 3 m\n\nMass: 6 kg\n\nLength: 4 m",
            "Note: This is so.\n\nWarning: That is not so.\n\nNote: It never was.",
            "Socrates: Can virtue be taught?\n\nThat is the question of the dialogue.",
            "Monday: We meet at ten.\n\nTuesday: We meet at noon.",
            "Rain: It falls from clouds. It is wet.",
        ] {
            let text = format!("# Things\n\nHere are some things. They are known.\n\n{lines}\n");
            assert_eq!(dialogues("a.md", &text), Vec::<Vec<(String, String)>>::new(), "{lines}");
        }
    }

    #[test]
    fn a_script_may_begin_with_a_conversation() {
        let text = "Meno: Can virtue be taught?\n\nSocrates: I do not know.\n\nMeno: Nor do I.\n";
        for name in ["a.txt", "a.md"] {
            let turns = &dialogues(name, text)[0];
            assert_eq!(turns[0], turn("Meno", "Can virtue be taught?"));
            assert_eq!(turns.len(), 3);
        }
    }

    #[test]
    fn speakers_may_be_named_or_come_again() {
        let named = "---\nvoices:\n  Monday: am_puck\n  Tuesday: bf_emma\n---\n# Days\n\nThe days speak here. Listen to them.\n\nMonday: We meet at ten.\n\nTuesday: We meet at noon.\n";
        assert_eq!(
            dialogues("a.md", named),
            [[turn("Monday", "We meet at ten."), turn("Tuesday", "We meet at noon.")]]
        );
        let script = read("a.md", named.as_bytes()).unwrap();
        assert_eq!(analyze(&script, &|_| 1.0).voices["Monday"], "am_puck");
        let again = "# Virtue\n\nTwo men talk. They are known.\n\nMeno: Can virtue be taught?\nSocrates: I do not know what it is.\nSocrates: Do you?\nMeno: Surely.  I do!\n";
        assert_eq!(
            dialogues("a.md", again),
            [[
                turn("Meno", "Can virtue be taught?"),
                turn("Socrates", "I do not know what it is. | Do you?"),
                turn("Meno", "Surely. | I do!")
            ]]
        );
    }
}
