//! The linter: what makes a storyboard teach badly, look wrong or fail to become a film.

mod rule;
mod scene;
mod screen;
mod structure;
mod time;

use lectern_lesson::{Finding, Scene, Storyboard, Token, TokenError, parse_narration};

pub use self::rule::{Rule, rules};
use crate::Layouts;
use crate::words::speech_secs;

/// A scene with its narration parsed once.
struct Heard<'a> {
    /// The scene.
    scene: &'a Scene,
    /// Its words as shown.
    words: Vec<String>,
    /// For each word when it is spoken, in seconds from the scene's start, estimated.
    starts: Vec<f64>,
    /// Estimated seconds of the scene.
    secs: f64,
    /// Why its narration could not be parsed.
    broken: Option<TokenError>,
}

impl<'a> Heard<'a> {
    fn of(scene: &'a Scene, pace: f64) -> Self {
        let pace = if pace.is_finite() { pace.clamp(0.5, 2.0) } else { 1.0 };
        let mut words = Vec::new();
        let mut starts = Vec::new();
        let mut time = lectern_lesson::LEAD_SECS;
        let (tokens, broken) = match parse_narration(&scene.narration) {
            Ok(tokens) => (tokens, None),
            Err(error) => (Vec::new(), Some(error)),
        };
        for token in tokens {
            match token {
                Token::Word { shown, spoken, .. } => {
                    starts.push(time);
                    time += speech_secs(spoken.as_deref().unwrap_or(&shown)) / pace;
                    words.push(shown);
                }
                Token::Pause { secs } => time += secs,
                Token::Paragraph => {}
            }
        }
        Self { scene, words, starts, secs: time + lectern_lesson::TAIL_SECS, broken }
    }
}

/// Checks `storyboard` against every rule of [`rules`]; findings come scene by scene, then those of the whole film.
pub fn lint(storyboard: &Storyboard, layouts: &dyn Layouts) -> Vec<Finding> {
    let heard: Vec<Heard<'_>> = storyboard.scenes.iter().map(|scene| Heard::of(scene, storyboard.pace)).collect();
    let mut findings = Vec::new();
    for (number, one) in heard.iter().enumerate() {
        scene::check(one, &heard[..number], &mut findings);
        time::check_scene(one, &mut findings);
        screen::check(one, &layouts.layout(&one.scene.visual), &mut findings);
    }
    structure::check(storyboard, &mut findings);
    time::check_film(&heard, &mut findings);
    findings
}
