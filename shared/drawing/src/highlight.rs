//! Code as lines of classified tokens, without a theme, since the style's palette gives the colors.

use std::ops::Range;

#[cfg(feature = "grammars")]
mod grammars;

/// What a token is, as far as color tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(not(feature = "grammars"), expect(dead_code, reason = "without grammars all code is plain"))]
pub(crate) enum TokenClass {
    /// Names, operators, punctuation.
    Plain,
    /// `if`, `def`, `return`, storage words.
    Keyword,
    /// Names of functions, methods, classes, types, tags.
    Name,
    /// Numbers, `true`, `None`, escapes.
    Constant,
    /// Strings.
    Text,
    /// Comments.
    Comment,
}

/// A line of code: its bytes in classes, without gaps.
pub(crate) type ClassifiedLine = Vec<(Range<usize>, TokenClass)>;

/// Classifies the lines of a piece of code. `language` is the word of a fence (`python`, `js`, `c++`); a language that
/// is not known gives plain lines, and so does every language in a program without the grammars: it lays code out in the same
/// places, since all classes are set in faces of one width.
pub(crate) fn classify(lines: &[&str], language: Option<&str>) -> Vec<ClassifiedLine> {
    #[cfg(feature = "grammars")]
    if let Some(classified) = language.and_then(|language| grammars::classify(lines, language)) {
        return classified;
    }
    #[cfg(not(feature = "grammars"))]
    let _ = language;
    lines.iter().map(|line| plain(line)).collect()
}

fn plain(line: &str) -> ClassifiedLine {
    vec![(0..line.len(), TokenClass::Plain)]
}
