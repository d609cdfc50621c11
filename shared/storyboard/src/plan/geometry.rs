//! Constructions that sentences describe: a right triangle with its numbers, something that leans against a wall, squares on
//! the sides of a triangle, a square cut into triangles.
//!
//! Each rule reads what is said, in any lesson: the words that name the figure, and the numbers or letters beside them.

mod dissection;
mod heard;
mod leaning;
mod squares;
mod triangle;

use std::ops::Range;

use lectern_lesson::{Action, GeometryShape, Tint, Visual};

use self::heard::{At, Heard};
use super::draft::{Draft, Hint};
use super::prose::Said;

/// Sentences of a paragraph that one construction may take in.
const WINDOW: usize = 5;

/// A construction with the sentences that it is shown with.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Construction {
    /// What is shown.
    pub visual: Visual,
    /// The sentences that describe it.
    pub sentences: Range<usize>,
    /// Which part comes with which word: part, sentence, word of that sentence.
    pub cues: Vec<(usize, usize, usize)>,
}

impl Construction {
    /// The scene of the construction, spoken with its sentences.
    pub fn draft(&self, said: &[Said]) -> Draft {
        let lines =
            said.iter().take(self.sentences.end).skip(self.sentences.start).map(|one| one.line.clone()).collect();
        let hint = |(part, sentence, word): &(usize, usize, usize)| Hint {
            line: sentence.saturating_sub(self.sentences.start),
            word: *word,
            action: Action::Show,
            part: *part,
        };
        let draft = Draft::new(self.visual.clone(), lines).with_hints(self.cues.iter().map(hint).collect());
        said.get(self.sentences.start).map_or(draft.clone(), |one| draft.chosen_for(&one.text))
    }
}

/// The first construction that sentences of a paragraph describe. `formulas` is the LaTeX of the section's lines of
/// formulas, in their order. Cost: linear in the words, for each of the four rules and each start.
pub(crate) fn construction(said: &[Said], formulas: &[String]) -> Option<Construction> {
    let words: Vec<Vec<String>> = said.iter().map(Said::words).collect();
    of_words(&words, formulas)
}

fn of_words(words: &[Vec<String>], formulas: &[String]) -> Option<Construction> {
    let rules: [Rule; 4] = [dissection::read, leaning::read, squares::read, triangle::read];
    rules.iter().find_map(|rule| {
        (0..words.len()).find_map(|start| {
            let end = words.len().min(start + WINDOW);
            let read = |end: usize| Some(rule(&Heard::new(&words[start..end]), formulas)?.build());
            // The fewest sentences that describe the whole, and then those that add to it or ask about it.
            let (mut last, (mut visual, mut cues)) = (start + 1..=end).find_map(|end| Some((end, read(end)?)))?;
            while last < end {
                let asks = words[last].last().is_some_and(|word| word.ends_with('?'));
                let Some((more, more_cues)) = read(last + 1) else { break };
                if !asks && more.part_count() == visual.part_count() {
                    break;
                }
                (last, visual, cues) = (last + 1, more, more_cues);
            }
            let cues = cues.into_iter().map(|(part, at)| (part, start + at.sentence, at.word)).collect();
            Some(Construction { visual, sentences: start..last, cues })
        })
    })
}

type Rule = fn(&Heard, &[String]) -> Option<Sketch>;

/// Shapes with the words that they come with.
#[derive(Default)]
struct Sketch {
    shapes: Vec<(GeometryShape, Option<At>)>,
    formula: Option<String>,
}

impl Sketch {
    /// Adds a shape that comes with a word, or at the start.
    fn add(&mut self, shape: GeometryShape, at: Option<At>) {
        self.shapes.push((shape, at));
    }

    /// The visual, and which part comes with which word. Shapes that come at the start have no cue.
    fn build(self) -> (Visual, Vec<(usize, At)>) {
        let cues = self.shapes.iter().enumerate().filter_map(|(part, (_, at))| Some((part, (*at)?))).collect();
        let shapes = self.shapes.into_iter().map(|(shape, _)| shape).collect();
        (Visual::Geometry { title: None, shapes, formula: self.formula }, cues)
    }
}

fn polygon(points: Vec<(f64, f64)>, tint: Tint, label: Option<String>, ruled: bool) -> GeometryShape {
    GeometryShape::Polygon { points, tint, label, ruled, moved: None }
}

fn segment(from: (f64, f64), to: (f64, f64), tint: Tint, label: Option<String>) -> GeometryShape {
    GeometryShape::Segment { from, to, tint, label, dashed: false }
}

/// A letter as a label.
fn letter(name: char) -> Option<String> {
    Some(format!("${name}$"))
}

/// The letters of `x² + y² = z²` among formulas; of the last that is one.
fn sides_of_theorem(formulas: &[String]) -> Option<(char, char, char, String)> {
    formulas.iter().rev().find_map(|latex| {
        let bare: String = latex
            .chars()
            .filter(|character| !character.is_whitespace() && !matches!(character, '{' | '}' | '&'))
            .collect();
        let letters: Vec<char> = bare.chars().collect();
        match letters[..] {
            [a, '^', '2', '+', b, '^', '2', '=', c, '^', '2'] if [a, b, c].iter().all(char::is_ascii_alphabetic) => {
                Some((a, b, c, latex.clone()))
            }
            _ => None,
        }
    })
}

#[cfg(test)]
mod tests;
