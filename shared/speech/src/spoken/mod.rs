//! From narration words to what the voice reads.

use lectern_lesson::Token;

/// A part of what is spoken.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum SpokenItem {
    /// Words to be read: letters, apostrophes and hyphens, separated by single spaces.
    Words {
        /// The narration word that they belong to.
        word: usize,
        /// The words.
        text: String,
    },
    /// Letters to be read by name, as one word.
    Letters {
        /// The narration word that they belong to.
        word: usize,
        /// Capital letters.
        text: String,
    },
    /// Punctuation after the words before it: one of `, . ! ? ; : — …`.
    Mark(char),
    /// Silence of exactly so many seconds.
    Pause(f64),
    /// The end of a paragraph.
    Paragraph,
}

/// What is spoken for these tokens, and how many words they hold.
pub(crate) fn spoken_items(tokens: &[Token]) -> (Vec<SpokenItem>, usize) {
    let mut items = Vec::new();
    let mut word = 0;
    for token in tokens {
        match token {
            Token::Word { shown, spoken } => {
                let source = spoken.as_deref().unwrap_or(shown);
                let text: String = source.chars().filter(|c| c.is_ascii_alphabetic() || " '-".contains(*c)).collect();
                if !text.trim().is_empty() { items.push(SpokenItem::Words { word, text: text.trim().to_owned() }); }
                if let Some(mark) = source.chars().last().filter(|c| ",.!?;:".contains(*c)) { items.push(SpokenItem::Mark(mark)); }
                word += 1;
            }
            Token::Pause { secs } => items.push(SpokenItem::Pause(*secs)),
            Token::Paragraph => items.push(SpokenItem::Paragraph),
        }
    }
    (items, word)
}
