//! A scene in its place in the film, ready to be drawn.

use lectern_drawing::{DrawingError, Painter, PreparedScene, Stage};
use lectern_lesson::{SceneTiming, Storyboard};

use crate::{Album, scene_place};

/// Scene `index` ready to be drawn: with the last picture of the scene before, where its transition passes over it. That
/// picture follows from the two scenes' data; `painter` draws it. `timing` gives the clock of a scene.
///
/// # Errors
/// When one of the two cannot be drawn.
///
/// # Panics
/// When there is no such scene.
pub fn take<'stage>(
    stage: &'stage Stage,
    storyboard: &Storyboard,
    index: usize,
    timing: impl Fn(usize) -> SceneTiming,
    album: &Album,
    painter: &mut Painter,
) -> Result<PreparedScene<'stage>, DrawingError> {
    let prepare =
        |index: usize| stage.prepare(&storyboard.scenes[index], &timing(index), scene_place(storyboard, index), album);
    let scene = prepare(index)?;
    if !scene_place(storyboard, index).begins.needs_picture_before() {
        return Ok(scene);
    }
    let before = prepare(index - 1)?;
    before.draw(before.frame_count().saturating_sub(1), painter)?;
    Ok(scene.after(painter.rgba().to_vec()))
}
