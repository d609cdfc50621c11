use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{Figure, Finding, Formula, Lexicon, Question, RichText, Span, Table};

/// What a script teaches, found without any model.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Lesson {
    /// Title.
    pub title: String,
    /// BCP 47 language tag.
    pub language: String,
    /// Subject category.
    pub subject: Subject,
    /// Audience in the author's words.
    pub audience: Option<String>,
    /// Flesch-Kincaid grade of the prose (Kincaid et al. 1975); 0 to about 20.
    pub reading_level: f32,
    /// What the learner will be able to do.
    pub objectives: Vec<RichText>,
    /// Key terms in order of first mention.
    pub terms: Vec<Term>,
    /// The sections in order; text before the first heading is a section without title.
    pub sections: Vec<Section>,
    /// The voices of those who speak, by their names, as the script asks.
    #[serde(default)]
    pub voices: BTreeMap<String, String>,
    /// How words are said, as the script tells.
    #[serde(default)]
    pub lexicon: Lexicon,
    /// Credit lines for the end and the transcript.
    pub credits: Vec<String>,
    /// Estimated seconds of the film at the voice's pace.
    pub estimated_secs: f64,
    /// What the reader and the analysis found.
    pub findings: Vec<Finding>,
}

/// Subject categories; they choose styles, moods and readings.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the names say all there is")]
pub enum Subject {
    Mathematics,
    Physics,
    Chemistry,
    Biology,
    EarthScience,
    ComputerScience,
    Economics,
    History,
    Geography,
    Language,
    Arts,
    #[default]
    General,
}

/// A key term.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Term {
    /// The term as written at its first mention.
    pub name: String,
    /// Its meaning, if the script or its glossary tells.
    pub meaning: Option<String>,
    /// First mention.
    pub span: Span,
}

/// A section under a heading.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Section {
    /// Heading text.
    pub title: Option<String>,
    /// Heading level, 0 without a heading.
    pub level: u8,
    /// What it is there for.
    pub role: SectionRole,
    /// What it says, in order.
    pub passages: Vec<Passage>,
    /// Where its heading (or its first passage) stands.
    pub span: Span,
}

/// What a section is there for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum SectionRole {
    /// It teaches.
    #[default]
    Body,
    /// It sums up ("Summary", "Remember", "Key takeaways").
    Summary,
    /// It asks ("Check yourself", "Quiz").
    Questions,
}

/// A passage: the unit that the planner turns into one or several scenes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Passage {
    /// What it is.
    pub kind: PassageKind,
    /// Where it stands.
    pub span: Span,
}

/// The kinds of passage.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum PassageKind {
    /// A paragraph.
    Prose {
        /// Its sentences.
        sentences: Vec<Sentence>,
    },
    /// A list. `steps` when the order matters.
    List {
        /// Whether it is a sequence of steps.
        steps: bool,
        /// The items, each one sentence or phrase.
        items: Vec<Sentence>,
    },
    /// A quotation.
    Quotation {
        /// The words.
        text: RichText,
        /// Who said it.
        author: Option<String>,
    },
    /// Code.
    Code {
        /// Language word of the fence.
        language: Option<String>,
        /// The lines.
        text: String,
    },
    /// A display formula.
    Formula(Formula),
    /// A table.
    Table(Table),
    /// A figure.
    Figure(Figure),
    /// A question with its choices.
    Question(Question),
    /// What people say to each other.
    Dialogue {
        /// What each says before another does.
        turns: Vec<Turn>,
    },
}

/// What one speaker says without another between.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Turn {
    /// Their name, as written.
    pub speaker: String,
    /// The sentences.
    pub sentences: Vec<Sentence>,
}

/// A sentence with what was found in it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Sentence {
    /// Its text.
    pub text: RichText,
    /// Where it stands.
    pub span: Span,
    /// What it states, in order of position.
    pub facts: Vec<Fact>,
}

/// A fact found in a sentence.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Fact {
    /// What it is.
    pub kind: FactKind,
    /// Byte offset of its first character in the sentence's plain text.
    pub start: usize,
    /// Byte offset one past its last character.
    pub end: usize,
}

/// The kinds of fact.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum FactKind {
    /// A number with what it counts ("500 tonnes", "90 percent", "seven thousand men").
    Quantity {
        /// The number's value.
        value: f64,
        /// The number as a reader likes to see it ("500", "7,000", "90 %").
        figure: String,
        /// Unit or counted noun, if any.
        unit: Option<String>,
    },
    /// A date or year.
    Date {
        /// As written.
        text: String,
        /// Year, negative before the common era, where told.
        year: Option<i32>,
    },
    /// A place by name.
    Place {
        /// The name.
        name: String,
    },
    /// A definition: the sentence says what a term means.
    Definition {
        /// The term.
        term: String,
        /// What it means.
        meaning: String,
    },
    /// An enumeration inside prose ("trees, folders, fractals").
    Enumeration {
        /// The members.
        items: Vec<String>,
    },
    /// A comparison ("as much as 100 elephants", "unlike …", "larger than …").
    Comparison {
        /// As written.
        text: String,
    },
    /// The sentence asks.
    Question,
}
