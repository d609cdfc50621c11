use lectern_lesson::{Format, Lesson, Storyboard};

use crate::Layouts;

/// What the planner is told beside the lesson.
#[derive(Clone, Debug, PartialEq)]
pub struct PlanOptions {
    /// Name of the style.
    pub style: String,
    /// Name of the voice.
    pub voice: String,
    /// Speaking rate, 0.5 to 2; 1 is the voice's own.
    pub pace: f64,
    /// Size and frame rate.
    pub format: Format,
}

/// Plans the film of `lesson`. A pure function: the same lesson, options and layouts give the same storyboard.
pub fn plan(lesson: &Lesson, options: &PlanOptions, layouts: &dyn Layouts) -> Storyboard {
    let _ = layouts;
    Storyboard {
        title: lesson.title.clone(),
        language: lesson.language.clone(),
        style: options.style.clone(),
        voice: options.voice.clone(),
        pace: options.pace,
        format: options.format,
        scenes: Vec::new(),
        credits: lesson.credits.clone(),
    }
}
