use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Where something stands in the source text: a half-open byte range of the decoded UTF-8 text, and the line and column of
/// its start for people.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
pub struct Span {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
    /// Line of `start`, counted from 1.
    pub line: u32,
    /// Column of `start` in characters, counted from 1.
    pub column: u32,
}

impl Span {
    /// The span of `start..end` in `source`; both are clamped to the text and to character boundaries.
    pub fn locate(source: &str, start: usize, end: usize) -> Self {
        let start = floor_boundary(source, start);
        let end = floor_boundary(source, end).max(start);
        let before = &source[..start];
        let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
        Self {
            start,
            end,
            line: before.bytes().filter(|byte| *byte == b'\n').count() as u32 + 1,
            column: source[line_start..start].chars().count() as u32 + 1,
        }
    }
}

fn floor_boundary(text: &str, index: usize) -> usize {
    let mut index = index.min(text.len());
    while !text.is_char_boundary(index) {
        index -= 1;
    }
    index
}

#[cfg(test)]
mod tests {
    use super::Span;

    #[test]
    fn lines_and_columns_count_from_one_in_characters() {
        let source = "alpha\nβeta gamma";
        let start = source.find("gamma").expect("the word stands in the text");
        assert_eq!(Span::locate(source, start, start + 5), Span { start, end: start + 5, line: 2, column: 6 });
    }

    #[test]
    fn positions_outside_the_text_are_clamped() {
        assert_eq!(Span::locate("β", 1, 99), Span { start: 0, end: 2, line: 1, column: 1 });
    }
}
