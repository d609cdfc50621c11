use lectern_drawing::{Painter, Still};
use lectern_lesson::{Storyboard, shown_text};

use crate::plan::small_format;
use crate::{Album, PipelineError, Sources, estimated_timing, scene_place, stage};

/// A contact sheet of a storyboard as PNG: each scene when everything on it is to be seen, with its words, on the
/// estimated clock.
///
/// # Errors
/// When the style is not known or a scene cannot be drawn.
pub fn sheet(storyboard: &Storyboard, sources: &dyn Sources, columns: u32) -> Result<Vec<u8>, PipelineError> {
    let format = small_format(storyboard.format);
    let stage = stage(&storyboard.style, format)?;
    let album = Album::load(storyboard, sources);
    let mut painter = Painter::new(format);
    let mut stills = Vec::with_capacity(storyboard.scenes.len());
    for (index, scene) in storyboard.scenes.iter().enumerate() {
        let timing = estimated_timing(storyboard, index);
        let prepared = stage.prepare(scene, &timing, scene_place(storyboard, index), &album)?;
        prepared.draw(timing.rest_frame(), &mut painter)?;
        stills.push(Still {
            rgba: painter.rgba().to_vec(),
            label: format!("{} {} · {} · {:.1} s", index + 1, scene.id, scene.visual.kind(), timing.duration_secs()),
            words: shown_text(&scene.narration).unwrap_or_else(|_| scene.narration.clone()),
        });
    }
    Ok(lectern_drawing::sheet(&stage, &stills, columns)?)
}
