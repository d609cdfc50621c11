use lectern_lesson::{OWN_VOICE_MARK, RichText, Run, Span, escape_narration, stressed};

use crate::words::speech_secs;

/// A sentence as it is spoken: narration text and what is known of its words.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Line {
    /// Its words; each is one word of the narration.
    pub words: Vec<SpokenWord>,
    /// Silence after it, in seconds.
    pub pause_secs: f64,
    /// Whether a paragraph begins with it.
    pub opens_paragraph: bool,
    /// Where it stands in the script, unless the planner added it.
    pub span: Option<Span>,
}

/// A word of a [`Line`].
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct SpokenWord {
    /// Byte offset in the sentence's plain text.
    pub start: usize,
    /// What captions show.
    pub shown: String,
    /// Narration text: the word escaped, or a mark.
    pub narration: String,
    /// Estimated seconds that it takes to say.
    pub secs: f64,
    /// Silence before it that the author asks for, in seconds.
    pub pause_secs: f64,
}

impl Line {
    /// The line for text of the script. White space is made single; nothing else is changed.
    pub fn of(text: &RichText, span: Option<Span>) -> Self {
        let mut words: Vec<SpokenWord> = Vec::new();
        let mut offset = 0;
        let mut glued = false;
        let mut pause_secs = 0.0;
        for run in &text.runs {
            let characters = run.text();
            if let Run::Pause { millis } = run {
                pause_secs += f64::from(*millis) / 1000.0;
            } else if let Run::Formula { spoken, .. } = run {
                let (shown, mark, secs) = formula_mark(characters, spoken);
                if !shown.is_empty() {
                    push(&mut words, glued, offset, &shown, &mark, secs);
                    rest(&mut words, glued, &mut pause_secs);
                    glued = true;
                }
            } else {
                let is_stressed = matches!(run, Run::Emphasis { .. }) && is_stress(characters);
                for piece in characters.split_inclusive(char::is_whitespace) {
                    let start = offset + (piece.as_ptr() as usize - characters.as_ptr() as usize);
                    let word = piece.trim_end();
                    if !word.is_empty() {
                        let plain = escape_narration(word);
                        let narration = if is_stressed { stressed(&plain) } else { plain };
                        push(&mut words, glued, start, word, &narration, speech_secs(word));
                        rest(&mut words, glued, &mut pause_secs);
                    }
                    glued = !word.is_empty() && word.len() == piece.len();
                }
            }
            offset += characters.len();
        }
        Self { words, span, pause_secs, ..Self::default() }
    }

    /// A line that the planner adds.
    pub fn added(text: &str) -> Self {
        Self::of(&RichText::plain(text), None)
    }

    /// A word that is shown in one way and spoken in another.
    pub fn push_mark(&mut self, shown: &str, spoken: &str) {
        let (shown, mark, secs) = formula_mark(shown, spoken);
        if !shown.is_empty() {
            push(&mut self.words, false, usize::MAX, &shown, &mark, secs);
        }
    }

    /// The words of `other` follow, after the silence at the end of this one.
    pub fn append(&mut self, mut other: Self) {
        match other.words.first_mut() {
            Some(first) => {
                first.pause_secs += self.pause_secs;
                self.pause_secs = other.pause_secs;
            }
            None => self.pause_secs += other.pause_secs,
        }
        self.words.extend(other.words);
    }

    /// The same without silence.
    #[must_use]
    pub fn without_pauses(mut self) -> Self {
        self.words.iter_mut().for_each(|word| word.pause_secs = 0.0);
        self.pause_secs = 0.0;
        self
    }

    /// The same, ending in `mark` if it does not end in a mark already.
    #[must_use]
    pub fn ending_with(mut self, mark: char) -> Self {
        if let Some(last) = self.words.last_mut()
            && !ends_in_mark(&last.shown)
        {
            last.shown.push(mark);
            last.narration.push(mark);
        }
        self
    }

    /// The same with its last mark replaced by `mark`, where it ends in a comma, a semicolon, a period or nothing.
    #[must_use]
    pub fn with_last_mark(mut self, mark: &str) -> Self {
        if let Some(last) = self.words.last_mut() {
            for text in [&mut last.shown, &mut last.narration] {
                while text.ends_with([',', ';', '.']) {
                    text.pop();
                }
                text.push_str(mark);
            }
        }
        self
    }

    /// The same with at least so much silence after it.
    #[must_use]
    pub fn then_pause(mut self, secs: f64) -> Self {
        self.pause_secs = self.pause_secs.max(secs);
        self
    }

    /// What captions show of it.
    pub fn shown(&self) -> String {
        let words: Vec<&str> = self.words.iter().map(|word| word.shown.as_str()).collect();
        words.join(" ")
    }

    /// Its narration text.
    pub fn narration(&self) -> String {
        let mut narration = String::new();
        let mut say = |text: &str| {
            if !narration.is_empty() {
                narration.push(' ');
            }
            narration.push_str(text);
        };
        for word in &self.words {
            if word.pause_secs > 0.0 {
                say(&format!("[[pause {}]]", word.pause_secs));
            }
            say(&word.narration);
        }
        if self.pause_secs > 0.0 {
            say(&format!("[[pause {}]]", self.pause_secs));
        }
        narration
    }

    /// Estimated seconds, its pauses included.
    pub fn secs(&self) -> f64 {
        self.words.iter().map(|word| word.secs + word.pause_secs).sum::<f64>() + self.pause_secs
    }

    /// Whether it ends a sentence.
    pub fn is_finished(&self) -> bool {
        self.words.last().is_none_or(|word| {
            word.shown.trim_end_matches(['"', '”', '’', '\'', ')', '»']).ends_with(['.', '?', '!', '…'])
        })
    }

    /// The index of the word that holds byte `offset` of the sentence's plain text.
    pub fn word_at(&self, offset: usize) -> Option<usize> {
        self.words.iter().rposition(|word| word.start <= offset)
    }
}

/// Whether what the author emphasized is to be heard: a few words in small letters are; titles, names of species and whole
/// sentences are set in italics for the eye.
fn is_stress(text: &str) -> bool {
    let words: Vec<&str> = text.split_whitespace().collect();
    (1..=3).contains(&words.len()) && words.iter().all(|word| word.chars().all(|sign| !sign.is_uppercase()))
}

fn ends_in_mark(word: &str) -> bool {
    word.trim_end_matches(['"', '”', '’', '\'', ')', '»']).ends_with(['.', '?', '!', '…', ':', ';', ',', '—'])
}

fn push(words: &mut Vec<SpokenWord>, glued: bool, start: usize, shown: &str, narration: &str, secs: f64) {
    match words.last_mut() {
        Some(last) if glued => {
            last.shown.push_str(shown);
            last.narration.push_str(narration);
            last.secs += secs;
        }
        _ => words.push(SpokenWord {
            start,
            shown: shown.to_owned(),
            narration: narration.to_owned(),
            secs,
            pause_secs: 0.0,
        }),
    }
}

/// Gives the silence asked for to the last word, unless that is the end of a word which began before the silence.
fn rest(words: &mut [SpokenWord], glued: bool, pause_secs: &mut f64) {
    if !glued && let Some(last) = words.last_mut() {
        last.pause_secs += std::mem::take(pause_secs);
    }
}

/// A mark for a formula: what is shown, the narration text, the seconds it takes. The characters that would end or
/// split a mark are replaced by their look-alikes.
fn formula_mark(shown: &str, spoken: &str) -> (String, String, f64) {
    let clean = |text: &str| -> String {
        let joined: Vec<&str> = text.split_whitespace().collect();
        joined.join(" ").replace('|', "∣").replace("]]", "] ]").replace("]]", "] ]")
    };
    let shown = clean(shown);
    let spoken = clean(spoken);
    // A closing bracket at the end would join the two that close the mark.
    let spoken = if spoken.is_empty() { shown.clone() } else { spoken };
    let guard = if spoken.ends_with(']') { " " } else { "" };
    let mark = format!("[[{shown}|{spoken}{guard}]]");
    let secs = speech_secs(&spoken);
    (shown, mark, secs)
}

/// Narration text of several lines: paragraphs are kept apart by a blank line.
pub(crate) fn narration_of(lines: &[Line]) -> String {
    let mut narration = String::new();
    for line in lines.iter().filter(|line| !line.words.is_empty() || line.pause_secs > 0.0) {
        if !narration.is_empty() {
            narration.push_str(if line.opens_paragraph { "\n\n" } else { " " });
        }
        narration.push_str(&line.narration());
    }
    // A change of voice that another follows, or nothing, changes nothing.
    let narration = narration.replace(&format!("{OWN_VOICE_MARK} [[voice "), "[[voice ");
    narration.strip_suffix(OWN_VOICE_MARK).map(|said| said.trim_end().to_owned()).unwrap_or(narration)
}

#[cfg(test)]
mod tests {
    use super::*;
    use lectern_lesson::{Token, parse_narration, shown_text};

    fn formula(text: &str, spoken: &str) -> Run {
        Run::Formula { latex: String::new(), text: text.into(), spoken: spoken.into() }
    }

    fn pause(millis: u32) -> Run {
        Run::Pause { millis }
    }

    fn plain(text: &str) -> Run {
        Run::Plain { text: text.into() }
    }

    #[test]
    fn text_and_formulas_become_narration_with_one_mark_a_formula() {
        for (runs, narration) in [
            (vec![plain("a[[0]] \n and  b\\c")], "a\\[\\[0]] and b\\\\c"),
            (vec![plain("side "), formula("a + b", "a plus b"), plain(", and")], "side [[a + b|a plus b]], and"),
            (vec![plain("the "), formula("x", "x"), plain("-axis")], "the [[x|x]]-axis"),
            (vec![formula("|x|", "absolute value of x")], "[[∣x∣|absolute value of x]]"),
            (vec![formula("a[i[0]]", "")], "[[a[i[0] ]|a[i[0] ] ]]"),
            (vec![formula("", "nothing"), plain("left")], "left"),
            (vec![plain(" \u{a0} ")], ""),
            (vec![plain("do "), Run::Emphasis { text: "not".into() }, plain(", ever")], "do [[*not*]], ever"),
            (vec![Run::Emphasis { text: "Homo sapiens".into() }], "Homo sapiens"),
            (
                vec![pause(1_500), plain("So"), pause(250), plain(" it is"), pause(100), pause(2_000)],
                "[[pause 1.5]] So [[pause 0.25]] it is [[pause 2.1]]",
            ),
            (vec![plain("now"), pause(1_000), plain(", "), formula("x", "x")], "now, [[pause 1]] [[x|x]]"),
        ] {
            let line = Line::of(&RichText { runs }, None);
            assert_eq!(line.narration(), narration);
            let tokens = parse_narration(narration).expect("marks are well-formed");
            let words = tokens.iter().filter(|token| matches!(token, Token::Word { .. })).count();
            assert_eq!(words, line.words.len(), "{narration}");
            assert_eq!(shown_text(narration).expect("marks are well-formed"), line.shown());
        }
    }

    #[test]
    fn offsets_of_facts_find_their_words() {
        let line = Line::of(
            &RichText { runs: vec![plain("a cloud weighs "), formula("5 t", "five tonnes"), plain(" or so")] },
            None,
        );
        assert_eq!(line.word_at(2), Some(1));
        assert_eq!(line.word_at(8), Some(2));
        assert_eq!(line.word_at(15), Some(3));
        assert_eq!(line.word_at(20), Some(4));
    }
}
