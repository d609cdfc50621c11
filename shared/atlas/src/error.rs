//! What can go wrong when an atlas is read.

/// An atlas that cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AtlasError {
    /// The packed shapes end early or hold what is not of their layout.
    #[error(
        "reading the atlas' shapes failed at byte {at}: not of the layout this program reads; pack them anew with assets/atlas/pack.py"
    )]
    Shapes {
        /// Where, in bytes after the head of the level.
        at: usize,
    },
    /// A line of a table of names does not have the columns it should have.
    #[error(
        "reading {table}, line {line} failed: {reason}; mend the line or pack the table anew with assets/atlas/pack.py"
    )]
    Names {
        /// The table's file.
        table: &'static str,
        /// Counted from 1.
        line: usize,
        /// What was expected.
        reason: &'static str,
    },
}
