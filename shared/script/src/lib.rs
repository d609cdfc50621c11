//! Read and analyze: a script in any of its dialects becomes a Lesson.
//!
//! [`read`](fn@read) decodes the bytes, tells the dialect by what is in the text, and makes blocks with their places in the source.
//! [`analyze`](fn@analyze) finds what the blocks teach, without any model. [`condense`](fn@condense) chooses the sentences that tell a long lesson in
//! a given time. [`formula_line`] reads LaTeX as Unicode and as words.

#![cfg_attr(test, expect(clippy::unwrap_used, reason = "a test may stop at the first surprise"))]

mod analyze;
mod attribution;
mod condense;
mod dangle;
mod decode;
mod definition_list;
mod dialogue;
mod dollar;
mod error;
mod fact;
mod front_matter;
mod html_table;
mod inline;
mod latex;
mod line_index;
mod markdown;
mod mask;
mod mathml;
mod pace;
mod pause;
mod pipe_table;
mod plain_text;
mod read;
mod reference;
mod region;
mod script_characters;
mod sentence;
mod stem;
mod subject;
mod tag;

pub use analyze::analyze;
pub use condense::condense;
pub use error::{ReadError, SIZE_LIMIT};
pub use latex::formula_line;
pub use read::read;
