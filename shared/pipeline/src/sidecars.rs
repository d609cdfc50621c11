//! The files beside the film that are text: chapters and the transcript.

use std::fmt::Write as _;

use lectern_lesson::{Storyboard, Token, parse_narration};
use lectern_video::Chapter;

use crate::cast::primary_language;

/// The chapters of a film: one for each scene that begins one. `starts` are the scenes' starts and the film's end.
pub fn chapters(storyboard: &Storyboard, starts: &[f64]) -> Vec<Chapter> {
    let mut chapters: Vec<Chapter> = Vec::new();
    for (scene, start_secs) in storyboard.scenes.iter().zip(starts) {
        // The film's first seconds belong to a chapter, or players show none before the second.
        let title = match &scene.chapter {
            Some(title) => title.clone(),
            None if chapters.is_empty() => storyboard.title.clone(),
            None => continue,
        };
        if let Some(previous) = chapters.last_mut() {
            previous.end_secs = *start_secs;
        }
        chapters.push(Chapter { title, start_secs: *start_secs, end_secs: *start_secs });
    }
    if let (Some(last), Some(end)) = (chapters.last_mut(), starts.last()) {
        last.end_secs = *end;
    }
    chapters
}

/// The chapters as WebVTT.
pub fn chapters_vtt(chapters: &[Chapter]) -> String {
    let mut text = String::from("WEBVTT\n");
    for (index, chapter) in chapters.iter().enumerate() {
        // A blank line or an arrow would end the cue's text.
        let title =
            chapter.title.replace(['\n', '\r'], " ").replace("-->", "→").replace('&', "&amp;").replace('<', "&lt;");
        let (start, end) = (timecode(chapter.start_secs), timecode(chapter.end_secs));
        let _ = write!(text, "\n{}\n{start} --> {end}\n{title}\n", index + 1);
    }
    text
}

/// The transcript: what is said, with chapters, times and picture descriptions, for those who read instead of watching
/// or cannot see the picture.
pub fn transcript(storyboard: &Storyboard, starts: &[f64]) -> String {
    let mut text = format!("# {}\n", storyboard.title);
    for (scene, start_secs) in storyboard.scenes.iter().zip(starts) {
        if let Some(chapter) = &scene.chapter {
            let _ = write!(text, "\n## {chapter}\n");
        }
        let clock = timecode(*start_secs);
        let _ = write!(text, "\n**{}** *[{}]*\n", &clock[..clock.len() - 4], scene.description);
        for paragraph in paragraphs(&scene.narration) {
            let _ = write!(text, "\n{paragraph}\n");
        }
    }
    if !storyboard.credits.is_empty() {
        let heading = if primary_language(&storyboard.language) == "es" { "Créditos" } else { "Credits" };
        let _ = write!(text, "\n## {heading}\n\n");
        for credit in &storyboard.credits {
            let _ = writeln!(text, "- {credit}");
        }
    }
    text
}

/// What is said, by paragraphs and speakers; each speaker's name stands before what they say.
fn paragraphs(narration: &str) -> Vec<String> {
    let mut paragraphs: Vec<String> = Vec::new();
    let (mut last_speaker, mut begins) = (None, true);
    for token in parse_narration(narration).unwrap_or_default() {
        match token {
            Token::Word { shown, speaker, .. } => {
                begins |= speaker != last_speaker;
                match paragraphs.last_mut() {
                    Some(paragraph) if !begins => {
                        paragraph.push(' ');
                        paragraph.push_str(&shown);
                    }
                    _ => {
                        let name = speaker.as_ref().and_then(|speaker| speaker.name.as_deref());
                        paragraphs.push(name.map_or(shown.clone(), |name| format!("**{name}:** {shown}")));
                    }
                }
                (last_speaker, begins) = (speaker, false);
            }
            Token::Paragraph => begins = true,
            Token::Pause { .. } => {}
        }
    }
    paragraphs
}

/// `HH:MM:SS.mmm`, as WebVTT has it.
fn timecode(secs: f64) -> String {
    let millis = (secs * 1000.0).round().max(0.0) as u64;
    let (hours, minutes, seconds) = (millis / 3_600_000, millis / 60_000 % 60, millis / 1000 % 60);
    format!("{hours:02}:{minutes:02}:{seconds:02}.{:03}", millis % 1000)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chapter(title: &str, start_secs: f64, end_secs: f64) -> Chapter {
        Chapter { title: title.to_owned(), start_secs, end_secs }
    }

    #[test]
    fn transcripts_tell_who_speaks() {
        let narration =
            "Listen. [[voice am_puck Pupil]] Why does it rain?\n\nAnd when? [[voice]] [[pause 1]] Good question.";
        let expected = ["Listen.", "**Pupil:** Why does it rain?", "**Pupil:** And when?", "Good question."];
        assert_eq!(paragraphs(narration), expected);
    }

    #[test]
    fn chapter_cues_cannot_be_broken_by_their_titles() {
        let text = chapters_vtt(&[chapter("A --> B\n<i>", 0.0, 61.5), chapter("Next", 61.5, 3600.0)]);
        assert_eq!(
            text,
            "WEBVTT\n\n1\n00:00:00.000 --> 00:01:01.500\nA → B &lt;i>\n\n2\n00:01:01.500 --> 01:00:00.000\nNext\n"
        );
    }
}
