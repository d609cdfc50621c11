//! From narration words to what a person says for them: numbers, units, symbols, abbreviations, identifiers in words.
//!
//! Every spoken word remembers the narration word that it comes from, however many it takes, so that word spans stay one per
//! narration word.

mod atoms;
mod chemistry;
mod numbers;
mod quantities;
mod reading;
mod runs;
mod symbols;
mod units;

#[cfg(test)]
mod cases;

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

/// What the voice reads for a narration, as words: "1453" is "fourteen fifty-three", "$5" is "five dollars". Letters read
/// by name stand together ("ATP"). A narration that is not well-formed is read as it stands.
pub fn spoken_text(narration: &str) -> String {
    let tokens = lectern_lesson::parse_narration(narration)
        .unwrap_or_else(|_| vec![Token::Word { shown: narration.to_owned(), spoken: None }]);
    let mut text = String::new();
    for item in spoken_items(&tokens).0 {
        match item {
            SpokenItem::Words { text: words, .. } | SpokenItem::Letters { text: words, .. } => {
                if !text.is_empty() {
                    text.push(' ');
                }
                text.push_str(&words);
            }
            SpokenItem::Mark(mark) => text.push(mark),
            SpokenItem::Pause(_) | SpokenItem::Paragraph => {}
        }
    }
    text
}

/// What is spoken for these tokens, and how many words they hold.
pub(crate) fn spoken_items(tokens: &[Token]) -> (Vec<SpokenItem>, usize) {
    let mut items = Vec::new();
    let mut word_count = 0;
    let mut stretch = Vec::new();
    for token in tokens {
        match token {
            Token::Word { shown, spoken } => {
                atoms::split(spoken.as_deref().unwrap_or(shown), word_count, &mut stretch);
                word_count += 1;
            }
            Token::Pause { secs } => {
                reading::read(&std::mem::take(&mut stretch), &mut items);
                items.push(SpokenItem::Pause(*secs));
            }
            Token::Paragraph => {
                reading::read(&std::mem::take(&mut stretch), &mut items);
                items.push(SpokenItem::Paragraph);
            }
        }
    }
    reading::read(&stretch, &mut items);
    (items, word_count)
}
