//! Where each scene stands in the film.

use lectern_drawing::ScenePlace;
use lectern_lesson::{Narration, SceneTiming, Storyboard, Token, Transition, WordSpan, parse_narration};
use lectern_speech::estimate_secs;

/// A narration as it will probably sound. Words share the estimate
/// in proportion to their own.
fn estimated_narration(text: &str, pace: f64) -> Narration {
    let tokens = parse_narration(text).unwrap_or_default();
    let weights: Vec<f64> = tokens
        .iter()
        .map(|token| match token {
            Token::Word { shown, spoken, .. } => estimate_secs(spoken.as_deref().unwrap_or(shown), pace).max(0.05),
            Token::Pause { secs } => *secs,
            Token::Paragraph => 0.0,
        })
        .collect();
    let duration_secs = estimate_secs(text, pace);
    let scale = duration_secs / weights.iter().sum::<f64>().max(f64::MIN_POSITIVE);
    let mut at = 0.0;
    let mut words = Vec::new();
    for (token, weight) in tokens.iter().zip(&weights) {
        let end = at + weight * scale;
        if matches!(token, Token::Word { .. }) {
            words.push(WordSpan { start_secs: at, end_secs: end });
        }
        at = end;
    }
    Narration { sample_rate: 24_000, duration_secs, words }
}

/// The clock of scene `index`, spoken as `narration`.
pub fn scene_timing(storyboard: &Storyboard, index: usize, narration: &Narration) -> SceneTiming {
    if index + 1 == storyboard.scenes.len() {
        SceneTiming::last(narration, storyboard.format.fps)
    } else {
        SceneTiming::new(narration, storyboard.format.fps)
    }
}

/// The clock of scene `index` as it will probably be: for stills and estimates before the voice has spoken.
///
/// # Panics
/// When there is no such scene.
pub fn estimated_timing(storyboard: &Storyboard, index: usize) -> SceneTiming {
    let narration = estimated_narration(&storyboard.scenes[index].narration, storyboard.pace);
    scene_timing(storyboard, index, &narration)
}

/// The place of scene `index`: how it begins and ends, and what it takes over from the scene before.
///
/// # Panics
/// When there is no such scene.
pub fn scene_place(storyboard: &Storyboard, index: usize) -> ScenePlace {
    let changes = |index: usize| storyboard.scenes.get(index).is_none_or(|scene| scene.transition.changes_world());
    let scene = &storyboard.scenes[index];
    let before = index.checked_sub(1).and_then(|before| storyboard.scenes.get(before));
    ScenePlace {
        opens: index == 0 || changes(index),
        is_last: index + 1 == storyboard.scenes.len(),
        // Nothing stands before the first scene that anything could be seen from.
        begins: before.map_or(Transition::Continue, |_| scene.transition),
        ends: storyboard.scenes.get(index + 1).map(|next| next.transition),
        soft_before: scene.transition.keeps_world() && before.is_some_and(|before| before.shot.focus.ends_soft()),
    }
}

/// Start of each scene in seconds, and the end of the last.
pub fn scene_starts(timings: &[SceneTiming]) -> Vec<f64> {
    let mut frames = 0_u64;
    let mut starts = vec![0.0];
    for timing in timings {
        frames += u64::from(timing.frames);
        starts.push(frames as f64 / f64::from(timing.fps));
    }
    starts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn estimated_words_share_the_whole_estimate_in_order() {
        let narration = estimated_narration("Water rises. [[pause 2]] It falls as [[H₂O|H two O]].", 1.0);
        assert_eq!(narration.words.len(), 6);
        assert!(narration.words.windows(2).all(|pair| pair[0].end_secs <= pair[1].start_secs + 1e-9));
        let last = narration.words.last().expect("six words");
        assert!((last.end_secs - narration.duration_secs).abs() < 1e-6, "{narration:?}");
        assert!(narration.words[2].start_secs - narration.words[1].end_secs > 1.0, "the pause is kept: {narration:?}");
    }

    #[test]
    fn starts_are_whole_frames() {
        let timing = |frames| SceneTiming { fps: 30, frames, words: Vec::new() };
        assert_eq!(scene_starts(&[timing(31), timing(29)]), [0.0, 31.0 / 30.0, 2.0]);
    }
}
