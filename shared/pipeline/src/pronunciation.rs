//! The lexicon of a film: its readings are put into the narrations, which all that is derived from them follows.

use lectern_lesson::{Finding, Lexicon, Severity, Storyboard};
use lectern_speech::unspeakable_sign;

/// Marks the words of all narrations that have readings.
pub(crate) fn pronounce(storyboard: &mut Storyboard, lexicon: &Lexicon) {
    for scene in &mut storyboard.scenes {
        scene.narration = lexicon.apply(&scene.narration);
    }
}

/// What of a lexicon the voice cannot say.
pub(crate) fn findings(lexicon: &Lexicon) -> Vec<Finding> {
    let warning = |message: String, hint: &str| Finding::new(Severity::Warning, "lexicon", message).with_hint(hint);
    let unusable = lexicon.unusable().into_iter().map(|word| {
        warning(
            format!("the lexicon's reading of \"{word}\" is not used"),
            "give a name of several words a reading of as many words, without brackets and bars",
        )
    });
    let unspeakable = lexicon.sounds().filter_map(|(word, sounds)| {
        let sign = unspeakable_sign(sounds)?;
        Some(warning(
            format!("the lexicon's sounds of \"{word}\" hold {sign:?}, which is no sound"),
            "between slashes stand signs of the International Phonetic Alphabet; without slashes a spelling",
        ))
    });
    unusable.chain(unspeakable).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn readings_that_cannot_be_said_are_told() {
        let (lexicon, _) = Lexicon::parse("Euler = /ˈɔɪlər/\nNguyen = win\nLos Alamos = loss\nGIF = /DZIF3/\n");
        let told: Vec<String> = findings(&lexicon).into_iter().map(|finding| finding.message).collect();
        assert_eq!(told.len(), 2, "{told:?}");
        assert!(told[0].contains("Los Alamos") && told[1].contains("GIF"), "{told:?}");
    }
}
