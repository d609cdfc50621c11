//! Dialogues: what people say to each other, each in a voice of their own, in bubbles of a few words.

use std::collections::BTreeMap;

use lectern_lesson::{Action, DialogueLine, OWN_VOICE_MARK, Speaker, Turn, Visual};

use super::draft::{Draft, Hint};
use super::line::Line;
use crate::clauses::{Wanted, condense};
use crate::words::word_count;

/// Bubbles in a scene, and the longest scene of several.
const BUBBLES_MAX: usize = 4;
const SCENE_SECS: f64 = 24.0;

/// What is said under one bubble has about this many words at most; who says more gets another bubble.
const SAID_WORDS: usize = 26;

/// Words of a bubble that are wanted, and that are allowed.
const SHOWN_WORDS: usize = 9;
const SHOWN_WORDS_MAX: usize = 13;

/// What is said under one bubble.
struct Utterance {
    speaker: String,
    lines: Vec<Line>,
    shown: String,
}

/// The scenes of a dialogue. `cast` tells the voices of the speakers; who is not in it speaks with the film's own.
pub(crate) fn scenes(turns: &[Turn], cast: &BTreeMap<String, String>) -> Vec<Draft> {
    let utterances: Vec<Utterance> = turns.iter().flat_map(|turn| utterances(turn, cast)).collect();
    let mut scenes = Vec::new();
    let mut rest = utterances.as_slice();
    while !rest.is_empty() {
        let (now, later) = rest.split_at(first_scene(rest));
        scenes.push(scene(now));
        rest = later;
    }
    scenes
}

/// How many of the utterances make the next scene.
fn first_scene(utterances: &[Utterance]) -> usize {
    let secs = |utterance: &Utterance| utterance.lines.iter().map(Line::secs).sum::<f64>();
    let mut total = 0.0;
    let fitting = utterances
        .iter()
        .take(BUBBLES_MAX)
        .take_while(|utterance| {
            total += secs(utterance);
            total <= SCENE_SECS
        })
        .count()
        .max(1);
    match utterances.len() - fitting {
        // A last line alone is no conversation: the scene before gives it one.
        1 if fitting > 2 => fitting - 1,
        _ => fitting,
    }
}

fn scene(utterances: &[Utterance]) -> Draft {
    let line =
        |utterance: &Utterance| DialogueLine { speaker: utterance.speaker.clone(), text: utterance.shown.clone() };
    let visual = Visual::Dialogue { lines: utterances.iter().map(line).collect() };
    let (mut lines, mut hints) = (Vec::new(), Vec::new());
    for (part, utterance) in utterances.iter().enumerate() {
        for action in [Action::Show, Action::Focus] {
            hints.push(Hint { line: lines.len(), word: 0, action, part });
        }
        lines.extend(utterance.lines.iter().cloned());
    }
    Draft::new(visual, lines).with_hints(hints)
}

fn utterances(turn: &Turn, cast: &BTreeMap<String, String>) -> Vec<Utterance> {
    let voice = cast.get(&turn.speaker);
    let mut groups: Vec<Vec<Line>> = Vec::new();
    let mut words = 0;
    for sentence in &turn.sentences {
        let line = Line::of(&sentence.text, Some(sentence.span)).ending_with('.');
        if line.words.is_empty() {
            continue;
        }
        words += line.words.len();
        match groups.last_mut() {
            Some(group) if words <= SAID_WORDS => group.push(line),
            _ => {
                words = line.words.len();
                groups.push(vec![line]);
            }
        }
    }
    let utterance = |lines: Vec<Line>| Utterance {
        speaker: turn.speaker.clone(),
        shown: shown(&lines),
        lines: lines.into_iter().map(|line| spoken_by(line, &turn.speaker, voice)).collect(),
    };
    groups.into_iter().map(utterance).collect()
}

/// What a bubble shows of what is said: all of it while that is short, else its plainest thought; a question goes before others.
fn shown(lines: &[Line]) -> String {
    let whole: Vec<String> = lines.iter().map(Line::shown).collect();
    let text = whole.join(" ");
    if word_count(&text) <= SHOWN_WORDS_MAX {
        return text;
    }
    let wanted = Wanted { target: SHOWN_WORDS, limit: SHOWN_WORDS_MAX, thought: true, key_stems: &[] };
    let asked = whole.iter().rev().filter(|sentence| sentence.ends_with('?'));
    let told = whole.iter().filter(|sentence| !sentence.ends_with('?'));
    let thought = asked.chain(told).find_map(|sentence| condense(sentence, wanted)).map(|clause| clause.text);
    let beginning = || {
        let words: Vec<&str> = text.split_whitespace().take(SHOWN_WORDS_MAX).collect();
        // Up to a mark, where one comes late enough for a thought.
        let marked = words.iter().rposition(|word| word.ends_with([',', ';', ':', '.'])).filter(|last| *last >= 3);
        let kept = words[..marked.map_or(words.len(), |last| last + 1)].join(" ");
        let kept = kept.trim_end_matches([',', ';', ':', '.', '—', '–']);
        if marked.is_some() { kept.to_owned() } else { format!("{kept} …") }
    };
    let mut shown = thought.unwrap_or_else(beginning);
    if shown.ends_with(|sign: char| sign.is_alphanumeric()) {
        shown.push('.');
    }
    shown
}

/// The line in a speaker's voice; what follows it is in the film's own again.
fn spoken_by(mut line: Line, speaker: &str, voice: Option<&String>) -> Line {
    let Some(voice) = voice else { return line };
    let mark = Speaker { voice: voice.clone(), name: Some(speaker.to_owned()) }.mark();
    if let Some(first) = line.words.first_mut() {
        first.narration = format!("{mark} {}", first.narration);
    }
    if let Some(last) = line.words.last_mut() {
        last.narration = format!("{} {OWN_VOICE_MARK}", last.narration);
    }
    line
}

#[cfg(test)]
mod tests {
    use lectern_lesson::{RichText, Sentence, Span, Token, parse_narration};

    use super::*;
    use crate::plan::line::narration_of;

    fn turn(speaker: &str, sentences: &[&str]) -> Turn {
        let sentence =
            |text: &&str| Sentence { text: RichText::plain(*text), span: Span::default(), facts: Vec::new() };
        Turn { speaker: speaker.to_owned(), sentences: sentences.iter().map(sentence).collect() }
    }

    fn cast() -> BTreeMap<String, String> {
        [("Meno", "am_puck"), ("Socrates", "bm_george")].map(|(name, voice)| (name.into(), voice.into())).into()
    }

    #[test]
    fn each_speaks_in_their_voice_and_nobody_after_them() {
        let turns =
            [turn("Meno", &["Can virtue be taught?", "Or is it practice?"]), turn("Socrates", &["I do not know"])];
        let scenes = scenes(&turns, &cast());
        assert_eq!(scenes.len(), 1);
        let narration = narration_of(&scenes[0].lines);
        let said: Vec<(String, String)> = parse_narration(&narration)
            .expect("well-formed")
            .into_iter()
            .filter_map(|token| match token {
                Token::Word { shown, speaker: Some(speaker), .. } => Some((shown, speaker.mark())),
                _ => None,
            })
            .collect();
        assert_eq!(said.len(), 12, "{narration}");
        assert!(said[..8].iter().all(|(_, mark)| mark == "[[voice am_puck Meno]]"), "{said:?}");
        assert!(said[8..].iter().all(|(_, mark)| mark == "[[voice bm_george Socrates]]"), "{said:?}");
        assert!(!narration.contains(OWN_VOICE_MARK), "nothing follows: {narration}");
        let cues: Vec<(usize, usize)> = scenes[0].cues().iter().map(|cue| (cue.word, cue.part)).collect();
        assert_eq!(cues, [(0, 0), (0, 0), (8, 1), (8, 1)]);
    }

    #[test]
    fn long_talk_becomes_scenes_of_a_few_short_bubbles() {
        let long =
            "The emperor, Constantine the Eleventh, could find only about seven thousand men to defend the wall.";
        let turns: Vec<Turn> = (0..7)
            .map(|index| turn(if index % 2 == 0 { "Meno" } else { "Socrates" }, &[long, "Is that so?", long]))
            .collect();
        let scenes = scenes(&turns, &BTreeMap::new());
        let mut bubbles = 0;
        for scene in &scenes {
            let Visual::Dialogue { lines } = &scene.visual else { panic!("a dialogue") };
            assert!((2..=BUBBLES_MAX).contains(&lines.len()), "{lines:?}");
            assert!(lines.iter().all(|line| word_count(&line.text) <= SHOWN_WORDS_MAX + 1), "{lines:?}");
            assert!(scene.secs() < 30.0);
            bubbles += lines.len();
        }
        assert_eq!(bubbles, 14);
        let said: usize = scenes.iter().flat_map(|scene| &scene.lines).map(|line| line.words.len()).sum();
        assert_eq!(said, 7 * (16 + 3 + 16));
    }
}
