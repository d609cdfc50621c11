//! From narration words to what a person says for them: numbers, units, symbols, abbreviations, identifiers in words.
//!
//! Every spoken word remembers the narration word that it comes from, however many it takes, so that word spans stay one per
//! narration word.

pub(crate) mod atoms;
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
    /// A word by its sounds.
    Sounds {
        /// The narration word that it belongs to.
        word: usize,
        /// The model's phonemes.
        sounds: String,
    },
    /// What follows is said by the voice of this name; none for the film's own.
    Voice(Option<String>),
    /// Punctuation after the words before it: one of `, . ! ? ; : — …`.
    Mark(char),
    /// Silence of exactly so many seconds.
    Pause(f64),
    /// The end of a paragraph.
    Paragraph,
}

impl SpokenItem {
    /// Whether it is words, letters or sounds.
    pub fn is_said(&self) -> bool {
        matches!(self, Self::Words { .. } | Self::Letters { .. } | Self::Sounds { .. })
    }
}

/// What the voice reads for each word of a narration in a language (a BCP 47 tag), in words: "1453" is "fourteen fifty-three", "II" after a name is
/// "the second". Letters read by name stand together ("ATP"); what is not read at all is empty. A narration that is not
/// well-formed has no words. A word given by its sounds is those sounds.
pub fn spoken_words(narration: &str, language: &str) -> Vec<String> {
    let tokens = lectern_lesson::parse_narration(narration).unwrap_or_default();
    let (items, word_count) = if crate::spanish::is_spanish(language) {
        crate::spanish::spoken_items(&tokens)
    } else {
        spoken_items(&tokens)
    };
    let mut words = vec![String::new(); word_count];
    for item in items {
        if let SpokenItem::Words { word, text }
        | SpokenItem::Letters { word, text }
        | SpokenItem::Sounds { word, sounds: text } = item
            && let Some(spoken) = words.get_mut(word)
        {
            if !spoken.is_empty() {
                spoken.push(' ');
            }
            spoken.push_str(&text);
        }
    }
    words
}

/// What is spoken for these tokens, and how many words they hold.
pub(crate) fn spoken_items(tokens: &[Token]) -> (Vec<SpokenItem>, usize) {
    let mut items = Vec::new();
    let mut word_count = 0;
    let mut stretch = Vec::new();
    let mut voice: Option<&str> = None;
    for token in tokens {
        match token {
            Token::Word { shown, spoken, speaker, .. } => {
                let own = speaker.as_ref().map(|speaker| speaker.voice.as_str());
                if own != voice {
                    reading::read(&std::mem::take(&mut stretch), &mut items);
                    items.push(SpokenItem::Voice(own.map(str::to_owned)));
                    voice = own;
                }
                match spoken {
                    Some(spoken) => atoms::split_spoken(spoken, word_count, &mut stretch),
                    None => atoms::split(shown, word_count, &mut stretch),
                }
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
