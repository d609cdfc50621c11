use lectern_lesson::{Action, Cue, Mood, Span, Visual};

use super::line::Line;
use crate::words::{is_content, normalize, same_word};
use lectern_lesson::{LEAD_SECS, TAIL_SECS};

/// A scene in the making.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Draft {
    /// What is shown.
    pub visual: Visual,
    /// What is said.
    pub lines: Vec<Line>,
    /// What happens on which word, where the maker of the visual knows.
    pub hints: Vec<Hint>,
    /// The line in which the visual's own words begin.
    pub anchor: usize,
    /// For each part the line that speaks it; empty where parts share lines.
    pub part_lines: Vec<usize>,
    /// The chapter that begins here.
    pub chapter: Option<String>,
    /// Its mood, where it differs from its chapter's.
    pub mood: Option<Mood>,
    /// The sentence for which its visual was chosen.
    pub reason: Option<String>,
    /// What it could show instead, best first.
    pub alternatives: Vec<Alternative>,
    /// What a picture of the script is about, in the words around it; empty for all else.
    pub about: String,
}

/// What a draft could show instead.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Alternative {
    /// What is shown.
    pub visual: Visual,
    /// What happens on which word.
    pub hints: Vec<Hint>,
    /// The line in which the visual's own words begin.
    pub anchor: usize,
}

/// A cue in terms of lines.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Hint {
    /// Index of the line.
    pub line: usize,
    /// Index of the word in the line.
    pub word: usize,
    /// What happens.
    pub action: Action,
    /// To which part.
    pub part: usize,
}

impl Draft {
    /// A scene whose parts find their own words.
    pub fn new(visual: Visual, lines: Vec<Line>) -> Self {
        Self {
            visual,
            lines,
            hints: Vec::new(),
            anchor: 0,
            part_lines: Vec::new(),
            chapter: None,
            mood: None,
            reason: None,
            alternatives: Vec::new(),
            about: String::new(),
        }
    }

    /// The same with what happens on which word.
    #[must_use]
    pub fn with_hints(mut self, hints: Vec<Hint>) -> Self {
        self.hints = hints;
        self
    }

    /// The same where part *i* is spoken in line `part_lines[i]`.
    #[must_use]
    pub fn with_part_lines(mut self, part_lines: Vec<usize>) -> Self {
        self.part_lines = part_lines;
        self
    }

    /// The same, chosen for a sentence.
    #[must_use]
    pub fn chosen_for(mut self, sentence: &str) -> Self {
        self.reason = Some(sentence.to_owned());
        self
    }

    /// The same of a picture that is about something.
    #[must_use]
    pub fn about(mut self, about: &str) -> Self {
        about.clone_into(&mut self.about);
        self
    }

    /// The same with a mood of its own.
    #[must_use]
    pub fn in_mood(mut self, mood: Mood) -> Self {
        self.mood = Some(mood);
        self
    }

    /// Estimated seconds on the screen.
    pub fn secs(&self) -> f64 {
        LEAD_SECS + TAIL_SECS + self.lines.iter().map(Line::secs).sum::<f64>()
    }

    /// Places in the script, in order, each once.
    pub fn sources(&self) -> Vec<Span> {
        let mut spans: Vec<Span> = self.lines.iter().filter_map(|line| line.span).collect();
        spans.dedup();
        spans
    }

    /// Its cues, in the order of their words.
    pub fn cues(&self) -> Vec<Cue> {
        let offsets: Vec<usize> = self
            .lines
            .iter()
            .scan(0, |sum, line| {
                let start = *sum;
                *sum += line.words.len();
                Some(start)
            })
            .collect();
        let parts = self.visual.part_count().max(1);
        let mut cues: Vec<Cue> = if self.hints.is_empty() {
            self.found_cues(&offsets)
        } else {
            let cue = |hint: &Hint| {
                let line = self.lines.get(hint.line)?;
                let in_range = hint.word < line.words.len() && (hint.part < parts || hint.action == Action::Answer);
                in_range.then(|| Cue {
                    word: offsets[hint.line] + hint.word,
                    action: hint.action,
                    part: hint.part,
                    last_part: None,
                })
            };
            self.hints.iter().filter_map(cue).collect()
        };
        cues.sort_by_key(|cue| (cue.word, cue.action, cue.part));
        if !matches!(self.visual, Visual::Statement { .. }) {
            self.calm(&mut cues);
        }
        cues
    }

    /// Binds cues that would be the fourth within a second to the moment before them.
    fn calm(&self, cues: &mut [Cue]) {
        let mut starts = Vec::new();
        let mut time = 0.0;
        for line in &self.lines {
            for word in &line.words {
                time += word.pause_secs;
                starts.push(time);
                time += word.secs;
            }
            time += line.pause_secs;
        }
        let mut moments: Vec<(f64, usize)> = Vec::new();
        for cue in cues.iter_mut().filter(|cue| cue.action != Action::Answer) {
            let Some(start) = starts.get(cue.word).copied() else { continue };
            match moments.last() {
                Some((_, word)) if *word == cue.word => {}
                Some((_, word)) if moments.iter().filter(|(moment, _)| start - moment < 1.0).count() >= 3 => {
                    cue.word = *word
                }
                _ => moments.push((start, cue.word)),
            }
        }
    }

    /// Cues found by looking for the parts' words in what is said.
    fn found_cues(&self, offsets: &[usize]) -> Vec<Cue> {
        match &self.visual {
            Visual::KeyPoints { points: parts, .. }
            | Visual::Steps { steps: parts, .. }
            | Visual::Recap { points: parts, .. } => self.point_cues(parts, offsets),
            Visual::Definition { term, meaning, .. } => {
                let words = self.words_from(self.anchor, offsets);
                let term_at = find_phrase(&words, 0, term);
                let meaning_at = meaning
                    .split_whitespace()
                    .filter(|word| is_content(&normalize(word)))
                    .find_map(|word| words.iter().position(|(_, shown)| same_word(shown, word)));
                let show = |part, at: Option<usize>| {
                    at.map(|at| Cue { word: words[at].0, action: Action::Show, part, last_part: None })
                };
                // A term whose meaning is never found by its words comes with its meaning.
                let both = term_at.and(meaning_at);
                show(0, term_at).into_iter().chain(both.and(show(1, meaning_at))).collect()
            }
            Visual::Table { rows, .. } => {
                let words = self.words_from(0, offsets);
                let mut cues = Vec::new();
                let mut from = 0;
                for (part, row) in rows.iter().enumerate() {
                    let Some(name) =
                        row.first().filter(|name| name.chars().filter(|one| one.is_alphanumeric()).count() > 1)
                    else {
                        continue;
                    };
                    if let Some(at) = find_phrase(&words, from, name) {
                        cues.push(Cue { word: words[at].0, action: Action::Focus, part, last_part: None });
                        from = at + 1;
                    }
                }
                cues
            }
            Visual::Code { text, .. } => code_cues(text, &self.words_from(0, offsets), &self.lines, offsets),
            _ => Vec::new(),
        }
    }

    fn point_cues(&self, parts: &[String], offsets: &[usize]) -> Vec<Cue> {
        let mut cues = Vec::new();
        let mut from = offsets.get(self.anchor).copied().unwrap_or(0);
        for (part, text) in parts.iter().enumerate() {
            let line = self.part_lines.get(part).copied();
            let words: Vec<(usize, &str)> = match line {
                Some(line) => self.line_words(line, offsets),
                None => self.words_from(self.anchor, offsets),
            };
            let start = words.iter().position(|(word, _)| *word >= from).unwrap_or(0);
            let found = find_phrase(&words, start, text).or_else(|| {
                text.split_whitespace().filter(|word| is_content(&normalize(word))).find_map(|word| {
                    words.iter().skip(start).position(|(_, shown)| same_word(shown, word)).map(|at| at + start)
                })
            });
            // A part without a word of its own comes with its line, or with its neighbor.
            let word = match found.or(line.map(|_| 0)) {
                Some(at) if at < words.len() => words[at].0.max(from),
                _ => from,
            };
            cues.push(Cue { word, action: Action::Show, part, last_part: None });
            from = word;
        }
        let total: usize = self.lines.iter().map(|line| line.words.len()).sum();
        cues.retain(|cue| cue.word < total);
        cues
    }

    fn line_words(&self, line: usize, offsets: &[usize]) -> Vec<(usize, &str)> {
        self.lines.get(line).map_or_else(Vec::new, |spoken| {
            spoken
                .words
                .iter()
                .enumerate()
                .map(|(word, spoken)| (offsets[line] + word, spoken.shown.as_str()))
                .collect()
        })
    }

    fn words_from(&self, line: usize, offsets: &[usize]) -> Vec<(usize, &str)> {
        (line..self.lines.len()).flat_map(|line| self.line_words(line, offsets)).collect()
    }
}

/// Where `phrase` is spoken, word by word, at or after `from`.
fn find_phrase(words: &[(usize, &str)], from: usize, phrase: &str) -> Option<usize> {
    let phrase: Vec<&str> = phrase.split_whitespace().filter(|word| !normalize(word).is_empty()).collect();
    if phrase.is_empty() || phrase.len() > words.len() {
        return None;
    }
    (from..=words.len() - phrase.len())
        .find(|start| phrase.iter().zip(&words[*start..]).all(|(wanted, (_, shown))| same_word(wanted, shown)))
}

/// Lines of code come into focus when a word is spoken that only few lines have.
fn code_cues(text: &str, words: &[(usize, &str)], lines: &[Line], offsets: &[usize]) -> Vec<Cue> {
    let listing: Vec<Vec<String>> = text
        .lines()
        .map(|line| {
            line.split(|character: char| !character.is_alphanumeric())
                .map(str::to_lowercase)
                .filter(|word| word.len() > 1 && is_content(word))
                .collect()
        })
        .collect();
    let mut cues: Vec<Cue> = Vec::new();
    for (number, line) in lines.iter().enumerate() {
        let first = offsets[number];
        let spoken = words.iter().filter(|(word, _)| (first..first + line.words.len()).contains(word));
        // The line of code that this sentence names most clearly: a word in few lines weighs more.
        let mut best: Option<(f64, usize, usize)> = None;
        let mut scores = vec![(0.0, usize::MAX); listing.len()];
        for (word, shown) in spoken {
            let holders: Vec<usize> =
                (0..listing.len()).filter(|code| listing[*code].iter().any(|known| same_word(known, shown))).collect();
            for code in &holders {
                scores[*code].0 += 1.0 / holders.len() as f64;
                scores[*code].1 = scores[*code].1.min(*word);
            }
        }
        for (code, (score, word)) in scores.into_iter().enumerate() {
            if score >= 0.5 && best.is_none_or(|(known, _, _)| score > known) {
                best = Some((score, code, word));
            }
        }
        if let Some((_, part, word)) = best {
            cues.push(Cue { word, action: Action::Focus, part, last_part: None });
        }
    }
    cues
}
