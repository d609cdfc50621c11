//! A scene in its place in the film, ready to be drawn.

use lectern_drawing::{DrawingError, Painter, PreparedScene, Stage};
use lectern_lesson::{SceneTiming, Storyboard, Transition};

use crate::{Album, scene_place};

/// Scene `index` ready to be drawn: with the last picture of the scene before, where its transition passes over it, and with the
/// illustration that it takes over from that scene or hands on to the next, where a match cut joins them. All of it follows from the scenes' data; `painter`
/// draws the picture. `timing` gives the clock of a scene.
///
/// # Errors
/// When the scene or the one before cannot be drawn.
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
    let prepare = |index: usize| {
        let scene = &storyboard.scenes[index];
        let prepared = stage.prepare(scene, &timing(index), scene_place(storyboard, index), album)?;
        Ok(match matched(storyboard, index + 1) {
            Some(illustration) => prepared.handing_on(illustration),
            None => prepared,
        })
    };
    let scene = prepare(index)?;
    if let Some(illustration) = matched(storyboard, index) {
        return Ok(scene.taking_over(illustration, &prepare(index - 1)?));
    }
    if !scene_place(storyboard, index).begins.needs_picture_before() {
        return Ok(scene);
    }
    let before = prepare(index - 1)?;
    before.draw(before.frame_count().saturating_sub(1), painter)?;
    Ok(scene.after(painter.rgba().to_vec()))
}

/// The illustration that scene `index` takes over from the scene before by a match cut; none without one, or when they share none.
pub(crate) fn matched(storyboard: &Storyboard, index: usize) -> Option<&str> {
    let (before, scene) = (storyboard.scenes.get(index.checked_sub(1)?)?, storyboard.scenes.get(index)?);
    (scene.transition == Transition::Match).then(|| before.visual.in_common(&scene.visual)).flatten()
}
