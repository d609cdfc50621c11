use thiserror::Error;

/// The largest script that is read, in bytes: a film of five megabytes of prose would last about ninety hours.
pub const SIZE_LIMIT: usize = 5_000_000;

/// Why a script could not be read.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum ReadError {
    /// Nothing but white space is in it.
    #[error("{name} is empty")]
    Empty {
        /// What the user called the script.
        name: String,
    },
    /// It has headings and nothing under them.
    #[error("{name} has headings but no text under them")]
    OnlyHeadings {
        /// What the user called the script.
        name: String,
    },
    /// There is text, but too little to teach anything.
    #[error("{name} has no sentence to narrate, only {text:?}")]
    NoSentence {
        /// What the user called the script.
        name: String,
        /// The beginning of what it says.
        text: String,
    },
    /// It is larger than [`SIZE_LIMIT`].
    #[error("{name} has {bytes} bytes; a script may have {limit}")]
    TooLarge {
        /// What the user called the script.
        name: String,
        /// Its size.
        bytes: usize,
        /// The largest size that is read.
        limit: usize,
    },
    /// It is not text but a picture, a document, an archive …
    #[error("{name} is not text but {kind} (byte {offset})")]
    Binary {
        /// What the user called the script.
        name: String,
        /// What it is, with its article: "a PNG picture".
        kind: String,
        /// Byte offset of what gave it away.
        offset: usize,
    },
    /// It is text in an encoding that cannot be told.
    #[error("{name} is not UTF-8 (byte {offset}, line {line}), and its encoding cannot be told; {guess} was tried")]
    NotText {
        /// What the user called the script.
        name: String,
        /// The encoding that came closest.
        guess: String,
        /// Byte offset of the first byte that is not UTF-8.
        offset: usize,
        /// Line of that byte, counted from 1.
        line: u32,
    },
    /// A mark that asks for silence tells no length that can be kept.
    #[error(
        "{name}, line {line}, column {column}: the pause {mark:?} tells no time from 0.1 to 10 seconds, or is not closed"
    )]
    Pause {
        /// What the user called the script.
        name: String,
        /// The mark as written.
        mark: String,
        /// Its line, counted from 1.
        line: u32,
        /// Its column, counted from 1.
        column: u32,
    },
}

impl ReadError {
    /// The next step for the user.
    pub fn hint(&self) -> &str {
        match self {
            Self::Empty { .. } => "write a few sentences into it, or give another file",
            Self::OnlyHeadings { .. } => "write at least one sentence under a heading",
            Self::NoSentence { .. } => "write at least one whole sentence; a minute of film is about 150 words",
            Self::TooLarge { .. } => "split the script into lessons, and make a film of each",
            Self::Binary { .. } => "give the lesson as Markdown or plain text; save a document as text first",
            Self::NotText { .. } => "save the script as UTF-8",
            Self::Pause { .. } => {
                "write [[pause]] for one second or [[pause 2.5]] for as many as it says; \\[[pause]] is text"
            }
        }
    }
}
