//! Who speaks with which voice.

use std::collections::BTreeMap;

use lectern_lesson::{Lesson, PassageKind, Storyboard, Token, parse_narration};
use lectern_speech::{VoiceInfo, voices};

use crate::PipelineError;

/// Voices for those who speak beside the film's own voice: those that their makers rate best, of both sexes and accents.
const OTHERS: [&str; 10] = [
    "am_michael",
    "af_heart",
    "bm_george",
    "bf_emma",
    "am_fenrir",
    "af_bella",
    "am_puck",
    "bf_isabella",
    "bm_fable",
    "af_kore",
];

/// Words in the names of those who speak with the film's own voice: they lead the talk.
const LEADERS: [&str; 12] = [
    "teacher",
    "professor",
    "tutor",
    "instructor",
    "narrator",
    "host",
    "interviewer",
    "moderator",
    "mentor",
    "master",
    "presenter",
    "lecturer",
];

/// The voices of those who speak in a lesson's dialogues, by their names: as the script asks, else one for each that can be told
/// from the others. A teacher, or whoever leads the talk, has the film's own.
pub(crate) fn cast(lesson: &Lesson, own: &str) -> BTreeMap<String, String> {
    let mut cast = BTreeMap::new();
    let speakers = speakers(lesson);
    for speaker in &speakers {
        if let Some(asked) = lesson.voices.iter().find(|(name, _)| name.to_lowercase() == speaker.to_lowercase()) {
            cast.insert(speaker.clone(), asked.1.clone());
        }
    }
    let leads = |speaker: &str| speaker.split_whitespace().any(|word| LEADERS.contains(&word.to_lowercase().as_str()));
    // Where nobody narrates, whoever speaks first may as well have the film's own voice.
    let narrates = lesson
        .sections
        .iter()
        .flat_map(|section| &section.passages)
        .any(|passage| !matches!(passage.kind, PassageKind::Dialogue { .. }));
    let leader = speakers.iter().position(|speaker| leads(speaker)).or((!narrates).then_some(0));
    for (index, speaker) in speakers.iter().enumerate() {
        if cast.contains_key(speaker) {
            continue;
        }
        let voice = if leader == Some(index) { own } else { unlike(own, &cast) };
        cast.insert(speaker.clone(), voice.to_owned());
    }
    cast
}

/// The best voice that nobody has yet, of the sex that fewer have; the film's own counts.
fn unlike(own: &str, cast: &BTreeMap<String, String>) -> &'static str {
    let taken: Vec<&str> = std::iter::once(own).chain(cast.values().map(String::as_str)).collect();
    let is_woman = |name: &str| name.as_bytes().get(1) == Some(&b'f');
    let women = taken.iter().filter(|name| is_woman(name)).count();
    let wants_woman = women * 2 < taken.len();
    let of =
        |name: &str| voices().iter().find(|voice| voice.name == name).map(|voice| primary_language(voice.language));
    let others: Vec<&'static str> =
        OTHERS.into_iter().chain(voices().iter().map(|voice| voice.name)).filter(|name| of(name) == of(own)).collect();
    let free = || others.iter().copied().filter(|name| !taken.contains(name));
    // Where a language has no voice left, two speak alike.
    let any = || others.iter().copied().find(|name| *name != own).unwrap_or(OTHERS[0]);
    free().find(|name| is_woman(name) == wants_woman).or_else(|| free().next()).unwrap_or_else(any)
}

/// Who speaks, in order of their first words.
fn speakers(lesson: &Lesson) -> Vec<String> {
    let mut speakers: Vec<String> = Vec::new();
    for passage in lesson.sections.iter().flat_map(|section| &section.passages) {
        if let PassageKind::Dialogue { turns } = &passage.kind {
            for turn in turns {
                if !speakers.contains(&turn.speaker) {
                    speakers.push(turn.speaker.clone());
                }
            }
        }
    }
    speakers
}

/// Refuses a storyboard that names voices which do not exist or do not speak its language.
pub(crate) fn check_voices(storyboard: &Storyboard) -> Result<(), PipelineError> {
    check_voice(&storyboard.voice, storyboard)?;
    for scene in &storyboard.scenes {
        // The linter tells what is wrong with a narration that cannot be parsed.
        for token in parse_narration(&scene.narration).unwrap_or_default() {
            if let Token::Word { speaker: Some(speaker), .. } = token {
                check_voice(&speaker.voice, storyboard)?;
            }
        }
    }
    Ok(())
}

fn check_voice(name: &str, storyboard: &Storyboard) -> Result<(), PipelineError> {
    let voice: &VoiceInfo = voices()
        .iter()
        .find(|voice| voice.name == name)
        .ok_or_else(|| PipelineError::UnknownVoice { name: name.to_owned() })?;
    if primary_language(voice.language) == primary_language(&storyboard.language) {
        Ok(())
    } else {
        Err(PipelineError::Language { voice: voice.name.to_owned(), language: storyboard.language.clone() })
    }
}

/// The language without region and script, by its short code: `en` of `en-US` and of `eng`.
pub(crate) fn primary_language(tag: &str) -> String {
    let primary = tag.split(['-', '_']).next().unwrap_or_default().to_lowercase();
    match primary.as_str() {
        "eng" => "en".to_owned(),
        "spa" => "es".to_owned(),
        _ => primary,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analyze;

    fn cast_of(script: &str, own: &str) -> Vec<(String, String)> {
        cast(&analyze("a.md", script.as_bytes(), None).expect("a lesson"), own).into_iter().collect()
    }

    #[test]
    fn everybody_has_a_voice_of_their_own() {
        let pair = |name: &str, voice: &str| (name.to_owned(), voice.to_owned());
        let talk = "# Light\n\nTwo people talk. Listen to them.\n\n";
        let turns = "Teacher: Why is the sky blue?\n\nStudent: I do not know.\n\nTeacher: Think of the light.\n";
        assert_eq!(
            cast_of(&format!("{talk}{turns}"), "af_heart"),
            [pair("Student", "am_michael"), pair("Teacher", "af_heart")]
        );
        assert_eq!(
            cast_of(&format!("{talk}{turns}"), "am_michael"),
            [pair("Student", "af_heart"), pair("Teacher", "am_michael")]
        );
        let asked = format!("---\nvoices: {{student: bf_emma}}\n---\n{talk}{turns}");
        assert_eq!(cast_of(&asked, "af_heart"), [pair("Student", "bf_emma"), pair("Teacher", "af_heart")]);
        let others = "Meno: Can virtue be taught?\n\nSocrates: I do not know.\n\nMeno: Nor do I.\n";
        assert_eq!(
            cast_of(&format!("{talk}{others}"), "af_heart"),
            [pair("Meno", "am_michael"), pair("Socrates", "bm_george")]
        );
        assert_eq!(cast_of(others, "af_heart"), [pair("Meno", "af_heart"), pair("Socrates", "am_michael")]);
    }

    #[test]
    fn voices_of_speakers_are_checked() {
        for (narration, is_known) in
            [("Hello.", true), ("[[voice am_puck]] Hello.", true), ("[[voice am_pluck]] Hello.", false)]
        {
            let storyboard = serde_json::json!({
                "title": "Rain", "style": "night-sky", "voice": "af_heart", "language": "en",
                "scenes": [{"id": "a", "description": "", "narration": narration, "visual": {"kind": "title", "title": "Rain"}}],
            });
            let storyboard: Storyboard = serde_json::from_value(storyboard).expect("a storyboard");
            assert_eq!(check_voices(&storyboard).is_ok(), is_known, "{narration}");
        }
        assert_eq!(["en-US", "eng", "spa", "es_MX", "de"].map(primary_language), ["en", "en", "es", "es", "de"]);
    }
}
