//! Spans in a long text without counting its lines each time.

use lectern_lesson::Span;

/// Where the lines of a text begin.
#[derive(Debug)]
pub(crate) struct LineIndex<'a> {
    text: &'a str,
    starts: Vec<usize>,
}

impl<'a> LineIndex<'a> {
    /// Counts the lines of `text` once.
    pub fn new(text: &'a str) -> Self {
        let starts = std::iter::once(0).chain(text.match_indices('\n').map(|(offset, _)| offset + 1)).collect();
        Self { text, starts }
    }

    /// The span of `start..end`; both are clamped to the text and to character boundaries, as [`Span::locate`] does.
    pub fn span(&self, start: usize, end: usize) -> Span {
        let floor = |mut at: usize| {
            at = at.min(self.text.len());
            while !self.text.is_char_boundary(at) {
                at -= 1;
            }
            at
        };
        let start = floor(start);
        let end = floor(end).max(start);
        let line = self.starts.partition_point(|line| *line <= start).saturating_sub(1);
        let column = self.text[self.starts[line]..start].chars().count() as u32 + 1;
        Span { start, end, line: line as u32 + 1, column }
    }
}

#[cfg(test)]
mod tests {
    use super::LineIndex;
    use lectern_lesson::Span;

    #[test]
    fn spans_are_those_of_the_slow_way() {
        let text = "alpha\nβeta\n\ngamma δ";
        let index = LineIndex::new(text);
        for start in 0..=text.len() + 2 {
            for end in [start, start + 1, start + 7] {
                assert_eq!(index.span(start, end), Span::locate(text, start, end));
            }
        }
    }
}
