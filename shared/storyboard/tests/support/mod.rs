//! Lessons written in a few lines, and a stage with fixed pitch type to lay them out on.

#![allow(dead_code, reason = "each test file uses a part of it")]

use lectern_lesson::{
    Fact, FactKind, Format, Layout, Lesson, Overflow, Passage, PassageKind, PlacedText, Rect, RichText, Run, Section,
    SectionRole, Sentence, Span, Subject, TextRole, Visual,
};
use lectern_storyboard::{Layouts, PlanOptions};

/// A stage on which every character is as wide as every other: a real layout, if a plain one. `columns` characters fit in a
/// line and `rows` lines on the frame.
pub struct Typewriter {
    pub columns: usize,
    pub rows: usize,
}

pub const STAGE: Typewriter = Typewriter { columns: 48, rows: 11 };

impl Layouts for Typewriter {
    fn layout(&self, visual: &Visual) -> Layout {
        let texts: Vec<String> = match visual.clone() {
            Visual::Title { title, subtitle } => std::iter::once(title).chain(subtitle).collect(),
            Visual::Chapter { title, .. } => vec![title],
            Visual::Statement { text, .. } => vec![text],
            Visual::KeyPoints { heading, points } | Visual::Recap { heading, points, .. } => {
                heading.into_iter().chain(points).collect()
            }
            Visual::Steps { heading, steps, .. } => heading.into_iter().chain(steps).collect(),
            Visual::Definition { term, meaning, .. } => vec![term, meaning],
            Visual::Figure { caption, credit, .. } => caption.into_iter().chain(credit).collect(),
            Visual::Formula { lines, .. } => lines,
            Visual::Table { headers, rows, .. } => {
                std::iter::once(headers.join("  ")).chain(rows.iter().map(|row| row.join("  "))).collect()
            }
            Visual::Chart { title, series, .. } => {
                title.into_iter().chain(series.into_iter().map(|one| one.name)).collect()
            }
            Visual::Code { text, .. } => text.lines().map(str::to_owned).collect(),
            Visual::Quotation { text, author } => std::iter::once(text).chain(author).collect(),
            Visual::BigNumber { number, caption, .. } => vec![number, caption],
            Visual::Question { prompt, choices, .. } => std::iter::once(prompt).chain(choices).collect(),
            other => other.names().into_iter().map(str::to_owned).collect(),
        };
        let mut layout = Layout { room: 1.2, ..Layout::default() };
        let mut row = 0;
        for (part, text) in texts.into_iter().enumerate() {
            let mut column = 0;
            let mut widest = 0;
            let first_row = row;
            for word in text.split_whitespace() {
                let width = word.chars().count();
                if column > 0 && column + 1 + width > self.columns {
                    row += 1;
                    column = 0;
                }
                column += width + usize::from(column > 0);
                widest = widest.max(column);
            }
            row += 1;
            if widest > self.columns || row > self.rows {
                layout.overflows.push(Overflow { part: Some(part), message: format!("“{text}” does not fit") });
            }
            let rect =
                Rect::new(96.0, 60.0 + 80.0 * first_row as f64, 30.0 * widest as f64, 70.0 * (row - first_row) as f64);
            layout.texts.push(PlacedText {
                part: Some(part),
                text,
                rect,
                size_px: 48.0,
                contrast: 11.0,
                role: TextRole::Body,
            });
        }
        layout
    }
}

pub fn options() -> PlanOptions {
    PlanOptions {
        style: "night-sky".into(),
        voice: "af_heart".into(),
        cast: Default::default(),
        pace: 1.0,
        format: Format::default(),
    }
}

/// Text with `**terms**`.
pub fn rich(text: &str) -> RichText {
    let runs = text
        .split("**")
        .enumerate()
        .filter(|(_, part)| !part.is_empty())
        .map(
            |(number, part)| {
                if number % 2 == 1 { Run::Strong { text: part.into() } } else { Run::Plain { text: part.into() } }
            },
        )
        .collect();
    RichText { runs }
}

/// A sentence with its facts, each beside the words that state it.
pub fn sentence(text: &str, facts: &[(&str, FactKind)]) -> Sentence {
    let text = rich(text);
    let plain = text.text();
    let facts = facts
        .iter()
        .map(|(words, kind)| {
            let start = plain.find(words).expect("the fact's words stand in the sentence");
            Fact { kind: kind.clone(), start, end: start + words.len() }
        })
        .collect();
    Sentence { text, span: Span::default(), facts }
}

pub fn passage(kind: PassageKind) -> Passage {
    Passage { kind, span: Span::default() }
}

/// A paragraph of sentences without facts.
pub fn prose(sentences: &[&str]) -> Passage {
    passage(PassageKind::Prose { sentences: sentences.iter().map(|text| sentence(text, &[])).collect() })
}

pub fn section(title: Option<&str>, level: u8, passages: Vec<Passage>) -> Section {
    Section { title: title.map(str::to_owned), level, role: SectionRole::Body, passages, span: Span::default() }
}

pub fn lesson(title: &str, sections: Vec<Section>) -> Lesson {
    Lesson {
        title: title.into(),
        language: "en".into(),
        subject: Subject::General,
        audience: None,
        reading_level: 8.0,
        objectives: Vec::new(),
        terms: Vec::new(),
        sections,
        voices: Default::default(),
        lexicon: Default::default(),
        credits: Vec::new(),
        estimated_secs: 60.0,
        findings: Vec::new(),
    }
}

/// Items of a list.
pub fn items_of(texts: &[String]) -> Vec<Sentence> {
    texts.iter().map(|text| sentence(text, &[])).collect()
}
