use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{Finding, RichText, Span};

/// A lesson script as read: its blocks in order, each with its place in the source.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Script {
    /// What the user called it (a file name); used in messages only.
    pub name: String,
    /// The decoded text that all spans refer to.
    pub source: String,
    /// What the YAML front matter said.
    pub front_matter: FrontMatter,
    /// The blocks in reading order.
    pub blocks: Vec<Block>,
    /// What the reader had to tolerate: ragged tables, unclosed fences, broken LaTeX …
    pub findings: Vec<Finding>,
}

/// The front matter of a script. Unknown keys are kept and ignored.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct FrontMatter {
    /// Title of the film.
    pub title: Option<String>,
    /// Subject in the author's words, such as "mathematics".
    pub subject: Option<String>,
    /// Audience in the author's words, such as "grade 8".
    pub audience: Option<String>,
    /// BCP 47 language tag, such as `en`.
    pub language: Option<String>,
    /// Author or source, shown in the credits.
    pub credit: Option<String>,
    /// Licence, shown in the credits.
    pub license: Option<String>,
    /// Everything else, as text.
    #[serde(flatten)]
    pub other: BTreeMap<String, serde_json::Value>,
}

/// A block of a script.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Block {
    /// What it is.
    pub kind: BlockKind,
    /// Where it stands.
    pub span: Span,
}

/// The kinds of block.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum BlockKind {
    /// A heading.
    Heading {
        /// 1 to 6.
        level: u8,
        /// Its text.
        text: RichText,
    },
    /// A paragraph of prose.
    Paragraph {
        /// Its text.
        text: RichText,
    },
    /// A list, nested items flattened into their own text.
    List {
        /// Whether the order matters (numbered).
        ordered: bool,
        /// The items.
        items: Vec<ListItem>,
    },
    /// A quotation.
    Quotation {
        /// The quoted words.
        text: RichText,
        /// Who said it, if the block tells.
        author: Option<String>,
    },
    /// A code listing.
    Code {
        /// The fence's language word, lower case, if there is one.
        language: Option<String>,
        /// The lines, without a final newline.
        text: String,
    },
    /// A display formula.
    Formula(Formula),
    /// A table.
    Table(Table),
    /// A figure.
    Figure(Figure),
    /// What the learner will be able to do; one objective each.
    Objectives {
        /// The objectives.
        items: Vec<RichText>,
    },
    /// A glossary entry.
    GlossaryEntry {
        /// The term.
        term: String,
        /// What it means.
        meaning: RichText,
    },
    /// A question of the script itself (a task list with a marked answer). Narrated, with a pause.
    Question(Question),
    /// An exercise or link box of a textbook page: kept, never narrated.
    Exercise {
        /// Its plain text.
        text: String,
    },
}

/// An item of a list.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ListItem {
    /// Its text.
    pub text: RichText,
    /// Where it stands.
    pub span: Span,
}

/// A display formula of one or several lines.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Formula {
    /// The lines; an aligned derivation has one for each row.
    pub lines: Vec<FormulaLine>,
}

/// A line of a formula.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct FormulaLine {
    /// LaTeX without dollar signs and without alignment marks (`&`, `\\`).
    pub latex: String,
    /// Readable Unicode, such as `a² + b² = c²`.
    pub text: String,
    /// How it is read aloud, such as "a squared plus b squared equals c squared".
    pub spoken: String,
}

/// A table. Every row has as many cells as there are headers; ragged rows were filled with empty cells.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Table {
    /// Column headers; empty strings where the source has none.
    pub headers: Vec<String>,
    /// The rows.
    pub rows: Vec<Vec<String>>,
    /// Its caption.
    pub caption: Option<String>,
}

/// A picture of the user.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Figure {
    /// Path as written in the script, relative to it.
    pub source: String,
    /// Alternative text: what is to be seen.
    pub alt: String,
    /// Caption as published.
    pub caption: Option<String>,
    /// Credit line ("credit: modification of work by …").
    pub credit: Option<String>,
    /// Anchor that the text refers to (`fig-ch06_04_01`).
    pub anchor: Option<String>,
}

/// A question with choices.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Question {
    /// What is asked; empty if the paragraph before the list asks it (the analysis joins them).
    pub prompt: RichText,
    /// The choices.
    pub choices: Vec<Choice>,
}

/// One choice of a question.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Choice {
    /// Its text.
    pub text: RichText,
    /// Whether it is marked as right.
    pub correct: bool,
}
