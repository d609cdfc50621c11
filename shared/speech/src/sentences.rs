//! From spoken items to sentences with the silence after each.

use crate::spoken::SpokenItem;

/// Silence after a sentence, in seconds.
pub(crate) const SENTENCE_PAUSE_SECS: f64 = 0.35;
/// Silence after a question: a moment to think.
pub(crate) const QUESTION_PAUSE_SECS: f64 = 0.5;
/// Silence before another speaks.
pub(crate) const TURN_PAUSE_SECS: f64 = 0.5;
/// Silence after a paragraph.
pub(crate) const PARAGRAPH_PAUSE_SECS: f64 = 0.7;

/// What is spoken in one breath, and the silence after it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Sentence {
    /// Words, letters and marks.
    pub items: Vec<SpokenItem>,
    /// Silence after it in seconds. Nothing follows the last sentence unless the narration asks for it.
    pub pause_secs: f64,
    /// Name of the voice that says it; none for the film's own.
    pub voice: Option<String>,
}

/// The sentences of a narration and the silence before the first.
pub(crate) fn sentences(items: Vec<SpokenItem>) -> (f64, Vec<Sentence>) {
    let mut sentences: Vec<Sentence> = Vec::new();
    let mut lead_secs = 0.0;
    let mut current: Vec<SpokenItem> = Vec::new();
    // A pause that is written replaces those that punctuation makes.
    let mut written: Option<f64> = None;
    let mut paragraph = false;
    let (mut voice, mut next_voice) = (None, None);
    for item in items {
        match item {
            item if item.is_said() => {
                let turns = next_voice != voice;
                if written.is_some() || paragraph || turns || ends_sentence(&current) {
                    let pause_secs = pause_secs(&current, written.take(), paragraph, turns);
                    close(&mut sentences, &mut lead_secs, &mut current, pause_secs, &voice);
                    paragraph = false;
                    voice.clone_from(&next_voice);
                }
                current.push(item);
            }
            SpokenItem::Words { .. } | SpokenItem::Letters { .. } | SpokenItem::Sounds { .. } => {}
            SpokenItem::Voice(name) => next_voice = name,
            SpokenItem::Mark(_) => {
                if written.is_none() && !current.is_empty() {
                    current.push(item);
                }
            }
            SpokenItem::Pause(secs) => written = Some(written.unwrap_or(0.0) + secs),
            SpokenItem::Paragraph => paragraph = true,
        }
    }
    close(&mut sentences, &mut lead_secs, &mut current, written.unwrap_or(0.0), &voice);
    (lead_secs, sentences)
}

fn ends_sentence(items: &[SpokenItem]) -> bool {
    matches!(items.last(), Some(SpokenItem::Mark('.' | '!' | '?' | '…')))
}

/// The silence after `items`: the written one, or what follows from how they end and what comes.
fn pause_secs(items: &[SpokenItem], written: Option<f64>, paragraph: bool, turns: bool) -> f64 {
    let asks = items.contains(&SpokenItem::Mark('?'));
    written.unwrap_or(match (paragraph, asks || turns) {
        // Nothing was said yet: whoever begins needs no silence before.
        _ if turns && items.is_empty() => 0.0,
        (true, _) => PARAGRAPH_PAUSE_SECS,
        (false, true) => QUESTION_PAUSE_SECS.max(TURN_PAUSE_SECS),
        (false, false) => SENTENCE_PAUSE_SECS,
    })
}

fn close(
    sentences: &mut Vec<Sentence>,
    lead_secs: &mut f64,
    current: &mut Vec<SpokenItem>,
    pause_secs: f64,
    voice: &Option<String>,
) {
    if !current.is_empty() {
        sentences.push(Sentence { items: std::mem::take(current), pause_secs, voice: voice.clone() });
    } else if sentences.is_empty() {
        *lead_secs += pause_secs;
    } else if let Some(last) = sentences.last_mut() {
        last.pause_secs += pause_secs;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::spoken::spoken_items;
    use lectern_lesson::parse_narration;

    fn pauses(narration: &str) -> (f64, Vec<f64>) {
        let tokens = parse_narration(narration).expect("well-formed");
        let (lead, sentences) = sentences(spoken_items(&tokens).0);
        (lead, sentences.iter().map(|sentence| sentence.pause_secs).collect())
    }

    #[test]
    fn each_sentence_is_said_by_its_voice() {
        let text = "Why? [[voice am_puck Pupil]] It rains. So it is wet. [[voice bf_emma]] Yes [[voice]] or no.";
        let (_, sentences) = sentences(spoken_items(&parse_narration(text).expect("well-formed")).0);
        let voices: Vec<&str> =
            sentences.iter().map(|sentence| sentence.voice.as_deref().unwrap_or_default()).collect();
        assert_eq!(voices, ["", "am_puck", "am_puck", "bf_emma", ""]);
    }

    #[test]
    fn pauses_come_from_punctuation_unless_written() {
        for (narration, lead, expected) in [
            ("", 0.0, vec![]),
            ("One.", 0.0, vec![0.0]),
            ("One. Two! Three", 0.0, vec![0.35, 0.35, 0.0]),
            ("Why? Because.", 0.0, vec![0.5, 0.0]),
            ("One.\n\nTwo.", 0.0, vec![0.7, 0.0]),
            ("Heading\n\nText.", 0.0, vec![0.7, 0.0]),
            ("Why? [[pause 3]] Because.", 0.0, vec![3.0, 0.0]),
            ("[[pause 1]] [[pause 0.5]] One, [[pause 2]] two. [[pause 4]]", 1.5, vec![2.0, 4.0]),
            ("One.\n\n[[pause 0]]\n\nTwo.", 0.0, vec![0.0, 0.0]),
            ("[[pause 2]]", 2.0, vec![]),
            ("One, two; three: four.", 0.0, vec![0.0]),
            ("One [[voice am_puck]] two. [[voice]] Three. Four?", 0.0, vec![0.5, 0.5, 0.35, 0.0]),
            ("[[voice am_puck]] One. [[pause 2]] [[voice]] Two.", 0.0, vec![2.0, 0.0]),
            ("[[pause 1]] [[voice am_puck]] One.\n\n[[voice]] Two.", 1.0, vec![0.7, 0.0]),
        ] {
            assert_eq!(pauses(narration), (lead, expected), "{narration}");
        }
    }
}
