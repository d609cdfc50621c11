use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A run of text in one style.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "style", rename_all = "snake_case")]
pub enum Run {
    /// Plain text.
    Plain {
        /// The characters.
        text: String,
    },
    /// Stressed text (`*…*`).
    Emphasis {
        /// The characters.
        text: String,
    },
    /// Strong text (`**…**`): in a lesson nearly always a key term.
    Strong {
        /// The characters.
        text: String,
    },
    /// Text that the source itself marks as a term (`{: data-type="term"}`, `<dfn>`).
    Term {
        /// The characters.
        text: String,
    },
    /// Inline code.
    Code {
        /// The characters.
        text: String,
    },
    /// An inline formula.
    Formula {
        /// LaTeX, without the dollar signs.
        latex: String,
        /// Readable Unicode, such as `a² + b²`.
        text: String,
        /// How it is read aloud, such as "a squared plus b squared".
        spoken: String,
    },
    /// Silence that the author asks for (`[[pause 2]]`). It has no characters and stands between words.
    Pause {
        /// Its length in milliseconds.
        millis: u32,
    },
}

impl Run {
    /// The characters as a reader sees them in plain text.
    pub fn text(&self) -> &str {
        match self {
            Self::Plain { text }
            | Self::Emphasis { text }
            | Self::Strong { text }
            | Self::Term { text }
            | Self::Code { text }
            | Self::Formula { text, .. } => text,
            Self::Pause { .. } => "",
        }
    }
}

/// Text with inline styles. Markup characters are gone; sub- and superscripts are Unicode (`H₂O`, `Na⁺`).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct RichText {
    /// The runs in reading order.
    pub runs: Vec<Run>,
}

impl RichText {
    /// Text in one plain run.
    pub fn plain(text: impl Into<String>) -> Self {
        let text = text.into();
        if text.is_empty() { Self::default() } else { Self { runs: vec![Run::Plain { text }] } }
    }

    /// The text without styles; byte offsets of facts refer to this string.
    pub fn text(&self) -> String {
        self.runs.iter().map(Run::text).collect()
    }

    /// Whether nothing but white space is in it.
    pub fn is_empty(&self) -> bool {
        self.runs.iter().all(|run| run.text().trim().is_empty())
    }
}
