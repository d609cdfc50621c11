//! Narration text and its measured speech.
//!
//! The narration of a scene is one string with marks, from which speech, captions and motion are all derived. Words are
//! separated by white space and counted from 0. Marks:
//!
//! - `[[shown|spoken]]` is **one** word that captions show as `shown` (which may hold spaces) and the voice reads as `spoken`;
//!   punctuation may follow directly (`[[c²|c squared]].`).
//!   `spoken` is text, in which a word between slashes is how it sounds, in the International Phonetic Alphabet
//!   (`[[Nguyen|/wɪn/]]`, `[[Euler's|/ˈɔɪlə/'s]]`).
//! - `[[*word*]]` and `[[*shown*|spoken]]` are one word that is stressed.
//! - `[[voice am_puck]]` or `[[voice am_puck Student]]` changes the voice until the next such mark or the end of the scene: the
//!   voice's name, and who speaks, if that has a name. `[[voice]]` changes back to the film's own.
//! - `[[pause 2.5]]` is silence of that many seconds; it is not a word.
//! - A blank line separates paragraphs (a longer pause).
//! - A backslash before `[` or `\` takes it literally.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use thiserror::Error;

/// A token of narration text.
#[derive(Clone, Debug, PartialEq)]
pub enum Token {
    /// A word, with the punctuation that clings to it.
    Word {
        /// What captions show.
        shown: String,
        /// What is read aloud, where it differs from `shown`; trailing punctuation included.
        spoken: Option<String>,
        /// Whether it is stressed.
        is_stressed: bool,
        /// Who says it; none for the film's own voice.
        speaker: Option<Speaker>,
    },
    /// Silence.
    Pause {
        /// Length in seconds, 0 to 30.
        secs: f64,
    },
    /// The end of a paragraph.
    Paragraph,
}

impl Token {
    /// A word as the film's own voice reads it.
    pub fn plain(word: impl Into<String>) -> Self {
        Self::Word { shown: word.into(), spoken: None, is_stressed: false, speaker: None }
    }
}

/// Who says a word, where it is not the film's own voice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Speaker {
    /// Name of the voice.
    pub voice: String,
    /// Name of who speaks, as captions and transcripts tell it.
    pub name: Option<String>,
}

impl Speaker {
    /// The mark with which the speaker begins to speak.
    pub fn mark(&self) -> String {
        // What would end or part the mark is left out of a name.
        let name: String = self.name.iter().flat_map(|name| name.chars()).filter(|one| !"[]|".contains(*one)).collect();
        format!("[[voice {} {name}", self.voice).trim_end().to_owned() + "]]"
    }
}

/// The mark with which the film's own voice goes on after a [`Speaker`].
pub const OWN_VOICE_MARK: &str = "[[voice]]";

/// A word that is stressed, as narration text; `word` is narration text without marks.
pub fn stressed(word: &str) -> String {
    // A mark holds plain text, which a backslash does not escape.
    let plain = word.replace("\\[", "[").replace("\\\\", "\\");
    let marks = plain.len() - plain.trim_end_matches(['.', ',', ';', ':', '!', '?', '…']).len();
    let (plain, marks) = plain.split_at(plain.len() - marks);
    if plain.is_empty()
        || plain.contains(['|', '*'])
        || plain.contains("[[")
        || plain.contains("]]")
        || plain.ends_with(']')
    {
        return word.to_owned();
    }
    format!("[[*{plain}*]]{marks}")
}

/// Why narration text could not be parsed.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum TokenError {
    /// `[[` without `]]`.
    #[error("the mark that begins at byte {at} of the narration is not closed with ]]")]
    Unclosed {
        /// Byte offset of `[[`.
        at: usize,
    },
    /// A mark that is none.
    #[error("the mark [[{mark}]] is none of [[shown|spoken]], [[*stressed*]], [[voice NAME]] and [[pause SECONDS]]")]
    Unknown {
        /// What stands between the brackets.
        mark: String,
    },
}

/// Splits narration text into its tokens.
///
/// # Errors
/// When a mark is not closed or not known.
pub fn parse_narration(text: &str) -> Result<Vec<Token>, TokenError> {
    let mut tokens = Vec::new();
    let mut word = WordBuilder::default();
    let mut rest = text;
    while let Some(character) = rest.chars().next() {
        if let Some(mark_rest) = rest.strip_prefix("[[") {
            let at = text.len() - rest.len();
            let length = mark_rest.find("]]").ok_or(TokenError::Unclosed { at })?;
            let mark = &mark_rest[..length];
            rest = &mark_rest[length + 2..];
            if let Some((shown, spoken)) = mark.split_once('|') {
                let stressed = between_stars(shown);
                word.is_stressed |= stressed.is_some();
                word.push_mark(stressed.unwrap_or(shown), spoken);
            } else if let Some(stressed) = between_stars(mark) {
                word.is_stressed = true;
                stressed.trim().chars().for_each(|character| word.push(character));
            } else if let Some(speaker) = speaker(mark) {
                word.finish(&mut tokens);
                word.speaker = speaker;
            } else if let Some(secs) = mark.strip_prefix("pause ").and_then(|secs| secs.trim().parse::<f64>().ok()) {
                word.finish(&mut tokens);
                tokens.push(Token::Pause { secs: if secs.is_finite() { secs.clamp(0.0, 30.0) } else { 0.0 } });
            } else {
                return Err(TokenError::Unknown { mark: mark.to_owned() });
            }
        } else if character.is_whitespace() {
            word.finish(&mut tokens);
            let trimmed = rest.trim_start();
            let gap = &rest[..rest.len() - trimmed.len()];
            if gap.matches('\n').count() > 1 && !trimmed.is_empty() && !tokens.is_empty() {
                tokens.push(Token::Paragraph);
            }
            rest = trimmed;
        } else {
            let literal = match rest.strip_prefix('\\').and_then(|after| after.chars().next()) {
                Some(next @ ('[' | '\\')) => {
                    rest = &rest[1..];
                    next
                }
                _ => character,
            };
            word.push(literal);
            rest = &rest[literal.len_utf8()..];
        }
    }
    word.finish(&mut tokens);
    Ok(tokens)
}

/// The narration as captions and transcripts show it: words with single spaces, paragraphs separated by a newline.
///
/// # Errors
/// As [`parse_narration`].
pub fn shown_text(narration: &str) -> Result<String, TokenError> {
    let mut shown_words = String::new();
    for token in parse_narration(narration)? {
        match token {
            Token::Word { shown, .. } => {
                if !shown_words.is_empty() && !shown_words.ends_with('\n') {
                    shown_words.push(' ');
                }
                shown_words.push_str(&shown);
            }
            Token::Paragraph => shown_words.push('\n'),
            Token::Pause { .. } => {}
        }
    }
    Ok(shown_words)
}

/// Plain text as narration text: brackets and backslashes escaped.
pub fn escape_narration(text: &str) -> String {
    text.replace('\\', "\\\\").replace('[', "\\[")
}

/// What stands between the stars of a stressed word.
fn between_stars(text: &str) -> Option<&str> {
    text.trim().strip_prefix('*')?.strip_suffix('*').filter(|inside| !inside.trim().is_empty())
}

/// Who speaks from a mark `voice NAME [SPEAKER]` on.
fn speaker(mark: &str) -> Option<Option<Speaker>> {
    let rest = mark.strip_prefix("voice")?;
    let mut words = rest.split_whitespace();
    let Some(voice) = words.next() else { return Some(None) };
    if !rest.starts_with(' ') {
        return None;
    }
    let name: Vec<&str> = words.collect();
    Some(Some(Speaker { voice: voice.to_owned(), name: (!name.is_empty()).then(|| name.join(" ")) }))
}

#[derive(Default)]
struct WordBuilder {
    shown: String,
    spoken: String,
    marked: bool,
    is_stressed: bool,
    speaker: Option<Speaker>,
}

impl WordBuilder {
    fn push(&mut self, character: char) {
        self.shown.push(character);
        self.spoken.push(character);
    }

    fn push_mark(&mut self, shown: &str, spoken: &str) {
        self.marked = true;
        self.shown.push_str(shown.trim());
        self.spoken.push_str(spoken.trim());
    }

    fn finish(&mut self, tokens: &mut Vec<Token>) {
        let speaker = self.speaker.clone();
        let Self { shown, spoken, marked, is_stressed, .. } =
            std::mem::replace(self, Self { speaker: speaker.clone(), ..Self::default() });
        if !shown.is_empty() {
            tokens.push(Token::Word { shown, spoken: marked.then_some(spoken), is_stressed, speaker });
        }
    }
}

/// When a word is spoken, in seconds from the start of its narration.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct WordSpan {
    /// The word's first sound.
    pub start_secs: f64,
    /// Its last sound; at least `start_secs`.
    pub end_secs: f64,
}

/// A scene's narration as spoken. The samples travel beside it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Narration {
    /// Samples a second of the mono PCM.
    pub sample_rate: u32,
    /// Length of the PCM in seconds, pauses included.
    pub duration_secs: f64,
    /// One span for each word of the narration text, in order.
    pub words: Vec<WordSpan>,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn word(shown: &str) -> Token {
        Token::plain(shown)
    }

    #[test]
    fn marks_are_one_word_and_keep_their_punctuation() {
        let tokens = parse_narration("So [[a² + b²|a squared plus b squared]], then.").expect("well-formed");
        assert_eq!(
            tokens,
            [
                word("So"),
                Token::Word {
                    shown: "a² + b²,".into(),
                    spoken: Some("a squared plus b squared,".into()),
                    is_stressed: false,
                    speaker: None
                },
                word("then.")
            ]
        );
    }

    #[test]
    fn pauses_and_paragraphs_are_not_words() {
        let tokens = parse_narration("One.\n\nTwo? [[pause 3]] Three.\n\n").expect("well-formed");
        assert_eq!(tokens, [word("One."), Token::Paragraph, word("Two?"), Token::Pause { secs: 3.0 }, word("Three.")]);
    }

    #[test]
    fn escaped_brackets_are_text() {
        let text = "an array a[[0]] and a \\ sign";
        let tokens = parse_narration(&escape_narration(text)).expect("well-formed");
        assert_eq!(tokens.len(), 7);
        assert_eq!(shown_text(&escape_narration(text)).expect("well-formed"), text);
    }

    #[test]
    fn stressed_words_and_speakers_are_marked() {
        let student = Speaker { voice: "am_puck".into(), name: Some("The Student".into()) };
        let text = format!(
            "Is it [[*not*]]? {} No,[[voice bf_emma]] [[*c²*|c squared]]. {OWN_VOICE_MARK} So.",
            student.mark()
        );
        let said: Vec<(String, Option<String>, bool, Option<String>)> = parse_narration(&text)
            .expect("well-formed")
            .into_iter()
            .map(|token| match token {
                Token::Word { shown, spoken, is_stressed, speaker } => {
                    (shown, spoken, is_stressed, speaker.map(|speaker| speaker.mark()))
                }
                other => panic!("{other:?} is no word"),
            })
            .collect();
        let word = |shown: &str, spoken: Option<&str>, is_stressed, voice: Option<&str>| {
            (shown.to_owned(), spoken.map(str::to_owned), is_stressed, voice.map(|voice| format!("[[voice {voice}]]")))
        };
        let expected = [
            word("Is", None, false, None),
            word("it", None, false, None),
            word("not?", None, true, None),
            word("No,", None, false, Some("am_puck The Student")),
            word("c².", Some("c squared."), true, Some("bf_emma")),
            word("So.", None, false, None),
        ];
        assert_eq!(said, expected);
        assert_eq!(shown_text(&text).expect("well-formed"), "Is it not? No, c². So.");
    }

    #[test]
    fn any_word_can_be_stressed() {
        for word in ["so", "a*b", "x|y", "a[[0]]", "b]", "c\\d", "[e", "not?", "..."] {
            let text = stressed(&escape_narration(word));
            assert_eq!(shown_text(&text).expect("well-formed"), word, "{text}");
        }
    }

    #[test]
    fn broken_marks_are_named() {
        assert_eq!(parse_narration("a [[b|c"), Err(TokenError::Unclosed { at: 2 }));
        for mark in ["voices", "voicex y", "**", "* *", "pause"] {
            let unknown = TokenError::Unknown { mark: mark.into() };
            assert_eq!(parse_narration(&format!("a [[{mark}]] b")), Err(unknown));
        }
        assert_eq!(parse_narration("[[shout]]"), Err(TokenError::Unknown { mark: "shout".into() }));
    }
}
